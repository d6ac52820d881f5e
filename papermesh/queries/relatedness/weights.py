"""The numbers behind every score, in one place.

A score is the integer sum of its reasons, each a whole number of millionths. A component's value lies in 0 to 1, the
weights add up to 1, so a score lies in 0 to 1,000,000 millionths, but for the rounding of its reasons.

The weights were set by judgement and are not fitted to data: citations and methods say most, hardware, benchmarks
and repositories least. Texts have the largest weight since their cosine is small even between close papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({
    "direct_citation": 0.15,         # one cites the other
    "bibliographic_coupling": 0.15,  # they cite the same papers
    "co_citation": 0.10,             # the same papers cite them
    "shared_methods": 0.15,          # they introduce, use or compare with the same methods
    "shared_hardware": 0.04,         # they run on, target or mention the same hardware
    "shared_benchmarks": 0.04,       # they introduce, evaluate on or mention the same benchmarks
    "shared_repositories": 0.04,     # they link the same code
    "builds_on": 0.08,               # one uses or compares with what the other introduces
    "text": 0.25,                    # their titles and abstracts share terms; the cosine is rarely above a half
})  # fmt: skip

COMPONENTS: Final[tuple[str, ...]] = tuple(WEIGHTS)
"""The components, in the order in which equal reasons are listed."""

ENTITY_COMPONENTS: Final[Mapping[str, str]] = MappingProxyType({
    "method": "shared_methods",
    "hardware": "shared_hardware",
    "benchmark": "shared_benchmarks",
    "repository": "shared_repositories",
})  # fmt: skip
"""The component in which sharing an entity counts, by the entity's type."""

EDGE_STRENGTH: Final[Mapping[str, float]] = MappingProxyType({
    "INTRODUCES": 1.0,
    "USES": 1.0,
    "COMPARES_WITH": 0.6,
    "RUNS_ON": 1.0,
    "TARGETS": 1.0,
    "EVALUATES_ON": 1.0,
    "MENTIONS": 0.3,
    "HAS_CODE": 1.0,
})  # fmt: skip
"""How firmly an edge ties a paper to an entity; its confidence is multiplied in."""

ANCESTOR_FACTOR: Final = 0.5
"""What each step from an entity up to what it is, or is a variant of, leaves of the strength."""

LISTED_REASONS: Final = 5
"""Most reasons that one component lists; the others are merged into one, so that the sum stays exact."""

MILLION: Final = 1_000_000


def millionths(component: str, value: float) -> int:
    """Return what a value of a component adds to a score, rounded half-even.

    >>> millionths("direct_citation", 1.0)
    150000
    """
    return round(WEIGHTS[component] * value * MILLION)
