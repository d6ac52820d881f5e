"""Loading: from files to a graph, with a report in which everything that came in is accounted for."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from papermesh.errors import StoreError, StoreMissing
from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.build import build, texts_of
from papermesh.loaders.changes import Changes, Written, apply, difference
from papermesh.loaders.inputs import read_files
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.linking import rules
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.overlay import Overlay, read_overlay
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.records import PaperRecord, Record, Rejected, RepositoryRecord, papers_among
from papermesh.loaders.report import LoadReport
from papermesh.loaders.runs import kept_run, new_run_id
from papermesh.ontology import Ontology, load_ontology

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, how much is done, and how much there is, where that is known."""


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
    decisions = read_overlay(overlay)
    ontology = load_ontology()
    incoming = {record.record_id: record for record in records}
    report = LoadReport(files=files, records=sum(file.records for file in files))
    report.records_repeated = report.records - len(records)
    rejected = [bad for file in files for bad in file.rejected]

    def planned(snapshot: Snapshot) -> Graph:
        together = _union(stored_records(snapshot, report.store), incoming, report)
        linking = steps(progress, "linking", len(together))
        graph = build(together, ontology, decisions, answers=model.proposals if model else None, progress=linking)
        _account(report, graph, incoming, rejected, model)
        return graph

    asks = model is not None and model.asks and not (strict and rejected)
    tried = _snapshot_to_try(open_store, report, always=dry_run or strict or asks)
    if model is not None and tried is not None and asks:
        papers = merge_papers(papers_among(_union(stored_records(tried, report.store), incoming, report)))
        model.ask(texts_of(paper for paper in papers if not incoming.keys().isdisjoint(paper.record_ids)), progress)
    graph = planned(tried) if tried is not None else None
    if tried is not None and graph is not None and (dry_run or (strict and report.incomplete)):
        report.counts = difference(tried, graph, "").counts()
        return report
    with open_store(True) as store:
        report.store = store.address
        snapshot = read_graph(store)
        if graph is None or snapshot != tried:
            graph = planned(snapshot)
            if strict and report.incomplete:
                return report
        _write(store, snapshot, graph, report, command, progress)
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


def refresh(
    store: Store,
    overlay: Path,
    command: str,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> LoadReport:
    """Build the graph anew from the stored records, and write what changed: after a decision or a new ontology.

    What a model answered before counts as it does in a load; it is asked nothing.
    """
    report = LoadReport(store=store.address)
    snapshot = read_graph(store)
    graph = _rebuilt(snapshot, overlay, report, progress, model)
    _write(store, snapshot, graph, report, command, progress)
    return report


def bring_up_to_date(
    store: Store,
    overlay: Path,
    run_id: str,
    report: LoadReport,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> None:
    """Do what `refresh` does within a run that keeps records itself, and say in its report what changed."""
    snapshot = read_graph(store)
    changes = difference(snapshot, _rebuilt(snapshot, overlay, report, progress, model), run_id)
    report.counts = changes.counts()
    _apply(store, changes, report, progress)


def _rebuilt(
    snapshot: Snapshot, overlay: Path, report: LoadReport, progress: Progress | None, model: LanguageModel | None
) -> Graph:
    decisions: Overlay = read_overlay(overlay)
    ontology: Ontology = load_ontology()
    records = stored_records(snapshot, report.store)
    linking = steps(progress, "linking", len(records))
    answers = model.proposals if model else None
    graph = build(records.values(), ontology, decisions, answers=answers, progress=linking)
    _account(report, graph, {}, [], model)
    return graph


def stored_records(snapshot: Snapshot, address: str) -> dict[str, Record]:
    """Return the records of a stored graph, of papers and of repositories, by id.

    Raises:
        StoreError: One was changed by hand into what is no record; the hint removes it.
    """
    found: dict[str, Record] = {}
    for (label, key), properties in snapshot.nodes.items():
        if label != schema.SourceRecord.label:
            continue
        try:
            content = {**json.loads(properties["record"] or ""), "place": properties.get("place")}
            cls = RepositoryRecord if content.get("kind") == "repository" else PaperRecord
            found[key] = cls.model_validate(content)
        except (ValueError, TypeError) as error:
            statement = f"MATCH (r:SourceRecord {{record_id: {json.dumps(key)}}}) DETACH DELETE r"
            raise StoreError(
                f"the stored record {key} cannot be read",
                where=address,
                hint=f"remove it, then load its file again: papermesh cypher --write {shlex.quote(statement)}",
            ) from error
    return found


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


def _write(
    store: Store, snapshot: Snapshot, graph: Graph, report: LoadReport, command: str, progress: Progress | None
) -> None:
    write.prepare(store)
    run_id = new_run_id(snapshot)
    changes = difference(snapshot, graph, run_id)
    report.run_id = run_id
    report.counts = changes.counts()
    with kept_run(store, run_id, command, report):
        _apply(store, changes, report, progress)


def _apply(store: Store, changes: Changes, report: LoadReport, progress: Progress | None) -> None:
    total = len(changes.new_nodes) + len(changes.changed_nodes) + len(changes.new_edges) + len(changes.changed_edges)
    written: Written = apply(store, changes, _adding(steps(progress, "writing", total)))
    report.missing_ends = written.missing_ends
    report.rejected += [Rejected("the store refused it", row) for row in written.rejected]


def _account(
    report: LoadReport,
    graph: Graph,
    incoming: Mapping[str, Record],
    rejected: Sequence[Rejected],
    model: LanguageModel | None,
) -> None:
    """Say what the graph will hold; of what cannot be written, only what this load brought is its rejection."""
    brought = {head for cls, tail, head in graph.edges if cls is schema.Describes and tail in incoming}
    unwritable = [bad for key, found in sorted(graph.rejected.items()) if key in brought for bad in found]
    report.rejected = [*rejected, *unwritable]
    report.ignored_decisions = graph.ignored_decisions
    scopes = Counter(
        "cited" if node.text_scope == "none" else "read"
        for node in graph.nodes.values()
        if isinstance(node, schema.Paper)
    )
    report.papers, report.papers_cited_only = scopes["read"], scopes["cited"]
    if model is not None:
        report.language_model = model.report
        links = (edge for edge in graph.edges.values() if isinstance(edge, schema.Stated))
        model.report.links = sum(edge.rule == rules.LANGUAGE_MODEL for edge in links)


def steps(progress: Progress | None, step: str, total: int) -> Callable[[int], None] | None:
    """Return what a step with that name reports its progress to."""
    return None if progress is None else lambda done: progress(step, done, total)


def _adding(step: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """Turn "so many more are done" into "so many are done"."""
    done = 0

    def add(more: int) -> None:
        nonlocal done
        done += more
        if step is not None:
            step(done)

    return None if step is None else add
