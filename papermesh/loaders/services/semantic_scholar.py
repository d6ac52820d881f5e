"""Semantic Scholar's Graph API: papers by id in batches, by words, and what they cite and who cites them.

A page of references or citations does not name the paper it was asked for; the request does. So what the page says of
each citation, its sentences and its intents, is read here as the reference that it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.services.json_pages import listed, not_known, parsed_page, whole
from papermesh.loaders.services.questions import asked_of, asking, batches, check_question, names_of
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.json_answers import read_answers, told
from papermesh.loaders.sources.semantic_scholar import SOURCE

ACCESS = Access(
    name="semantic-scholar",
    base="https://api.semanticscholar.org/graph/v1",
    windows=(Window(1, 1.0),),
    key_header="x-api-key",
    # 400 where it knows none of the ids of a batch, 404 where it does not know a paper.
    accepted=frozenset({200, 400, 404}),
)
BATCH = 500
"""Most ids of a request; without their references so many papers stay far below the 10 MB of an answer."""
PAGE = 1000
"""Most members of a page of references or citations."""
LAST = 9_999
"""Where its pages of citations end, however many there are."""

_NAME = "Semantic Scholar"
_PAPER = (
    "title", "abstract", "year", "publicationDate", "venue", "publicationVenue", "journal", "authors", "externalIds",
    "corpusId", "url", "openAccessPdf",
)  # fmt: skip
_CITATION = ("contexts", "intents")
_REFERENCE = ("title", "year", "externalIds", "corpusId")
_OWN_ID = re.compile(r"[0-9a-f]{40}")
_ID = re.compile(
    r"(?:(?P<scheme>CorpusId|ACL|MAG|PMID|PMCID|URL)\s*:\s*(?P<id>\S{1,300})|(?P<own>[0-9a-f]{40}))", re.IGNORECASE
)
_FORMS = "arXiv ids, DOIs, its own ids of 40 digits, and CorpusId:, ACL:, MAG:, PMID:, PMCID: or URL: with an id"


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for the papers of a query: batches of ids, or the first page of a search."""
    check_question(_NAME, query, needs_text=True)
    fields = ("fields", ",".join([*_PAPER, *_counts(query)]))
    if query.ids:
        return tuple(
            Request("/paper/batch", (fields,), "POST", json.dumps({"ids": names}), about=asking(names))
            for names in batches(names_of(_NAME, query.ids, _name_of, _FORMS), BATCH)
        )
    days = f"{query.since or ''}:{query.until or ''}"
    dated = (("publicationDateOrYear", days),) if len(days) > 1 else ()
    return (Request("/paper/search/bulk", (("query", query.text or ""), fields, *dated)),)


def read(query: Query, answer: Answer) -> Page:
    """Return the papers of an answer, and the requests for what they cite and who cites them.

    Raises:
        ParseError: It is none of Semantic Scholar's, or an error.
    """
    match answer.request.path.rpartition("/")[2]:
        case "batch":
            return _read_batch(query, answer)
        case "bulk":
            return _read_search(query, answer)
        case _:
            return _read_citations(answer)


def _name_of(text: str) -> str | None:
    if number := arxiv_id(text):
        return f"ARXIV:{number}"
    if stated := doi(text):
        return f"DOI:{stated}"
    found = _ID.fullmatch(text)
    if found is None:
        return None
    return found["own"].lower() if found["own"] else f"{found['scheme']}:{found['id']}"


def _counts(query: Query) -> Iterator[str]:
    """Yield the fields that tell whether there is anything to ask for."""
    if query.references:
        yield "referenceCount"
    if query.citations:
        yield "citationCount"


def _read_batch(query: Query, answer: Answer) -> Page:
    names = asked_of(answer.request)
    if answer.status == 400 and b"no valid paper ids" in answer.data.lower():
        return Page(Parsed((), not_known(_NAME, names, answer)))
    papers = whole(answer)
    parsed = parsed_page(SOURCE, answer)
    if not isinstance(papers, list) or len(papers) != len(names):
        count = len(papers) if isinstance(papers, list) else told(papers)
        raise ParseError(f"the answer to {len(names)} ids holds another number of papers: {count}", where=answer.url)
    answers, _ = read_answers(answer.data, Origin(SOURCE.name, answer.url), ())
    places = [item.place for one in answers for item in one.items or ()]
    unknown = tuple(
        Rejected(f"{_NAME} does not know {name}", place)
        for name, paper, place in zip(names, papers, places, strict=True)
        if paper is None
    )
    noted = tuple(note for note in parsed.noted if not note.what.startswith("nothing (null) for an id"))
    return Page(Parsed(parsed.records, (*parsed.rejected, *unknown), noted), tuple(_around(query, papers)), len(papers))


