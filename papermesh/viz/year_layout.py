"""The chart by year: columns are years, rows are citations within the graph, and lanes below hold what papers share.

A row stands for a range of counts, so a paper's place can be read off exactly, and each cell is as large as the papers
in it need: nothing overlaps by construction.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from papermesh.viz.collisions import spread
from papermesh.viz.model import COMPUTED, NodeRef, ViewModel, ViewNode

SLOT = (100.0, 58.0)
"""Width and height of the room that a paper takes, its label included."""

ABREAST = (1, 2, 3, 4, 5, 6, 8, 10, 14, 20)
"""Papers beside each other in a cell: the number is taken that shows the whole chart largest."""

SCREEN = (820.0, 800.0)
"""Room for the drawing between the two side panels of a laptop's screen, in pixels."""

TALLEST = 1.8
"""How far rows may be stretched to fill that room."""

NARROWEST = 900.0
"""Least width of the chart: the lanes below need it when all papers are of one year."""

STEPS = (0, 1, 2, 3, 5, 10, 20, 50, 100)
"""First count of each row; a row ends before the next begins."""

LANE_KINDS = ("Method", "Hardware", "Benchmark", "Repository", "Resource")


@dataclass(frozen=True, slots=True)
class Column:
    """One year, or papers of unknown year (null), from `left` to `right`."""

    year: int | None
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """Papers cited `low` to `high` times within the graph (no upper end: null), from `top` to `bottom`."""

    low: int
    high: int | None
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of entities of one kind, from `top` to `bottom`."""

    kind: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class YearChart:
    """Places of all nodes, and the grid that they stand in."""

    places: dict[NodeRef, tuple[float, float]]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...]


def year_chart(model: ViewModel, radius: dict[NodeRef, float]) -> YearChart:
    """Return the chart of a model, for glyphs of the given radii."""
    charts = [_widened(model, radius, abreast) for abreast in ABREAST]
    chart, abreast = max(zip(charts, ABREAST, strict=True), key=lambda pair: (round(_scale(pair[0]), 3), -pair[1]))
    wide, tall = _extent(chart)
    stretch = min(TALLEST, wide * SCREEN[1] / (tall * SCREEN[0]))
    return _chart(model, radius, abreast, stretch=stretch, least=wide) if stretch > 1.0 else chart


def _widened(model: ViewModel, radius: dict[NodeRef, float], abreast: int) -> YearChart:
    """Return a chart as wide as its height allows: in wider lanes entities need fewer lines."""
    chart = _chart(model, radius, abreast, least=NARROWEST)
    for _ in range(4):
        wide, tall = _extent(chart)
        room = tall * SCREEN[0] / SCREEN[1]
        if room <= wide * 1.01:
            break
        chart = _chart(model, radius, abreast, least=(wide + room) / 2)
    return chart


def _extent(chart: YearChart) -> tuple[float, float]:
    bottom = chart.lanes[-1].bottom if chart.lanes else chart.rows[-1].bottom
    return chart.columns[-1].right, bottom


def _scale(chart: YearChart) -> float:
    wide, tall = _extent(chart)
    return min(SCREEN[0] / wide, SCREEN[1] / tall)


def _chart(
    model: ViewModel, radius: dict[NodeRef, float], abreast: int, *, stretch: float = 1.0, least: float
) -> YearChart:
    """Return the chart with so many papers beside each other in a cell, rows stretched, and at least so wide."""
    slot = (SLOT[0], SLOT[1] * stretch)
    cells: dict[tuple[int | None, int], list[ViewNode]] = defaultdict(list)
    for paper in model.papers():
        cells[paper.year, step(paper.cited_by)].append(paper)
    years = sorted({year for year, _ in cells}, key=lambda year: (year is not None, year))
    used = sorted({low for _, low in cells}, reverse=True)
    many = {year: max(1, min(abreast, max(len(cells[year, low]) for low in used))) for year in years}
    tall = {low: max(-(-len(cells[year, low]) // many[year]) for year in years) for low in used}

    needed = sum(many.values()) * slot[0] + 16.0 * len(years)
    spare = max(0.0, least - needed) / len(years)
    columns, left = [], 0.0
    for year in years:
        right = left + many[year] * slot[0] + 16.0 + spare
        columns.append(Column(year, left, right))
        left = right
    rows, top = [], 0.0
    for low in used:
        bottom = top + tall[low] * slot[1] + 12.0
        after = STEPS.index(low) + 1
        rows.append(Row(low, STEPS[after] - 1 if after < len(STEPS) else None, top, bottom))
        top = bottom

    places: dict[NodeRef, tuple[float, float]] = {}
    for column in columns:
        for row in rows:
            places.update(_cell(cells[column.year, row.low], column, row, many[column.year], slot, model.seed))
    lanes = []
    top += 26.0
    for kind in LANE_KINDS:
        members = [node.ref for node in model.nodes if node.kind == kind]
        if members:
            tallest = max(44.0 * stretch, 2 * max(radius[ref] for ref in members) + 20.0)
            lane, found = _lane(model, kind, members, places, (top, left), tallest)
            places.update(found)
            lanes.append(lane)
            top = lane.bottom + 8.0
    return YearChart(places, tuple(columns), tuple(rows), tuple(lanes))


def step(cited_by: int) -> int:
    """Return the first count of the row that a count belongs to.

    >>> [step(count) for count in (0, 4, 5, 12, 700)]
    [0, 3, 5, 10, 100]
    """
    return max(first for first in STEPS if first <= cited_by)


def _cell(
    papers: list[ViewNode], column: Column, row: Row, abreast: int, slot: tuple[float, float], seed: NodeRef
) -> dict[NodeRef, tuple[float, float]]:
    """Return places inside one cell: most cited first, line by line, each line centred."""
    inside = sorted(papers, key=lambda paper: (paper.ref != seed, -paper.cited_by, paper.rank or 0, paper.key))
    lines = [inside[at : at + abreast] for at in range(0, len(inside), abreast)]
    middle = (column.left + column.right) / 2
    top = (row.top + row.bottom - len(lines) * slot[1]) / 2
    return {
        paper.ref: (middle + (place - (len(line) - 1) / 2) * slot[0], top + (number + 0.5) * slot[1] - 8.0)
        for number, line in enumerate(lines)
        for place, paper in enumerate(line)
    }


def _lane(
    model: ViewModel,
    kind: str,
    members: list[NodeRef],
    papers: dict[NodeRef, tuple[float, float]],
    corner: tuple[float, float],
    tall: float,
) -> tuple[Lane, dict[NodeRef, tuple[float, float]]]:
    """Return one lane and the places in it: below the middle of the papers that share an entity."""
    top, width = corner
    wanted: dict[NodeRef, list[float]] = {ref: [] for ref in members}
    for edge in model.edges:
        if edge.head in wanted and edge.tail in papers and edge.label != COMPUTED:
            wanted[edge.head].append(papers[edge.tail][0])
    mean = {ref: sum(xs) / len(xs) if xs else width / 2 for ref, xs in wanted.items()}
    order = sorted(members, key=lambda ref: (mean[ref], ref))
    room = max(width - 2 * 60.0, 1.0)
    lines = max(1, -(-len(order) * 100 // int(room + 100.0)))
    places: dict[NodeRef, tuple[float, float]] = {}
    for line in range(lines):
        refs = order[line::lines]
        xs = spread(np.array([mean[ref] for ref in refs]), 100.0, 60.0, max(60.0, width - 60.0))
        for ref, x in zip(refs, xs, strict=True):
            places[ref] = (float(x), top + (line + 0.5) * tall - 4.0)
    return Lane(kind, top, top + lines * tall + 4.0), places
