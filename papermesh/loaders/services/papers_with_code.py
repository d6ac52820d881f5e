"""The API of paperswithcode.co: papers by id, each with its repositories, and by words."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import arxiv_id
from papermesh.loaders.records import Parsed
from papermesh.loaders.services.json_pages import listed, not_known, parsed_page
from papermesh.loaders.services.questions import asked_of, asking, check_question, names_of
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.papers_with_code import SOURCE

ACCESS = Access(
    name="papers-with-code",
    base="https://paperswithcode.co/api/v1",
    windows=(Window(1, 1.0),),  # none is documented: the site is young, and free for all
    accepted=frozenset({200, 404}),
)
PAGE_SIZE = 50

_NAME = "Papers with Code"


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for the papers of a query: one for each id, or the first page of a search."""
    check_question(_NAME, query)
    if query.ids:
        params = (("include_resources", "true"),)
        names = names_of(_NAME, query.ids, _name_of, "arXiv ids, and its own numbers")
        return tuple(Request(f"/papers/{quote(name)}", params, about=asking([name])) for name in names)
    stated = (("search", query.text), ("start_date", query.since), ("end_date", query.until))
    wanted = tuple((name, value) for name, value in stated if value)
    return (Request("/papers/", (*wanted, ("page_size", str(PAGE_SIZE)), ("page", "1"))),)


def read(query: Query, answer: Answer) -> Page:
    """Return the papers of an answer, and the request for the next page.

    Raises:
        ParseError: It is none of the site's, or an error.
    """
    request = answer.request
    names = asked_of(request)
    if names:
        return Page(
            Parsed((), not_known(_NAME, names, answer)) if answer.status == 404 else parsed_page(SOURCE, answer)
        )
    head, papers = listed(SOURCE, answer, "results")
    number, total = head.get("next_page"), head.get("count")
    following: tuple[Request, ...] = ()
    if papers and isinstance(number, int) and number > 0:
        following = (replace(request, params=(*request.params[:-1], ("page", str(number)))),)
    return Page(parsed_page(SOURCE, answer), following, total if isinstance(total, int) else None)


def _name_of(text: str) -> str | None:
    number = arxiv_id(text)
    return number or (text if text.isascii() and text.isdigit() else None)


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="Papers by words, by day or by id, with their code, methods and benchmarks",
    options=frozenset({"text", "ids", "since", "until"}),
    first=first,
    read=read,
)
