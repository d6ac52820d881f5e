"""Turns the mentions of one paper into links: one for each entity, with its strongest role and its best proof."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.device_roles import hardware_role
from papermesh.loaders.linking.lexicon import OntologyLexicon
from papermesh.loaders.linking.links import Link
from papermesh.loaders.linking.passages import Mention, Passage
from papermesh.loaders.linking.quantities import NO_QUANTITY, Quantity, device_quantity
from papermesh.loaders.linking.roles import STRENGTH, benchmark_role, method_role

_DEFAULT = {"method": "uses", "hardware": "mentions", "benchmark": "evaluates"}
# "A100-80GB GPUs", "H100 (SXM5) GPUs": what stands between a device and its class word belongs to the device.
_SPECIFIED = re.compile(r"[\s-](?:\(?(?:\d{1,4}[ -]?GB?|SXM\d?|PCIe|NVL\d*|OAM)\)?[\s-]*)*")
_FORM_FACTOR = re.compile(r"SXM\d?|PCIe|NVL\d*|OAM")
_APPOSITION = re.compile(r", (?:the|a|an|one of the)\b[^,;.()]{0,40}")
_COORDINATED = re.compile(
    r"(?:\s(?:GPUs?|CPUs?|platforms?|machines?|boards?|servers?|cards?|devices?|systems?))?"
    r"\s*(?:,|and|or|&|/|-|and/or|,\s*and)\s*(?:an?\s+|the\s+|one\s+|two\s+)?(?!(?:for|on|in|to|of|by|with)\b)(?:[\w-]+\s+)?|"
    r"-(?:based|only)\s+(?:and|or)\s+"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention with what its place says: the role (None where nothing does), how sure, by which rule."""

    passage: Passage
    mention: Mention
    role: str | None
    rule: str
    quantity: Quantity = NO_QUANTITY

    @property
    def order(self) -> tuple[float, int, int]:
        """Best first: confidence, title before abstract before sections, smallest offset."""
        return -rules.CONFIDENCE[self.rule], self.passage.position, self.mention.start


def findings(
    passage: Passage, mentions: Sequence[Mention], own: Mapping[tuple[str, str], str], known: OntologyLexicon
) -> list[Finding]:
    """Return the mentions of one text with their roles; `own` has the rule for each entity of the paper's own."""
    found: list[Finding] = []
    spots = {one.start for one in mentions if (one.target.entity_type, one.target.entity_id) in own}
    device: Finding | None = None
    for mention in mentions:
        target = mention.target
        rule = own.get((target.entity_type, target.entity_id))
        if target.entity_type == "hardware":
            if device is None or not _completes(passage, device.mention, mention):
                if device is not None and _completes_before(passage, device.mention, mention):
                    found.pop(next(at for at in range(len(found) - 1, -1, -1) if found[at] is device))
                device = _device(passage, mention, device, known)
                found.append(device)
            elif device.role:
                found.append(Finding(passage, mention, device.role, rules.COMPLETED))
        elif rule is not None:
            found.append(Finding(passage, mention, "introduces", rule, Quantity(size=mention.size)))
        else:
            found.append(placed(passage, mention, _rule(mention), spots, mentions))
    return found


def placed(
    passage: Passage, mention: Mention, rule: str, own: Collection[int] = (), others: Sequence[Mention] = ()
) -> Finding:
    """Return a mention that is not the paper's own, with its role; `others` are all mentions of the text, in order."""
    if mention.target.entity_type == "benchmark":
        role = benchmark_role(passage, mention)
    elif mention.target.entity_type == "hardware":
        role = hardware_role(passage, mention, is_counted=False)
    else:
        role = method_role(passage, mention, own, others)
    return Finding(passage, mention, role, rule, Quantity(size=mention.size))


def _device(passage: Passage, mention: Mention, previous: Finding | None, known: OntologyLexicon) -> Finding:
    quantity = device_quantity(passage.text, mention.start, mention.end)
    if quantity.memory_gb is not None:
        variant = known.memory_variants.get((mention.target.entity_id, quantity.memory_gb))
        mention = replace(mention, target=variant) if variant else mention
    role = hardware_role(passage, mention, is_counted=quantity.device_count is not None)
    if role in {None, "targets"} and previous is not None and previous.role and previous.passage is passage:
        between = passage.text[previous.mention.end : mention.start]
        if previous.mention.sentence == mention.sentence and _COORDINATED.fullmatch(between):
            role = previous.role  # "on CPUs and GPUs": what holds for the first holds for the second
    return Finding(passage, mention, role, _rule(mention), quantity)


