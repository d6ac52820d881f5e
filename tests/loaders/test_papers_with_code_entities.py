"""Methods, datasets, evaluation tables and the API of Papers with Code: links of papers to entities."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import EntityFact, Origin, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.papers_with_code import parse

ORIGIN = Origin("papers-with-code", "dump.json")
SLUG = "https://paperswithcode.com/paper/a-title"
METHOD: dict[str, Any] = {
    "url": "https://paperswithcode.com/method/countkv", "name": "CountKV", "full_name": "Count the Cache",
    "description": "It counts.", "paper": {"title": "A Title", "url": SLUG}, "introduced_year": 2024,
    "source_url": "https://arxiv.org/abs/2412.99991", "source_title": "A Title", "code_snippet_url": None,
    "num_papers": 1, "collections": [],
}  # fmt: skip
DATASET: dict[str, Any] = {
    "name": "CountSet", "full_name": "A Set of Counts", "description": "", "introduced_date": "2021-09-29",
    "paper": {"title": "A Title", "url": SLUG}, "modalities": [], "tasks": [], "data_loaders": [],
}  # fmt: skip
PAPER: dict[str, Any] = {"paper_url": SLUG, "arxiv_id": "2412.99991", "title": "A Title", "url_abs": None}
LIVE: dict[str, Any] = {"id": "86122", "arxiv_id": "2412.99991", "title": "A Title", "citation_count": 3}


def read(content: object) -> Parsed:
    """Return what the source makes of JSON."""
    return parse(json.dumps(content).encode(), ORIGIN)


def row(**fields: Any) -> dict[str, Any]:
    """Return a row of an evaluation table."""
    usual = {"model_name": "CountNet", "paper_title": "A Title", "paper_url": SLUG, "metrics": {"EM": "1.5"}}
    return usual | fields


def table(*rows: dict[str, Any], name: object = "CountSet", **fields: Any) -> dict[str, Any]:
    """Return a dataset with its rows."""
    return {"dataset": name, "sota": {"metrics": [], "rows": list(rows)}, **fields}


def task(*tables: dict[str, Any], subtasks: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a task with its tables."""
    return {"task": "Counting", "datasets": list(tables), "subtasks": subtasks or []}


def facts(parsed: Parsed) -> set[tuple[str, str, str, str]]:
    """Return who has what: title, role, type and name."""
    return {
        (record.title, fact.role, fact.entity_type, fact.name) for record in parsed.records for fact in record.entities
    }


def test_a_paper_introduces_its_method_and_its_dataset() -> None:
    """A paper introduces its method and its dataset, with their other names and their years."""
    parsed = read([METHOD, DATASET])
    (record,) = [record for record in parsed.records if record.arxiv_id]
    assert record.entities == (
        EntityFact(
            entity_type="method", name="CountKV", role="introduces", other_names=("Count the Cache",), year=2024
        ),
    )
    assert facts(parsed) == {
        ("A Title", "introduces", "method", "CountKV"),
        ("A Title", "introduces", "benchmark", "CountSet"),
    }


@pytest.mark.parametrize(
    ("fields", "titles"),
    [
        ({"paper": None}, {"A Title"}),
        ({"source_title": None}, {"A Title"}),
        ({"source_title": "Another Title"}, {"A Title"}),
        ({"paper": None, "source_title": None, "source_url": None}, set()),
        ({"paper": None, "source_title": None, "source_url": "https://example.org/post"}, set()),
        ({"description": ""}, set()),
        ({"description": None}, set()),
        ({"description": "Please enter a description about the method here"}, set()),
        ({"name": ""}, set()),
        ({"name": "CALL 1-800-555-0100"}, set()),
    ],
)
def test_a_method_needs_a_paper_and_a_description(fields: dict[str, Any], titles: set[str]) -> None:
    """A method without a paper or a description is noted, and no record is made of it."""
    parsed = read([METHOD | fields, METHOD | {"name": "Another"}])
    assert {title for title, _, _, name in facts(parsed) if name != "Another"} == titles
    assert not parsed.rejected
    assert bool(parsed.noted) or bool(titles)


