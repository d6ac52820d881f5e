"""What a host says of a repository, from its record to its node: whatever the order, and through an export."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.graph import schema
from papermesh.graph.export import canonical_dump, read_graph
from papermesh.loaders.build import build
from papermesh.loaders.ingest import load
from papermesh.loaders.overlay import Overlay
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.records import PaperRecord, Record, RepositoryFact, RepositoryRecord
from papermesh.loaders.report import LoadReport
from papermesh.loaders.sources.jsonl import record_line
from papermesh.loaders.stored_records import stored_records
from papermesh.ontology import Ontology, load_ontology
from tests.stores import Place

AT = "2026-01-31T09:30:00Z"
LATER = "2026-02-28T09:30:00Z"
URL = "https://github.com/example/tinyquant"
ALIVE = RepositoryRecord(
    id="example/tinyquant", state="alive", checked_at=AT, url="https://github.com/Example/TinyQuant",
    name="Example/TinyQuant", stars=41, topics=("cuda",), archived=False, pushed_at="2025-12-24T18:00:00Z",
)  # fmt: skip
MOVED = ALIVE.model_copy(update={"state": "moved", "name": "another/BigQuant"})
MISSING = RepositoryRecord(id="example/tinyquant", state="missing", checked_at=AT)
UNLINKED = RepositoryRecord(id="example/nobody-links-it", state="alive", checked_at=AT, name="example/nobody-links-it")


def paper(name: str, **fact: object) -> PaperRecord:
    """Return a paper whose record links the repository."""
    return PaperRecord(id=name, title=f"Paper {name}", repositories=(RepositoryFact(url=URL, **fact),))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The names that the linker knows."""
    return load_ontology()


def repository(graph: Graph) -> dict[str, object]:
    """Return what is known of the repository in a graph."""
    return {k: v for k, v in dict(graph.nodes["Repository", "github:example/tinyquant"]).items() if v not in (None, [])}


def told(records: Iterable[Record], ontology: Ontology) -> dict[str, object]:
    """Return what the records make of the repository, without its key and address."""
    known = repository(build(records, ontology, Overlay()))
    return {name: value for name, value in known.items() if name not in {"repository_id", "url"}}


@pytest.mark.parametrize(
    ("fact", "check", "expected"),
    [
        # The host's answer stands alone: a licence that a paper's record says, and it does not, is not there.
        ({"stars": 5, "license": "MIT"}, ALIVE, {"name": "Example/TinyQuant", "stars": 41, "topics": ["cuda"],
         "archived": False, "pushed_at": "2025-12-24T18:00:00Z", "state": "alive", "checked_at": AT}),
        # What was checked later wins, and what it leaves out is the host's.
        ({"stars": 50, "license": "MIT", "checked_at": "2026-03-01"}, ALIVE, {"name": "Example/TinyQuant",
         "stars": 50, "license": "MIT", "topics": ["cuda"], "archived": False, "pushed_at": "2025-12-24T18:00:00Z",
         "state": "alive", "checked_at": "2026-03-01"}),
        # Of one that is gone the host knows nothing, and what it was stays.
        ({"stars": 5, "license": "MIT", "state": "alive", "checked_at": "2025-01-01"}, MISSING,
         {"name": "example/tinyquant", "stars": 5, "license": "MIT", "state": "missing", "checked_at": AT}),
        ({}, MOVED, {"name": "example/tinyquant", "moved_to": "another/BigQuant", "stars": 41, "topics": ["cuda"],
         "archived": False, "pushed_at": "2025-12-24T18:00:00Z", "state": "moved", "checked_at": AT}),
        ({"state": "alive", "checked_at": "2026-03-01"}, MOVED, {"name": "example/tinyquant", "stars": 41,
         "topics": ["cuda"], "archived": False, "pushed_at": "2025-12-24T18:00:00Z", "state": "alive",
         "checked_at": "2026-03-01"}),
    ],
)  # fmt: skip
def test_the_newest_check_wins(
    fact: dict[str, object], check: RepositoryRecord, expected: dict[str, object], ontology: Ontology
) -> None:
    """Between a paper's record and the host's, property by property."""
    assert told([paper("a", **fact), check], ontology) == expected


def test_the_newest_check_wins_between_papers(ontology: Ontology) -> None:
    """It does not matter which paper's record it is in, or which of them comes first."""
    old, new = {"stars": 5, "checked_at": "2024-01-01", "license": "MIT"}, {"stars": 9, "checked_at": "2025-01-01"}
    for records in ([paper("a", **old), paper("b", **new)], [paper("b", **old), paper("a", **new)]):
        assert told(records, ontology) == {
            "name": "example/tinyquant", "stars": 9, "license": "MIT", "checked_at": "2025-01-01",
        }  # fmt: skip


