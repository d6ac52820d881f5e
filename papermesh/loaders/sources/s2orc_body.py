"""The text of a paper as S2ORC gives it: sections of paragraphs, and for each reference the sentences that cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from papermesh.loaders.records import Section
from papermesh.loaders.sources.citing_sentences import Paragraph


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation mark in a paragraph."""

    start: int
    """In characters from the start of the paragraph."""
    target: str
    """The key of the reference."""


@dataclass(slots=True)
class Body:
    """What was read of a text so far."""

    contexts: dict[str, list[str]] = field(default_factory=dict)
    """The sentences that cite a reference, by its key, in the order of the text."""
    _headings: list[str | None] = field(default_factory=list)
    _paragraphs: list[list[str]] = field(default_factory=list)

    def add(self, heading: str | None, text: str, citations: Iterable[Citation]) -> None:
        """Add a paragraph; one under the same heading as that before it belongs to the same section.

        An empty one stands for a heading under which only subsections are.
        """
        line = self.cite(text, citations)
        if not self._headings or self._headings[-1] != heading:
            self.begin(heading)
        if line:
            self._paragraphs[-1].append(line)

    def begin(self, heading: str | None) -> None:
        """Begin a section, which may stay without a text of its own."""
        self._headings.append(heading)
        self._paragraphs.append([])

    def cite(self, text: str, citations: Iterable[Citation]) -> str:
        """Keep the sentences of a paragraph that cite something, and return it on one line."""
        paragraph = Paragraph()
        read = 0
        for citation in sorted(citations, key=lambda one: one.start):
            start = min(citation.start, len(text))
            paragraph.add(text[read:start])
            read = max(read, start)
            paragraph.cite(citation.target)
        paragraph.add(text[read:])
        paragraph.collect(self.contexts)
        return paragraph.text

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of the text, without those that are nothing at all."""
        pairs = zip(self._headings, self._paragraphs, strict=True)
        return tuple(Section(heading=heading, text="\n".join(lines)) for heading, lines in pairs if heading or lines)
