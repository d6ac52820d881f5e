"""`papermesh accept` and `reject`: round trips, and what is wrong with a decision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh


def _links(papermesh: Papermesh, entity: str) -> list[tuple[str, str]]:
    outcome = papermesh("evidence", "TinyQuant", entity, "--format", "jsonl")
    return [(row["edge"], row["rule"]) for row in map(json.loads, outcome.out.splitlines())]


def test_a_link_is_rejected_and_accepted_again_by_any_of_its_names(loaded: Papermesh, home: Path) -> None:
    """The opposite command takes a decision back, by an alias, and one that was made says so."""
    before = _links(loaded, "a100")
    assert before
    assert loaded("reject", "TinyQuant", "A100").code == 0
    assert _links(loaded, "a100") == []
    again = loaded("reject", "TinyQuant: Four-Bit Weights for Small Servers", "hardware:nvidia-a100")
    assert "rejected before" in again.out
    assert "nothing changed" in again.out
    assert loaded("accept", "TinyQuant", "nvidia a100").code == 0
    assert _links(loaded, "a100") == [(before[0][0], "accepted")]
    assert "reject" not in (home / "overlay.toml").read_text(encoding="utf-8")


def test_a_link_that_no_text_states_is_added_and_taken_back(loaded: Papermesh) -> None:
    """Also to what the ontology knows and no paper names; its node goes with the link."""
    stats = loaded("stats", "--format", "jsonl").out
    assert loaded("accept", "TinyQuant", "GSM8K", "--role", "mentions").code == 0
    assert _links(loaded, "GSM8K") == [("MENTIONS", "accepted")]
    assert loaded("reject", "TinyQuant", "GSM8K").code == 0
    assert _links(loaded, "GSM8K") == []
    left = [
        line
        for line in loaded("stats", "--format", "jsonl").out.splitlines()
        if '"Run"' not in line and '"ChangeLog"' not in line
    ]
    assert left == [line for line in stats.splitlines() if '"Run"' not in line and '"ChangeLog"' not in line]


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["accept", "TinyQuant", "zzzzqqqq"], 1, "no method, device or benchmark 'zzzzqqqq'"),
        (["accept", "zzzzqqqq", "gptq"], 1, "no paper 'zzzzqqqq'"),
        (["accept", "TinyQuant", "gptq", "--role", "evaluates"], 2, "introduces, uses, compares"),
        (["accept", "TinyQuant", "gptq", "--role", ""], 2, "introduces, uses, compares"),
        (["reject", "TinyQuant", "github:example/tinyquant"], 1, "no method, device or benchmark"),
    ],
)
def test_a_wrong_decision_is_not_kept(loaded: Papermesh, home: Path, words: list[str], code: int, what: str) -> None:
    """The message says what fits; no file is made and nothing is written."""
    outcome = loaded(*words)
    assert outcome.code == code, outcome
    assert what in outcome.err
    assert not (home / "overlay.toml").exists()


def test_a_paper_that_is_only_cited_has_nothing_to_decide(loaded: Papermesh, home: Path) -> None:
    """A decision on it would be kept and never used: it is refused, with what to do."""
    record = {"id": "1", "title": "Notes on Serving", "references": [{"title": "A Paper Nobody Loaded"}]}
    (home / "citing.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert loaded("load", "citing.jsonl").code == 0
    outcome = loaded("accept", "A Paper Nobody Loaded", "gptq")
    assert outcome.code == 1, outcome
    assert "only cited" in outcome.err
    assert "papermesh load" in outcome.err
    assert not (home / "overlay.toml").exists()


def test_a_decision_under_a_former_key_is_replaced(loaded: Papermesh, home: Path) -> None:
    """A better identifier renames the paper; the opposite decision still takes the first one out."""
    assert loaded("reject", "TinyQuant", "a100").code == 0
    record = {"title": "TinyQuant: Four-Bit Weights for Small Servers", "arxiv_id": "2303.99991"}
    (home / "better.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert loaded("load", "better.jsonl").code == 0
    assert _links(loaded, "a100") == []
    assert loaded("accept", "TinyQuant", "a100").code == 0
    assert _links(loaded, "a100") != []
    text = (home / "overlay.toml").read_text(encoding="utf-8")
    assert "arxiv:2303.99991" in text
    assert "reject" not in text


def test_a_place_that_cannot_be_written_is_named(
    loaded: Papermesh, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision is not half made: the graph is as it was."""
    (home / "a file").touch()
    monkeypatch.setenv("PAPERMESH_OVERLAY", str(home / "a file" / "overlay.toml"))
    outcome = loaded("reject", "TinyQuant", "a100")
    assert outcome.code == 1, outcome
    assert str(home / "a file" / "overlay.toml") in outcome.err
    assert "try:" in outcome.err
    monkeypatch.delenv("PAPERMESH_OVERLAY")
    assert _links(loaded, "a100") != []
