"""Which papers and entities a page shows, in which order, and with which reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papermesh.errors import PapermeshError
from papermesh.queries.names import EntityRef
from papermesh.queries.related import Proof, Reason, Related
from papermesh.viz.model import COMPUTED, Subgraph, ViewEdge, ViewFacts, ViewModel, ViewNode, view_model

FACTS = ViewFacts(store="small.kgl", command="papermesh view a")
SENTENCE = "It uses paging on one GPU."


def paper(key: str, name: str, **properties: object) -> ViewNode:
    """Return a paper whose abstract is the one sentence."""
    return replace(ViewNode(kind="Paper", key=key, name=name, abstract=f"Hello. {SENTENCE}"), **properties)  # type: ignore[arg-type]


def entry(key: str, *reasons: Reason) -> Related:
    """Return a related paper with the score that its reasons add up to."""
    return Related(key, key.upper(), 2020, sum(reason.millionths for reason in reasons), reasons)


SHARED = Reason(
    component="shared_methods",
    millionths=123_456,
    text="both use Paging",
    entities=(EntityRef("method", "paging", "Paging"), EntityRef("method", "elsewhere", "Elsewhere")),
    evidence=(
        Proof("b", "paging", "USES", SENTENCE, "paging", "abstract", 15),
        Proof("b", "paging", "USES", None, None, None, None),
    ),
)
CITED = Reason("direct_citation", 250_000, "“B” cites “A”", (), ())
SUBGRAPH = Subgraph(
    papers={
        "a": paper("a", "Alpha: The Seed"),
        "b": paper("b", "A Simple and Effective Approach", references_known=True, year=2021),
        "c": paper("c", "Gamma: Third", abstract=None),
    },
    entities={
        ref: ViewNode(kind=ref[0], key=ref[1], name=name)
        for ref, name in {
            ("Method", "paging"): "Paging",
            ("Method", "beta"): "Beta",
            ("Hardware", "gpu"): "GPU",
            ("Benchmark", "rare"): "Rare",
        }.items()
    },
    edges=[
        ViewEdge(("Paper", "b"), ("Paper", "a"), "CITES"),
        ViewEdge(("Paper", "a"), ("Method", "paging"), "USES"),
        ViewEdge(("Paper", "b"), ("Method", "paging"), "USES"),
        ViewEdge(("Paper", "b"), ("Method", "beta"), "INTRODUCES"),
        ViewEdge(("Paper", "b"), ("Hardware", "gpu"), "RUNS_ON"),
        ViewEdge(("Paper", "c"), ("Hardware", "gpu"), "RUNS_ON"),
        ViewEdge(("Paper", "c"), ("Benchmark", "rare"), "EVALUATES_ON"),
    ],
)


@pytest.fixture
def model() -> ViewModel:
    """Give the page of `a` with two related papers."""
    return view_model("a", [entry("b", CITED, SHARED), entry("c", SHARED)], SUBGRAPH, FACTS)


def test_papers_come_by_rank_and_entities_that_join_them_after(model: ViewModel) -> None:
    """What only one paper names is left out, unless it is the seed's own."""
    assert [node.key for node in model.nodes] == ["a", "b", "c", "paging", "gpu"]
    assert [node.rank for node in model.nodes] == [None, 1, 2, None, None]
    assert model.facts.left_out == 0


def test_reasons_are_those_of_the_ranking(model: ViewModel) -> None:
    """Score and addends are taken over unchanged, and sum."""
    b = model.nodes[1]
    assert b.millionths == 373_456
    assert [(reason.component, reason.millionths, reason.text) for reason in b.reasons] == [
        ("direct_citation", 250_000, "“B” cites “A”"),
        ("shared_methods", 123_456, "both use Paging"),
    ]
    assert sum(reason.millionths for reason in b.reasons) == b.millionths


def test_a_proof_knows_its_place_and_its_mention(model: ViewModel) -> None:
    """A proof without a sentence proves nothing and is left out; the other is found in the abstract."""
    (proof,) = model.nodes[1].reasons[1].proofs
    assert proof.start == 7
    assert proof.mention
    assert proof.sentence[slice(*proof.mention)] == "paging"


def test_names_that_a_reason_gives_are_kept_whether_drawn_or_not(model: ViewModel) -> None:
    """A reason may name an entity for which there is no room."""
    names = model.nodes[1].reasons[1].names
    assert [(name.ref, name.name) for name in names] == [
        (("Method", "paging"), "Paging"),
        (("Method", "elsewhere"), "Elsewhere"),
    ]


def test_a_close_paper_that_nothing_joins_to_the_seed_gets_a_computed_edge(model: ViewModel) -> None:
    """One that cites the seed does not."""
    assert [(edge.tail, edge.head) for edge in model.edges if edge.label == COMPUTED] == [
        (("Paper", "a"), ("Paper", "c"))
    ]


def test_edges_have_both_ends_on_the_page(model: ViewModel) -> None:
    """No edge leads to what is not drawn."""
    drawn = {node.ref for node in model.nodes}
    assert all(edge.tail in drawn and edge.head in drawn for edge in model.edges)
    assert len(model.edges) == 6


def test_a_paper_is_labelled_by_the_method_it_introduces(model: ViewModel) -> None:
    """Only where its title gives no name before a colon."""
    assert [node.short for node in model.nodes[:3]] == ["Alpha", "Beta", "Gamma"]


def test_what_is_unknown_is_counted(model: ViewModel) -> None:
    """References, abstracts and years of the shown papers."""
    assert model.facts.unknown == (
        "2 of the 3 papers have no complete list of references here, so citations may be missing.",
        "1 of the 3 papers has no abstract here, so methods, hardware and benchmarks may be missing.",
        "2 of the 3 papers have no year here.",
    )


def test_papers_come_before_entities_where_room_is_short() -> None:
    """Entities of the seed come first among entities; what does not fit is counted."""
    model = view_model("a", [entry("b", CITED), entry("c", SHARED)], SUBGRAPH, FACTS, max_nodes=4)
    assert [node.key for node in model.nodes] == ["a", "b", "c", "paging"]
    assert model.facts.left_out == 1
    model = view_model("a", [entry("b", CITED), entry("c", SHARED)], SUBGRAPH, FACTS, max_nodes=2)
    assert [node.key for node in model.nodes] == ["a", "b"]


@pytest.mark.parametrize(
    ("max_nodes", "message"),
    [
        (3_001, "a page of 3,001 nodes cannot be drawn: 3,000 is the most"),
        (1, "a page of 1 nodes has no room for related work"),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused(max_nodes: int, message: str) -> None:
    """The message names the limit, the hint the way out."""
    with pytest.raises(PapermeshError) as caught:
        view_model("a", [], SUBGRAPH, FACTS, max_nodes=max_nodes)
    assert caught.value.message == message
    assert caught.value.where == "papermesh view a"
    assert caught.value.hint
