"""The Neo4j store: the official driver behind the `Store` protocol.

Addresses are `bolt` or `neo4j`, with `+s` or `+ssc` for TLS and `?database=name`. The password comes from a variable,
the settings or a prompt, never from the address, where it would end in shell histories and logs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit, urlunsplit
from uuid import uuid4

import neo4j
from neo4j import exceptions as driver_errors
from neo4j.graph import Node, Path, Relationship

from papermesh.__about__ import __version__
from papermesh.errors import (
    ConfigError,
    NoSuchDatabase,
    PapermeshError,
    QueryError,
    QueryTimeout,
    StoreError,
    StoreUnavailable,
    WriteRefused,
    WrongPassword,
)
from papermesh.graph.graph_format import check_format
from papermesh.graph.read_only import refuse_outside, refuse_writes
from papermesh.graph.store import DEFAULT_TIMEOUT_MS, GraphEdge, GraphNode, GraphPath, Rows, Transaction

CONNECT_TIMEOUT_S = 5.0
"""Longest wait for a server's answer when connecting, in seconds."""
FIND_TRANSACTION = (
    "SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS data WHERE data.papermesh = $mark RETURN id"
)


def open_server(address: str, *, write: bool, password: str | None, user: str | None) -> Neo4jStore:
    """Return the graph on a server; `open_graph` says more.

    Raises:
        ConfigError: The address holds a password, or something that is no part of one.
        StoreUnavailable: No server answers there.
        WrongPassword: The server refuses the user or the password.
        NoSuchDatabase: The server has no database of that name.
        NewerFormat: A newer Papermesh wrote the graph.
        NotAGraph: The database holds something else; it is left alone.
    """
    uri, database = _split(address)
    user = user or os.environ.get("PAPERMESH_NEO4J_USER") or "neo4j"
    password = os.environ.get("PAPERMESH_NEO4J_PASSWORD") if password is None else password
    driver = neo4j.GraphDatabase.driver(
        uri,
        auth=(user, password) if password else None,
        connection_timeout=CONNECT_TIMEOUT_S,
        connection_acquisition_timeout=2 * CONNECT_TIMEOUT_S,
        max_transaction_retry_time=CONNECT_TIMEOUT_S,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        user_agent=f"papermesh/{__version__}",
    )
    store = Neo4jStore(driver, address, database, writable=write, user=user)
    try:
        store.greet()
        check_format(store)
    except BaseException:
        driver.close()
        raise
    return store


