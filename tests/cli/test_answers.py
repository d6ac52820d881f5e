"""Answers in every format, and names that are unknown or fit several things."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from papermesh.cli.output import json_text
from tests.cli.conftest import Papermesh

QUESTIONS = [
    ["stats"],
    ["search", "quantization"],
    ["find", "--hardware", "gpu"],
    ["show", "TinyQuant: Four-Bit Weights for Small Servers"],
    ["show", "method", "gptq"],
    ["show", "repository", "example/tinyquant"],
    ["related", "BigServe"],
    ["why", "BigServe", "TinyQuant"],
    ["evidence", "TinyQuant", "a100"],
    ["query", "coverage"],
    ["cypher", "MATCH path = (p:Paper)-[e:USES]->(m:Method) RETURN p, e, m, path, [1, 2] AS list, null AS nothing"],
]


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: " ".join(words[:2]))
def test_every_answer_is_valid_in_every_format(loaded: Papermesh, words: list[str]) -> None:
    """JSON parses and counts its rows; JSON lines, CSV and Markdown have as many."""
    whole = loaded(*words, "--format", "json")
    assert whole.code == 0, whole
    assert whole.err == ""
    answer = json.loads(whole.out)
    names = [column["name"] for column in answer["columns"]]
    assert answer["count"] == len(answer["rows"]) > 0
    assert all(list(row) == names for row in answer["rows"])
    lines = loaded(*words, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == answer["rows"]
    table = list(csv.reader(io.StringIO(loaded(*words, "--format", "csv").out)))
    assert table[0] == names
    assert len(table) == 1 + answer["count"]
    assert {len(row) for row in table} == {len(names)}
    markdown = loaded(*words, "--format", "markdown").out.splitlines()
    assert len(markdown) == 2 + answer["count"]
    assert loaded(*words).code == 0


def test_what_means_something_to_a_spreadsheet_or_a_page_is_quoted(loaded: Papermesh) -> None:
    """Formulas stay text in CSV, line breaks and quotes survive; Markdown keeps its cells."""
    text = r"""RETURN '=1+1' AS formula, 'a,"b' AS quoted, 'x\ny' AS lines, true AS yes, -1 AS number, 'p|q \\| <b>*' AS signs"""
    out = loaded("cypher", text, "--format", "csv").out
    assert list(csv.reader(io.StringIO(out)))[1] == ["'=1+1", 'a,"b', "x\ny", "true", "-1", "p|q \\| <b>*"]
    row = loaded("cypher", text, "--format", "markdown").out.splitlines()[2]
    assert row == r"""| =1+1 | a,"b | x y | yes | -1 | p\|q \\\| \<b>\* |"""


def test_json_has_no_nan() -> None:
    """What a store computes and JSON cannot say is null, at any depth."""
    value = {"a": [1.5, float("nan")], "b": {"c": (float("inf"),)}}
    assert json.loads(json_text(value)) == {"a": [1.5, None], "b": {"c": [None]}}


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "markdown"])
def test_rows_that_were_held_back_are_named(loaded: Papermesh, form: str) -> None:
    """A limit that cut something off is said on standard error, with the option that raises it."""
    assert "raise --limit" in loaded("find", "--limit", "1", "--format", form).err
    cut = loaded("cypher", "UNWIND range(1, 5) AS n RETURN n", "--max-rows", "2", "--format", form)
    assert "raise --max-rows" in cut.err
    assert "more" not in loaded("find", "--format", form).err


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
def test_a_limit_is_a_number_of_rows(loaded: Papermesh, limit: str) -> None:
    """A limit that is none is a usage error, before the store sees it."""
    outcome = loaded("search", "quantization", "--limit", limit)
    assert outcome.code == 2, outcome
    assert "--limit" in outcome.err
    assert loaded("search", "quantization", "--limit", "9" * 30).code == 0


