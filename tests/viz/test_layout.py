"""Places: the same on every run, nothing on top of anything, distance by rank, columns by year."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from math import hypot

import numpy as np
import pytest

from papermesh.viz.collisions import apart, spread
from papermesh.viz.layout import Layout, layout
from papermesh.viz.model import NodeRef, ViewModel
from tests.viz import hostile, sample

MODELS: dict[str, Callable[[], ViewModel]] = {
    "sample": sample.model,
    "hostile": hostile.model,
    "crowd 60+90": lambda: sample.crowd(60, 90),
    "crowd 200+100": lambda: sample.crowd(200, 100),
    "two papers": lambda: sample.crowd(2, 1),
    "papers only": lambda: sample.crowd(12, 0),
}


@pytest.fixture(params=MODELS)
def drawn(request: pytest.FixtureRequest) -> tuple[ViewModel, Layout]:
    """Give a model with its layout."""
    model = MODELS[request.param]()
    return model, layout(model)


def touching(places: dict[NodeRef, tuple[float, float]], radius: dict[NodeRef, float]) -> list[tuple[NodeRef, NodeRef]]:
    """Return the pairs of glyphs that overlap."""
    return [
        (one, other)
        for one, other in combinations(places, 2)
        if hypot(places[one][0] - places[other][0], places[one][1] - places[other][1]) < radius[one] + radius[other]
    ]


def test_no_glyph_touches_another(drawn: tuple[ViewModel, Layout]) -> None:
    """Every node has a place in both drawings, clear of all others."""
    model, places = drawn
    assert set(places.map.places) == set(places.year.places) == {node.ref for node in model.nodes}
    assert touching(places.map.places, places.radius) == []
    assert touching(places.year.places, places.radius) == []


def test_distance_from_the_seed_follows_the_rank() -> None:
    """The map means what its caption says: nearer is more related."""
    model = sample.crowd(60, 90)
    places = layout(model).map.places
    assert places[model.seed] == (0.0, 0.0)
    far = [hypot(*places[node.ref]) for node in model.papers() if node.rank]
    order = np.argsort(np.argsort(far))
    spearman = np.corrcoef(order, np.arange(len(far)))[0, 1]
    assert spearman > 0.95


def test_entities_stand_around_the_papers() -> None:
    """The disc holds papers, the belt around it what they share."""
    model = sample.crowd(60, 90)
    places = layout(model).map.places
    farthest = max(hypot(*places[node.ref]) for node in model.papers())
    nearest = min(hypot(*places[node.ref]) for node in model.nodes if node.kind != "Paper")
    assert nearest > farthest


def test_every_paper_stands_in_its_year_and_row(drawn: tuple[ViewModel, Layout]) -> None:
    """Year and citations can be read off the place of a paper."""
    model, places = drawn
    columns = {column.year: column for column in places.year.columns}
    for paper in model.papers():
        x, y = places.year.places[paper.ref]
        assert columns[paper.year].left < x < columns[paper.year].right
        row = next(row for row in places.year.rows if row.top <= y <= row.bottom)
        assert row.low <= paper.cited_by
        assert row.high is None or paper.cited_by <= row.high


def test_entities_stand_in_the_lane_of_their_kind(drawn: tuple[ViewModel, Layout]) -> None:
    """Each kind on the page has one lane, and stays in it."""
    model, places = drawn
    lanes = {lane.kind: lane for lane in places.year.lanes}
    assert set(lanes) == {node.kind for node in model.nodes} - {"Paper"}
    for node in model.nodes:
        if node.kind != "Paper":
            assert lanes[node.kind].top < places.year.places[node.ref][1] < lanes[node.kind].bottom


def test_a_paper_without_year_has_a_column_of_its_own() -> None:
    """An unknown year is shown as unknown, not left out."""
    from dataclasses import replace

    model = sample.crowd(3, 0)
    nodes = (model.nodes[0], replace(model.nodes[1], year=None), model.nodes[2])
    chart = layout(replace(model, nodes=nodes)).year
    assert chart.columns[0].year is None
    assert chart.columns[0].left < chart.places[nodes[1].ref][0] < chart.columns[0].right


def test_equal_models_give_equal_places() -> None:
    """Nothing depends on chance."""
    assert layout(sample.crowd(60, 90)) == layout(sample.crowd(60, 90))


def test_places_do_not_depend_on_how_python_orders_sets() -> None:
    """Another hash seed shuffles every set of text."""
    code = (
        "from tests.viz import sample; from papermesh.viz.layout import layout; import hashlib;"
        "print(hashlib.sha256(repr(layout(sample.crowd(40, 40))).encode()).hexdigest())"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
            text=True, timeout=60,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(results) == 1


def test_boxes_on_one_place_part_in_their_order() -> None:
    """Boxes that lie exactly on each other end up apart, always in the same way."""
    centres = np.zeros((5, 2))
    half = np.full((5, 2), 10.0)
    parted = apart(centres, half)
    gaps = np.abs(parted[:, None, :] - parted[None, :, :]).max(axis=2)
    assert gaps[~np.eye(5, dtype=bool)].min() >= 19.9
    assert np.array_equal(parted, apart(centres, half))


def test_a_locked_box_stays() -> None:
    """The seed never leaves the middle."""
    parted = apart(np.zeros((3, 2)), np.full((3, 2), 5.0), locked=np.array([True, False, False]))
    assert parted[0].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], []),
        ([50.0], [50.0]),
        ([-9.0], [0.0]),
        ([10.0, 90.0], [10.0, 90.0]),
        ([50.0, 50.0], [45.0, 55.0]),
        ([0.0, 0.0, 0.0], [0.0, 10.0, 20.0]),
        ([100.0, 100.0], [90.0, 100.0]),
    ],
)
def test_positions_on_a_line_keep_their_distance(wanted: list[float], expected: list[float]) -> None:
    """Positions move apart no further than they must."""
    assert spread(np.array(wanted), 10.0, 0.0, 100.0).tolist() == expected
