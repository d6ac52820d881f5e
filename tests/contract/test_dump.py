"""The canonical dump is one text for one graph, whichever store holds it and however it came there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from papermesh.graph.export import canonical_dump, read_graph
from papermesh.graph.schema import Hardware, Meta, Paper, Run, SourceRecord
from papermesh.graph.store import Store, open_graph
from papermesh.graph.write import prepare, write_edges, write_nodes
from tests.contract.graphs import EDGES, NODES, fill


def typed(properties: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """Return properties with the names of their types, so that 80 is not 80.0 nor True 1."""
    return {name: (type(value).__name__, value) for name, value in properties.items()}


def test_the_dump_of_the_small_graph(store: Store) -> None:
    """Nodes before edges, each kind by its keys; no nulls, no empty lists; floats as floats."""
    fill(store)
    lines = [json.loads(line) for line in canonical_dump(store)]
    assert [line.get("key") or (line["label"], line["tail"][1], line["head"][1]) for line in lines] == [
        "arxiv:2205.14135", "doi:10.1/x", "title:cited-only", "tiling", "nvidia-a100", "mmlu", "github:o/n",
        ("USES", "doi:10.1/x", "tiling"), ("RUNS_ON", "doi:10.1/x", "nvidia-a100"),
        ("EVALUATES_ON", "arxiv:2205.14135", "mmlu"), ("HAS_CODE", "doi:10.1/x", "github:o/n"),
        ("CITES", "doi:10.1/x", "arxiv:2205.14135"), ("CITES", "doi:10.1/x", "title:cited-only"),
    ]  # fmt: skip
    assert lines[4] == {
        "key": "nvidia-a100", "label": "Hardware",
        "properties": {"basis": "ontology", "level": "family", "memory_gb": 80.0, "name": "NVIDIA A100"},
    }  # fmt: skip
    assert '"memory_gb": 80.0' in list(canonical_dump(store))[4]


def test_runs_do_not_show(store: Store) -> None:
    """Who wrote a thing and when, and the format, are no part of what the graph says."""
    fill(store)
    before = list(canonical_dump(store))
    write_nodes(store, [node.model_copy(update={"first_run": "r1", "last_run": "r2"}) for node in NODES])
    write_edges(store, [edge.model_copy(update={"last_run": "r2"}) for edge in EDGES])
    write_nodes(store, [Run(run_id="r2", command="load", started="2026-01-01T00:00:00Z"), Meta()])
    assert list(canonical_dump(store)) == before
    assert read_graph(store).nodes["Paper", "doi:10.1/x"]["first_run"] == "r1"


def test_a_dump_shows_every_other_change(store: Store) -> None:
    """A property, a node or an edge more is a line that differs."""
    fill(store)
    before = list(canonical_dump(store))
    write_nodes(
        store, [Paper(paper_id="title:cited-only", venue="x"), SourceRecord(record_id="a:1", source="a", record="{}")]
    )
    after = list(canonical_dump(store))
    assert len(set(after) - set(before)) == 2
    assert len(set(before) - set(after)) == 1


def test_what_is_read_equals_what_was_written(store: Store) -> None:
    """`read_graph` gives the properties that the nodes and edges themselves give, types included."""
    fill(store)
    snapshot = read_graph(store)
    for node in NODES:
        assert typed(snapshot.nodes[node.label, node.key_value]) == typed(node.properties())
    for edge in EDGES:
        assert typed(snapshot.edges[type(edge), edge.tail_key, edge.head_key]) == typed(edge.properties())
    assert snapshot.nodes["Meta", "papermesh"]["format_version"] == 1


@pytest.mark.neo4j
def test_both_stores_dump_alike(tmp_path: Path, empty_server: str) -> None:
    """The same writes into both stores give the same text, byte for byte."""
    with open_graph(empty_server, write=True) as server, open_graph(str(tmp_path / "g.kgl"), write=True) as file:
        server.write("MATCH (n) DETACH DELETE n")
        dumps = []
        for opened in (server, file):
            prepare(opened)
            fill(opened)
            write_nodes(opened, [Hardware(hardware_id=f"h{n}", name=f"H {n}", memory_gb=n / 7) for n in range(50)])
            dumps.append("\n".join(canonical_dump(opened)))
    assert dumps[0] == dumps[1]
