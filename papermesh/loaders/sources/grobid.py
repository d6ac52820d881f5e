"""Full texts that GROBID read from PDFs: TEI with title, authors, sections, references and who is cited where.

GROBID guesses what each line of a PDF is. What it took for a section is kept as one, with the number it had; figures,
tables, formulas and footnotes are left out, and counted.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.errors import ParseError
from papermesh.loaders.identity import orcid
from papermesh.loaders.reading import RUN_GROBID
from papermesh.loaders.records import AuthorName, Origin, Parsed, Rejected
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import venue_of
from papermesh.loaders.sources.tei import FullText, date_of, ids_of, line_of, main_title, reference_of
from papermesh.loaders.sources.xml_elements import (
    BAD_BYTES,
    Part,
    child,
    children,
    elements,
    name_of,
    text_of,
    web_page,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = frozenset({"teiHeader", "div", "listBibl", "figure", "note", "table"})
_ROOT = re.compile(rb"<(?:[A-Za-z]+:)?TEI[\s>/]")
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z]")
_ERROR = re.compile(r"\[([A-Z_]{3,40})\]\s*(.{0,200})")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the paper of each TEI document.

    Raises:
        ParseError: It is no TEI: an error of GROBID's, a web page, a PDF.
    """
    reader = _Reader(origin)
    for part in elements(data, origin, _NAMES):
        if isinstance(part, Rejected):
            reader.broken(part)
        elif part.name:
            reader.read(part)
        else:
            reader.begin(part)
    reader.end()
    if not reader.any_tei:
        raise ParseError(
            _reason(data, reader.rejected), where=f"{origin.path}:1", hint=RUN_GROBID.format(path="paper.pdf")
        )
    return reader.account.parsed(reader.rejected)


def sniff(data: bytes) -> bool:
    """Return whether the first element is that of a TEI document."""
    first = _FIRST_ELEMENT.search(data)
    return first is not None and _ROOT.match(data, first.start()) is not None


@dataclass(slots=True)
class _Paper:
    """What was read of one document so far."""

    place: str
    header: _Element | None = None
    text: FullText = field(default_factory=FullText)
    references: list[_Element] = field(default_factory=list)
    is_broken: bool = False


