"""The whole graph read back: as plain values to compare with, and as one canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

from papermesh.graph import statements
from papermesh.graph.schema import EDGES, NODES, RUN_PROPERTIES, ChangeLog, Edge, Meta, Node, Run
from papermesh.graph.store import Store

NodeKey = tuple[str, str]
EdgeKey = tuple[type[Edge], str, str]


@dataclass(slots=True)
class Snapshot:
    """All nodes and edges of our schema with all their properties, as `Node.properties()` gives them.

    What runs changed (`ChangeLog`) is left out: it grows with every run, and no load needs it.

    Every declared property is there: `None` where nothing is known, `[]` for a list. So a stored thing is equal to
    a new one exactly when their properties are, `first_run` and `last_run` aside.
    """

    nodes: dict[NodeKey, dict[str, Any]] = field(default_factory=dict)
    """By label and key."""
    edges: dict[EdgeKey, dict[str, Any]] = field(default_factory=dict)
    """By class, tail key and head key."""


def read_graph(store: Store) -> Snapshot:
    """Return all that is stored. One query for each class; 10,000 papers fit in memory with ease."""
    snapshot = Snapshot()
    for node in NODES:
        if node is ChangeLog:
            continue
        for key, properties in _read_nodes(store, node):
            snapshot.nodes[node.label, key] = properties
    for edge in EDGES:
        for tail, head, properties in read_edges(store, edge):
            snapshot.edges[edge, tail, head] = properties
    return snapshot


def canonical_dump(store: Store) -> Iterator[str]:
    """Yield one line of JSON per node and edge, the same text for the same graph on every store.

    Nodes come first, in the order of the schema, then edges; each kind in the order of its keys. Left out are nulls
    and empty lists, runs, the format, and the first and last run that saw a thing.
    """
    for node in NODES:
        if node not in {Run, ChangeLog, Meta}:
            for key, properties in sorted(_read_nodes(store, node), key=lambda found: found[0]):
                yield _line({"key": key, "label": node.label, "properties": _known(properties)})
    for edge in EDGES:
        for tail, head, properties in sorted(read_edges(store, edge), key=lambda found: found[:2]):
            ends = {"head": [edge.head.label, head], "tail": [edge.tail.label, tail]}
            yield _line({"label": edge.label, **ends, "properties": _known(properties)})


def _read_nodes(store: Store, cls: type[Node]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, *values in store.read(statements.all_nodes(cls), timeout_ms=None).rows:
        yield key, _properties(cls, values)


def read_edges(store: Store, cls: type[Edge]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield tail key, head key and all properties of each edge of a class."""
    for tail, head, *values in store.read(statements.all_edges(cls), timeout_ms=None).rows:
        yield tail, head, _properties(cls, values)


def _properties(cls: type[Node] | type[Edge], values: list[Any]) -> dict[str, Any]:
    lists, floats = _kinds(cls)
    properties = dict(zip(statements.property_names(cls), values, strict=True))
    for name in lists:
        if properties[name] is None:
            properties[name] = []
    for name in floats:
        if properties[name] is not None:
            properties[name] = float(properties[name])
    return properties


@cache
def _kinds(cls: type[Node] | type[Edge]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a class's list properties and of its float properties."""
    annotations = {name: cls.model_fields[name].annotation for name in statements.property_names(cls)}
    lists = tuple(name for name, annotation in annotations.items() if get_origin(annotation) is list)
    floats = tuple(name for name, annotation in annotations.items() if float in {annotation, *get_args(annotation)})
    return lists, floats


def _known(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in properties.items()
        if value is not None and value != [] and name not in RUN_PROPERTIES
    }


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, allow_nan=False)
