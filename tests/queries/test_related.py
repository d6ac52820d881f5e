"""Related work on a graph: scores are the sums of their reasons, whichever way a pair is asked for."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.errors import NotFound, QueryError
from papermesh.graph import schema
from papermesh.graph.schema import Edge, Node
from papermesh.graph.store import Store, open_graph
from papermesh.graph.write import prepare, write_edges, write_nodes
from papermesh.queries.related import COMPONENTS, Related, related, related_to_draft, why
from tests.queries.sample import CITED, FOURBIT, GATES, NAMELESS, OLD, PAPERS, PLAIN, SQUEEZE, SURVEY, write_sample

KEYS = [node.key_value for node in PAPERS]


def reasons(entry: Related, component: str) -> list[str]:
    """Return the texts of the reasons of one component."""
    return [reason.text for reason in entry.reasons if reason.component == component]


def adds_up(entry: Related) -> bool:
    """Whether the score is the sum of the listed reasons, each above nothing."""
    return entry.millionths == sum(reason.millionths for reason in entry.reasons) <= 1_000_000 and all(
        reason.millionths > 0 for reason in entry.reasons
    )


def test_related_papers_come_best_first_and_add_up(sample: Store) -> None:
    found = related(sample, SQUEEZE)
    assert {entry.paper_id for entry in found[:3]} == {SURVEY, FOURBIT, OLD}
    assert all(adds_up(entry) for entry in found)
    order = [(-entry.millionths, entry.paper_id) for entry in found]
    assert order == sorted(order)
    assert related(sample, SQUEEZE, top=2) == found[:2]


def test_papers_that_are_only_cited_and_the_paper_itself_are_left_out(sample: Store) -> None:
    found = {entry.paper_id for entry in related(sample, SQUEEZE, top=100)}
    assert not found & {SQUEEZE, CITED, NAMELESS}


def test_why_agrees_with_related_and_does_not_depend_on_the_order(sample: Store) -> None:
    listed = {key: {entry.paper_id: entry for entry in related(sample, key, top=100)} for key in KEYS}
    for a, b in combinations(KEYS, 2):
        there, back = why(sample, a, b), why(sample, b, a)
        assert adds_up(there)
        assert (there.paper_id, back.paper_id) == (b, a)
        assert there.reasons == back.reasons
        if b in listed[a]:
            assert listed[a][b] == there
        elif b not in {CITED, NAMELESS}:
            assert there.millionths == 0


def test_both_stores_give_the_same_reasons(store: Store, sample: Store) -> None:
    write_sample(store)
    for key in (SQUEEZE, OLD, PLAIN):
        assert related(store, key) == related(sample, key)
    assert why(store, NAMELESS, OLD) == why(sample, NAMELESS, OLD)


def test_reasons_say_what_is_shared_in_words(sample: Store) -> None:
    survey = why(sample, SQUEEZE, SURVEY)
    assert reasons(survey, "direct_citation") == ["“A survey of small numbers” cites “SqueezeNum”"]
    assert reasons(survey, "bibliographic_coupling") == [
        "both cite “GPTQ in an invented world”, “Four bits are enough”"
    ]
    assert reasons(survey, "builds_on") == [
        "“A survey of small numbers” builds on what “SqueezeNum” introduces: SqueezeNum"
    ]
    assert reasons(survey, "shared_methods") == [
        "“SqueezeNum” introduces SqueezeNum, “A survey of small numbers” uses it (2 of 8 papers)",
        "both use GPTQ (6 of 8 papers)",
    ]
    assert reasons(survey, "shared_hardware") == [
        "“SqueezeNum” runs on NVIDIA H100, “A survey of small numbers” mentions GPU: "
        "NVIDIA H100 comes under GPU (5 of 8 papers)"
    ]
    fourbit = why(sample, SQUEEZE, FOURBIT)
    assert reasons(fourbit, "co_citation") == ["“A survey of small numbers” cites both"]
    assert reasons(fourbit, "shared_hardware") == [
        "“Four bits are enough” runs on NVIDIA A100 80GB, “SqueezeNum” runs on NVIDIA H100: "
        "both come under GPU (5 of 8 papers)"
    ]


def test_reasons_name_entities_and_carry_the_sentences_of_both_papers(sample: Store) -> None:
    (gptq,) = [reason for reason in why(sample, SQUEEZE, FOURBIT).reasons if reason.component == "shared_methods"]
    assert [entity.typed_key for entity in gptq.entities] == ["method:gptq", "method:quantization"]
    assert [(proof.paper_id, proof.label, proof.surface, proof.field, proof.start) for proof in gptq.evidence] == [
        (FOURBIT, "USES", "GPTQ", "abstract", 21),
        (SQUEEZE, "USES", "GPTQ", "abstract", 70),
    ]
    assert gptq.evidence[1].sentence == "It extends GPTQ."
    as_json = json.loads(json.dumps(gptq.as_dict()))
    assert as_json["millionths"] == gptq.millionths
    assert as_json["entities"][0] == {"entity_type": "method", "id": "gptq", "name": "GPTQ"}
    assert as_json["evidence"][1]["sentence"] == "It extends GPTQ."


def test_only_some_components_can_be_asked_for(sample: Store) -> None:
    found = related(sample, SQUEEZE, only=["shared_methods"])
    assert found
    assert {reason.component for entry in found for reason in entry.reasons} == {"shared_methods"}
    assert all(adds_up(entry) for entry in found)
    with pytest.raises(QueryError, match="no component 'methods'") as caught:
        related(sample, SQUEEZE, only=["methods"])
    assert caught.value.hint == f"components: {', '.join(COMPONENTS)}"


def test_papers_that_are_not_there_or_the_same_are_refused(sample: Store) -> None:
    with pytest.raises(NotFound, match="no paper 'title:nowhere'"):
        related(sample, "title:nowhere")
    with pytest.raises(NotFound, match="no paper 'title:nowhere'"):
        why(sample, SQUEEZE, "title:nowhere")
    with pytest.raises(QueryError, match="compared with itself"):
        why(sample, SQUEEZE, SQUEEZE)


@dataclass(frozen=True)
class Stated:
    """A link of a draft, in the form that the loaders give it."""

    entity_type: str
    entity_id: str
    name: str
    role: str
    confidence: float = 0.97
    sentence: str = "We build on GPTQ."
    surface: str = "GPTQ"
    field: str = "abstract"
    start: int = 12


def test_a_draft_is_related_by_its_text_and_what_it_names(sample: Store) -> None:
    found = related_to_draft(
        sample,
        "Rounding weights well",
        "We build on GPTQ. It runs on an Alveo U280.",
        [
            Stated("method", "gptq", "GPTQ", "uses"),
            Stated("hardware", "amd-alveo-u280", "AMD Alveo U280", "evaluated_on"),
        ],
        repositories=["github:invented/squeezenum"],
    )
    assert all(adds_up(entry) for entry in found)
    gates = next(entry for entry in found if entry.paper_id == GATES)
    assert reasons(gates, "shared_hardware") == ["both run on AMD Alveo U280 (1 of 8 papers)"]
    proofs = [proof for reason in gates.reasons if reason.component == "shared_hardware" for proof in reason.evidence]
    assert [proof.paper_id for proof in proofs] == ["draft", GATES]
    squeeze = next(entry for entry in found if entry.paper_id == SQUEEZE)
    assert reasons(squeeze, "shared_repositories") == ["both link Invented/SqueezeNum (2 of 8 papers)"]
    assert reasons(next(e for e in found if e.paper_id == OLD), "shared_methods") == [
        "the draft uses GPTQ, “GPTQ in an invented world” introduces it (6 of 8 papers)"
    ]


def test_a_draft_that_the_graph_knows_nothing_of_is_related_to_nothing(sample: Store) -> None:
    assert related_to_draft(sample, "Zebra husbandry", "Oats.") == []


def test_many_shared_entities_are_listed_in_part_and_still_add_up(tmp_path: Path) -> None:
    methods: list[Node] = [schema.Method(method_id=f"m{n}", name=f"M{n}") for n in range(9)]
    papers: list[Node] = [schema.Paper(paper_id=f"title:{key}", title=key, text_scope="title") for key in "abcdefgh"]
    edges: list[Edge] = [schema.Uses(tail_key=f"title:{key}", head_key=f"m{n}") for key in "ab" for n in range(9)]
    with open_graph(str(tmp_path / "many.kgl"), write=True) as store:
        prepare(store)
        write_nodes(store, [*methods, *papers])
        write_edges(store, edges)
        entry = why(store, "title:a", "title:b")
    assert adds_up(entry)
    assert len(entry.reasons) == 6
    assert entry.reasons[-1].text == "4 more shared methods: M5, M6, M7, …"
    assert entry.reasons[-1].millionths == 4 * entry.reasons[0].millionths


PAPER_KEYS = [f"title:{letter}" for letter in "abcdef"]
METHOD_KEYS = ["gptq", "awq", "ptq", "quantization", "lora"]
pairs = st.tuples(st.sampled_from(PAPER_KEYS), st.sampled_from(PAPER_KEYS))
graphs = st.tuples(
    st.sets(pairs, max_size=12),
    st.sets(st.tuples(st.sampled_from(PAPER_KEYS), st.sampled_from(METHOD_KEYS)), max_size=15),
    st.lists(st.text(alphabet="abc ", max_size=8), min_size=6, max_size=6),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs)
def test_any_graph_adds_up_and_a_shared_rare_method_never_lowers_a_score(
    tmp_path_factory: pytest.TempPathFactory,
    graph: tuple[set[tuple[str, str]], set[tuple[str, str]], list[str]],
) -> None:
    citations, uses, titles = graph
    nodes: list[Node] = [
        *(schema.Paper(paper_id=key, title=title or None, text_scope="title")
          for key, title in zip(PAPER_KEYS, titles, strict=True)),
        *(schema.Method(method_id=key, name=key.upper()) for key in (*METHOD_KEYS, "rare")),
    ]  # fmt: skip
    edges: list[Edge] = [
        *(schema.Cites(tail_key=tail, head_key=head) for tail, head in sorted(citations) if tail != head),
        *(schema.Uses(tail_key=tail, head_key=head, confidence=0.9) for tail, head in sorted(uses)),
        *(schema.MethodIsA(tail_key=tail, head_key=head)
          for tail, head in [("gptq", "ptq"), ("awq", "ptq"), ("ptq", "quantization")]),
    ]  # fmt: skip
    address = str(tmp_path_factory.mktemp("random") / "random.kgl")
    a, b = PAPER_KEYS[:2]
    with open_graph(address, write=True) as store:
        prepare(store)
        write_nodes(store, nodes)
        assert not write_edges(store, edges).missing_ends
        before = why(store, a, b)
        for one, other in combinations(PAPER_KEYS, 2):
            there, back = why(store, one, other), why(store, other, one)
            assert adds_up(there)
            assert there.reasons == back.reasons
        for entry in related(store, a, top=100):
            assert entry == why(store, a, entry.paper_id)
        write_edges(store, [schema.Uses(tail_key=key, head_key="rare", confidence=0.9) for key in (a, b)])
        assert why(store, a, b).millionths > before.millionths
