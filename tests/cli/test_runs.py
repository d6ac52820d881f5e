"""`papermesh runs`, `diff` and `forget`: what they print, in each format, and what is wrong with their words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from papermesh.graph.schema import Run
from papermesh.graph.store import open_graph
from papermesh.graph.write import write_nodes
from papermesh.graph.writer import this_writer
from tests.cli.conftest import Papermesh

LINE = {
    "id": "1", "title": "Pruned Caches for Long Contexts", "year": 2025,
    "abstract": "We use TinyQuant and GPTQ on one NVIDIA H100.",
}  # fmt: skip


@pytest.fixture
def more(loaded: Papermesh, home: Path) -> Papermesh:
    """A command line whose store holds the page and then a file of one paper."""
    (home / "more.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    assert loaded("load", "jsonl", "more.jsonl").code == 0
    return loaded


def _rows(papermesh: Papermesh, *words: str) -> list[dict[str, object]]:
    outcome = papermesh(*words, "--format", "jsonl")
    assert outcome.code == 0, outcome
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_runs_are_listed_newest_first(more: Papermesh, home: Path) -> None:
    """With what each read and changed; a running one whose process is gone was killed."""
    with open_graph(str(home / "graph.kgl"), write=True) as graph:
        for number, writer in (("8", this_writer()), ("9", "x" + this_writer()), ("7", None)):
            run = Run(run_id=f"run-{number}", command="papermesh load x", started="2027-01-01", writer=writer)
            write_nodes(graph, [run])
    rows = _rows(more, "runs")
    assert [row["state"] for row in rows] == ["running", "running", "killed", "done", "done"]
    assert [row["records"] for row in rows[3:]] == [1, 2]
    assert [row["papers"] for row in rows[3:]] == [3, 2]
    assert all(isinstance(row["links_added"], int) and row["links_added"] > 2 for row in rows[3:])
    assert "writer" not in rows[0]
    assert len(_rows(more, "runs", "--top", "2")) == 2
    table = list(csv.DictReader(io.StringIO(more("runs", "--format", "csv").out)))
    assert table[3]["command"].startswith("papermesh ")


def test_a_diff_tells_what_a_run_did(more: Papermesh) -> None:
    """Named by id, number or as last; of two runs, the way back retires what was added."""
    newest = str(_rows(more, "runs")[0]["run_id"])
    by_id = _rows(more, "diff", newest)
    assert {(row["change"], row["entity"]) for row in by_id} >= {
        ("added", "method:gptq"), ("added", "method:tinyquant"), ("added", "hardware:nvidia-h100"),
    }  # fmt: skip
    assert {row["title"] for row in by_id} == {LINE["title"]}
    assert by_id == _rows(more, "diff", "last") == _rows(more, "diff", "0002") == _rows(more, "diff", "0001", "0002")
    assert {row["change"] for row in _rows(more, "diff", "last", "0001")} == {"retired"}
    shown = more("diff", "last")
    assert "+ USES method:gptq" in shown.out
    assert str(LINE["abstract"]) in shown.out
    assert "0 changed, 0 retired" in shown.err
    assert "raise --top" in more("diff", "last", "--top", "1").err


def test_a_decision_shows_in_the_diff(more: Papermesh) -> None:
    """An accepted role is a changed link, with what it was; a rejected one is retired."""
    assert more("accept", LINE["title"], "gptq", "--role", "introduces").code == 0
    (changed,) = _rows(more, "diff", "last")
    assert (changed["change"], changed["edge"]) == ("changed", "INTRODUCES")
    assert "edge: USES" in str(changed["was"])
    assert "was edge: USES" in more("diff", "last").out
    assert more("reject", LINE["title"], "gptq").code == 0
    assert [row["change"] for row in _rows(more, "diff", "last")] == ["retired"]
    assert "no link differs" in more("diff", "last", "last").out


def test_a_paper_and_a_run_are_forgotten_and_brought_back(more: Papermesh) -> None:
    """What goes is told before and after; forgetting the forgetting brings it back."""
    tried = more("forget", LINE["title"], "--dry-run")
    assert "removed  jsonl:1" in tried.out
    assert "this was a dry run" in tried.out
    assert more("show", LINE["title"]).code == 0
    assert more("forget", LINE["title"]).code == 0
    assert more("show", LINE["title"]).code == 1
    assert "restored jsonl:1" in more("forget", "--run", "last").out
    assert more("show", LINE["title"]).code == 0
    told = json.loads(more("forget", "--run", "0001", "--format", "json").out)
    assert len(told["removed"]) == 2
    assert (told["restored"], told["papers"], told["written"]["nodes_retired"]["SourceRecord"]) == ([], 1, 2)


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["diff", "run-1"], 1, "no run 'run-1' in the graph"),
        (["diff", "9999"], 1, "-0002"),
        (["diff", "last", "nosuch"], 1, "no run 'nosuch'"),
        (["forget"], 2, "a paper, or --run RUN"),
        (["forget", "x", "--run", "last"], 2, "a paper, or --run RUN"),
        (["forget", "--run", "nosuch"], 1, "no run 'nosuch'"),
        (["forget", "nosuchpaper"], 1, "no paper 'nosuchpaper'"),
    ],
)
def test_wrong_words_are_told(more: Papermesh, words: list[str], code: int, what: str) -> None:
    """With the nearest that fits, and nothing is written."""
    before = more("stats", "--format", "jsonl").out
    outcome = more(*words)
    assert outcome.code == code, outcome
    assert what in outcome.err
    assert more("stats", "--format", "jsonl").out == before


def test_a_decision_is_no_run_to_forget(more: Papermesh) -> None:
    """It brought no records; the message says how to take it back."""
    assert more("reject", LINE["title"], "gptq").code == 0
    outcome = more("forget", "--run", "last")
    assert outcome.code == 1
    assert "the opposite command" in outcome.err


def test_the_same_load_again_says_that_nothing_changed(more: Papermesh, home: Path) -> None:
    """And one that had not ended says that it goes on."""
    assert "nothing changed" in more("load", "jsonl", "more.jsonl").out
    with open_graph(str(home / "graph.kgl"), write=True) as graph:
        graph.write("MATCH (r:Run) SET r.state = 'interrupted'")
    again = more("load", "jsonl", "more.jsonl")
    assert "had not ended, and goes on" in again.out
    assert [row["state"] for row in _rows(more, "runs")] == ["done", "interrupted", "interrupted"]
