"""The embedded store: one file, no server, by kglite.

A writer holds the engine's lease and works in memory; a checkpoint writes the file anew, whole, in one step. A reader
loads the last checkpoint, takes no lease and cannot change anything. A writer that is killed leaves the last
checkpoint. Beside `graph.kgl` the engine keeps `graph.kgl.lock` and `graph.kgl.lock-owner`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from papermesh.errors import NotSupported, StoreError, StoreMissing, WriteRefused
from papermesh.graph import read_only
from papermesh.graph.embedded_files import held, refuse_what_is_no_graph, unreadable
from papermesh.graph.graph_format import check_format
from papermesh.graph.store import DEFAULT_TIMEOUT_MS, Rows, Transaction

WRITE_TIMEOUT_MS = 0
"""A write takes as long as it takes; it is one batch of a load, and undone whole when it fails."""


def open_file(address: str, *, write: bool = False) -> EmbeddedStore:
    """Return the graph in a file, opened for reading unless `write`.

    When `write`, a missing file is made, with its folder. When not, the last checkpoint answers, also beside a writer.

    Raises:
        StoreMissing: Nothing is there, and `write` is false.
        NotAGraph: Something else is there; it is left alone.
        StoreHeld: Another process is writing, and `write` is true.
        NewerFormat: A newer Papermesh wrote it.
        NotSupported: The engine has no build for this machine.
    """
    path = Path(address).expanduser()
    refuse_what_is_no_graph(path)
    engine = _engine()
    if not write and not path.exists():
        raise StoreMissing(
            "there is no graph here yet", where=str(path), hint=f"make one: papermesh load … --store {path}"
        )
    store = _open_to_write(engine, path) if write else _open_to_read(engine, path)
    try:
        check_format(store)
    except BaseException:
        store.abandon()
        raise
    return store


class EmbeddedStore:
    """A graph in a file."""

    def __init__(self, graph: Any, path: Path, *, writable: bool) -> None:
        self._graph = graph
        self._path = path
        self._writable = writable
        self._open = True

    @property
    def address(self) -> str:
        """The file's path."""
        return str(self._path)

    @property
    def engine(self) -> str:
        """Name and version of the engine."""
        return f"kglite {_engine().__version__}"

    @property
    def writable(self) -> bool:
        """Whether it was opened with `write=True`."""
        return self._writable

    def read(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout_ms: int | None = DEFAULT_TIMEOUT_MS,
        max_rows: int | None = None,
    ) -> Rows:
        """Return the rows of a query that cannot change the graph; see `Store.read`."""
        read_only.refuse_writes(text, where=self.address)
        from papermesh.graph.embedded_values import rows, typed_errors

        with typed_errors(self.address, timeout_ms):
            # A frozen view has no way to write: the second wall, also where this store may write. It costs nothing.
            frozen = self._alive().freeze()
            return rows(frozen.cypher(text, params=dict(params or {}), timeout_ms=timeout_ms or 0, row_limit=max_rows))

    def write(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement as a transaction of its own; see `Store.write`."""
        self._check_writable()
        read_only.refuse_outside(text, where=self.address)
        from papermesh.graph.embedded_values import rows, typed_errors

        with typed_errors(self.address):
            return rows(self._alive().cypher(text, params=dict(params or {}), timeout_ms=WRITE_TIMEOUT_MS))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a write transaction; see `Store.transaction`."""
        self._check_writable()
        from papermesh.graph.embedded_values import typed_errors

        with typed_errors(self.address):
            handle = self._alive().begin(timeout_ms=WRITE_TIMEOUT_MS)
        try:
            yield _EmbeddedTransaction(handle, self.address)
        except BaseException:
            handle.rollback()
            raise
        with typed_errors(self.address):
            handle.commit()

    def checkpoint(self) -> None:
        """Write the file anew, whole, in one step; readers see it from then on."""
        if not self._writable:
            return
        from papermesh.graph.embedded_values import typed_errors

        with typed_errors(self.address):
            self._alive().save()

    def close(self) -> None:
        """Write a checkpoint and let go of the lease. Closing twice is harmless."""
        if not self._open:
            return
        from papermesh.graph.embedded_values import typed_errors

        if self._writable:
            with typed_errors(self.address):
                self._graph.close()
        self._open = False
        self._graph = None

    def abandon(self) -> None:
        """Let go of the lease without writing anything."""
        if self._open and self._writable:
            self._graph.__exit__(StoreError, None, None)
        self._open = False
        self._graph = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _alive(self) -> Any:
        if not self._open:
            raise StoreError("the graph was closed", where=self.address, hint="open it again with open_graph()")
        return self._graph

    def _check_writable(self) -> None:
        if not self._writable:
            raise WriteRefused("the graph is open for reading only", where=self.address, hint="open it with write=True")


class _EmbeddedTransaction:
    def __init__(self, handle: Any, address: str) -> None:
        self._handle = handle
        self._address = address

    def run(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement inside the transaction."""
        read_only.refuse_outside(text, where=self._address)
        from papermesh.graph.embedded_values import rows, typed_errors

        with typed_errors(self._address):
            return rows(self._handle.cypher(text, params=dict(params or {}), timeout_ms=WRITE_TIMEOUT_MS))


def _engine() -> Any:
    try:
        import kglite
    except ImportError as error:
        raise NotSupported(
            f"the embedded graph engine cannot run on this machine: {error}",
            where="kglite",
            hint="use a Neo4j server instead: --store bolt://HOST:7687",
        ) from error
    # The engine's advice (an unknown label, a slow pattern) is for its own developers; it is never printed.
    kglite.set_query_warning_policy("silent")
    return kglite


def _open_to_write(engine: Any, path: Path) -> EmbeddedStore:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        graph = _with_lease(engine, path)
        if not path.exists():
            graph.save()  # so that a first write that is cut short leaves a graph that can be opened
    except engine.WriterLeaseHeldError as error:
        raise held(error, path) from error
    except (engine.FileFormatError, UnicodeDecodeError) as error:
        raise unreadable(error, path) from error
    except (engine.KgError, OSError, ValueError) as error:
        raise StoreError(
            f"the graph cannot be opened for writing: {error}", where=str(path), hint="check who may write there"
        ) from error
    return EmbeddedStore(graph, path, writable=True)


def _open_to_read(engine: Any, path: Path) -> EmbeddedStore:
    try:
        graph = engine.load(str(path))
    except (engine.FileFormatError, UnicodeDecodeError) as error:
        raise unreadable(error, path) from error
    except (engine.KgError, OSError, ValueError) as error:
        raise StoreError(f"the graph cannot be read: {error}", where=str(path)) from error
    graph.read_only(True)
    return EmbeddedStore(graph, path, writable=False)


def _with_lease(engine: Any, path: Path) -> Any:
    # Without the engine's log: it names nodes by numbers that the engine gives twice once a node was deleted and the
    # file opened again, and then refuses to write (docs/adr/0007). A checkpoint replaces the file in one step.
    return engine.open(str(path), durable="off")