def _read_search(query: Query, answer: Answer) -> Page:
    found = whole(answer)
    if isinstance(found, dict) and found.get("total") == 0 and not found.get("data"):
        return Page(Parsed((), noted=(Noted("the search found no paper", f"{answer.url}:1"),)), total=0)
    head, papers = listed(SOURCE, answer, "data")
    token, total = head.get("token"), head.get("total")
    following = list(_around(query, papers))
    if isinstance(token, str) and token:
        request = answer.request
        params = tuple(pair for pair in request.params if pair[0] != "token")
        following.append(replace(request, params=(*params, ("token", token))))
    return Page(parsed_page(SOURCE, answer), tuple(following), total if isinstance(total, int) else None)


def _around(query: Query, papers: list[Any]) -> Iterator[Request]:
    """Yield the first requests for what papers cite and who cites them; no more papers than are wanted."""
    known = {
        paper["paperId"]: paper
        for paper in papers
        if isinstance(paper, dict)
        and isinstance(paper.get("title"), str)
        and isinstance(paper.get("paperId"), str)
        and _OWN_ID.fullmatch(paper["paperId"])
    }
    for own, paper in list(known.items())[: query.limit]:
        about = (("paperId", own), ("title", paper["title"]))
        if query.references and paper.get("referenceCount") != 0:
            fields = ("fields", ",".join([*_CITATION, *_REFERENCE]))
            yield Request(f"/paper/{own}/references", (fields, *_part(0, PAGE)), about=about)
        if query.citations and paper.get("citationCount") != 0:
            fields = ("fields", ",".join([*_CITATION, *_PAPER]))
            yield Request(f"/paper/{own}/citations", (fields, *_part(0, PAGE)), about=about)


def _part(offset: int, size: int) -> tuple[tuple[str, str], ...]:
    return (("offset", str(offset)), ("limit", str(size)))


def _read_citations(answer: Answer) -> Page:
    """Return the records that a page of references or of citations makes, and the request for the next page."""
    about, place = dict(answer.request.about), f"{answer.url}:1"
    own, title = about["paperId"], about["title"]
    kind = answer.request.path.rpartition("/")[2]
    if answer.status == 404:
        return Page(Parsed((), not_known(_NAME, [own], answer)), extra=True)
    head = whole(answer)
    if isinstance(head, dict) and "data" in head and head["data"] is None:
        note = Noted(f"no list of {kind} of {own}: a publisher can withhold it", place)
        return Page(Parsed((), noted=(note,)), extra=True)
    head, entries = listed(SOURCE, answer, "data")
    if not entries:
        return Page(Parsed((), noted=(Noted(f"an empty page: no {kind} of {own}", place),)), extra=True)
    read_entries = _cited if kind == "references" else _citing
    return _with_next(read_entries(entries, own, title, answer), head, answer)


def _cited(entries: list[Any], own: str, title: str, answer: Answer) -> Parsed:
    """Return a record of the paper that was asked for, with what it cites by this page alone."""
    paper = {"paperId": own, "title": title, "references": [_joined(entry, "citedPaper") for entry in entries]}
    parsed = parsed_page(SOURCE, answer, paper)
    offset = dict(answer.request.params)["offset"]
    return _named(parsed, lambda _: f"{own}/references~{offset}")


def _citing(entries: list[Any], own: str, title: str, answer: Answer) -> Parsed:
    """Return a record of each paper that cites the one that was asked for."""
    papers = []
    for entry in entries:
        paper = _joined(entry, "citingPaper")
        if isinstance(paper, dict):
            said = {name: paper.pop(name) for name in _CITATION if name in paper}
            paper["references"] = [{"paperId": own, "title": title, **said}]
        papers.append(paper)
    # What a paper is known to cite by this page is not all that it cites: it must not take the place of its record.
    return _named(parsed_page(SOURCE, answer, papers), lambda record: f"{record.id}/cites~{own}")


def _named(parsed: Parsed, id_of: Callable[[PaperRecord], str]) -> Parsed:
    return replace(parsed, records=tuple(one.model_copy(update={"id": id_of(one)}) for one in parsed.records))


def _joined(entry: object, key: str) -> object:
    """Return the paper of a citation with what is said of the citation."""
    if not isinstance(entry, dict):
        return entry
    paper = entry.get(key)
    said = {name: entry[name] for name in _CITATION if entry.get(name) is not None}
    return {**(paper if isinstance(paper, dict) else {}), **said}


def _with_next(parsed: Parsed, head: dict[str, Any], answer: Answer) -> Page:
    offset, request = head.get("next"), answer.request
    if not isinstance(offset, int):
        return Page(parsed, extra=True)
    limit = min(int(dict(request.params)["limit"]), LAST - offset)
    if limit <= 0:
        note = Noted(f"{_NAME} gives no more than the first {LAST:,} citations of a paper", f"{answer.url}:1")
        return Page(replace(parsed, noted=(*parsed.noted, note)), extra=True)
    return Page(parsed, (replace(request, params=(request.params[0], *_part(offset, limit))),), extra=True)


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="Papers by words or by id, with the sentences in which they cite and are cited",
    options=frozenset({"text", "ids", "since", "until", "references", "citations"}),
    first=first,
    read=read,
)