def _completes(passage: Passage, device: Mention, mention: Mention) -> bool:
    """Tell whether a class word only completes a device: "H100 GPUs", "Frontier, the first exascale supercomputer"."""
    if device.target.kind == "class":
        return False
    between = passage.text[device.end : mention.start]
    if mention.target.kind != "class":
        return _FORM_FACTOR.fullmatch(mention.surface) is not None and between in {" ", "-"}
    return _SPECIFIED.fullmatch(between) is not None or (
        mention.target.entity_id in device.target.ancestors
        and mention.sentence == device.sentence
        and _APPOSITION.fullmatch(between) is not None
    )


def _completes_before(passage: Passage, word: Mention, device: Mention) -> bool:
    """Tell whether a class word stands before the device it describes: "the largest supercomputer, Frontier"."""
    if device.target.kind == "class":
        return False  # "on GPU, mobile GPU and CPU" is a list
    between = passage.text[word.end : device.start]
    return word.target.entity_id in device.target.ancestors and between in {", ", " (", ": "}


def _rule(mention: Mention) -> str:
    target = mention.target
    if target.basis == "discovered":
        return rules.PROPAGATED
    if target.kind == "class":
        return rules.LEXICON_CLASS
    if target.context:
        return rules.LEXICON_CONTEXT
    return rules.LEXICON if mention.as_written else rules.LEXICON_CASE


def links_of(found: Sequence[Finding]) -> tuple[Link, ...]:
    """Return one link per entity, in the order of the text: title first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    positions: dict[str, int] = {}
    for finding in found:
        positions[finding.passage.field] = finding.passage.position
        target = finding.mention.target
        groups.setdefault((target.entity_type, target.entity_id), []).append(finding)
    _inherit_roles(groups)
    links = [_link(group) for group in groups.values() if any(one.rule != rules.COMPLETED for one in group)]
    return tuple(sorted(links, key=lambda link: (positions[link.field], link.start, link.entity_type, link.entity_id)))


def _inherit_roles(groups: Mapping[tuple[str, str], list[Finding]]) -> None:
    """Give a class of devices of which no clause says anything the roles of its members: an Ascend is an NPU."""
    for (entity_type, entity_id), group in groups.items():
        if entity_type != "hardware" or group[0].mention.target.kind != "class" or any(one.role for one in group):
            continue
        members = [
            one.role
            for other in groups.values()
            if entity_id in other[0].mention.target.ancestors
            for one in other
            if one.role
        ]
        if members:
            group[0] = replace(group[0], role=min(members, key=STRENGTH["hardware"].index))


def _link(group: Sequence[Finding]) -> Link:
    ordered = sorted(group, key=lambda finding: finding.order)
    best = ordered[0]
    target, passage, mention = best.mention.target, best.passage, best.mention
    seen = _roles(group, target.entity_type)
    counts = [one.quantity.device_count for one in group if one.quantity.device_count is not None]
    memories = [one.quantity.memory_gb for one in group if one.quantity.memory_gb is not None]
    return Link(
        entity_type=target.entity_type,
        entity_id=target.entity_id,
        name=target.name,
        kind=target.kind,
        role=seen[0],
        roles_seen=seen,
        surface=mention.surface,
        field=passage.field,
        start=mention.start,
        end=mention.end,
        sentence=passage.sentence_of(mention),
        confidence=rules.CONFIDENCE[best.rule],
        rule=best.rule,
        mentions=len(group),
        basis=target.basis,
        device_count=max(counts, default=None),
        memory_gb=max(memories, default=None),
        form_factor=next((one.quantity.form_factor for one in ordered if one.quantity.form_factor), None),
        size=next((one.quantity.size for one in ordered if one.quantity.size), None),
    )


def _roles(group: Sequence[Finding], entity_type: str) -> tuple[str, ...]:
    strength = STRENGTH[entity_type]
    seen = sorted({finding.role for finding in group if finding.role}, key=strength.index)
    if seen:
        return tuple(seen)
    if entity_type == "hardware" and len(group) > 1:
        return ("targets",)
    return (_DEFAULT[entity_type],)