def _split(address: str) -> tuple[str, str | None]:
    """Return the address without its query, and the database that the query names."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise ConfigError(
            "an address holds no user or password",
            where=f"{parts.scheme}://…@{parts.hostname}",
            hint="set PAPERMESH_NEO4J_USER and PAPERMESH_NEO4J_PASSWORD",
        )
    query = parse_qs(parts.query, keep_blank_values=True)
    database = query.pop("database", [None])[-1]
    if query or not parts.hostname:
        raise ConfigError(
            "this is no address of a server",
            where=address,
            hint="write bolt://HOST:7687 or neo4j+s://HOST?database=NAME",
        )
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")), database or None


class Neo4jStore:
    """A graph on a Neo4j server."""

    def __init__(self, driver: neo4j.Driver, address: str, database: str | None, *, writable: bool, user: str) -> None:
        self._driver = driver
        self._database = database
        self._user = user
        self.address = address
        self.engine = "Neo4j"
        self.writable = writable

    def greet(self) -> None:
        """Ask the server for its version: the first time that address, user and database are tried."""
        with _translated(self.address, self._user), self._driver.session(database=self._database) as session:
            agent = session.run("RETURN 1").consume().server.agent
            self.engine = f"Neo4j {agent.removeprefix('Neo4j/')}"

    def read(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout_ms: int | None = DEFAULT_TIMEOUT_MS,
        max_rows: int | None = None,
    ) -> Rows:
        """Return the rows of a query in a read transaction; see `Store.read`."""
        refuse_writes(text, where=self.address)
        timeout_s = None if timeout_ms is None else timeout_ms / 1000
        with (
            _translated(self.address, self._user, timeout_ms),
            self._interruptible() as metadata,
            self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session,
            session.begin_transaction(metadata=metadata, timeout=timeout_s) as transaction,
            self._ended_by_interrupt(metadata),
        ):
            return _answer(transaction, text, params, self.address, max_rows)

    def write(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement as a transaction of its own; see `Store.write`."""
        with self.transaction() as transaction:
            return transaction.run(text, params)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a write transaction; see `Store.transaction`."""
        if not self.writable:
            raise WriteRefused(
                "the store was opened for reading", where=self.address, hint="use a command that writes, or --write"
            )
        with (
            _translated(self.address, self._user),
            self._interruptible() as metadata,
            self._driver.session(database=self._database) as session,
            session.begin_transaction(metadata=metadata) as transaction,
            self._ended_by_interrupt(metadata),
        ):
            yield _Neo4jTransaction(transaction, self.address, self._user)
            transaction.commit()

    @contextmanager
    def _interruptible(self) -> Iterator[dict[str, str]]:
        """Give the mark of a transaction, and let Ctrl-C pass where the driver then says only that it was ended."""
        mark = {"papermesh": uuid4().hex}
        try:
            yield mark
        except driver_errors.Neo4jError:
            if "interrupted" in mark:
                raise KeyboardInterrupt from None
            raise

    @contextmanager
    def _ended_by_interrupt(self, mark: dict[str, str]) -> Iterator[None]:
        """End the marked transaction on the server at Ctrl-C: the driver would wait for its result."""
        try:
            yield
        except KeyboardInterrupt:
            mark["interrupted"] = "yes"
            with suppress(driver_errors.Neo4jError, driver_errors.DriverError), self._driver.session() as session:
                for record in list(session.run(FIND_TRANSACTION, mark=mark["papermesh"])):
                    session.run("TERMINATE TRANSACTION $id", id=record["id"]).consume()
            raise

    def checkpoint(self) -> None:
        """Do nothing: the server makes each commit durable."""

    def close(self) -> None:
        """Let go of the connections."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Neo4jTransaction:
    def __init__(self, transaction: neo4j.Transaction, address: str, user: str) -> None:
        self._transaction = transaction
        self._address = address
        self._user = user

    def run(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        refuse_outside(text, where=self._address)
        with _translated(self._address, self._user):
            return _answer(self._transaction, text, params, self._address, None)


def _answer(
    transaction: neo4j.Transaction, text: str, params: Mapping[str, Any] | None, address: str, max_rows: int | None
) -> Rows:
    try:
        return _rows(transaction.run(text, dict(params or {})), max_rows)
    except (OverflowError, TypeError, ValueError) as error:
        raise QueryError(
            f"a parameter holds a value that Neo4j cannot take: {_first_line(error)}",
            where=address,
            hint="whole numbers have 64 bits; texts, numbers, booleans, lists and maps are taken",
        ) from error


def _rows(result: neo4j.Result, max_rows: int | None) -> Rows:
    columns = tuple(result.keys())
    rows: list[tuple[Any, ...]] = []
    truncated = False
    for record in result:
        if max_rows is not None and len(rows) >= max_rows:
            truncated = True
            break
        rows.append(tuple(_value(value) for value in record.values()))
    counters = result.consume().counters
    changes = {
        name: count for name, count in vars(counters).items() if isinstance(count, int) and count and name[0] != "_"
    }
    return Rows(columns, rows, truncated, changes)


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


@contextmanager
def _translated(address: str, user: str, timeout_ms: int | None = None) -> Iterator[None]:
    """Turn the driver's errors into ours; ours pass."""
    try:
        yield
    except PapermeshError:
        raise
    except driver_errors.AuthError as error:
        raise _auth_error(error, address, user) from error
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired) as error:
        raise StoreUnavailable(
            f"no Neo4j server answers: {_first_line(error)}",
            where=address,
            hint="start the server (docker compose up -d neo4j), or check host, port and TLS (+s, +ssc)",
        ) from error
    except driver_errors.Neo4jError as error:
        raise _server_error(error, address, user, timeout_ms) from error
    except driver_errors.DriverError as error:
        raise StoreError(f"the driver failed: {_first_line(error)}", where=address, hint="try again") from error


def _auth_error(error: driver_errors.Neo4jError, address: str, user: str) -> WrongPassword:
    if error.code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return WrongPassword("the server refuses log-ins after too many failures", where=address, hint="wait a moment")
    return WrongPassword(
        f"the server refuses user {user!r} with this password",
        where=address,
        hint="set PAPERMESH_NEO4J_PASSWORD (and PAPERMESH_NEO4J_USER, where it is not neo4j)",
    )


def _server_error(error: driver_errors.Neo4jError, address: str, user: str, timeout_ms: int | None) -> PapermeshError:
    code = error.code or ""
    message = _first_line(error)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return NoSuchDatabase(
            "the server has no database of that name", where=address, hint="leave ?database= out for the default one"
        )
    if code == "Neo.ClientError.Security.CredentialsExpired":
        return WrongPassword(
            f"the first password of {user!r} must be changed before it can be used",
            where=address,
            hint="ALTER CURRENT USER SET PASSWORD FROM '…' TO '…' in Neo4j Browser or cypher-shell",
        )
    if code.startswith("Neo.ClientError.Transaction.TransactionTimedOut") or "TransactionTimedOut" in code:
        limit = f" of {timeout_ms} ms" if timeout_ms else ""
        return QueryTimeout(
            f"the query took longer than its limit{limit}", where=address, hint="narrow it, or raise --timeout-ms"
        )
    if code in {"Neo.ClientError.Statement.AccessMode", "Neo.ClientError.Security.Forbidden"}:
        return WriteRefused(message, where=address, hint="a read cannot change the graph; --write can")
    if code == "Neo.ClientError.Statement.ParameterMissing":
        return QueryError(message, where=address, hint="give it a value: --param NAME=VALUE")
    if code.startswith("Neo.ClientError") or "too large to index" in message:
        return QueryError(message, where=address, hint="mend the query; `papermesh cypher --help` shows examples")
    return StoreError(f"the server failed: {message}", where=address, hint="try again, and look into the server's log")


def _first_line(error: BaseException) -> str:
    text = error.message if isinstance(error, driver_errors.Neo4jError) else str(error)
    return (text or type(error).__name__).strip().splitlines()[0]
