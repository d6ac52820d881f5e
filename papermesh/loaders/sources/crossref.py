"""Works as Crossref gives them: one, or a page of a list.

Titles and venues are lists, abstracts are JATS, and dates are lists of numbers. Crossref registers whatever has a DOI,
so what is no paper (a journal, a figure, a data set, a correction of a paper) is noted.
"""

from __future__ import annotations

import re
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers, told
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import iso_date, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.written_facts import quoted_title, with_subtitle, written_doi

_LISTS = (("message", "items"), ("items",))
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_SIGNS = re.compile(
    rb'"message-type"\s*:\s*"|"message-version"\s*:\s*"|"(?:is-referenced-by-count|reference-count|references-count)"\s*:'
)
_KEPT = ("indexed", "deposited")
"""Fields of every full answer: without them it is the part that a `select` asked for."""
_NO_PAPERS = {
    "journal", "journal-issue", "journal-volume", "proceedings", "proceedings-series", "book-series", "book-set",
    "book-track", "report-series", "standard-series", "component", "grant", "database", "dataset", "peer-review",
}  # fmt: skip
_NOTICES = {
    "addendum", "clarification", "correction", "corrigendum", "erratum", "expression_of_concern", "partial_retraction",
    "removal", "retraction", "withdrawal",
}  # fmt: skip
_RETRACTIONS = {"retraction", "removal", "withdrawal"}
_DATES = ("published", "issued", "published-print", "published-online", "posted")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_STATED_ARXIV = re.compile(
    r"(?:arxiv[:\s/]{1,3}(?:abs/)?|arxiv\.org/(?:abs|pdf)/)([a-z.-]{0,20}/?[0-9][0-9.v]{3,14})", re.I
)
_HINT = "ask again, and save the answer that holds works (/works, /works/DOI)"


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the works of an answer, or of one answer a line.

    Raises:
        ParseError: It is no JSON, an error of the service, or an answer that is not about works.
    """
    if data.strip().lower().startswith(b"resource not found"):
        raise ParseError("Crossref answered that it has no such work", where=origin.path, hint="check the DOI")
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        _answer(answer, account, alone=len(answers) == 1)
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with Crossref's wrapper, or a work with its counts."""
    return bool(_START.match(data) and _SIGNS.search(data))


def _answer(answer: Answer, account: Account, *, alone: bool) -> None:
    head = Fields(answer.head, answer.place, account)
    message = answer.head.get("message")
    kind = head.text("message-type") if "message-type" in head else None
    if answer.items is not None:
        _page(answer, account, alone=alone)
    elif head.content.get("status") not in (None, "ok"):
        account.refuse(f"Crossref answered with an error: {_words(message)}", _HINT, answer.place, alone=alone)
    elif isinstance(message, dict) and kind in {None, "work"}:
        _work(Fields(message, answer.inner_place, account), account)
    elif "DOI" in head or "title" in head:
        _work(head, account)
    else:
        about = kind or shown(", ".join(answer.head)) or "nothing"
        account.refuse(f"this is no answer about works; it tells of {about}", _HINT, answer.place, alone=alone)


def _page(answer: Answer, account: Account, *, alone: bool) -> None:
    head = Fields(answer.head, answer.place, account)
    kind = head.text("message-type")
    if kind not in {None, "work-list"}:
        account.refuse(f"this is a {kind}, not a list of works", _HINT, answer.place, alone=alone)
        return
    if (items := account.page(answer, "work", _HINT, alone=alone)) is None:
        return
    total = head.part("message").number("total-results")
    if items and total is not None and total > len(items):
        account.note(f"this page has {len(items)} of {total} works", answer.place)
    for item in items:
        if fields := account.fields(item):
            _work(fields, account)


def _words(message: object) -> str:
    """Return what an error says of itself."""
    first = message[0] if isinstance(message, list) and message else message
    return told(first.get("message") if isinstance(first, dict) else first)


