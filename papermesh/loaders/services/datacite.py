"""DataCite, which registers the DOIs of arXiv and of data: records by DOI or arXiv id, and by words."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlsplit

from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.records import Parsed
from papermesh.loaders.services.json_pages import listed, not_known, parsed_page, whole
from papermesh.loaders.services.questions import asked_of, asking, check_question, doi_of, names_of
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.datacite import SOURCE

ACCESS = Access(
    name="datacite",
    base="https://api.datacite.org",
    # Of 5 minutes, for who names himself (support.datacite.org/docs/rate-limit).
    windows=(Window(1000, 300.0),),
    accepted=frozenset({200, 404}),
)
PAGE = 200
"""Records of a page."""
_NAME = "DataCite"
_JSON_API = "application/vnd.api+json"


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for a query: one for each DOI, or the first page of a search.

    Raises:
        SourceError: It asks for nothing, or an id is no DOI and none of arXiv's.
    """
    check_question(_NAME, query)
    if query.ids:
        names = names_of(_NAME, query.ids, doi_of, "DOIs and arXiv ids")
        return tuple(
            Request(f"/dois/{quote(name, safe='/')}", accept=_JSON_API, about=asking([name])) for name in names
        )
    size = min(PAGE, query.limit or PAGE)
    words = (("query", query.text or ""), ("page[cursor]", "1"), ("page[size]", str(size)))
    return (Request("/dois", words, accept=_JSON_API),)


def read(query: Query, answer: Answer) -> Page:
    """Return the records of an answer, and the request for the page that it names as the next.

    Raises:
        ParseError: It is none of DataCite's.
    """
    if answer.status == 404:
        return Page(Parsed((), not_known(_NAME, asked_of(answer.request), answer)))
    parsed = parsed_page(SOURCE, answer)
    if asked_of(answer.request):
        return Page(parsed)
    head, items = listed(SOURCE, answer, "data")
    meta = head.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    links = whole(answer).get("links")
    address = links.get("next") if isinstance(links, dict) else None
    following: tuple[Request, ...] = ()
    if isinstance(address, str) and items:
        # Only the parameters are taken: where the service is, is known already.
        params = tuple(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        following = (Request("/dois", params, accept=_JSON_API),)
    return Page(parsed, following, total if isinstance(total, int) else None)


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="records of DataCite, with which arXiv registers its DOIs: by DOI, arXiv id or words",
    options=frozenset({"text", "ids"}),
    first=first,
    read=read,
)
