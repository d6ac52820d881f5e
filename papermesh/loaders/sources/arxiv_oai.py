"""Answers of arXiv's OAI-PMH service, the way to many records: `ListRecords` and `GetRecord`.

Read are the formats `arXiv`, `arXivRaw` (with its dates of all versions), `arXivOld` and `oai_dc`. A harvest is many
answers, and a note says where one is not the last; `cat page-*.xml` makes one input of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.arxiv_record import (
    AFFILIATIONS,
    Notes,
    Stated,
    names_in,
    parsed_of,
    record_of,
    shown,
)
from papermesh.loaders.sources.checked import Unusable
from papermesh.loaders.sources.source import Source
from papermesh.loaders.sources.xml_elements import BAD_BYTES, Part, child, children, elements, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = frozenset({"record", "header", "error", "resumptionToken", "Identify", "ListMetadataFormats", "ListSets"})
_ROOTS = frozenset({"OAI-PMH", "ListRecords", "GetRecord", "record"})
_START = re.compile(rb"<(?:[A-Za-z-]+:)?(?:OAI-PMH|ListRecords|GetRecord)[\s>]")
_ARXIV = re.compile(rb"arxiv", re.IGNORECASE)
_PREFIX = re.compile(r"oai:arxiv\.org:", re.IGNORECASE)
_COMMENT = re.compile(r"\s*comments?:\s*", re.IGNORECASE)


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of one answer, or of several one behind the other.

    Raises:
        ParseError: It is no answer with records, or the service answers with an error.
    """
    reader = _Reader(origin)
    for part in elements(data, origin, _NAMES):
        if isinstance(part, Rejected):
            reader.rejected.append(part)
        else:
            reader.read(part)
    reader.refuse()
    return parsed_of(reader.records, reader.rejected, reader.notes)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is an OAI-PMH answer which names arXiv."""
    return bool(_START.search(data)) and bool(_ARXIV.search(data))


@dataclass(slots=True)
class _Reader:
    """What was read of an input so far."""

    origin: Origin
    records: list[PaperRecord] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    errors: list[Rejected] = field(default_factory=list)
    others: list[Rejected] = field(default_factory=list)
    """Answers to other questions than for records."""
    foreign: int = 0
    """Records of another service."""
    seen: int = 0
    """Records, also the deleted ones and those that are rejected."""
    any_answer: bool = False
    notes: Notes = field(default_factory=Notes)

    def read(self, part: Part) -> None:
        """Read a part of an answer."""
        match part.name:
            case "":
                self._begin(part)
            case "record":
                self.seen += 1
                self._record(part)
            case "error":
                code = part.element.get("code") or "error"
                said = " ".join(text_of(part.element).split())
                reason = f"arXiv answers with an error: {shown(f'{code}: {said}' if said else code)}"
                self.errors.append(Rejected(reason, part.place))
            case "resumptionToken":
                if text_of(part.element).strip():
                    self.notes.add(_unfinished(part), part.place)
            case _:
                what = "a header without its record" if part.name == "header" else f"an answer to {part.name}"
                self.others.append(Rejected(f"{what}: it holds no paper", part.place))

    def refuse(self) -> None:
        """Refuse an input without records: an error, another answer, another service, or no OAI-PMH at all."""
        if not self.any_answer or (not self.seen and (self.errors or self.others)):
            first = [*self.errors, *self.others, *self.rejected][0]
            told = first.reason if self.any_answer else f"this is no answer of an OAI-PMH service: {first.reason}"
            raise ParseError(
                told, where=first.place, hint="ask for records: …/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs"
            )
        if self.foreign and self.foreign == self.seen:
            raise ParseError(
                "this is an answer of an OAI-PMH service, but not of arXiv's",
                where=self.origin.path,
                hint="arXiv's is https://oaipmh.arxiv.org/oai",
            )
        self.rejected += [*self.errors, *self.others]

    def _begin(self, root: Part) -> None:
        name = name_of(root.element)
        if name in _ROOTS:
            self.any_answer = True
        else:
            self.rejected.append(Rejected(f"no OAI-PMH answer, but <{shown(name)}>", root.place))

    def _record(self, part: Part) -> None:
        header = child(part.element, "header")
        identifier = text_of(None if header is None else child(header, "identifier")).strip()
        if header is not None and header.get("status") == "deleted":
            self.notes.add(f"deleted at arXiv: {shown(identifier)}", part.place)
            return
        holder = child(part.element, "metadata")
        metadata = next((one for one in (holder if holder is not None else ()) if isinstance(one.tag, str)), None)
        whole = text_of(part.element)
        title = text_of(None if metadata is None else child(metadata, "title"))
        start = shown(title.strip() or identifier)

        def reject(reason: str) -> None:
            self.rejected.append(Rejected(reason, part.place, start))

        bare = _PREFIX.sub("", identifier)
        if identifier and not arxiv_id(bare):
            self.foreign += 1
            reject("its identifier is not one of arXiv's")
        elif BAD_BYTES in whole:
            reject("holds bytes that are not UTF-8")
        elif metadata is None:
            reject("has no metadata")
        elif name_of(metadata) not in _FORMATS:
            reject(f"its metadata has a format that is not known: <{shown(name_of(metadata))}>")
        else:
            stated = _FORMATS[name_of(metadata)](metadata, bare, part.place, self.notes)
            try:
                self.records.append(record_of(stated, self.origin, part.place, self.notes))
            except Unusable as error:
                reject(str(error))


def _unfinished(token: Part) -> str:
    size, cursor = token.element.get("completeListSize") or "", token.element.get("cursor") or ""
    known = f" (it begins at {cursor} of {size} records)" if size.isdigit() and cursor.isdigit() else ""
    return f"this is not the last answer{known}: ask on with resumptionToken={shown(text_of(token.element).strip())}"


def _arxiv(metadata: _Element, identifier: str, place: str, notes: Notes) -> Stated:
    """Return what the format `arXiv` states, in which names have parts."""
    listed = child(metadata, "authors")
    authors = [] if listed is None else list(children(listed, "author"))
    affiliations = sum(1 for author in authors for _ in children(author, "affiliation"))
    notes.count(AFFILIATIONS, place, affiliations)
    return _plain(metadata, identifier, tuple(map(_name, authors)), text_of(child(metadata, "created")))


def _name(author: _Element) -> str:
    # Some records have two last names as two elements.
    parts = [text_of(part) for kind in ("forenames", "keyname", "suffix") for part in children(author, kind)]
    return " ".join(part.strip() for part in parts)


def _arxiv_raw(metadata: _Element, identifier: str, place: str, notes: Notes) -> Stated:
    """Return what the formats `arXivRaw` and `arXivOld` state, in which all authors are one line."""
    versions = list(children(metadata, "version"))
    first = next((one for one in versions if one.get("version") == "v1"), versions[0] if versions else None)
    submitted = None if first is None else text_of(child(first, "date"))
    return _plain(metadata, identifier, names_in(text_of(child(metadata, "authors")), place, notes), submitted)


def _plain(metadata: _Element, identifier: str, authors: tuple[str, ...], submitted: str | None) -> Stated:
    def text(name: str) -> str:
        return text_of(child(metadata, name))

    return Stated(
        title=text("title"),
        identifier=text("id").strip() or identifier,
        abstract=text("abstract"),
        authors=authors,
        submitted=submitted,
        journal=text("journal-ref"),
        doi=text("doi"),
        comment=text("comments"),
    )


def _dublin_core(metadata: _Element, identifier: str, place: str, notes: Notes) -> Stated:
    """Return what the format `oai_dc` states: an element can hold several things, told apart by how they look."""

    def texts(name: str) -> list[str]:
        return [text_of(one) for one in children(metadata, name)]

    found: dict[str, str] = {}
    for text in texts("identifier"):
        kind = "id" if arxiv_id(text) else "doi" if doi(text) else "journal"
        found.setdefault(kind, text)
    descriptions = texts("description")
    # The comment stands behind the abstract, and until 2025 said that it is one.
    abstract = next((text for text in descriptions if not _COMMENT.match(text)), None)
    comment = next((text for text in descriptions if text is not abstract), "")
    return Stated(
        title=next(iter(texts("title")), None),
        identifier=found.get("id", identifier),
        abstract=abstract,
        authors=tuple(_ordered(name) for name in texts("creator")),
        submitted=min((date.strip() for date in texts("date")), default=None),
        journal=found.get("journal"),
        doi=found.get("doi"),
        comment=_COMMENT.sub("", comment, count=1),
    )


def _ordered(name: str) -> str:
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}"


_FORMATS: dict[str, Callable[[_Element, str, str, Notes], Stated]] = {
    "arXiv": _arxiv,
    "arXivRaw": _arxiv_raw,
    "arXivOld": _arxiv_raw,
    "dc": _dublin_core,
}

SOURCE = Source(
    name="arxiv-oai",
    summary="OAI-PMH answer of arXiv: ListRecords or GetRecord",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_xml_records("record"),
)
