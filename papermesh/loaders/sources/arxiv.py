"""Answers of arXiv's query API: an Atom feed with an entry for each paper.

Of several versions of one paper in an input the newest is kept. An answer can be one page of many: a note says where
the next one begins. A query that arXiv cannot answer gives a feed as well, with an entry that is titled "Error".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.errors import ParseError
from papermesh.loaders.identity import arxiv_id
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.arxiv_record import AFFILIATIONS, Notes, Stated, parsed_of, record_of, shown
from papermesh.loaders.sources.checked import Unusable
from papermesh.loaders.sources.source import Source
from papermesh.loaders.sources.xml_elements import BAD_BYTES, Part, child, children, elements, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = frozenset({"entry", "totalResults", "startIndex"})
_FEED = re.compile(rb"<(?:[A-Za-z]+:)?feed[\s>]")
_ATOM = b"http://www.w3.org/2005/Atom"
_VERSION = re.compile(r"v([0-9]{1,4})\s*$")
_ERRORS = "/api/errors"


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a feed.

    Raises:
        ParseError: It is no feed of arXiv's, or arXiv answers with an error.
    """
    reader = _Reader(origin)
    for part in elements(data, origin, _NAMES):
        if isinstance(part, Rejected):
            reader.rejected.append(part)
        elif part.name:
            reader.read(part)
        else:
            reader.begin(part)
    reader.end()
    reader.refuse()
    return parsed_of(_newest(reader.papers, reader.notes), reader.rejected, reader.notes)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is that of an Atom feed which names arXiv."""
    return bool(_FEED.search(data)) and _ATOM in data and b"arxiv.org" in data


@dataclass(slots=True)
class _Reader:
    """What was read of an input so far."""

    origin: Origin
    papers: list[tuple[int, PaperRecord]] = field(default_factory=list)
    """With the number of the version, 0 where none is stated."""
    rejected: list[Rejected] = field(default_factory=list)
    errors: list[Rejected] = field(default_factory=list)
    foreign: int = 0
    """Entries whose id is not one of arXiv's."""
    any_feed: bool = False
    feed: Part | None = None
    entries: int = 0
    counts: dict[str, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def begin(self, root: Part) -> None:
        """Begin a document."""
        self.end()
        self.counts, self.entries = {}, 0
        self.feed = root if name_of(root.element) == "feed" else None
        self.any_feed = self.any_feed or self.feed is not None
        if not self.feed:
            self.rejected.append(Rejected(f"no Atom feed, but <{shown(name_of(root.element))}>", root.place))

    def read(self, part: Part) -> None:
        """Read an entry of a document, or one of its numbers."""
        if self.feed is None:
            return
        if part.name != "entry":
            self.counts[part.name] = text_of(part.element).strip()
            return
        self.entries += 1
        whole = text_of(part.element)
        title = text_of(child(part.element, "title"))
        identifier = text_of(child(part.element, "id")).strip()
        start = shown(title.strip() or whole.strip() or identifier)
        if _ERRORS in identifier:
            summary = " ".join(text_of(child(part.element, "summary")).split())
            self.errors.append(Rejected(f"arXiv answers with an error: {shown(summary or title)}", part.place))
            return
        self.foreign += arxiv_id(identifier) is None
        if BAD_BYTES in whole:
            self.rejected.append(Rejected("holds bytes that are not UTF-8", part.place, start))
            return
        try:
            record = record_of(_stated(part, self.notes), self.origin, part.place, self.notes)
        except Unusable as error:
            self.rejected.append(Rejected(str(error), part.place, start))
            return
        version = _VERSION.search(identifier)
        self.papers.append((int(version[1]) if version else 0, record))

    def end(self) -> None:
        """End a document: say what it lacks."""
        if self.feed is None:
            return
        total, start = (self.counts.get(name, "") for name in ("totalResults", "startIndex"))
        known = re.fullmatch(r"[0-9]{1,9}", total) and re.fullmatch(r"[0-9]{1,9}", start)
        behind = int(start) + self.entries if known else 0
        if self.entries and known and behind < int(total):
            what = f"{self.entries} of {total} results are in this feed; those behind them begin at start={behind}"
            self.notes.add(what, self.feed.place)
        elif not self.entries:
            what = f"no entry in this feed ({total} results answer the query)" if known else "no entry in this feed"
            self.notes.add(what, self.feed.place)

    def refuse(self) -> None:
        """Refuse an input that is no answer of the query API, or is one that says what was wrong with the query."""
        if not self.any_feed:
            first = self.rejected[0]
            raise ParseError(
                f"this is no Atom feed: {first.reason}",
                where=first.place,
                hint="save the answer of https://export.arxiv.org/api/query as it comes",
            )
        if self.errors and not self.papers:
            raise ParseError(
                self.errors[0].reason, where=self.errors[0].place, hint="correct the query, and save the answer anew"
            )
        if self.foreign and self.foreign == len(self.papers) + len(self.rejected):
            raise ParseError(
                "this is an Atom feed, but none of its entries has an id as arXiv's query API gives them",
                where=self.origin.path,
                hint="save the answer of https://export.arxiv.org/api/query; a news feed of arXiv's has another format",
            )
        self.rejected += self.errors


def _stated(entry: Part, notes: Notes) -> Stated:
    element = entry.element

    def text(name: str) -> str:
        return text_of(child(element, name))

    authors = list(children(element, "author"))
    affiliations = sum(1 for author in authors for _ in children(author, "affiliation"))
    notes.count(AFFILIATIONS, entry.place, affiliations)
    return Stated(
        title=text("title"),
        identifier=text("id").strip(),
        abstract=text("summary"),
        authors=tuple(text_of(child(author, "name")) for author in authors),
        submitted=text("published"),
        journal=text("journal_ref"),
        doi=text("doi") or _linked_doi(element),
        comment=text("comment"),
    )


def _linked_doi(entry: _Element) -> str | None:
    """Return the DOI of an entry that only links to it."""
    return next((link.get("href") for link in children(entry, "link") if link.get("title") == "doi"), None)


def _newest(papers: list[tuple[int, PaperRecord]], notes: Notes) -> list[PaperRecord]:
    """Return the papers, each in its newest version, and note the older ones."""
    newest: dict[str, int] = {}
    for version, record in papers:
        newest[record.record_id] = max(version, newest.get(record.record_id, 0))
    kept = []
    for version, record in papers:
        if version == newest[record.record_id]:
            kept.append(record)
        else:
            kept_version = newest[record.record_id]
            notes.add(f"version {version} of {record.id} left out: version {kept_version} is here", record.place or "")
    return kept


SOURCE = Source(
    name="arxiv",
    summary="Atom feed of arXiv's query API",
    suffixes=(".atom",),
    sniff=sniff,
    parse=parse,
)
