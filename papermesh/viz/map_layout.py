"""The similarity map: the seed in the middle, papers the nearer the more related, what they share around them.

The distance of a paper follows its rank, its direction the group of papers that it belongs with. Papers lie inside a
disc; methods, hardware, benchmarks and code stand on a belt around it, each in the direction of the papers that share
it, so that a look along a direction says what its papers have in common.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, log2, pi, sin, sqrt, tau

import networkx as nx
import numpy as np

from papermesh.viz.collisions import apart
from papermesh.viz.model import COMPUTED, NodeRef, ViewModel

SEED = 7
"""Of the pseudo-random starts: fixed, so that equal input gives equal bytes."""

SPRING_MOST = 499
"""Most papers that the spring layout takes: from 500 on networkx asks for scipy."""

COMMON = 60
"""An entity that more papers share says nothing of who belongs together."""

INNER = 5.0
"""Papers' worth of room left free around the seed."""


@dataclass(frozen=True, slots=True)
class SimilarityMap:
    """Places of all nodes, and the rings that say how far which rank lies."""

    places: dict[NodeRef, tuple[float, float]]
    rings: tuple[tuple[int, float], ...]
    """Rank and radius."""


def similarity_map(model: ViewModel, radius: dict[NodeRef, float]) -> SimilarityMap:
    """Return the map of a model, for glyphs of the given radii."""
    papers = [node.ref for node in model.papers() if node.ref != model.seed]
    entities = [node.ref for node in model.nodes if node.kind != "Paper"]
    count = len(papers)
    reach = 58.0 * sqrt(count + INNER) + 24.0

    def distance(rank: int) -> float:
        return reach * sqrt((rank + INNER) / (count + INNER))

    bearing = _bearings(model, papers, [distance(rank) for rank in range(1, count + 1)])
    places: dict[NodeRef, tuple[float, float]] = {model.seed: (0.0, 0.0)}
    for rank, ref in enumerate(papers, start=1):
        places[ref] = (distance(rank) * cos(bearing[ref]), distance(rank) * sin(bearing[ref]))
    places.update(_belt(model, entities, places, reach))
    rings = tuple((rank, distance(rank) + 29.0) for rank in (10, 25, 50, 100, 250, 500, 1000) if rank <= count - 3)
    return SimilarityMap(places=_cleared(model, places, radius), rings=rings)


def _bearings(model: ViewModel, papers: list[NodeRef], distances: list[float]) -> dict[NodeRef, float]:
    """Return the direction of each paper, groups side by side.

    The nearer a paper, the wider the angle that its glyph takes: so a group of close papers gets a wide sector, and
    the middle of the map is not crowded on one side.
    """
    graph = _likeness(model, papers)
    angle = _spring_angles(graph)
    groups = [sorted(group) for group in nx.community.louvain_communities(graph, weight="weight", seed=SEED)]
    middle = {id(group): _mean_angle([angle[node] for node in group]) for group in groups}
    groups.sort(key=lambda group: (middle[id(group)], group))
    bearings: dict[NodeRef, float] = {}
    share = [1.0 / far for far in distances]
    total, done = sum(share), 0.0
    for group in groups:
        centre = middle[id(group)]
        inside = sorted(group, key=lambda node: ((angle[node] - centre + pi) % tau, node))
        for node in inside:
            bearings[papers[node]] = tau * (done + share[node] / 2) / total - pi
            done += share[node]
    return bearings


