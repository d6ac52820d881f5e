"""What only a server can meet: no answer, a wrong password, a database that is not there, a value too long to index."""

from __future__ import annotations

import os
import socket

import pytest

from papermesh.errors import (
    EXIT_STORE,
    NoSuchDatabase,
    PapermeshError,
    StoreUnavailable,
    WriteRefused,
    WrongPassword,
)
from papermesh.graph import neo4j_store
from papermesh.graph.schema import Method
from papermesh.graph.store import open_graph
from papermesh.graph.write import prepare, write_nodes
from tests.contract.graphs import keys

PASSWORD = "PAPERMESH_NEO4J_PASSWORD"


def three_parts(error: PapermeshError) -> None:
    """Check that an error says what happened, where, and what to do, and holds no password."""
    assert error.exit_code == EXIT_STORE
    assert error.message
    assert error.where
    assert error.hint
    secret = os.environ.get(PASSWORD) or "no password is set"
    assert secret not in f"{error.message} {error.where} {error.hint}"


@pytest.mark.parametrize("write", [False, True])
def test_no_server_answers(write: bool) -> None:
    """A port at which nobody listens is an error within seconds, whatever was asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreUnavailable) as caught:
        open_graph(f"bolt://127.0.0.1:{port}", write=write, password="x")
    three_parts(caught.value)
    assert str(port) in str(caught.value.where)


def test_a_name_that_no_one_has() -> None:
    """A host that cannot be resolved is as unavailable as one that is down."""
    with pytest.raises(StoreUnavailable) as caught:
        open_graph("bolt://no-such-host.invalid:7687", password="x")
    three_parts(caught.value)


@pytest.mark.neo4j
@pytest.mark.parametrize("password", ["wrong", None], ids=["wrong", "none"])
def test_a_wrong_password(empty_server: str, password: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong and a missing password are told apart from a server that does not answer."""
    if not os.environ.get(PASSWORD):
        pytest.skip("this server asks for no password")
    monkeypatch.delenv(PASSWORD)
    with pytest.raises(WrongPassword) as caught:
        open_graph(empty_server, password=password)
    three_parts(caught.value)
    assert PASSWORD in (caught.value.hint or "")


@pytest.mark.neo4j
def test_no_such_database(empty_server: str) -> None:
    """A database that the server lacks is named as such."""
    with pytest.raises(NoSuchDatabase) as caught:
        open_graph(f"{empty_server}?database=nowhere")
    three_parts(caught.value)


@pytest.mark.neo4j
def test_a_database_by_name(empty_server: str) -> None:
    """The default database can be named."""
    with open_graph(f"{empty_server}?database=neo4j") as store:
        assert store.read("RETURN 1 AS one").rows == [(1,)]


@pytest.mark.neo4j
@pytest.mark.parametrize("write", [False, True])
def test_the_server_is_a_second_wall(empty_server: str, monkeypatch: pytest.MonkeyPatch, write: bool) -> None:
    """Were the judgement of the text wrong, the server would still refuse to write in a read."""
    monkeypatch.setattr(neo4j_store, "refuse_writes", lambda text, where: None)
    with open_graph(empty_server, write=write) as store, pytest.raises(WriteRefused):
        store.read("CREATE (:Paper {paper_id: 'p'})")


@pytest.mark.neo4j
def test_a_value_too_long_to_index(empty_server: str) -> None:
    """Neo4j fails a whole batch for one indexed value that is too long: only that row is lost, with its key."""
    with open_graph(empty_server, write=True) as store:
        store.write("MATCH (n) DETACH DELETE n")
        prepare(store)
        nodes = [Method(method_id=f"m{number}", name="N" if number != 7 else "long " * 20_000) for number in range(20)]
        report = write_nodes(store, nodes)
        assert [(row.label, row.key) for row in report.rejected] == [("Method", "m7")]
        assert len(keys(store, "Method", "method_id")) == 19
