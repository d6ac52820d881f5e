"""`papermesh load SOURCE --query …`: a service that answers over real HTTP, asked from the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from papermesh.cli.progress import EVERY_S, lines_at_intervals
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import open_graph
from papermesh.loaders.fetching.budget import Budget
from tests.cli.conftest import Papermesh
from tests.loading.books import BOOKS, TOTAL
from tests.replay import BOT_CHECK, ReplayServer, replay

BOOK = next(one for one in BOOKS if one.service == "openalex")
ASK = ("load", "openalex", "--query", "tiny")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    """OpenAlex, with three pages of two papers, at an address of the user's settings."""
    with replay() as service:
        BOOK.fill(service)
        monkeypatch.setenv("PAPERMESH_OPENALEX_URL", service.url)
        yield service


def dump(folder: Path, server: ReplayServer) -> list[str]:
    """Return the graph as text, without the server's port."""
    with open_graph(str(folder / "graph.kgl")) as graph:
        return [line.replace(server.url, "https://service") for line in canonical_dump(graph)]


def test_papers_come_with_a_report(papermesh: Papermesh, home: Path, server: ReplayServer) -> None:
    """What was asked and what came; the same again comes from the cache and changes nothing."""
    outcome = papermesh(*ASK)
    assert outcome.code == 0, outcome
    assert f"asked    openalex in 3 requests of {TOTAL} papers" in outcome.out
    assert f"records  {TOTAL} new, 0 changed, 0 unchanged, 0 rejected" in outcome.out
    again = papermesh(*ASK)
    assert "asked    openalex in 0 requests" in again.out
    assert "nothing changed: the graph already holds all of this" in again.out
    assert len(server.asked) == 3
    report = json.loads(papermesh(*ASK, "--refresh", "--format", "json").out)
    assert (report["service"], report["requests"], report["total"], report["records"]["unchanged"]) == (
        "openalex",
        3,
        TOTAL,
        TOTAL,
    )
    assert [row["state"] for row in json.loads(papermesh("runs", "--format", "json").out)["rows"]] == ["done"] * 3


def test_a_budget_and_a_failure_are_told_and_gone_on_from(
    papermesh: Papermesh, home: Path, server: ReplayServer
) -> None:
    """The budget ends well, the failure does not; both times what came is there."""
    first = papermesh(*ASK, "--max-requests", "1")
    assert first.code == 0, first
    assert "stopped  1 request sent, as many as were allowed; the same command goes on from here" in first.out
    server.answers(BOOK.path, BOOK.where(1), BOT_CHECK)
    failed = papermesh(*ASK)
    assert failed.code == 1
    assert "papers   2 in the graph" in failed.out
    assert "web page" in failed.err
    server.answers(BOOK.path, BOOK.where(1), BOOK.reply(1))
    assert papermesh(*ASK).code == 0
    assert f"papers   {TOTAL} in the graph" in papermesh(*ASK, "--offline").out


def test_a_run_can_be_forgotten(papermesh: Papermesh, home: Path, server: ReplayServer) -> None:
    """Also one that was paused, with what it kept on the way."""
    assert papermesh(*ASK, "--max-requests", "1").code == 0
    (run,) = json.loads(papermesh("runs", "--format", "json").out)["rows"]
    assert run["state"] == "paused"
    assert papermesh("forget", "--run", run["run_id"]).code == 0
    with open_graph(str(home / "graph.kgl")) as graph:
        assert graph.read("MATCH (n:SourceRecord) RETURN count(n)").rows[0][0] == 0


def test_a_killed_load_goes_on(papermesh: Papermesh, home: Path, server: ReplayServer) -> None:
    """SIGKILL while the service is slow; the same command ends with the graph of an undisturbed load."""
    for number, reply in enumerate((BOOK.reply(0), BOOK.reply(1), BOOK.reply(2))):
        server.answers(BOOK.path, BOOK.where(number), replace(reply, drip_s=0.0002))
    program = "import sys; from papermesh.cli.main import main; main(sys.argv[1:])"
    killed = 0
    for wait in (0.9, 1.3, 1.7):
        child = subprocess.Popen([sys.executable, "-c", program, *ASK], cwd=home, env=dict(os.environ))
        time.sleep(wait)
        killed += child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert killed, "the load was over before it could be killed"
    assert papermesh(*ASK).code == 0
    resumed = dump(home, server)
    (home / "graph.kgl").rename(home / "first.kgl")
    assert papermesh(*ASK).code == 0
    assert dump(home, server) == resumed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("load", "openalex", "--limit", "3"), "--limit is for what a service is asked"),
        (("load", "openalex", "--query", "x", "--references"), "--references means nothing to openalex"),
        (("load", "openalex", "--query", "x", "--from", "yesterday"), "--from takes a date such as 2026-01-31"),
        (("load", "bibtex", "--query", "x"), "Say which service to ask"),
        (("load", "openalex", "page.json", "--query", "x"), "not both"),
        (("load", "page.json", "--offline"), "are for what a service is asked"),
        (("load", "openalex", "--ids", "@nowhere.txt"), "the file cannot be read"),
        (("load", "openalex", "--ids", " , "), "holds no id"),
    ],
)
def test_wrong_words_are_refused(papermesh: Papermesh, server: ReplayServer, words: tuple[str, ...], said: str) -> None:
    """Before anything is asked, with what would be right."""
    outcome = papermesh(*words)
    assert (outcome.code, said in outcome.err) == (2, True), outcome
    assert server.asked == []


def test_ids_come_from_a_file(papermesh: Papermesh, home: Path, server: ReplayServer) -> None:
    """One a line or with commas; one that the service does not know is a rejection, exit code 3."""
    (home / "ids.txt").write_text("10.5555/tiny.1\n10.5555/tiny.2, 10.5555/nobody\n", encoding="utf-8")
    server.answers("/works", {"filter": "doi:10.5555/tiny.1|10.5555/tiny.2|10.5555/nobody"}, BOOK.reply(0))
    outcome = papermesh("load", "openalex", "--ids", "@ids.txt")
    assert outcome.code == 3, outcome
    assert "does not know doi:10.5555/nobody" in outcome.out


def test_progress_without_a_terminal_is_a_line_now_and_then() -> None:
    """How far, how fast, and what is left of the budget; nothing in the first seconds."""
    said: list[str] = []
    times = iter([0.0, 0.0, 10.0, EVERY_S + 10, EVERY_S + 11, 2 * EVERY_S + 12])
    budget = Budget(max_requests=5, max_cost=1.0)
    budget.spend(0.25)
    step = lines_at_intervals(said.append, budget, clock=lambda: next(times))
    for done in (0, 100, 400, 401, 1000):
        step("asking", done, 5000)
    assert said == [
        "asking: 400 of 5,000, 10 a second, 4 requests left, 0.7500 USD left",
        "asking: 1,000 of 5,000, 14 a second, 4 requests left, 0.7500 USD left",
    ]
