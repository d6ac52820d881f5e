"""The sentence that proves an edge or a reason, and where in it the mention stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewProof:
    """A sentence of a paper. `mention` is the part of it that names the entity, as offsets, end exclusive."""

    paper: str
    label: str
    sentence: str
    field: str | None = None
    start: int | None = None
    """First character of the sentence in that field's text; null where the page does not have that text."""
    mention: tuple[int, int] | None = None


def located(
    *,
    paper: str,
    label: str,
    sentence: str,
    surface: str | None,
    field: str | None,
    start: int | None,
    text: str | None,
) -> ViewProof:
    """Return a proof with the place of its mention in the sentence.

    Where the same name stands twice in a sentence, only the offset into the whole text tells which is meant, so the
    sentence is looked up in the text first; else the first place where the sentence has the surface is taken.

    Args:
        paper: Key of the paper.
        label: Label of the edge that it proves.
        sentence: The sentence.
        surface: The mention as written.
        field: The field that it stands in.
        start: First character of the mention in that field.
        text: The field's text, where it is known.
    """
    begin = _around(text, sentence, start)
    mention: tuple[int, int] | None = None
    if surface:
        at = start - begin if begin is not None and start is not None else -1
        if at < 0 or sentence[at : at + len(surface)] != surface:
            at = sentence.find(surface)
        if at >= 0:
            mention = (at, at + len(surface))
    return ViewProof(paper=paper, label=label, sentence=sentence, field=field, start=begin, mention=mention)


def _around(text: str | None, sentence: str, start: int | None) -> int | None:
    """Return where the sentence begins in the text: the occurrence around `start`, else the first."""
    if not text:
        return None
    first = at = text.find(sentence)
    while at >= 0 and start is not None:
        if at <= start < at + len(sentence):
            return at
        at = text.find(sentence, at + 1)
    return first if first >= 0 else None
