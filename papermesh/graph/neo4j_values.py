"""What the Neo4j driver returns, as the types of `graph/store.py`."""

from __future__ import annotations

from typing import Any

import neo4j
from neo4j.graph import Node, Path, Relationship

from papermesh.graph.store import GraphEdge, GraphNode, GraphPath, Rows


def rows(result: neo4j.Result, max_rows: int | None) -> Rows:
    """Return what a query gave, without the driver's classes; at most `max_rows`, of which `truncated` tells."""
    columns = tuple(result.keys())
    found: list[tuple[Any, ...]] = []
    truncated = False
    for record in result:
        if max_rows is not None and len(found) >= max_rows:
            truncated = True
            break
        found.append(tuple(_value(value) for value in record.values()))
    counters = result.consume().counters
    changes = {
        name: count for name, count in vars(counters).items() if isinstance(count, int) and count and name[0] != "_"
    }
    return Rows(columns, found, truncated, changes)


def _value(value: Any) -> Any:
    """Return a value without the driver's classes: graph values as ours, times as ISO text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, Node):
        return _node(value)
    if isinstance(value, Relationship):
        return _edge(value)
    if isinstance(value, Path):
        return GraphPath(tuple(map(_node, value.nodes)), tuple(map(_edge, value.relationships)))
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _node(node: Node) -> GraphNode:
    properties = {key: _value(value) for key, value in sorted(node.items())}
    return GraphNode(node.element_id, tuple(sorted(node.labels)), properties)


def _edge(edge: Relationship) -> GraphEdge:
    tail, head = edge.nodes
    properties = {key: _value(value) for key, value in sorted(edge.items())}
    return GraphEdge(
        edge.element_id, edge.type, tail.element_id if tail else "", head.element_id if head else "", properties
    )
