"""Typed queries on what surrounds a paper: each function is the `.cypher` file of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class BuildsOnNeighbour:
    """A paper that builds on another, or the other way round."""

    paper_id: str
    builds: bool
    via: list[str]


@dataclass(frozen=True, slots=True)
class CitationNeighbour:
    """A paper that cites another, or is cited by it."""

    paper_id: str
    cites: bool
    contexts: list[str]


@dataclass(frozen=True, slots=True)
class CoCitedPaper:
    """A paper that is cited together with another, and how often each is cited."""

    paper_id: str
    shared: int
    own: int
    theirs: int


@dataclass(frozen=True, slots=True)
class CoupledPaper:
    """A paper with shared references, and how many references there are."""

    paper_id: str
    shared: int
    own: int
    theirs: int


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """One edge from a paper to an entity, with its proof."""

    paper_id: str
    entity_type: str
    entity_id: str
    name: str
    edge: str
    confidence: float | None
    evidence: str | None
    surface: str | None
    field: str | None
    start: int | None


@dataclass(frozen=True, slots=True)
class EntityFrequency:
    """In how many papers an entity occurs."""

    entity_type: str
    entity_id: str
    links: int


@dataclass(frozen=True, slots=True)
class ParentOf:
    """What an entity directly is or is a variant of."""

    entity_type: str
    entity_id: str
    parent_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperText:
    """The text of a paper."""

    paper_id: str
    title: str | None
    abstract: str | None


@dataclass(frozen=True, slots=True)
class PaperOfEntities:
    """A paper that has some of the entities asked for."""

    paper_id: str
    entities: int


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper that two papers both cite, or that cites both."""

    other: str
    paper_id: str
    title: str | None


def builds_on_neighbours(store: Store, paper: str, others: Sequence[str] = ()) -> list[BuildsOnNeighbour]:
    """Papers that a paper builds on, and papers that build on it."""
    return typed_rows(store, "builds-on-neighbours", BuildsOnNeighbour, paper=paper, others=others)


def citation_neighbours(store: Store, paper: str, others: Sequence[str] = ()) -> list[CitationNeighbour]:
    """Papers that a paper cites, and papers that cite it."""
    return typed_rows(store, "citation-neighbours", CitationNeighbour, paper=paper, others=others)


def co_cited_papers(store: Store, paper: str, others: Sequence[str] = ()) -> list[CoCitedPaper]:
    """Papers that are cited together with a paper, with the counts that co-citation needs."""
    return typed_rows(store, "co-cited-papers", CoCitedPaper, paper=paper, others=others)


def coupled_papers(store: Store, paper: str, others: Sequence[str] = ()) -> list[CoupledPaper]:
    """Papers that share references with a paper, with the counts that bibliographic coupling needs."""
    return typed_rows(store, "coupled-papers", CoupledPaper, paper=paper, others=others)


def entities_of_papers(store: Store, papers: list[str]) -> list[LinkedEntity]:
    """Methods, hardware, benchmarks and repositories of papers, with role and proof."""
    return typed_rows(store, "entities-of-papers", LinkedEntity, papers=papers)


def entity_frequencies(
    store: Store,
    methods: Sequence[str] = (),
    hardware: Sequence[str] = (),
    benchmarks: Sequence[str] = (),
    repositories: Sequence[str] = (),
) -> list[EntityFrequency]:
    """In how many papers entities occur, those of their members and variants included."""
    return typed_rows(
        store,
        "entity-frequencies",
        EntityFrequency,
        methods=methods,
        hardware=hardware,
        benchmarks=benchmarks,
        repositories=repositories,
    )


def entity_parents(
    store: Store, methods: Sequence[str] = (), hardware: Sequence[str] = (), benchmarks: Sequence[str] = ()
) -> list[ParentOf]:
    """What entities, and all that they come under, directly are and are variants of."""
    return typed_rows(store, "entity-parents", ParentOf, methods=methods, hardware=hardware, benchmarks=benchmarks)


def paper_texts(store: Store) -> list[PaperText]:
    """Title and abstract of every loaded paper."""
    return typed_rows(store, "paper-texts", PaperText)


def papers_of_entities(
    store: Store,
    methods: Sequence[str] = (),
    hardware: Sequence[str] = (),
    benchmarks: Sequence[str] = (),
    repositories: Sequence[str] = (),
    limit: int = 25,
) -> list[PaperOfEntities]:
    """Papers that have one of these entities, or a member or variant of one, those with most of them first."""
    return typed_rows(
        store,
        "papers-of-entities",
        PaperOfEntities,
        methods=methods,
        hardware=hardware,
        benchmarks=benchmarks,
        repositories=repositories,
        limit=limit,
    )


def shared_citers(store: Store, paper: str, others: list[str]) -> list[SharedPaper]:
    """The papers that cite a paper and each of others."""
    return typed_rows(store, "shared-citers", SharedPaper, paper=paper, others=others)


def shared_references(store: Store, paper: str, others: list[str]) -> list[SharedPaper]:
    """The references that a paper shares with each of others."""
    return typed_rows(store, "shared-references", SharedPaper, paper=paper, others=others)
