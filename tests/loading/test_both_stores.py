"""The same files into a file and into Neo4j: the same graph, to the last property."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.graph.export import canonical_dump
from papermesh.graph.store import open_graph
from papermesh.loaders.ingest import load
from tests.stores import Place

ROOT = Path(__file__).parents[2]
EXAMPLES = ["papers-2017-2022.jsonl", "papers-2023-2025.jsonl", "similar-papers-page.txt"]


def _load(address: str, overlay: Path) -> list[str]:
    for name in EXAMPLES:
        load(
            lambda write: open_graph(address, write=write),
            [str(ROOT / "examples" / name)],
            overlay=overlay,
            command=f"load {name}",
        )
    with open_graph(address) as graph:
        return list(canonical_dump(graph))


@pytest.mark.neo4j
def test_the_example_corpus_is_the_same_graph_on_both_stores(tmp_path: Path, empty_server: str) -> None:
    """The canonical dumps are equal line by line, and loading once more changes neither."""
    with open_graph(empty_server, write=True) as graph:
        graph.write("MATCH (n) DETACH DELETE n")
    overlay = tmp_path / "overlay.toml"
    embedded = _load(str(tmp_path / "graph.kgl"), overlay)
    server = _load(empty_server, overlay)
    assert len(embedded) > 2000
    assert server == embedded
    assert _load(empty_server, overlay) == server


def test_each_example_file_loads_without_a_rejection(place: Place, tmp_path: Path) -> None:
    """The examples hold nothing that is rejected, and the page's papers are those of the other two files."""
    papers = []
    for name in EXAMPLES:
        report = load(
            lambda write: place.open(write=write),
            [str(ROOT / "examples" / name)],
            overlay=tmp_path / "overlay.toml",
            command=f"load {name}",
        )
        assert (report.rejected, report.missing_ends) == ([], [])
        papers.append(report.papers)
    assert papers[0] >= 50
    assert papers[1] >= 60
    assert papers[2] == papers[1]
