"""Related work with reasons: the score of a paper is the integer sum of the reasons that are listed for it.

Each reason is one addend: a component of `COMPONENTS` times its weight of `WEIGHTS`, in whole millionths rounded
half-even. All components are symmetric, so `why(store, a, b)` and `why(store, b, a)` have the same score and the
same reasons, and both agree with what `related` lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from papermesh.errors import QueryError
from papermesh.graph.schema import ROLE_EDGES
from papermesh.graph.store import Store
from papermesh.queries import neighbours
from papermesh.queries.neighbours import LinkedEntity, SharedPaper
from papermesh.queries.relatedness.addends import Addend, addends, score
from papermesh.queries.relatedness.facts import Facts, Profile, corpus_of, profile_of, read_facts
from papermesh.queries.relatedness.reasons import Proof, Reason, Related
from papermesh.queries.relatedness.sentences import PairInWords
from papermesh.queries.relatedness.weights import COMPONENTS, WEIGHTS

__all__ = [
    "COMPONENTS",
    "DRAFT",
    "WEIGHTS",
    "Proof",
    "Reason",
    "Related",
    "related",
    "related_to_draft",
    "why",
]

DRAFT = "draft"
"""Stands for the key of a draft in the proofs of its reasons."""


class DraftLink(Protocol):
    """What a draft states of an entity: the links of `papermesh.loaders` have this form."""

    @property
    def entity_type(self) -> str: ...
    @property
    def entity_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def sentence(self) -> str: ...
    @property
    def surface(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def start(self) -> int: ...


def related(store: Store, paper_id: str, *, top: int = 20, only: Collection[str] | None = None) -> list[Related]:
    """Return the loaded papers most related to a paper, best first; equal scores by key.

    Args:
        store: The graph.
        paper_id: Key of the paper.
        top: Most papers to return.
        only: Components that count; `None` for all.

    Raises:
        NotFound: The graph has no such paper.
        QueryError: `only` names no component.
    """
    _check(only)
    return _ranked(store, profile_of(store, paper_id), top, only)


def related_to_draft(
    store: Store,
    title: str,
    abstract: str | None,
    links: Iterable[DraftLink] = (),
    *,
    repositories: Iterable[str] = (),
    top: int = 20,
    only: Collection[str] | None = None,
) -> list[Related]:
    """Return the papers most related to a text that is not in the graph.

    Citations do not count, since a draft has none that the graph knows.

    Args:
        store: The graph.
        title: The draft's title.
        abstract: The rest of its text.
        links: Methods, hardware and benchmarks that it names.
        repositories: Keys of repositories that it links.
        top: Most papers to return.
        only: Components that count; `None` for all.
    """
    _check(only)
    stated = [
        LinkedEntity(
            paper_id=DRAFT,
            entity_type=link.entity_type,
            entity_id=link.entity_id,
            name=link.name,
            edge=ROLE_EDGES[link.entity_type, link.role].label,
            confidence=link.confidence,
            evidence=link.sentence,
            surface=link.surface,
            field=link.field,
            start=link.start,
        )
        for link in links
    ]
    stated += [
        LinkedEntity(DRAFT, "repository", key, key.partition(":")[2] or key, "HAS_CODE", None, None, None, None, None)
        for key in sorted(set(repositories))
    ]
    vector = corpus_of(store).terms.vector(title, abstract)
    return _ranked(store, Profile(DRAFT, title, None, tuple(stated), vector, in_graph=False), top, only)


def why(store: Store, a: str, b: str) -> Related:
    """Return paper `b` with the reasons why it is related to paper `a`; none, and a score of 0, where it is not.

    Raises:
        NotFound: The graph lacks one of them.
    """
    seed = profile_of(store, a)
    profile_of(store, b)
    if a == b:
        raise QueryError(f"{a} is compared with itself", hint="name two different papers")
    facts = read_facts(store, seed, [b])
    return _in_words(store, facts, {b: addends(facts, b)})[0]


def _check(only: Collection[str] | None) -> None:
    for component in only or ():
        if component not in COMPONENTS:
            raise QueryError(f"no component {component!r}", hint=f"components: {', '.join(COMPONENTS)}")


def _ranked(store: Store, seed: Profile, top: int, only: Collection[str] | None) -> list[Related]:
    facts = read_facts(store, seed)
    found = {
        other: [one for one in addends(facts, other) if only is None or one.component in only] for other in facts.others
    }
    best = sorted((other for other in found if found[other]), key=lambda other: (-score(found[other]), other))[:top]
    return _in_words(store, facts, {other: found[other] for other in best})


def _in_words(store: Store, facts: Facts, found: dict[str, list[Addend]]) -> list[Related]:
    """Return papers with their addends as reasons, in the order given."""
    references = _by_other(neighbours.shared_references, store, facts, found, "bibliographic_coupling")
    citers = _by_other(neighbours.shared_citers, store, facts, found, "co_citation")
    entries = []
    for other, its_addends in found.items():
        words = PairInWords(facts, other, references[other], citers[other])
        profile = facts.others[other]
        entries.append(
            Related(
                paper_id=other,
                title=profile.title or other,
                year=profile.year,
                millionths=score(its_addends),
                reasons=tuple(words.reason(one) for one in its_addends),
            )
        )
    return entries


class _SharedPapers(Protocol):
    def __call__(self, store: Store, paper: str, others: list[str]) -> list[SharedPaper]: ...


def _by_other(
    read: _SharedPapers, store: Store, facts: Facts, found: dict[str, list[Addend]], component: str
) -> dict[str, Sequence[SharedPaper]]:
    """Return the papers that explain a component, for each of the others in which it counts."""
    by_other: defaultdict[str, list[SharedPaper]] = defaultdict(list)
    wanted = [other for other, listed in found.items() if any(one.component == component for one in listed)]
    if wanted:
        for row in read(store, facts.seed.paper_id, wanted):
            by_other[row.other].append(row)
    return {other: by_other[other] for other in found}