def test_a_source_that_is_another_paper_gives_no_arxiv_id() -> None:
    """The arXiv id beside a method is that of its source, which need not be the paper."""
    (record,) = read([METHOD | {"source_title": "Another Title"}]).records
    assert (record.title, record.arxiv_id, record.other_ids) == ("A Title", None, ("pwc:a-title",))


def test_the_methods_of_a_paper_are_used_but_its_own_introduced() -> None:
    """The methods of a paper are used, but those of which it is the source introduced."""
    own = {"name": "CountKV", "description": "It counts.", "source_url": "http://arxiv.org/abs/2412.99991v3"}
    titled = {"name": "CountNet", "description": "It nets.", "source_title": "a title"}
    other = {"name": "Adam", "description": "It steps.", "source_title": "Adam", "introduced_year": 2000}
    parsed = read([PAPER | {"methods": [own, titled, other]}])
    assert facts(parsed) == {
        ("A Title", "introduces", "method", "CountKV"),
        ("A Title", "introduces", "method", "CountNet"),
        ("A Title", "uses", "method", "Adam"),
    }
    assert all(fact.year is None for fact in parsed.records[0].entities)


def test_results_of_one_paper_are_gathered_over_tasks_and_parts() -> None:
    """All rows of one paper make one record, with one fact for each dataset, and the part in the result."""
    part = {"subdataset": "Hard", "sota": {"rows": [row(metrics={"EM": 0.5})]}, "subdatasets": []}
    whole = task(
        table(row(), subdatasets=[part]), subtasks=[task(table(row(model_name=None)), table(row(), name="OtherSet"))]
    )
    (record,) = read([whole]).records
    assert {fact.name: fact.results for fact in record.entities} == {
        "CountSet": ("EM: 0.5 (CountNet; Hard)", "EM: 1.5", "EM: 1.5 (CountNet)"),
        "OtherSet": ("EM: 1.5 (CountNet)",),
    }
    assert record.id is not None
    assert record.id.startswith("a-title/evaluations~")


def test_a_row_without_a_title_is_rejected_alone() -> None:
    """A row that has an address and no title is rejected; one that names no paper at all is counted."""
    parsed = read([task(table(row(), row(paper_title=""), row(paper_title=None, paper_url=None)))])
    assert len(parsed.records) == 1
    assert [(bad.reason, bad.place, bad.snippet) for bad in parsed.rejected] == [
        ("a result on CountSet: has no title", "dump.json:1", SLUG)
    ]
    assert ("a result without a paper is not kept", 1) in {(note.what, note.count) for note in parsed.noted}


def test_the_order_of_rows_does_not_matter() -> None:
    """The records of a table are the same in any order of its rows."""
    rows = [row(), row(metrics={"F1": 2}), row(paper_date="2024-01-02"), row(paper_date="2023-01-02", model_name="B")]
    one, other = read([task(table(*rows))]), read([task(table(*reversed(rows)))])
    assert one.records == other.records
    assert one.records[0].published == "2023-01-02"


def test_tasks_nested_a_hundredfold_are_read() -> None:
    """Subtasks may be nested as deeply as JSON is read."""
    nested = task(table(row()))
    for _ in range(100):
        nested = task(subtasks=[nested])
    assert facts(read([nested])) == {("A Title", "evaluates", "benchmark", "CountSet")}


