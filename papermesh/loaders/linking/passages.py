"""A text that is read: folded once, with its sentences and all that was found in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import NamedTuple

from papermesh.loaders.linking.abbreviations import Abbreviation, abbreviations
from papermesh.loaders.linking.cues import Cue
from papermesh.loaders.linking.folding import Folded, fold_text
from papermesh.loaders.linking.lexicon import Target
from papermesh.loaders.linking.sentences import sentence_spans

_OWN_WORDS = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work|article|report|study|thesis|survey))\b")
_LONGEST_TOPIC = 2000
"""Characters of a title that are context for the abstract; every name that needs context looks through them."""
FIRST_SECTION = 2
"""Position of the first section among the texts of a paper: title and abstract stand before it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names an entity: `text[start:end] == surface`."""

    target: Target
    start: int
    end: int
    surface: str
    sentence: int
    as_written: bool
    """The surface has the letter case of the name."""
    size: str | None = None


class CueHit(NamedTuple):
    """One cue phrase, as a span of the original text."""

    kind: Cue
    start: int
    end: int


def _cue_end(cue: CueHit) -> int:
    return cue.end


def _mention_start(mention: Mention) -> int:
    return mention.start


@dataclass(slots=True)
class Passage:
    """A title, abstract or section, folded once, with its sentences and everything that was found in it."""

    field: str
    text: str
    folded: Folded
    sentences: list[tuple[int, int]]
    mentions: list[Mention] = dataclass_field(default_factory=list)
    cues: list[CueHit] = dataclass_field(default_factory=list)
    topic: str = ""
    """The folded title, whose words are context for every sentence."""
    abbreviations: tuple[Abbreviation, ...] = ()
    own_from: int = 0
    """Where the text first speaks of this paper's own work; a section on experiments does from before its start."""
    position: int = 0
    """Its place among the texts of its paper: 0 the title, 1 the abstract, from 2 the sections."""

    @property
    def is_section(self) -> bool:
        """Whether it is a section of the full text."""
        return self.position >= FIRST_SECTION

    def sentence_at(self, place: int) -> int:
        """Return the index of the sentence that holds a place of the text."""
        return max(0, bisect_right(self.sentences, (place, len(self.text) + 1)) - 1)

    def cues_between(self, start: int, end: int) -> list[CueHit]:
        """Return the cue phrases that end within a span of the text, in their order."""
        first = bisect_left(self.cues, start, key=_cue_end)
        return self.cues[first : bisect_right(self.cues, end, key=_cue_end)]

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        """Return the ontology's mentions that begin within a span of the text, nested ones included."""
        first = bisect_left(self.mentions, start, key=_mention_start)
        return self.mentions[first : bisect_right(self.mentions, end, key=_mention_start)]

    def sentence_text(self, index: int) -> str:
        """Return the words of a sentence."""
        start, end = self.sentences[index]
        return self.text[start:end]

    def sentence_of(self, mention: Mention) -> str:
        """Return the sentence that holds a whole mention, also where a name looks like the end of one: "Dr. GRPO"."""
        start, _ = self.sentences[mention.sentence]
        return self.text[start : max(mention.end, self.sentences[self.sentence_at(mention.end - 1)][1])]


def read_passage(field_name: str, text: str, topic: str = "", position: int = 0) -> Passage:
    """Return a text ready for searching; a title is one sentence, and the topic of what stands under it."""
    if position < FIRST_SECTION:
        spans = sentence_spans(text) if field_name != "title" else [(0, len(text))]
        own = _OWN_WORDS.search(text)
        own_from = own.start() if own else len(text)
    else:
        spans, own_from = _spans_by_line(text), -1
    return Passage(
        field_name,
        text,
        fold_text(text),
        spans or [(0, len(text))],
        topic=topic[:_LONGEST_TOPIC],
        abbreviations=abbreviations(text),
        own_from=own_from,
        position=position,
    )


def _spans_by_line(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a section: each of its lines is a paragraph, and ends the last sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans += [(start + first, start + last) for first, last in sentence_spans(line)]
        start += len(line) + 1
    return spans


class Spans:
    """Places of a text that are taken; they do not overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Tell whether a place of at least one character overlaps one that is taken."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._spans[at - 1][1] > start

    def after(self, place: int) -> int | None:
        """Return where the first span begins that does not begin before a place, or None."""
        at = bisect_left(self._starts, place)
        return self._starts[at] if at < len(self._starts) else None

    def end_at(self, place: int) -> int | None:
        """Return where the span ends that covers a place, or None."""
        at = bisect_right(self._starts, place)
        return self._spans[at - 1][1] if at and self._spans[at - 1][1] > place else None
