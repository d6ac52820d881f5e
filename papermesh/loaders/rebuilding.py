"""The graph built anew from records, and what changed of it written as a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.build import build
from papermesh.loaders.change_log import Log, counts_of, links_now, note_changes, read_logs
from papermesh.loaders.changes import Changes, Written, apply, difference
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.linking import rules
from papermesh.loaders.overlay import read_overlay
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.records import Record, Rejected
from papermesh.loaders.report import LoadReport
from papermesh.loaders.run_diff import changes_of
from papermesh.loaders.runs import Run, job_of, open_run
from papermesh.loaders.stored_records import stored_records
from papermesh.ontology import load_ontology

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, how much is done, and how much there is, where that is known."""


def refresh(
    store: Store,
    overlay: Path,
    command: str,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> LoadReport:
    """Build the graph anew from the stored records, and write what changed: after a decision or a new ontology."""
    snapshot = read_graph(store)
    records = stored_records(snapshot, store.address)
    job = job_of("refresh", command)
    return rebuild(store, snapshot, records, overlay, command, Log(), job=job, progress=progress, model=model)


def rebuild(
    store: Store,
    snapshot: Snapshot,
    records: Mapping[str, Record],
    overlay: Path,
    command: str,
    log: Log,
    *,
    job: str,
    dry_run: bool = False,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> LoadReport:
    """Build the graph from these records, whatever is stored, and write what changed.

    What a model answered before counts as it does in a load; it is asked nothing.

    Args:
        store: Open for writing, unless it is a dry run.
        snapshot: What it holds.
        records: All that the graph is to be made from, by id.
        overlay: The user's decisions.
        command: Kept on the run.
        log: What is to be kept beside the changes.
        job: What the command reads, by `job_of`.
        dry_run: Compute everything, write nothing.
        progress: Told of each step.
        model: Whose kept answers count.
    """
    report = LoadReport(store=store.address)
    graph = _rebuilt(records, overlay, report, progress, model)
    if dry_run:
        count(report, snapshot, graph, difference(snapshot, graph, ""), log)
    else:
        write_graph(store, snapshot, graph, report, command, job, log, progress)
    return report


def bring_up_to_date(
    store: Store,
    run: Run,
    overlay: Path,
    report: LoadReport,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> None:
    """Do what `refresh` does within a run that has kept records itself, and say in its report what changed."""
    snapshot = read_graph(store)
    graph = _rebuilt(stored_records(snapshot, store.address), overlay, report, progress, model)
    _write_changes(store, run, snapshot, graph, report, Log(), progress)


def _rebuilt(
    records: Mapping[str, Record],
    overlay: Path,
    report: LoadReport,
    progress: Progress | None,
    model: LanguageModel | None,
) -> Graph:
    linking = steps(progress, "linking", len(records))
    answers = model.proposals if model else None
    graph = build(records.values(), load_ontology(), read_overlay(overlay), answers=answers, progress=linking)
    account(report, graph, {}, [], model)
    return graph


def write_graph(
    store: Store, snapshot: Snapshot, graph: Graph, report: LoadReport, command: str, job: str, log: Log,
    progress: Progress | None,
) -> None:  # fmt: skip
    """Write what turns the stored graph into the wanted one, as a run of its own; arguments as for `rebuild`."""
    write.prepare(store)
    with open_run(store, job, command) as run:
        run.report = report
        report.run_id, report.resumed = run.run_id, run.resumed is not None
        _write_changes(store, run, snapshot, graph, report, log, progress)


def _write_changes(
    store: Store, run: Run, snapshot: Snapshot, graph: Graph, report: LoadReport, log: Log, progress: Progress | None
) -> None:
    changes = difference(snapshot, graph, run.run_id)
    count(report, snapshot, graph, changes, log)
    run.log(log)
    total = len(changes.new_nodes) + len(changes.changed_nodes) + len(changes.new_edges) + len(changes.changed_edges)
    written: Written = apply(store, changes, _adding(steps(progress, "writing", total)))
    if report.resumed:
        # What the run changed is what all its attempts did.
        done = Counter(one.change for one in changes_of(read_logs(store), links_now(store), run.run_id))
        report.links_added, report.links_changed, report.links_retired = (
            done[kind] for kind in ("added", "changed", "retired")
        )
    report.missing_ends = written.missing_ends
    report.rejected += [Rejected("the store refused it", row) for row in written.rejected]


def count(report: LoadReport, snapshot: Snapshot, graph: Graph, changes: Changes, log: Log) -> None:
    """Say what changes will do, and note in the log what they replace."""
    report.counts = changes.counts()
    note_changes(log, snapshot, changes)
    report.links_added, report.links_changed, report.links_retired = counts_of(log, graph.edges)


def account(
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