def test_an_answer_of_the_api_is_a_record_with_its_lineage() -> None:
    """An earlier paper is a reference; a later one is a record that cites this one."""
    parsed = read(
        LIVE
        | {
            "abstract": "An abstract.",
            "repositories": [{"url": "https://github.com/a/b", "is_official": True}, {"url": "https://example.org"}],
            "methods": [{"id": "2", "slug": "adam", "name": "Adam"}],
            "predecessor_papers": [{"title": "Before", "route_identifier": "2301.99990"}],
            "successor_papers": [{"title": "After", "arxiv_id": "2601.99991"}],
        }
    )
    paper, after = parsed.records
    assert (paper.id, [reference.arxiv_id for reference in paper.references]) == ("api/2412.99991", ["2301.99990"])
    assert [(fact.url, fact.official) for fact in paper.repositories] == [("https://github.com/a/b", True)]
    assert (after.title, [reference.arxiv_id for reference in after.references]) == ("After", ["2412.99991"])
    assert facts(parsed) == {("A Title", "uses", "method", "Adam")}


def test_a_lineage_is_read_as_a_paper() -> None:
    """The answer on the lineage of a paper says what the paper's own says."""
    parsed = read(
        {
            "paper": {"reference": "2412.99991", "title": "A Title"},
            "predecessors": [{"reference": "2301.99990", "title": "Before"}],
            "successors": [],
        }
    )
    (record,) = parsed.records
    assert (record.arxiv_id, [reference.title for reference in record.references]) == ("2412.99991", ["Before"])


def test_a_page_of_a_list_never_takes_the_place_of_the_paper() -> None:
    """What a list gives of a paper has an id with its content; a paper with its resources has one without."""
    (listed,) = read({"count": 1, "results": [LIVE]}).records
    (whole,) = read(LIVE | {"abstract": "An abstract.", "repositories": []}).records
    assert listed.id != whole.id == "api/2412.99991"


@pytest.mark.parametrize(
    ("head", "noted"),
    [
        ({"next": None, "next_page": None}, False),
        ({"next_page": 2}, True),
        ({"next": "https://paperswithcode.co/api/v1/papers/?page=2"}, True),
        ({"partial": True}, True),
        ({"num_rows_total": 1}, False),
        ({"num_rows_total": 576261}, True),
    ],
)
def test_a_page_that_is_not_the_last_is_noted(head: dict[str, Any], noted: bool) -> None:
    """A page that is not the last of its answer is noted."""
    assert any(note.what.startswith("this page") for note in read({**head, "results": [LIVE]}).noted) == noted


def test_an_evaluation_of_the_api_names_paper_and_benchmark() -> None:
    """An evaluation of the API links its paper to the benchmark that it names; one that names none is noted."""
    usual = {"id": "1", "model_name": "CountNet", "metrics": {"EM": 55.5}, "paper_title": "A Title"}
    parsed = read({"count": 2, "results": [usual | {"dataset_name": "CountSet"}, usual | {"dataset_id": "42"}]})
    assert facts(parsed) == {("A Title", "evaluates", "benchmark", "CountSet")}
    assert ("a result that does not name its benchmark is not kept", 1) in {(n.what, n.count) for n in parsed.noted}


def test_what_the_sites_own_command_prints_is_read() -> None:
    """The site's command puts an answer under `data`; evaluations that it adds to a paper are results."""
    evaluations = {"count": 1, "results": [{"model_name": "M", "dataset_name": "CountSet", "metrics": {"EM": 1}}]}
    parsed = read({"schema_version": "v1", "data": LIVE | {"evaluations": evaluations}})
    assert facts(parsed) == {("A Title", "evaluates", "benchmark", "CountSet")}
    assert len(read({"schema_version": "v1", "data": {"count": 1, "results": [LIVE]}}).records) == 1


def test_cells_that_a_dataset_server_cut_off_are_left_out() -> None:
    """A cell that was cut off would be half an abstract, or no JSON: it is left out, and noted."""
    cut = {
        "row_idx": 0,
        "row": PAPER | {"abstract": "An abst", "methods": "[{"},
        "truncated_cells": ["abstract", "methods"],
    }
    parsed = read({"features": [], "rows": [cut], "num_rows_total": 1})
    assert (parsed.records[0].title, parsed.records[0].abstract) == ("A Title", None)
    assert {note.what for note in parsed.noted} == {
        "the dataset server cut off abstract: left out",
        "the dataset server cut off methods: left out",
    }


