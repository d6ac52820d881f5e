"""Services that are asked for papers, over real HTTP, with the faults that they have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import BudgetSpent, FetchError, SourceError, StoreMissing
from papermesh.graph.export import canonical_dump
from papermesh.loaders.answers_walk import AnswersWalk
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.fetching.fetcher import Fetcher
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.fetching.waits import Clock
from papermesh.loaders.fetching.windows import Windows
from papermesh.loaders.harvest import harvest
from papermesh.loaders.harvest_report import HarvestReport
from papermesh.loaders.services import SERVICES, Query, arxiv
from tests.loading.books import BOOKS, PAGES, TOTAL, Book
from tests.replay import (
    BOT_CHECK,
    BROKEN,
    TOO_MANY,
    TOO_MANY_UNTOLD,
    ReplayServer,
    Reply,
    cut,
    replay,
    truncated_gzip,
)
from tests.stores import Place

QUICK = Limits(connect_s=2, silence_s=0.4, total_s=0.8, answer_bytes=1_000_000, attempts=3, first_wait_s=0.001)
PATIENT = Clock(sleep=lambda seconds: None)


@dataclass
class Desk:
    """A graph, a service that answers, and what asks it."""

    book: Book
    server: ReplayServer
    folder: Path
    place: Place

    def ask(self, **more: Any) -> HarvestReport:
        """Load what the service gives."""
        service = next(one for one in SERVICES if one.source == self.book.service)
        budget = more.pop("budget", None)
        offline = more.pop("offline", False)
        query = more.pop("query", self.book.query)
        clock = Clock(sleep=lambda seconds: None)
        with Fetcher(
            service.access, base=self.server.url, cache=self.folder / "cache", budget=budget, offline=offline,
            refresh=not offline, limits=QUICK, windows=Windows((), clock), clock=clock, key="secret",
        ) as fetcher:  # fmt: skip
            return harvest(
                lambda write: self.place.open(write=write), service, query, fetcher.ask,
                overlay=self.folder / "overlay.toml", command="load", **more,
            )  # fmt: skip

    def dump(self) -> list[str]:
        """Return the graph as text, without the places of records, which name the server's port."""
        with self.place.open() as graph:
            return [line.replace(self.server.url, "https://service") for line in canonical_dump(graph)]

    def runs(self) -> list[tuple[Any, ...]]:
        """Return the state of each run."""
        with self.place.open() as graph:
            return [tuple(row) for row in graph.read("MATCH (r:Run) RETURN r.state ORDER BY r.run_id").rows]


