"""Finds names that no list has and no paper introduces: in comparisons, in lists beside known names, before a noun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.naming import Typing, name_at, typing_of
from papermesh.loaders.linking.passages import Mention, Passage, Spans
from papermesh.loaders.linking.shapes import TOKEN, is_mixed, is_strong, tokens

_BENCHMARK_NOUN = re.compile(
    r"(?:[\s-]+(?:\d+|[a-z][\w-]*)){0,1}[\s-]+(?:benchmark|dataset|data set|corpus|corpora|leaderboard|test set|"
    r"development set|dev set|validation set|test suite|challenge|competition|task suite|collection)s?\b"
)
_LIST_THEN_NOUN = re.compile(
    r"(?:\s*(?:,|and|or|&|,\s*and)\s+(?:the\s+)?[A-Z][\w.+'-]*(?:\s[A-Z0-9][\w.+-]*)?)+\s+(?:[a-z-]+\s+)?"
    r"(?:benchmark|dataset|data set|corpus|corpora|test set|challenge)s?\b"
)
_NOUN_THEN_LIST = re.compile(
    r"(?:benchmark|dataset|data set|corpora|corpus|leaderboard|test set)s?\s*"
    r"(?:,|:|\(|such as|like|including|namely|e\.g\.,?|,\s*(?:such as|including|namely))"
    r"\s*(?:[^.;:()]{0,60}(?:,|and|or)\s+)?(?:the\s+)?\Z"
)
# A word with a capital after its first sign, or a capital and a digit: all that can be a name by its letters alone.
_CANDIDATE = re.compile(r"(?<![\w.+'-])[A-Za-z][a-z'-]*+[A-Z0-9+][\w.+'-]*+")
# "AbstractBackground", "IntroductionWe": a heading that lost the space after it.
_GLUED = re.compile(r"(?:Abstract|Background|Introduction|Summary|Objective|Methods|Results|Conclusions?)[A-Z]")
_MACHINE = re.compile(
    r"\b(?P<name>(?!The |This |Our |A )(?:[A-Z][\w.-]*+ ){1,5}?"
    r"Supercomput(?:er|ing (?:Cluster|Cent(?:er|re)|System)))\b"
)
_WINDOW = 90
_LONGEST_LIST = 600
"""Characters of a list in which the noun that closes it is looked for, from each of its names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A name found by its place only, with what the place says that it is."""

    name: str
    typing: Typing
    rule: str
    start: int
    end: int


def listed_names(passage: Passage, taken: Spans, known: Sequence[Mention], skipped: frozenset[str]) -> list[Listed]:
    """Return names in a text that are not among the spans taken, nor among the words skipped (in lower case).

    `known` are the accepted mentions: a name that stands in a list with one of them is of its type.
    """
    found: list[Listed] = []
    text, place = passage.text, 0
    while candidate := _CANDIDATE.search(text, place):
        place = candidate.end()
        if (covered := taken.end_at(candidate.start())) is not None:
            place = max(place, covered)
            continue
        if place - candidate.start() > _WINDOW:
            continue  # no name is as long
        head = TOKEN.match(text, candidate.start(), candidate.start() + _WINDOW)
        if head is None or not is_strong(tokens(text, *head.span())[0].text):
            continue
        border = min(candidate.start() + _WINDOW, passage.sentences[passage.sentence_at(candidate.start())][1])
        if (following := taken.after(candidate.start())) is not None:
            border = min(border, following)  # no name runs into one that is known
        words = tokens(text, candidate.start(), border)
        if not words or not is_strong(words[0].text) or _singular(words[0].text) in skipped:
            continue
        if _GLUED.match(words[0].text):
            continue
        spot = name_at(words, 0, "", sure=False)
        if spot is None:
            continue
        start, end = words[spot[0]].start, words[spot[1]].end
        place = max(place, end)
        one = _judged(passage, text[start:end], start, end, known)
        if one is not None and _singular(one.name) not in skipped:
            found.append(one)
    return found


def listed_machines(passage: Passage, taken: Spans) -> list[Listed]:
    """Return machines that their own name calls one: "Lincoln Laboratory Supercomputing Cluster"."""
    if "Supercomput" not in passage.text:
        return []
    return [
        Listed(found["name"], Typing("hardware", "model", 3), rules.LISTED, found.start("name"), found.end("name"))
        for found in _MACHINE.finditer(passage.text)
        if not taken.touch(*found.span("name"))
    ]


def _singular(name: str) -> str:
    return name.lower().rstrip("s")


def _judged(passage: Passage, name: str, start: int, end: int, known: Sequence[Mention]) -> Listed | None:
    text = passage.text
    first, last = passage.sentences[passage.sentence_at(start)]
    before = text[max(first, start - _WINDOW) : start]
    last = min(last, end + _LONGEST_LIST)
    typing = typing_of(name, text, end, last)
    if typing.is_no_entity:
        return None
    is_benchmark = typing.entity_type == "benchmark" or _BENCHMARK_NOUN.match(text, end, last)
    if is_benchmark or _LIST_THEN_NOUN.match(text, end, last) or _NOUN_THEN_LIST.search(before):
        kind = typing.kind if typing.entity_type == "benchmark" else "benchmark"
        if "dataset" in text[end : end + 80] or "corpus" in text[end : end + 80]:
            kind = "dataset"
        return Listed(name, Typing("benchmark", kind, 2), rules.BENCHMARK_NOUN, start, end)
    beside = _neighbour(passage, start, end, known)
    if beside is not None and beside.target.entity_type == "benchmark":
        return Listed(name, Typing("benchmark", beside.target.kind, 1), rules.LISTED, start, end)
    if beside is not None and beside.target.entity_type == "hardware":
        return None
    if any(map(is_mixed, re.split(r"[-\s]", name))):
        return Listed(name, typing, rules.MIXED_CASE, start, end)
    if beside is not None or typing.strength >= 2:
        kept = typing if typing.strength or beside is None else Typing("method", beside.target.kind, 1)
        return Listed(name, kept, rules.LISTED, start, end)
    if _compared(passage, start):
        return Listed(name, typing, rules.COMPARED, start, end)
    return None


def _compared(passage: Passage, start: int) -> bool:
    """Tell whether a comparison stands directly before the name: "outperforms X", "compared with the X"."""
    return any(
        cue.kind == "compare" and 0 < start - cue.end <= 5 and passage.text[cue.end : start].strip() in {"", "the"}
        for cue in passage.cues_between(start - 5, start)
    )


def _neighbour(passage: Passage, start: int, end: int, known: Sequence[Mention]) -> Mention | None:
    """Return the known name that stands beside this one in a list."""
    at = bisect_left(known, start, key=lambda mention: mention.start)
    for mention in known[max(0, at - 2) : at + 2]:
        if mention.end <= start and start - mention.end <= 12:
            between = passage.text[mention.end : start]
        elif end <= mention.start and mention.start - end <= 12:
            between = passage.text[end : mention.start]
        else:
            continue
        if re.fullmatch(r"\s*(?:,|and|or|&|/|,\s*and|,\s*or)\s+(?:an?\s+|the\s+)?|/", between):
            return mention
    return None
