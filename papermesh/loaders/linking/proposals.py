"""Names that somebody else found in a paper, such as a language model: each counts where the text bears it out.

A proposal brings no offsets. Its surface is searched in the text, so that a link made of it has the same proof as one
made by a rule, and one that stands nowhere makes none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.folding import fold_name
from papermesh.loaders.linking.lexicon import OntologyLexicon, Target
from papermesh.loaders.linking.links import Discovered, UrlLink
from papermesh.loaders.linking.passages import Mention, Passage, Spans
from papermesh.loaders.linking.quantities import NO_QUANTITY, device_quantity
from papermesh.loaders.linking.resolve import Finding
from papermesh.loaders.linking.roles import STRENGTH
from papermesh.loaders.linking.shapes import is_ordinary
from papermesh.loaders.linking.words import ENGLISH, LEFT_PIECES, RIGHT_PIECES
from papermesh.ontology import EntityType, slug

ROLES: Mapping[EntityType, tuple[str, ...]] = {
    "method": STRENGTH["method"], "hardware": STRENGTH["hardware"], "benchmark": STRENGTH["benchmark"],
}  # fmt: skip
KINDS: Mapping[EntityType, tuple[str, ...]] = {
    "method": ("technique", "model", "system"),
    "hardware": ("class", "family", "model"),
    "benchmark": ("benchmark", "dataset"),
}
"""What an entity of each type can be: a method's or benchmark's kind, a device's level."""
LONGEST_ID = 200
"""Longest id of an entity that a proposal makes: signs can fold to many letters."""

_PIECE_BEFORE = re.compile(r"([^\W_]+)[-\u2010\u2011]\Z")
_PIECE_AFTER = re.compile(r"[-\u2010\u2011]([^\W_]+)")
_CONTINUED = re.compile(r"\+|[.,]\d")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name in a paper, as somebody says that it stands there; `surface` is searched, `name` is what it is called."""

    entity_type: EntityType
    surface: str
    name: str
    role: str
    kind: str


def places(passage: Passage, surface: str, addresses: Spans) -> list[tuple[int, int]]:
    """Return where a surface stands in a text: whole words, in one sentence, in no address.

    Letter case and signs count; a line break in the text is as good as a space.
    """
    words = surface.split()
    if not words:
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    found = []
    for match in re.finditer(pattern, passage.text):
        start, end = match.span()
        in_sentence = end <= passage.sentences[passage.sentence_at(start)][1]
        if in_sentence and not addresses.touch(start, end) and _is_whole(passage.text, start, end):
            found.append((start, end))
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a name ends where it is said to: "GPT" is not in "GPT-4", nor "Llama 3" in "Llama 3.1"."""
    if unicodedata.combining(text[end : end + 1] or " ") or _CONTINUED.match(text, end):
        return False
    before = _PIECE_BEFORE.search(text, max(0, start - 40), start)
    after = _PIECE_AFTER.match(text, end)
    return (before is None or _is_free(before[1], LEFT_PIECES)) and (after is None or _is_free(after[1], RIGHT_PIECES))


def _is_free(piece: str, free: frozenset[str]) -> bool:
    """Tell whether a piece beside a hyphen leaves the name what it is: "multi-", "-based"."""
    return piece.islower() or piece.lower() in free or piece.lower() in ENGLISH


def address_spans(urls: Sequence[UrlLink], passage: Passage) -> Spans:
    """Return the places of a text that are addresses."""
    return Spans((url.start, url.end) for url in urls if url.field == passage.field)