def test_columns_of_arrow_without_a_value_are_no_metrics() -> None:
    """A dataset server gives every metric of all rows in each row, null where it has none."""
    (record,) = read({"features": [], "rows": [{"row": task(table(row(metrics={"EM": "1", "F1": None})))}]}).records
    assert record.entities[0].results == ("EM: 1 (CountNet)",)


@pytest.mark.parametrize(
    "content",
    [
        [METHOD], [DATASET], [task(table(row()))], {"rows": [{"row_idx": 0, "row": METHOD}]},
        {"results": [LIVE | {"has_official_implementation": False}], "next_page": None},
        LIVE | {"predecessor_papers": [], "successor_papers": []},
    ],
)  # fmt: skip
def test_every_shape_is_recognised(content: object) -> None:
    """Every shape is recognised by its content."""
    assert recognise(json.dumps(content).encode(), "-").name == "papers-with-code"


def test_our_own_lines_stay_our_own() -> None:
    """A record line that holds entities is none of the site's files."""
    line = {
        "title": "A",
        "arxiv_id": "2412.99991",
        "entities": [{"entity_type": "method", "name": "B", "role": "uses"}],
    }
    assert recognise(json.dumps(line).encode(), "-").name == "jsonl"


@pytest.mark.parametrize("content", [{"detail": "Not found"}, {"error": "No paper found"}])
def test_an_error_of_the_service_is_refused(content: object) -> None:
    """An error of the service is refused."""
    with pytest.raises(ParseError, match="error of the service: No"):
        read(content)


_KEYS = sorted({*METHOD, *DATASET, *PAPER, *LIVE, *row(), "task", "datasets", "subtasks", "dataset", "sota", "rows",
                "repo_url", "methods", "repositories", "predecessor_papers", "successor_papers", "row", "results",
                "dataset_name", "leaderboard_ranks", "code_links", "subdatasets", "truncated_cells", "data"})  # fmt: skip
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(
    ["A Title", SLUG, "2412.99991", "https://arxiv.org/abs/2412.99991", "2024-01-02", "\ud800", "+", "1" * 300]
)  # fmt: skip
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)
)
_USUAL = st.sampled_from([METHOD, DATASET, PAPER, LIVE, task(table(row())), row()])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_USUAL, st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=5)), min_size=1, max_size=4))
def test_fields_of_any_type_are_records_rejections_or_notes(rows: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Rows with fields of any type are read, each with its place, or refused as a whole; nothing else comes of them."""
    data = "[\n" + ",\n".join(json.dumps(usual | odd) for usual, odd in rows) + "\n]"
    try:
        parsed = parse(data.encode(), ORIGIN)
    except ParseError:
        return
    assert parsed == parse(data.encode(), ORIGIN)
    assert len({record.record_id for record in parsed.records}) == len(parsed.records)
    places = [record.place or "" for record in parsed.records] + [bad.place for bad in parsed.rejected]
    places += [note.place for note in parsed.noted]
    assert {place for place in places} <= {f"dump.json:{line}" for line in range(2, len(rows) + 2)}
    for record in parsed.records:
        assert type(record).model_validate_json(record.model_dump_json()).digest == record.digest
    assert parsed.records or parsed.rejected or parsed.noted


@settings(deadline=None, max_examples=60)
@given(st.permutations([METHOD, DATASET, PAPER, task(table(row())), LIVE]), st.integers(1, 4))
def test_a_list_may_be_cut_anywhere(rows: list[dict[str, Any]], at: int) -> None:
    """What two pieces of a list say together is what the list says."""
    whole, first, second = read(rows), read(rows[:at]), read(rows[at:])
    assert facts(whole) == facts(first) | facts(second)
