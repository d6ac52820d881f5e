"""Nodes, edges and paths of an answer, for reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from papermesh.graph.store import GraphEdge, GraphNode, GraphPath

KEYS = ("paper_id", "method_id", "hardware_id", "benchmark_id", "repository_id", "resource_id", "author_id",
        "record_id", "run_id", "meta_id")  # fmt: skip
"""Properties that name a node, whatever its label."""


def graph_text(value: object) -> str:
    """Return a node, edge or path as one line that reads like Cypher, and anything else as text."""
    if isinstance(value, GraphNode):
        return _node(value)
    if isinstance(value, GraphEdge):
        return f"[:{value.label} {_properties(value.properties)}]"
    if isinstance(value, GraphPath):
        return _path(value)
    return str(value)


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
