"""`papermesh check`: a bibliography against a graph, and against services that answer over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Outcome, Papermesh
from tests.replay import Reply, json_reply, replay

KNOWN = [
    {"title": "TinyQuant: Four-Bit Weights for Small Servers", "authors": ["Ada Example"], "year": 2023,
     "arxiv_id": "2301.00001", "doi": "10.5555/tiny", "venue": "Workshop on Small Numbers",
     "repositories": [{"url": "https://github.com/example/tiny", "official": True, "archived": True}],
     "references": [{"title": "An Older Idea of Counting", "year": 1999}]},
    {"title": "BigServe: Serving Many Adapters at Once", "authors": ["Bob Sample"], "year": 2024, "arxiv_id": "2401.00002"},
]  # fmt: skip
BIB = r"""
@article{tiny, title = {TinyQuant: Four-Bit Weights for Small Servers}, author = {Ada Example}, year = {2023}, eprint = {2301.00001}, archivePrefix = {arXiv}}
@inproceedings{tiny2, title = {TinyQuant: four-bit weights for small servers}, author = {Ada Example}, booktitle = {WSN}, year = {2023}, doi = {10.5555/tiny}}
@article{old, title = {An Older Idea of Counting}, year = {1999}}
@article{wrongid, title = {A Wholly Other Paper on Databases}, author = {Carol Else}, year = {2024}, eprint = {2401.00002}, archivePrefix = {arXiv}}
@article{ghost, title = {A Paper That Nobody Has Ever Written}, author = {No One}, year = {2020}}
@article{late, title = {BigServe: Serving Many Adapters at Once}, author = {Bob Sample}, year = {2019}}
@article{broken, author = {No Title}, year = {2020}}
"""


@pytest.fixture
def graph(papermesh: Papermesh, home: Path) -> Papermesh:
    """A graph with two papers, and a bibliography."""
    (home / "known.jsonl").write_text("\n".join(map(json.dumps, KNOWN)), encoding="utf-8")
    (home / "refs.bib").write_text(BIB, encoding="utf-8")
    assert papermesh("load", "known.jsonl").code == 0
    return papermesh


def rows(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Return the rows of an answer by the key of the reference."""
    return {row["key"]: row for row in json.loads(outcome.out)["rows"]}


def test_each_reference_gets_its_verdict(graph: Papermesh) -> None:
    """With its paper, its code and what is wrong; exit code 5 where something is to be mended."""
    outcome = graph("check", "refs.bib", "--format", "json")
    assert outcome.code == 5, outcome
    found = rows(outcome)
    assert {key: row["verdict"] for key, row in found.items()} == {
        "tiny": "duplicate", "tiny2": "duplicate", "old": "cited", "wrongid": "mismatch", "ghost": "unknown",
        "late": "mismatch", "": "rejected",
    }  # fmt: skip
    assert found["tiny"]["detail"] == "the same paper as tiny2"
    assert found["tiny"]["code"] == "example/tiny (archived)"
    assert found["tiny"]["paper_id"] == "arxiv:2301.00001"
    assert "its id is that of 'BigServe" in found["wrongid"]["detail"]
    assert found["late"]["detail"] == "papers of this title are of another year: 2024 (arxiv:2401.00002)"
    assert found["ghost"]["known_at"] == []
    assert found[""]["place"] == "refs.bib:8"
    assert "7 references, 5 to mend" in outcome.err


def test_a_preprint_that_was_published_is_no_problem_and_says_where(graph: Papermesh, home: Path) -> None:
    """A table for people; ignored verdicts and unknown references end well unless all must be known."""
    (home / "refs.bib").write_text(BIB.split("\n")[1] + "\n" + BIB.split("\n")[5], encoding="utf-8")
    outcome = graph("check", "refs.bib")
    assert outcome.code == 0, outcome
    assert "preprint" in outcome.out
    found = rows(graph("check", "refs.bib", "--format", "json"))
    assert found["tiny"]["better"] == "doi:10.5555/tiny, Workshop on Small Numbers"
    assert graph("check", "refs.bib", "--require-known").code == 5
    assert graph("check", "refs.bib", "--require-known", "--ignore", "unknown").code == 0


def test_an_entry_that_stands_twice_is_told(graph: Papermesh, home: Path) -> None:
    """Word for word, with both places."""
    line = BIB.split("\n")[6]
    (home / "refs.bib").write_text(f"{line}\n{line}\n", encoding="utf-8")
    outcome = graph("check", "refs.bib", "--format", "jsonl")
    assert outcome.code == 5
    assert "the same entry stands at refs.bib:1" in outcome.out


def test_services_are_asked_for_what_the_graph_lacks(
    papermesh: Papermesh, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By id and by title, without a graph; what nobody knows is likely wrong, what could not be asked is not."""
    (home / "refs.bib").write_text(
        "@article{there, title = {Counting Caches}, author = {Ada Example}, year = {2024}, doi = {10.5555/caches}}\n"
        "@article{bytitle, title = {Looking for Numbers by Name}, year = {2021}}\n"
        "@article{ghost, title = {A Paper That Nobody Has Ever Written}, year = {2020}, doi = {10.5555/ghost}}\n",
        encoding="utf-8",
    )

    def work(doi: str, title: str, year: int) -> dict[str, Any]:
        return {"DOI": doi, "title": [title], "type": "journal-article", "issued": {"date-parts": [[year]]},
                "author": [{"given": "Ada", "family": "Example"}]}  # fmt: skip

    def page(*works: dict[str, Any]) -> Reply:
        message = {"items": list(works), "total-results": len(works)}
        return json_reply(json.dumps({"status": "ok", "message-type": "work-list", "message": message}))

    assert papermesh("check", "refs.bib").code == 4
    with replay() as server:
        monkeypatch.setenv("PAPERMESH_CROSSREF_URL", server.url)
        monkeypatch.setenv("PAPERMESH_DATACITE_URL", server.url)
        server.answers("/works", {"query.bibliographic": "Looking for Numbers by Name"},
                       page(work("10.5555/other", "Something Else", 2021), work("10.5555/n", "Looking for numbers by name", 2021)))  # fmt: skip
        server.answers("/works", {"rows": "2"}, page(work("10.5555/caches", "Counting Caches", 2024)))
        outcome = papermesh("check", "refs.bib", "--online", "--format", "json")
        assert outcome.code == 5, outcome
        found = rows(outcome)
        assert {key: (row["verdict"], row["known_at"]) for key, row in found.items()} == {
            "there": ("found", ["crossref"]), "bytitle": ("found", ["crossref"]), "ghost": ("unresolved", []),
        }  # fmt: skip
        assert server.targets() == ["/works", "/dois/10.5555/ghost", "/works"]
        spent = papermesh("check", "refs.bib", "--online", "--refresh", "--max-requests", "1", "--format", "json")
        assert rows(spent)["ghost"]["verdict"] == "unknown"
        assert "not all was asked" in spent.err
        server.answers("/works", {}, Reply(b'{"status": "failed"}', 401))
        assert (
            rows(papermesh("check", "refs.bib", "--online", "--refresh", "--format", "json"))["ghost"]["verdict"]
            == "unknown"
        )
    assert not (home / "graph.kgl").exists()


def test_wrong_words_are_refused(graph: Papermesh) -> None:
    """Options of --online without it, and a file that is none."""
    assert graph("check", "refs.bib", "--refresh").code == 2
    assert graph("check", "none.bib").code == 1
