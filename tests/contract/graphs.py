"""A small graph for the contract tests, and reading the store back as sets of tuples."""

from __future__ import annotations

from papermesh.graph.schema import (
    Benchmark,
    Cites,
    Edge,
    EvaluatesOn,
    Hardware,
    HasCode,
    Method,
    Node,
    Paper,
    Repository,
    RunsOn,
    Uses,
)
from papermesh.graph.store import Store
from papermesh.graph.write import write_edges, write_nodes

NODES: tuple[Node, ...] = (
    Paper(paper_id="arxiv:2205.14135", title="Attention by tiles", title_key="attention by tiles", year=2022),
    Paper(
        paper_id="doi:10.1/x", title="Une thèse — «ça» 量化 🚀", abstract="We use a GPU.", sources=["jsonl", "listing"]
    ),
    Paper(paper_id="title:cited-only"),
    Method(method_id="tiling", name="Tiling", aliases=["tiles", "blocking"], kind="technique"),
    Hardware(hardware_id="nvidia-a100", name="NVIDIA A100", memory_gb=80, level="family"),
    Benchmark(benchmark_id="mmlu", name="MMLU"),
    Repository(repository_id="github:o/n", name="o/n", url="https://github.com/o/n", stars=7, archived=False),
)
EDGES: tuple[Edge, ...] = (
    Uses(tail_key="doi:10.1/x", head_key="tiling", evidence="We tile.", confidence=0.9, roles_seen=["uses"]),
    RunsOn(tail_key="doi:10.1/x", head_key="nvidia-a100", device_count=8, memory_gb=80.0, span_start=3, span_end=7),
    EvaluatesOn(tail_key="arxiv:2205.14135", head_key="mmlu", confidence=1.0),
    HasCode(tail_key="doi:10.1/x", head_key="github:o/n", official=True),
    Cites(tail_key="doi:10.1/x", head_key="arxiv:2205.14135", contexts=["as in [1]"]),
    Cites(tail_key="doi:10.1/x", head_key="title:cited-only"),
)


def fill(store: Store) -> None:
    """Write the small graph."""
    nodes, edges = write_nodes(store, NODES), write_edges(store, EDGES)
    assert (nodes.rejected, edges.rejected, edges.missing_ends) == ([], [], [])


def keys(store: Store, label: str, key: str) -> set[str]:
    """Return the keys of all nodes with a label."""
    return {row[0] for row in store.read(f"MATCH (n:{label}) RETURN n.{key} AS key").rows}


def ends(store: Store, cls: type[Edge]) -> set[tuple[str, str]]:
    """Return tail and head keys of all edges of a class."""
    text = f"MATCH (s:{cls.tail.label})-[:{cls.label}]->(h:{cls.head.label}) RETURN s.{cls.tail.key}, h.{cls.head.key}"
    return {(tail, head) for tail, head in store.read(text).rows}
