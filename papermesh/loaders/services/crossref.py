"""Crossref's API: works by DOI in questions.batches, by words, and by its filters.

Its cursor can stay the same from page to page, so that the same address gives another page each time: no answer may be
used again, and each request says how many works came before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from papermesh.errors import SourceError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import doi
from papermesh.loaders.records import Parsed, Rejected
from papermesh.loaders.services import questions
from papermesh.loaders.services.json_pages import listed, not_known, parsed_page
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.crossref import SOURCE

ACCESS = Access(
    name="crossref",
    base="https://api.crossref.org",
    windows=(Window(5, 1.0),),
    contact_param="mailto",
    accepted=frozenset({200, 404}),
    fresh_s=0.0,
)
BATCH = 50
"""DOIs of one filter: a hundred would make an address that not every server between takes."""
ROWS = 200
"""Works of a page; with their references they have 20 KB each."""

_NAME = "Crossref"
_SEEN = "seen"
"""The name in `Request.about` of how many works came on the pages before."""
_ELSEWHERE = "elsewhere"
"""The name in `Request.about` of each id that Crossref cannot know."""


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for the works of a query: questions.batches of DOIs, or the first page of a list.

    Raises:
        SourceError: It is no question, or none of its ids can be Crossref's.
    """
    questions.check_question(_NAME, query)
    if query.ids:
        return _by_id(questions.names_of(_NAME, query.ids, questions.doi_of, "DOIs"))
    words = (("query.bibliographic", query.text),) if query.text else ()
    filtered = questions.filter_of(query, "from-pub-date", "until-pub-date")
    return (
        Request(
            "/works",
            (*words, *filtered, ("rows", str(min(ROWS, query.limit or ROWS))), ("cursor", "*")),
            about=((_SEEN, "0"),),
        ),
    )


def read(query: Query, answer: Answer) -> Page:
    """Return the works of an answer, and the request for the next page.

    Raises:
        ParseError: It is none of Crossref's, or an error.
    """
    request = answer.request
    names = questions.asked_of(request)
    elsewhere = tuple(
        Rejected(f"{_NAME} does not know {name}: DataCite registers the DOIs of arXiv", f"{answer.url}:1")
        for key, name in request.about
        if key == _ELSEWHERE
    )
    if answer.status == 404 and names:
        return Page(Parsed((), (*not_known(_NAME, names, answer), *elsewhere)))
    if request.path != "/works":
        parsed = parsed_page(SOURCE, answer)
        return Page(replace(parsed, rejected=(*parsed.rejected, *elsewhere)))
    message, works = listed(SOURCE, answer, "message", "items")
    parsed = parsed_page(SOURCE, answer)
    if names:
        found = {doi(work["DOI"]) for work in works if isinstance(work, dict) and isinstance(work.get("DOI"), str)}
        missing = not_known(_NAME, (name for name in names if name not in found), answer)
        return Page(replace(parsed, rejected=(*parsed.rejected, *missing, *elsewhere)))
    seen = int(dict(request.about)[_SEEN]) + len(works)
    total, cursor = message.get("total-results"), message.get("next-cursor")
    total = total if isinstance(total, int) else None
    following: tuple[Request, ...] = ()
    if works and isinstance(cursor, str) and cursor and (total is None or seen < total):
        params = (*request.params[:-1], ("cursor", cursor))
        following = (replace(request, params=params, about=((_SEEN, str(seen)),)),)
    return Page(parsed, following, total)


def _by_id(names: Sequence[str]) -> tuple[Request, ...]:
    elsewhere = [name for name in names if name.startswith(questions.ARXIV_DOI)]
    requests = list(_requests([name for name in names if not name.startswith(questions.ARXIV_DOI)]))
    if not requests:
        raise SourceError(
            f"{_NAME} does not know papers of arXiv, such as {elsewhere[0]}: DataCite registers their DOIs",
            hint="ask arXiv or DataCite for them",
        )
    told = tuple((_ELSEWHERE, name) for name in elsewhere)
    return (replace(requests[0], about=(*requests[0].about, *told)), *requests[1:])


def _requests(names: Sequence[str]) -> Iterator[Request]:
    for batch in questions.batches([name for name in names if questions.fits_filter(name)], BATCH):
        dois = ",".join(f"doi:{name}" for name in batch)
        yield Request("/works", (("filter", dois), ("rows", str(len(batch)))), about=questions.asking(batch))
    for name in names:
        if not questions.fits_filter(name):
            yield Request(f"/works/{quote(name, safe='')}", about=questions.asking([name]))


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="Works by words, by a filter of its own language, by day or by DOI",
    options=frozenset({"text", "ids", "set", "since", "until"}),
    first=first,
    read=read,
)
