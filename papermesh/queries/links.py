"""Typed queries on links and their proofs: each function is the `.cypher` file of its name."""

from __future__ import annotations

from dataclasses import dataclass

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class Evidence:
    """One edge between a paper and an entity, with its proof."""

    edge: str
    entity_type: str
    entity_id: str
    name: str
    evidence: str | None
    field: str | None
    start: int | None
    end: int | None
    surface: str | None
    mentions: int | None
    confidence: float | None
    rule: str | None
    basis: str
    roles_seen: list[str]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class PaperLink:
    """One edge between a paper and what it links to, with the place of its best mention."""

    edge: str
    entity_type: str
    entity_id: str
    name: str
    field: str | None
    start: int | None
    end: int | None
    surface: str | None
    evidence: str | None
    confidence: float | None
    rule: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class UncertainLink:
    """A link with a low confidence."""

    paper_id: str
    title: str | None
    edge: str
    entity_type: str
    entity_id: str
    name: str
    confidence: float
    rule: str | None
    evidence: str | None


def evidence(store: Store, paper: str, entity: str, exact: bool = False) -> list[Evidence]:
    """The edges between a paper and an entity or its members, each with the sentence that proves it."""
    return typed_rows(store, "evidence", Evidence, paper=paper, entity=entity, exact=exact)


def links_of_paper(store: Store, paper: str) -> list[PaperLink]:
    """Everything a paper's text or its sources link it to, in the order of the text."""
    return typed_rows(store, "links-of-paper", PaperLink, paper=paper)


def low_confidence_links(
    store: Store, below: float = 0.85, edge: str | None = None, limit: int = 25
) -> list[UncertainLink]:
    """Links to check by hand, the least certain first."""
    return typed_rows(store, "low-confidence-links", UncertainLink, below=below, edge=edge, limit=limit)
