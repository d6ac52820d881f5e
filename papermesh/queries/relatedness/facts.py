"""Reads from a graph what relatedness is computed from: a seed, its candidates, and what lies between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from papermesh.errors import NotFound
from papermesh.graph.store import Store
from papermesh.queries import lookup, neighbours
from papermesh.queries.ask import last_run
from papermesh.queries.neighbours import (
    BuildsOnNeighbour,
    CitationNeighbour,
    CoCitedPaper,
    CoupledPaper,
    LinkedEntity,
)
from papermesh.queries.relatedness.components import EntityKey, Tie, closure, distances, rarity
from papermesh.queries.relatedness.terms import TermIndex, Vector, index
from papermesh.queries.relatedness.weights import EDGE_STRENGTH, ENTITY_COMPONENTS

MOST_CANDIDATES = 1000
"""Most papers that are scored: those that most of the neighbourhood leads to."""

NEAR_BY_TEXT = 200
"""Most papers that rare shared terms lead to."""

COMMON = 1000
"""An entity in more papers than this leads to no candidates: sharing it says next to nothing."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one paper, or of a draft."""

    paper_id: str
    title: str | None
    year: int | None
    links: tuple[LinkedEntity, ...]
    vector: Vector
    in_graph: bool = True

    def strengths(self) -> dict[EntityKey, float]:
        """Return how firmly the paper is tied to each entity that it is linked to, 0 to 1."""
        found: dict[EntityKey, float] = {}
        for link in self.links:
            key = (link.entity_type, link.entity_id)
            found[key] = max(found.get(key, 0.0), strength(link))
        return found

    def best_link(self, key: EntityKey) -> LinkedEntity | None:
        """Return the firmest link to an entity, or None; of equal ones the first by label."""
        links = [link for link in self.links if (link.entity_type, link.entity_id) == key]
        return min(links, key=lambda link: (-strength(link), link.edge), default=None)


