"""CSL-JSON: what Zotero, Mendeley and Pandoc export, and what doi.org answers for one DOI (citeproc JSON).

The format says what a bibliography prints. What it has no place for, such as an arXiv id, each program puts elsewhere:
into the note, the number, the archive, or the name of the journal.
"""

from __future__ import annotations

import json
import re
from typing import Any

from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, orcid, title_key
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import ID_LENGTH, Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import iso_date, service_ids, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.written_facts import labelled, person, written_arxiv, written_date

_LISTS = (("items",),)
"""Zotero's web service wraps its list."""
_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"items"\s*:\s*)?\[?\s*\{')
_TOKEN = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)(?:"\s*(:?)|\\?\Z)|([{}\[\]])', re.DOTALL)
"""A text, which the start of a file may cut off, with the colon behind a key; or a bracket."""
_KEYS = {
    b"DOI", b"ISBN", b"ISSN", b"PMID", b"URL", b"accessed", b"citation-key", b"citation-label", b"collection-title",
    b"container-title", b"event-place", b"event-title", b"issued", b"original-date", b"publisher-place",
    b"title-short",
}  # fmt: skip
"""Keys that only CSL spells so, in capitals or with a hyphen; Crossref has some, and a title that is a list."""
_TYPES = {
    b"article-journal", b"article-magazine", b"article-newspaper", b"chapter", b"entry-encyclopedia",
    b"journal-article", b"manuscript", b"paper-conference", b"post-weblog", b"proceedings-article", b"thesis",
}  # fmt: skip
_NO_PAPERS = {
    # of CSL
    "bill", "broadcast", "collection", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "map", "motion_picture", "musical_score", "patent", "performance", "periodical",
    "personal_communication", "regulation", "song", "treaty",
    # of Crossref
    "book-series", "book-set", "component", "grant", "journal", "journal-issue", "journal-volume", "peer-review",
    "proceedings", "proceedings-series",
}  # fmt: skip
_NO_VENUE = {"book", "thesis", "monograph", "dissertation"}
_DATES = ("issued", "published", "published-print", "published-online", "posted", "submitted")
_HINT = (
    "give what a reference manager exports as CSL-JSON, or what doi.org answers:\n"
    "curl -L -H 'Accept: application/vnd.citationstyles.csl+json' https://doi.org/DOI"
)


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the items of a list, a single one, or one behind the other.

    Raises:
        ParseError: It is no JSON, or one object that is no item.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        _answer(answer, account, alone=len(answers) == 1)
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the first object has keys that only CSL spells so, and a title that is one text."""
    start = _START.match(data)
    if start is None:
        return False
    key, depth, known = b"", 1, False
    for found in _TOKEN.finditer(data, start.end()):
        text, colon, bracket = found.groups()
        if bracket:
            opens = bracket in b"{["
            if opens and depth == 1 and key == b"title":
                return False
            depth += 1 if opens else -1
            if depth == 0:
                break
        elif depth == 1 and colon:
            key = text
            known = known or key in _KEYS
        elif depth == 1 and key == b"type":
            known = known or text in _TYPES
    return known


def _answer(answer: Answer, account: Account, *, alone: bool) -> None:
    items = answer.items
    if items is None:
        fields = Fields(answer.head, answer.place, account)
        if {"title", "DOI", "type", "issued"}.isdisjoint(answer.head):
            about = shown(", ".join(answer.head)) or "nothing"
            account.refuse(f"this is no item of CSL-JSON; it tells of {about}", _HINT, answer.place, alone=alone)
        else:
            _item(fields, account)
        return
    if not items:
        account.note("an empty list: no item", answer.place)
    elif not any(isinstance(item.value, dict) for item in items):
        words = f"this list holds no items, but {shown(str(items[0].value))!r}"
        account.refuse(words, _HINT, answer.place, alone=alone)
        return
    for item in items:
        if listed := account.fields(item):
            _item(listed, account)


def _item(fields: Fields, account: Account) -> None:
    title = _title(fields)
    # It names the item within one library: a number, an address, or the author's name and the year.
    identifier = fields.identifier("citation-key", "id")
    kind = fields.text("type") or ""
    if kind in _NO_PAPERS:
        account.note(f"{kind}, not a paper: {shown(title or '')}", fields.place)
        return
    if not title:
        account.reject("this item has no title", fields.place, identifier or fields.text("DOI") or "")
        return
    abstract = fields.text("abstract")
    listed = fields.parts("reference")
    count = fields.number("references-count") or fields.number("reference-count")
    venue = None if kind in _NO_VENUE else _venue(fields)
    content: dict[str, Any] = {
        "title": title,
        "abstract": paragraphs(abstract) if abstract else None,
        **_date(fields),
        "venue": venue,
        "authors": _authors(fields),
        **_ids(fields),
        "url": _url(fields),
        "references": [_reference(one) for one in listed],
        "references_known": len(listed) >= count if count else None,
    }
    account.record(" ".join((identifier or "")[:ID_LENGTH].split()) or None, content, fields.place, whole=False)


def _title(fields: Fields) -> str | None:
    """Return the title, with the subtitle that Crossref gives beside it, where that does not stand in it already."""
    title, subtitle = (one_line(text) if text else "" for text in (fields.text("title"), fields.text("subtitle")))
    if not title or not subtitle or title_key(subtitle) in title_key(title):
        return title or None
    return f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"


def _date(fields: Fields) -> dict[str, Any]:
    """Return the first date that has a year: lists of numbers, or a text where a program did not understand it."""
    for key in _DATES:
        if isinstance(fields.content.get(key), str):  # EDTF, as the next version of the format has it
            date = written_date(fields.text(key) or "")
        elif key in fields:
            stated = fields.part(key)
            parts = stated.content.get("date-parts")
            date = iso_date(parts[0]) if isinstance(parts, list) and parts else None
            text = stated.text("raw", "literal")
            date = date or written_date(text or "")
            if date is None and (text or parts):
                fields.note(f"no year in {shown(text or json.dumps(parts))!r}")
        else:
            continue
        if date:
            return {"year": int(date[:4]), "published": date}
    return {}


def _venue(fields: Fields) -> str | None:
    # Of older exports; Crossref has an object there.
    event = fields.text("event") if isinstance(fields.content.get("event"), str) else None
    names = (fields.text("container-title"), fields.text("event-title"), event, fields.text("collection-title"))
    return venue_of(one_line(name) for name in names if name)


def _authors(fields: Fields) -> list[AuthorName]:
    authors = []
    for author in fields.parts("author"):
        parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
        spoken = " ".join(part for key in parts if (part := author.text(key)))
        literal = author.text("literal", "name")
        # A comma in a literal name belongs to it: "The Counting Group, Example University".
        name = one_line(person(spoken) if spoken else literal or "")
        if name and person(name):
            authors.append(AuthorName(name=name, orcid=orcid(author.text("ORCID"))))
    return authors


def _url(fields: Fields) -> str | None:
    url = fields.text("URL")
    return url if url and re.match(r"https?://\S+$", url) else None


def _ids(fields: Fields) -> dict[str, Any]:
    notes = labelled([fields.text("note") or ""])
    stated, url = fields.text("DOI"), fields.text("URL") or ""
    found = doi(stated) or doi(notes.get("doi")) or (doi(url) if "doi.org/" in url.lower() else None)
    if stated and not doi(stated):
        fields.note(f"no DOI: {shown(stated)!r}")
    services = [
        ("pmid", fields.identifier("PMID") or notes.get("pmid")),
        ("pmcid", fields.identifier("PMCID") or notes.get("pmcid")),
    ]
    return {
        "doi": None if arxiv_id(found) else found,
        "arxiv_id": arxiv_id(found) or notes.get("arxiv") or _arxiv(fields, url),
        "other_ids": service_ids(services),
    }


def _arxiv(fields: Fields, url: str) -> str | None:
    """Return the arXiv id that an item states outside its DOI and its note."""
    texts = [fields.text(key) or "" for key in ("number", "container-title", "archive_location", "archive-location")]
    if found := arxiv_id(url) or next((one for text in texts if (one := written_arxiv(text))), None):
        return found
    archive = " ".join(fields.text(key) or "" for key in ("archive", "publisher", "container-title"))
    if not re.search(r"\b(?:arxiv|corr)\b", archive, re.IGNORECASE):
        return None
    stated = [*texts, *(fields.text(key) or "" for key in ("volume", "page"))]
    return next((one for text in stated if (one := arxiv_id(text) or written_arxiv(text))), None)


def _reference(fields: Fields) -> Reference:
    identifier = doi(fields.text("DOI"))
    title = one_line(fields.text("article-title", "volume-title") or "")
    year = written_date(fields.text("year") or "")
    line = fields.text("unstructured") or ""
    return Reference(
        title=title or None,
        year=int(year[:4]) if year else None,
        doi=None if arxiv_id(identifier) else identifier,
        arxiv_id=arxiv_id(identifier) or written_arxiv(line),
    )


SOURCE = Source(
    name="csl",
    summary="CSL-JSON of a reference manager, or of doi.org (citeproc JSON)",
    suffixes=(".csljson",),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_elements,
)
