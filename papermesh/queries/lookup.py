"""Typed queries behind the resolution of names: each function is the `.cypher` file of its name."""

from __future__ import annotations

from dataclasses import dataclass

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper that an id names."""

    paper_id: str
    title: str | None
    year: int | None
    loaded: bool


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that a name fits. `rank` is 1 for the best match."""

    paper_id: str
    title: str | None
    year: int | None
    rank: int
    loaded: bool


@dataclass(frozen=True, slots=True)
class LoadedPaper:
    """What tells a loaded paper from others."""

    paper_id: str
    title: str
    year: int | None
    arxiv_id: str | None
    doi: str | None
    former_ids: list[str]
    conflicts: list[str]
    authors: list[str]
    records: list[str]


@dataclass(frozen=True, slots=True)
class PaperTitle:
    """The title of a paper."""

    paper_id: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity that a name fits. `rank` is 1 for the best match."""

    entity_type: str
    entity_id: str
    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class LinkedPaperText:
    """The text of a paper, and what it is linked to."""

    paper_id: str
    title: str | None
    abstract: str | None
    entities: list[str]


@dataclass(frozen=True, slots=True)
class IntroducedEntity:
    """Something that a paper introduces."""

    entity: str


@dataclass(frozen=True, slots=True)
class EntityName:
    """An entity with its names."""

    entity_type: str
    entity_id: str
    name: str
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class NamedAuthor:
    """An author that a name fits. `rank` is 1 for the best match."""

    author_id: str
    name: str
    papers: int
    rank: int


@dataclass(frozen=True, slots=True)
class AuthorName:
    """The name of an author."""

    author_id: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedRepository:
    """A repository that a name fits. `rank` is 1 for the best match."""

    repository_id: str
    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class RepositoryName:
    """The name of a repository."""

    repository_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperCount:
    """How many papers there are."""

    papers: int
    only_cited: int


def papers_by_id(store: Store, keys: list[str]) -> list[KnownPaper]:
    """Papers with these keys."""
    return typed_rows(store, "papers-by-id", KnownPaper, keys=keys)


def papers_by_other_id(store: Store, keys: list[str]) -> list[KnownPaper]:
    """Papers that these ids name, though their key is another: former keys, DOIs, ids at other services."""
    return typed_rows(store, "papers-by-other-id", KnownPaper, keys=keys)


def papers_by_name(store: Store, name: str, title_key: str) -> list[NamedPaper]:
    """Papers by title, by the name of what they introduce, or by a part of the title, best matches first."""
    return typed_rows(store, "papers-by-name", NamedPaper, name=name, title_key=title_key)


def loaded_papers(store: Store) -> list[LoadedPaper]:
    """What tells loaded papers from each other: ids, title, year, authors and records."""
    return typed_rows(store, "loaded-papers", LoadedPaper)


def paper_titles(store: Store) -> list[PaperTitle]:
    """The titles of all papers."""
    return typed_rows(store, "paper-titles", PaperTitle)


def entities_by_name(store: Store, folded: str, entity_type: str | None = None) -> list[NamedEntity]:
    """Methods, hardware and benchmarks by name, alias, id or a part of the name, best matches first."""
    return typed_rows(store, "entities-by-name", NamedEntity, folded=folded, entity_type=entity_type)


def entity_names(store: Store, entity_type: str | None = None) -> list[EntityName]:
    """The names of all methods, hardware and benchmarks."""
    return typed_rows(store, "entity-names", EntityName, entity_type=entity_type)


def authors_by_name(store: Store, name: str) -> list[NamedAuthor]:
    """Authors by id, name or a part of the name, best matches first."""
    return typed_rows(store, "authors-by-name", NamedAuthor, name=name)


def author_names(store: Store) -> list[AuthorName]:
    """The names of all authors."""
    return typed_rows(store, "author-names", AuthorName)


def repositories_by_name(store: Store, name: str) -> list[NamedRepository]:
    """Repositories by id, owner/name or a part of it, best matches first."""
    return typed_rows(store, "repositories-by-name", NamedRepository, name=name)


def repository_names(store: Store) -> list[RepositoryName]:
    """The names of all repositories."""
    return typed_rows(store, "repository-names", RepositoryName)


def paper_count(store: Store) -> list[PaperCount]:
    """How many papers are loaded, and how many are only cited."""
    return typed_rows(store, "paper-count", PaperCount)


def linked_texts(store: Store) -> list[LinkedPaperText]:
    """Title and abstract of every loaded paper, with what it is linked to."""
    return typed_rows(store, "linked-texts", LinkedPaperText)


def introduced_entities(store: Store) -> list[IntroducedEntity]:
    """The methods and benchmarks that papers of the graph introduce."""
    return typed_rows(store, "introduced-entities", IntroducedEntity)