@dataclass(slots=True)
class _Reader:
    """What was read of an input so far."""

    origin: Origin
    account: Account = field(init=False)
    rejected: list[Rejected] = field(default_factory=list)
    any_tei: bool = False
    paper: _Paper | None = None

    def __post_init__(self) -> None:
        self.account = Account(self.origin)

    def begin(self, root: Part) -> None:
        """Begin a document."""
        self.end()
        name = name_of(root.element)
        if name == "TEI":
            self.any_tei = True
            self.paper = _Paper(root.place)
        else:
            self.rejected.append(Rejected(f"no TEI, but <{shown(name)}>", root.place))

    def broken(self, rejected: Rejected) -> None:
        """Keep that a document breaks off; what it has no list of references for is not known then."""
        self.rejected.append(rejected)
        if self.paper is not None:
            self.paper.is_broken = True

    def read(self, part: Part) -> None:
        """Read the header of a document, a part of its text, or its references."""
        if self.paper is None:
            return
        element = part.element
        if BAD_BYTES in text_of(element):
            self.account.note("bytes that are not UTF-8 are shown as \ufffd", part.place)
        if part.name == "teiHeader":
            if self.paper.header is None:
                self.paper.header, self.paper.place = _copied(element), part.place
        elif part.name == "listBibl" or next(element.iter("{*}listBibl"), None) is not None:
            self.paper.references += [_copied(entry) for entry in element.iter("{*}biblStruct")]
        elif part.name == "div":
            self.paper.text.add_division(element)
        else:
            self.account.note(f"{_LEFT_OUT[part.name]} left out", part.place)

    def end(self) -> None:
        """End a document: keep its paper."""
        paper, self.paper = self.paper, None
        if paper is None:
            return
        text, header = paper.text, paper.header
        if text.left_out:
            self.account.note("formulas left out", paper.place, text.left_out)
        entry = None if header is None else next(header.iter("{*}biblStruct"), None)
        title = _title(header, entry)
        if not title:
            nothing = "GROBID found no text in the PDF; a scan needs OCR first"
            reason = "has no title: GROBID found none" if text.sections else nothing
            if not (paper.is_broken and header is None):  # else the break is rejected already
                start = next((section.text for section in text.sections if section.text), "")
                self.account.reject(reason, paper.place, shown(start))
            return
        ids = None if entry is None else ids_of(entry)
        published = None if header is None else date_of(header)
        references = [reference_of(one, text.contexts) for one in paper.references]
        content = {
            "title": title,
            "abstract": _abstract(header),
            "year": int(published[:4]) if published else None,
            "published": published,
            "venue": _venue(entry),
            "authors": self._authors(entry, paper.place),
            "arxiv_id": ids and ids.arxiv_id,
            "doi": ids and ids.doi,
            "other_ids": ids.other_ids if ids else (),
            "references": tuple(references),
            "references_known": True if references and not paper.is_broken else None,
            "sections": tuple(text.sections),
        }
        md5 = ids.md5 if ids else None
        self.account.record(f"md5-{md5}" if md5 else None, content, paper.place, whole=not paper.is_broken)

    def _authors(self, entry: _Element | None, place: str) -> tuple[AuthorName, ...]:
        analytic = None if entry is None else child(entry, "analytic")
        authors: list[AuthorName] = []
        for author in children(analytic, "author") if analytic is not None else ():
            name = child(author, "persName")
            parts = [] if name is None else [line_of(text_of(one)) for one in name if name_of(one) in _NAME_PARTS]
            if any(parts):
                stated = next((text_of(one) for one in children(author, "idno") if one.get("type") == "ORCID"), None)
                authors.append(AuthorName(name=" ".join(filter(None, parts)), orcid=orcid(stated)))
            else:
                self.account.note("affiliation without an author left out", place)
        return tuple(authors)


_NAME_PARTS = {"forename", "surname", "genName"}
_LEFT_OUT = {"figure": "figures and tables", "table": "figures and tables", "note": "footnotes"}


def _copied(element: _Element) -> _Element:
    """Return an element that stays when its document is read on."""
    return deepcopy(element)


def _title(header: _Element | None, entry: _Element | None) -> str:
    if header is None:
        return ""
    statement = next(header.iter("{*}titleStmt"), None)
    return main_title(statement) or (main_title(child(entry, "analytic")) if entry is not None else "")


def _abstract(header: _Element | None) -> str:
    abstract = None if header is None else next(header.iter("{*}abstract"), None)
    if abstract is None:
        return ""
    text = FullText()
    text.add_division(abstract)
    return "\n".join(section.text for section in text.sections if section.text)


def _venue(entry: _Element | None) -> str | None:
    monograph = None if entry is None else child(entry, "monogr")
    return venue_of([main_title(monograph) or None])


def _reason(data: bytes, rejected: list[Rejected]) -> str:
    """Return in words why an input is no TEI."""
    start = data[:4096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if error := _ERROR.search(start[:400]):
        return f"GROBID answers with an error: {error[1]} {shown(error[2])}".rstrip()
    if page := web_page(start):
        return f"this is {page}, and no TEI"
    if start.startswith("%PDF-"):
        return "this is a PDF, and no TEI"
    if not start:
        return "this is empty: GROBID found nothing in the PDF"
    first = rejected[0].reason if rejected else f"it begins with {shown(start)!r}"
    return f"this is no TEI: {first}"


SOURCE = Source(
    name="grobid",
    summary="Full text of a PDF as GROBID reads it (TEI)",
    suffixes=(".tei",),
    sniff=sniff,
    parse=parse,
)
