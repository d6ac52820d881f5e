"""GitHub's answers over real HTTP: what is there, moved, gone or blocked, the free 304, and its limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from papermesh.errors import FetchError
from papermesh.graph.store import open_graph
from papermesh.loaders.enrich import enrich
from papermesh.loaders.enrich_report import EnrichReport
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.fetching.fetcher import Fetcher
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.fetching.waits import Clock
from papermesh.loaders.fetching.windows import Windows
from papermesh.loaders.ingest import load
from papermesh.loaders.services.github import IN_BATCHES, ONE_BY_ONE
from tests.replay import TOO_MANY, ReplayServer, Reply, cut, json_reply, replay

NAMES = ("alive", "blocked", "gone", "oldname")
HEALTH = "MATCH (c:Repository) RETURN c.name, c.state, c.stars, c.moved_to ORDER BY c.name"
QUICK = Limits(connect_s=2, silence_s=0.5, total_s=1, attempts=3, first_wait_s=0.001)


def facts(name: str, stars: int) -> bytes:
    """Return what GitHub says of a repository."""
    return json.dumps(
        {
            "full_name": f"example/{name}", "html_url": f"https://github.com/example/{name}", "stargazers_count": stars,
            "archived": False, "license": {"spdx_id": "MIT"}, "topics": ["cuda"], "pushed_at": "2025-01-02T00:00:00Z",
        }
    ).encode()  # fmt: skip


@pytest.fixture
def github() -> Iterator[ReplayServer]:
    """Serve four repositories, each in another state."""
    with replay() as server:
        server.answers("/repos/example/alive", {}, Reply(facts("alive", 41), headers={"ETag": '"one"'}))
        server.answers("/repos/example/gone", {}, Reply(b'{"message": "Not Found"}', 404))
        server.answers(
            "/repos/example/blocked",
            {},
            Reply(b'{"message": "Repository access blocked", "block": {"reason": "dmca"}}', 451),
        )
        moved = {"Location": f"{server.url}/repositories/7"}
        server.answers("/repos/example/oldname", {}, Reply(b'{"message": "Moved Permanently"}', 301, moved))
        server.answers("/repositories/7", {}, Reply(facts("newname", 7)))
        yield server


@pytest.fixture
def ask(github: ReplayServer, tmp_path: Path) -> Callable[..., EnrichReport]:
    """Ask about what is in a graph with four repositories."""
    lines = [
        json.dumps({"title": f"Paper of {name}", "repositories": [{"url": f"https://github.com/example/{name}"}]})
        for name in NAMES
    ]
    (tmp_path / "papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    address, overlay = str(tmp_path / "graph.kgl"), tmp_path / "overlay.toml"
    load(
        lambda write: open_graph(address, write=write),
        [str(tmp_path / "papers.jsonl")],
        overlay=overlay,
        command="load",
    )

    def asked(*, key: str | None = None, budget: Budget | None = None, enrichment: object = ONE_BY_ONE) -> EnrichReport:
        clock = Clock(sleep=lambda seconds: None)
        with Fetcher(
            ONE_BY_ONE.access, base=github.url, key=key, cache=tmp_path / "cache", refresh=True, budget=budget,
            limits=QUICK, windows=Windows((), clock), clock=clock,
        ) as fetcher:  # fmt: skip
            return enrich(
                lambda write: open_graph(address, write=write), enrichment, fetcher.ask, overlay=overlay,  # type: ignore[arg-type]
                command="enrich", now=lambda: datetime(2026, 1, 2, tzinfo=UTC),
            )  # fmt: skip

    return asked


def health(folder: Path) -> list[tuple[object, ...]]:
    """Return the repositories of the graph."""
    with open_graph(str(folder / "graph.kgl")) as graph:
        return [tuple(row) for row in graph.read(HEALTH).rows]


STATES = [
    ("example/alive", "alive", 41, None),
    ("example/blocked", "blocked", None, None),
    ("example/gone", "missing", None, None),
    ("example/oldname", "moved", 7, "example/newname"),
]


def test_each_state_comes_into_the_graph(ask: Callable[..., EnrichReport], tmp_path: Path) -> None:
    """A rename is followed to its new name; what is gone or blocked is no failure."""
    report = ask()
    assert (report.asked, report.failed, report.stopped) == (4, [], None)
    assert health(tmp_path) == STATES


def test_what_has_not_changed_is_asked_for_without_its_facts(
    ask: Callable[..., EnrichReport], github: ReplayServer, tmp_path: Path
) -> None:
    """The second time the answer is 304, which GitHub does not count, and the facts are those of before."""
    ask(key="secret")
    github.answers("/repos/example/alive", {}, Reply(b"", 304, {"ETag": '"one"'}))
    github.asked.clear()
    ask(key="secret")
    (again,) = [one for one in github.asked if one.path == "/repos/example/alive"]
    assert again.headers["if-none-match"] == '"one"'
    assert again.headers["authorization"] == "Bearer secret"
    assert again.headers["x-github-api-version"] == "2022-11-28"
    assert health(tmp_path)[0] == STATES[0]


def test_a_limit_that_is_reached_is_told_with_its_end(ask: Callable[..., EnrichReport], github: ReplayServer) -> None:
    """It is not waited for an hour; what came before is kept."""
    reset = datetime.now(UTC) + timedelta(days=30)
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(reset.timestamp()))}
    github.answers("/repos/example/blocked", {}, Reply(b'{"message": "API rate limit exceeded"}', 403, spent))
    report = ask()
    assert report.asked == 1
    assert report.stopped is not None
    assert f"{reset:%Y-%m-}" in report.stopped


def test_what_passes_is_waited_for(ask: Callable[..., EnrichReport], github: ReplayServer, tmp_path: Path) -> None:
    """429, a server's page for people under a JSON type, and a connection that breaks."""
    page = Reply(b"<html><body>Unicorn!</body></html>", 503, {"Content-Type": "application/json; charset=utf-8"})
    good = Reply(facts("alive", 41))
    github.answers("/repos/example/alive", {}, TOO_MANY, page, good)
    github.answers("/repositories/7", {}, cut(Reply(facts("newname", 7))), Reply(facts("newname", 7)))
    assert ask().failed == []
    assert health(tmp_path) == STATES


