"""Both stores answer the same: values, graph values, limits, time, interruption, wrong texts."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from papermesh.errors import QueryError, QueryTimeout
from papermesh.graph.schema import Hardware, Paper, RunsOn
from papermesh.graph.store import GraphEdge, GraphNode, GraphPath, Store
from papermesh.graph.write import write_edges, write_nodes
from tests.contract.graphs import fill
from tests.stores import Place

ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b % 7 = 9 RETURN count(*) AS n"
"""Ten thousand million rows that need no memory: no store ends this within a test."""


@pytest.mark.parametrize(
    "value",
    ["", "plain", "é 量化 🚀 \u202e", "line\r\nline\ttab", "'\"`\\ $x {y}", "x" * 200_000, "null", "2024-12-19", "1e5"],
    ids=lambda value: repr(value[:12]),
)
def test_texts_come_back_as_written(store: Store, value: str) -> None:
    """Whatever a title holds is what is read, as a property and inside a list."""
    write_nodes(store, [Paper(paper_id="p", title=value, sources=[value, "b"])])
    assert store.read("MATCH (p:Paper) RETURN p.title, p.sources").rows == [(value, [value, "b"])]


def test_numbers_booleans_and_lists_keep_their_types(store: Store) -> None:
    """80.0 stays a float and 80 an integer, false is not 0, and an empty list is not null."""
    write_nodes(store, [
        Paper(paper_id="p", year=2**40, references_known=False, hardware_stated=True, other_ids=[]),
        Hardware(hardware_id="h", name="H", memory_gb=80, release_year=0),
    ])  # fmt: skip
    write_edges(store, [RunsOn(tail_key="p", head_key="h", confidence=1, memory_gb=0.1, device_count=-1)])
    [row] = store.read(
        "MATCH (p:Paper)-[r:RUNS_ON]->(h:Hardware) RETURN p.year, p.references_known, p.hardware_stated, p.code_stated,"
        " p.other_ids, h.memory_gb, h.release_year, r.confidence, r.memory_gb, r.device_count"
    ).rows
    expected: tuple[object, ...] = (2**40, False, True, None, [], 80.0, 0, 1.0, 0.1, -1)
    assert row == expected
    assert [type(value) for value in row] == [type(value) for value in expected]


def test_values_survive_reopening(place: Place) -> None:
    """What was written is there, with the same types, when the graph is opened again for reading."""
    from papermesh.graph.export import read_graph
    from papermesh.graph.write import prepare

    with place.open(write=True) as opened:
        prepare(opened)
        fill(opened)
        before = read_graph(opened)
    with place.open() as opened:
        after = read_graph(opened)
        assert not opened.writable
    assert repr(after) == repr(before)


def test_graph_values_are_ours(store: Store) -> None:
    """Nodes, edges and paths are typed, hold our properties and nothing that an engine adds, also inside lists."""
    fill(store)
    text = (
        "MATCH path = (p:Paper {paper_id: 'doi:10.1/x'})-[r:USES]->(m:Method)"
        " RETURN p, r, m, path, [p, m] AS both, {node: m, n: 1} AS map"
    )
    [(paper, edge, method, path, both, mapped)] = store.read(text).rows
    assert isinstance(paper, GraphNode)
    assert paper.labels == ("Paper",)
    assert set(paper.properties) == {
        "paper_id", "title", "abstract", "sources", "text_scope", "other_ids", "former_ids", "conflicts",
        "property_sources",
    }  # fmt: skip
    assert dict(method.properties) == {
        "method_id": "tiling", "name": "Tiling", "aliases": ["tiles", "blocking"], "kind": "technique",
        "basis": "ontology",
    }  # fmt: skip
    assert isinstance(edge, GraphEdge)
    assert (edge.label, edge.tail, edge.head) == ("USES", paper.element_id, method.element_id)
    assert dict(edge.properties) == {
        "evidence": "We tile.", "confidence": 0.9, "roles_seen": ["uses"], "basis": "stated", "sources": [],
    }  # fmt: skip
    assert path == GraphPath((paper, method), (edge,))
    assert both == [paper, method]
    assert mapped == {"node": method, "n": 1}


def test_the_first_rows_are_returned_and_the_rest_is_said(store: Store) -> None:
    """`max_rows` keeps the first rows of the order asked for; `truncated` says whether there were more."""
    text = "UNWIND range(1, 10) AS x RETURN x ORDER BY x DESC"
    answer = store.read(text, max_rows=3)
    assert (answer.rows, answer.truncated, answer.columns) == ([(10,), (9,), (8,)], True, ("x",))
    assert [row["x"] for row in answer] == [10, 9, 8]
    whole = store.read(text, max_rows=10)
    assert (len(whole), whole.truncated) == (10, False)


def test_no_rows_have_columns(store: Store) -> None:
    """An empty answer still names its columns."""
    assert store.read("MATCH (p:Paper) RETURN p.title AS title, p.year AS year").columns == ("title", "year")


@pytest.mark.parametrize("name", ["doi", "arxiv_id", "venue", "year"])
def test_a_property_that_no_node_has_finds_nothing(store: Store, name: str) -> None:
    """Every property of the schema can be asked for before any node has it; so can edges that are not there."""
    write_nodes(store, [Paper(paper_id="p")])
    assert store.read(f"MATCH (p:Paper {{{name}: $value}}) RETURN p.paper_id", {"value": "x"}).rows == []
    assert store.read(f"MATCH (p:Paper) WHERE p.{name} = $value RETURN p.paper_id", {"value": "x"}).rows == []
    assert store.read("MATCH (p:Paper)-[r:CITES {basis: 'x'}]->(q) RETURN r.contexts AS c").rows == []


def test_parameters_are_values(store: Store) -> None:
    """A parameter can hold any value, is never read as Cypher, and its absence is named."""
    value = {"text": "'}) DETACH DELETE n //", "list": [1, None, "x"], "inner": {"a": [True]}}
    assert store.read("RETURN $value AS value", {"value": value}).rows == [(value,)]
    with pytest.raises(QueryError, match="wanted"):
        store.read("MATCH (n:Paper) WHERE n.title = $wanted RETURN n.paper_id AS key", {"other": 1})


@pytest.mark.parametrize(
    "text",
    ["MATC (n) RETURN n", "MATCH (n RETURN n", "RETURN unknown_function(1)", "MATCH (n) RETURN m", "", "// nothing",
     "RETURN 1 / 0 AS x", "RETURN 1 AS a; RETURN 2 AS b"],
)  # fmt: skip
def test_wrong_texts_are_query_errors(store: Store, text: str) -> None:
    """What a store cannot read or compute is a `QueryError` with one line of message, never the engine's own."""
    with pytest.raises(QueryError) as caught:
        store.read(text)
    assert caught.value.message
    assert "\n" not in caught.value.message


