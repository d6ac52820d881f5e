"""Both stores keep a transaction whole or not at all, and have the same errors when they are opened."""

from __future__ import annotations

import pytest

from papermesh.errors import NewerFormat, QueryError
from papermesh.graph.export import canonical_dump
from papermesh.graph.schema import FORMAT_VERSION, Paper
from papermesh.graph.store import Store, Transaction
from papermesh.graph.write import prepare, write_nodes
from tests.contract.graphs import fill, keys
from tests.stores import Place

ADD = "CREATE (n:Paper {paper_id: $key})"


def test_a_transaction_is_kept(store: Store) -> None:
    """All statements of a block are there after it; inside, each sees those before it."""
    with store.transaction() as transaction:
        changes = transaction.run(ADD, {"key": "a"}).changes
        transaction.run(ADD, {"key": "b"})
        assert transaction.run("MATCH (n:Paper) RETURN count(n) AS n").rows == [(2,)]
    assert changes["nodes_created"] == 1
    assert keys(store, "Paper", "paper_id") == {"a", "b"}


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt])
def test_an_exception_rolls_back(store: Store, kind: type[BaseException]) -> None:
    """Whatever ends the block early, nothing of it stays, the exception passes, and the store goes on."""
    fill(store)
    before = list(canonical_dump(store))

    def write_and_fail(transaction: Transaction) -> None:
        transaction.run(ADD, {"key": "a"})
        transaction.run("MATCH (n:Paper) DETACH DELETE n")
        raise kind

    with pytest.raises(kind), store.transaction() as transaction:
        write_and_fail(transaction)
    assert list(canonical_dump(store)) == before
    write_nodes(store, [Paper(paper_id="after")])
    assert "after" in keys(store, "Paper", "paper_id")


def test_a_failing_statement_rolls_back_the_block(store: Store) -> None:
    """A refused statement ends the transaction with a typed error, and what came before it is undone."""

    def add_twice(transaction: Transaction) -> None:
        transaction.run(ADD, {"key": "new"})
        transaction.run(ADD, {"key": "new"})

    with pytest.raises(QueryError), store.transaction() as transaction:
        add_twice(transaction)
    assert keys(store, "Paper", "paper_id") == set()


def test_a_failing_statement_changes_nothing(store: Store) -> None:
    """A statement of its own is a transaction of its own: the rows before the bad one are undone."""
    with pytest.raises(QueryError):
        store.write("UNWIND ['a', 'b', 'a'] AS key CREATE (n:Paper {paper_id: key})")
    assert keys(store, "Paper", "paper_id") == set()


def test_a_write_tells_what_it_changed(store: Store) -> None:
    """The counts above zero are named alike, and rows come back as from a read."""
    answer = store.write(
        "CREATE (a:Paper {paper_id: 'a'})-[r:CITES]->(b:Paper {paper_id: 'b'}) RETURN a.paper_id AS key"
    )
    assert answer.rows == [("a",)]
    assert (answer.changes["nodes_created"], answer.changes["relationships_created"]) == (2, 1)
    assert store.write("MATCH (n:Paper {paper_id: 'none'}) SET n.year = 1").changes == {}


def test_a_newer_format_is_refused(place: Place) -> None:
    """A graph that a newer version wrote is opened neither for reading nor for writing, and is left alone."""
    with place.open(write=True) as opened:
        prepare(opened)
        opened.write("MATCH (n:Meta) SET n.format_version = $new", {"new": FORMAT_VERSION + 1})
    for write in (False, True):
        with pytest.raises(NewerFormat) as caught:
            place.open(write=write)
        assert str(FORMAT_VERSION + 1) in caught.value.message
        assert caught.value.where
        assert caught.value.hint


def test_the_store_says_what_and_where_it_is(place: Place) -> None:
    """Address and engine are shown in answers and logs."""
    with place.open(write=True) as opened:
        assert opened.address == place.address
        assert opened.engine.startswith({"embedded": "kglite 0.21.", "neo4j": "Neo4j 5."}[place.engine])
        assert opened.writable
        opened.checkpoint()


def test_closing_twice_is_harmless(place: Place) -> None:
    """A store in a `with` block may be closed inside it."""
    with place.open(write=True) as opened:
        opened.close()
