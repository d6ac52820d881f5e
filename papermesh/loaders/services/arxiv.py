"""arXiv's query API: papers by a query in its own language, by days, and by ids in batches.

It answers one request in three seconds, and now and then gives an empty page where there are papers: such a page is
asked for again.
"""

from __future__ import annotations

from dataclasses import replace

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.identity import arxiv_id
from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.services.json_pages import not_known
from papermesh.loaders.services.questions import asked_of, asking, batches, check_question, names_of
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.arxiv import SOURCE
from papermesh.loaders.sources.xml_elements import elements, text_of

SHARED_WINDOWS = "arxiv.org"
"""arXiv counts the requests of all its older services together (info.arxiv.org/help/api/tou.html)."""
ACCESS = Access(
    name="arxiv",
    base="https://export.arxiv.org",
    windows=(Window(1, 3.0),),
    shared_windows=SHARED_WINDOWS,
    # 400 with a feed that says what is wrong with the query.
    accepted=frozenset({200, 400}),
)
PAGE = 100
"""Papers of a page, and ids of a request: larger pages are more often empty."""
LAST = 30_000
"""Where the pages of a query end, however many papers answer it."""
_NAME = "arXiv"
_ATOM = "application/atom+xml"
_COUNTS = frozenset({"totalResults"})


def first(query: Query) -> tuple[Request, ...]:
    """Return the requests for a query: batches of ids, or its first page.

    Raises:
        SourceError: It asks for nothing, or an id is none of arXiv's.
    """
    check_question(_NAME, query)
    if query.ids:
        names = names_of(_NAME, query.ids, arxiv_id, "ids such as 2205.14135 or hep-th/9901001")
        return tuple(_request((("id_list", ",".join(part)),), 0, len(part), part) for part in batches(names, PAGE))
    terms = [f"({query.text})"] if query.text else []
    if query.since or query.until:
        since = (query.since or "1991-01-01").replace("-", "")
        until = (query.until or "2999-12-31").replace("-", "")
        terms.append(f"submittedDate:[{since}0000 TO {until}2359]")
    if query.set:
        terms.append(f"cat:{query.set}")
    asked = (
        ("search_query", " AND ".join(terms)),
        ("sortBy", "submittedDate"),
        ("sortOrder", "descending"),
    )
    return (_request(asked, 0, min(PAGE, query.limit or PAGE)),)


def read(query: Query, answer: Answer) -> Page:
    """Return the papers of a feed, and the request for the page behind it.

    Raises:
        SourceError: arXiv says what is wrong with the query.
        ParseError: It is no feed of arXiv's.
    """
    try:
        parsed = SOURCE.parse(answer.data, Origin(SOURCE.name, answer.url))
    except ParseError as error:
        hint = "see info.arxiv.org/help/api/user-manual.html for its language" if answer.status == 400 else error.hint
        raise SourceError(error.message, where=answer.url, hint=hint) from error
    # That more pages follow is no news to who asks for them.
    parsed = replace(parsed, noted=tuple(note for note in parsed.noted if " results " not in note.what))
    seen = len(parsed.records) + len(parsed.rejected)
    if names := asked_of(answer.request):
        found = {record.arxiv_id for record in parsed.records}
        # A rejected entry may be any of them: what is wrong with it is said already.
        unknown = [name for name in names if name not in found] if not parsed.rejected else []
        return Page(_and_unknown(parsed, unknown, answer))
    params = dict(answer.request.params)
    start, total = int(params["start"]), _total(answer)
    if not seen and start < min(total, LAST):
        return Page(parsed, total=total, again=True)
    behind = start + max(seen, int(params["max_results"]))
    limit = min(total, LAST, query.limit if query.limit is not None else LAST)
    following: tuple[Request, ...] = ()
    if seen and behind < limit:
        asked = tuple(one for one in answer.request.params if one[0] not in {"start", "max_results"})
        following = (_request(asked, behind, min(PAGE, limit - behind)),)
    return Page(parsed, following, total)


def _and_unknown(parsed: Parsed, names: list[str], answer: Answer) -> Parsed:
    noted = tuple(note for note in parsed.noted if not note.what.startswith("no entry"))
    return replace(parsed, rejected=(*parsed.rejected, *not_known(_NAME, names, answer)), noted=noted)


def _request(asked: tuple[tuple[str, str], ...], start: int, count: int, ids: object = ()) -> Request:
    names = tuple(str(one) for one in ids) if isinstance(ids, (list, tuple)) else ()
    window = (("start", str(start)), ("max_results", str(count)))
    return Request("/api/query", (*asked, *window), accept=_ATOM, about=asking(names))


def _total(answer: Answer) -> int:
    for part in elements(answer.data, Origin(SOURCE.name, answer.url), _COUNTS):
        if getattr(part, "name", "") == "totalResults":
            text = text_of(part.element).strip()  # type: ignore[union-attr]
            return int(text) if text.isdigit() and len(text) < 10 else 0
    return 0


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="papers of arXiv by query, category (--set cs.LG), days or ids",
    options=frozenset({"text", "ids", "set", "since", "until"}),
    first=first,
    read=read,
)
