"""Asking a service about what is in the graph: what was never asked about first, then what was longest ago.

What comes is kept as records while the asking goes on, and the graph is brought up to date with them at the end. So a
run that breaks off loses little, and the next one goes on where it stopped: what was answered is not the oldest now.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from papermesh.errors import FetchError, PapermeshError, ParseError
from papermesh.graph import write
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.enrich_report import EnrichReport
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.rebuilding import Progress, bring_up_to_date
from papermesh.loaders.records import Record, Rejected
from papermesh.loaders.runs import job_of, open_run
from papermesh.loaders.services.enrichment import Enrichment, Finding, Question, Subject, Unresolved
from papermesh.loaders.staging import Staging
from papermesh.loaders.stored_records import stored_records

Ask = Callable[[Request], Answer]
"""Sends a request and returns its answer; a failure that is no `FetchError` ends the asking, such as `BudgetSpent`."""

FAILURES = 3
"""Failures in a row after which nothing more is asked."""
FINAL = frozenset({401, 429})
"""Statuses that no other request would change: the key is refused, the limit is reached."""
KEPT_AFTER = 20
"""Answers after which what came is written."""
HOPS = 3
"""Most times that a thing is asked about again because of an answer on it."""


def enrich(
    open_store: Callable[[bool], Store],
    enrichment: Enrichment,
    ask: Ask,
    *,
    overlay: Path,
    command: str,
    now: Callable[[], datetime],
    max_requests: int | None = None,
    older_than: datetime | None = None,
    dry_run: bool = False,
    model: LanguageModel | None = None,
    progress: Progress | None = None,
) -> EnrichReport:
    """Ask a service about what is in a graph, keep what it says, and bring the graph up to date.

    Args:
        open_store: Opens the store, for writing when its argument is true.
        enrichment: What the service adds.
        ask: Sends a request.
        overlay: The user's decisions.
        command: Kept on the run.
        now: Tells the time, with its zone.
        max_requests: Most requests that are sent; `None` for as many as are needed.
        older_than: Only what was not asked about since then.
        dry_run: Say what would be asked about; nothing is asked or written.
        model: Whose kept answers count, as in a load.
        progress: Told of each step.

    Raises:
        StoreError: There is no graph, or it cannot be written.
        PapermeshError: Nothing at all was answered; it says why.
    """
    with open_store(False) as store:
        report, subjects, *_ = _planned(store, enrichment, older_than)
    if dry_run or not subjects:
        return report
    with open_store(True) as store:
        report, subjects, snapshot, records = _planned(store, enrichment, older_than)
        write.prepare(store)
        with open_run(store, job_of("enrich", enrichment.access.name), command) as run:
            run.report = report
            report.run_id, report.resumed = run.run_id, run.resumed is not None
            staging = Staging(store, run, snapshot, records, report)
            asking = _Asking(enrichment, subjects, ask, now, max_requests, report, progress)
            try:
                for number, found in enumerate(asking.answers(), 1):
                    staging.take(found)
                    if number % KEPT_AFTER == 0:
                        staging.write()
                        store.checkpoint()
            finally:
                staging.write()
            if asking.error is not None and not report.asked:
                raise asking.error
            bring_up_to_date(store, run, overlay, report, progress, model)
            staging.account()
            report.rejected += asking.rejected
    return report


def _planned(
    store: Store, enrichment: Enrichment, older_than: datetime | None
) -> tuple[EnrichReport, list[Subject], Snapshot, dict[str, Record]]:
    """Return an empty report, what is to be asked about, and what is stored, with its records."""
    snapshot = read_graph(store)
    records = stored_records(snapshot, store.address)
    selection = enrichment.select(snapshot, records)
    before = "" if older_than is None else _iso(older_than)
    subjects = [one for one in selection.subjects if not before or one.checked_at < before]
    report = EnrichReport(store=store.address, service=enrichment.access.name, what=enrichment.what)
    report.waiting, report.unresolved = len(subjects), list(selection.unresolved)
    return report, subjects, snapshot, records


class _Asking:
    """Goes through the questions, and keeps count."""

    def __init__(
        self,
        enrichment: Enrichment,
        subjects: Sequence[Subject],
        ask: Ask,
        now: Callable[[], datetime],
        max_requests: int | None,
        report: EnrichReport,
        progress: Progress | None,
    ) -> None:
        self.error: PapermeshError | None = None
        """The last failure."""
        self.rejected: list[Rejected] = []
        self._enrichment, self._ask, self._now = enrichment, ask, now
        self._max_requests, self._report, self._progress = max_requests, report, progress
        starts = range(0, len(subjects), enrichment.batch)
        self._waiting = deque(enrichment.question(subjects[start : start + enrichment.batch]) for start in starts)
        self._hops: Counter[str] = Counter()

    def answers(self) -> Iterator[tuple[Record, ...]]:
        """Yield the records of each answer, until all is asked, the budget is used up, or no answer comes any more."""
        report, failures = self._report, 0
        while self._waiting and report.stopped is None:
            if self._max_requests is not None and report.requests >= self._max_requests:
                report.stopped = f"{report.requests} request{'s were' if report.requests != 1 else ' was'} made"
                return
            if self._progress is not None:
                self._progress("asking", report.asked + len(report.failed), report.waiting)
            question = self._waiting.popleft()
            report.last = question.subjects[-1].key
            try:
                finding = self._answer(question)
            except (FetchError, ParseError) as error:
                self.error = error
                failures += 1
                report.failed += [Unresolved(subject.key, error.message) for subject in question.subjects]
                until = getattr(error, "until", None)
                if until is not None or failures == FAILURES or getattr(error, "status", None) in FINAL:
                    report.stopped = error.message if failures < FAILURES else f"{failures} failures in a row"
                    if until is not None and until not in report.stopped:
                        report.stopped += f"; not before {until}"
                continue
            except PapermeshError as error:
                self.error = error
                self._waiting.appendleft(question)
                report.stopped = error.message
                return
            failures = 0
            report.unresolved += finding.unresolved
            report.noted += finding.noted
            self.rejected += finding.rejected
            again = {subject.key for following in finding.next for subject in following.subjects}
            report.asked += len(question.subjects) - len(again)
            self._waiting.extendleft(reversed([following for following in finding.next if self._may_follow(following)]))
            yield finding.records

    def _answer(self, question: Question) -> Finding:
        try:
            answer = self._ask(question.request)
        except FetchError:
            self._report.requests += 1
            raise
        self._report.requests += not answer.cached
        return self._enrichment.read(question, answer, self._time_of(answer))

    def _time_of(self, answer: Answer) -> str:
        """Return when an answer was given: one that was kept from before is as old as it says itself."""
        if answer.cached:
            try:
                return _iso(parsedate_to_datetime(answer.headers["date"]))
            except (KeyError, ValueError):
                pass
        return _iso(self._now())

    def _may_follow(self, question: Question) -> bool:
        keys = [subject.key for subject in question.subjects]
        self._hops.update(keys)
        if all(self._hops[key] <= HOPS for key in keys):
            return True
        self._report.asked += len(keys)
        self._report.unresolved += [Unresolved(key, f"sent on more than {HOPS} times") for key in keys]
        return False


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
