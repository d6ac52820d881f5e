"""`papermesh dupes`: the pairs, and that the user's word on one holds for every load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh

TITLE = "Pruned Caches for Long Contexts on Servers"
RECORDS = [
    {"id": "a", "title": TITLE, "arxiv_id": "2501.00001", "year": 2025, "authors": ["Ada Example"],
     "abstract": "We use GPTQ on one NVIDIA H100."},
    {"id": "b", "title": f"{TITLE}", "doi": "10.1000/b", "year": 2021, "authors": ["Ada Example"]},
    {"id": "c", "title": "Pruned Cache for Long Contexts on Servers", "year": 2025, "authors": ["Ada Example"]},
    {"id": "d", "title": "Another Paper of One Title", "arxiv_id": "2501.00009", "doi": "10.1000/d"},
    {"id": "e", "title": "Another Paper of One Title", "arxiv_id": "2501.00009", "doi": "10.1000/e"},
]  # fmt: skip


@pytest.fixture
def twins(papermesh: Papermesh, home: Path) -> Papermesh:
    """A command line whose store holds papers that may be one."""
    (home / "twins.jsonl").write_text("".join(json.dumps(line) + "\n" for line in RECORDS), encoding="utf-8")
    assert papermesh("load", "jsonl", "twins.jsonl").code == 0
    return papermesh


def _pairs(papermesh: Papermesh, *words: str) -> dict[tuple[str, str], list[str]]:
    outcome = papermesh("dupes", "--format", "jsonl", *words)
    assert outcome.code == 0, outcome
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    return {(row["paper_id"], row["other_id"]): row["reasons"] for row in rows}


def _papers(papermesh: Papermesh) -> set[str]:
    text = "MATCH (p:Paper) RETURN p.paper_id AS id"
    return {json.loads(line)["id"] for line in papermesh("cypher", text, "--format", "jsonl").out.splitlines()}


def test_pairs_come_with_their_reasons(twins: Papermesh) -> None:
    """One title under two ids, titles nearly alike, and a record with another DOI than its paper."""
    found = _pairs(twins)
    near = "title:pruned-cache-for-long-contexts-on-servers"
    assert found["arxiv:2501.00001", "doi:10.1000/b"] == ["same title", "1 author in common", "4 years apart"]
    assert found["arxiv:2501.00001", near][1:] == ["1 author in common", "same year"]
    (reasons,) = [reasons for pair, reasons in found.items() if pair == ("arxiv:2501.00009", "jsonl:e")]
    assert "another doi: 10.1000/e" in reasons[0]
    assert len(found) == 4
    assert len(_pairs(twins, "--least", "99.5")) == 1
    assert "raise --top" in twins("dupes", "--top", "1").err


def test_two_papers_are_made_one_and_stay_so(twins: Papermesh, home: Path) -> None:
    """Also after a load, and when all is loaded elsewhere with the same decisions; the opposite takes it back."""
    before = _papers(twins)
    assert twins("dupes", "--same", "doi:10.1000/b", "arxiv:2501.00001").code == 0
    merged = before - {"doi:10.1000/b"}
    assert _papers(twins) == merged
    assert twins("load", "jsonl", "twins.jsonl").code == 0
    assert _papers(twins) == merged
    assert twins("dupes", "--same", "Pruned Cache for Long", "arxiv:2501.00001").code == 0
    assert "jsonl:c" in (home / "overlay.toml").read_text(encoding="utf-8")
    assert len(_papers(twins)) == len(before) - 2
    card = json.loads(twins("show", "arxiv:2501.00001", "--format", "json").out)["rows"][0]
    assert [record["record_id"] for record in card["records"]] == ["jsonl:a", "jsonl:b", "jsonl:c"]
    assert card["conflicts"]
    assert "title: jsonl:a" in card["property_sources"]
    shown = twins("show", "arxiv:2501.00001").out
    assert "conflicts " in shown
    assert twins("dupes", "--different", "jsonl:b", "arxiv:2501.00001").code == 0
    assert "doi:10.1000/b" in _papers(twins)


def test_one_paper_is_made_two(twins: Papermesh, home: Path) -> None:
    """A record goes out of a paper whose id it has; the pair is not asked about again."""
    before = _papers(twins)
    outcome = twins("dupes", "--different", "arxiv:2501.00009", "jsonl:e")
    assert outcome.code == 0, outcome
    assert len(_papers(twins)) == len(before) + 1
    again = twins("dupes", "--different", "jsonl:e", "arxiv:2501.00009")
    assert "as before" in again.out or again.code != 0
    assert not {pair for pair in _pairs(twins) if "2501.00009" in pair[0]}


def test_a_pair_that_is_not_one_is_not_listed_again(twins: Papermesh, home: Path) -> None:
    """And stays apart; a decision on what is not there is told, and does no harm."""
    assert twins("dupes", "--different", "doi:10.1000/b", "arxiv:2501.00001").code == 0
    assert ("arxiv:2501.00001", "doi:10.1000/b") not in _pairs(twins)
    with (home / "overlay.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[same]]\npaper = "doi:10.1000/none"\nother = "arxiv:2501.00001"\n')
    outcome = twins("load", "jsonl", "twins.jsonl")
    assert outcome.code == 0
    assert "same arxiv:2501.00001 doi:10.1000/none: no such paper or record: doi:10.1000/none" in outcome.out


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["--same", "nosuch", "arxiv:2501.00001"], 1, "no paper 'nosuch'"),
        (["--same", "arxiv:2501.00001", "arxiv:2501.00001"], 2, "name one of the records"),
        (["--same", "a", "b", "--different", "a", "b"], 2, "one thing at a time"),
        (["--least", "101"], 2, "--least"),
    ],
)
def test_wrong_words_are_told(twins: Papermesh, home: Path, words: list[str], code: int, what: str) -> None:
    """Nothing is kept of them."""
    outcome = twins("dupes", *words)
    assert outcome.code == code, outcome
    assert what in outcome.err
    assert not (home / "overlay.toml").exists()


@pytest.mark.parametrize(
    "entry",
    ['paper = "a:1"\nother = "a:1"', 'paper = "a:1"', 'paper = "a:1"\nentity = "method:gptq"', "paper = 1\nother = 2"],
)
def test_a_wrong_entry_in_the_overlay_is_an_error_with_its_place(twins: Papermesh, home: Path, entry: str) -> None:
    """It is named, and nothing is written."""
    (home / "overlay.toml").write_text(f"[[same]]\n{entry}\n", encoding="utf-8")
    outcome = twins("load", "jsonl", "twins.jsonl")
    assert outcome.code == 1
    assert "same, entry 1" in outcome.err
