"""Full texts of S2ORC's releases of 2019, 2020 and 2021: paragraphs, each with its section and its citation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from papermesh.loaders.records import Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.s2orc_body import Body, Citation
from papermesh.loaders.sources.s2orc_ids import ids_of
from papermesh.loaders.sources.tagged_text import one_line
from papermesh.loaders.sources.written_facts import written_date

PARSES = ("grobid_parse", "pdf_parse", "latex_parse")
"""Where the text is, if not in the document itself: the first that has one, for what GROBID read has all its parts."""
_OF_A_TEXT = {"body_text", "bib_entries"}


def content_of(fields: Fields, account: Account) -> dict[str, Any] | None:
    """Return what the text of a document says of its paper, as properties of `PaperRecord`; `None` without a text."""
    parses = [
        name for name in PARSES if fields.content.get(name) and not _OF_A_TEXT.isdisjoint(fields.part(name).content)
    ]
    if len(parses) > 1:
        fields.note(f"a second reading of the text ({', '.join(parses[1:])}) left out")
    if not parses and _OF_A_TEXT.isdisjoint(fields.content):
        return None
    text = fields.part(parses[0]) if parses else fields
    body = Body()
    # What the document itself says of its abstract is one text.
    summary = text.parts("abstract") if isinstance(text.content.get("abstract"), list) else []
    abstract = [body.cite(_text(one), _citations(one)) for one in summary]
    for paragraph in text.parts("body_text"):
        body.add(_heading(paragraph), _text(paragraph), _citations(paragraph))
    for key, words in (("ref_entries", "figures and tables"), ("back_matter", "paragraphs behind the text")):
        if left := text.content.get(key):
            fields.note(f"{words} left out", len(left) if isinstance(left, (list, dict)) else 1)
    references = tuple(_references(text.part("bib_entries"), body, account))
    return {
        "abstract": "\n".join(filter(None, abstract)),
        "references": references,
        "references_known": True if references else None,
        "sections": body.sections,
    }


def _text(paragraph: Fields) -> str:
    # As it stands: the places of the marks are counted in it.
    return str(paragraph.content["text"]) if paragraph.text("text") else ""


def _heading(paragraph: Fields) -> str | None:
    # One that was read from LaTeX can have a list of headings, from the outside in.
    is_list = isinstance(paragraph.content.get("section"), list)
    section = " ".join(paragraph.texts("section")) if is_list else paragraph.text("section")
    number = paragraph.identifier("sec_num") if section else None
    words = one_line(section) if section else ""
    return (f"{number} {words}" if number and words and not words.startswith(number) else words) or None


def _citations(paragraph: Fields) -> Iterator[Citation]:
    for span in paragraph.parts("cite_spans"):
        start, target = span.number("start"), span.text("ref_id")
        if target is None:
            span.note("a citation mark that was matched with no reference")
        elif start is not None and start >= 0:
            yield Citation(start, target)


def _references(entries: Fields, body: Body, account: Account) -> Iterator[Reference]:
    for key in entries.content:
        entry = entries.part(key)
        title, year = entry.text("title"), written_date(entry.identifier("year") or "")
        yield Reference(
            title=one_line(title) if title else None,
            year=int(year[:4]) if year else None,
            contexts=tuple(body.contexts.get(key, ())),
            **ids_of(entry, entry.part("other_ids")),
        )
