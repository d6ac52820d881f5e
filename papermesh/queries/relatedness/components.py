"""The standard measures of how much two papers share: pure functions, symmetric in the two papers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from papermesh.queries.relatedness.weights import ANCESTOR_FACTOR

EntityKey = tuple[str, str]
"""Type and id: ids alone are unique only within a type."""


def salton(shared: int, own: int, theirs: int) -> float:
    """Return the cosine of two sets, 0 to 1, from their sizes and that of their intersection.

    Applied to reference lists it is bibliographic coupling (Kessler 1963, "Bibliographic coupling between scientific
    papers"), applied to the sets of citing papers co-citation (Small 1973, "Co-citation in the scientific
    literature"), both normalised by the cosine of Salton and McGill (1983, "Introduction to Modern Information
    Retrieval").

    >>> salton(2, 4, 1)
    1.0
    >>> salton(0, 0, 5)
    0.0
    """
    if not own or not theirs:
        return 0.0
    return min(1.0, shared / math.sqrt(own * theirs))


def rarity(papers_with: int, papers: int) -> float:
    """Return how much sharing a thing says, 0 to 1: nothing where all papers have it, most where few have.

    The inverse document frequency of Spärck Jones (1972, "A statistical interpretation of term specificity and its
    application in retrieval"), divided by its largest value so that it does not grow with the graph.

    Args:
        papers_with: Papers that have the thing, 1 at least.
        papers: All papers.
    """
    return math.log((papers + 1) / min(max(papers_with, 1), papers)) / math.log(papers + 1) if papers else 0.0


def saturated(total: float) -> float:
    """Return a sum of rarities as a value from 0 to below 1 that every addend raises, and the first ones most."""
    return total / (1.0 + total)


def distances(entity: EntityKey, parents: Mapping[EntityKey, Sequence[EntityKey]]) -> dict[EntityKey, int]:
    """Return the ancestors of an entity, each with the fewest steps that lead to it; a cycle does not lead back."""
    found = {entity: 0}
    for current in (queue := [entity]):
        for parent in parents.get(current, ()):
            if parent not in found:
                found[parent] = found[current] + 1
                queue.append(parent)
    del found[entity]
    return found


@dataclass(frozen=True, slots=True)
class Tie:
    """How a paper comes to have an entity: how firmly, in how many steps, and through which of its own entities."""

    strength: float
    steps: int
    through: EntityKey


def closure(
    strengths: Mapping[EntityKey, float], ancestors: Mapping[EntityKey, Mapping[EntityKey, int]]
) -> dict[EntityKey, Tie]:
    """Return the entities of a paper and their ancestors, each with its firmest tie.

    Args:
        strengths: What the paper is linked to, each with a strength of 0 to 1.
        ancestors: Of each of these entities, the ancestors with their distance in steps.
    """
    ties: dict[EntityKey, Tie] = {}
    for key in sorted(strengths):
        strength = strengths[key]
        reached = [(key, 0), *sorted(ancestors.get(key, {}).items())]
        for target, steps in reached:
            tie = Tie(strength * ANCESTOR_FACTOR**steps, steps, key)
            known = ties.get(target)
            if known is None or (tie.strength, -tie.steps) > (known.strength, -known.steps):
                ties[target] = tie
    return ties


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that two papers share, with the ancestors that they share because of it."""

    entity: EntityKey
    implied: tuple[EntityKey, ...]
    value: float
    """Squared rarity times the strengths of both ties, of the entity and of what it implies.

    The square, as in the product of two vectors of inverse frequencies: each paper brings the rarity once.
    """


def shared_entities(
    own: Mapping[EntityKey, Tie],
    theirs: Mapping[EntityKey, Tie],
    rarities: Mapping[EntityKey, float],
    ancestors: Mapping[EntityKey, Mapping[EntityKey, int]],
) -> list[Shared]:
    """Return what two papers share, the most telling first.

    Who shares a method shares what the method is, too. Such an ancestor is no reason of its own unless both papers
    name it themselves: it is counted with the shared descendant that is worth most.

    Args:
        own: The closure of one paper.
        theirs: The closure of the other.
        rarities: The rarity of every entity in both.
        ancestors: Of every entity in both, the ancestors with their distance in steps.
    """
    values = {
        key: rarities[key] ** 2 * (own[key].strength * theirs[key].strength) for key in own if key in theirs
    }  # the product of strengths first: swapping the papers must not change the last bit
    below: dict[EntityKey, list[EntityKey]] = {key: [] for key in values}
    for key in sorted(values):
        for ancestor in ancestors.get(key, {}):
            if ancestor in below:
                below[ancestor].append(key)
    roots = {key for key in values if not below[key] or own[key].steps == theirs[key].steps == 0}
    implied: dict[EntityKey, list[EntityKey]] = {key: [] for key in roots}
    for key in sorted(set(values) - roots):
        candidates = [other for other in below[key] if other in roots]
        if candidates:
            implied[min(candidates, key=lambda other: (-values[other], other))].append(key)
        else:
            implied[key] = []
    found = [
        Shared(key, tuple(more), math.fsum([values[key], *(values[one] for one in more)]))
        for key, more in implied.items()
    ]
    return sorted(found, key=lambda one: (-one.value, one.entity))


def total(values: Iterable[float]) -> float:
    """Return a sum that does not depend on the order of its addends."""
    return math.fsum(values)
