"""Sections, references and citing sentences out of the elements of TEI, as GROBID writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.records import Reference, Section
from papermesh.loaders.sources.citing_sentences import Paragraph
from papermesh.loaders.sources.stated_facts import iso_date, service_ids
from papermesh.loaders.sources.written_facts import written_arxiv, written_date
from papermesh.loaders.sources.xml_elements import BAD_BYTES, child, children, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_TEXT = {"p", "list", "item", "ab", "quote"}
"""Elements of a section whose words are its text."""


@dataclass(slots=True)
class FullText:
    """What was read of a text so far."""

    sections: list[Section] = field(default_factory=list)
    contexts: dict[str, list[str]] = field(default_factory=dict)
    """Citing sentences by the id of what they cite, such as `b3`."""
    left_out: int = 0
    """Formulas that stand on lines of their own."""

    def add_division(self, division: _Element) -> None:
        """Add a division as a section, and each division in it as another."""
        head = child(division, "head")
        number, words = ("", "") if head is None else (line_of(head.get("n")), line_of(text_of(head)))
        heading = words if words.startswith(number) else f"{number} {words}"
        paragraphs: list[str] = []
        inner: list[_Element] = []
        for element in division:
            name = name_of(element) if isinstance(element.tag, str) else ""
            if name == "div":
                inner.append(element)
            elif name in _TEXT:
                paragraphs += self._paragraphs(element)
            elif name == "formula":
                self.left_out += 1
        text = "\n".join(paragraphs)
        if text or words:
            self.sections.append(Section(heading=heading.strip() or None, text=text))
        for one in inner:
            self.add_division(one)

    def _paragraphs(self, element: _Element) -> Iterator[str]:
        if name_of(element) == "list":
            for item in children(element, "item"):
                yield from self._paragraphs(item)
            return
        paragraph = Paragraph()
        _read(element, paragraph)
        paragraph.collect(self.contexts)
        if paragraph.text:
            yield paragraph.text


def _read(element: _Element, paragraph: Paragraph) -> None:
    """Add an element's words to a paragraph, and what it cites."""
    paragraph.add(_readable(element.text))
    for inner in element:
        if isinstance(inner.tag, str):
            if name_of(inner) == "ref" and inner.get("type") == "bibr":
                for target in (inner.get("target") or "").split():
                    paragraph.cite(target.removeprefix("#"))
            _read(inner, paragraph)
        paragraph.add(_readable(inner.tail))


def line_of(text: str | None) -> str:
    """Return a text on one line, with a mark for each byte that is none."""
    return " ".join((_readable(text) or "").split())


def _readable(text: str | None) -> str | None:
    return text.replace(BAD_BYTES, "\ufffd") if text else None


def reference_of(entry: _Element, contexts: dict[str, list[str]]) -> Reference:
    """Return a cited paper; one without title and ids names none, which the caller sees."""
    analytic, monograph = child(entry, "analytic"), child(entry, "monogr")
    titles = [main_title(part) for part in (analytic, monograph)]
    ids = ids_of(entry)
    raw = next((text_of(note) for note in children(entry, "note") if note.get("type") == "raw_reference"), "")
    date = date_of(entry)
    return Reference(
        title=titles[0] or titles[1] or None,
        year=int(date[:4]) if date else None,
        arxiv_id=ids.arxiv_id or written_arxiv(line_of(titles[1])) or written_arxiv(line_of(raw)),
        doi=ids.doi,
        other_ids=ids.other_ids,
        contexts=tuple(contexts.get(entry.get(XML_ID) or "", ())),
    )


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids that an entry states."""

    arxiv_id: str | None
    doi: str | None
    other_ids: tuple[str, ...]
    md5: str | None
    """Of the PDF that was read."""


def ids_of(entry: _Element) -> Ids:
    """Return the ids of a `biblStruct`, the first of each kind; an author's ORCID iD is none of them."""
    stated: dict[str, str] = {}
    parts = [entry, child(entry, "analytic"), child(entry, "monogr")]
    for part in parts:
        for idno in children(part, "idno") if part is not None else ():
            stated.setdefault((idno.get("type") or "").lower(), line_of(text_of(idno)))
    of_doi = doi(stated.get("doi"))
    arxiv = arxiv_id(stated.get("arxiv")) or written_arxiv(stated.get("arxiv", "")) or arxiv_id(of_doi)
    md5 = stated.get("md5", "").lower()
    is_md5 = len(md5) == 32 and set(md5) <= set("0123456789abcdef")
    return Ids(
        arxiv_id=arxiv,
        doi=None if arxiv_id(of_doi) else of_doi,
        other_ids=service_ids((scheme, stated.get(scheme)) for scheme in ("pmid", "pmcid")),
        md5=md5 if is_md5 else None,
    )


def main_title(part: _Element | None) -> str:
    """Return the title of an entry's part, "" where it has none."""
    titles = [] if part is None else [(one.get("type"), line_of(text_of(one))) for one in children(part, "title")]
    main = [text for kind, text in titles if text and kind == "main"]
    return next(iter(main or [text for _, text in titles if text]), "")


def date_of(entry: _Element) -> str | None:
    """Return when an entry was published, as ISO text in the precision that it has."""
    for date in entry.iter("{*}date"):
        when = iso_date((date.get("when") or "").split("-")) or written_date(line_of(text_of(date)))
        if when:
            return when
    return None
