"""What a user can get wrong, one row each: a message of three parts, the documented exit code, and nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PAGE, Papermesh

NOT_THERE = "bolt://127.0.0.1:9"


def _case(name: str, words: list[str], code: int, what: str, where: str, hint: str) -> object:
    return pytest.param(words, code, what, where, hint, id=name)


CASES = [
    _case("empty file", ["load", "listing", "empty.txt"], 1, "empty", "empty.txt", "try"),
    _case("binary file", ["load", "listing", "binary.bin"], 1, "binary", "binary.bin", "try"),
    _case("directory", ["load", "listing", "folder"], 1, "folder", "folder", "try"),
    _case("missing file", ["load", "listing", "nowhere.txt"], 1, "no such file", "nowhere.txt", "try"),
    _case("nothing recognised", ["load", "prose.xyz"], 1, "recognise", "prose.xyz", "listing"),
    _case("a source of another kind", ["load", "jsonl", "page.txt"], 1, "no paper", "page.txt", "load"),
    _case("no such source", ["load", "--dry-run", "listing"], 2, "which file", "", ""),
    _case("no graph yet", ["stats"], 4, "no graph", "graph.kgl", "papermesh load"),
    _case("store is no store", ["stats", "--store", "prose.xyz"], 4, "no", "prose.xyz", "try"),
    _case("store is a folder", ["stats", "--store", "folder"], 4, "no", "folder", "try"),
    _case("no server", ["stats", "--store", NOT_THERE], 4, "no Neo4j server answers", NOT_THERE, "start the server"),
    _case(
        "password in address",
        ["stats", "--store", "bolt://a:b@127.0.0.1:9"],
        2,
        "password",
        "127.0.0.1",
        "PAPERMESH_NEO4J",
    ),
    _case("unknown command", ["lod"], 2, "No such command", "", "load"),
    _case("unknown option", ["load", "--nonsense", "page.txt"], 2, "nonsense", "", ""),
]


@pytest.mark.parametrize(("words", "code", "what", "where", "hint"), CASES)
def test_a_mistake_is_explained(
    papermesh: Papermesh, home: Path, words: list[str], code: int, what: str, where: str, hint: str
) -> None:
    """Each mistake names what happened, where, and what to do; no traceback, no graph made."""
    (home / "empty.txt").touch()
    (home / "binary.bin").write_bytes(b"\x00\x01\x02" * 100)
    (home / "folder").mkdir()
    (home / "prose.xyz").write_text("just a note\n", encoding="utf-8")
    (home / "page.txt").write_text(PAGE, encoding="utf-8")
    outcome = papermesh(*words)
    assert outcome.code == code, outcome
    for part in (what, where, hint):
        assert part.casefold() in outcome.err.casefold(), outcome.err
    assert "Traceback" not in outcome.err
    assert not (home / "graph.kgl").exists()


def test_a_page_with_a_missing_abstract(papermesh: Papermesh, home: Path) -> None:
    """The paper without an abstract is rejected with its line, the others are loaded, and the exit code says so."""
    lines = PAGE.splitlines()
    (home / "gap.txt").write_text(
        "\n".join([*lines[:3], "LostPaper: A Title Without Anything Below", *lines[3:]]), "utf-8"
    )
    outcome = papermesh("load", "listing", "gap.txt")
    assert outcome.code == 3, outcome
    assert "gap.txt:4" in outcome.out
    assert "2 new" in outcome.out
    assert "1 rejected" in outcome.out


def test_a_truncated_line_of_jsonl(papermesh: Papermesh, home: Path) -> None:
    """A line that ends too early is rejected with its number; the others are loaded."""
    good = json.dumps({"title": "A Paper on Pruning", "abstract": "We study pruning on GPUs."})
    (home / "cut.jsonl").write_text(f"{good}\n{good[:20]}\n", encoding="utf-8")
    outcome = papermesh("load", "cut.jsonl")
    assert outcome.code == 3, outcome
    assert "cut.jsonl:2" in outcome.out


def test_strict_writes_nothing(papermesh: Papermesh, home: Path) -> None:
    """With --strict one bad record is a failure, and no graph is made."""
    good = json.dumps({"title": "A Paper on Pruning", "abstract": "We study pruning on GPUs."})
    (home / "cut.jsonl").write_text(f"{good}\n{good[:20]}\n", encoding="utf-8")
    outcome = papermesh("load", "--strict", "cut.jsonl")
    assert outcome.code == 1, outcome
    assert "nothing was written" in outcome.out
    assert not (home / "graph.kgl").exists()


def test_a_wrong_query_and_a_write(loaded: Papermesh) -> None:
    """A Cypher error names its place; a read-only prompt refuses to write, and both leave the graph as it was."""
    before = loaded("stats", "--format", "json").out
    wrong = loaded("cypher", "MATC (n) RETURN n")
    assert (wrong.code, "error:" in wrong.err, "Traceback" in wrong.err) == (1, True, False), wrong
    for text in (
        "CREATE (:Paper {paper_id: 'x'})",
        "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
        "MATCH (n) DETACH DELETE n",
    ):
        refused = loaded("cypher", text)
        assert refused.code == 4, refused
        assert "would" in refused.err
    after = loaded("stats", "--format", "json").out
    assert json.loads(after)["rows"] == json.loads(before)["rows"]


def test_a_store_that_another_process_writes(loaded: Papermesh, home: Path, page: Path) -> None:
    """A second writer is told who holds the store; a reader is served."""
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; from papermesh.graph.store import open_graph\n"
         "with open_graph('graph.kgl', write=True):\n    print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=home,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        outcome = loaded("load", "listing", str(page))
        assert outcome.code == 4, outcome
        assert str(holder.pid) in outcome.err
        assert "try:" in outcome.err
        assert loaded("stats").code == 0
    finally:
        holder.communicate()


@pytest.mark.neo4j
def test_a_wrong_password(papermesh: Papermesh, neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password is refused with the variable to set."""
    monkeypatch.setenv("PAPERMESH_NEO4J_PASSWORD", "not-the-password")
    outcome = papermesh("stats", "--store", neo4j_address)
    assert outcome.code == 4, outcome
    assert "PAPERMESH_NEO4J_PASSWORD" in outcome.err
    assert "not-the-password" not in outcome.err
