"""The public Python API: sorted, light to import, typed, and the same answers as the commands."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import papermesh
from papermesh import api
from papermesh.errors import NotFound, StoreMissing

RECORDS = [
    {"id": "1", "title": "TinyQuant: Four-Bit Weights for Small Servers", "year": 2023,
     "abstract": "We propose TinyQuant, a quantization method that beats GPTQ on one NVIDIA A100."},
    {"id": "2", "title": "BigServe: Serving Many Adapters at Once", "year": 2024,
     "abstract": "We present BigServe, which quantizes with TinyQuant on an NVIDIA A100."},
]  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two papers, beside settings of its own."""
    monkeypatch.setenv("PAPERMESH_CONFIG", str(tmp_path / "config.toml"))
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def test_the_names_are_sorted_and_there() -> None:
    """Each name of `__all__` can be had, has a docstring, and is listed by `dir`."""
    assert papermesh.__all__ == sorted(papermesh.__all__)
    assert set(papermesh.__all__) <= set(dir(papermesh))
    for name in papermesh.__all__:
        value = getattr(papermesh, name)
        assert name == "__version__" or inspect.getdoc(value), name
        assert name == "__version__" or value is getattr(api, name)
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = papermesh.nothing_of_ours  # type: ignore[attr-defined]


def test_importing_the_package_imports_nothing_else() -> None:
    """Not even click or pydantic; the version costs nothing."""
    code = "import sys, papermesh; papermesh.__version__; print(sorted(m for m in sys.modules if m.startswith('papermesh')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['papermesh', 'papermesh.__about__']"


def test_load_ask_and_draw(papers: Path, tmp_path: Path) -> None:
    """The whole way in a few lines, with paths as text or as `Path`."""
    report = papermesh.load(tmp_path / "graph.kgl", papers)
    assert (report.papers, report.rejected) == (2, [])
    assert not papermesh.load(str(tmp_path / "graph.kgl"), [papers, str(papers)]).changed
    with papermesh.open_graph(tmp_path / "graph.kgl") as graph:
        (found,) = papermesh.related(graph, "TinyQuant", top=5)
        assert found.title == RECORDS[1]["title"]
        assert sum(reason.millionths for reason in found.reasons) == found.millionths
        assert papermesh.why(graph, "TinyQuant", "BigServe") == found
        drafts = papermesh.related(graph, text="MyDraft: a title\nWe use TinyQuant on an NVIDIA A100.")
        assert {draft.title for draft in drafts} == {record["title"] for record in RECORDS}
        answer = papermesh.query(graph, "find-papers", hardware=["a100"], limit=1)
        assert (answer.count, answer.truncated) == (1, True)
        assert papermesh.view(graph, "TinyQuant").startswith("<!DOCTYPE html>")
        for wrong in ({"paper": None}, {"paper": "TinyQuant", "text": "both"}):
            with pytest.raises(TypeError):
                papermesh.related(graph, **wrong)
        with pytest.raises(NotFound):
            papermesh.related(graph, "zzzzqqqq")
    (first, _) = papermesh.extract(papers).rows
    assert "TinyQuant" in [method["name"] for method in first["methods"]]


def test_the_settings_name_the_graph_where_the_caller_does_not(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`None` is the store of the settings; reading one that is not there is an error, and makes nothing."""
    monkeypatch.setenv("PAPERMESH_STORE", str(tmp_path / "mine.kgl"))
    with pytest.raises(StoreMissing):
        papermesh.open_graph()
    assert papermesh.load(None, papers, dry_run=True).papers == 2
    assert not (tmp_path / "mine.kgl").exists()
    papermesh.load(None, papers)
    with papermesh.open_graph() as graph:
        assert graph.address == str(tmp_path / "mine.kgl")