def test_many_are_asked_about_at_once_with_a_key(
    ask: Callable[..., EnrichReport], github: ReplayServer, tmp_path: Path
) -> None:
    """One request of GraphQL: what it does not know is asked about alone, for the reason."""
    known = {
        "nameWithOwner": "example/alive", "url": "https://github.com/example/alive", "stargazerCount": 41,
        "isArchived": False, "licenseInfo": {"spdxId": "MIT"}, "pushedAt": "2025-01-02T00:00:00Z",
        "repositoryTopics": {"nodes": []}, "description": None,
    }  # fmt: skip
    moved = {
        **known,
        "nameWithOwner": "example/newname",
        "url": "https://github.com/example/newname",
        "stargazerCount": 7,
    }
    data = {"r0": known, "r1": None, "r2": None, "r3": moved}
    errors = [
        {"type": "FORBIDDEN", "path": ["r1"], "message": "blocked"},
        {"type": "NOT_FOUND", "path": ["r2"], "message": "Could not resolve to a Repository"},
    ]
    github.answers("/graphql", {}, json_reply(json.dumps({"data": data, "errors": errors})))
    report = ask(key="secret", enrichment=IN_BATCHES)
    assert (report.asked, report.failed, github.targets()) == (4, [], ["/graphql", "/repos/example/blocked"])
    assert health(tmp_path) == STATES


def test_nothing_but_failures_is_an_error(ask: Callable[..., EnrichReport], github: ReplayServer) -> None:
    """With the address, and without the key."""
    github.answers("/repos/example/alive", {}, Reply(b'{"message": "Bad credentials: secret"}', 401))
    with pytest.raises(FetchError) as caught:
        ask(key="secret")
    assert "401" in caught.value.message
    assert "secret" not in f"{caught.value.message} {caught.value.where} {caught.value.hint}"
