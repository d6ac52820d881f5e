"""Typed queries on what a page shows: each function is the `.cypher` file of its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class ViewCitation:
    """An edge between two papers of a page."""

    tail: str
    edge: str
    head: str
    contexts: list[str]
    via: list[str]


@dataclass(frozen=True, slots=True)
class ViewConnection:
    """An edge from a paper of a page to something else."""

    paper_id: str
    edge: str
    entity_label: str
    entity_id: str
    name: str
    evidence: str | None
    field: str | None
    start: int | None
    surface: str | None
    device_count: int | None
    memory_gb: float | None
    form_factor: str | None
    size: str | None
    official: bool | None
    about: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ViewMadeFrom:
    """What a page was made from."""

    papers: int
    loaded: str | None


@dataclass(frozen=True, slots=True)
class ViewPaper:
    """A paper as a page shows it."""

    paper_id: str
    title: str | None
    abstract: str | None
    year: int | None
    venue: str | None
    arxiv_id: str | None
    doi: str | None
    url: str | None
    references_known: bool
    authors: list[str]
    text_scope: str
    cited_by: int


def view_citations(store: Store, papers: list[str]) -> list[ViewCitation]:
    """Which of these papers cite or build on which."""
    return typed_rows(store, "view-citations", ViewCitation, papers=papers)


def view_connections(store: Store, papers: list[str]) -> list[ViewConnection]:
    """What papers are joined to besides papers, each edge with the sentence that proves it."""
    return typed_rows(store, "view-connections", ViewConnection, papers=papers)


def view_made_from(store: Store) -> list[ViewMadeFrom]:
    """What a page says of the graph that it was made from."""
    return typed_rows(store, "view-made-from", ViewMadeFrom)


def view_papers(store: Store, papers: list[str]) -> list[ViewPaper]:
    """What a related-work page shows of papers, and how many papers of the graph cite each."""
    return typed_rows(store, "view-papers", ViewPaper, papers=papers)
