"""Typed queries on the whole graph: each function is the `.cypher` file of its name."""

from __future__ import annotations

from dataclasses import dataclass

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how many papers one thing is known."""

    known: str
    papers: int
    missing: int


@dataclass(frozen=True, slots=True)
class EdgeCount:
    """How many edges of one label there are between two labels."""

    label: str
    tail: str
    head: str
    edges: int


@dataclass(frozen=True, slots=True)
class NodeCount:
    """How many nodes of one label there are."""

    label: str
    nodes: int
    only_cited: int | None


@dataclass(frozen=True, slots=True)
class TextScopeCount:
    """How many papers there are of which so much was read."""

    text_scope: str
    papers: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many papers of one year there are."""

    year: int | None
    papers: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """One command that wrote to the graph."""

    run_id: str
    started: str
    ended: str | None
    state: str
    records: int | None
    papers: int | None
    links_added: int | None
    links_changed: int | None
    links_retired: int | None
    writer: str | None
    command: str


def coverage(store: Store) -> list[Coverage]:
    """How complete the graph is: for how many loaded papers each thing is known."""
    return typed_rows(store, "coverage", Coverage)


def edge_counts(store: Store) -> list[EdgeCount]:
    """How many edges of each label there are, by the labels of their ends."""
    return typed_rows(store, "edge-counts", EdgeCount)


def node_counts(store: Store) -> list[NodeCount]:
    """How many nodes of each label there are; papers that are only cited are counted apart."""
    return typed_rows(store, "node-counts", NodeCount)


def papers_by_text_scope(store: Store) -> list[TextScopeCount]:
    """How many papers there are by how much of their text was read."""
    return typed_rows(store, "papers-by-text-scope", TextScopeCount)


def papers_by_year(store: Store) -> list[YearCount]:
    """How many loaded papers there are of each year, newest first."""
    return typed_rows(store, "papers-by-year", YearCount)


def runs(store: Store, limit: int = 25) -> list[RunRow]:
    """The commands that wrote to the graph, newest first."""
    return typed_rows(store, "runs", RunRow, limit=limit)
