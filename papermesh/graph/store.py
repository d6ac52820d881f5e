"""What a graph store can do, whichever engine is behind it, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

from papermesh.errors import ConfigError

DEFAULT_TIMEOUT_MS = 60_000
"""Longest time a read may take unless the caller says otherwise, in milliseconds."""


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node in an answer. `element_id` is the engine's own and holds only within that answer."""

    element_id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An edge in an answer, with the element ids of its two ends."""

    element_id: str
    label: str
    tail: str
    head: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GraphPath:
    """A path in an answer: one node more than edges."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query returned: values are scalars, lists, maps, `GraphNode`, `GraphEdge` or `GraphPath`."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False
    changes: Mapping[str, int] = field(default_factory=dict)
    """What a write changed, by the engine's own counters with a count above zero (nodes_created, …)."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows as maps from column to value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Transaction(Protocol):
    """An open write transaction: all of it is kept, or, after an exception, nothing."""

    def run(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement inside the transaction."""
        ...


class Store(Protocol):
    """A graph that can be read, and written where it was opened for that.

    Errors of the engine never cross this line; each becomes an error of `papermesh.errors`.
    """

    @property
    def address(self) -> str:
        """Where the graph is, as it can be shown: without a password."""
        ...

    @property
    def engine(self) -> str:
        """Name and version of the engine, such as `kglite 0.21.2` or `Neo4j 5.26.31`."""
        ...

    @property
    def writable(self) -> bool:
        """Whether it was opened with `write=True`."""
        ...

    def read(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout_ms: int | None = DEFAULT_TIMEOUT_MS,
        max_rows: int | None = None,
    ) -> Rows:
        """Return the rows of a query that cannot change the graph nor reach outside it.

        Args:
            text: Cypher that runs on both stores.
            params: Values; no query text is ever built from them.
            timeout_ms: Longest time in milliseconds, `None` for no limit.
            max_rows: Most rows to return; `Rows.truncated` says whether there were more.

        Raises:
            WriteRefused: The text would write, load a file or call a procedure that is not allowed.
            QueryError: The text is wrong, a parameter is missing, or a type does not fit.
            QueryTimeout: It took longer than `timeout_ms`.
        """
        ...

    def write(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement as a transaction of its own, and return its rows.

        Raises:
            WriteRefused: The store was opened for reading, or the text would load a file.
            QueryError: The text is wrong, or a constraint refuses a value; nothing was changed.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a write transaction: kept when the block ends, rolled back when it raises."""
        ...

    def checkpoint(self) -> None:
        """Make all that was written durable, and visible to readers."""
        ...

    def close(self) -> None:
        """Let go of the store; what was written and not checkpointed is kept as far as the engine can."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


SERVER_SCHEMES: Sequence[str] = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def is_server(address: str) -> bool:
    """Tell whether an address names a server rather than a file."""
    scheme, sign, _ = address.partition("://")
    return bool(sign) and scheme in SERVER_SCHEMES


def open_graph(address: str, *, write: bool = False, password: str | None = None, user: str | None = None) -> Store:
    """Return the graph at an address, opened for reading unless `write`.

    A file (`graph.kgl`) is opened by the embedded engine, `bolt://…` and `neo4j://…` addresses (with `+s`, `+ssc`
    and `?database=name`) by the Neo4j driver. A file that is missing is made when `write`.

    Args:
        address: A path, or the address of a server.
        write: Open for writing.
        password: For a server; `None` takes `PAPERMESH_NEO4J_PASSWORD`, else none is sent.
        user: For a server; `None` takes `PAPERMESH_NEO4J_USER`, else `neo4j`.

    Raises:
        StoreMissing: No file is there, and `write` is false.
        ConfigError: The address is none of a file or server.
        StoreError: Another of its kinds; each says what happened, where, and what to do.
    """
    if is_server(address):
        from papermesh.graph.neo4j_store import open_server

        return open_server(address, write=write, password=password, user=user)
    if "://" in address:
        raise ConfigError(
            f"no store has addresses that begin with {address.partition('://')[0]}://",
            where=address,
            hint=f"name a file, or an address with one of {', '.join(SERVER_SCHEMES)}",
        )
    from papermesh.graph.embedded import open_file

    return open_file(address, write=write)
