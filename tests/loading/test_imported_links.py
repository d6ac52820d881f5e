"""Links that records state, in the store: beside those of the texts, in any order, and below the user's word."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.graph import schema
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import Store, open_graph
from papermesh.loaders.build import build
from papermesh.loaders.ingest import load
from papermesh.loaders.overlay import Overlay, decide
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.rebuilding import refresh
from papermesh.loaders.records import EntityFact, PaperRecord
from papermesh.loaders.report import LoadReport
from papermesh.ontology import load_ontology

SLUG = "https://paperswithcode.com/paper/countkv"
PAPER = "arxiv:2412.99991"
DUMP: dict[str, list[dict[str, Any]]] = {
    "papers.json": [
        {
            "paper_url": SLUG, "arxiv_id": "2412.99991", "title": "CountKV: Counting the Cache", "date": "2024-12-19",
            "abstract": "We propose CountKV, a method that counts the cache. On SQuAD 1.1 it is as exact as BERT.",
            "url_abs": "https://arxiv.org/abs/2412.99991", "tasks": [],
            "methods": [{"name": "Adam", "full_name": "Adam", "description": "An optimizer.", "source_title": "Adam"},
                        {"name": "BeadNet-9", "full_name": None, "description": "A net of beads.", "source_title": "B"}],
        }
    ],
    "tables.json": [
        {
            "task": "Counting", "subtasks": [],
            "datasets": [
                {"dataset": name, "sota": {"metrics": ["EM"], "rows": [
                    {"model_name": "CountKV", "paper_title": "CountKV: Counting the Cache", "paper_url": SLUG,
                     "metrics": {"EM": "87.4"}}]}}
                for name in ("SQuAD1.1", "ImageNet", "COCO test-dev", "CountBench-9")
            ],
        }
    ],
    "methods.json": [
        {
            "name": "CountKV", "full_name": "Count the Key-Value Cache", "description": "It counts.", "collections": [],
            "paper": {"title": "CountKV: Counting the Cache", "url": SLUG}, "source_url": None, "source_title": None,
            "code_snippet_url": None, "introduced_year": 2024,
        }
    ],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three files of a dump that speak of one paper."""
    for name, rows in DUMP.items():
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def _load(folder: Path, store: str, files: Iterable[str] = DUMP) -> LoadReport:
    return load(
        lambda write: open_graph(str(folder / store), write=write),
        [str(folder / name) for name in files],
        overlay=folder / "overlay.toml",
        command="load",
    )


def _links(graph: Store) -> set[tuple[object, ...]]:
    text = (
        "MATCH (p:Paper {paper_id: $paper})-[r:INTRODUCES|USES|COMPARES_WITH|EVALUATES_ON|MENTIONS]->(e) "
        "RETURN type(r), e.name, r.basis, r.evidence IS NOT NULL, size(r.sources)"
    )
    return set(graph.read(text, {"paper": PAPER}).rows)


def test_what_records_say_stands_beside_what_the_text_states(folder: Path) -> None:
    """A link that the text states keeps its proof and names the record, too; the others are imported, without one."""
    report = _load(folder, "g.kgl")
    assert (report.rejected, report.missing_ends) == ([], [])
    with open_graph(str(folder / "g.kgl")) as graph:
        links = _links(graph)
        assert {
            ("INTRODUCES", "CountKV", "stated", True, 2),
            ("EVALUATES_ON", "SQuAD", "stated", True, 2),
            ("EVALUATES_ON", "ImageNet", "imported", False, 1),
            ("EVALUATES_ON", "COCO", "imported", False, 1),
            ("EVALUATES_ON", "CountBench-9", "imported", False, 1),
            ("USES", "Adam", "imported", False, 1),
            ("USES", "BeadNet-9", "imported", False, 1),
        } <= links
        results = "MATCH (:Paper)-[r:EVALUATES_ON]->(b:Benchmark) RETURN b.name, b.basis, r.results"
        assert {(name, basis, tuple(said)) for name, basis, said in graph.read(results).rows} == {
            ("SQuAD", "ontology", ("EM: 87.4 (CountKV)",)),
            ("ImageNet", "ontology", ("EM: 87.4 (CountKV)",)),
            ("COCO", "ontology", ("COCO test-dev, EM: 87.4 (CountKV)",)),
            ("CountBench-9", "discovered", ("EM: 87.4 (CountKV)",)),
        }
        sources = (
            "MATCH ()-[r:USES {basis: 'imported'}]->() UNWIND r.sources AS id MATCH (s:SourceRecord {record_id: id}) "
        )
        assert set(graph.read(sources + "RETURN DISTINCT s.record_id").rows) == {("papers-with-code:countkv",)}


