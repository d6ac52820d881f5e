"""A paragraph read from markup, and the sentences of it that cite something."""

from __future__ import annotations

from bisect import bisect_right

from papermesh.loaders.linking.sentences import sentence_spans


class Paragraph:
    """One paragraph, piece by piece: its text on one line, and where in it each citation stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._gap = False
        self._cited: list[tuple[str, int]] = []

    def add(self, text: str | None) -> None:
        """Add what stands next; any white space is one space."""
        if not text:
            return
        words = " ".join(text.split())
        self._gap = self._gap or text[0].isspace()
        if words:
            piece = f" {words}" if self._gap and self._length else words
            self._pieces.append(piece)
            self._length += len(piece)
            self._gap = text[-1].isspace()

    def cite(self, target: str, *, behind: bool = False) -> None:
        """Say that the next piece cites something, or that a mark did which is left out behind the piece before."""
        self._cited.append((target, self._length - 2 if behind else self._length))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def contexts(self) -> list[tuple[str, str]]:
        """Return each target with the sentence that cites it, in the order of the text, each pair once.

        >>> paragraph = Paragraph()
        >>> paragraph.add("We begin. Others count")
        >>> paragraph.cite("b3")
        >>> paragraph.add(" [4].")
        >>> paragraph.contexts()
        [('b3', 'Others count [4].')]
        """
        if not self._cited:
            return []
        text = self.text
        spans = sentence_spans(text)
        found: dict[tuple[str, str], None] = {}
        for target, place in self._cited:
            # The mark itself begins behind the space that parts it from what stands before.
            at = bisect_right(spans, (min(place + 1, len(text)), len(text) + 1)) - 1
            if spans:
                start, end = spans[max(at, 0)]
                found[target, text[start:end]] = None
        return list(found)

    def collect(self, contexts: dict[str, list[str]]) -> None:
        """Add the citing sentences to those of other paragraphs, each once for what it cites."""
        for target, sentence in self.contexts():
            sentences = contexts.setdefault(target, [])
            if sentence not in sentences:
                sentences.append(sentence)