@pytest.fixture(params=BOOKS, ids=lambda book: book.service)
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Each service in turn, with all of its pages."""
    monkeypatch.setattr(arxiv, "PAGE", 2)
    with replay() as server:
        request.param.fill(server)
        yield Desk(request.param, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Book], list[str]]:
    """Return the graph that an undisturbed harvest makes."""
    made: dict[str, list[str]] = {}

    def graph_of(book: Book) -> list[str]:
        if book.service not in made:
            folder = tmp_path_factory.mktemp(book.service)
            with replay() as server, pytest.MonkeyPatch.context() as patch:
                patch.setattr(arxiv, "PAGE", 2)
                book.fill(server)
                undisturbed = Desk(book, server, folder, Place("embedded", str(folder / "graph.kgl")))
                report = undisturbed.ask()
                assert (report.error, report.rejected, report.records_new) == (None, [], TOTAL)
                made[book.service] = undisturbed.dump()
        return made[book.service]

    return graph_of


def test_all_pages_come_and_the_same_again_changes_nothing(desk: Desk) -> None:
    """Every paper of every page is in the graph with its links; a second time nothing is new, and that is said."""
    report = desk.ask()
    assert (report.answers, report.records_new, report.papers, report.rejected) == (PAGES, TOTAL, TOTAL, [])
    before = desk.dump()
    assert sum('"USES"' in line for line in before) == TOTAL
    assert sum('"RUNS_ON"' in line for line in before) == TOTAL
    again = desk.ask()
    assert (again.records_new, again.records_changed, again.records_unchanged, again.changed) == (0, 0, TOTAL, False)
    assert desk.dump() == before
    assert desk.runs() == [("done",), ("done",)]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(lambda good: [TOO_MANY, good], id="429 with Retry-After"),
        pytest.param(lambda good: [TOO_MANY_UNTOLD, good], id="429 without"),
        pytest.param(lambda good: [BROKEN, BROKEN, good], id="500 twice"),
        pytest.param(lambda good: [cut(good), good], id="a cut connection"),
        pytest.param(lambda good: [truncated_gzip(good), good], id="truncated gzip"),
    ],
)
def test_what_passes_is_waited_for(
    desk: Desk, whole: Callable[[Book], list[str]], fault: Callable[[Reply], list[Reply]]
) -> None:
    """The same is asked again, and the graph is that of an undisturbed harvest."""
    desk.server.answers(desk.book.path, desk.book.where(1), *fault(desk.book.reply(1)))
    report = desk.ask()
    assert (report.error, report.stopped, report.rejected) == (None, None, [])
    assert desk.dump() == whole(desk.book)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(lambda good: BROKEN, id="500 for good"),
        pytest.param(lambda good: BOT_CHECK, id="a web page under the right type"),
        pytest.param(lambda good: replace(good, drip_s=0.05), id="a slow drip"),
        pytest.param(lambda good: Reply(good.body or b" ", headers=good.headers, endless=True), id="an endless answer"),
        pytest.param(lambda good: Reply(b"", headers=good.headers), id="an empty answer"),
        pytest.param(lambda good: Reply(good.body[: len(good.body) // 2], headers=good.headers), id="half an answer"),
    ],
)
def test_a_failure_in_the_middle_keeps_what_came_and_the_same_command_goes_on(
    desk: Desk, whole: Callable[[Book], list[str]], fault: Callable[[Reply], Reply]
) -> None:
    """The error says what happened; what came before is in the graph; nothing that came is asked for again."""
    good = desk.book.reply(1)
    desk.server.answers(desk.book.path, desk.book.where(1), fault(good))
    report = desk.ask()
    kept = report.papers
    if report.error is None:
        # XML that breaks off gives the records that are whole, and a rejection with the place of the break.
        assert report.rejected, "nothing is lost in silence"
        assert kept >= 2
        return
    assert report.error.where is not None
    assert report.error.where.startswith(desk.server.url)
    assert "secret" not in f"{report.error.message}{report.error.where}{report.error.hint}"
    assert (report.answers, kept) == (1, 2)
    assert desk.runs() == [("paused",)]
    desk.server.answers(desk.book.path, desk.book.where(1), good)
    first = len([one for one in desk.server.asked if _is(one.params, desk.book.where(0))])
    ended = desk.ask()
    assert (ended.error, ended.resumed, ended.answers) == (None, True, PAGES)
    assert len(
        [one for one in desk.server.asked if _is(one.params, desk.book.where(0))]
    ) == first or not desk.book.where(0)
    assert desk.dump() == whole(desk.book)
    assert desk.runs() == [("done",)]


def _is(params: Any, wanted: Any) -> bool:
    return bool(wanted) and wanted.items() <= params.items()


@pytest.mark.parametrize(
    "book", [one for one in BOOKS if one.service not in {"arxiv", "huggingface"}], ids=lambda b: b.service
)
def test_a_page_that_is_named_twice_ends_the_harvest(book: Book, tmp_path: Path) -> None:
    """A cursor that leads back is a rejection; all pages before it are in the graph."""
    with replay() as server:
        book.fill(server)
        server.answers(book.path, book.where(2), book.reply(2, following=1))
        desk = Desk(book, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))
        report = desk.ask()
        if book.service == "crossref":
            assert report.rejected == []  # it knows by the total that it has all
        else:
            assert [one.reason for one in report.rejected] == ["the service names a page again that it gave before"]
        assert report.papers == TOTAL
        assert len(server.asked) == PAGES


@pytest.mark.parametrize(
    "book",
    [one for one in BOOKS if one.service in {"arxiv-oai", "openalex", "datacite", "semantic-scholar"}],
    ids=lambda b: b.service,
)
def test_pages_without_end_end(book: Book, tmp_path: Path) -> None:
    """New names for pages that bring nothing new: after some of them asking ends, and says so."""
    with replay() as server:
        number = iter(range(1, 1000))
        server.otherwise = lambda asked: (
            book.reply(1, following=next(number)) if asked.path == book.path else Reply(b"", 404)
        )
        desk = Desk(book, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))
        report = desk.ask()
        assert [one.reason for one in report.rejected] == ["5 answers in a row bring nothing new: asking ends here"]
        assert (report.papers, len(server.asked)) == (2, 6)


def test_a_first_answer_that_fails_leaves_no_graph(desk: Desk) -> None:
    """There is no store before something came."""
    desk.server.answers(desk.book.path, {}, BROKEN)
    with pytest.raises(FetchError, match="500"):
        desk.ask()
    with pytest.raises(StoreMissing), desk.place.open():
        pass


def test_a_budget_ends_the_asking_and_another_goes_on(desk: Desk, whole: Callable[[Book], list[str]]) -> None:
    """Request by request, each time from where the last one stopped."""
    first = desk.ask(budget=Budget(max_requests=1))
    assert (first.papers, first.stopped) == (2, "1 request sent, as many as were allowed")
    second = desk.ask(budget=Budget(max_requests=1))
    assert (second.papers, second.resumed) == (4, True)
    desk.ask()
    assert len(desk.server.asked) == PAGES
    assert desk.dump() == whole(desk.book)
    with pytest.raises(BudgetSpent):
        desk.ask(budget=Budget(max_requests=0))


def test_what_is_kept_of_answers_is_enough_without_a_network(desk: Desk, whole: Callable[[Book], list[str]]) -> None:
    """Offline, the answers of before make the same graph elsewhere; a question that was never asked is an error."""
    desk.ask()
    asked = len(desk.server.asked)
    desk.place = Place("embedded", str(desk.folder / "other.kgl"))
    report = desk.ask(offline=True)
    assert (report.requests, len(desk.server.asked)) == (0, asked)
    assert desk.dump() == whole(desk.book)
    query = desk.book.query
    other = (
        replace(query, text="other") if query.text else
        replace(query, set="physics") if query.set else replace(query, since="2024-02-01", until="2024-02-01")
    )  # fmt: skip
    with pytest.raises(FetchError, match="the cache has no answer"):
        desk.ask(offline=True, query=other)


def test_the_key_is_in_nothing_that_is_kept(desk: Desk) -> None:
    """Neither in the graph nor in the cache."""
    desk.ask()
    assert not any("secret" in line for line in desk.dump())
    for file in (desk.folder / "cache").rglob("*"):
        if file.is_file():
            assert b"secret" not in file.read_bytes(), file


def test_strict_and_dry_runs_write_nothing(desk: Desk) -> None:
    """A dry run says what would come; strict refuses a harvest that breaks off."""
    report = desk.ask(dry_run=True)
    assert (report.records_new, report.run_id) == (TOTAL, None)
    desk.server.answers(desk.book.path, desk.book.where(1), BROKEN)
    strict = desk.ask(strict=True)
    assert (strict.incomplete, strict.run_id) == (True, None)
    with pytest.raises(StoreMissing), desk.place.open():
        pass


def test_an_interruption_keeps_what_came(desk: Desk, whole: Callable[[Book], list[str]]) -> None:
    """Ctrl-C after the second answer: the same command asks for the rest alone."""
    service = next(one for one in SERVICES if one.source == desk.book.service)
    with Fetcher(
        service.access, base=desk.server.url, limits=QUICK, windows=Windows((), PATIENT), key="secret"
    ) as fetcher:
        count = 0

        def stopping(request: Any, *, again: bool = False) -> Any:
            nonlocal count
            count += 1
            if count == 3:
                raise KeyboardInterrupt
            return fetcher.ask(request, again=again)

        with pytest.raises(KeyboardInterrupt):
            harvest(
                lambda write: desk.place.open(write=write), service, desk.book.query, stopping,
                overlay=desk.folder / "overlay.toml", command="load",
            )  # fmt: skip
    assert desk.runs() == [("interrupted",)]
    report = desk.ask()
    assert (report.resumed, report.answers, len(desk.server.asked)) == (True, PAGES, PAGES)
    assert desk.dump() == whole(desk.book)


def test_a_limit_is_kept(tmp_path: Path) -> None:
    """As many papers as asked for, and a word on how many there are."""
    book = next(one for one in BOOKS if one.service == "openalex")
    with replay() as server:
        book.fill(server)
        desk = Desk(book, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))
        report = desk.ask(query=Query(text="tiny", limit=3))
        assert (report.papers, report.stopped, len(server.asked)) == (3, "the limit of 3 papers of 6 is reached", 2)
        assert desk.runs() == [("done",)]


def test_an_empty_page_of_arxiv_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its known fault: a page without papers where there are some."""
    monkeypatch.setattr(arxiv, "PAGE", 2)
    book = next(one for one in BOOKS if one.service == "arxiv")
    with replay() as server:
        book.fill(server)
        server.answers(book.path, book.where(1), book.page([], None), book.reply(1))
        desk = Desk(book, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))
        report = desk.ask()
        assert (report.papers, report.rejected, len(server.asked)) == (TOTAL, [], PAGES + 1)


