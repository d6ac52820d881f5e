"""Asking about what is in a graph: the oldest first, kept as it comes, and the graph brought up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import FetchError, PapermeshError, StoreMissing
from papermesh.graph.export import canonical_dump, read_graph
from papermesh.graph.store import open_graph
from papermesh.loaders.enrich import enrich
from papermesh.loaders.enrich_report import EnrichReport
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.ingest import load
from papermesh.loaders.rebuilding import refresh
from papermesh.loaders.records import RepositoryRecord
from papermesh.loaders.services.enrichment import Unresolved
from papermesh.loaders.services.github import IN_BATCHES, ONE_BY_ONE
from papermesh.loaders.stored_records import stored_records
from tests.stores import Place

START = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
NAMES = ["example/alive", "example/gone", "example/oldname"]
RECORDS = [
    {"id": name, "title": f"Paper on {name}", "repositories": [{"url": f"https://github.com/{name}", "official": True}]}
    for name in NAMES
] + [{"id": "lab", "title": "Paper elsewhere", "repositories": [{"url": "https://gitlab.com/example/lab"}]}]  # fmt: skip


class GitHub:
    """A service of three repositories, of which one is gone and one has another name; it keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stars = 41
        self.failing: Callable[[Request], BaseException | None] = lambda request: None

    def __call__(self, request: Request) -> Answer:
        """Answer a request."""
        if (error := self.failing(request)) is not None:
            raise error
        if request.path == "/graphql":
            variables = json.loads(request.body or "")["variables"]
            names = [f"{variables[f'o{n}']}/{variables[f'n{n}']}" for n in range(len(variables) // 2)]
            self.asked.append(" ".join(names))
            data = {f"r{number}": self._node(name) for number, name in enumerate(names)}
            errors = [{"type": "NOT_FOUND", "path": [alias]} for alias, node in data.items() if node is None]
            return self._answer(request, 200, {"data": data, "errors": errors})
        self.asked.append(request.path)
        if request.path == "/repos/example/oldname":
            return self._answer(request, 301, {}, location="https://api.github.com/repositories/3")
        name = "another/newname" if request.path == "/repositories/3" else request.path.removeprefix("/repos/")
        if name == "example/gone":
            return self._answer(request, 404, {"message": "Not Found"})
        return self._answer(request, 200, {
            "full_name": name, "html_url": f"https://github.com/{name}", "stargazers_count": self.stars,
            "archived": False, "license": {"spdx_id": "MIT"}, "topics": ["cuda"], "pushed_at": "2025-12-24T18:00:00Z",
        })  # fmt: skip

    def _node(self, name: str) -> dict[str, Any] | None:
        if name == "example/gone":
            return None
        new = "another/newname" if name == "example/oldname" else name
        return {
            "nameWithOwner": new, "url": f"https://github.com/{new}", "stargazerCount": self.stars, "isArchived": False,
            "licenseInfo": {"spdxId": "MIT"}, "repositoryTopics": {"nodes": [{"topic": {"name": "cuda"}}]},
            "pushedAt": "2025-12-24T18:00:00Z",
        }  # fmt: skip

    @staticmethod
    def _answer(request: Request, status: int, content: object, **headers: str) -> Answer:
        return Answer(request, f"https://api.github.com{request.path}", status, headers, json.dumps(content).encode())


class Bench:
    """A graph of four papers, and a service to ask about it; each asking is a day later."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place, self.folder, self.service, self.now = place, folder, GitHub(), START
        (folder / "papers.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")
        load(self.open, [str(folder / "papers.jsonl")], overlay=folder / "overlay.toml", command="load")

    def open(self, write: bool) -> Any:
        """Open the graph."""
        return self.place.open(write=write)

    def enrich(self, **options: Any) -> EnrichReport:
        """Ask the service."""
        enrichment = options.pop("enrichment", ONE_BY_ONE)
        self.now += timedelta(days=1)
        return enrich(
            self.open, enrichment, self.service, overlay=self.folder / "overlay.toml", command="enrich",
            now=lambda: self.now, **options,
        )  # fmt: skip

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.place.open() as graph:
            return [tuple(row) for row in graph.read(text).rows]

    def dump(self) -> list[str]:
        """Return the whole graph as text."""
        with self.place.open() as graph:
            return list(canonical_dump(graph))


@pytest.fixture
def bench(place: Place, tmp_path: Path) -> Bench:
    """A graph on each store in turn."""
    return Bench(place, tmp_path)


@pytest.fixture
def in_a_file(tmp_path: Path) -> Bench:
    """A graph in a file."""
    return Bench(Place("embedded", str(tmp_path / "graph.kgl")), tmp_path)


HEALTH = (
    "MATCH (c:Repository) RETURN c.repository_id, c.state, c.stars, c.moved_to, c.checked_at ORDER BY c.repository_id"
)
CHECKED = "2026-02-01T09:30:00Z"
EXPECTED = [
    ("github:example/alive", "alive", 41, None, CHECKED),
    ("github:example/gone", "missing", None, None, CHECKED),
    ("github:example/oldname", "moved", 41, "another/newname", CHECKED),
    ("gitlab:example/lab", None, None, None, None),
]


@pytest.mark.parametrize("enrichment", [ONE_BY_ONE, IN_BATCHES], ids=["one by one", "in batches"])
def test_facts_come_into_the_graph_and_survive_every_rebuild(bench: Bench, enrichment: Any) -> None:
    """State, stars, licence and the new name; a later load and a refresh change nothing of it."""
    report = bench.enrich(enrichment=enrichment)
    assert (report.waiting, report.asked, report.left, report.failed) == (3, 3, 0, [])
    assert (report.records_new, report.records_changed, report.records_unchanged) == (3, 0, 0)
    assert report.requests == (4 if enrichment is ONE_BY_ONE else 1)
    assert report.unresolved == [Unresolved("gitlab:example/lab", "not on GitHub")]
    assert report.counts["nodes_new"] == {"SourceRecord": 3}
    assert report.counts["nodes_changed"] == {"Repository": 3}
    assert report.counts["edges_new"] == {"DESCRIBES": 3}
    assert bench.rows(HEALTH) == EXPECTED
    before = bench.dump()
    again = load(
        bench.open, [str(bench.folder / "papers.jsonl")], overlay=bench.folder / "overlay.toml", command="load"
    )
    with bench.place.open(write=True) as graph:
        refreshed = refresh(graph, bench.folder / "overlay.toml", "refresh")
    assert (again.counts, refreshed.counts) == ({}, {})
    assert bench.dump() == before
    assert bench.rows("MATCH (r:Run) WHERE r.command = 'enrich' RETURN r.state") == [("done",)]


def test_a_second_asking_says_what_changed(in_a_file: Bench) -> None:
    """The same facts are unchanged, and yet checked; other facts take their place."""
    in_a_file.enrich()
    same = in_a_file.enrich()
    assert (same.records_new, same.records_changed, same.records_unchanged) == (0, 0, 3)
    assert {row[4] for row in in_a_file.rows(HEALTH)} == {"2026-02-02T09:30:00Z", None}
    in_a_file.service.stars = 42
    other = in_a_file.enrich()
    assert (other.records_changed, other.records_unchanged) == (2, 1)
    assert [row[2] for row in in_a_file.rows(HEALTH)] == [42, None, 42, None]


def test_a_budget_is_kept_and_the_next_run_goes_on(in_a_file: Bench) -> None:
    """The oldest first: what was not reached is asked about next, then what was asked about first."""
    first = in_a_file.enrich(max_requests=2)
    assert (first.asked, first.left, first.stopped) == (2, 1, "2 requests were made")
    assert in_a_file.service.asked == ["/repos/example/alive", "/repos/example/gone"]
    second = in_a_file.enrich(max_requests=3)
    assert in_a_file.service.asked[2:] == ["/repos/example/oldname", "/repositories/3", "/repos/example/alive"]
    assert (second.asked, second.left) == (2, 1)
    in_a_file.service.asked.clear()
    assert in_a_file.enrich(older_than=START + timedelta(days=1, hours=1)).waiting == 1
    assert in_a_file.service.asked == ["/repos/example/gone"]


def test_a_dry_run_asks_and_writes_nothing(in_a_file: Bench) -> None:
    """It says how many would be asked about."""
    before = in_a_file.dump()
    report = in_a_file.enrich(dry_run=True)
    assert (report.waiting, report.left, report.requests, report.run_id) == (3, 3, 0, None)
    assert in_a_file.service.asked == []
    assert in_a_file.dump() == before


def test_one_failure_does_not_stop_the_others(in_a_file: Bench) -> None:
    """It is listed, and asked about first the next time."""
    gone = FetchError("the connection failed", where="https://api.github.com")
    in_a_file.service.failing = lambda request: gone if request.path.endswith("/alive") else None
    report = in_a_file.enrich()
    assert (report.asked, report.left, report.stopped) == (2, 0, None)
    assert report.failed == [Unresolved("github:example/alive", "the connection failed")]
    in_a_file.service.failing = lambda request: None
    in_a_file.service.asked.clear()
    in_a_file.enrich(max_requests=1)
    assert in_a_file.service.asked == ["/repos/example/alive"]


def test_nothing_but_failures_is_an_error(in_a_file: Bench) -> None:
    """The run says that it failed; nothing in the graph is another than before."""
    before = in_a_file.dump()
    in_a_file.service.failing = lambda request: FetchError("the connection failed", where="https://api.github.com")
    with pytest.raises(FetchError, match="the connection failed"):
        in_a_file.enrich()
    assert in_a_file.dump() == before
    assert in_a_file.rows("MATCH (r:Run) WHERE r.command = 'enrich' RETURN r.state") == [("failed",)]


def test_a_refused_key_stops_at_once(in_a_file: Bench) -> None:
    """What was answered before is kept, and the graph has it."""
    refused = FetchError("the service answered 401", where="https://api.github.com", status=401)
    in_a_file.service.failing = lambda request: refused if request.path.endswith("/gone") else None
    report = in_a_file.enrich()
    assert (report.asked, report.left, report.stopped) == (1, 1, "the service answered 401")
    assert in_a_file.rows(HEALTH)[0] == EXPECTED[0]


def test_a_budget_of_the_service_ends_the_asking(in_a_file: Bench) -> None:
    """It is no failure of what would have been next; where it is used up before anything was answered, it is said."""
    spent = PapermeshError("the service takes 60 requests an hour", hint="go on in an hour")
    in_a_file.service.failing = lambda request: spent if len(in_a_file.service.asked) == 2 else None
    report = in_a_file.enrich()
    assert (report.asked, report.left, report.failed, report.requests) == (2, 1, [], 2)
    assert report.stopped == "the service takes 60 requests an hour"
    assert [row[1] for row in in_a_file.rows(HEALTH)] == ["alive", "missing", None, None]
    with pytest.raises(PapermeshError, match="60 requests"):
        in_a_file.enrich()


def test_what_came_before_an_interruption_is_kept(in_a_file: Bench) -> None:
    """Ctrl-C loses no answer: the next run does not ask for it again, and the graph gets it."""
    in_a_file.service.failing = lambda request: KeyboardInterrupt() if request.path.endswith("/gone") else None
    with pytest.raises(KeyboardInterrupt):
        in_a_file.enrich()
    assert in_a_file.rows("MATCH (r:Run) WHERE r.command = 'enrich' RETURN r.state") == [("interrupted",)]
    with in_a_file.place.open() as graph:
        kept = stored_records(read_graph(graph), graph.address)["github:example/alive"]
    assert isinstance(kept, RepositoryRecord)
    in_a_file.service.failing = lambda request: None
    in_a_file.service.asked.clear()
    in_a_file.enrich(max_requests=1)
    assert in_a_file.service.asked == ["/repos/example/gone"]
    assert in_a_file.rows(HEALTH)[:2] == [
        EXPECTED[0],
        ("github:example/gone", "missing", None, None, "2026-02-02T09:30:00Z"),
    ]


def test_an_answer_that_was_kept_from_before_is_as_old_as_it_is(in_a_file: Bench) -> None:
    """It costs no request, and says when it was given."""
    service = in_a_file.service

    def cached(request: Request) -> Answer:
        answer = service(request)
        headers = {**answer.headers, "date": "Fri, 30 Jan 2026 08:00:00 GMT"}
        return Answer(answer.request, answer.url, answer.status, headers, answer.data, cached=True)

    report = enrich(
        in_a_file.open, ONE_BY_ONE, cached, overlay=in_a_file.folder / "overlay.toml", command="enrich",
        now=lambda: START, max_requests=1,
    )  # fmt: skip
    assert (report.requests, report.asked, report.stopped) == (0, 3, None)
    assert in_a_file.rows(HEALTH)[0][4] == "2026-01-30T08:00:00Z"


def test_a_repository_that_sends_on_for_ever_is_left(in_a_file: Bench) -> None:
    """After three times it is not resolved, and the others are asked about."""
    service = in_a_file.service

    def sending_on(request: Request) -> Answer:
        answer = service(request)
        if request.path == "/repositories/3":
            return Answer(request, answer.url, 301, {"location": "https://api.github.com/repositories/3"}, b"{}")
        return answer

    report = enrich(
        in_a_file.open, ONE_BY_ONE, sending_on, overlay=in_a_file.folder / "overlay.toml", command="enrich",
        now=lambda: START,
    )  # fmt: skip
    assert (report.asked, report.left, report.requests) == (3, 0, 6)
    assert Unresolved("github:example/oldname", "sent on more than 3 times") in report.unresolved


def test_an_export_takes_the_facts_along(in_a_file: Bench) -> None:
    """Loaded into an empty graph, the records make the same graph."""
    in_a_file.enrich()
    from papermesh.loaders.sources.jsonl import record_line

    with in_a_file.place.open() as graph:
        records = stored_records(read_graph(graph), graph.address)
    lines = in_a_file.folder / "records.jsonl"
    lines.write_text("".join(f"{record_line(record)}\n" for record in records.values()), "utf-8")
    copy = str(in_a_file.folder / "copy.kgl")
    load(
        lambda write: open_graph(copy, write=write),
        [str(lines)],
        overlay=in_a_file.folder / "overlay.toml",
        command="load",
    )
    with open_graph(copy) as graph:
        there = [line for line in canonical_dump(graph) if '"label": "SourceRecord"' not in line]
    assert there == [line for line in in_a_file.dump() if '"label": "SourceRecord"' not in line]


def test_without_a_graph_nothing_is_asked(tmp_path: Path) -> None:
    """And none is made."""
    service = GitHub()
    with pytest.raises(StoreMissing):
        enrich(
            lambda write: open_graph(str(tmp_path / "none.kgl"), write=write), ONE_BY_ONE, service,
            overlay=tmp_path / "overlay.toml", command="enrich", now=lambda: START,
        )  # fmt: skip
    assert service.asked == []
    assert list(tmp_path.iterdir()) == []
