"""The score of one pair of papers, as addends that need no store any more: pure, symmetric, exact."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from papermesh.queries.relatedness.components import Shared, salton, saturated, shared_entities, total
from papermesh.queries.relatedness.facts import Facts
from papermesh.queries.relatedness.terms import cosine
from papermesh.queries.relatedness.weights import COMPONENTS, ENTITY_COMPONENTS, LISTED_REASONS, millionths


@dataclass(frozen=True, slots=True)
class Addend:
    """One addend: a component, its millionths, and what it stands for where the component alone does not say."""

    component: str
    millionths: int
    shared: tuple[Shared, ...] = ()
    """Entities: one, or those that were merged because they come after the listed ones."""
    terms: tuple[str, ...] = ()
    """Shared terms, those that add most first."""


def addends(facts: Facts, other: str) -> list[Addend]:
    """Return the addends of a pair's score, the largest first; those that round to nothing are left out."""
    found: list[Addend] = []

    def add(component: str, value: float, *, terms: tuple[str, ...] = ()) -> None:
        found.append(Addend(component, millionths(component, value), terms=terms))

    if facts.citations.get(other):
        add("direct_citation", 1.0)
    if coupled := facts.coupled.get(other):
        add("bibliographic_coupling", salton(coupled.shared, coupled.own, coupled.theirs))
    if co_cited := facts.co_cited.get(other):
        add("co_citation", salton(co_cited.shared, co_cited.own, co_cited.theirs))
    if facts.builds_on.get(other):
        add("builds_on", 1.0)
    found += _entity_addends(facts, other)
    alike, terms = cosine(facts.seed.vector, facts.others[other].vector)
    if terms:
        add("text", alike, terms=tuple(terms))
    order = {component: number for number, component in enumerate(COMPONENTS)}
    # A merged rest comes after the addends that it follows, though its sum may be larger.
    return sorted(
        (one for one in found if one.millionths),
        key=lambda one: (
            len(one.shared) > 1,
            -one.millionths,
            order[one.component],
            one.shared[:1] and one.shared[0].entity,
        ),
    )


def score(found: list[Addend]) -> int:
    """Return the score in millionths: the sum of the addends."""
    return sum(one.millionths for one in found)


def _entity_addends(facts: Facts, other: str) -> list[Addend]:
    """Return one addend for each shared entity; what comes after the listed ones of a component is one addend."""
    ties = facts.ties(facts.others[other])
    by_component: defaultdict[str, list[Shared]] = defaultdict(list)
    for shared in shared_entities(facts.seed_ties, ties, facts.rarities, facts.ancestors):
        by_component[ENTITY_COMPONENTS[shared.entity[0]]].append(shared)
    found = []
    for component, all_shared in by_component.items():
        sum_of_values = total(shared.value for shared in all_shared)
        # Each takes its part of the component's value, so that the parts add up to it.
        factor = saturated(sum_of_values) / sum_of_values if sum_of_values else 0.0
        parts = [(shared, millionths(component, shared.value * factor)) for shared in all_shared]
        parts = [(shared, part) for shared, part in parts if part]
        found += [Addend(component, part, (shared,)) for shared, part in parts[:LISTED_REASONS]]
        if rest := parts[LISTED_REASONS:]:
            found.append(Addend(component, sum(part for _, part in rest), tuple(shared for shared, _ in rest)))
    return found
