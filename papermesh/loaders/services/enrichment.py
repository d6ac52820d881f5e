"""What a service adds to a graph that is there: which of its things it is asked about, and what its answers say.

All of it is pure: `enrich.py` asks, keeps count and stores what came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from papermesh.graph import schema
from papermesh.graph.export import Snapshot
from papermesh.loaders.exchange import Access, Answer, Request
from papermesh.loaders.records import Noted, Record, Rejected


@dataclass(frozen=True, slots=True)
class Subject:
    """A node that a service is asked about."""

    key: str
    """The node's key."""
    asked: str
    """How the service names it."""
    checked_at: str = ""
    """When it was asked about last, as an ISO time in UTC; empty where it never was."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A node of which nothing was learnt, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What a service can be asked about, and what it cannot."""

    subjects: tuple[Subject, ...]
    """In the order in which they are to be asked about."""
    unresolved: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One request, and what it asks about."""

    subjects: tuple[Subject, ...]
    request: Request


@dataclass(frozen=True, slots=True)
class Finding:
    """What one answer says: each subject of its question is in one of records, unresolved and next."""

    records: tuple[Record, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    noted: tuple[Noted, ...] = ()
    next: tuple[Question, ...] = ()
    """What is to be asked because of it: a redirect, or one that has to be asked about alone."""
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What one service adds."""

    access: Access
    summary: str
    what: str
    """What it is asked about, in the plural: `repositories`."""
    batch: int
    """Most subjects of one question."""
    select: Callable[[Snapshot, Mapping[str, Record]], Selection]
    """What of a stored graph, with its records by id, it can be asked about."""
    question: Callable[[Sequence[Subject]], Question]
    """The question about up to `batch` subjects."""
    read: Callable[[Question, Answer, str], Finding]
    """What an answer says, as of an ISO time. Raises `ParseError` where it is no answer of the service, and
    `FetchError` where it says that nothing more will be answered now."""


def last_asked(snapshot: Snapshot, service: str) -> str:
    """Return the key of what a service was asked about last, as the runs of a graph tell; empty where none does."""
    runs = sorted((key, properties) for (label, key), properties in snapshot.nodes.items() if label == schema.Run.label)
    for _, properties in reversed(runs):
        try:
            counts = json.loads(properties.get("counts") or "null")
        except ValueError:  # changed by hand
            continue
        if isinstance(counts, dict) and counts.get("service") == service and isinstance(counts.get("last"), str):
            return str(counts["last"])
    return ""
