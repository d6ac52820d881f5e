"""A graph as it should be, before anything of it is written: nodes and edges by their keys."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from papermesh.graph.schema import Edge, Node
from papermesh.loaders.records import Rejected

NodeKey = tuple[str, str]
EdgeKey = tuple[type[Edge], str, str]


@dataclass(slots=True)
class Graph:
    """Nodes by (label, key) and edges by (class, tail key, head key)."""

    nodes: dict[NodeKey, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)
    rejected: dict[str, list[Rejected]] = field(default_factory=lambda: defaultdict(list))
    """What cannot be written of a paper, by its key: addresses that name nothing, each with its place."""
    ignored_decisions: list[str] = field(default_factory=list)
    """Decisions of the user that name a paper or an entity that is not there."""

    def add(self, node: Node) -> None:
        """Add a node, unless one with its key is there."""
        self.nodes.setdefault((node.label, node.key_value), node)

    def connect(self, edge: Edge) -> None:
        """Add an edge, unless one of its class between the same nodes is there."""
        self.edges.setdefault((type(edge), edge.tail_key, edge.head_key), edge)