def test_the_order_of_loads_does_not_matter(folder: Path) -> None:
    """Every order, one file at a time, gives the graph of all files at once; loading again changes nothing."""
    _load(folder, "all.kgl")
    with open_graph(str(folder / "all.kgl")) as graph:
        wanted = list(canonical_dump(graph))
    assert not _load(folder, "all.kgl").changed
    for number, order in enumerate(permutations(DUMP)):
        for name in order:
            _load(folder, f"{number}.kgl", [name])
        with open_graph(str(folder / f"{number}.kgl")) as graph:
            assert list(canonical_dump(graph)) == wanted, order


def test_the_users_word_wins_over_what_records_say(folder: Path) -> None:
    """A rejected link is gone whoever states it; an accepted one has the role that the user gave, else the record's."""
    _load(folder, "g.kgl")
    overlay = folder / "overlay.toml"
    decide(overlay, "reject", PAPER, "benchmark:imagenet")
    decide(overlay, "reject", PAPER, "method:countkv")
    decide(overlay, "accept", PAPER, "method:adam", "compares")
    decide(overlay, "accept", PAPER, "method:beadnet-9")
    decide(overlay, "accept", PAPER, "benchmark:countbench-9")
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        assert refresh(graph, overlay, "reject").ignored_decisions == []
        links = {(edge, name) for edge, name, *_ in _links(graph)}
        certain = "MATCH (:Paper)-[r {rule: 'accepted'}]->(e) RETURN type(r), e.name, size(r.sources)"
        assert set(graph.read(certain).rows) == {
            ("COMPARES_WITH", "Adam", 1),
            ("USES", "BeadNet-9", 2),
            ("EVALUATES_ON", "CountBench-9", 2),
        }
    assert {name for _, name in links}.isdisjoint({"ImageNet", "CountKV"})
    assert ("USES", "Adam") not in links
    assert ("COMPARES_WITH", "Adam") in links


def test_a_link_to_code_carries_what_the_dump_says_of_it(folder: Path) -> None:
    """Who mentions whom, and the framework, stand on the link and not on the repository, which others link, too."""
    usual = {
        "paper_url": SLUG,
        "paper_title": "CountKV: Counting the Cache",
        "repo_url": "https://github.com/example/countkv",
    }
    flags = {"is_official": True, "mentioned_in_paper": True, "mentioned_in_github": False, "framework": "jax"}
    other = {"paper_url": SLUG + "-2", "paper_title": "CountKV Again", "framework": "none", "is_official": False}
    (folder / "links.json").write_text(json.dumps([usual | flags, usual | other]), encoding="utf-8")
    _load(folder, "g.kgl", ["links.json"])
    with open_graph(str(folder / "g.kgl")) as graph:
        text = (
            "MATCH (p:Paper)-[r:HAS_CODE]->(:Repository {repository_id: 'github:example/countkv'}) "
            "RETURN p.title, r.basis, r.official, r.mentioned_in_paper, r.mentioned_in_github, r.framework"
        )
        assert set(graph.read(text).rows) == {
            ("CountKV: Counting the Cache", "imported", True, True, False, "jax"),
            ("CountKV Again", "imported", False, None, None, None),
        }


def _built(records: Iterable[PaperRecord], overlay: Overlay | None = None) -> Graph:
    return build(records, load_ontology(), overlay or Overlay())


def _record(number: int, *facts: EntityFact, **fields: Any) -> PaperRecord:
    usual = {"source": "made", "id": str(number), "title": f"Paper {number}", "year": 2000 + number, "place": "f:1"}
    return PaperRecord.model_validate(usual | {"entities": facts} | fields)


def _fact(name: str, role: str = "introduces", entity_type: str = "method", **fields: Any) -> EntityFact:
    return EntityFact.model_validate({"entity_type": entity_type, "name": name, "role": role, **fields})


def _heads(graph: Graph, cls: type[schema.Edge]) -> set[tuple[str, str]]:
    return {(tail, head) for edge, tail, head in graph.edges if edge is cls}


def test_two_papers_that_introduce_one_name_have_an_entity_each() -> None:
    """The first paper's has the bare id, which is also what others mean; papers build on that one."""
    graph = _built(
        [_record(1, _fact("CountNet-7")), _record(2, _fact("Countnet-7")), _record(3, _fact("CountNet-7", "uses"))]
    )
    assert _heads(graph, schema.IntroducesMethod) == {
        ("title:paper-1", "countnet-7"),
        ("title:paper-2", "countnet-7--title-paper-2"),
    }
    assert _heads(graph, schema.Uses) == {("title:paper-3", "countnet-7")}
    assert _heads(graph, schema.BuildsOn) == {("title:paper-3", "title:paper-1")}


