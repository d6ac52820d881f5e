"""A stream of nodes and edges, written in batches; what could not be written is reported, never dropped in silence.

Each batch is one statement, and so one transaction: what was written before an error or an interruption stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from papermesh.errors import QueryError
from papermesh.graph import statements
from papermesh.graph.schema import EDGES, NODES, Edge, Meta, Node
from papermesh.graph.store import Store

BATCH_SIZE = 2000
Progress = Callable[[int], None]
"""Called after each batch with how many rows it had."""


ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT", Node, Edge)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A node or edge that the store refused, and why."""

    label: str
    key: str
    """A node's key, or an edge's two keys with an arrow between them."""
    reason: str


@dataclass(slots=True)
class WriteReport:
    """What was asked, written, refused, and what could not be connected."""

    asked: Counter[str] = field(default_factory=Counter)
    """Rows by label."""
    written: Counter[str] = field(default_factory=Counter)
    """Rows by label that are now in the store; also those that were there as they are."""
    rejected: list[RejectedRow] = field(default_factory=list)
    missing_ends: list[tuple[str, str, str]] = field(default_factory=list)
    """Edges not written because a node is missing: label, tail key, head key."""

    def add(self, other: WriteReport) -> None:
        """Add what another report counted."""
        self.asked += other.asked
        self.written += other.written
        self.rejected += other.rejected
        self.missing_ends += other.missing_ends


def prepare(store: Store) -> None:
    """Make constraints and indexes, declare all properties, and say which format the graph has. Repeating is harmless.

    Raises:
        QueryError: What is stored contradicts a constraint.
    """
    for cls in NODES:
        store.write(statements.constraint(cls))
        for index in statements.indexes(cls):
            store.write(index)
        store.write(statements.declare(cls), {"key": "papermesh:declared"})
    write_nodes(store, [Meta()])


def write_nodes(
    store: Store,
    nodes: Iterable[Node],
    *,
    replace: bool = False,
    batch_size: int = BATCH_SIZE,
    progress: Progress | None = None,
) -> WriteReport:
    """Merge nodes on their keys, and return what became of them.

    Args:
        store: Open for writing, and prepared.
        nodes: In any order; neighbours of one class share batches.
        replace: A null removes the stored property; else it keeps it.
        batch_size: Most rows of one transaction.
        progress: Called after each batch.
    """
    report = WriteReport()
    for cls, batch in _batches(nodes, batch_size):
        rows = [{cls.key: node.key_value, **node.properties()} for node in batch]
        report.asked[cls.label] += len(rows)
        text = statements.merge_nodes(cls, replace=replace)
        report.written[cls.label] += _write_rows(store, text, rows, cls.label, itemgetter(cls.key), report)
        if progress:
            progress(len(rows))
    return report


def write_edges(
    store: Store,
    edges: Iterable[Edge],
    *,
    replace: bool = False,
    batch_size: int = BATCH_SIZE,
    progress: Progress | None = None,
) -> WriteReport:
    """Merge edges between nodes that are there, and return what became of them; arguments as for `write_nodes`."""
    report = WriteReport()
    for cls, batch in _batches(edges, batch_size):
        rows = [dict(edge) for edge in batch]
        report.asked[cls.label] += len(rows)
        rejected = len(report.rejected)
        text = statements.merge_edges(cls, replace=replace)
        written = _write_rows(store, text, rows, cls.label, _arrow, report)
        report.written[cls.label] += written
        if written < len(rows) - (len(report.rejected) - rejected):
            missing = store.read(statements.missing_ends(cls), {"rows": [_ends(row) for row in rows]}).rows
            report.missing_ends += [(cls.label, tail, head) for tail, head in missing]
        if progress:
            progress(len(rows))
    return report


def delete_nodes(store: Store, keys: Iterable[tuple[type[Node], str]], *, batch_size: int = BATCH_SIZE) -> int:
    """Delete nodes with all their edges, and return how many there were."""
    by_class: dict[type[Node], list[str]] = defaultdict(list)
    for cls, key in keys:
        by_class[cls].append(key)
    return sum(
        _count(store.write(statements.delete_nodes(cls), {"keys": part}))
        for cls, all_keys in by_class.items()
        for part in _parts(all_keys, batch_size)
    )


def delete_edges(store: Store, ends: Iterable[tuple[type[Edge], str, str]], *, batch_size: int = BATCH_SIZE) -> int:
    """Delete edges, each named by class, tail key and head key, and return how many there were."""
    by_class: dict[type[Edge], list[dict[str, str]]] = defaultdict(list)
    for cls, tail, head in ends:
        by_class[cls].append({"tail_key": tail, "head_key": head})
    return sum(
        _count(store.write(statements.delete_edges(cls), {"rows": part}))
        for cls, rows in by_class.items()
        for part in _parts(rows, batch_size)
    )


def rename_key(store: Store, cls: type[Node], old: str, new: str) -> bool:
    """Give a node another key, its edges untouched, and return whether there was such a node.

    Raises:
        QueryError: Another node has the new key.
    """
    return _count(store.write(statements.rename_key(cls), {"old": old, "new": new})) > 0


def edge_class(label: str, tail: str, head: str) -> type[Edge]:
    """Return the class of the edges with this label between nodes of these labels.

    Raises:
        KeyError: There is none.
    """
    for cls in EDGES:
        if (cls.label, cls.tail.label, cls.head.label) == (label, tail, head):
            return cls
    raise KeyError((label, tail, head))


def _batches(things: Iterable[RowT], size: int) -> Iterator[tuple[type[RowT], list[RowT]]]:
    for cls, same in groupby(things, key=type):
        batch: list[RowT] = []
        for thing in same:
            batch.append(thing)
            if len(batch) == size:
                yield cls, batch
                batch = []
        if batch:
            yield cls, batch


def _write_rows(
    store: Store,
    text: str,
    rows: Sequence[Mapping[str, Any]],
    label: str,
    key_of: Callable[[Mapping[str, Any]], str],
    report: WriteReport,
) -> int:
    """Return how many rows were written; a batch that fails is halved until the offending rows stand alone."""
    try:
        return _count(store.write(text, {"rows": list(rows)}))
    except QueryError as error:
        if len(rows) == 1:
            report.rejected.append(RejectedRow(label, key_of(rows[0]), error.message))
            return 0
    half = len(rows) // 2
    return sum(_write_rows(store, text, part, label, key_of, report) for part in (rows[:half], rows[half:]))


def _count(answer: Any) -> int:
    return int(answer.rows[0][0]) if answer.rows else 0


def _ends(row: Mapping[str, Any]) -> dict[str, str]:
    return {"tail_key": row["tail_key"], "head_key": row["head_key"]}


def _arrow(row: Mapping[str, Any]) -> str:
    return f"{row['tail_key']} -> {row['head_key']}"


def _parts(items: Sequence[ItemT], size: int) -> Iterator[Sequence[ItemT]]:
    return (items[start : start + size] for start in range(0, len(items), size))
