"""`papermesh review`: what is worth a second look, and what happens to the user's word on it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh

PAPERS = """Get trending papers in your email inbox!
SubscribeFoldNet: Folding Weights
We propose FoldNet, a network. We compare with structured pruning adapters and with Low-Rank Adaptation (LoRAdap) on one A100.
ZipNet: Zipping Weights
We propose ZipNet, a model. It extends Low-Rank Adaptation (LoRAdap) on H100 GPUs. We add quirky folding to it.
LaterNet: Later
We present LaterNet, a network. It uses LoRAdap on GPUs.
"""


@pytest.fixture
def graph(papermesh: Papermesh, home: Path) -> Papermesh:
    """A graph of three papers, two of which define a short form that nobody knows."""
    (home / "papers.txt").write_text(PAPERS, encoding="utf-8")
    assert papermesh("load", "listing", "papers.txt").code == 0
    return papermesh


def proposals(papermesh: Papermesh) -> list[tuple[str, str, str | None, int]]:
    """Return name, entity, the other entity and number of papers of each proposal."""
    rows = json.loads(papermesh("review", "aliases", "--format", "json").out)["rows"]
    return [(row["name"], row["entity"], row["same_as"], row["papers"]) for row in rows]


def entities(papermesh: Papermesh, paper: str) -> set[str]:
    """Return the ids of what a paper is linked to."""
    rows = json.loads(papermesh("query", "links-of-paper", paper, "--format", "json").out)["rows"]
    return {row["entity_id"] for row in rows}


def answering(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let the user type these answers."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_short_form_is_proposed_and_never_taken_in_silence(graph: Papermesh) -> None:
    """Both papers that define it are counted; the third, which only uses it, is not linked."""
    assert proposals(graph) == [("LoRAdap", "method:low-rank-adaptation", None, 2)]
    assert "low-rank-adaptation" not in entities(graph, "LaterNet")


def test_an_accepted_alias_links_every_paper(graph: Papermesh, home: Path) -> None:
    """It goes into the overlay, is found in all papers, is shown on the entity, and is not proposed again."""
    outcome = graph("review", "aliases", "--accept", "LoRAdap", "low-rank adaptation")
    assert outcome.code == 0, outcome
    assert "low-rank-adaptation" in entities(graph, "LaterNet")
    assert 'name = "LoRAdap"' in (home / "overlay.toml").read_text("utf-8")
    assert "LoRAdap" in graph("show", "method", "low-rank-adaptation").out
    assert proposals(graph) == []
    assert "nothing new was decided" in graph("review", "aliases", "--accept", "LoRAdap", "low-rank adaptation").out
    assert graph("review", "aliases", "--reject", "LoRAdap", "low-rank adaptation").code == 0
    assert "low-rank-adaptation" not in entities(graph, "LaterNet")


def test_an_alias_of_a_name_that_a_paper_introduced(graph: Papermesh) -> None:
    """A discovered entity takes names, too."""
    assert "foldnet" not in entities(graph, "ZipNet")
    assert graph("review", "aliases", "--accept", "quirky folding", "FoldNet").code == 0
    assert "foldnet" in entities(graph, "ZipNet")


def test_a_rejected_alias_is_not_proposed_again(graph: Papermesh) -> None:
    """Nothing is linked otherwise for it."""
    before = entities(graph, "ZipNet")
    assert graph("review", "aliases", "--reject", "LoRAdap", "low-rank adaptation").code == 0
    assert proposals(graph) == []
    assert entities(graph, "ZipNet") == before


def test_a_name_of_another_entity_is_never_taken(graph: Papermesh) -> None:
    """Two entities stay two."""
    outcome = graph("review", "aliases", "--accept", "GPTQ", "FoldNet")
    assert outcome.code == 1, outcome
    assert "'GPTQ' means method:gptq already" in outcome.err


def test_aliases_are_asked_for_one_by_one(graph: Papermesh, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence is shown; the graph is linked anew once."""
    answering(monkeypatch, "a\n")
    outcome = graph("review", "aliases", "--ask")
    assert outcome.code == 0, outcome
    assert "LoRAdap = method:low-rank-adaptation? (2 papers)" in outcome.out
    assert "Low-Rank Adaptation (LoRAdap)" in outcome.out
    assert "low-rank-adaptation" in entities(graph, "LaterNet")


def test_links_are_listed_the_least_certain_first(graph: Papermesh) -> None:
    """Those above the limit are left out."""
    rows = json.loads(graph("review", "links", "--below", "0.9", "--format", "json").out)["rows"]
    confidences = [row["confidence"] for row in rows]
    assert rows
    assert confidences == sorted(confidences)
    assert max(confidences) < 0.9


def test_links_are_decided_one_by_one(graph: Papermesh, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Reject, accept, skip, and the end of the input ends it; what was said is kept."""
    rows = json.loads(graph("review", "links", "--below", "1", "--format", "json").out)["rows"]
    answering(monkeypatch, "r\na\ns\n")
    outcome = graph("review", "links", "--below", "1", "--ask")
    assert outcome.code == 0, outcome
    overlay = (home / "overlay.toml").read_text("utf-8")
    for word, row in zip(("reject", "accept"), rows, strict=False):
        assert f'[[{word}]]\npaper = "{row["paper_id"]}"\nentity = "{row["entity_type"]}:{row["entity_id"]}"' in overlay
    left = json.loads(graph("review", "links", "--below", "1", "--format", "json").out)["rows"]
    assert len(left) == len(rows) - 2


def test_nothing_said_changes_nothing(graph: Papermesh, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Quitting at once writes no file."""
    answering(monkeypatch, "q\n")
    outcome = graph("review", "links", "--below", "1", "--ask")
    assert outcome.code == 0, outcome
    assert "nothing new was decided" in outcome.out
    assert not (home / "overlay.toml").exists()


def test_an_alias_in_the_overlay_that_is_another_entitys_is_reported(graph: Papermesh, home: Path) -> None:
    """A file written by hand cannot merge two entities; the load says so."""
    (home / "overlay.toml").write_text('[[alias]]\nname = "GPTQ"\nentity = "method:vllm"\n', "utf-8")
    outcome = graph("load", "listing", "papers.txt")
    assert outcome.code == 0, outcome
    assert "alias GPTQ method:vllm: it names method:gptq" in outcome.out