def test_a_name_that_a_text_introduces_is_the_texts_entity() -> None:
    """The record of another paper means what the text introduces; a second introducer has its own."""
    text = {"title": "BeadQuant: Beads for Everyone", "abstract": "We propose BeadQuant, a method of beads."}
    graph = _built([_record(5, **text), _record(6, _fact("BeadQuant", "uses")), _record(1, _fact("BeadQuant"))])
    assert _heads(graph, schema.Uses) == {("title:paper-6", "beadquant")}
    assert _heads(graph, schema.IntroducesMethod) == {
        ("title:beadquant-beads-for-everyone", "beadquant"),
        ("title:paper-1", "beadquant--title-paper-1"),
    }


def test_a_name_is_the_users_alias() -> None:
    """What the user calls an entity of the ontology is that entity in records, too."""
    overlay = Overlay(aliases=frozenset({("Squaddle", "benchmark:imagenet")}))
    graph = _built([_record(1, _fact("Squaddle", "evaluates", "benchmark"))], overlay)
    assert _heads(graph, schema.EvaluatesOn) == {("title:paper-1", "imagenet")}


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("SQuAD1.1 dev", "squad"),
        ("CoNLL 2003 (English)", "conll-2003"),
        ("imagenet", "imagenet"),
        ("Reddit", "reddit"),
        ("Reddit Corpus", "reddit-corpus"),
        ("test", "test"),
    ],
)
def test_a_part_of_a_benchmark_is_the_benchmark_where_its_name_is_plain(name: str, entity_id: str) -> None:
    """What a leaderboard puts behind a name is cut off, where the ontology has what stands before it for certain."""
    graph = _built([_record(1, _fact(name, "evaluates", "benchmark"))])
    assert _heads(graph, schema.EvaluatesOn) == {("title:paper-1", entity_id)}


def test_kind_and_year_of_a_new_entity_are_those_that_records_say() -> None:
    """A new entity is named as its introducer names it, with the kind and the first year that records say."""
    graph = _built(
        [
            _record(1, _fact("COUNTSET-5", "evaluates", "benchmark")),
            _record(2, _fact("CountSet-5", "introduces", "benchmark", kind="dataset", year=2002)),
        ]
    )
    node = graph.nodes["Benchmark", "countset-5"]
    assert isinstance(node, schema.Benchmark)
    assert (node.name, node.kind, node.year, node.basis) == ("CountSet-5", "dataset", 2002, "discovered")


def test_a_name_without_letters_is_rejected_with_its_place() -> None:
    """A name from which no id can be made is reported, and costs nothing else."""
    graph = _built([_record(1, _fact("∞"), _fact("CountNet-7"))])
    assert [(bad.snippet, bad.place) for bad in graph.rejected["title:paper-1"]] == [("∞", "f:1 (entities)")]
    assert _heads(graph, schema.IntroducesMethod) == {("title:paper-1", "countnet-7")}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"entity_type": "method", "role": "evaluates"}, "has the role 'evaluates'"),
        ({"entity_type": "benchmark", "role": "mentions", "kind": "system"}, "has the kind 'system'"),
        ({"entity_type": "benchmark", "role": "mentions", "results": ["EM: 1"]}, "has results"),
    ],
)
def test_a_fact_that_contradicts_itself_is_none(said: dict[str, Any], wrong: str) -> None:
    """A role or a kind that its type of entity cannot have is an error, as are results without an evaluation."""
    with pytest.raises(ValueError, match=wrong):
        EntityFact.model_validate({"name": "X", **said})


_NAMES = st.sampled_from(
    ["CountNet-7", "Countnet 7", "BeadQuant", "Adam", "GPTQ", "∞", "SQuAD1.1", "COCO val", "Set (hard)"]
)
_FACTS = st.builds(_fact, _NAMES, st.sampled_from(["introduces", "uses", "compares"])) | st.builds(
    _fact, _NAMES, st.sampled_from(["introduces", "evaluates", "mentions"]), st.just("benchmark")
)
_RECORDS = st.lists(st.lists(_FACTS, max_size=4), min_size=1, max_size=5).map(
    lambda lists: [
        _record(number, *facts, abstract="We propose BeadQuant, a method that beats GPTQ on SQuAD 1.1.")
        for number, facts in enumerate(lists)
    ]
)


@settings(deadline=None, max_examples=25)
@given(_RECORDS, st.randoms(use_true_random=False))
def test_the_graph_does_not_depend_on_the_order_of_records(records: list[PaperRecord], random: Any) -> None:
    """Any order of records gives the same nodes and edges, with each fact an edge or a rejection."""
    shuffled = list(records)
    random.shuffle(shuffled)
    one, other = _built(records), _built(shuffled)
    assert (one.nodes, one.edges) == (other.nodes, other.edges)
    for record in records:
        key = f"title:paper-{record.id}"
        roles = {(fact.entity_type, fact.role) for fact in record.entities if fact.name != "∞"}
        found = {edge for edge, tail, _ in one.edges if tail == key}
        assert {schema.ROLE_EDGES[role] for role in roles} <= found
        assert bool(one.rejected[key]) == any(fact.name == "∞" for fact in record.entities)
