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

from papermesh.__about__ import __version__
from papermesh.errors import ConfigError, WriteRefused
from papermesh.graph.graph_format import check_format
from papermesh.graph.neo4j_errors import typed_errors, typed_parameter_errors
from papermesh.graph.neo4j_values import rows
from papermesh.graph.read_only import refuse_outside, refuse_writes
from papermesh.graph.store import DEFAULT_TIMEOUT_MS, Rows, Transaction

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
        with typed_errors(self.address, self._user), self._driver.session(database=self._database) as session:
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
            typed_errors(self.address, self._user, timeout_ms),
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
            typed_errors(self.address, self._user),
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
        with typed_errors(self._address, self._user):
            return _answer(self._transaction, text, params, self._address, None)


def _answer(
    transaction: neo4j.Transaction, text: str, params: Mapping[str, Any] | None, address: str, max_rows: int | None
) -> Rows:
    with typed_parameter_errors(address):
        return rows(transaction.run(text, dict(params or {})), max_rows)