def _likeness(model: ViewModel, papers: list[NodeRef]) -> nx.Graph[int]:
    """Return which papers belong together, as weights: a citation counts one, a shared entity by how rare it is.

    Nodes are numbers, not keys: the order of a set of text changes from one run of Python to the next.
    """
    number = {ref: place for place, ref in enumerate(papers)}
    sharing: dict[NodeRef, list[int]] = defaultdict(list)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for edge in model.edges:
        tail, head = number.get(edge.tail), number.get(edge.head)
        if tail is not None and head is not None:
            weights[min(tail, head), max(tail, head)] += 1.0
        elif tail is not None and edge.head[0] != "Paper":
            sharing[edge.head].append(tail)
    for members in sharing.values():
        if len(members) > COMMON:
            continue
        rare = log2(1 + len(papers) / len(members)) / len(members)
        for place, one in enumerate(sorted(set(members))):
            for other in sorted(set(members))[place + 1 :]:
                weights[one, other] += rare
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(papers)))
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()) if weight)
    return graph


def _spring_angles(graph: nx.Graph[int]) -> dict[int, float]:
    """Return the direction in which each paper lies in a force layout, seen from its middle."""
    count = len(graph)
    if count > SPRING_MOST:
        return {node: tau * place / count - pi for place, node in enumerate(nx.dfs_preorder_nodes(_joined(graph)))}
    start = {node: (cos(tau * node / count), sin(tau * node / count)) for node in graph}
    places = nx.spring_layout(graph, pos=start, weight="weight", k=1.6 / sqrt(max(1, count)), iterations=120, seed=SEED)
    return {node: atan2(float(place[1]), float(place[0])) for node, place in places.items()}


def _joined(graph: nx.Graph[int]) -> nx.Graph[int]:
    """Return the graph with its parts joined in a row, so that one walk reaches every node."""
    whole = graph.copy()
    heads = [min(part) for part in nx.connected_components(graph)]
    whole.add_edges_from(pairwise(heads))
    return whole


def _mean_angle(angles: list[float]) -> float:
    return atan2(sum(sin(angle) for angle in angles), sum(cos(angle) for angle in angles))


def _belt(
    model: ViewModel, entities: list[NodeRef], places: dict[NodeRef, tuple[float, float]], reach: float
) -> dict[NodeRef, tuple[float, float]]:
    """Return places on the belt: the direction of the papers that share an entity, evened out."""
    sums: dict[NodeRef, tuple[float, float]] = dict.fromkeys(entities, (0.0, 0.0))
    for edge in model.edges:
        if edge.head in sums and edge.tail in places and edge.label != COMPUTED:
            x, y = places[edge.tail]
            far = hypot(x, y) or 1.0
            sums[edge.head] = (sums[edge.head][0] + x / far, sums[edge.head][1] + y / far)
    count = len(entities)
    if not count:
        return {}
    angle = {ref: atan2(y, x) for ref, (x, y) in sums.items()}
    around = sorted(entities, key=lambda ref: (angle[ref], ref))
    inner = reach + 96.0
    tracks = max(1, min(4, round(count * 74.0 / (tau * inner) + 0.3)))
    belt = {}
    for place, ref in enumerate(around):
        even = tau * (place + 0.5) / count - pi
        turn = (angle[ref] - even + pi) % tau - pi
        bearing = even + 0.3 * turn
        far = inner + 54.0 * (place % tracks)
        belt[ref] = (far * cos(bearing), far * sin(bearing))
    return belt


def _cleared(
    model: ViewModel, places: dict[NodeRef, tuple[float, float]], radius: dict[NodeRef, float]
) -> dict[NodeRef, tuple[float, float]]:
    """Return places at which no glyph touches another and most have room for a label below."""
    refs = [node.ref for node in model.nodes]
    centres = np.array([places[ref] for ref in refs], dtype=np.float64)
    roomy = np.array([(max(radius[ref] + 4, 30.0), radius[ref] + 11.0) for ref in refs], dtype=np.float64)
    tight = np.array([(radius[ref] + 3.0, radius[ref] + 3.0) for ref in refs], dtype=np.float64)
    locked = np.array([ref == model.seed for ref in refs])
    centres = apart(centres, roomy, locked=locked, rounds=160)
    centres = apart(centres, tight, locked=locked, rounds=400)
    return {ref: (float(x), float(y)) for ref, (x, y) in zip(refs, centres, strict=True)}
