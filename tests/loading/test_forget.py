"""Taking back: a paper or a run forgotten leaves the graph of all other loads, on both stores."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import NotFound, StoreError
from papermesh.graph import write
from papermesh.graph.export import canonical_dump, read_graph
from papermesh.graph.schema import SourceRecord
from papermesh.graph.store import open_graph
from papermesh.loaders.change_log import Log, RecordState
from papermesh.loaders.forget import Forgotten, forget, records_without
from papermesh.loaders.ingest import load
from papermesh.loaders.records import PaperRecord
from papermesh.loaders.runs import job_of, open_run
from tests.stores import Place

TITLES = ("TinyQuant: Weights for Small Servers", "BigServe: Many Adapters at Once", "A Survey of Caches on Devices")
ABSTRACTS = (
    "We propose TinyQuant, a quantization method that beats GPTQ on one NVIDIA A100.",
    "BigServe and vLLM are compared on MMLU with H100 GPUs.",
    "We study TinyQuant and LoRA. Code: https://github.com/example/caches",
)
Load = Mapping[int, int]
"""The version of each paper that one file holds."""

loads = st.lists(st.dictionaries(st.integers(0, 2), st.integers(0, 2), min_size=1, max_size=3), min_size=1, max_size=4)


def _file(folder: Path, number: int, versions: Load) -> Path:
    path = folder / f"load{number}.jsonl"
    lines = [
        {"id": str(paper), "title": TITLES[paper], "year": 2020 + paper, "abstract": ABSTRACTS[version],
         "references": [{"title": TITLES[version]}]}
        for paper, version in versions.items()
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def _load(folder: Path, address: str, number: int, versions: Load) -> str:
    path = _file(folder, number, versions)
    report = load(
        lambda write: open_graph(address, write=write), [str(path)], overlay=folder / "overlay.toml",
        command=f"load {number}",
    )  # fmt: skip
    assert report.run_id is not None
    return report.run_id


def _forget_run(folder: Path, address: str, run_id: str, *, dry_run: bool = False) -> Forgotten:
    with open_graph(address, write=not dry_run) as graph:
        return forget(graph, folder / "overlay.toml", "forget", run_id=run_id, dry_run=dry_run)


def _forget_paper(folder: Path, address: str, paper_id: str) -> Forgotten:
    with open_graph(address, write=True) as graph:
        return forget(graph, folder / "overlay.toml", "forget", paper_id=paper_id)


def _dump(address: str) -> list[str]:
    with open_graph(address) as graph:
        return list(canonical_dump(graph))


def _dump_of(folder: Path, parts: Sequence[tuple[int, Load]]) -> list[str]:
    """Return the dump of a new graph of these loads."""
    with tempfile.TemporaryDirectory() as fresh:
        address = str(Path(fresh) / "g.kgl")
        with open_graph(address, write=True) as graph:
            write.prepare(graph)
        for number, versions in parts:
            _load(folder, address, number, versions)
        return _dump(address)


@settings(max_examples=20)
@given(loads, st.data())
def test_a_forgotten_run_might_never_have_been(parts: list[Load], data: st.DataObject) -> None:
    """Whichever run goes, the graph is that of the others; and when the forgetting is forgotten, that of all."""
    chosen = data.draw(st.integers(0, len(parts) - 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = str(folder / "g.kgl")
        runs = [_load(folder, address, number, versions) for number, versions in enumerate(parts)]
        whole = _dump(address)
        forgetting = _forget_run(folder, address, runs[chosen]).report.run_id
        others = [(number, versions) for number, versions in enumerate(parts) if number != chosen]
        assert _dump(address) == _dump_of(folder, others)
        assert forgetting is not None
        _forget_run(folder, address, forgetting)
        assert _dump(address) == whole


@settings(max_examples=10)
@given(loads, st.permutations(range(4)))
def test_runs_are_forgotten_in_any_order(parts: list[Load], order: list[int]) -> None:
    """After each the graph is that of those which are left, and in the end there is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = str(folder / "g.kgl")
        left = dict(enumerate(parts))
        runs = [_load(folder, address, number, versions) for number, versions in left.items()]
        for number in (one for one in order if one in left.copy()):
            _forget_run(folder, address, runs[number])
            del left[number]
            assert _dump(address) == _dump_of(folder, list(left.items()))
        assert _dump(address) == []


