"""Where every node of a page stands: as a similarity map, and by year. Pure, and the same on every run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log2, sqrt

from papermesh.viz.map_layout import SimilarityMap, similarity_map
from papermesh.viz.model import NodeRef, ViewModel
from papermesh.viz.year_layout import YearChart, year_chart

Point = tuple[float, float]

SEED_RADIUS = 21.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Radius of every glyph and its place in both drawings, in units of which a screen at 100 % shows one a pixel."""

    radius: dict[NodeRef, float]
    map: SimilarityMap
    year: YearChart


def layout(model: ViewModel) -> Layout:
    """Return the places of all nodes of a model; the same model gives the same places."""
    radius = radii(model)
    return Layout(radius=radius, map=similarity_map(model, radius), year=year_chart(model, radius))


def radii(model: ViewModel) -> dict[NodeRef, float]:
    """Return the radius of every glyph: papers by citations in the graph, entities by edges on the page."""
    degree = Counter(ref for edge in model.edges for ref in (edge.tail, edge.head))
    sizes: dict[NodeRef, float] = {}
    for node in model.nodes:
        if node.ref == model.seed:
            sizes[node.ref] = SEED_RADIUS
        elif node.kind == "Paper":
            sizes[node.ref] = min(20.0, 8.5 + 2.2 * log2(1 + node.cited_by))
        else:
            sizes[node.ref] = min(13.0, 6.0 + 1.1 * sqrt(degree[node.ref]))
    return sizes
