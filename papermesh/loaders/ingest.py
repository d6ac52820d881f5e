"""Loading: from files to a graph, with a report in which everything that came in is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from papermesh.errors import StoreMissing
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.build import build, texts_of
from papermesh.loaders.change_log import Log
from papermesh.loaders.changes import difference
from papermesh.loaders.inputs import read_files
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.overlay import read_overlay
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.rebuilding import Progress, account, count, steps, write_graph
from papermesh.loaders.records import Record, RepositoryRecord, papers_among
from papermesh.loaders.report import LoadReport
from papermesh.loaders.runs import job_of
from papermesh.loaders.stored_records import stored_records
from papermesh.ontology import load_ontology

ReportT = TypeVar("ReportT", bound=LoadReport)


def load(
    open_store: Callable[[bool], Store],
    paths: Sequence[str],
    *,
    source: str | None = None,
    overlay: Path,
    command: str,
    dry_run: bool = False,
    strict: bool = False,
    model: LanguageModel | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load files into a graph.

    A store that is not there yet is made only when all that will be in it is computed.

    Args:
        open_store: Opens the store, for writing when its argument is true. It is not called before every file was
            read, so that an input which is no such source leaves the store as it was.
        paths: Files; `-` is standard input.
        source: Name of the source, `None` to recognise it from each file.
        overlay: The user's decisions.
        command: Kept on the run.
        dry_run: Compute everything, write nothing.
        strict: Write nothing when anything is rejected, or an answer of the model is missing.
        model: Its answers count, too; where it may be asked, it is, before the store is opened for writing, for the
            papers that the files tell of.
        progress: Told of each step.

    Raises:
        SourceError: An input cannot be read or holds no record.
        StoreError: The store cannot be opened or written.
    """
    files, records = read_files(paths, source)
    report = LoadReport(files=files)
    job = job_of("load", [(file.path, file.source, file.digest) for file in files], model_named(model))
    return load_records(
        open_store, records, report, job, overlay=overlay, command=command, dry_run=dry_run, strict=strict,
        model=model, progress=progress,
    )  # fmt: skip


def model_named(model: LanguageModel | None) -> tuple[str, str] | None:
    """Return which model's answers count, as a job names it."""
    return (model.report.host, model.report.model) if model else None


def load_records(
    open_store: Callable[[bool], Store],
    records: Sequence[Record],
    report: ReportT,
    job: str,
    *,
    overlay: Path,
    command: str,
    dry_run: bool = False,
    strict: bool = False,
    model: LanguageModel | None = None,
    progress: Progress | None = None,
) -> ReportT:
    """Load records into a graph: arguments and errors are those of `load`.

    Each record's id stands there once, the files of the report say what was read of each input, and the job what the
    command reads (`job_of`).
    """
    decisions = read_overlay(overlay)
    ontology = load_ontology()
    incoming = {record.record_id: record for record in records}
    report.records = sum(file.records for file in report.files)
    report.records_repeated = report.records - len(records)
    rejected = [bad for file in report.files for bad in file.rejected]

    def planned(snapshot: Snapshot) -> Graph:
        together = _union(stored_records(snapshot, report.store), incoming, report)
        linking = steps(progress, "linking", len(together))
        graph = build(together, ontology, decisions, answers=model.proposals if model else None, progress=linking)
        account(report, graph, incoming, rejected, model)
        return graph

    asks = model is not None and model.asks and not (strict and rejected)
    tried = _snapshot_to_try(open_store, report, always=dry_run or strict or asks)
    if model is not None and tried is not None and asks:
        known = papers_among(_union(stored_records(tried, report.store), incoming, report))
        papers = merge_papers(known, decisions.same, decisions.different)
        model.ask(texts_of(paper for paper in papers if not incoming.keys().isdisjoint(paper.record_ids)), progress)
    graph = planned(tried) if tried is not None else None
    if tried is not None and graph is not None and (dry_run or (strict and report.incomplete)):
        count(report, tried, graph, difference(tried, graph, ""), Log())
        return report
    with open_store(True) as store:
        report.store = store.address
        snapshot = read_graph(store)
        if graph is None or snapshot != tried:
            graph = planned(snapshot)
            if strict and report.incomplete:
                return report
        offered = Log(confirmed={record.record_id: record.place for record in records})
        write_graph(store, snapshot, graph, report, command, job, offered, progress)
    return report


def _snapshot_to_try(open_store: Callable[[bool], Store], report: LoadReport, *, always: bool) -> Snapshot | None:
    """Return what to compute with before the store is opened for writing, if anything.

    A store that is there is better taken for writing first: then nobody else changes it meanwhile.
    """
    try:
        with open_store(False) as store:
            report.store = store.address
            return read_graph(store) if always else None
    except StoreMissing as missing:
        report.store = missing.where or ""
        return Snapshot()


def _union(stored: Mapping[str, Record], incoming: Mapping[str, Record], report: LoadReport) -> list[Record]:
    """Return all records; one that came again with the same content keeps its first place.

    Of two checks of a repository the later counts, whichever was loaded first.
    """
    result = dict(stored)
    report.records_new = report.records_changed = 0
    for record_id, record in incoming.items():
        before = stored.get(record_id)
        if before is None:
            report.records_new += 1
        elif (
            isinstance(before, RepositoryRecord)
            and isinstance(record, RepositoryRecord)
            and before.order() >= record.order()
        ):
            continue
        elif before.model_dump() != record.model_dump():
            report.records_changed += 1
        else:
            # The same again: its place in the graph stays, and a rejection is reported where it stands now.
            result[record_id] = record.model_copy(update={"place": before.place})
            continue
        result[record_id] = record
    report.records_unchanged = len(incoming) - report.records_new - report.records_changed
    return list(result.values())
