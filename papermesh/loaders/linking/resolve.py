"""Turns the mentions of one paper into links: one for each entity, with its strongest role and its best proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.lexicon import Target
from papermesh.loaders.linking.links import Link
from papermesh.loaders.linking.mentions import CueHit, Mention, Passage
from papermesh.loaders.linking.quantities import Quantity, device_quantity
from papermesh.loaders.linking.roles import STRENGTH, benchmark_role, hardware_role, method_role

_DEFAULT = {"method": "uses", "hardware": "mentions", "benchmark": "evaluates"}
_FIELDS = ("title", "abstract")


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention with what its place says: the role (None where nothing does), how sure, by which rule."""

    passage: Passage
    mention: Mention
    role: str | None
    rule: str
    quantity: Quantity = Quantity()

    @property
    def order(self) -> tuple[float, int, int]:
        """Best first: confidence, title before abstract, smallest offset."""
        return -rules.CONFIDENCE[self.rule], _FIELDS.index(self.passage.field), self.mention.start


def findings(
    passage: Passage,
    mentions: Sequence[Mention],
    own: Mapping[int, str],
    memory_variants: Mapping[tuple[str, float], Target],
) -> list[Finding]:
    """Return the mentions of one text with their roles; `own` has the rule for each target that the paper introduces."""
    found: list[Finding] = []
    by_sentence: dict[int, list[CueHit]] = {}
    for cue in passage.cues:
        by_sentence.setdefault(passage.sentence_at(cue.start), []).append(cue)
    previous: Mention | None = None
    for mention in mentions:
        target = mention.target
        cues = by_sentence.get(mention.sentence, ())
        if target.entity_type == "hardware":
            if _names_its_class(passage, previous, mention):
                continue
            previous = mention
            quantity = device_quantity(passage.text, mention.start, mention.end)
            if quantity.memory_gb is not None:
                variant = memory_variants.get((target.entity_id, quantity.memory_gb))
                mention = replace(mention, target=variant) if variant else mention
            found.append(Finding(passage, mention, hardware_role(passage, mention), _rule(mention), quantity))
            continue
        size = Quantity(size=mention.size)
        if (rule := own.get(id(target))) is not None:
            found.append(Finding(passage, mention, "introduces", rule, size))
        elif target.entity_type == "benchmark":
            found.append(Finding(passage, mention, benchmark_role(passage, mention, cues), _rule(mention), size))
        else:
            found.append(Finding(passage, mention, method_role(passage, mention, cues), _rule(mention), size))
    return found


def _names_its_class(passage: Passage, previous: Mention | None, mention: Mention) -> bool:
    """Tell whether a class word only completes the device before it: "H100 GPUs"."""
    if previous is None or mention.target.kind != "class" or previous.target.kind == "class":
        return False
    return passage.text[previous.end : mention.start] in {" ", "-"}


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
    for finding in found:
        target = finding.mention.target
        groups.setdefault((target.entity_type, target.entity_id), []).append(finding)
    links = [_link(group) for group in groups.values()]
    return tuple(sorted(links, key=lambda link: (_FIELDS.index(link.field), link.start, link.entity_type, link.entity_id)))


def _link(group: Sequence[Finding]) -> Link:
    best = min(group, key=lambda finding: finding.order)
    target, passage, mention = best.mention.target, best.passage, best.mention
    seen = _roles(group, target.entity_type)
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
        sentence=passage.sentence_text(mention.sentence),
        confidence=rules.CONFIDENCE[best.rule],
        rule=best.rule,
        mentions=len(group),
        basis=target.basis,
        device_count=_largest(finding.quantity.device_count for finding in group),
        memory_gb=_largest(finding.quantity.memory_gb for finding in group),
        form_factor=_first(group, "form_factor"),
        size=_first(group, "size"),
    )


def _roles(group: Sequence[Finding], entity_type: str) -> tuple[str, ...]:
    strength = STRENGTH[entity_type]
    seen = sorted({finding.role for finding in group if finding.role}, key=strength.index)
    if seen:
        return tuple(seen)
    if entity_type == "hardware" and len(group) > 1:
        return ("targets",)
    return (_DEFAULT[entity_type],)


def _largest(values: object) -> int | None:
    known = [value for value in values if value is not None]  # type: ignore[attr-defined]
    return max(known) if known else None


def _first(group: Sequence[Finding], name: str) -> str | None:
    ordered = sorted(group, key=lambda finding: finding.order)
    return next((value for finding in ordered if (value := getattr(finding.quantity, name))), None)
