"""Loading from a service: asked page by page, each kept as it comes, then the graph built from all of them.

A harvest that is killed, interrupted, out of budget or refused in the middle goes on where it stopped when the same
command is run again; the graph that it ends with is that of an undisturbed one, since it depends on the records alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from papermesh.errors import StoreMissing
from papermesh.graph import write
from papermesh.graph.export import read_graph
from papermesh.graph.store import Store
from papermesh.loaders.answers_walk import AnswersWalk, Ask
from papermesh.loaders.harvest_report import HarvestReport
from papermesh.loaders.ingest import load_records
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.rebuilding import Progress, bring_up_to_date
from papermesh.loaders.report import FileReport
from papermesh.loaders.runs import checkpoint_of, job_of, open_run
from papermesh.loaders.services.service import Query, Service
from papermesh.loaders.staging import Staging
from papermesh.loaders.stored_records import stored_records

KEPT_EVERY_S = 15.0
"""Seconds of asking after which what came is made durable, with the place to go on from."""


def harvest(
    open_store: Callable[[bool], Store],
    service: Service,
    query: Query,
    ask: Ask,
    *,
    overlay: Path,
    command: str,
    dry_run: bool = False,
    strict: bool = False,
    model: LanguageModel | None = None,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> HarvestReport:
    """Ask a service for papers and load them.

    Args:
        open_store: Opens the store, for writing when its argument is true: not before the first answer is there.
        service: Who is asked.
        query: For what.
        ask: Sends a request.
        overlay: The user's decisions.
        command: Kept on the run.
        dry_run: Ask and compute everything, write nothing.
        strict: Write nothing when anything is rejected or missing.
        model: Whose kept answers count.
        progress: Told of each step.
        clock: Seconds that pass.

    Raises:
        SourceError: The service does not understand the query, or its first answer is none: the store is as it was.
        BudgetSpent: Not one request was allowed.
        StoreError: The store cannot be opened or written.
    """
    report = HarvestReport(service=service.access.name)
    # Keys are no part of it, nor is a budget: the same question goes on with another.
    job = job_of("harvest", service.access.name, asdict(query))
    whole = dry_run or strict
    at = None if whole else _place(open_store, job)
    walk = AnswersWalk(service, query, ask, report, at, steps_of(progress, report))
    pages = walk.records()
    first = next(pages, ())
    if walk.ended_by is not None and report.answers == 0:
        raise walk.ended_by
    if whole:
        records = [*first, *(record for page in pages for record in page)]
        report.files = [_as_file(walk, service, len(records))]
        return load_records(
            open_store, list({record.record_id: record for record in records}.values()), report, job, overlay=overlay,
            command=command, dry_run=dry_run, strict=strict, model=model, progress=progress,
        )  # fmt: skip
    with open_store(True) as store:
        report.store = store.address
        write.prepare(store)
        snapshot = read_graph(store)
        with open_run(store, job, command) as run:
            run.report = report
            report.run_id, report.resumed = run.run_id, run.resumed is not None
            staging = Staging(store, run, snapshot, stored_records(snapshot, store.address), report)
            try:
                kept_at = clock()
                staging.take(first)
                for page in pages:
                    staging.take(page)
                    if clock() - kept_at >= KEPT_EVERY_S:
                        staging.write()
                        run.checkpoint(walk.place)
                        kept_at = clock()
            finally:
                staging.write()
                run.checkpoint(walk.place)
            if not walk.ended:
                run.pause(walk.place)
            bring_up_to_date(store, run, overlay, report, progress, model)
            staging.account()
            report.rejected += walk.rejected
    report.files = [_as_file(walk, service, report.records)]
    return report


def _place(open_store: Callable[[bool], Store], job: str) -> dict[str, object] | None:
    try:
        with open_store(False) as store:
            return checkpoint_of(store, job)
    except StoreMissing:
        return None


def _as_file(walk: AnswersWalk, service: Service, records: int) -> FileReport:
    return FileReport(service.access.base, service.source, records, list(walk.rejected), walk.notes)


def steps_of(progress: Progress | None, report: HarvestReport) -> Callable[[int], None] | None:
    """Return what is told how many papers came so far; how many there are is what the service said last."""
    return None if progress is None else lambda done: progress("asking", done, report.total)
