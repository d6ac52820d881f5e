"""Fixtures that run a test on both stores: `place` is where a graph can be, `store` an open, prepared, empty one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from papermesh.graph.store import Store, open_graph
from papermesh.graph.write import prepare

ENGINES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a test keeps its graph."""

    engine: str
    """`embedded` or `neo4j`."""
    address: str

    def open(self, *, write: bool = False) -> Store:
        """Open the graph there."""
        return open_graph(self.address, write=write)


@pytest.fixture(scope="session")
def empty_server(neo4j_address: str) -> str:
    """Give the address of a server without constraints and indexes, so that those of a test are its own."""
    with _driver(neo4j_address) as driver:
        for kind, kinds in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
            shown = driver.execute_query(f"SHOW {kinds} YIELD name, type WHERE type <> 'LOOKUP' RETURN name").records
            for record in shown:
                driver.execute_query(f"DROP {kind} `{record['name']}` IF EXISTS")
    return neo4j_address


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a place without a graph, on each store in turn."""
    if request.param == "embedded":
        return Place("embedded", str(tmp_path / "graph.kgl"))
    address: str = request.getfixturevalue("empty_server")
    with _driver(address) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return Place("neo4j", address)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Give an empty graph, open for writing and prepared, on each store in turn."""
    with place.open(write=True) as opened:
        prepare(opened)
        yield opened


def _driver(address: str) -> neo4j.Driver:
    password = os.environ.get("PAPERMESH_NEO4J_PASSWORD")
    auth = (os.environ.get("PAPERMESH_NEO4J_USER", "neo4j"), password) if password else None
    return neo4j.GraphDatabase.driver(address.partition("?")[0], auth=auth, notifications_min_severity="OFF")
