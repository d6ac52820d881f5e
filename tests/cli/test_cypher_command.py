"""`papermesh cypher`: once, piped, with parameters, several statements, and at the prompt."""

from __future__ import annotations

import io
import json
import os
import select
import sys
import time
from pathlib import Path

import pytest

from papermesh.cli.cypher import statements_in
from tests.cli.conftest import Papermesh

pty = pytest.importorskip("pty", reason="a prompt needs a pseudo-terminal")

ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS total"


def _piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_statements_end_at_a_semicolon_outside_of_quotes() -> None:
    """Quotes, backticks and comments hide a semicolon; what is empty is no statement."""
    text = "RETURN ';' AS a; // not; here\nRETURN `x;y` AS b;; /* nor; here */ ;\nRETURN 3"
    assert [one.splitlines()[-1].strip() for one in statements_in(text)] == [
        "RETURN ';' AS a", "RETURN `x;y` AS b", "RETURN 3",
    ]  # fmt: skip


def test_a_piped_query_may_have_a_bom_and_must_be_text(loaded: Papermesh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is read as UTF-8, whatever the terminal's encoding; `-` names it."""
    for words in ([], ["-"]):
        _piped(monkeypatch, "\ufeffRETURN 'é' AS letter".encode())
        outcome = loaded("cypher", *words, "--format", "jsonl")
        assert (outcome.code, json.loads(outcome.out)) == (0, {"letter": "é"}), outcome
    _piped(monkeypatch, b"RETURN '\xe9' AS letter")
    outcome = loaded("cypher")
    assert outcome.code == 1, outcome
    assert "byte 9" in outcome.err
    assert "iconv" in outcome.err
    for nothing in (b"", b" ;; ", b"// only a comment\n"):
        _piped(monkeypatch, nothing)
        assert loaded("cypher").code == 2


def test_parameters_are_json_or_text(loaded: Papermesh) -> None:
    """`--param` takes numbers, lists and maps as JSON, and anything else as it is."""
    outcome = loaded(
        "cypher", "RETURN $number AS number, $list AS list, $text AS text", "--format", "jsonl",
        "--param", "number=7", "--param", 'list=[1, 2]', "--param", "text=arxiv:2205.14135",
    )  # fmt: skip
    assert json.loads(outcome.out) == {"number": 7, "list": [1, 2], "text": "arxiv:2205.14135"}, outcome
    constant = loaded("cypher", "RETURN $text AS text", "--param", "text=NaN", "--format", "json")
    assert json.loads(constant.out, parse_constant=pytest.fail)["rows"] == [{"text": "NaN"}]
    for wrong in ("number", "=7", "a b=1"):
        refused = loaded("cypher", "RETURN 1 AS one", "--param", wrong)
        assert refused.code == 2, refused
        assert "NAME=VALUE" in refused.err
    missing = loaded("cypher", "RETURN $nothing AS nothing")
    assert missing.code == 1
    assert "--param nothing=VALUE" in missing.err


def test_several_statements_are_answered_in_turn(loaded: Papermesh) -> None:
    """Each has its answer; with --write, what ended before a mistake is kept."""
    outcome = loaded("cypher", "RETURN 1 AS n; RETURN 2 AS n;", "--format", "jsonl")
    assert [json.loads(line) for line in outcome.out.splitlines()] == [{"n": 1}, {"n": 2}]
    wrong = loaded("cypher", "--write", "CREATE (:Tag {name: 'mine'}); NONSENSE")
    assert wrong.code == 1, wrong
    assert "nodes created: 1" in wrong.err
    kept = loaded("cypher", "MATCH (t:Tag) RETURN t.name AS name", "--format", "jsonl")
    assert json.loads(kept.out) == {"name": "mine"}


def test_a_query_that_takes_too_long_is_ended(loaded: Papermesh) -> None:
    """`--timeout-ms` ends it with a message; so does Ctrl-C, in the prompt test below."""
    outcome = loaded("cypher", ENDLESS, "--timeout-ms", "100")
    assert outcome.code == 1, outcome
    assert "100 ms" in outcome.err


class _Terminal:
    """A command on a pseudo-terminal: what it prints is read until a text appears."""

    def __init__(self, *words: str, environ: dict[str, str]) -> None:
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvpe(sys.executable, [sys.executable, "-m", "papermesh.cli.main", *words], environ)
        self.seen = ""

    def until(self, text: str) -> str:
        """Return what was printed up to a text."""
        before = self._within(text, 90.0)
        assert before is not None, f"{text!r} did not come: {self.seen!r}"
        return before

    def interrupt(self, text: str) -> str:
        """Press Ctrl-C and return what was printed up to a text.

        Python does not notice one that comes between the prompt and its wait for a key until the next key: a person
        presses again, and so does this.
        """
        time.sleep(0.3)
        for _ in range(20):
            self.type("\x03")
            if (before := self._within(text, 5.0)) is not None:
                return before
        pytest.fail(f"Ctrl-C did not lead to {text!r}: {self.seen!r}")

    def _within(self, text: str, seconds: float) -> str | None:
        deadline = time.monotonic() + seconds
        while text not in self.seen:
            if time.monotonic() > deadline:
                return None
            if select.select([self.file], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.file, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text: str) -> None:
        """Type a text."""
        os.write(self.file, text.encode())

    def ended(self) -> int:
        """Return the exit code."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.file)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_the_prompt(loaded: Papermesh, home: Path) -> None:
    """Queries over several lines, a mistake, a refused write, Ctrl-C in a line and in a query, and Ctrl-D."""
    terminal = _Terminal("cypher", environ={**os.environ, "TERM": "dumb", "COLUMNS": "80"})
    assert "read-only" in terminal.until("cypher> ")
    terminal.type("RETURN 40 +\n")
    terminal.until("... ")
    terminal.type("2 AS answer; RETURN ';' AS other;\n")
    assert "42" in terminal.until("cypher> ")
    terminal.type("NONSENSE;\n")
    assert "error:" in terminal.until("cypher> ")
    terminal.type("CREATE (:Tag);\n")
    assert "would write" in terminal.until("cypher> ")
    terminal.type("RETURN 1 AS\n")
    terminal.until("... ")
    terminal.interrupt("cypher> ")
    terminal.type(f"{ENDLESS};\n")
    terminal.until("\n")
    assert "interrupted" in terminal.interrupt("cypher> ")
    terminal.type("RETURN 7 AS after;\n")
    assert "7" in terminal.until("cypher> ")
    terminal.type("\x04")
    assert terminal.ended() == 0
