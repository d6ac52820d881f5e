"""Loading as a whole: repetition, order, better identifiers, the user's own things, decisions, interruptions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path

import pytest

from papermesh.graph.export import canonical_dump
from papermesh.graph.store import Store, open_graph
from papermesh.loaders.ingest import load
from papermesh.loaders.overlay import decide
from papermesh.loaders.rebuilding import refresh
from papermesh.loaders.report import LoadReport

Load = Callable[..., LoadReport]

RECORDS = {
    "a.jsonl": [
        {"id": "1", "title": "TinyQuant: Four-Bit Weights for Small Servers", "year": 2023,
         "abstract": "We propose TinyQuant, a post-training quantization method that beats GPTQ on one NVIDIA A100."},
        {"id": "2", "title": "Attention on a Diet", "year": 2022, "abstract": "We study attention kernels on H100 GPUs.",
         "references": [{"title": "TinyQuant: Four-Bit Weights for Small Servers"}]},
    ],
    "b.jsonl": [
        {"id": "3", "title": "BigServe: Serving Many Adapters at Once", "year": 2024, "authors": ["Ada Example"],
         "abstract": "We present BigServe, which quantizes with TinyQuant. See https://github.com/example/bigserve."},
        {"id": "4", "title": "TinyQuant: four-bit weights for small servers", "arxiv_id": "2303.99991v2", "year": 2023},
    ],
    "c.jsonl": [
        {"id": "5", "title": "Notes on Serving", "abstract": "BigServe and vLLM are compared on MMLU.", "year": 2025,
         "references": [{"arxiv_id": "2303.99991"}, {"title": "A Paper Nobody Loaded", "year": 2001}]},
    ],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three small files, whose papers name, cite and repeat each other."""
    for name, records in RECORDS.items():
        (tmp_path / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return tmp_path


def _load(folder: Path, store: str, files: Iterable[str], *, dry_run: bool = False) -> LoadReport:
    return load(
        lambda write: open_graph(str(folder / store), write=write),
        [str(folder / name) for name in files],
        overlay=folder / "overlay.toml",
        command="load",
        dry_run=dry_run,
    )


def _dump(folder: Path, store: str) -> list[str]:
    with open_graph(str(folder / store)) as graph:
        return list(canonical_dump(graph))


def _rows(graph: Store, text: str) -> set[tuple[object, ...]]:
    return set(graph.read(text).rows)


def test_loading_twice_changes_nothing_and_says_so(folder: Path) -> None:
    """The second load writes a run, and nothing else."""
    first = _load(folder, "g.kgl", RECORDS)
    before = _dump(folder, "g.kgl")
    second = _load(folder, "g.kgl", RECORDS)
    assert (first.records_new, first.rejected, first.missing_ends) == (5, [], [])
    assert first.changed
    assert (second.records_new, second.records_unchanged, second.changed) == (0, 5, False)
    assert _dump(folder, "g.kgl") == before
    with open_graph(str(folder / "g.kgl")) as graph:
        assert _rows(graph, "MATCH (r:Run) RETURN r.state, count(r)") == {("done", 2)}


def test_the_order_of_loads_does_not_matter(folder: Path) -> None:
    """Every order, one file at a time, gives the graph of all files at once."""
    _load(folder, "all.kgl", RECORDS)
    wanted = _dump(folder, "all.kgl")
    for number, order in enumerate(permutations(RECORDS)):
        for name in order:
            _load(folder, f"{number}.kgl", [name])
        assert _dump(folder, f"{number}.kgl") == wanted, order


def test_a_name_introduced_later_is_found_in_papers_loaded_before(folder: Path) -> None:
    """BigServe is introduced in b and only named in c; loading c first does not lose the link."""
    for name in ("c.jsonl", "b.jsonl"):
        _load(folder, "g.kgl", [name])
    with open_graph(str(folder / "g.kgl")) as graph:
        found = _rows(graph, "MATCH (p:Paper)-[e]->(m:Method {name: 'BigServe'}) RETURN p.title, type(e)")
        builds = _rows(graph, "MATCH (a:Paper)-[:BUILDS_ON]->(b:Paper) RETURN a.title, b.title")
    assert ("BigServe: Serving Many Adapters at Once", "INTRODUCES") in found
    assert {title for title, _ in found} == {"BigServe: Serving Many Adapters at Once", "Notes on Serving"}
    assert ("Notes on Serving", "BigServe: Serving Many Adapters at Once") in builds


def test_a_better_identifier_renames_the_paper_in_place(folder: Path) -> None:
    """A title key becomes an arXiv key; the edges and what a user hung on the node stay, lookups find both."""
    _load(folder, "g.kgl", ["a.jsonl"])
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        (row,) = graph.read("MATCH (p:Paper) WHERE p.title STARTS WITH 'TinyQuant' RETURN p.paper_id").rows
        title_id = row[0]
        graph.write(
            "MATCH (p:Paper {paper_id: $id}) CREATE (n:Note {text: 'mine'}) CREATE (n)-[:ABOUT]->(p)", {"id": title_id}
        )
    report = _load(folder, "g.kgl", ["b.jsonl"])
    assert report.counts["papers_renamed"] == {"Paper": 1}
    _load(folder, "g.kgl", ["c.jsonl"])
    with open_graph(str(folder / "g.kgl")) as graph:
        assert _rows(graph, "MATCH (:Note)-[:ABOUT]->(p:Paper) RETURN p.paper_id") == {("arxiv:2303.99991",)}
        ((former,),) = graph.read("MATCH (p:Paper {paper_id: 'arxiv:2303.99991'}) RETURN p.former_ids").rows
        assert title_id in former
        assert _rows(graph, "MATCH (:Paper {paper_id: 'arxiv:2303.99991'})<-[:CITES]-(p:Paper) RETURN p.title") == {
            ("Attention on a Diet",), ("Notes on Serving",),
        }  # fmt: skip


def test_a_cited_paper_is_kept_apart_from_loaded_ones(folder: Path) -> None:
    """A reference to what is not loaded is a paper without text, which counts do not count."""
    report = _load(folder, "g.kgl", ["c.jsonl"])
    assert (report.papers, report.papers_cited_only) == (1, 2)
    with open_graph(str(folder / "g.kgl")) as graph:
        assert ("A Paper Nobody Loaded", "none") in _rows(graph, "MATCH (p:Paper) RETURN p.title, p.text_scope")


def test_every_stated_edge_is_proved_by_its_span(folder: Path) -> None:
    """The text between the offsets is the surface, in the field that the edge names."""
    _load(folder, "g.kgl", RECORDS)
    with open_graph(str(folder / "g.kgl")) as graph:
        rows = graph.read(
            "MATCH (p:Paper)-[e]->() WHERE e.basis = 'stated' RETURN p.title AS title, p.abstract AS abstract, "
            "e.field AS field, e.span_start AS start, e.span_end AS end, e.surface AS surface, e.evidence AS evidence"
        )
        assert len(rows) > 8
        for row in rows:
            text = row[row["field"]]
            assert text[row["start"] : row["end"]] == row["surface"]
            assert row["surface"] in row["evidence"]


def test_a_decision_holds_for_every_later_load(folder: Path) -> None:
    """A rejected link is gone and stays gone; an accepted one is there with certainty; both can be taken back."""
    _load(folder, "g.kgl", ["a.jsonl"])
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        (row,) = graph.read("MATCH (p:Paper) WHERE p.title STARTS WITH 'TinyQuant' RETURN p.paper_id").rows
        paper = row[0]
        decide(folder / "overlay.toml", "reject", paper, "method:gptq")
        decide(folder / "overlay.toml", "accept", paper, "benchmark:mmlu", "evaluates")
        refresh(graph, folder / "overlay.toml", "reject")
    _load(folder, "g.kgl", ["b.jsonl"])
    with open_graph(str(folder / "g.kgl")) as graph:
        linked = _rows(graph, "MATCH (p:Paper)-[e]->(x) WHERE p.title STARTS WITH 'TinyQuant' AND e.confidence IS NOT NULL "
                              "RETURN x.name, type(e), e.rule = 'accepted'")  # fmt: skip
    assert "GPTQ" not in {name for name, _, _ in linked}
    assert ("MMLU", "EVALUATES_ON", True) in linked
    assert decide(folder / "overlay.toml", "accept", paper, "method:gptq")
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        refresh(graph, folder / "overlay.toml", "accept")
        assert ("GPTQ",) in _rows(graph, "MATCH (:Paper)-[:COMPARES_WITH]->(m:Method) RETURN m.name") | _rows(
            graph, "MATCH (:Paper)-[:USES]->(m:Method) RETURN m.name"
        )


def test_what_a_user_added_is_left_alone(folder: Path) -> None:
    """Nodes, edges and properties of one's own survive every load."""
    _load(folder, "g.kgl", ["a.jsonl"])
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        graph.write(
            "MATCH (p:Paper {year: 2022}) SET p.my_rating = 5 CREATE (t:Tag {name: 'read later'}) CREATE (p)-[:TAGGED]->(t)"
        )
    _load(folder, "g.kgl", ["b.jsonl", "c.jsonl"])
    with open_graph(str(folder / "g.kgl")) as graph:
        assert _rows(graph, "MATCH (p:Paper)-[:TAGGED]->(t:Tag) RETURN p.my_rating, t.name") == {(5, "read later")}


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    """It says what it would write, and makes no file."""
    report = _load(folder, "g.kgl", RECORDS, dry_run=True)
    assert report.run_id is None
    assert report.counts["nodes_new"]["Paper"] > 0
    assert not (folder / "g.kgl").exists()


def test_a_killed_load_is_made_good_by_running_it_again(folder: Path) -> None:
    """After kill -9 in the middle of writing, the same load gives the graph of an undisturbed one."""
    _load(folder, "calm.kgl", RECORDS)
    script = (
        "import os, signal, sys\n"
        "from papermesh.graph import write\n"
        "real = write.write_edges\n"
        "def dying(store, edges, **options):\n"
        "    edges = list(edges)\n"
        "    real(store, edges[: len(edges) // 2], **options)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write.write_edges = dying\n"
        "from papermesh.cli.main import run\n"
        "run(['load', 'jsonl', 'a.jsonl', 'b.jsonl', 'c.jsonl'])\n"
    )
    environment = {**os.environ, "PAPERMESH_STORE": "g.kgl", "PAPERMESH_CONFIG": str(folder / "none.toml")}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done
    again = _load(folder, "g.kgl", RECORDS)
    assert again.changed
    assert [line.replace(str(folder) + "/", "") for line in _dump(folder, "g.kgl")] == [
        line.replace(str(folder) + "/", "") for line in _dump(folder, "calm.kgl")
    ]
