"""Loading: from files to a graph, with a report in which everything that came in is accounted for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from papermesh.errors import PapermeshError, SourceError, StoreMissing
from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.build import Graph, build
from papermesh.loaders.changes import Changes, Written, apply, difference
from papermesh.loaders.overlay import Overlay, read_overlay
from papermesh.loaders.reading import read_input
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources import recognise, source_named
from papermesh.ontology import Ontology, load_ontology

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, how much is done, and how much there is, where that is known."""


@dataclass(slots=True)
class FileReport:
    """What one input file held."""

    path: str
    source: str
    records: int
    rejected: list[Rejected]
    noted: list[Noted]


@dataclass(slots=True)
class LoadReport:
    """What came in, what was written, and what was rejected and why."""

    run_id: str | None = None
    """None where nothing was written: a dry run, or `--strict` with rejections."""
    store: str = ""
    files: list[FileReport] = field(default_factory=list)
    records: int = 0
    records_new: int = 0
    records_changed: int = 0
    records_unchanged: int = 0
    papers: int = 0
    papers_cited_only: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    missing_ends: list[tuple[str, str, str]] = field(default_factory=list)
    ignored_decisions: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.counts)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "run_id": self.run_id,
            "store": self.store,
            "records": {
                "read": self.records, "new": self.records_new, "changed": self.records_changed,
                "unchanged": self.records_unchanged,
            },
            "papers": self.papers,
            "papers_cited_only": self.papers_cited_only,
            "written": self.counts,
            "rejected": [{"reason": r.reason, "place": r.place, "snippet": r.snippet} for r in self.rejected],
            "missing_ends": [{"edge": label, "tail": tail, "head": head} for label, tail, head in self.missing_ends],
            "ignored_decisions": self.ignored_decisions,
            "files": [
                {
                    "path": file.path, "source": file.source, "records": file.records, "rejected": len(file.rejected),
                    "noted": [{"what": n.what, "place": n.place, "count": n.count} for n in file.noted],
                }
                for file in self.files
            ],
        }  # fmt: skip


def read_files(paths: Sequence[str], source: str | None) -> list[tuple[FileReport, Parsed]]:
    """Return what each file holds; the source is recognised from the file where it is not given.

    Raises:
        SourceError: A file is missing, a directory, empty, binary, or holds no record: nothing may be written.
    """
    result = []
    for path in paths:
        data = read_input(path)
        chosen = source_named(source) if source else recognise(data, path)
        parsed = chosen.parse(data, Origin(chosen.name, path))
        if not parsed.records:
            first = (
                f"; the first rejection is {parsed.rejected[0].place}: {parsed.rejected[0].reason}"
                if parsed.rejected
                else ""
            )
            raise SourceError(
                f"no paper found{first}",
                where=f"{path} (read as {chosen.name})",
                hint="say which source it is: papermesh load listing|jsonl|bibtex FILE",
            )
        report = FileReport(path, chosen.name, len(parsed.records), list(parsed.rejected), list(parsed.noted))
        result.append((report, parsed))
    return result