@pytest.mark.parametrize(
    ("words", "what", "hint"),
    [
        (["related", "TinyQant"], "no paper 'TinyQant'", "TinyQuant: Four-Bit"),
        (["show", "TinyQant"], "nothing is named 'TinyQant'", "TinyQuant"),
        (["show", "zzzzqqqq"], "nothing is named 'zzzzqqqq'", "papermesh search zzzzqqqq"),
        (["show", "arxiv:9999.99999"], "no paper 'arxiv:9999.99999'", "papermesh search"),
        (["show", "hardware", "gptq"], "no hardware 'gptq'", "GPTQ is of type method"),
        (["related", "s"], "'s' fits 2 papers", "name one of:"),
        (["why", "TinyQuant", "TinyQuant"], "compared with itself", "two different papers"),
        (["evidence", "TinyQuant", "zzzzqqqq"], "no method, device or benchmark 'zzzzqqqq'", "papermesh query"),
        (["find", "--author", "x"], "No such option", "--help"),
    ],
)
def test_a_name_that_fits_nothing_or_too_much(loaded: Papermesh, words: list[str], what: str, hint: str) -> None:
    """The message says what was not found, in which graph, and what comes nearest."""
    outcome = loaded(*words)
    assert outcome.code in {1, 2}, outcome
    assert what in outcome.err
    assert hint in outcome.err
    assert "graph.kgl" in outcome.err or outcome.code == 2


def test_control_characters_never_reach_the_terminal(loaded: Papermesh) -> None:
    """Neither in a table nor in a message."""
    shown = loaded("cypher", "RETURN 'a\\u001b[31mb' AS text")
    assert "\x1b" not in shown.out
    wrong = loaded("related", "a\x1b[31mb")
    assert "\x1b" not in wrong.err


def test_a_draft_is_related_without_being_stored(
    loaded: Papermesh, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file or standard input, with a BOM or CRLF; what is blank or no text is refused."""
    text = "\ufeffMyDraft: Serving in Four Bits\r\nWe use TinyQuant and vLLM on an NVIDIA A100.\r\n"
    (home / "my draft.txt").write_text(text, encoding="utf-8")
    before = loaded("stats", "--format", "jsonl").out
    first = loaded("related", "--text", "my draft.txt", "--format", "jsonl")
    assert first.code == 0, first
    assert "TinyQuant" in first.out
    assert "\ufeff" not in first.out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert loaded("related", "--text", "-", "--format", "jsonl").out == first.out
    assert loaded("stats", "--format", "jsonl").out == before
    (home / "latin.txt").write_bytes(b"Caf\xe9: a draft about serving large language models on small machines\n" * 9)
    for name, what in (("latin.txt", "UTF-8"), ("none.txt", "no such file"), (".", "directory")):
        outcome = loaded("related", "--text", name)
        assert outcome.code == 1, outcome
        assert what in outcome.err
        assert "try:" in outcome.err


def test_query_lists_each_question_in_full(papermesh: Papermesh) -> None:
    """No summary is cut off, and an unknown name is answered with the nearest."""
    listed = papermesh("query", "--help").out
    assert "...\n" not in listed.partition("Queries:")[2]
    assert "method-lineage" in listed
    wrong = papermesh("query", "method-linage")
    assert wrong.code == 1
    assert "method-lineage" in wrong.err


def test_an_empty_graph_answers_with_no_rows(papermesh: Papermesh, home: Path) -> None:
    """Questions about nothing in particular have an empty answer, in every format."""
    assert papermesh("cypher", "--write", "RETURN 1 AS one").code == 0
    for words in (["stats"], ["find"], ["search", "anything"]):
        outcome = papermesh(*words)
        assert (outcome.code, outcome.out.strip()) == (0, "no rows"), outcome
        assert json.loads(papermesh(*words, "--format", "json").out)["rows"] == []
    assert papermesh("related", "anything").code == 1
    assert papermesh("doctor").code == 0
