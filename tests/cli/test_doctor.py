"""`papermesh doctor` in each state of the settings, the decisions and the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh


def test_all_is_in_order(loaded: Papermesh) -> None:
    """Every finding is `ok`, and the exit code says so."""
    outcome = loaded("doctor")
    assert outcome.code == 0, outcome
    assert outcome.out.endswith("all in order\n")
    assert "problem" not in outcome.out


def test_no_graph_yet_is_a_note(papermesh: Papermesh, home: Path) -> None:
    """A fresh installation is in order; looking makes nothing."""
    outcome = papermesh("doctor")
    assert outcome.code == 0, outcome
    assert "`papermesh load` makes it" in outcome.out
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("config.toml", "timeout_ms = 'x'", "timeout_ms cannot be 'x'"),
        ("overlay.toml", "[[accept]]\npaper = 'x'\n", "entity is missing"),
        ("graph.kgl", "no graph", "not a graph"),
    ],
)
def test_each_problem_is_named_with_its_place(
    papermesh: Papermesh, home: Path, name: str, text: str, seen: str
) -> None:
    """What is wrong, where, and what to do, on one line; exit code 5."""
    (home / name).write_text(text, encoding="utf-8")
    outcome = papermesh("doctor")
    assert outcome.code == 5, outcome
    (line,) = [line for line in outcome.out.splitlines() if line.startswith("problem")]
    assert seen in line
    assert name in line
    assert "try:" in line
    assert "1 problem\n" in outcome.out


def test_a_variable_with_a_typing_error_is_noticed(papermesh: Papermesh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else would ever say that it is not read."""
    monkeypatch.setenv("PAPERMESH_STROE", "x.kgl")
    outcome = papermesh("doctor")
    assert outcome.code == 0, outcome
    assert "PAPERMESH_STROE is no setting: did you mean PAPERMESH_STORE?" in outcome.out


def test_an_unfinished_run_and_a_lost_record_are_found(loaded: Papermesh) -> None:
    """What a killed load leaves behind is seen, with the way to mend it."""
    assert loaded("cypher", "--write", "MATCH (r:Run) SET r.state = 'running'").code == 0
    noted = loaded("doctor")
    assert (noted.code, "did not end" in noted.out) == (0, True), noted
    assert loaded("cypher", "--write", "MATCH (:SourceRecord)-[d:DESCRIBES]->() DELETE d").code == 0
    broken = loaded("doctor")
    assert (broken.code, "2 describe no paper" in broken.out) == (5, True), broken
    assert loaded("load", "listing", "page.txt").code == 0
    assert loaded("doctor").code == 0


@pytest.mark.parametrize("address", ["bolt://127.0.0.1:9", "bolt://user:secret@127.0.0.1:9"])
def test_a_server_that_cannot_be_asked(papermesh: Papermesh, address: str) -> None:
    """One that does not answer, and an address that holds a password: the password is not printed."""
    outcome = papermesh("doctor", "--store", address)
    assert outcome.code == 5, outcome
    assert "secret" not in outcome.out + outcome.err


def test_a_key_of_a_service_is_told_and_not_shown(papermesh: Papermesh, home: Path) -> None:
    """Which services have settings, and never the key."""
    (home / "config.toml").write_text('[keys]\ngithub = "ghp-made-up"\n', encoding="utf-8")
    outcome = papermesh("doctor")
    assert outcome.code == 0, outcome
    assert "github: a key is set\n" in outcome.out
    assert "ghp-made-up" not in outcome.out + outcome.err