@dataclass(frozen=True)
class Facts:
    """A seed, the papers to compare it with, and what lies between them; all maps are by the other paper's key."""

    seed: Profile
    others: Mapping[str, Profile]
    citations: Mapping[str, Sequence[CitationNeighbour]]
    coupled: Mapping[str, CoupledPaper]
    co_cited: Mapping[str, CoCitedPaper]
    builds_on: Mapping[str, Sequence[BuildsOnNeighbour]]
    ancestors: Mapping[EntityKey, Mapping[EntityKey, int]]
    names: Mapping[EntityKey, str]
    papers_with: Mapping[EntityKey, int]
    """In how many papers an entity of the seed's closure occurs."""
    papers: int
    """Loaded papers in the graph."""
    seed_ties: Mapping[EntityKey, Tie]

    @cached_property
    def rarities(self) -> Mapping[EntityKey, float]:
        """The rarity of every entity in the seed's closure."""
        return {key: rarity(self.papers_with.get(key, 1), self.papers) for key in self.seed_ties}

    def ties(self, profile: Profile) -> dict[EntityKey, Tie]:
        """Return the closure of a paper."""
        return closure(profile.strengths(), self.ancestors)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What all scores of one state of a graph have in common."""

    papers: int
    terms: TermIndex


_corpora: WeakKeyDictionary[Store, tuple[tuple[str | None, int, int], Corpus]] = WeakKeyDictionary()


def corpus_of(store: Store) -> Corpus:
    """Return the corpus of a graph: all texts are read once for each store object and load."""
    count = lookup.paper_count(store)[0]
    state = (last_run(store), count.papers, count.only_cited)
    known = _corpora.get(store)
    if known is None or known[0] != state:
        texts = ((one.paper_id, one.title, one.abstract) for one in neighbours.paper_texts(store))
        known = (state, Corpus(count.papers, index(texts)))
        _corpora[store] = known
    return known[1]


def strength(link: LinkedEntity) -> float:
    """Return how firmly an edge ties a paper to an entity, 0 to 1."""
    return EDGE_STRENGTH[link.edge] * (1.0 if link.confidence is None else link.confidence)


def profiles_of(store: Store, papers: Collection[str]) -> dict[str, Profile]:
    """Return what is known of papers, by key; those that the graph lacks are left out."""
    keys = sorted(papers)
    terms = corpus_of(store).terms
    links: defaultdict[str, list[LinkedEntity]] = defaultdict(list)
    for link in neighbours.entities_of_papers(store, keys):
        if link.entity_type in ENTITY_COMPONENTS:
            links[link.paper_id].append(link)
    return {
        head.paper_id: Profile(
            head.paper_id, head.title, head.year, tuple(links[head.paper_id]), terms.vectors.get(head.paper_id, {})
        )
        for head in lookup.papers_by_id(store, keys)
    }


def profile_of(store: Store, paper_id: str) -> Profile:
    """Return what is known of a paper.

    Raises:
        NotFound: The graph has no paper with this key.
    """
    found = profiles_of(store, [paper_id])
    if paper_id not in found:
        raise NotFound(f"no paper {paper_id!r} in the graph", where=store.address, hint="papermesh search WORDS")
    return found[paper_id]


def read_facts(store: Store, seed: Profile, others: Sequence[str] | None = None) -> Facts:
    """Return what lies between a seed and others.

    Args:
        store: The graph.
        seed: A paper of the graph, or a draft.
        others: Keys of papers; `None`: those that the seed's neighbourhood leads to.
    """
    only = list(others or ())
    citations: defaultdict[str, list[CitationNeighbour]] = defaultdict(list)
    builds_on: defaultdict[str, list[BuildsOnNeighbour]] = defaultdict(list)
    coupled: dict[str, CoupledPaper] = {}
    co_cited: dict[str, CoCitedPaper] = {}
    if seed.in_graph:
        for citation in neighbours.citation_neighbours(store, seed.paper_id, only):
            citations[citation.paper_id].append(citation)
        for step in neighbours.builds_on_neighbours(store, seed.paper_id, only):
            builds_on[step.paper_id].append(step)
        coupled = {row.paper_id: row for row in neighbours.coupled_papers(store, seed.paper_id, only)}
        co_cited = {row.paper_id: row for row in neighbours.co_cited_papers(store, seed.paper_id, only)}
    own = set(seed.strengths())
    ancestors, names = _ancestors(store, own)
    seed_ties = closure(seed.strengths(), ancestors)
    frequencies = _frequencies(store, seed_ties)
    corpus = corpus_of(store)
    if others is None:
        leads: list[Collection[str]] = [citations, builds_on, coupled, co_cited]
        only = _candidates(store, seed, leads, frequencies, corpus)
    compared = profiles_of(store, only)
    more, more_names = _ancestors(store, {key for one in compared.values() for key in one.strengths()} - own)
    for one in (seed, *compared.values()):
        for link in one.links:
            names[link.entity_type, link.entity_id] = link.name
    return Facts(
        seed=seed,
        others=compared,
        citations=citations,
        coupled=coupled,
        co_cited=co_cited,
        builds_on=builds_on,
        ancestors=ancestors | more,
        names=more_names | names,
        papers_with=frequencies,
        papers=corpus.papers,
        seed_ties=seed_ties,
    )


def _candidates(
    store: Store,
    seed: Profile,
    leads: Sequence[Collection[str]],
    frequencies: Mapping[EntityKey, int],
    corpus: Corpus,
) -> list[str]:
    """Return the loaded papers that the seed's neighbourhood leads to, at most `MOST_CANDIDATES`."""
    votes: defaultdict[str, float] = defaultdict(float)
    for lead in leads:
        for key in lead:
            votes[key] += 1.0
    telling = {key for key, papers in frequencies.items() if papers <= COMMON}
    by_type = _by_type(telling)
    if telling:
        for found in neighbours.papers_of_entities(store, **by_type, limit=MOST_CANDIDATES):
            votes[found.paper_id] += found.entities / (1.0 + found.entities)
    for key in corpus.terms.near(seed.vector, NEAR_BY_TEXT):
        votes[key] += 0.5
    votes.pop(seed.paper_id, None)
    loaded = {head.paper_id for head in lookup.papers_by_id(store, sorted(votes)) if head.loaded}
    return sorted(loaded, key=lambda key: (-votes[key], key))[:MOST_CANDIDATES]


def _ancestors(
    store: Store, entities: Iterable[EntityKey]
) -> tuple[dict[EntityKey, dict[EntityKey, int]], dict[EntityKey, str]]:
    """Return for each entity, and for all that it comes under, the ancestors with their distance; and their names."""
    by_type = _by_type(entities)
    del by_type["repositories"]
    parents: defaultdict[EntityKey, list[EntityKey]] = defaultdict(list)
    names: dict[EntityKey, str] = {}
    if any(by_type.values()):
        for row in neighbours.entity_parents(store, **by_type):
            parent = (row.entity_type, row.parent_id)
            parents[row.entity_type, row.entity_id].append(parent)
            names[parent] = row.name
    return {entity: distances(entity, parents) for entity in parents}, names


def _frequencies(store: Store, entities: Iterable[EntityKey]) -> dict[EntityKey, int]:
    rows = neighbours.entity_frequencies(store, **_by_type(entities))
    return {(row.entity_type, row.entity_id): row.links for row in rows}


_PLURALS = {"method": "methods", "hardware": "hardware", "benchmark": "benchmarks", "repository": "repositories"}


def _by_type(entities: Iterable[EntityKey]) -> dict[str, list[str]]:
    """Return the ids by the name of the parameter that takes them."""
    found: dict[str, list[str]] = {plural: [] for plural in _PLURALS.values()}
    for entity_type, entity_id in sorted(entities):
        found[_PLURALS[entity_type]].append(entity_id)
    return found
