"""The difference between the graph as it is stored and as it should be, and the writing of just that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot
from papermesh.graph.schema import Edge, Node
from papermesh.graph.store import Store
from papermesh.loaders.planned_graph import EdgeKey, Graph, NodeKey

UNMANAGED = {schema.Run.label, schema.ChangeLog.label, schema.Meta.label}
"""Labels that no load computes: runs and their logs are written as they happen, the format once."""

HUBS = 20
"""Entities that are deleted at once: each can have tens of thousands of edges, which go in the same transaction."""


@dataclass(slots=True)
class Changes:
    """What must be written so that the store holds a graph, and nothing of it is stale."""

    renamed: list[tuple[str, str]] = field(default_factory=list)
    """Paper keys that change in place, (old, new): a better identifier arrived."""
    new_nodes: list[Node] = field(default_factory=list)
    changed_nodes: list[Node] = field(default_factory=list)
    new_edges: list[Edge] = field(default_factory=list)
    changed_edges: list[Edge] = field(default_factory=list)
    stale_nodes: list[NodeKey] = field(default_factory=list)
    stale_edges: list[EdgeKey] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(
            (self.renamed, self.new_nodes, self.changed_nodes, self.new_edges, self.changed_edges, self.stale_nodes,
             self.stale_edges)
        )  # fmt: skip

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many nodes and edges of each label are new, changed or retired, without zeros."""
        table: dict[str, Counter[str]] = {
            "nodes_new": Counter(node.label for node in self.new_nodes),
            "nodes_changed": Counter(node.label for node in self.changed_nodes),
            "nodes_retired": Counter(label for label, _ in self.stale_nodes),
            "edges_new": Counter(edge.label for edge in self.new_edges),
            "edges_changed": Counter(edge.label for edge in self.changed_edges),
            "edges_retired": Counter(cls.label for cls, _, _ in self.stale_edges),
            "papers_renamed": Counter({"Paper": len(self.renamed)} if self.renamed else {}),
        }
        return {name: dict(sorted(counter.items())) for name, counter in table.items() if counter}


def difference(stored: Snapshot, wanted: Graph, run_id: str) -> Changes:
    """Return what turns the stored graph into the wanted one.

    A node or edge of ours that is not wanted any more is stale. What a user added by hand (it has no `first_run`) is
    left alone.

    Args:
        stored: What the store holds.
        wanted: What `build` made.
        run_id: Stamped on what is new or changed.
    """
    changes = Changes(renamed=_renamed(stored, wanted))
    new_key = dict(changes.renamed)
    old_key = {new: old for old, new in changes.renamed}
    for node_key, node in wanted.nodes.items():
        label, key = node_key
        old = stored.nodes.get(node_key)
        if old is None and label == schema.Paper.label:
            old = stored.nodes.get((label, old_key.get(key, "")))
        if old is None:
            changes.new_nodes.append(node.model_copy(update={"first_run": run_id, "last_run": run_id}))
        elif _differs(node.properties(), old):
            runs = {"first_run": old.get("first_run"), "last_run": run_id}
            changes.changed_nodes.append(node.model_copy(update=runs))
    present = {renamed_edge(key, new_key): properties for key, properties in stored.edges.items()}
    for edge_key, edge in wanted.edges.items():
        old = present.get(edge_key)
        if old is None:
            changes.new_edges.append(edge.model_copy(update={"first_run": run_id, "last_run": run_id}))
        elif _differs(edge.properties(), old):
            runs = {"first_run": old.get("first_run"), "last_run": run_id}
            changes.changed_edges.append(edge.model_copy(update=runs))
    renamed_away = {("Paper", old) for old, _ in changes.renamed}
    changes.stale_nodes = sorted(
        key for key, old in stored.nodes.items()
        if key[0] not in UNMANAGED and key not in wanted.nodes and key not in renamed_away and old.get("first_run")
    )  # fmt: skip
    gone = set(changes.stale_nodes)
    changes.stale_edges = sorted(
        (
            key for key, old in present.items()
            if key not in wanted.edges and old.get("first_run")
            and (key[0].tail.label, key[1]) not in gone and (key[0].head.label, key[2]) not in gone
        ),
        key=lambda key: (key[0].__name__, key[1], key[2]),
    )  # fmt: skip
    return changes


