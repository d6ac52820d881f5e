"""`--language-model` on the command line: off by default, said in the report, and never a lost load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh
from tests.loading.fake_language_model import FakeLanguageModel, Fault

KEY = "sk-made-up-for-these-tests"
PAPER = {"id": "1", "title": "Zentrix: Folding Tensors on Small Boards",
         "abstract": "We present Zentrix, which folds tensors by lattice whispering."}  # fmt: skip
ANSWER = {
    "methods": [
        {"surface": "lattice whispering", "name": "Lattice Whispering", "role": "uses", "kind": "technique"},
        {"surface": "snail sorting", "name": "Snail Sorting", "role": "uses", "kind": "technique"},
        {"surface": "Zentrix", "name": "Zentrix", "role": "adores", "kind": "system"},
    ]
}


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLanguageModel]:
    """A server that the environment names, with a paper in a file."""
    (home / "papers.jsonl").write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    with FakeLanguageModel({PAPER["title"]: ANSWER}, key=KEY) as running:
        monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_URL", running.url)
        monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL", "fake-1")
        monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_KEY", KEY)
        yield running


def test_the_report_says_what_was_asked_kept_and_paid(
    papermesh: Papermesh, server: FakeLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, with prices or without; the same numbers as JSON."""
    host = server.url.removeprefix("http://").removesuffix("/v1")
    dry = papermesh("load", "papers.jsonl", "--language-model", "--dry-run")
    assert dry.code == 0, dry
    line = (
        f"model    fake-1 at {host}: 1 asked, 0 from the cache, 1 name kept, 1 found by it alone, "
        "2 refused (1 no such role, 1 not verbatim), 1,000 + 200 tokens, cost not known: set the prices\n"
    )
    assert line in dry.out
    monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_PRICE_IN", "10")
    monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_PRICE_OUT", "20.5")
    Path("note.jsonl").write_text('{"title": "A Note"}\n', encoding="utf-8")
    whole = json.loads(papermesh("load", "papers.jsonl", "note.jsonl", "--language-model", "--format", "json").out)
    assert whole["language_model"] == {
        "model": "fake-1", "host": host, "asked": 1, "cached": 1, "kept": 1, "links": 1,
        "refused": {"no such role": 1, "not verbatim": 1}, "failed": [], "not_asked": 0, "stopped": None,
        "tokens_in": 1000, "tokens_out": 200, "unmetered": 0, "cost_usd": 0.0141,
    }  # fmt: skip
    assert [request.title for request in server.requests] == [PAPER["title"], "A Note"]
    Path("note.jsonl").write_text('{"title": "Another Note"}\n', encoding="utf-8")
    assert "1,000 + 200 tokens, 0.0141 USD\n" in papermesh("load", "note.jsonl", "--language-model").out


def test_extract_prints_its_rows_alone_on_standard_output(papermesh: Papermesh, server: FakeLanguageModel) -> None:
    """What the model cost is said on standard error; the answer counts in the load that follows, and in a decision."""
    found = papermesh("extract", "papers.jsonl", "--language-model")
    assert found.code == 0, found
    (row,) = map(json.loads, found.out.splitlines())
    assert [entry["name"] for entry in row["methods"] if entry["rule"] == "language-model"] == ["Lattice Whispering"]
    assert "model    fake-1 at" in found.err
    assert "1 from the cache" in papermesh("load", "papers.jsonl").out
    assert "language-model" in papermesh("evidence", "Zentrix", "lattice whispering").out
    decided = papermesh("reject", "Zentrix", "zentrix")
    assert (decided.code, "1 from the cache" in decided.out) == (0, True), decided
    assert "Lattice Whispering" in papermesh("show", "Zentrix: Folding").out
    reviewed = papermesh("review", "aliases", "--reject", "LW", "lattice whispering")
    assert (reviewed.code, "1 from the cache" in reviewed.out) == (0, True), reviewed
    assert "Lattice Whispering" in papermesh("show", "Zentrix: Folding").out
    assert len(server.requests) == 1