def _work(fields: Fields, account: Account) -> None:
    stated = fields.text("DOI")
    identifier = doi(stated)
    if stated and not identifier:
        fields.note(f"no DOI: {shown(stated)!r}")
    title = _title(fields)
    name = shown(title or stated or "")
    kind = fields.text("type")
    notices = [one for one in fields.parts("update-to") if one.text("type") in _NOTICES]
    if kind in _NO_PAPERS:
        account.note(f"{kind}, not a paper: {name}", fields.place)
        return
    if notices:
        account.note(f"{notices[0].text('type')} of {notices[0].text('DOI')}, not a paper: {name}", fields.place)
        return
    if any(one.text("type") in _RETRACTIONS for one in fields.parts("updated-by")):
        account.note(f"retracted: {name}", fields.place)
    whole = all(key in fields for key in _KEPT)
    account.record(identifier, _content(fields, title, identifier), fields.place, whole=whole)


def _content(fields: Fields, title: str | None, identifier: str | None) -> dict[str, Any]:
    abstract = fields.text("abstract")
    published = next((date for key in _DATES if (date := _date(fields, key))), None)
    listed = fields.parts("reference")
    count = fields.number("reference-count") or fields.number("references-count")
    preprint = (
        one.text("id")
        for key in ("has-preprint", "is-preprint-of", "is-version-of", "has-version")
        for one in fields.part("relation").parts(key)
    )
    arxiv = arxiv_id(identifier) or next((found for text in preprint if (found := arxiv_id(text))), None)
    return {
        "title": title,
        "abstract": paragraphs(abstract) if abstract else None,
        "year": int(published[:4]) if published else None,
        "published": published,
        "venue": _venue(fields),
        "authors": _authors(fields),
        "arxiv_id": arxiv,
        "doi": None if arxiv_id(identifier) else identifier,
        "url": fields.text("URL"),
        "references": [_reference(one) for one in listed],
        # None at all means that the publisher gave none to Crossref, and not that the paper has none.
        "references_known": len(listed) >= count if count else None,
    }


def _title(fields: Fields) -> str | None:
    """Return the title with its subtitle, where that does not stand in it already."""
    title, subtitle = (one_line(text) if text else "" for text in (fields.text("title"), fields.text("subtitle")))
    return with_subtitle(title, subtitle) or None


def _date(fields: Fields, key: str) -> str | None:
    """Return a date as ISO text in the precision that it has."""
    parts = fields.part(key).content.get("date-parts")
    return iso_date(parts[0]) if isinstance(parts, list) and parts else None


def _venue(fields: Fields) -> str | None:
    value = fields.content.get("container-title")
    names = fields.texts("container-title") if isinstance(value, list) else [fields.text("container-title") or ""]
    names.append(fields.part("event").text("name") or "")
    return venue_of(one_line(name) for name in names if name)


def _authors(fields: Fields) -> list[AuthorName]:
    authors = []
    for author in fields.parts("author"):
        parts = [author.text("given"), author.text("family"), author.text("suffix")]
        name = one_line(" ".join(part for part in parts if part) or author.text("name", "literal") or "")
        if name:
            authors.append(AuthorName(name=name, orcid=orcid(author.text("ORCID"))))
    return authors


def _reference(fields: Fields) -> Reference:
    """Return a reference; of one that is a line of text, the ids and the quoted title in it."""
    line = fields.text("unstructured") or ""
    where = " ".join(part for part in (line, fields.text("journal-title"), fields.text("volume")) if part)
    stated_doi = doi(fields.text("DOI")) or written_doi(line)
    stated_arxiv = arxiv_id(stated_doi) or next(
        (found for one in _STATED_ARXIV.finditer(where) if (found := arxiv_id(one[1].rstrip(".")))), None
    )
    title = fields.text("article-title", "volume-title", "series-title")
    year = _YEAR.search(fields.text("year") or "")
    return Reference(
        title=one_line(title or quoted_title(line) or "") or None,
        year=int(year[0]) if year else None,
        arxiv_id=stated_arxiv,
        doi=None if arxiv_id(stated_doi) else stated_doi,
    )


SOURCE = Source(
    name="crossref",
    summary="Works of Crossref: an answer of its API",
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