def _renamed(stored: Snapshot, wanted: Graph) -> list[tuple[str, str]]:
    """Return the stored papers whose key changes: the same records now make a paper of another key."""
    label = schema.Paper.label
    orphans = {key for (kind, key) in stored.nodes if kind == label and (label, key) not in wanted.nodes}
    if not orphans:
        return []
    taken: set[str] = set()
    renamed = []
    for (kind, key), node in sorted(wanted.nodes.items()):
        if kind != label or (kind, key) in stored.nodes or not isinstance(node, schema.Paper):
            continue
        before = sorted(orphans.intersection(node.former_ids) - taken)
        if before:
            taken.add(before[0])
            renamed.append((before[0], key))
    return renamed


def renamed_edge(key: EdgeKey, new_key: Mapping[str, str]) -> EdgeKey:
    """Return the key of an edge after papers were renamed."""
    cls, tail, head = key
    return (
        cls,
        new_key.get(tail, tail) if cls.tail is schema.Paper else tail,
        new_key.get(head, head) if cls.head is schema.Paper else head,
    )


def _differs(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Tell whether a stored thing lacks or contradicts what is wanted.

    Null, absent and an empty list are the same; properties that a user added are theirs.
    """
    return any(
        _known(value) != _known(stored.get(name)) for name, value in wanted.items() if name not in schema.RUN_PROPERTIES
    )


def _known(value: Any) -> Any:
    return None if value == [] else value


@dataclass(slots=True)
class Written:
    """What came of writing changes."""

    nodes: int = 0
    edges: int = 0
    missing_ends: list[tuple[str, str, str]] = field(default_factory=list)
    """Edges whose tail or head is not in the store: (label, tail key, head key)."""
    rejected: list[str] = field(default_factory=list)
    """Rows that the store refused, each with its key and the store's reason."""


def apply(store: Store, changes: Changes, progress: Callable[[int], None] | None = None) -> Written:
    """Write changes, in an order in which every end of an edge exists before the edge.

    Args:
        store: Open for writing, and prepared.
        changes: What `difference` found.
        progress: Called after each batch with how many rows it had.
    """
    written = Written()
    # Records go first and papers last: whatever is cut short between, the next build removes what no record carries,
    # and a paper that the user wants gone can be named until it is.
    labels = sorted({label for label, _ in changes.stale_nodes}, key=_order_of_removal)
    _delete_nodes(store, changes, [label for label in labels if label == schema.SourceRecord.label])
    write.delete_edges(store, changes.stale_edges)
    for old, new in changes.renamed:
        write.rename_key(store, schema.Paper, old, new)
    # What is wanted is the whole truth of a thing, so a null in it removes what is stored.
    nodes = write.write_nodes(store, [*changes.new_nodes, *changes.changed_nodes], replace=True, progress=progress)
    edges = write.write_edges(store, [*changes.new_edges, *changes.changed_edges], replace=True, progress=progress)
    written.nodes, written.edges = nodes.written.total(), edges.written.total()
    written.missing_ends = edges.missing_ends
    written.rejected = [f"{row.label} {row.key}: {row.reason}" for row in (*nodes.rejected, *edges.rejected)]
    _delete_nodes(store, changes, [label for label in labels if label != schema.SourceRecord.label])
    return written


def _order_of_removal(label: str) -> tuple[bool, str]:
    return label == schema.Paper.label, label


def _delete_nodes(store: Store, changes: Changes, labels: Sequence[str]) -> None:
    classes = {cls.label: cls for cls in schema.NODES}
    for label in labels:
        keys = [(classes[label], key) for stale, key in changes.stale_nodes if stale == label]
        write.delete_nodes(store, keys, batch_size=HUBS if classes[label] in schema.ENTITIES else write.BATCH_SIZE)
