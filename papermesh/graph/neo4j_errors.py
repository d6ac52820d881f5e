"""What the Neo4j driver raises, as errors of `papermesh.errors`: what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver_errors

from papermesh.errors import (
    NoSuchDatabase,
    PapermeshError,
    QueryError,
    QueryTimeout,
    StoreError,
    StoreUnavailable,
    WriteRefused,
    WrongPassword,
)


@contextmanager
def typed_errors(address: str, user: str, timeout_ms: int | None = None) -> Iterator[None]:
    """Turn what the driver raises while it talks to a server into errors of `papermesh.errors`; ours pass."""
    try:
        yield
    except PapermeshError:
        raise
    except driver_errors.AuthError as error:
        raise _auth_error(error, address, user) from error
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired) as error:
        raise StoreUnavailable(
            f"no Neo4j server answers: {first_line(error)}",
            where=address,
            hint="start the server (docker compose up -d neo4j), or check host, port and TLS (+s, +ssc)",
        ) from error
    except driver_errors.Neo4jError as error:
        raise _server_error(error, address, user, timeout_ms) from error
    except driver_errors.DriverError as error:
        raise StoreError(f"the driver failed: {first_line(error)}", where=address, hint="try again") from error


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
    message = first_line(error)
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


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says."""
    text = error.message if isinstance(error, driver_errors.Neo4jError) else str(error)
    return (text or type(error).__name__).strip().splitlines()[0]


@contextmanager
def typed_parameter_errors(address: str) -> Iterator[None]:
    """Turn what the driver raises for a parameter that it cannot send into a `QueryError`."""
    try:
        yield
    except (OverflowError, TypeError, ValueError) as error:
        raise QueryError(
            f"a parameter holds a value that Neo4j cannot take: {first_line(error)}",
            where=address,
            hint="whole numbers have 64 bits; texts, numbers, booleans, lists and maps are taken",
        ) from error