def proposed(
    passages: Sequence[Passage],
    urls: Sequence[UrlLink],
    found: Sequence[Finding],
    proposals: Sequence[Proposal],
    known: OntologyLexicon,
    introduced: Mapping[tuple[EntityType, str], Discovered],
) -> list[Finding]:
    """Return the findings that proposals add to what the rules found in one paper.

    Args:
        passages: The paper's texts.
        urls: The addresses in them.
        found: What the rules found: a proposal of the same entity, or for the same words, adds nothing.
        proposals: What is proposed for this paper.
        known: The ontology.
        introduced: The names that papers of the corpus introduce.
    """
    ids = {finding.mention.target.entity_id for finding in found}
    taken = [
        (one.passage.field, one.mention.start, one.mention.end) for one in found if one.mention.target.kind != "class"
    ]
    added: list[Finding] = []
    # The longest surface first: of "Zentrix 2" and "Zentrix", the first has the words that both could have.
    for one in sorted(proposals, key=lambda proposal: (-len(proposal.surface), astuple(proposal))):
        target = _target(one, known, introduced)
        if target is None or target.entity_id in ids or target.entity_id.removesuffix("s") in ids:
            continue
        for passage in passages:
            for start, end in places(passage, one.surface, address_spans(urls, passage)):
                if any(passage.field == field and start < last and first < end for field, first, last in taken):
                    continue
                taken.append((passage.field, start, end))
                surface, sentence = passage.text[start:end], passage.sentence_at(start)
                mention = Mention(target, start, end, surface, sentence, surface == target.name)
                is_device = target.entity_type == "hardware"
                quantity = device_quantity(passage.text, start, end) if is_device else NO_QUANTITY
                added.append(Finding(passage, mention, one.role, rules.LANGUAGE_MODEL, quantity))
    return added


def _target(
    proposal: Proposal, known: OntologyLexicon, introduced: Mapping[tuple[EntityType, str], Discovered]
) -> Target | None:
    """Return the ontology's entity of that name or surface, else a new one; none where it is another type's."""
    name = proposal.name
    if not stands_for(name, proposal.surface):
        return None
    for text in dict.fromkeys((name, proposal.surface)):
        targets = known.lookup(text)
        if same := [target for target in targets if target.entity_type == proposal.entity_type]:
            return same[0]
        if any(not target.context for target in targets):
            return None  # the ontology knows better what this is
    key = slug(name)
    if (target := known.targets.get((proposal.entity_type, key))) is not None:
        return target
    if not key or len(key) > LONGEST_ID or _is_common(proposal.surface):
        return None
    first = introduced.get((proposal.entity_type, key))
    name, kind = (first.name, first.kind) if first else (name, proposal.kind)
    return Target(proposal.entity_type, key, name, kind, "discovered")


def stands_for(name: str, surface: str) -> bool:
    """Tell whether a name can be what a surface means: they share a word, or one has the other's initials.

    Else any words of the text could be made the proof of any name.

    >>> stands_for("Llama 2", "LLaMA-2"), stands_for("Low-Rank Adaptation", "LoRA"), stands_for("GPT-4", "our model")
    (True, True, False)
    """
    ours, theirs = fold_name(name).split(), fold_name(surface).split()
    telling = {word.rstrip("s") for word in theirs if word not in ENGLISH}
    if telling & {word.rstrip("s") for word in ours}:
        return True
    first, second = "".join(ours), "".join(theirs)
    if not first or not second:
        return False
    if min(len(first), len(second)) > 2 and (first in second or second in first):
        return True
    return _abbreviates(second, ours) or _abbreviates(first, theirs)


def _abbreviates(short: str, words: Sequence[str]) -> bool:
    """Tell whether a word's letters are the beginnings of other words, in order."""
    if len(words) < 2 or not short.startswith(words[0][:1]):
        return False
    spent = {0}
    """How many letters of the short form the words so far can account for."""
    for word in words:
        for at in tuple(spent):
            shared = 0
            while shared < min(len(word), 4) and short[at + shared : at + shared + 1] == word[shared]:
                shared += 1
                spent.add(at + shared)
    return len(short) in spent


def _is_common(surface: str) -> bool:
    """Tell whether a surface names nothing: one ordinary word, or several without a capital or a digit."""
    words = _WORD.findall(surface)
    if not all(map(is_ordinary, words)):
        return False
    return len(words) < 2 or surface.islower()
