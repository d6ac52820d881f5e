"""`papermesh enrich`, with a service of the test's own behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from papermesh.cli import fetching
from papermesh.cli.enrich import SERVICES
from papermesh.errors import FetchError
from papermesh.loaders.enrich import Ask
from papermesh.loaders.exchange import Access, Answer, Request
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.services import ENRICHMENTS, enrichment_of
from papermesh.loaders.services.github import IN_BATCHES
from papermesh.settings import Settings
from tests.cli.conftest import Papermesh

FOUND = {
    "full_name": "example/TinyQuant", "html_url": "https://github.com/example/TinyQuant", "stargazers_count": 41,
    "archived": True, "license": {"spdx_id": "MIT"}, "topics": ["cuda", "quantization"], "description": None,
    "pushed_at": "2025-12-24T18:00:00Z",
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a service was asked: one that knows a single repository, and is down after that."""
    targets: list[str] = []

    def ask(request: Request) -> Answer:
        targets.append(request.target)
        if request.path != "/repos/example/tinyquant":
            raise FetchError("the connection failed", where="https://api.github.com", hint="check the network")
        return Answer(request, f"https://api.github.com{request.path}", 200, {}, json.dumps(FOUND).encode())

    @contextmanager
    def asking(settings: Settings, access: Access, limits: fetching.Limits) -> Iterator[tuple[Ask, Budget]]:
        yield ask, Budget()

    monkeypatch.setattr(fetching, "asking", asking)
    return targets


def test_the_command_names_every_service() -> None:
    """The words on the command line are the services that there are; a key lets GitHub answer on many at once."""
    assert tuple(one.access.name for one in ENRICHMENTS) == SERVICES
    assert enrichment_of("github", keyed=True) is IN_BATCHES
    assert [enrichment_of(name) for name in SERVICES] == list(ENRICHMENTS)


def test_facts_come_into_the_graph(loaded: Papermesh, asked: list[str]) -> None:
    """What was asked, what is new, and what changed; the card shows it, and a dead repository is found."""
    outcome = loaded("enrich", "github")
    assert outcome.code == 0, outcome
    assert asked == ["/repos/example/tinyquant"]
    assert outcome.out.splitlines()[:2] == [
        "asked    github about 1 of 1 repositories, in 1 request", "records  1 new, 0 changed, 0 unchanged",
    ]  # fmt: skip
    assert "nodes    new: 1 SourceRecord" in outcome.out
    assert "nodes    changed: 1 Repository" in outcome.out
    card = loaded("show", "repository", "example/tinyquant").out
    assert "cuda, quantization" in card
    assert "MIT" in card
    assert "example/TinyQuant" in loaded("query", "papers-with-dead-code", "--format", "csv").out
    assert loaded("doctor").code == 0


def test_it_is_taken_along_by_an_export(loaded: Papermesh, asked: list[str]) -> None:
    """The exported line makes the same node elsewhere."""
    assert loaded("enrich", "github").code == 0
    assert loaded("export", "-o", "records.jsonl").code == 0
    assert loaded("load", "records.jsonl", "--store", "copy.kgl").code == 0
    text = "MATCH (c:Repository) RETURN c.name, c.stars, c.archived, c.topics, c.state, c.checked_at"
    one, other = (loaded("cypher", text, "--format", "csv", *more).out for more in ((), ("--store", "copy.kgl")))
    assert one == other
    assert ",41," in one
    assert loaded("doctor", "--store", "copy.kgl").code == 0


def test_a_dry_run_says_what_would_be_asked(loaded: Papermesh, asked: list[str]) -> None:
    """Nothing is asked; the same for what was asked about lately."""
    outcome = loaded("enrich", "github", "--dry-run")
    assert (outcome.code, asked) == (0, [])
    assert outcome.out == (
        "waiting  1 repositories to ask github about\nnothing was asked or written: this was a dry run\n"
    )
    loaded("enrich", "github")
    lately = loaded("enrich", "github", "--older-than", "30")
    assert (lately.code, len(asked)) == (0, 1)
    assert lately.out == "waiting  0 repositories to ask github about\nnothing was asked or written\n"


def test_what_got_no_answer_is_told(loaded: Papermesh, asked: list[str]) -> None:
    """By name and reason, with an exit code of its own; where nothing was answered it is an error."""
    text = "MATCH (p:Paper) WITH p LIMIT 1 CREATE (c:Repository {repository_id: 'github:example/down', name: 'x', url: 'x'})"
    assert loaded("cypher", "--write", text).code == 0
    outcome = loaded("enrich", "github", "--format", "json")
    report = json.loads(outcome.out)
    assert outcome.code == 3, outcome
    assert report["failed"] == [{"key": "github:example/down", "reason": "the connection failed"}]
    assert (report["asked"], report["left"], report["records"]["new"]) == (1, 0, 1)
    again = loaded("enrich", "github", "--max-requests", "1")
    assert (again.code, "the connection failed" in again.err, "check the network" in again.err) == (1, True, True)


def test_a_budget_is_no_failure(loaded: Papermesh, asked: list[str]) -> None:
    """It says what is left."""
    assert (
        loaded("cypher", "--write", "CREATE (c:Repository {repository_id: 'github:z/z', name: 'z/z', url: 'z'})").code
        == 0
    )
    outcome = loaded("enrich", "github", "--max-requests", "1")
    assert outcome.code == 0, outcome
    assert "stopped  1 request was made; 1 left: run the same command again to go on" in outcome.out


def test_wrong_words_are_refused(loaded: Papermesh, asked: list[str]) -> None:
    """A service that is none, an option of another service, no graph."""
    assert loaded("enrich", "gitlab").code == 2
    assert loaded("enrich", "arxiv", "--older-than", "3").code == 2
    assert loaded("enrich", "github", "--max-requests", "0").code == 2
    assert loaded("enrich", "github", "--store", "none.kgl").code == 4
    assert asked == []
