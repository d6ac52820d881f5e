"""Typed queries on repositories: each function is the `.cypher` file of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class DeadCode:
    """A paper with a repository that is gone or archived."""

    paper_id: str
    title: str | None
    year: int | None
    repository: str
    state: str | None
    archived: bool | None
    checked_at: str | None


@dataclass(frozen=True, slots=True)
class OthersCode:
    """A paper without code, and the code of another that it could use."""

    paper_id: str
    title: str | None
    method: str
    introduced_by: str
    repository: str


@dataclass(frozen=True, slots=True)
class RepositoryRow:
    """A repository with what is known of its health."""

    repository_id: str
    name: str
    url: str
    stars: int | None
    license: str | None
    archived: bool | None
    pushed_at: str | None
    checked_at: str | None
    state: str | None
    papers: list[str]


@dataclass(frozen=True, slots=True)
class RepositoryCard:
    """All that is known of one repository."""

    repository_id: str
    name: str
    url: str
    stars: int | None
    license: str | None
    topics: list[str]
    archived: bool | None
    pushed_at: str | None
    checked_at: str | None
    state: str | None
    moved_to: str | None
    papers: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class UnofficialCode:
    """A paper with code that is not known to be its own."""

    paper_id: str
    title: str | None
    repository: str
    url: str
    official: bool | None


def papers_with_dead_code(store: Store, limit: int = 25) -> list[DeadCode]:
    """Papers whose repository is missing, blocked or archived."""
    return typed_rows(store, "papers-with-dead-code", DeadCode, limit=limit)


def papers_with_others_code(store: Store, limit: int = 25) -> list[OthersCode]:
    """Papers without code of their own that use a method which another paper's code implements."""
    return typed_rows(store, "papers-with-others-code", OthersCode, limit=limit)


def repositories(
    store: Store,
    paper: str | None = None,
    license: Sequence[str] = (),
    pushed_since: str | None = None,
    archived: bool | None = None,
    state: str | None = None,
    limit: int = 25,
) -> list[RepositoryRow]:
    """Repositories of papers with what is known of their health, most stars first."""
    return typed_rows(
        store,
        "repositories",
        RepositoryRow,
        paper=paper,
        license=license,
        pushed_since=pushed_since,
        archived=archived,
        state=state,
        limit=limit,
    )


def show_repository(store: Store, repository: str) -> list[RepositoryCard]:
    """All that the graph knows of one repository."""
    return typed_rows(store, "show-repository", RepositoryCard, repository=repository)


def unofficial_code(store: Store, limit: int = 25) -> list[UnofficialCode]:
    """Papers with code that is not known to be their own."""
    return typed_rows(store, "unofficial-code", UnofficialCode, limit=limit)
