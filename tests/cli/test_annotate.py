"""`papermesh annotate`: a text with its mentions marked, in every form."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh


def test_the_text_is_printed_with_numbers(loaded: Papermesh) -> None:
    """Each mention stands in brackets with the number of its entity, and the list below has edge and rule."""
    outcome = loaded("annotate", "TinyQuant")
    assert outcome.code == 0, outcome
    assert "[TinyQuant](1): Four-Bit Weights" in outcome.out
    assert "[GPTQ](" in outcome.out
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert any(line.startswith("1 INTRODUCES TinyQuant method:tinyquant introduced-title") for line in lines)
    assert any("HAS_CODE example/tinyquant repository:github:example/tinyquant url-own" in line for line in lines)


def test_machine_formats_list_every_mention(loaded: Papermesh) -> None:
    """One row a mention, with its place; the surface is what stands there."""
    rows = json.loads(loaded("annotate", "BigServe", "--format", "json").out)["rows"]
    titles = [row for row in rows if row["field"] == "title"]
    assert [(row["surface"], row["entity_id"], row["start"], row["end"]) for row in titles] == [
        ("BigServe", "bigserve", 0, 8)
    ]
    assert {row["entity_id"] for row in rows} >= {"vllm", "tinyquant", "nvidia-h100"}


def test_what_the_user_said_is_what_is_marked(loaded: Papermesh) -> None:
    """A rejected link is no longer marked; one that the user added is listed as stated by no text."""
    assert loaded("reject", "BigServe", "vllm").code == 0
    assert loaded("accept", "BigServe", "gptq", "--role", "uses").code == 0
    outcome = loaded("annotate", "BigServe")
    assert "[vLLM]" not in outcome.out
    assert "no text states: USES GPTQ (method:gptq)" in outcome.out


def test_a_page_is_written(loaded: Papermesh, home: Path) -> None:
    """With -o the page is a file, and the line says what it shows; a folder is refused."""
    outcome = loaded("annotate", "BigServe", "-o", "out/annotated.html")
    assert outcome.code == 0, outcome
    page = (home / "out" / "annotated.html").read_text("utf-8")
    assert "<mark>BigServe</mark>" in page
    assert "it works offline" in outcome.out
    assert loaded("annotate", "BigServe", "-o", ".").code == 2


def test_linked_sections_are_shown_under_their_headings(papermesh: Papermesh, home: Path) -> None:
    """Below the abstract stands each linked section with its heading, and every mention of it is listed."""
    sections = [
        {"heading": "2 Related Work", "text": "Others use vLLM."},
        {"heading": "4 Experiments", "text": "All runs took an hour.\nWe used eight H100 GPUs."},
    ]
    paper = {"id": "1", "title": "On Counting", "abstract": "We count.", "sections": sections}
    (home / "full.jsonl").write_text(json.dumps(paper) + "\n", encoding="utf-8")
    assert papermesh("load", "full.jsonl").code == 0
    outcome = papermesh("annotate", "On Counting")
    assert "4 Experiments\nAll runs took an hour.\nWe used eight [H100" in outcome.out, outcome
    assert "Related Work" not in outcome.out
    rows = json.loads(papermesh("annotate", "On Counting", "--format", "json").out)["rows"]
    assert {(row["field"], row["edge"], row["entity_id"]) for row in rows} == {
        ("4 Experiments", "RUNS_ON", "nvidia-h100")
    }
    proof = papermesh("evidence", "On Counting", "H100")
    assert "“We used eight [H100] GPUs.”\n  “4 Experiments” 37 to 41" in proof.out


def test_a_draft_is_annotated(loaded: Papermesh, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft comes from a file or standard input, and knows what the graph's papers introduce."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"A draft\nWe extend TinyQuant on GPUs.")))
    outcome = loaded("annotate", "--text", "-")
    assert outcome.code == 0, outcome
    assert "We extend [TinyQuant](1) on [GPUs](2)." in outcome.out


@pytest.mark.parametrize(
    ("words", "code"), [(["annotate"], 2), (["annotate", "x", "--text", "-"], 2), (["annotate", "no such paper"], 1)]
)
def test_mistakes_are_explained(loaded: Papermesh, words: list[str], code: int) -> None:
    """One paper or one draft; a name that fits nothing names the nearest."""
    outcome = loaded(*words)
    assert outcome.code == code, outcome
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)], ids=["colour", "NO_COLOR"])
def test_a_terminal_shows_colours(loaded: Papermesh, home: Path, no_colour: str, *, coloured: bool) -> None:
    """On a real terminal mentions are coloured and underlined, in a pipe or with NO_COLOR they stand in brackets."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    if no_colour:
        environment["NO_COLOR"] = no_colour
    words = [sys.executable, "-m", "papermesh.cli.main", "annotate", "BigServe"]
    with subprocess.Popen(words, cwd=home, stdout=theirs, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:  # how Linux says that the other end was closed
            pass
        assert process.wait() == 0
    os.close(ours)
    assert (b"\x1b[4;32m" in shown) is coloured
    assert (b"[BigServe](1)" in shown) is not coloured


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_an_encoding_that_lacks_a_sign_ends_no_annotation(loaded: Papermesh, home: Path, encoding: str) -> None:
    """What the output cannot spell is spelled out."""
    (home / "draft.txt").write_text("A “draft”\nWe extend TinyQuant – 日本語 – on GPUs.", encoding="utf-8")
    words = [sys.executable, "-m", "papermesh.cli.main", "annotate", "--text", "draft.txt"]
    done = subprocess.run(
        words, cwd=home, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )
    assert done.returncode == 0, done
    assert b"[TinyQuant](1)" in done.stdout