def test_nothing_is_asked_without_the_option(papermesh: Papermesh, server: FakeLanguageModel) -> None:
    """Settings alone are no leave; where no answer is kept, nothing is said of the model."""
    for words in (["load", "papers.jsonl"], ["extract", "papers.jsonl"], ["doctor"], ["stats"]):
        outcome = papermesh(*words)
        assert outcome.code == 0, outcome
        assert words == ["doctor"] or "fake-1" not in outcome.out + outcome.err
    assert "fake-1 at" in papermesh("doctor").out
    assert server.connections == 0


def test_a_wrong_key_is_said_and_never_shown(
    papermesh: Papermesh, server: FakeLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load is done by the rules, a strict one is not; the key is in no line."""
    monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_KEY", "sk-wrong-one")
    strict = papermesh("load", "papers.jsonl", "--language-model", "--strict")
    assert strict.code == 1, strict
    assert "nothing was written: --strict, and an answer of the language model is missing" in strict.out
    assert not Path("graph.kgl").exists()
    outcome = papermesh("load", "papers.jsonl", "--language-model")
    assert outcome.code == 0, outcome
    assert "401" in outcome.out
    assert "check PAPERMESH_LANGUAGE_MODEL_KEY (0 more papers not asked)" in outcome.out
    assert "1 asked, 0 from the cache, 1 without an answer" in outcome.out
    extracted = papermesh("extract", "papers.jsonl", "--language-model")
    assert (extracted.code, "401" in extracted.err) == (0, True), extracted
    for seen in (strict, outcome, extracted):
        assert "sk-wrong-one" not in seen.out + seen.err


def test_what_a_server_says_cannot_reach_the_terminal_raw(papermesh: Papermesh, server: FakeLanguageModel) -> None:
    """Control characters of an error are left out."""
    server.faults = [Fault(400, b'{"error": "a\\u001b[31mb"}')]
    outcome = papermesh("load", "papers.jsonl", "--language-model")
    assert outcome.code == 0, outcome
    assert "\x1b" not in outcome.out + outcome.err


@pytest.mark.parametrize("missing", ["PAPERMESH_LANGUAGE_MODEL_URL", "PAPERMESH_LANGUAGE_MODEL"])
@pytest.mark.parametrize("command", ["load", "extract"])
def test_a_setting_that_is_missing_is_named(
    papermesh: Papermesh, server: FakeLanguageModel, monkeypatch: pytest.MonkeyPatch, command: str, missing: str
) -> None:
    """Before anything is read or asked: exit code 2, and which variable to set."""
    monkeypatch.delenv(missing)
    outcome = papermesh(command, "nowhere.jsonl", "--language-model")
    assert outcome.code == 2, outcome
    assert f"set {missing}" in outcome.err
    assert papermesh(command, "papers.jsonl").code == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('language_model_key = "sk-secret"', "does not belong in a file"),
        ("language_model = 5", "language_model cannot be 5"),
        ('language_model_price_in = "much"', "language_model_price_in cannot be 'much'"),
        ("language_model_price_in = -1", "not -1"),
        ("language_model_price_out = nan", "not nan"),
        ("cache = 5", "cache cannot be 5"),
    ],
)
def test_a_wrong_line_of_the_config_file_is_explained(papermesh: Papermesh, home: Path, text: str, what: str) -> None:
    """The key has no place there, and is not repeated."""
    (home / "config.toml").write_text(text, encoding="utf-8")
    outcome = papermesh("extract", "nowhere.jsonl")
    assert outcome.code == 2, outcome
    assert what in outcome.err
    assert "sk-secret" not in outcome.err
    assert "try:" in outcome.err


def test_an_address_that_no_key_may_go_to_is_a_problem(
    papermesh: Papermesh, server: FakeLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`doctor` says so before a load does, and asks nothing."""
    monkeypatch.setenv("PAPERMESH_LANGUAGE_MODEL_URL", "http://models.example.org/v1")
    outcome = papermesh("doctor")
    assert outcome.code == 5, outcome
    assert "unencrypted" in outcome.out
    assert KEY not in outcome.out
    assert papermesh("load", "papers.jsonl", "--language-model").code == 2
    assert papermesh("load", "papers.jsonl").code == 0
