"""Papers of the Hub of Hugging Face: those of a day, those that a search finds, and single ones by arXiv id."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from papermesh.errors import SourceError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import arxiv_id
from papermesh.loaders.records import Parsed
from papermesh.loaders.services.json_pages import not_known, parsed_page
from papermesh.loaders.services.questions import asked_of, asking, check_question, names_of
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.huggingface import SOURCE

ACCESS = Access(
    name="huggingface",
    base="https://huggingface.co",
    # Of 5 minutes, by address; with a key of a free account (huggingface.co/docs/hub/rate-limits).
    windows=(Window(500, 300.0),),
    keyed_windows=(Window(1000, 300.0),),
    key_header="Authorization",
    accepted=frozenset({200, 404}),
)
DAYS = 366
"""Most days of one query: each is a request."""
PAGE = 100
"""Most papers of a day's page."""
_NAME = "Hugging Face"


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for a query: one for each day or id, or one for a search.

    Raises:
        SourceError: It asks for nothing, or for more than a year of days.
    """
    check_question(_NAME, query)
    if query.ids:
        names = names_of(_NAME, query.ids, arxiv_id, "arXiv ids such as 2205.14135")
        return tuple(Request(f"/api/papers/{quote(name, safe='/')}", about=asking([name])) for name in names)
    if query.text and (query.since or query.until):
        raise SourceError(f"{_NAME} searches by words or lists days, not both", hint="leave out --query or the days")
    if query.text:
        return (Request("/api/papers/search", (("q", query.text),)),)
    since = date.fromisoformat(query.since or query.until or "")
    until = date.fromisoformat(query.until) if query.until else since
    days = (until - since).days + 1
    if days > DAYS:
        raise SourceError(f"{days} days are more than {DAYS}, of which each is a request", hint="ask for fewer days")
    return tuple(_day(since + timedelta(number), 0) for number in range(days))


def read(query: Query, answer: Answer) -> Page:
    """Return the papers of an answer, and the next page of a day that has one.

    Raises:
        ParseError: It is none of the Hub's.
    """
    if answer.status == 404:
        return Page(Parsed((), not_known(_NAME, asked_of(answer.request), answer)))
    parsed = parsed_page(SOURCE, answer)
    params = dict(answer.request.params)
    full = len(parsed.records) + len(parsed.rejected) >= PAGE
    if "date" in params and full:
        return Page(parsed, (_day(date.fromisoformat(params["date"]), int(params["p"]) + 1),))
    return Page(parsed)


def _day(day: date, page: int) -> Request:
    return Request("/api/daily_papers", (("date", day.isoformat()), ("p", str(page)), ("limit", str(PAGE))))


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="papers of the Hub, with their repositories: of days, by words, or by arXiv id",
    options=frozenset({"text", "ids", "since", "until"}),
    first=first,
    read=read,
)