@settings(max_examples=10)
@given(loads, st.integers(0, 2))
def test_a_forgotten_paper_might_never_have_been(parts: list[Load], paper: int) -> None:
    """Its records go, whichever load brought them; where others cite it, it is a cited paper."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = str(folder / "g.kgl")
        for number, versions in enumerate(parts):
            _load(folder, address, number, versions)
        with open_graph(address) as graph:
            found = graph.read(
                "MATCH (p:Paper {title: $title}) WHERE p.text_scope <> 'none' RETURN p.paper_id",
                {"title": TITLES[paper]},
            ).rows
        if not found:
            return
        _forget_paper(folder, address, found[0][0])
        assert _dump(address) == _dump_without(folder, parts, paper)


def _dump_without(folder: Path, parts: Sequence[Load], paper: int) -> list[str]:
    """Return the dump of the loads without a paper; each line of a file keeps its number."""
    with tempfile.TemporaryDirectory() as fresh:
        address = str(Path(fresh) / "g.kgl")
        with open_graph(address, write=True) as graph:
            write.prepare(graph)
        for number, versions in enumerate(parts):
            if set(versions) == {paper}:
                continue
            path = _file(folder, number, versions)
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = ["\n" if json.loads(line)["id"] == str(paper) else line for line in lines]
            path.write_text("".join(kept), encoding="utf-8")
            load(
                lambda write: open_graph(address, write=write), [str(path)], overlay=folder / "overlay.toml",
                command="load",
            )  # fmt: skip
        return _dump(address)


def test_forgetting_on_each_store(place: Place, tmp_path: Path) -> None:
    """A later run that changed a record, and one that brought the same, are respected; a dry run writes nothing."""
    first = _load(tmp_path, place.address, 0, {0: 0, 1: 1})
    before = _dump(place.address)
    second = _load(tmp_path, place.address, 1, {0: 2, 1: 1, 2: 2})
    whole = _dump(place.address)
    tried = _forget_run(tmp_path, place.address, second, dry_run=True)
    assert (tried.removed, tried.restored, tried.kept) == (["jsonl:2"], ["jsonl:0"], ["jsonl:1"])
    assert tried.report.run_id is None
    assert _dump(place.address) == whole
    forgotten = _forget_run(tmp_path, place.address, second)
    assert (forgotten.removed, forgotten.restored, forgotten.kept) == (["jsonl:2"], ["jsonl:0"], ["jsonl:1"])
    assert _dump(place.address) == before
    with pytest.raises(NotFound, match="brought no records"):
        _forget_run(tmp_path, place.address, second)
    _forget_run(tmp_path, place.address, first)
    assert _dump(place.address) == []


def test_a_cited_paper_cannot_be_forgotten(place: Place, tmp_path: Path) -> None:
    """A forgotten paper that another one cites stays as a cited one, of which there is nothing more to forget."""
    _load(tmp_path, place.address, 0, {0: 0, 1: 0})
    with place.open() as graph:
        ((paper,),) = graph.read("MATCH (p:Paper {title: $title}) RETURN p.paper_id", {"title": TITLES[0]}).rows
    forgotten = _forget_paper(tmp_path, place.address, paper)
    assert forgotten.removed == ["jsonl:0"]
    with place.open() as graph:
        assert graph.read("MATCH (p:Paper {paper_id: $p}) RETURN p.text_scope", {"p": paper}).rows == [("none",)]
    with pytest.raises(NotFound, match="only cited"):
        _forget_paper(tmp_path, place.address, paper)


def test_a_load_that_was_forgotten_is_a_new_run_when_it_comes_again(place: Place, tmp_path: Path) -> None:
    """Also when it had not ended well: no command goes on as a run that was taken back."""
    run_id = _load(tmp_path, place.address, 0, {0: 0})
    with place.open(write=True) as graph:
        graph.write("MATCH (r:Run) SET r.state = 'failed'")
    _forget_run(tmp_path, place.address, run_id)
    again = _load(tmp_path, place.address, 0, {0: 0})
    assert again != run_id
    with place.open() as graph:
        assert {label for label, _ in read_graph(graph).nodes} >= {"SourceRecord", "Paper"}


@pytest.mark.parametrize(("step", "calls"), [("delete_nodes", 0), ("delete_nodes", 1), ("write_edges", 0)])
def test_a_forgetting_that_fails_is_finished_by_the_same_command(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, calls: int
) -> None:
    """However much of it was written, it goes on as the same run, and the graph is that without the paper or run."""
    second = _load(tmp_path, place.address, 0, {0: 0, 1: 0, 2: 1})
    with place.open() as graph:
        ((paper,),) = graph.read("MATCH (p:Paper {title: $title}) RETURN p.paper_id", {"title": TITLES[2]}).rows
    _load(tmp_path, place.address, 1, {0: 1})
    real = getattr(write, step)
    left = [calls]

    def failing(*given: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise StoreError("the server went away")
        return real(*given, **options)

    for taking_back, key in ((_forget_paper, paper), (_forget_run, second)):
        left[0] = calls
        with monkeypatch.context() as patched:
            patched.setattr(write, step, failing)
            with pytest.raises(StoreError, match="went away"):
                taking_back(tmp_path, place.address, key)
        with place.open() as graph:
            ((failed, _),) = graph.read("MATCH (r:Run {state: 'failed'}) RETURN r.run_id, r.state").rows
        again = taking_back(tmp_path, place.address, key)
        assert (again.report.run_id, again.report.resumed) == (failed, True)
    assert _dump(place.address) == _dump_of(tmp_path, [(1, {0: 1})])


def _state(text: str) -> RecordState:
    return {"record": text, "place": "f:1"}


def test_what_was_logged_and_never_written_is_no_offer() -> None:
    """A killed run's log names records that it did not come to write; the run that goes on writes them."""
    logs = [
        Log("a", 1, records={"r": None}),
        Log("b", 2, records={"r": _state("one")}),
        Log("b", 3, records={"r": _state("one")}),
    ]
    assert records_without(logs, {"r": _state("two")}, "b") == {"r": _state("one")}
    assert records_without(logs, {"r": _state("two")}, "a") == {"r": _state("two")}
    assert records_without(logs[:2], {"r": _state("one")}, "a") == {"r": None}


