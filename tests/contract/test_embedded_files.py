"""What only the embedded store can meet: files of all kinds, and its engine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from papermesh.errors import (
    EXIT_STORE,
    NewerFormat,
    NotAGraph,
    NotSupported,
    PapermeshError,
    StoreError,
    StoreMissing,
    WriteRefused,
)
from papermesh.graph import embedded_files, read_only
from papermesh.graph.embedded import EmbeddedStore, open_file
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import open_graph
from papermesh.graph.write import prepare
from tests.contract.graphs import fill, keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a path without a file."""
    return tmp_path / "graph.kgl"


def three_parts(error: PapermeshError, path: Path) -> None:
    """Check that an error says what happened, where, and what to do, on single lines."""
    assert error.exit_code == EXIT_STORE
    assert error.message
    assert error.hint
    assert error.where == str(path)
    assert "\n" not in error.message


def test_a_missing_file(path: Path) -> None:
    """Reading what is not there says so, and makes nothing."""
    with pytest.raises(StoreMissing) as caught:
        open_file(str(path))
    three_parts(caught.value, path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("content", [b"", b"RG", b"hello\n" * 99, b"\x00\xff" * 999, b"RGF" + b"\x08" * 300])
def test_a_file_of_another_kind(path: Path, content: bytes, write: bool) -> None:
    """An empty, a text, a binary and a broken file are refused, and left alone."""
    path.write_bytes(content)
    with pytest.raises(NotAGraph) as caught:
        open_file(str(path), write=write)
    three_parts(caught.value, path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("write", [False, True])
def test_a_folder(tmp_path: Path, write: bool) -> None:
    """A folder is refused, empty or not, and nothing is put in it."""
    with pytest.raises(NotAGraph) as caught:
        open_file(str(tmp_path), write=write)
    three_parts(caught.value, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("name", ["/etc/passwd", "/dev/null"])
def test_a_file_of_the_system(name: str, write: bool) -> None:
    """No file of the system is touched, and no lock is put beside one."""
    if not Path(name).exists():
        pytest.skip(f"no {name} here")
    with pytest.raises(NotAGraph):
        open_file(name, write=write)
    assert not Path(f"{name}.lock").exists()


@pytest.mark.parametrize("keep", [4, 100, 0.5, 0.99])
def test_a_graph_cut_short(path: Path, keep: float) -> None:
    """A truncated graph is refused by name, and left as it is for whoever can mend it."""
    with open_file(str(path), write=True) as store:
        prepare(store)
        fill(store)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep if keep >= 1 else len(whole) * keep)])
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(NotAGraph) as caught:
            open_file(str(path), write=write)
        three_parts(caught.value, path)
    assert path.read_bytes() == before


def test_a_newer_engine(path: Path) -> None:
    """A file in a layout of a newer engine is no damage: the hint is to upgrade."""
    with open_file(str(path), write=True) as store:
        prepare(store)
    content = bytearray(path.read_bytes())
    content[3] = 99
    path.write_bytes(content)
    with pytest.raises(NewerFormat) as caught:
        open_file(str(path))
    three_parts(caught.value, path)


def test_a_graph_of_someone_else(path: Path) -> None:
    """A file of the same engine with other people's nodes is refused, also for writing, and unchanged."""
    kglite = pytest.importorskip("kglite")
    with kglite.open(str(path)) as graph:
        graph.cypher("CREATE (:Person {name: 'A'})")
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(NotAGraph, match="not one that Papermesh wrote") as caught:
            open_file(str(path), write=write)
        three_parts(caught.value, path)
    assert path.read_bytes() == before


def test_the_folder_is_made(tmp_path: Path) -> None:
    """A graph may be put into folders that are not there yet, and its name need not end in .kgl."""
    place = tmp_path / "a" / "b" / "my graph"
    with open_file(str(place), write=True) as store:
        prepare(store)
        fill(store)
        dump = list(canonical_dump(store))
    with open_file(str(place)) as store:
        assert list(canonical_dump(store)) == dump


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A parent that is a file is an error of the store, not a traceback."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        open_file(str(tmp_path / "file" / "graph.kgl"), write=True)
    assert caught.value.hint


@pytest.mark.parametrize("write", [False, True])
def test_the_engine_is_a_second_wall(path: Path, monkeypatch: pytest.MonkeyPatch, write: bool) -> None:
    """Were the judgement of the text wrong, the engine would still refuse to write in a read."""
    with open_file(str(path), write=True) as store:
        prepare(store)
    with open_file(str(path), write=write) as store:
        monkeypatch.setattr(read_only, "refuse_writes", lambda text, where: None)
        with pytest.raises(WriteRefused):
            store.read("CREATE (:Paper {paper_id: 'p'})")
        assert keys(store, "Paper", "paper_id") == set()


def test_the_engine_prints_nothing(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its advice on labels and properties that are not there stays out of the user's terminal."""
    with open_file(str(path), write=True) as store:
        prepare(store)
        store.read("MATCH (n:Papr) WHERE n.titel = 'x' RETURN n.foo")
        store.write("MATCH (n:Papr) SET n.x = 1")
    assert capfd.readouterr() == ("", "")


def test_csv_is_no_cypher(path: Path) -> None:
    """The engine's own output format, which Neo4j lacks, is a query error."""
    with open_file(str(path), write=True) as store, pytest.raises(PapermeshError):
        store.read("RETURN 1 AS x FORMAT CSV")


def test_a_machine_without_the_engine(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine cannot be imported, the error names Neo4j as the way."""
    monkeypatch.setitem(sys.modules, "kglite", None)
    with pytest.raises(NotSupported) as caught:
        open_graph(str(path), write=True)
    assert "bolt://" in (caught.value.hint or "")
    assert not path.exists()


def test_a_file_without_permission(path: Path) -> None:
    """A file that this user may not read is an error of the store."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path.write_bytes(b"RGF")
    path.chmod(0)
    with pytest.raises(StoreError):
        open_file(str(path))


def test_a_home_folder_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~/graph.kgl` is in the user's folder, not in one called `~`."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with open_file("~/graph.kgl", write=True) as store:
        assert isinstance(store, EmbeddedStore)
        assert store.address == str(tmp_path / "graph.kgl")
    assert (tmp_path / "graph.kgl").read_bytes()[:3] == embedded_files.MAGIC
