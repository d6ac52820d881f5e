"""OpenAlex's API: works by id in questions.batches, by words, and by its filters.

A work that was merged into another is not in the answer to a filter; asked for alone it leads to the other one. A list
has a price, a search one ten times as high, and a work that is asked for alone has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import doi, paper_ids
from papermesh.loaders.records import Parsed
from papermesh.loaders.services import questions
from papermesh.loaders.services.json_pages import listed, not_known, parsed_page
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.openalex import SOURCE
from papermesh.loaders.sources.stated_facts import service_id

ACCESS = Access(
    name="openalex",
    base="https://api.openalex.org",
    windows=(Window(10, 1.0),),
    key_param="api_key",
    accepted=frozenset({200, 404}),
)
BATCH = 50
"""Most ids of a filter."""
PER_PAGE = 100
LIST_USD, SEARCH_USD = 0.0001, 0.001
"""The price of a list and of a search: a dollar is 10,000 of one or 1,000 of the other."""

_NAME = "OpenAlex"
_SELECT = (
    "id", "doi", "title", "display_name", "publication_year", "publication_date", "ids", "type", "is_paratext",
    "is_retracted", "primary_location", "best_oa_location", "locations", "authorships", "abstract_inverted_index",
    "referenced_works",
)  # fmt: skip
_FIELDS = ("select", ",".join(_SELECT))
_FORMS = "arXiv ids, DOIs, and its own ids (W…)"


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for the works of a query: questions.batches of ids, or the first page of a list."""
    questions.check_question(_NAME, query)
    if query.ids:
        return tuple(_by_id(questions.names_of(_NAME, query.ids, _name_of, _FORMS)))
    filtered = questions.filter_of(query, "from_publication_date", "to_publication_date")
    search = (("search", query.text),) if query.text else ()
    params = (*search, *filtered, _FIELDS, ("per_page", str(PER_PAGE)), ("cursor", "*"))
    return (Request("/works", params, cost=SEARCH_USD if search else LIST_USD),)


def read(query: Query, answer: Answer) -> Page:
    """Return the works of an answer, and the request for the next page.

    Raises:
        ParseError: It is none of OpenAlex's, or an error.
    """
    request = answer.request
    names = questions.asked_of(request)
    if answer.status == 404 and names:
        return Page(Parsed((), not_known(_NAME, names, answer)))
    if request.path != "/works":
        return Page(parsed_page(SOURCE, answer))
    head, works = listed(SOURCE, answer, "results")
    parsed = parsed_page(SOURCE, answer)
    if names:
        return _without_missing(names, works, parsed, answer)
    meta = head.get("meta")
    cursor, total = (meta.get("next_cursor"), meta.get("count")) if isinstance(meta, dict) else (None, None)
    following: tuple[Request, ...] = ()
    if works and isinstance(cursor, str) and cursor:
        following = (replace(request, params=(*request.params[:-1], ("cursor", cursor))),)
    return Page(parsed, following, total if isinstance(total, int) else None)


def _name_of(text: str) -> str | None:
    """Return an id as the field and the value by which it is filtered."""
    stated = questions.doi_of(text)
    return f"doi:{stated}" if stated else service_id("openalex", text)


def _by_id(names: Sequence[str]) -> Iterator[Request]:
    for field in ("doi", "openalex"):
        values = [value for scheme, _, value in (name.partition(":") for name in names) if scheme == field]
        for batch in questions.batches([value for value in values if questions.fits_filter(value)], BATCH):
            params = (("filter", f"{field}:{'|'.join(batch)}"), _FIELDS, ("per_page", str(PER_PAGE)))
            yield Request(
                "/works", params, cost=LIST_USD, about=questions.asking([f"{field}:{value}" for value in batch])
            )
        yield from (_alone(f"{field}:{value}") for value in values if not questions.fits_filter(value))


def _alone(name: str) -> Request:
    """Return the request for one work, which follows it to that into which it was merged."""
    return Request(
        f"/works/{quote(name.removeprefix('openalex:'), safe=':/')}", (_FIELDS,), about=questions.asking([name])
    )


def _without_missing(names: Sequence[str], works: list[object], parsed: Parsed, answer: Answer) -> Page:
    # Also of a work that is no paper, and so no record, it is known that it was found.
    found = {name for work in works if isinstance(work, dict) for name in (_own(work.get("id")), _doi(work.get("doi")))}
    for record in parsed.records:
        arxiv, stated = paper_ids(record)
        found |= {f"doi:{questions.ARXIV_DOI}{arxiv}", f"doi:{stated}"}
    missing = [name for name in names if name not in found]
    merged = tuple(_alone(name) for name in missing if name.startswith("openalex:"))
    unknown = not_known(_NAME, (name for name in missing if name.startswith("doi:")), answer)
    return Page(replace(parsed, rejected=(*parsed.rejected, *unknown)), merged)


def _own(stated: object) -> str | None:
    return service_id("openalex", stated) if isinstance(stated, str) else None


def _doi(stated: object) -> str | None:
    found = doi(stated) if isinstance(stated, str) else None
    return f"doi:{found}" if found else None


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="Works by words, by a filter of its own language, by day or by id",
    options=frozenset({"text", "ids", "set", "since", "until"}),
    first=first,
    read=read,
)
