"""Inputs that are well formed and still awkward: nothing is lost in silence, nothing ends in a traceback."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import StoreError
from papermesh.graph.store import Store, open_graph
from papermesh.loaders.extract import extract
from papermesh.loaders.ingest import load
from papermesh.loaders.report import LoadReport


def _file(folder: Path, name: str, *records: dict[str, Any]) -> str:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def _load(folder: Path, *paths: str, dry_run: bool = False, strict: bool = False) -> LoadReport:
    def open_store(write: bool) -> Store:
        return open_graph(str(folder / "graph.kgl"), write=write)

    overlay = folder / "overlay.toml"
    return load(open_store, paths, overlay=overlay, command="load", dry_run=dry_run, strict=strict)


def _titles(folder: Path) -> set[str]:
    with open_graph(str(folder / "graph.kgl")) as graph:
        return {row[0] for row in graph.read("MATCH (p:Paper) RETURN p.title").rows}


def test_files_may_use_the_same_ids_for_different_papers(tmp_path: Path) -> None:
    """Both papers are loaded, whichever file comes first."""
    one = _file(tmp_path, "one.jsonl", {"id": "1", "title": "A Paper on Pruning"})
    two = _file(tmp_path, "two.jsonl", {"id": "1", "title": "A Paper on Caching"})
    assert len(extract([one, two]).rows) == 2
    report = _load(tmp_path, one, two)
    assert (report.records, report.records_new, report.records_repeated) == (2, 2, 0)
    assert _titles(tmp_path) == {"A Paper on Pruning", "A Paper on Caching"}
    again = _load(tmp_path, two, one)
    assert (again.records_unchanged, again.changed) == (2, False)


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    """The second time is noted, not counted as unchanged."""
    path = _file(tmp_path, "one.jsonl", {"id": "1", "title": "A Paper on Pruning"})
    report = _load(tmp_path, path, path)
    assert (report.records, report.records_new, report.records_unchanged, report.records_repeated) == (2, 1, 0, 1)
    assert [note.what for note in report.files[1].noted] == [f"the same record stands at {path}:1"]


def test_a_repository_that_is_none_is_rejected_with_its_place(tmp_path: Path) -> None:
    """The paper is loaded, without saying that it has code."""
    record = {"id": "1", "title": "A Paper on Pruning", "repositories": [{"url": "see our site"}]}
    path = _file(tmp_path, "one.jsonl", {"id": "0", "title": "Another Paper"}, record)
    report = _load(tmp_path, path)
    ((reason, place, snippet),) = [(bad.reason, bad.place, bad.snippet) for bad in report.rejected]
    assert "repository" in reason
    assert f"{path}:2" in place
    assert snippet == "see our site"
    with open_graph(str(tmp_path / "graph.kgl")) as graph:
        assert set(graph.read("MATCH (p:Paper) RETURN p.code_stated").rows) == {(False,)}


def test_what_is_too_long_for_a_key_is_rejected_with_its_place(tmp_path: Path) -> None:
    """An id and an address of thousands of characters; names and titles are shortened and kept."""
    long = "x" * 3000
    path = _file(
        tmp_path, "long.jsonl",
        {"id": long, "title": "A Paper with a Long Id"},
        {"id": "2", "title": f"A Title {long}", "authors": [f"Ada {long}"], "venue": long,
         "abstract": f"We quantize. See https://example.org/{long} and https://github.com/example/{long}.",
         "references": [{"title": f"Cited {long}"}], "repositories": [{"url": f"https://github.com/example/{long}"}]},
    )  # fmt: skip
    report = _load(tmp_path, path)
    assert report.papers == 1
    assert {bad.place.split(" ")[0] for bad in report.rejected} == {f"{path}:1", f"{path}:2"}
    assert all(len(bad.snippet) <= 80 for bad in report.rejected)
    assert not _load(tmp_path, path).changed
    assert extract([path]).rejected


def test_a_number_that_no_store_takes_is_rejected_by_it(tmp_path: Path) -> None:
    """The row is named; the rest of its batch is written."""
    huge = {"url": "https://github.com/example/one", "stars": 10**30}
    fine = {"url": "https://github.com/example/two", "stars": 5}
    path = _file(tmp_path, "one.jsonl", {"id": "1", "title": "A Paper", "repositories": [huge, fine]})
    report = _load(tmp_path, path)
    assert report.papers == 1
    assert any("github:example/one" in f"{bad.place} {bad.snippet}" for bad in report.rejected), report.rejected
    with open_graph(str(tmp_path / "graph.kgl")) as graph:
        assert ("github:example/two",) in graph.read("MATCH (r:Repository) RETURN r.repository_id").rows


@pytest.mark.parametrize("damage", ["'nonsense'", "null", "'{}'", "'[]'"])
def test_a_stored_record_that_was_damaged_by_hand_is_named(tmp_path: Path, damage: str) -> None:
    """The error says which, and how to remove it; the way that it names works."""
    path = _file(tmp_path, "one.jsonl", {"id": 'it\'s "1"', "title": "A Paper on Pruning"})
    _load(tmp_path, path)
    with open_graph(str(tmp_path / "graph.kgl"), write=True) as graph:
        graph.write(f"MATCH (r:SourceRecord) SET r.record = {damage}")
    with pytest.raises(StoreError) as caught:
        _load(tmp_path, path)
    assert "jsonl:it's" in caught.value.message
    assert caught.value.where == str(tmp_path / "graph.kgl")
    hint = caught.value.hint or ""
    statement = shlex.split(hint.partition("papermesh ")[2])[-1]
    with open_graph(str(tmp_path / "graph.kgl"), write=True) as graph:
        graph.write(statement)
    assert _load(tmp_path, path).papers == 1


def test_a_failure_while_linking_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new one is not made, an old one keeps its content and can be written at once."""
    from papermesh.loaders import build

    def broken(*args: object, **options: object) -> None:
        raise ZeroDivisionError

    path = _file(tmp_path, "one.jsonl", {"id": "1", "title": "A Paper on Pruning"})
    other = _file(tmp_path, "two.jsonl", {"id": "2", "title": "A Paper on Caching"})
    with monkeypatch.context() as patched:
        patched.setattr(build, "link_corpus", broken)
        with pytest.raises(ZeroDivisionError):
            _load(tmp_path, path)
    assert not list(tmp_path.glob("graph.kgl*"))
    _load(tmp_path, path)
    with monkeypatch.context() as patched:
        patched.setattr(build, "link_corpus", broken)
        with pytest.raises(ZeroDivisionError):
            _load(tmp_path, other)
    assert _titles(tmp_path) == {"A Paper on Pruning"}
    assert _load(tmp_path, other).records_new == 1


def test_strict_and_dry_runs_agree_with_the_load_that_follows(tmp_path: Path) -> None:
    """All three count the same; a store that is there is read once more only if it has changed."""
    first = _file(tmp_path, "one.jsonl", {"id": "1", "title": "TinyQuant: Four Bits", "abstract": "It uses GPTQ."})
    second = _file(tmp_path, "two.jsonl", {"id": "2", "title": "BigServe: Serving", "abstract": "It uses TinyQuant."})
    dry = _load(tmp_path, first, dry_run=True)
    assert dry.store == str(tmp_path / "graph.kgl")
    assert _load(tmp_path, first, strict=True).counts == dry.counts
    dry = _load(tmp_path, second, dry_run=True)
    assert _load(tmp_path, second, strict=True).counts == dry.counts
    assert not _load(tmp_path, first, second, dry_run=True).changed
