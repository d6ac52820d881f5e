"""From a graph to a page: what the graph knows arrives, and reasons agree with `related` and `why`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papermesh.errors import NotFound, PapermeshError
from papermesh.graph.store import Store
from papermesh.queries.related import related, why
from papermesh.viz.model import ViewEdge, ViewModel, ViewNode
from papermesh.viz.neighbourhood import store_name, view_neighbourhood
from papermesh.viz.page import build_page
from tests.queries.sample import FOURBIT, OLD, SERVE, SQUEEZE, SURVEY, write_sample
from tests.viz.test_page import data_of


@pytest.fixture(scope="module")
def model(sample: Store) -> ViewModel:
    """Give the neighbourhood of SqueezeNum."""
    return view_neighbourhood(sample, SQUEEZE)


def test_both_stores_give_the_same_page(store: Store, model: ViewModel) -> None:
    """Byte for byte, but for the name of the graph."""
    write_sample(store)
    found = view_neighbourhood(store, SQUEEZE)
    facts = replace(found.facts, store=model.facts.store)
    assert build_page(replace(found, facts=facts)) == build_page(model)


def node(model: ViewModel, key: str) -> ViewNode:
    """Return the node with that key."""
    return next(one for one in model.nodes if one.key == key)


def edge(model: ViewModel, tail: str, label: str, head: str) -> ViewEdge:
    """Return one edge."""
    return next(one for one in model.edges if (one.tail[1], one.label, one.head[1]) == (tail, label, head))


def test_what_the_graph_knows_of_a_paper_arrives(model: ViewModel) -> None:
    """Text, authors in order, place, links, citations within the graph."""
    seed = model.nodes[0]
    assert seed.ref == model.seed == ("Paper", SQUEEZE)
    assert (seed.name, seed.year, seed.venue) == (
        "SqueezeNum: packing weights into four bits", 2024, "Workshop on Small Numbers",
    )  # fmt: skip
    assert len(seed.authors) == 2
    assert seed.links == (("arXiv", "https://arxiv.org/abs/2401.00001"), ("example.org", "https://example.org/squeeze"))
    assert seed.cited_by == 1
    assert seed.references_known
    assert (seed.rank, seed.millionths, seed.reasons) == (None, None, ())
    assert node(model, SERVE).links[0] == ("DOI", "https://doi.org/10.5555/serve")
    assert node(model, OLD).cited_by == 4


def test_the_ranking_is_that_of_related_and_of_why(sample: Store) -> None:
    """Order, scores and every addend, to the millionth."""
    model = view_neighbourhood(sample, SQUEEZE)
    shown = [paper for paper in model.papers() if paper.rank]
    ranking = related(sample, SQUEEZE, top=60)
    assert [(paper.key, paper.millionths) for paper in shown] == [(one.paper_id, one.millionths) for one in ranking]
    assert shown
    for paper in shown:
        addends = [
            (reason.component, reason.millionths, reason.text) for reason in why(sample, SQUEEZE, paper.key).reasons
        ]
        assert [(reason.component, reason.millionths, reason.text) for reason in paper.reasons] == addends
        assert sum(reason.millionths for reason in paper.reasons) == paper.millionths
    drawn = [one["kg"] for one in data_of(build_page(model))["nodes"] if "rank" in one["kg"]]
    assert [kg["score"] for kg in drawn] == [one.millionths for one in ranking]
    assert [[reason["m"] for reason in kg["why"]] for kg in drawn] == [
        [reason.millionths for reason in one.reasons] for one in ranking
    ]


def test_an_edge_carries_the_sentence_and_the_mention(model: ViewModel) -> None:
    """The mention is found in the sentence by its offset in the abstract."""
    found = edge(model, SQUEEZE, "RUNS_ON", "nvidia-h100")
    (proof,) = found.proofs
    assert proof.mention
    assert proof.sentence[slice(*proof.mention)] == "H100"
    assert proof.start is not None
    assert model.nodes[0].abstract
    assert model.nodes[0].abstract[proof.start :].startswith(proof.sentence)
    assert found.note == "1 device"


def test_building_on_a_paper_is_proved_by_what_joins_them(model: ViewModel) -> None:
    """The edge names the method and takes over the sentence that uses it."""
    found = edge(model, SURVEY, "BUILDS_ON", SQUEEZE)
    assert found.note == "through SqueezeNum"
    assert [proof.paper for proof in found.proofs] == [SURVEY]
    assert "SqueezeNum" in found.proofs[0].sentence


def test_what_is_known_of_entities_arrives(model: ViewModel) -> None:
    """Kind, vendor and the like of hardware; address and licence of code; whose code it is."""
    assert dict(node(model, "nvidia-h100").details)["Kind"] == "model"
    code = node(model, "github:invented/squeezenum")
    assert code.links[0][1] == "https://github.com/Invented/SqueezeNum"
    assert edge(model, SQUEEZE, "HAS_CODE", code.key).note == "its own"
    assert edge(model, SURVEY, "HAS_CODE", code.key).note == "of others"
    page = node(model, "https://example.org/squeeze-page")
    assert page.kind == "Resource"
    assert page.links[0][1] == "https://example.org/squeeze-page"


def test_the_page_says_what_it_is_made_from(sample: Store) -> None:
    """Papers with a text, the day of the last finished load, the command, and no folder."""
    facts = view_neighbourhood(sample, SQUEEZE, top=3).facts
    assert facts.command == f"papermesh view {SQUEEZE} --top 3 --max-nodes 150"
    assert facts.loaded == "2025-12-02"
    assert facts.papers == 8
    assert facts.related is None
    assert "/" not in facts.store
    everything = view_neighbourhood(sample, SQUEEZE, command="papermesh view SqueezeNum")
    assert everything.facts.command == "papermesh view SqueezeNum"
    assert everything.facts.related == len(everything.papers()) - 1


def test_top_and_max_nodes_limit_the_page(sample: Store) -> None:
    """The closest papers come first, entities take the room that is left."""
    best = [one.paper_id for one in related(sample, SQUEEZE, top=2)]
    assert [paper.key for paper in view_neighbourhood(sample, SQUEEZE, top=2).papers()] == [SQUEEZE, *best]
    small = view_neighbourhood(sample, SQUEEZE, top=2, max_nodes=5)
    assert len(small.nodes) == 5
    assert small.facts.left_out > 0


def test_a_paper_that_is_not_there_is_an_error(sample: Store) -> None:
    """The queries' own message, not an empty page."""
    with pytest.raises(NotFound):
        view_neighbourhood(sample, "arxiv:0000.00000")


@pytest.mark.parametrize(("top", "max_nodes"), [(60, 3_001), (3_000, 150)])
def test_more_than_a_page_can_draw_is_refused(sample: Store, top: int, max_nodes: int) -> None:
    """Before anything is read."""
    with pytest.raises(PapermeshError, match="cannot be drawn"):
        view_neighbourhood(sample, FOURBIT, top=top, max_nodes=max_nodes)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/home/ada/graphs/serving.kgl", "serving.kgl"),
        ("C:\\Users\\ada\\serving.kgl", "serving.kgl"),
        ("graph.kgl", "graph.kgl"),
        ("bolt://db.example:7687", "Neo4j"),
        ("neo4j+s://db.example:7687?database=papers", "papers (Neo4j)"),
    ],
)
def test_no_folder_and_no_server_is_named(address: str, name: str) -> None:
    """A page is sent to others."""
    assert store_name(address) == name
