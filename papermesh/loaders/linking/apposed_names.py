"""Finds names that a paper gives its own work beside a noun: "in X, a system", "our protocol, X", "our X tool"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.introduced import OWN_WORDS, REACH, Introduced, is_own_verb
from papermesh.loaders.linking.naming import typing_of
from papermesh.loaders.linking.passages import Passage
from papermesh.loaders.linking.shapes import is_capitalised, is_strong
from papermesh.loaders.linking.words import ADJECTIVE_ENDINGS

_NAME = r"(?P<name>[A-Za-z][\w.+-]{2,29}(?<![.-]))"
# "we showcase these algorithms in X - a system": what the paper made is put into X.
_EMBODIED = re.compile(
    r"\b(?:implement(?:ed)?|showcase[ds]?|realiz(?:e|ed|es)|instantiat(?:e|ed|es)|integrat(?:e|ed|es)|embod(?:y|ied|ies)|"
    r"combin(?:e|ed|es)|packag(?:e|ed|es)|incorporat(?:e|ed|es))\s+"
    r"(?:all\s+)?(?:of\s+)?(?:these|this|them|it|our|the proposed)\b"
    rf"[^.,;:()]{{0,50}}?\s(?:in|as|into|within)\s+{_NAME}(?=\s?(?:[,:(]|\s[-–—]{{1,3}})\s?(?:an?|our)\s)"
)
# The sign that parts a name from what it is, as in "around X: a structured page representation".
_SIGN = re.compile(r"(?:[:,]|\s[-–—]{1,3})\s(?:an?|our)\s")
_LAST_WORD = re.compile(rf"(?<![\w/-]){_NAME}\Z")
# "a dedicated evaluation protocol, X.", "the analysis tool, X, is open-sourced"
_CLOSING = re.compile(
    rf",\s+{_NAME}(?=[.;]|,?\s+(?P<released>(?:is|are|will be)\s+(?:open|released|available|publicly)))"
)
_NOUN_PHRASE = re.compile(r"\b(?P<article>an?|our|the)\s+(?:[a-z][\w-]*\s+){0,4}(?P<noun>[a-z][\w-]*)\Z", re.IGNORECASE)
_LONGEST_NAME = 31
_LONGEST_PHRASE = 90
# "our Lumen dataset", "this efficient VR-GPS system"
_POSSESSED = re.compile(rf"\b(?:[Oo]ur|[Tt]his|[Tt]he proposed)\s+(?:[a-z][\w-]*\s+){{0,2}}{_NAME}\s+(?=[a-z])")
_OTHERS = re.compile(
    r"\b(?:such as|like|including|unlike|e\.g\.,?|compar\w+|outperform\w*|existing|prior|previous|recent|based on|"
    r"built on|than|over|against|using|use|uses|called|on|datasets?|benchmarks?|with)\s+(?:[\w-]+[\s,]+){0,3}\Z",
    re.IGNORECASE,
)


def names_beside_nouns(abstract: Passage) -> Iterator[Introduced]:
    """Yield the names that an abstract gives to its own work in apposition to a noun, or owns before one."""
    text = abstract.text
    if abstract.own_from == len(text) and "present" not in text:
        return
    begin = abstract.sentences[abstract.sentence_at(abstract.own_from)][0]
    for found in _EMBODIED.finditer(text, begin):
        yield from _followed(abstract, found, 3, is_embodied=True)
    for sign in _SIGN.finditer(text, begin):
        word = _LAST_WORD.search(text, max(0, sign.start() - _LONGEST_NAME), sign.start())
        if word is not None and is_strong(word["name"]) and _is_proposing(abstract, word.start("name")):
            yield from _followed(abstract, word, 3)
    for found in _CLOSING.finditer(text, begin):
        phrase = _NOUN_PHRASE.search(text, max(0, found.start() - _LONGEST_PHRASE), found.start())
        if phrase is not None and _is_name(found["name"]):
            is_the = phrase["article"].lower() == "the"
            if found["released"] or (not is_the and _is_proposing(abstract, found.start("name"))):
                yield from _preceded(abstract, found, phrase["noun"])
    for found in _POSSESSED.finditer(text, begin):
        if _is_name(found["name"]):
            yield from _followed(abstract, found, 2)


def _is_proposing(passage: Passage, place: int) -> bool:
    """Tell whether a verb of this paper's own stands before a place in its sentence, and no comparison after it."""
    start = max(passage.sentences[passage.sentence_at(place)][0], place - REACH)
    hits = [hit for hit in passage.cues_between(start, place) if hit.start >= start]
    if not any(hit.kind == "introduce" and is_own_verb(passage, hit) for hit in hits):
        return False
    return not _OTHERS.search(passage.text, max(start, place - 60), place)


def _followed(
    passage: Passage, found: re.Match[str], strength: int, *, is_embodied: bool = False
) -> Iterator[Introduced]:
    """Yield a name that the words after it type, in a sentence of this paper's own; a known one where it is put."""
    start, end = found.span("name")
    first, last = passage.sentences[passage.sentence_at(start)]
    if is_embodied:
        if not _is_name(found["name"]):
            return
    elif _is_known(passage, start, end) or not OWN_WORDS.search(passage.text, first, last):
        return
    typing = typing_of(found["name"], passage.text, end, last)
    if typing.strength >= strength and not typing.is_no_entity:
        yield Introduced(found["name"], typing, rules.INTRODUCED_APPOSITION, passage.field, start, end)


def _preceded(passage: Passage, found: re.Match[str], noun: str) -> Iterator[Introduced]:
    """Yield a name that the noun before its comma types: "the analysis tool, X"."""
    start, end = found.span("name")
    if _is_known(passage, start, end):
        return
    typing = typing_of(found["name"], "", 0, 0)
    if typing.strength < 3:
        typing = typing_of("", f", a {noun}", 0, len(noun) + 4)
    if typing.strength == 3 and not typing.is_no_entity:
        yield Introduced(found["name"], typing, rules.INTRODUCED_APPOSITION, passage.field, start, end)


def _is_known(passage: Passage, start: int, end: int) -> bool:
    """Tell whether a list has the name: then others made it."""
    return any(one.end > start for one in passage.mentions_between(start - 40, end))


def _is_name(name: str) -> bool:
    """Tell whether a word looks like a name: strong, a capitalised word that is no English, or such joined."""
    if is_strong(name) or is_capitalised(name):
        return True
    pieces = name.split("-")  # LLM-Viewer, but not GPU-Based
    is_joined = len(pieces) > 1 and all(piece[:1].isupper() for piece in pieces)
    return is_joined and pieces[-1].lower() not in ADJECTIVE_ENDINGS