def test_a_syntax_error_has_its_place(store: Store) -> None:
    """Line and column of the mistake are in the error."""
    with pytest.raises(QueryError) as caught:
        store.read("MATCH (n:Paper)\nRETRUN n")
    assert re.search(r"line 2, column \d", f"{caught.value.message} {caught.value.where}")


def test_a_query_ends_at_its_limit(store: Store) -> None:
    """A query that takes too long is stopped, the message names the limit, and the store goes on."""
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match="400 ms"):
        store.read(ENDLESS, timeout_ms=400)
    assert time.monotonic() - started < 8
    assert store.read("RETURN 1 AS one").rows == [(1,)]


def test_ctrl_c_ends_a_query(store: Store) -> None:
    """Ctrl-C passes as `KeyboardInterrupt` long before the query's limit, and the store goes on."""
    fill(store)
    started = time.monotonic()
    with _ctrl_c_after(0.4), pytest.raises(KeyboardInterrupt):
        store.read(ENDLESS, timeout_ms=15_000)
    assert time.monotonic() - started < 8
    assert store.read("MATCH (p:Paper) RETURN count(p) AS n").rows == [(3,)]


@contextmanager
def _ctrl_c_after(delay_s: float) -> Iterator[None]:
    """Send this process what a terminal sends for Ctrl-C, unless the block ends first."""
    timer = threading.Timer(delay_s, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
