"""Both stores write the same: batches, merges, nulls, refused rows, missing ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from papermesh.errors import QueryError
from papermesh.graph import schema, statements
from papermesh.graph.export import canonical_dump, read_graph
from papermesh.graph.schema import Cites, Edge, HasCode, IntroducesMethod, Method, Node, Paper, Uses
from papermesh.graph.store import Store
from papermesh.graph.write import (
    RejectedRow,
    delete_edges,
    delete_nodes,
    edge_class,
    prepare,
    rename_key,
    write_edges,
    write_nodes,
)
from tests.contract.graphs import EDGES, NODES, ends, fill, keys

TOO_LARGE = 2**70
"""A year that the schema takes and no store can keep: an integer has 64 bits."""


def papers(count: int) -> Iterator[Paper]:
    """Yield that many papers: p0, p1 and so on."""
    return (Paper(paper_id=f"p{number}", title=f"Paper {number}", year=2000 + number % 25) for number in range(count))


def test_a_key_is_unique(store: Store) -> None:
    """A second node with the same key is refused, and the first stays."""
    write_nodes(store, [Paper(paper_id="p", title="First")])
    with pytest.raises(QueryError):
        store.write("CREATE (n:Paper {paper_id: 'p'})")
    assert store.read("MATCH (n:Paper) RETURN n.title AS title").rows == [("First",)]


def test_every_label_has_its_constraint_and_its_indexes(store: Store) -> None:
    """What the schema declares is in the store after preparing it."""
    constraints = {(row["labelsOrTypes"][0], row["properties"][0]) for row in store.read("SHOW CONSTRAINTS")}
    assert constraints == {(cls.label, cls.key) for cls in schema.NODES}
    indexes = {
        (row["labelsOrTypes"][0], row["properties"][0]) for row in store.read("SHOW INDEXES") if row["properties"]
    }
    assert indexes >= {(cls.label, name) for cls, names in statements.INDEXED.items() for name in names}


def test_preparing_twice_changes_nothing(store: Store) -> None:
    """Preparation can be repeated on a graph that holds something."""
    fill(store)
    before = list(canonical_dump(store))
    prepare(store)
    assert list(canonical_dump(store)) == before
    assert store.read("MATCH (n:Meta) RETURN n.meta_id, n.format_version").rows == [("papermesh", 1)]


def test_a_batch_is_written_whole(store: Store) -> None:
    """More rows than a batch holds all arrive, and progress counts them."""
    seen: list[int] = []
    report = write_nodes(store, papers(25), batch_size=10, progress=seen.append)
    assert (report.asked["Paper"], report.written["Paper"], report.rejected) == (25, 25, [])
    assert seen == [10, 10, 5]
    assert keys(store, "Paper", "paper_id") == {f"p{number}" for number in range(25)}


def test_writing_again_changes_nothing(store: Store) -> None:
    """The same nodes and edges a second time leave the graph as it was."""
    fill(store)
    before = list(canonical_dump(store))
    fill(store)
    assert list(canonical_dump(store)) == before
    assert len(before) == len(NODES) + len(EDGES)


@pytest.mark.parametrize("batch_size", [1, 3, 2000])
def test_batches_do_not_show_in_the_graph(store: Store, batch_size: int) -> None:
    """However the rows are cut, and in whatever order of classes, the graph is the same."""
    write_nodes(store, reversed(NODES), batch_size=batch_size)
    write_edges(store, reversed(EDGES), batch_size=batch_size)
    snapshot = read_graph(store)
    assert {key for key in snapshot.nodes if key[0] != "Meta"} == {(node.label, node.key_value) for node in NODES}
    assert {(cls, tail, head) for cls, tail, head in snapshot.edges} == {
        (type(edge), edge.tail_key, edge.head_key) for edge in EDGES
    }


def test_a_null_never_erases(store: Store) -> None:
    """What a later row does not know stays as an earlier one said."""
    write_nodes(store, [Paper(paper_id="p", title="T", year=2020, doi="10.1/x"), Method(method_id="m", name="M")])
    write_edges(store, [Uses(tail_key="p", head_key="m", confidence=0.5, evidence="so")])
    write_nodes(store, [Paper(paper_id="p", title=None, year=None, doi="10.1/y")])
    write_edges(store, [Uses(tail_key="p", head_key="m", confidence=None, evidence="thus")])
    rows = store.read("MATCH (p:Paper)-[r:USES]->() RETURN p.title, p.year, p.doi, r.confidence, r.evidence").rows
    assert rows == [("T", 2020, "10.1/y", 0.5, "thus")]


def test_replacing_removes_what_is_no_longer_known(store: Store) -> None:
    """With `replace` a null removes the property, and nothing else changes."""
    write_nodes(store, [Paper(paper_id="p", title="T", year=2020), Method(method_id="m", name="M")])
    write_edges(store, [Uses(tail_key="p", head_key="m", confidence=0.5, evidence="so")])
    write_nodes(store, [Paper(paper_id="p", title=None, year=2020)], replace=True)
    write_edges(store, [Uses(tail_key="p", head_key="m", confidence=None, evidence="so")], replace=True)
    rows = store.read(
        "MATCH (p:Paper)-[r:USES]->() RETURN p.title, p.title IS NULL, p.year, r.confidence, r.evidence"
    ).rows
    assert rows == [(None, True, 2020, None, "so")]


def test_a_paper_without_title_has_none(store: Store) -> None:
    """The embedded engine would invent a title for a node that has none; a cited paper known by id has null."""
    write_nodes(store, [Paper(paper_id="p")])
    assert store.read("MATCH (p:Paper) RETURN p.title, coalesce(p.title, 'none')").rows == [(None, "none")]
    assert read_graph(store).nodes["Paper", "p"] == Paper(paper_id="p").properties()


def test_missing_ends_are_counted_and_named(store: Store) -> None:
    """An edge without its two nodes is not written, and the report says which."""
    write_nodes(store, [Paper(paper_id="p"), Paper(paper_id="q"), Method(method_id="m", name="M")])
    edges: list[Edge] = [
        Uses(tail_key="p", head_key="m"), Uses(tail_key="lost", head_key="m"), Uses(tail_key="q", head_key="nowhere"),
        Cites(tail_key="p", head_key="q"),
    ]  # fmt: skip
    report = write_edges(store, edges)
    assert report.missing_ends == [("USES", "lost", "m"), ("USES", "q", "nowhere")]
    assert (report.asked["USES"], report.written["USES"], report.written["CITES"]) == (3, 1, 1)
    assert ends(store, Uses) == {("p", "m")}


def test_a_bad_row_is_cut_out_of_its_batch(store: Store) -> None:
    """One row that the store refuses is rejected with its key; the others of its batch are written."""
    nodes = [
        *papers(60),
        Paper(paper_id="bad", title="Bad", year=TOO_LARGE),
        *(Paper(paper_id=f"q{n}") for n in range(40)),
    ]
    report = write_nodes(store, nodes)
    assert [(row.label, row.key) for row in report.rejected] == [("Paper", "bad")]
    assert report.rejected[0].reason
    assert (report.asked["Paper"], report.written["Paper"]) == (101, 100)
    assert "bad" not in keys(store, "Paper", "paper_id")


def test_a_bad_edge_is_cut_out_of_its_batch(store: Store) -> None:
    """The same for edges, beside one that lacks an end: each is reported once, in its own list."""
    write_nodes(store, [*papers(10), Method(method_id="m", name="M")])
    edges = [Uses(tail_key=f"p{number}", head_key="m", mentions=number) for number in range(10)]
    edges[4] = Uses(tail_key="p4", head_key="m", mentions=TOO_LARGE)
    edges.append(Uses(tail_key="lost", head_key="m"))
    report = write_edges(store, edges)
    assert [(row.label, row.key) for row in report.rejected] == [("USES", "p4 -> m")]
    assert report.missing_ends == [("USES", "lost", "m")]
    assert report.written["USES"] == 9
    assert isinstance(report.rejected[0], RejectedRow)


def test_what_was_committed_stays_when_the_source_fails(store: Store) -> None:
    """An error in the stream of nodes leaves the batches before it in the store."""

    def broken() -> Iterator[Node]:
        yield from papers(10)
        raise LookupError

    with pytest.raises(LookupError):
        write_nodes(store, broken(), batch_size=5)
    assert len(keys(store, "Paper", "paper_id")) == 10


def test_a_key_is_rewritten_in_place(store: Store) -> None:
    """A better key keeps the node's properties and edges; a taken key is refused; a missing one is said."""
    fill(store)
    assert rename_key(store, Paper, "title:cited-only", "arxiv:1706.03762")
    assert ("doi:10.1/x", "arxiv:1706.03762") in ends(store, Cites)
    assert store.read("MATCH (p:Paper {paper_id: 'title:cited-only'}) RETURN 1 AS one").rows == []
    assert not rename_key(store, Paper, "title:cited-only", "other")
    with pytest.raises(QueryError):
        rename_key(store, Paper, "arxiv:1706.03762", "doi:10.1/x")


def test_deleting(store: Store) -> None:
    """Edges and nodes go by their keys; a node takes its edges along; what is not there is not counted."""
    fill(store)
    assert delete_edges(store, [(Cites, "doi:10.1/x", "title:cited-only"), (Cites, "no", "no")]) == 1
    assert ends(store, Cites) == {("doi:10.1/x", "arxiv:2205.14135")}
    assert delete_nodes(store, [(Paper, "doi:10.1/x"), (Paper, "no"), (Method, "tiling")]) == 2
    assert ends(store, Cites) | ends(store, Uses) | ends(store, HasCode) == set()
    assert keys(store, "Method", "method_id") == set()


def test_edges_of_one_label_keep_to_their_ends() -> None:
    """INTRODUCES leads to methods and to benchmarks; its class is found by label and ends."""
    assert edge_class("INTRODUCES", "Paper", "Method") is IntroducesMethod
    with pytest.raises(KeyError):
        edge_class("INTRODUCES", "Paper", "Hardware")
