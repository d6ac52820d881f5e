"""The envelope: names resolved, limits known, the unknown counted, all of it JSON."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import json

import pytest

from papermesh.errors import Ambiguous, NotFound, QueryError
from papermesh.graph.store import GraphEdge, GraphNode, GraphPath, Store, open_graph
from papermesh.graph.write import prepare
from papermesh.queries.answer import plain
from papermesh.queries.ask import last_run
from papermesh.queries.catalog import query
from tests.queries.sample import FOURBIT, GATES, OLD, PLAIN, SERVE, SQUEEZE, SURVEY, VAGUE


def found(store: Store, **params: object) -> list[str]:
    """Return the keys of the papers that `find-papers` gives."""
    # ruff: noqa: D103 -- the names of the tests are sentences
    return [row[0] for row in query("find-papers").run(store, **params).rows]


def unknown(store: Store, **params: object) -> set[str]:
    """Return the keys of the papers that `possible-papers` gives."""
    answer = query("possible-papers").run(store, **params)
    keys = {row[0] for row in answer.rows}
    assert query("find-papers").run(store, **params).unknown == len(keys)
    return keys


def test_an_answer_says_what_it_was_asked_and_of_whom(sample: Store) -> None:
    answer = query("find-papers").run(sample, hardware=("H100 SXM5",), limit=5)
    assert answer.query == "find-papers"
    assert answer.columns == query("find-papers").columns
    assert answer.params["hardware"] == ["H100 SXM5"]
    assert answer.params["limit"] == 5
    assert answer.resolved == {"hardware": [{"entity_type": "hardware", "id": "nvidia-h100", "name": "NVIDIA H100"}]}
    assert (answer.store, answer.run) == (sample.address, "20251202T100000-1")
    assert (answer.count, answer.truncated) == (1, False)
    assert answer.elapsed_ms > 0
    as_json = json.loads(json.dumps(answer.as_dict()))
    assert as_json["rows"][0]["paper_id"] == SQUEEZE
    assert as_json["columns"][2] == {
        "name": "year", "type": "int", "nullable": True, "description": "null when no source gives one",
    }  # fmt: skip
    assert list(as_json) == [
        "query", "columns", "rows", "count", "truncated", "unknown", "params", "resolved", "store", "run",
        "elapsed_ms",
    ]  # fmt: skip


def test_an_answer_knows_whether_there_are_more_rows(sample: Store) -> None:
    assert query("papers-by-author").run(sample, author="Ada Example", limit=2).truncated is False
    one = query("papers-by-author").run(sample, author="Ada Example", limit=1)
    assert (one.count, one.truncated) == (1, True)


def test_a_graph_without_a_run_has_no_last_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    address = str(tmp_path_factory.mktemp("empty") / "empty.kgl")
    with open_graph(address, write=True) as store:
        prepare(store)
        assert last_run(store) is None
        answer = query("find-papers").run(store, hardware=["gpu"])
        assert (answer.rows, answer.unknown, answer.run) == ([], 0, None)


def test_conditions_are_met_together_and_classes_cover_their_members(sample: Store) -> None:
    assert found(sample) == [SQUEEZE, SURVEY, VAGUE, SERVE, FOURBIT, GATES, OLD, PLAIN]
    assert found(sample, hardware=["gpu"]) == [SQUEEZE, SERVE, FOURBIT]
    assert found(sample, hardware=["gpu"], exact=True) == [SERVE]
    assert found(sample, hardware=["a100"]) == [FOURBIT]
    assert found(sample, hardware=["gpu"], method=["quantization"]) == [SQUEEZE, FOURBIT]
    assert found(sample, method=["gptq", "llama2"]) == [SQUEEZE, GATES]
    assert found(sample, compares=["vLLM"]) == [SERVE]
    assert found(sample, benchmark=["humaneval"], until=2023) == [FOURBIT, OLD]
    assert found(sample, since=2023, until=2023) == [FOURBIT, GATES]


def test_code_of_others_is_no_code(sample: Store) -> None:
    assert found(sample, has_code=True) == [SQUEEZE, SERVE, FOURBIT, OLD]
    assert found(sample, has_code=False) == [SURVEY, VAGUE, GATES, PLAIN]


def test_the_unknown_lack_what_was_asked_and_contradict_nothing(sample: Store) -> None:
    assert unknown(sample) == set()
    assert unknown(sample, hardware=["gpu"]) == {VAGUE, OLD, PLAIN}
    assert unknown(sample, hardware=["gpu"], method=["gptq"]) == {VAGUE, OLD, PLAIN}
    assert unknown(sample, hardware=["gpu"], since=2023) == {VAGUE, PLAIN}
    assert unknown(sample, since=2024) == {PLAIN}
    assert unknown(sample, has_code=True) == {SURVEY, VAGUE, GATES, PLAIN}
    assert unknown(sample, has_code=False) == set()
    rows = query("possible-papers").run(sample, hardware=["gpu"], has_code=True).rows
    assert [(row[0], row[3]) for row in rows] == [
        (VAGUE, ["hardware", "code"]),
        (OLD, ["hardware"]),
        (PLAIN, ["hardware", "code"]),
    ]


def test_a_question_without_the_notion_has_no_unknown(sample: Store) -> None:
    assert query("coverage").run(sample).unknown is None
    assert query("hardware-of-method").run(sample, method="gptq").unknown == 2


def test_names_are_resolved_by_the_type_of_the_parameter(sample: Store) -> None:
    rows = query("evidence").run(sample, paper="Four bits are enough", entity="gpu").rows
    assert [(row[0], row[2]) for row in rows] == [("RUNS_ON", "nvidia-a100-80gb")]
    assert query("show-entity").run(sample, entity="OPTQ").rows[0][:2] == ("method", "gptq")
    assert query("show-repository").run(sample, repository="squeezenum").rows[0][0] == "github:invented/squeezenum"
    both = query("compare-papers").run(sample, papers=["squeezenum", "2208.00008v2"])
    assert [row[0] for row in both.rows] == [OLD, SQUEEZE]
    assert [one["id"] for one in both.resolved["papers"]] == [SQUEEZE, OLD]


def test_what_cannot_be_answered_is_an_error_with_a_way_out(sample: Store) -> None:
    with pytest.raises(NotFound, match="no hardware 'gptq'") as not_hardware:
        query("find-papers").run(sample, hardware=["gptq"])
    assert not_hardware.value.hint == "GPTQ is of type method"
    with pytest.raises(Ambiguous, match="'nvidia' fits 3"):
        query("find-papers").run(sample, hardware=["nvidia"])
    with pytest.raises(QueryError, match="no parameter 'methd'"):
        query("find-papers").run(sample, methd=["gptq"])
    with pytest.raises(QueryError, match="'since' cannot be '2024'"):
        query("find-papers").run(sample, since="2024")


def test_what_is_known_and_in_no_paper_has_an_empty_answer(sample: Store) -> None:
    answer = query("find-papers").run(sample, hardware=["TPU v4"])
    assert answer.rows == []
    assert answer.resolved["hardware"][0]["name"] == "Google TPU v4"


@pytest.mark.parametrize(
    "words",
    [
        "') RETURN 1 //",
        "'; MATCH (n) DETACH DELETE n; //",
        "$text",
        "`",
        "\\",
        "\x00",
        "{paper_id: 1}",
        "🙂",
        "a' OR '1",
    ],
)
def test_words_of_a_user_are_never_part_of_a_text(sample: Store, words: str) -> None:
    assert query("search-papers").run(sample, text=words).count <= 8
    with pytest.raises(NotFound):
        query("show-paper").run(sample, paper=words + " nowhere")


def test_nodes_edges_and_paths_are_maps_in_json() -> None:
    node = GraphNode("1", ("Paper",), {"title": "x", "aliases": ["a"]})
    edge = GraphEdge("2", "USES", "1", "3", {"confidence": 0.5})
    assert plain([node, edge, GraphPath((node,), ())]) == [
        {"labels": ["Paper"], "properties": {"title": "x", "aliases": ["a"]}},
        {"label": "USES", "properties": {"confidence": 0.5}},
        {"nodes": [{"labels": ["Paper"], "properties": {"title": "x", "aliases": ["a"]}}], "edges": []},
    ]
