"""A service's answers to a query, one after the other, with what is still to be asked: the way through its pages.

A service can be wrong in ways that would never end: it names a page that it named before, or gives pages without end
that bring nothing new. Both end the walk with a rejection that says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from pydantic import TypeAdapter

from papermesh.errors import BudgetSpent, PapermeshError
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.harvest_report import HarvestReport
from papermesh.loaders.records import Noted, Record, Rejected
from papermesh.loaders.services.service import Page, Query, Service

REPEATS = 3
"""Most times that the same is asked again because the service owes an answer."""
NOTHING_NEW = 5
"""Answers in a row without a paper that was not there before, after which the service is taken to repeat itself."""

_REQUESTS = TypeAdapter(list[Request])


class Ask(Protocol):
    """Sends a request and returns its answer; raises `FetchError` where none comes, `BudgetSpent` where none may."""

    def __call__(self, request: Request, *, again: bool = False) -> Answer:
        """Return the answer; with `again`, the service's and not one that was kept."""
        ...


class AnswersWalk:
    """Goes through the answers to a query.

    Args:
        service: Who is asked.
        query: For what.
        ask: Sends a request.
        report: Its counts of answers are kept, and why the walk ended.
        at: Where to go on, by `place`; `None` begins.
        progress: Told how many papers came so far.

    Raises:
        SourceError: The service does not understand the query.
    """

    def __init__(
        self,
        service: Service,
        query: Query,
        ask: Ask,
        report: HarvestReport,
        at: Mapping[str, Any] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.rejected: list[Rejected] = []
        self.ended_by: PapermeshError | None = None
        """What ended the asking before all was asked."""
        self._service, self._query, self._ask, self._report = service, query, ask, report
        self._progress = progress
        self._notes: dict[str, Noted] = {}
        self._asked: set[Request] = set()
        self._seen: set[str] = set()
        self._papers = 0
        self._barren = 0
        if at is None or "pending" not in at:
            self._pending = deque(service.first(query))
        else:
            self._pending = deque(_REQUESTS.validate_python(at["pending"]))
            self._papers, report.answers, report.total = at["papers"], at["answers"], at["total"]
            self._notes = {what: Noted(what, place, count) for what, place, count in at["notes"]}
            self.rejected = [Rejected(*one) for one in at["rejected"]]

    @property
    def place(self) -> dict[str, Any]:
        """Where to go on, as JSON can hold it."""
        return {
            "pending": _REQUESTS.dump_python(list(self._pending), mode="json"),
            "papers": self._papers,
            "answers": self._report.answers,
            "total": self._report.total,
            "notes": [[note.what, note.place, note.count] for note in self._notes.values()],
            "rejected": [[one.reason, one.place, one.snippet] for one in self.rejected],
        }

    @property
    def notes(self) -> list[Noted]:
        """What was noted, the same thing once with its count."""
        return list(self._notes.values())

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be asked."""
        return not self._pending

    def records(self) -> Iterator[Sequence[Record]]:
        """Yield the records of each answer, until all is asked, or something ends the asking: the report says what."""
        report = self._report
        while self._pending:
            request = self._pending[0]
            if request in self._asked:
                where = self._service.access.base + request.target
                self.rejected.append(Rejected("the service names a page again that it gave before", where))
                self._pending.popleft()
                continue
            try:
                page, place = self._page(request)
            except PapermeshError as error:
                self.ended_by, report.stopped = error, error.message
                # As much as was allowed is no failure.
                report.error = None if isinstance(error, BudgetSpent) else error
                return
            records = self._within_limit(page)
            yield records
            # Only what was taken counts as asked: an interruption before this asks for the page again.
            self._go_on(request, page, records, place)

    def _page(self, request: Request) -> tuple[Page, str]:
        for attempt in range(REPEATS + 1):
            answer = self._ask(request, again=attempt > 0)
            self._report.requests += not answer.cached
            page = self._service.read(self._query, answer)
            if not page.again:
                return page, answer.url
        self.rejected.append(
            Rejected(f"the service owes an answer: it was asked {REPEATS + 1} times, and its page is empty", answer.url)
        )
        return page, answer.url

    def _within_limit(self, page: Page) -> Sequence[Record]:
        records: Sequence[Record] = [*page.parsed.records, *page.parsed.repositories]
        limit = self._query.limit
        return records if limit is None or page.extra else records[: max(0, limit - self._papers)]

    def _go_on(self, request: Request, page: Page, records: Sequence[Record], place: str) -> None:
        """Keep what an answer says beside its records, and what is to be asked after it."""
        report, parsed, limit = self._report, page.parsed, self._query.limit
        following = [*page.next, *list(self._pending)[1:]]
        self.rejected += parsed.rejected
        for note in parsed.noted:
            known = self._notes.get(note.what)
            self._notes[note.what] = replace(known, count=known.count + note.count) if known else note
        report.answers += 1
        report.total = page.total if page.total is not None else report.total
        self._papers += 0 if page.extra else len(records)
        if limit is not None and self._papers >= limit and any(one.path == request.path for one in following):
            # Further pages are not asked for; what papers on this page refer to has another path, and is.
            following = [one for one in following if one.path != request.path]
            of = f" of {report.total}" if report.total is not None else ""
            report.stopped = f"the limit of {limit} papers{of} is reached"
        fresh = sum(record.record_id not in self._seen for record in records)
        self._seen.update(record.record_id for record in records)
        self._barren = 0 if fresh or not page.next else self._barren + 1
        if self._barren >= NOTHING_NEW:
            self.rejected.append(Rejected(f"{NOTHING_NEW} answers in a row bring nothing new: asking ends here", place))
            following = []
        self._asked.add(request)
        self._pending = deque(following)
        if self._progress is not None:
            self._progress(len(self._seen))