def test_a_record_of_a_repository_that_no_paper_links_makes_no_node(ontology: Ontology) -> None:
    """It is kept as a record, so that what is known is there when a paper links it."""
    graph = build([paper("a"), ALIVE, UNLINKED], ontology, Overlay())
    assert {key for label, key in graph.nodes if label == "Repository"} == {"github:example/tinyquant"}
    assert {key for label, key in graph.nodes if label == "SourceRecord"} == {
        "jsonl:a", "github:example/tinyquant", "github:example/nobody-links-it",
    }  # fmt: skip
    described = {(cls, head) for cls, tail, head in graph.edges if tail.startswith("github:")}
    assert described == {(schema.DescribesRepository, "github:example/tinyquant")}


FACTS = st.fixed_dictionaries({}, optional={
    "stars": st.integers(0, 3), "license": st.sampled_from(["MIT", "Apache-2.0"]), "archived": st.booleans(),
    "checked_at": st.sampled_from(["2025-01-01", "2026-01-31T09:30:00Z", "2027-01-01"]),
    "state": st.sampled_from(["alive", "missing"]),
})  # fmt: skip


@given(st.data())
def test_the_order_of_records_does_not_matter(data: st.DataObject) -> None:
    """Any order of papers and checks makes the same graph."""
    papers = [
        paper(name, **facts)
        for name, facts in zip("abc", data.draw(st.lists(FACTS, min_size=3, max_size=3)), strict=True)
    ]
    records: list[Record] = [*papers, data.draw(st.sampled_from([ALIVE, MOVED, MISSING])), UNLINKED]
    shuffled = data.draw(st.permutations(records))
    ontology = load_ontology()
    one, other = build(records, ontology, Overlay()), build(shuffled, ontology, Overlay())
    assert (one.nodes, one.edges) == (other.nodes, other.edges)


def _load(place: Place, folder: Path, name: str, *lines: Record) -> LoadReport:
    (folder / name).write_text("".join(f"{record_line(line)}\n" for line in lines), "utf-8")
    return load(
        lambda write: place.open(write=write), [str(folder / name)], overlay=folder / "overlay.toml", command="load"
    )


def test_both_stores_keep_and_give_back_records_of_repositories(place: Place, tmp_path: Path) -> None:
    """What is stored, dumped and read again is what was loaded; loading it again changes nothing."""
    report = _load(place, tmp_path, "a.jsonl", paper("a"), ALIVE, UNLINKED)
    assert (report.records_new, report.rejected, report.missing_ends) == (3, [], [])
    with place.open() as store:
        dump = [json.loads(line) for line in canonical_dump(store)]
        records = stored_records(read_graph(store), store.address)
    assert {key: record.model_copy(update={"place": None}) for key, record in records.items()} == {
        "jsonl:a": paper("a"), "github:example/tinyquant": ALIVE, "github:example/nobody-links-it": UNLINKED,
    }  # fmt: skip
    (edge,) = [line for line in dump if line["label"] == "DESCRIBES" and line["head"][0] == "Repository"]
    assert edge["tail"] == ["SourceRecord", "github:example/tinyquant"]
    (node,) = [line for line in dump if line["label"] == "Repository"]
    assert (node["properties"]["topics"], node["properties"]["stars"]) == (["cuda"], 41)
    assert not _load(place, tmp_path, "a.jsonl", paper("a"), ALIVE, UNLINKED).changed


def test_the_later_check_counts_whichever_is_loaded_first(place: Place, tmp_path: Path) -> None:
    """An older file does not take back what a newer one says; a paper that goes takes the node, not the record."""
    newer = MISSING.model_copy(update={"checked_at": LATER})
    assert _load(place, tmp_path, "new.jsonl", paper("a"), newer).changed
    assert not _load(place, tmp_path, "old.jsonl", ALIVE).changed
    silent = PaperRecord(id="a", title="Paper a")
    assert _load(place, tmp_path, "silent.jsonl", silent).records_changed == 1
    with place.open() as store:
        assert store.read("MATCH (c:Repository) RETURN count(c)").rows == [(0,)]
        assert stored_records(read_graph(store), store.address)["github:example/tinyquant"] == newer.model_copy(
            update={"place": f"{tmp_path / 'new.jsonl'}:2"}
        )
    _load(place, tmp_path, "again.jsonl", paper("a"))
    with place.open() as store:
        assert store.read("MATCH (c:Repository) RETURN c.state, c.checked_at").rows == [("missing", LATER)]