def load(
    open_store: Callable[[bool], Store],
    paths: Sequence[str],
    *,
    source: str | None = None,
    overlay: Path,
    command: str,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Load files into a graph.

    Args:
        open_store: Opens the store, for writing when its argument is true. It is not called before every file was
            read, so that an input which is no such source leaves the store as it was.
        paths: Files; `-` is standard input.
        source: Name of the source, `None` to recognise it from each file.
        overlay: The user's decisions.
        command: Kept on the run.
        dry_run: Compute everything, write nothing.
        strict: Write nothing when anything is rejected.
        progress: Told of each step.

    Raises:
        SourceError: An input cannot be read or holds no record.
        StoreError: The store cannot be opened or written.
    """
    files = read_files(paths, source)
    decisions = read_overlay(overlay)
    ontology = load_ontology()
    report = LoadReport(files=[file for file, _ in files])
    incoming = {record.record_id: record for _, parsed in files for record in parsed.records}
    report.records = sum(file.records for file in report.files)
    report.rejected = [bad for file in report.files for bad in file.rejected]
    if dry_run or strict:
        # Tried without writing first: a store that is not there yet must not be made.
        snapshot = _snapshot_if_any(open_store, report)
        records = _union(stored_records(snapshot), incoming, report)
        graph = build(records, ontology, decisions, progress=steps(progress, "linking", len(records)))
        _account(report, graph, difference(snapshot, graph, ""), incoming)
        if dry_run or report.rejected:
            return report
    with open_store(True) as store:
        report.store = store.address
        snapshot = read_graph(store)
        records = _union(stored_records(snapshot), incoming, report)
        graph = build(records, ontology, decisions, progress=steps(progress, "linking", len(records)))
        _write(store, snapshot, graph, report, command, incoming, progress)
    return report


def _snapshot_if_any(open_store: Callable[[bool], Store], report: LoadReport) -> Snapshot:
    try:
        with open_store(False) as store:
            report.store = store.address
            return read_graph(store)
    except StoreMissing:
        return Snapshot({}, {})


def refresh(store: Store, overlay: Path, command: str, progress: Progress | None = None) -> LoadReport:
    """Build the graph anew from the stored records, and write what changed: after a decision or a new ontology."""
    report = LoadReport(store=store.address)
    decisions: Overlay = read_overlay(overlay)
    ontology: Ontology = load_ontology()
    snapshot = read_graph(store)
    records = stored_records(snapshot)
    graph = build(records.values(), ontology, decisions, progress=steps(progress, "linking", len(records)))
    _write(store, snapshot, graph, report, command, {}, progress)
    return report


def stored_records(snapshot: Snapshot) -> dict[str, PaperRecord]:
    """Return the records of a stored graph, by id."""
    found = {}
    for (label, key), properties in snapshot.nodes.items():
        if label == schema.SourceRecord.label:
            content = json.loads(properties["record"])
            found[key] = PaperRecord(**content, place=properties.get("place"))
    return found


def _union(stored: dict[str, PaperRecord], incoming: dict[str, PaperRecord], report: LoadReport) -> list[PaperRecord]:
    """Return all records; one that came again with the same content keeps its first place."""
    result = dict(stored)
    report.records_new = report.records_changed = 0
    for record_id, record in incoming.items():
        before = stored.get(record_id)
        if before is None:
            report.records_new += 1
        elif before.model_dump() != record.model_dump():
            report.records_changed += 1
        else:
            # The same again: its place in the graph stays, and a rejection is reported where it stands now.
            result[record_id] = record.model_copy(update={"place": before.place})
            continue
        result[record_id] = record
    report.records_unchanged = report.records - report.records_new - report.records_changed
    return list(result.values())


def _write(
    store: Store,
    snapshot: Snapshot,
    graph: Graph,
    report: LoadReport,
    command: str,
    incoming: Mapping[str, PaperRecord],
    progress: Progress | None,
) -> None:
    write.prepare(store)
    run_id = _new_run_id(snapshot)
    changes = difference(snapshot, graph, run_id)
    _account(report, graph, changes, incoming)
    report.run_id = run_id
    with _run(store, run_id, command, report):
        total = (
            len(changes.new_nodes) + len(changes.changed_nodes) + len(changes.new_edges) + len(changes.changed_edges)
        )
        written: Written = apply(store, changes, _adding(steps(progress, "writing", total)))
        report.missing_ends = written.missing_ends
        report.rejected += [Rejected("the store refused it", row) for row in written.rejected]


def _account(report: LoadReport, graph: Graph, changes: Changes, incoming: Mapping[str, PaperRecord]) -> None:
    """Count what the load does; of what could not be written, only what this load brought is its rejection."""
    report.counts = changes.counts()
    brought = {head for cls, tail, head in graph.edges if cls is schema.Describes and tail in incoming}
    report.rejected += [bad for key, found in sorted(graph.rejected.items()) if key in brought for bad in found]
    report.ignored_decisions = graph.ignored_decisions
    scopes = Counter(
        "cited" if node.text_scope == "none" else "read"
        for node in graph.nodes.values()
        if isinstance(node, schema.Paper)
    )
    report.papers, report.papers_cited_only = scopes["read"], scopes["cited"]


def _new_run_id(snapshot: Snapshot) -> str:
    """Return an id for a run: its start and a number, so that runs sort by time."""
    number = 1 + sum(1 for label, _ in snapshot.nodes if label == schema.Run.label)
    return f"run-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{number:04d}"


@contextmanager
def _run(store: Store, run_id: str, command: str, report: LoadReport) -> Iterator[None]:
    """Keep a Run node that says how it went, also when it did not go well, and leave the store whole."""
    run = schema.Run(run_id=run_id, command=command, started=_now())
    write.write_nodes(store, [run])
    state = "failed"
    try:
        yield
        state = "done"
    except KeyboardInterrupt:
        state = "interrupted"
        raise
    finally:
        counts = json.dumps(report.as_dict() | {"files": len(report.files)}, ensure_ascii=False, sort_keys=True)
        try:
            write.write_nodes(store, [run.model_copy(update={"ended": _now(), "state": state, "counts": counts})])
            store.checkpoint()
        except PapermeshError:
            if state == "done":
                raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


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
