"""What is checked of a query before anything is asked: that it is one question, its days, and its ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from papermesh.errors import SourceError
from papermesh.loaders.exchange import Request
from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.services.service import Query

ASKED = "asked"
"""The name in `Request.about` of each id that a request asks for."""
ARXIV_DOI = "10.48550/arxiv."
"""Begins the DOIs that DataCite registers for arXiv."""
_SIGNS_OF_FILTERS = frozenset('|,"& ')


def check_question(service: str, query: Query, *, needs_text: bool = False) -> None:
    """Check that a query asks for ids or for what fits words, a set or days, and not for both.

    Args:
        service: Its name in messages.
        query: What is asked.
        needs_text: Whether a set or days without words are no question.

    Raises:
        SourceError: It asks for nothing, for both, or its days are none.
    """
    selects = query.text if needs_text else query.text or query.set or query.since or query.until
    if query.ids and (query.text or query.set or query.since or query.until):
        raise SourceError(
            f"{service} is asked either for ids or for what fits words and days, not for both",
            hint="ask twice, the second time for the ids alone",
        )
    if not query.ids and not (selects and selects.strip()):
        raise SourceError(f"nothing is asked of {service}", hint="give words to search for, or ids of papers")
    for day in (query.since, query.until):
        if day is not None and not _is_day(day):
            raise SourceError(f"{day!r} is no day such as 2026-01-31")
    if query.since and query.until and query.since > query.until:
        raise SourceError(f"the first day, {query.since}, is after the last, {query.until}")


def names_of(service: str, ids: Sequence[str], name_of: Callable[[str], str | None], forms: str) -> tuple[str, ...]:
    """Return ids as a service names them, each once.

    Args:
        service: Its name in messages.
        ids: As the user gave them.
        name_of: Gives the service's name of an id, `None` where it is none that the service takes.
        forms: The forms that it takes, in words.

    Raises:
        SourceError: One is of no form that the service takes.
    """
    names: dict[str, None] = {}
    for text in ids:
        name = name_of(text.strip())
        if name is None:
            raise SourceError(f"{service} takes no id such as {text[:100]!r}", hint=f"it takes {forms}")
        names[name] = None
    return tuple(names)


def batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the names in their order, so many at a time."""
    for start in range(0, len(names), size):
        yield names[start : start + size]


def doi_of(text: str) -> str | None:
    """Return the DOI in a text, for an arXiv id the one that DataCite registers."""
    number = arxiv_id(text)
    return f"{ARXIV_DOI}{number}" if number else doi(text)


def filter_of(query: Query, since: str, until: str) -> tuple[tuple[str, str], ...]:
    """Return the parameter for the set and the days of a query; none where it has neither.

    Args:
        query: Its set is a filter in the service's own language.
        since: The service's name for the first day.
        until: The service's name for the last day.
    """
    days = ((since, query.since), (until, query.until))
    wanted = [one for one in (query.set, *(f"{name}:{day}" for name, day in days if day)) if one]
    return (("filter", ",".join(wanted)),) if wanted else ()


def asked_of(request: Request) -> tuple[str, ...]:
    """Return the ids that a request asks for."""
    return tuple(value for name, value in request.about if name == ASKED)


def asking(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what `Request.about` says of a request for these ids."""
    return tuple((ASKED, name) for name in names)


def fits_filter(name: str) -> bool:
    """Return whether an id can stand in a filter: not where it holds a sign that ends or joins its parts."""
    return _SIGNS_OF_FILTERS.isdisjoint(name)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