def test_arxiv_says_what_is_wrong_with_a_query(tmp_path: Path) -> None:
    """In its own words, and nothing is written; ids that it does not know are rejected by name."""
    book = next(one for one in BOOKS if one.service == "arxiv")
    wrong = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title>"
        b"<summary>malformed query</summary></entry></feed>"
    )
    with replay() as server:
        desk = Desk(book, server, tmp_path, Place("embedded", str(tmp_path / "graph.kgl")))
        server.answers(book.path, {}, Reply(wrong, 400, {"Content-Type": "application/atom+xml"}))
        with pytest.raises(SourceError, match="malformed query"):
            desk.ask()
        server.answers(book.path, {"id_list": "2401.00001,2401.00002,2401.99999"}, book.reply(0))
        report = desk.ask(query=Query(ids=("2401.00001v2", "arXiv:2401.00002", "2401.99999")))
        assert [one.reason for one in report.rejected] == ["arXiv does not know 2401.99999"]
        assert report.papers == 2


@pytest.mark.neo4j
def test_a_harvest_is_the_same_on_the_server(place: Place, tmp_path: Path, whole: Callable[[Book], list[str]]) -> None:
    """Also after a failure in the middle."""
    book = next(one for one in BOOKS if one.service == "crossref")
    with replay() as server:
        book.fill(server)
        server.answers(book.path, book.where(1), BROKEN)
        desk = Desk(book, server, tmp_path, place)
        assert desk.ask().error is not None
        server.answers(book.path, book.where(1), book.reply(1))
        assert desk.ask().error is None
        assert [json.loads(line) for line in desk.dump()] == [json.loads(line) for line in whole(book)]


def test_a_page_counts_as_asked_only_when_it_was_taken(tmp_path: Path) -> None:
    """Whoever is interrupted while he keeps a page asks for it again, and loses nothing of it."""
    book = next(one for one in BOOKS if one.service == "openalex")
    service = next(one for one in SERVICES if one.source == book.service)
    with replay() as server:
        book.fill(server)
        with Fetcher(service.access, base=server.url, limits=QUICK, windows=Windows((), PATIENT)) as fetcher:
            report = HarvestReport()
            walk = AnswersWalk(service, book.query, fetcher.ask, report)
            pages = walk.records()
            next(pages)
            before = walk.place
            assert (before["papers"], report.answers, len(before["pending"])) == (0, 0, 1)
            assert dict(before["pending"][0]["params"])["cursor"] == "*"
            next(pages)
            assert dict(walk.place["pending"][0]["params"])["cursor"] == "page-1"
            again = AnswersWalk(service, book.query, fetcher.ask, HarvestReport(), json.loads(json.dumps(before)))
            assert sum(len(page) for page in again.records()) == TOTAL