def test_a_forgetting_that_was_cut_short_can_be_asked_again() -> None:
    """Its log says what it was to take back; what is still there goes now."""
    logs = [Log("a", 1, records={"r": None, "s": None}), Log("f", 2, records={"r": _state("x")}, undone="a")]
    present = {"s": _state("y")}
    assert records_without(logs, present, "a", {"f"}) == {"r": None, "s": None}
    assert records_without(logs, present, "a") == {}


def test_records_that_a_paused_run_staged_are_taken_back_with_it(place: Place, tmp_path: Path) -> None:
    """A run that keeps records before the graph is built names them in its log; the next load builds their papers."""
    record = PaperRecord(source="service", id="w1", title=TITLES[2], abstract=ABSTRACTS[1])
    content = json.dumps({"source": "service", "id": "w1", "title": TITLES[2], "abstract": ABSTRACTS[1]})
    with place.open(write=True) as graph:
        write.prepare(graph)
        with open_run(graph, job_of("harvest", "q"), "harvest q") as run:
            run.log(Log(records={record.record_id: None}))
            node = SourceRecord(record_id=record.record_id, source="service", record=content, first_run=run.run_id)
            write.write_nodes(graph, [node])
            run.pause({"cursor": "page 2"})
    _load(tmp_path, place.address, 0, {0: 0})
    with place.open() as graph:
        assert (TITLES[2],) in graph.read("MATCH (p:Paper) WHERE p.text_scope <> 'none' RETURN p.title").rows
    assert _forget_run(tmp_path, place.address, run.run_id).removed == ["service:w1"]
    assert _dump(place.address) == _dump_of(tmp_path, [(0, {0: 0})])
    with place.open(write=True) as graph, open_run(graph, job_of("harvest", "q"), "harvest q") as again:
        assert again.run_id != run.run_id
