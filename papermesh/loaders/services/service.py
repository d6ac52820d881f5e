"""What a service is: how a question becomes requests, and how each answer becomes records and further requests.

Both are pure functions: `harvest.py` asks, keeps count, stores what came, and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from papermesh.loaders.exchange import Access, Answer, Request
from papermesh.loaders.records import Parsed


@dataclass(frozen=True, slots=True)
class Query:
    """What a user wants of a service; each service says in `options` what it understands."""

    text: str | None = None
    """Words, or a query in the service's own language."""
    ids: tuple[str, ...] = ()
    """Papers, by any id that the service knows."""
    set: str | None = None
    """A part of the service: a set of OAI-PMH (`cs`), a filter of OpenAlex."""
    since: str | None = None
    """First day, as an ISO date."""
    until: str | None = None
    """Last day, as an ISO date."""
    references: bool = False
    """Also what the papers cite."""
    citations: bool = False
    """Also who cites them."""
    limit: int | None = None
    """Most papers; `None` for all."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer holds."""

    parsed: Parsed
    next: tuple[Request, ...] = ()
    """What is to be asked after it, in this order: the next page, or what this answer refers to."""
    total: int | None = None
    """How many papers the service says there are; `None` where it does not."""
    again: bool = False
    """Whether the service owes an answer: it is asked the same once more, past what is kept of its answers."""
    extra: bool = False
    """Whether its papers come beside those that were asked for, so that a limit does not count them."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service."""

    access: Access
    source: str
    """The source of its records: the same name as that of its saved answers, `arxiv`."""
    summary: str
    options: frozenset[str]
    """The properties of `Query` that it understands, besides `limit`."""
    first: Callable[[Query], tuple[Request, ...]]
    """The first requests of a query. Raises `SourceError` where it makes none of the service's."""
    read: Callable[[Query, Answer], Page]
    """What an answer holds. Raises `ParseError` where it is none of the service's."""
