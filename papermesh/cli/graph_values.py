"""Nodes, edges and paths of an answer, for reading and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from papermesh.graph.store import GraphEdge, GraphNode, GraphPath

KEYS = ("paper_id", "method_id", "hardware_id", "benchmark_id", "repository_id", "resource_id", "author_id",
        "record_id", "run_id", "meta_id")  # fmt: skip
"""Properties that name a node, whatever its label."""


def graph_json(value: Any) -> Any:
    """Return a value of an answer with nodes, edges and paths as maps."""
    if isinstance(value, GraphNode):
        return {"labels": list(value.labels), "properties": dict(value.properties)}
    if isinstance(value, GraphEdge):
        return {"label": value.label, "properties": dict(value.properties)}
    if isinstance(value, GraphPath):
        return {"nodes": [graph_json(node) for node in value.nodes], "edges": [graph_json(edge) for edge in value.edges]}
    if isinstance(value, Mapping):
        return {key: graph_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [graph_json(item) for item in value]
    return value


def graph_text(value: Any) -> Any:
    """Return a value of an answer with nodes, edges and paths as one line that reads like Cypher."""
    if isinstance(value, GraphNode):
        return _node(value)
    if isinstance(value, GraphEdge):
        return f"[:{value.label} {_properties(value.properties)}]"
    if isinstance(value, GraphPath):
        return _path(value)
    if isinstance(value, Mapping):
        return {key: graph_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [graph_text(item) for item in value]
    return value


def _node(node: GraphNode) -> str:
    key = next((node.properties[name] for name in KEYS if name in node.properties), None)
    name = node.properties.get("title") or node.properties.get("name")
    parts = [f":{':'.join(node.labels)}"]
    if key is not None:
        parts.append(str(key))
    if name and name != key:
        parts.append(json.dumps(name, ensure_ascii=False))
    if key is None and not name:
        parts.append(_properties(node.properties))
    return f"({' '.join(part for part in parts if part)})"


def _properties(properties: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in properties.items() if name not in {"first_run", "last_run", "sources"}}
    return "{" + ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items()) + "}"


def _path(path: GraphPath) -> str:
    text = _node(path.nodes[0])
    for before, edge, node in zip(path.nodes, path.edges, path.nodes[1:], strict=False):
        forward = edge.tail == before.element_id
        text += f"-[:{edge.label}]->{_node(node)}" if forward else f"<-[:{edge.label}]-{_node(node)}"
    return text
