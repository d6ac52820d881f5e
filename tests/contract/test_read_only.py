"""A read can neither change the graph nor reach outside it, on both stores, however the text is spelt."""

from __future__ import annotations

import pytest

from papermesh.errors import QueryError, WriteRefused
from papermesh.graph.export import canonical_dump
from papermesh.graph.schema import Paper
from papermesh.graph.store import Store
from papermesh.graph.write import write_nodes
from tests.contract.graphs import fill
from tests.stores import Place

WRITES = [
    "CREATE (:Paper {paper_id: 'new'})",
    "create (n:Paper) set n.paper_id = 'new'",
    "MATCH (n:Paper) SET n.title = 'x'",
    "MATCH (n:Paper)\r\nsEt\tn.title='x' RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Paper) REMOVE n.title",
    "MERGE (n:Paper {paper_id: 'new'})",
    "UNWIND [1] AS x MERGE (n:Paper {paper_id: 'new'}) RETURN n",
    "MATCH (n:Paper) FOREACH (x IN [1] | SET n.title = 'x')",
    "/* harmless */ CREATE (:Paper {paper_id: 'new'})",
    "// harmless\nCREATE (:Paper {paper_id: 'new'})",
    "RETURN 1 AS x UNION CREATE (n:Paper {paper_id: 'new'}) RETURN 1 AS x",
    "MATCH (n:Paper) CALL { WITH n SET n.title = 'x' } RETURN n",
    "MATCH (n:Paper) CALL (n) { SET n.title = 'x' } RETURN n",
    "EXPLAIN CREATE (:Paper {paper_id: 'new'})",
    "PROFILE CREATE (:Paper {paper_id: 'new'})",
    "MATCH (n:Paper) WHERE n.year > 1. SET n.title = 'x'",
    "MATCH (n:Paper {title: 'it''s'}) SET n.title = 'x'",
    "RETURN '\\'' AS a, \"'\" AS b //'\nUNION MATCH (n) DETACH DELETE n RETURN 1 AS a, 2 AS b",
    "CR\\u0045ATE (:Paper {paper_id: 'new'})",
    "RETURN '\\u0027 AS x CREATE (:Paper {paper_id: \\u0027new\\u0027}) //' AS x",
    "CREATE INDEX x IF NOT EXISTS FOR (n:Paper) ON (n.venue)",
    "DROP CONSTRAINT paper_key IF EXISTS",
    "CREATE CONSTRAINT x IF NOT EXISTS FOR (n:Paper) REQUIRE n.venue IS UNIQUE",
    "INSERT (:Paper {paper_id: 'new'})",
]
OUTSIDE = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv with headers from 'file:///etc/passwd' as line return line",
    "LOAD/**/CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD // x\nCSV FROM 'file:///etc/passwd' AS line RETURN line",
    "WITH 1 AS x LOAD   CSV FROM 'http://127.0.0.1/' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "\\u004cOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL dbms.listConfig()",
    "CALL dbms.setConfigValue('a', 'b')",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL `dbms`.`listConfig`() YIELD name RETURN name",
    "CALL dbms . listConfig() YIELD name RETURN name",
    "CALL db.clearQueryCaches()",
    "call Db.Cdc.Enable()",
    "MATCH (n) CALL dbms.listConnections() YIELD connectionId RETURN connectionId",
    "SHOW USERS",
    "SHOW SETTINGS YIELD name, value RETURN name",
    "SHOW TRANSACTIONS YIELD currentQuery AS indexes RETURN indexes",
    "TERMINATE TRANSACTION 'x'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "USE system SHOW DATABASES",
    "START DATABASE neo4j",
    "GRANT ROLE x TO y",
]
READS = [
    "MATCH (n:Paper) RETURN n.title AS title // CREATE (n) SET n.x = 1",
    "MATCH (n:Paper) WHERE n.title = 'CREATE (n) DETACH DELETE n' RETURN n.title AS title",
    'MATCH (n:Paper) WHERE n.title = "a \\" LOAD CSV" RETURN n.title AS title',
    "MATCH (n:Paper) RETURN n.title AS `create`, 1 AS `merge set`",
    "RETURN {set: 1, delete: 2}.set AS x",
    "MATCH (n:Paper) WHERE n.paper_id STARTS WITH 'arxiv' RETURN n.paper_id AS key",
    "MATCH (n:Paper) RETURN n.paper_id AS start, n.title AS load",
    "OPTIONAL MATCH (n:Merge) RETURN n",
    "WITH 1 AS x CALL { WITH x RETURN x + 1 AS y } RETURN y",
    "MATCH (n:Paper) WITH n ORDER BY n.paper_id SKIP 1 LIMIT 1 RETURN count(n) AS n",
    "CALL db.labels() YIELD label RETURN collect(label) AS labels",
    "UNWIND [1, 2] AS x RETURN DISTINCT x UNION RETURN 3 AS x",
    "MATCH (n:Paper) RETURN n.paper_id AS key ORDER BY key;",
    "PROFILE MATCH (n:Paper) RETURN count(n) AS n",
    "RETURN 'it is \\u0041' AS x",
]


@pytest.mark.parametrize("text", WRITES)
def test_a_read_never_writes(store: Store, text: str) -> None:
    """The text is refused, also where the store was opened for writing, and nothing has changed."""
    fill(store)
    before = list(canonical_dump(store))
    with pytest.raises(WriteRefused) as caught:
        store.read(text)
    assert caught.value.hint
    assert list(canonical_dump(store)) == before


@pytest.mark.parametrize("text", OUTSIDE)
def test_no_text_reaches_outside_the_graph(store: Store, text: str) -> None:
    """Files, addresses, settings, users and other databases are out of reach for reads and for writes."""
    with pytest.raises(WriteRefused):
        store.read(text)
    with pytest.raises(WriteRefused):
        store.write(text)
    with store.transaction() as transaction, pytest.raises(WriteRefused):
        transaction.run(text)


@pytest.mark.parametrize("text", READS)
def test_what_only_looks_like_a_write_is_answered(store: Store, text: str) -> None:
    """Words in comments, strings, names, labels and maps are no clauses."""
    fill(store)
    store.read(text)


def test_one_statement_at_a_time(store: Store) -> None:
    """A second statement is never run, and never dropped in silence."""
    write_nodes(store, [Paper(paper_id="p")])
    with pytest.raises(QueryError):
        store.read("MATCH (n) RETURN n; MATCH (n) DETACH DELETE n")
    with pytest.raises(QueryError):
        store.write("MATCH (n) RETURN n; MATCH (n) DETACH DELETE n")
    assert store.read("MATCH (n:Paper) RETURN count(n) AS n").rows == [(1,)]


def test_a_graph_opened_for_reading_cannot_be_written(place: Place) -> None:
    """Neither a statement nor a transaction nor the writing functions get through."""
    from papermesh.graph.write import prepare

    with place.open(write=True) as opened:
        prepare(opened)
    with place.open() as opened:
        assert not opened.writable
        with pytest.raises(WriteRefused):
            opened.write("CREATE (:Paper {paper_id: 'p'})")
        with pytest.raises(WriteRefused), opened.transaction():
            pass
        with pytest.raises(WriteRefused):
            write_nodes(opened, [Paper(paper_id="p")])
        assert opened.read("MATCH (n:Paper) RETURN count(n) AS n").rows == [(0,)]
