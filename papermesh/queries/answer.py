"""The envelope in which every answer comes, whichever command asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from papermesh.graph.store import GraphEdge, GraphNode, GraphPath


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer. `type` is a word of `header.TYPES`."""

    name: str
    type: str
    nullable: bool = False
    description: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the column as JSON holds it."""
        return {"name": self.name, "type": self.type, "nullable": self.nullable, "description": self.description}


@dataclass(frozen=True)
class Answer:
    """Rows, and what one must know to read them."""

    query: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False
    """Whether there were more rows than the limit."""
    unknown: int | None = None
    """How many papers meet every other condition but lack what was asked; None: no such notion."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """Parameters as given, defaults filled in."""
    resolved: Mapping[str, Any] = field(default_factory=dict)
    """For each parameter that names something: what it was taken for, as `{"id": …, "name": …}`."""
    store: str = ""
    run: str | None = None
    """The last run that wrote to the store."""
    elapsed_ms: float = 0.0
    """Left out of documents, goldens and comparisons."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as maps from column to a value that JSON can hold."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, map(plain, row), strict=True)) for row in self.rows]

    def as_dict(self) -> dict[str, Any]:
        """Return the whole envelope as JSON holds it, each row as a map from column to value."""
        return {
            "query": self.query,
            "columns": [column.as_dict() for column in self.columns],
            "rows": self.records(),
            "count": self.count,
            "truncated": self.truncated,
            "unknown": self.unknown,
            "params": plain(self.params),
            "resolved": plain(self.resolved),
            "store": self.store,
            "run": self.run,
            "elapsed_ms": self.elapsed_ms,
        }


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: nodes, edges and paths as maps, other unknown things as text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, GraphNode):
        return {"labels": list(value.labels), "properties": plain(value.properties)}
    if isinstance(value, GraphEdge):
        return {"label": value.label, "properties": plain(value.properties)}
    if isinstance(value, GraphPath):
        return {"nodes": plain(value.nodes), "edges": plain(value.edges)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    if hasattr(value, "as_dict"):
        return plain(value.as_dict())
    return str(value)
