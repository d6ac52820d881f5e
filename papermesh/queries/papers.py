"""Typed queries on papers: each function is the `.cypher` file of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class ComparedPaper:
    """A paper as one row of a comparison."""

    paper_id: str
    title: str | None
    year: int | None
    introduces: list[str]
    uses: list[str]
    compares_with: list[str]
    hardware: list[str]
    benchmarks: list[str]
    code: list[str]


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper that meets all conditions, with names of what it is linked to."""

    paper_id: str
    title: str | None
    year: int | None
    methods: list[str]
    hardware: list[str]
    benchmarks: list[str]
    code: list[str]


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper with the number of those that cite it."""

    paper_id: str
    title: str | None
    year: int | None
    cited_by: int
    loaded: bool


@dataclass(frozen=True, slots=True)
class BuildingPaper:
    """A paper that builds on a method."""

    paper_id: str
    title: str | None
    year: int | None
    steps: int
    via: list[str]


@dataclass(frozen=True, slots=True)
class AuthorsPaper:
    """A paper of an author."""

    paper_id: str
    title: str | None
    year: int | None
    position: int | None
    authors: list[str]


@dataclass(frozen=True, slots=True)
class PaperOnDevice:
    """A paper that ran on a device."""

    paper_id: str
    title: str | None
    year: int | None
    hardware: str
    memory_gb: float
    evidence: str | None


@dataclass(frozen=True, slots=True)
class PaperWithBoth:
    """A paper that names two kinds of hardware."""

    paper_id: str
    title: str | None
    year: int | None
    left: list[str]
    right: list[str]
    evidence: str | None


@dataclass(frozen=True, slots=True)
class EvaluatingPaper:
    """A paper that evaluates on a benchmark."""

    paper_id: str
    title: str | None
    year: int | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class SameTitle:
    """Papers whose titles compare equal."""

    title_key: str
    papers: list[str]
    titles: list[str]


@dataclass(frozen=True, slots=True)
class PossiblePaper:
    """A paper of which it is not known whether it meets all conditions."""

    paper_id: str
    title: str | None
    year: int | None
    not_stated: list[str]
    unknown: int


@dataclass(frozen=True, slots=True)
class PaperSource:
    """A record that describes a paper."""

    record_id: str
    source: str
    place: str | None
    record: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A paper that holds some of the words."""

    paper_id: str
    title: str | None
    year: int | None
    words: list[str]
    score: int


@dataclass(frozen=True, slots=True)
class PaperCard:
    """All that is known of one paper; lists of maps hold what it is linked to."""

    paper_id: str
    title: str | None
    abstract: str | None
    year: int | None
    published: str | None
    venue: str | None
    arxiv_id: str | None
    doi: str | None
    url: str | None
    text_scope: str
    references_known: bool | None
    former_ids: list[str]
    conflicts: list[str]
    property_sources: list[str]
    authors: list[str]
    entities: list[dict[str, Any]]
    code: list[dict[str, Any]]
    links: list[dict[str, Any]]
    references_out: int
    references_in: int
    cites: list[dict[str, Any]]
    cited_by: list[dict[str, Any]]
    builds_on: list[dict[str, Any]]
    built_on_by: list[dict[str, Any]]
    records: list[dict[str, Any]]


def compare_papers(store: Store, papers: list[str]) -> list[ComparedPaper]:
    """Papers side by side: what each introduces, uses, compares with, runs on and evaluates on, and its code."""
    return typed_rows(store, "compare-papers", ComparedPaper, papers=papers)


def find_papers(
    store: Store,
    method: Sequence[str] = (),
    hardware: Sequence[str] = (),
    benchmark: Sequence[str] = (),
    compares: Sequence[str] = (),
    has_code: bool | None = None,
    since: int | None = None,
    until: int | None = None,
    exact: bool = False,
    limit: int = 25,
) -> list[FoundPaper]:
    """Papers that meet every condition asked, newest first."""
    return typed_rows(
        store,
        "find-papers",
        FoundPaper,
        method=method,
        hardware=hardware,
        benchmark=benchmark,
        compares=compares,
        has_code=has_code,
        since=since,
        until=until,
        exact=exact,
        limit=limit,
    )


def most_cited_papers(store: Store, only_missing: bool = False, limit: int = 25) -> list[CitedPaper]:
    """Papers by how many papers of the graph cite them."""
    return typed_rows(store, "most-cited-papers", CitedPaper, only_missing=only_missing, limit=limit)


def papers_building_on(store: Store, method: str, limit: int = 25) -> list[BuildingPaper]:
    """Papers that build on those which introduce a method, up to two steps out."""
    return typed_rows(store, "papers-building-on", BuildingPaper, method=method, limit=limit)


def papers_by_author(store: Store, author: str, limit: int = 25) -> list[AuthorsPaper]:
    """Papers of an author, newest first."""
    return typed_rows(store, "papers-by-author", AuthorsPaper, author=author, limit=limit)


def papers_by_memory(store: Store, most_gb: float, limit: int = 25) -> list[PaperOnDevice]:
    """Papers that run on devices with at most this much memory, newest first."""
    return typed_rows(store, "papers-by-memory", PaperOnDevice, most_gb=most_gb, limit=limit)


def papers_naming_both_hardware(store: Store, left: str, right: str, limit: int = 25) -> list[PaperWithBoth]:
    """Papers on one kind of hardware with the other kind that they name beside it, newest first."""
    return typed_rows(store, "papers-naming-both-hardware", PaperWithBoth, left=left, right=right, limit=limit)


def papers_on_benchmark_without(store: Store, benchmark: str, without: str, limit: int = 25) -> list[EvaluatingPaper]:
    """Papers that evaluate on one benchmark but not on another, newest first."""
    return typed_rows(
        store, "papers-on-benchmark-without", EvaluatingPaper, benchmark=benchmark, without=without, limit=limit
    )


def papers_with_same_title(store: Store, limit: int = 25) -> list[SameTitle]:
    """Groups of papers whose titles compare equal: probably one paper, preprint and published."""
    return typed_rows(store, "papers-with-same-title", SameTitle, limit=limit)


def possible_papers(
    store: Store,
    method: Sequence[str] = (),
    hardware: Sequence[str] = (),
    benchmark: Sequence[str] = (),
    compares: Sequence[str] = (),
    has_code: bool | None = None,
    since: int | None = None,
    until: int | None = None,
    exact: bool = False,
    limit: int = 25,
) -> list[PossiblePaper]:
    """Papers that may meet every condition asked, since their text does not state what is missing; newest first."""
    return typed_rows(
        store,
        "possible-papers",
        PossiblePaper,
        method=method,
        hardware=hardware,
        benchmark=benchmark,
        compares=compares,
        has_code=has_code,
        since=since,
        until=until,
        exact=exact,
        limit=limit,
    )


def records_of_paper(store: Store, paper: str) -> list[PaperSource]:
    """What each source said of a paper, as it was loaded."""
    return typed_rows(store, "records-of-paper", PaperSource, paper=paper)


def search_papers(store: Store, text: str, limit: int = 25) -> list[SearchHit]:
    """Papers whose title, abstract or entities hold these words, those that hold most of them first."""
    return typed_rows(store, "search-papers", SearchHit, text=text, limit=limit)


def show_paper(store: Store, paper: str, most: int = 100) -> list[PaperCard]:
    """All that the graph knows of one paper."""
    return typed_rows(store, "show-paper", PaperCard, paper=paper, most=most)
