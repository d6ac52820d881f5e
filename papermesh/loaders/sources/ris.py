"""RIS, as reference managers and publishers export it, and the tagged files of Web of Science.

Every exporter fills the tags its own way, so that each property is looked for in all places where one puts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, name_key, orcid
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import ID_LENGTH, Account
from papermesh.loaders.sources.ris_lines import RIS_START, WEB_OF_SCIENCE, WOS_START, Block, blocks
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import service_ids, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.written_facts import labelled, person, written_arxiv, written_date

Values = Mapping[str, list[str]]
"""The fields of a record by rispy's names for their tags."""

_START = re.compile(rb"^[\xef\xbb\xbf \t]*TY {0,2}-[ \t]?[A-Z]{2,}[ \t\r]*$", re.MULTILINE)
_WOS_START = re.compile(rb"^PT [A-Z]+[ \t\r]*\n(?:[A-Z][A-Z0-9] |   )", re.MULTILINE)
_RECORD = re.compile(rb"^[\xef\xbb\xbf \t]*(?:%b|%b)" % (RIS_START.encode(), WOS_START.encode()), re.MULTILINE)
_NO_PAPERS = {
    "ADVS": "audiovisual material", "AGGR": "a database", "ART": "a work of art", "BILL": "a bill", "CASE": "a case",
    "CTLG": "a catalogue", "DBASE": "a database", "GRANT": "a grant", "HEAR": "a hearing", "ICOMM": "a message",
    "JFULL": "a whole journal", "LEGAL": "a regulation", "MAP": "a map", "MPCT": "a film", "MUSIC": "music",
    "PAT": "a patent", "PCOMM": "a letter", "SER": "a series", "SOUND": "a recording", "STAT": "a statute",
    "VIDEO": "a recording", "P": "a patent",
}  # fmt: skip
"""Types of RIS, and `P` of Web of Science."""
_NO_VENUE = {"BOOK", "EBOOK", "EDBOOK", "THES"}
"""Types whose second title is a series or a department."""
_TITLES = ("title", "primary_title", "document_title", "short_title")
_VENUES = (
    "alternate_title3", "secondary_title", "book_title", "journal_name", "custom3", "publication_name",
    "conference_title", "alternate_title2", "alternate_title1", "tertiary_title",
)  # fmt: skip
_DATES = ("date", "year", "publication_year", "publication_date", "early_access_date", "early_access_year")
_ADDRESSES = ("urls", "link", "file_attachments2", "file_attachments1")
_DATABASES = ("publisher", "database_provider", "name_of_database")
_NUMBERS = ("accession_number", "note", "custom1", "article_number", "volume")
"""Where an arXiv id may stand without a word that says so, next to arXiv as database, publisher or journal."""
_HTTP = re.compile(r"https?://[^\s;]+")
_DOI_IN_REFERENCE = re.compile(r"\bDOI \[?(10\.[0-9]{4,9}/[^\s\]]{1,300}?)(?:[,;\]]|$|\s)", re.IGNORECASE)
_ARXIV_IN_REFERENCE = re.compile(r"\barxiv[\s:.]{0,2}([0-9]{4})\.?([0-9]{4,5})(?![0-9])", re.IGNORECASE)
_YEAR_IN_REFERENCE = re.compile(r"(?:^|, )([12][0-9]{3})(?:,|$)")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the records of a file.

    Raises:
        ParseError: No line begins a record.
    """
    if not _RECORD.search(data.replace(b"\r", b"\n")):
        medline = re.search(rb"^PMID- [0-9]", data, re.MULTILINE)
        raise ParseError(
            "this is MEDLINE, not RIS" if medline else "this is no RIS: no line begins a record (TY  - …)",
            where=origin.path,
            hint="export it anew as RIS, or from Web of Science as a plain text file",
        )
    account = Account(origin)
    for block in blocks(data, account):
        _record(block, account, f"{origin.path}:{block.number}")
    return account.parsed([])


def sniff(data: bytes) -> bool:
    """Return whether a line of the start of a file begins a record of either form."""
    return bool(_START.search(data) or _WOS_START.search(data))


def _record(block: Block, account: Account, place: str) -> None:
    values = block.values(account, place)
    title = one_line(_first(values, *_TITLES) or "")
    if block.kind in _NO_PAPERS:
        account.note(f"{_NO_PAPERS[block.kind]}, not a paper: {shown(title or block.start())}", place)
        return
    if not title:
        account.reject("this record has no title", place, block.start())
        return
    venues = [] if block.kind in _NO_VENUE else [one_line(values[name][0]) for name in _VENUES if name in values]
    references = [_reference(line) for line in values.get("cited_references", ())]
    abstract = "\n".join(values.get("abstract") or values.get("notes_abstract") or ())
    # A field of bad bytes has a line, but no value.
    abstract_line = block.line_of("AB" if "abstract" in values else "N2") if abstract else None
    count = _first(values, "cited_reference_count") or ""
    content: dict[str, Any] = {
        "title": title,
        "abstract": paragraphs(abstract) if abstract else None,
        "abstract_place": f"{account.origin.path}:{abstract_line}" if abstract_line else None,
        **_dates(values, account, place),
        "venue": venue_of(venues),
        "authors": _authors(values),
        **_ids(values, account, place),
        "url": next(_addresses(values), None),
        "references": references,
        "references_known": count == str(len(references)) if references else None,
    }
    identifier = _first(values, "accession_number" if block.dialect is WEB_OF_SCIENCE else "id")
    account.record(" ".join((identifier or "")[:ID_LENGTH].split()) or None, content, place, whole=False)


def _first(values: Values, *names: str) -> str | None:
    return next((values[name][0] for name in names if name in values), None)


def _addresses(values: Values) -> Iterator[str]:
    for text in chain.from_iterable(values.get(name, ()) for name in _ADDRESSES):
        yield from _HTTP.findall(text)


def _dates(values: Values, account: Account, place: str) -> dict[str, Any]:
    """Return the year, and the most precise date in it: `PY` has the year, and `DA`, `Y1` or `PD` may have more."""
    stated = [values[name][0] for name in _DATES if name in values]
    dates = [date for text in stated if (date := written_date(text))]
    year = written_date(_first(values, "year", "publication_year") or "") or (dates[0] if dates else "")
    if stated and not year:
        account.note(f"no year in {shown(stated[0])!r}", place)
    # EndNote and Web of Science write a day without its year.
    dates += [date for text in stated if year and (date := written_date(f"{text} {year[:4]}"))]
    same_year = [date for date in dates if date[:4] == year[:4]]
    return {"year": int(year[:4]) if year else None, "published": max(same_year, key=len, default=None)}


def _authors(values: Values) -> list[AuthorName]:
    names = values.get("authors") or values.get("first_authors") or []
    full = values.get("author_full_name", [])
    names = full if len(full) == len(names) else names
    names = [*names, *values.get("group_authors", ())]
    # Some exporters put all of them on one line.
    people = [person(one_line(part)) for name in names for part in name.split(";")]
    orcids = {}
    for stated in (_first(values, "orcid_id") or "").split(";"):
        name, _, identifier = stated.rpartition("/")
        if known := orcid(identifier):
            orcids[name_key(person(name) or "-")] = known
    return [AuthorName(name=name, orcid=orcids.get(name_key(name))) for name in people if name]


def _ids(values: Values, account: Account, place: str) -> dict[str, Any]:
    notes = labelled(values.get("notes", ()))
    stated = values.get("doi", [])
    # EndNote has it as the type of work, and older exports among the related records.
    others = [*values.get("type_of_work", ()), *values.get("related_records", ()), notes.get("doi", "")]
    resolved = [address for address in _addresses(values) if "doi.org/" in address.lower()]
    found = next((one for text in [*stated, *others, *resolved] if (one := doi(text))), None)
    if stated and not any(map(doi, stated)):
        account.note(f"no DOI: {shown(stated[0])!r}", place)
    accession = _first(values, "accession_number") or ""
    database = " ".join(values[name][0] for name in _DATABASES if name in values)
    wos = accession.upper().removeprefix("WOS:") if accession.upper().startswith("WOS:") else None
    services = service_ids(
        [
            ("pmid", _first(values, "pubmed_id") or notes.get("pmid")),
            ("pmid", accession if re.search(r"pubmed|medline|nlm", database, re.IGNORECASE) else None),
            ("pmcid", notes.get("pmcid") or _pmcid(_first(values, "custom2"))),
            ("dblp", (_first(values, "id") or "").removeprefix("DBLP:") if _is_dblp(values) else None),
        ]
    )
    return {
        "doi": None if arxiv_id(found) else found,
        "arxiv_id": arxiv_id(found) or notes.get("arxiv") or _arxiv(values, database),
        "other_ids": (*services, *([f"wos:{wos.lower()}"] if wos and wos.isalnum() else [])),
    }


def _arxiv(values: Values, database: str) -> str | None:
    """Return the arXiv id that a record states in any of the places in which exporters put it."""
    if found := next((one for address in _addresses(values) if (one := arxiv_id(address))), None):
        return found
    venues = " ".join(values[name][0] for name in _VENUES if name in values)
    numbers = [values[name][0] for name in _NUMBERS if name in values]
    by_name = (written_arxiv(text) for text in [*numbers, venues])
    if found := next((one for one in by_name if one), None):
        return found
    if not re.search(r"\b(?:arxiv|corr)\b", f"{database} {venues}", re.IGNORECASE):
        return None
    return next((one for text in numbers if (one := arxiv_id(text))), None)


def _is_dblp(values: Values) -> bool:
    return (_first(values, "id") or "").startswith("DBLP:")


def _pmcid(text: str | None) -> str | None:
    return text if text and text.upper().startswith("PMC") else None


def _reference(line: str) -> Reference:
    """Return a reference of Web of Science: it gives an abbreviation of the journal in place of the title."""
    stated = _DOI_IN_REFERENCE.search(line)
    number = _ARXIV_IN_REFERENCE.search(line)
    year = _YEAR_IN_REFERENCE.search(line)
    identifier = doi(stated[1]) if stated else None
    return Reference(
        year=int(year[1]) if year else None,
        doi=None if arxiv_id(identifier) else identifier,
        arxiv_id=arxiv_id(identifier) or (arxiv_id(f"{number[1]}.{number[2]}") if number else None),
    )


SOURCE = Source(
    name="ris",
    summary="RIS of a reference manager or publisher, or a tagged file of Web of Science",
    suffixes=(".ris", ".ciw"),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_ris_records,
)
