"""Taking back what was loaded: a paper with all its records, or what one run brought.

The graph is a function of its records, so all that is to be found is which records there would be. Each run that
loads offers records: one that is not there is taken, one that says something else replaces what is there. The logs
say what each run offered, so leaving out one run's offers gives the records as if it had never been.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from papermesh.errors import NotFound
from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot, read_graph
from papermesh.graph.store import Store
from papermesh.loaders.change_log import Log, RecordState, read_logs
from papermesh.loaders.ingest import Progress, read_record, rebuild, stored_records
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.report import LoadReport
from papermesh.loaders.runs import job_of


@dataclass(slots=True)
class Forgotten:
    """What became of the records, by their ids."""

    report: LoadReport
    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    """Those that say again what they said before."""
    kept: list[str] = field(default_factory=list)
    """Those of the run that stay as they are: another run brought the same, or something newer."""


def forget_paper(
    store: Store,
    paper_id: str,
    overlay: Path,
    command: str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Forgotten:
    """Remove all records of a paper, and build the graph as if they had never been loaded.

    Raises:
        NotFound: It is only cited: there is no record of it.
    """
    snapshot = read_graph(store)
    of_it = sorted(tail for cls, tail, head in snapshot.edges if cls is schema.Describes and head == paper_id)
    # A paper that was read and has no record is what a killed `forget` left; it goes, too.
    if not of_it and snapshot.nodes[schema.Paper.label, paper_id]["text_scope"] == "none":
        raise NotFound(
            f"{paper_id} is only cited: no record of it was loaded",
            where=store.address,
            hint=f"forget the papers that cite it: papermesh show {paper_id}",
        )
    records = stored_records(snapshot, store.address)
    left = {key: record for key, record in records.items() if key not in set(of_it)}
    report = rebuild(
        store, snapshot, left, overlay, command, Log(forgotten=of_it), job=job_of("forget", "paper", paper_id),
        dry_run=dry_run, progress=progress, model=model,
    )  # fmt: skip
    return Forgotten(report, removed=of_it)


def forget_run(
    store: Store,
    run_id: str,
    overlay: Path,
    command: str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Forgotten:
    """Take back what a run brought: the graph becomes that of all other runs.

    A run of `forget` is taken back in the same way: what it removed comes back.

    Raises:
        NotFound: The run brought nothing that could be taken back.
    """
    snapshot = read_graph(store)
    logs = read_logs(store)
    present = _states(snapshot)
    label = schema.Run.label
    cut_short = {key for (kind, key), run in snapshot.nodes.items() if kind == label and run["state"] != "done"}
    without = records_without(logs, present, run_id, cut_short)
    if not without:
        raise NotFound(
            f"{run_id} brought no records that could be taken back",
            where=store.address,
            hint="papermesh runs lists them; a decision is taken back by the opposite command",
        )
    records = stored_records(snapshot, store.address)
    found = Forgotten(LoadReport())
    for key, state in without.items():
        if state == present.get(key):
            found.kept.append(key)
        elif state is None:
            found.removed.append(key)
            records.pop(key, None)
        else:
            found.restored.append(key)
            records[key] = read_record(state)
    found.report = rebuild(
        store, snapshot, records, overlay, command, Log(undone=run_id), job=job_of("forget", "run", run_id),
        dry_run=dry_run, progress=progress, model=model,
    )  # fmt: skip
    if not dry_run:
        _end(store, snapshot, run_id)
    return found


def records_without(
    logs: Sequence[Log], present: Mapping[str, RecordState], run_id: str, cut_short: Collection[str] = ()
) -> dict[str, RecordState | None]:
    """Return what each record that a run had to do with would be without that run; `None` where there would be none.

    Args:
        logs: All logs of the store, in their order.
        present: All records as they are stored.
        run_id: The run.
        cut_short: Runs that did not end well: what they were to take back may still be there.
    """
    before, after = _undone((log for log in logs if log.run_id not in cut_short), ()), _undone(logs, (run_id,))
    concerned = before ^ after
    by_record: dict[str, list[Log]] = {}
    for log in logs:
        for key in {*log.records, *log.confirmed, *log.forgotten}:
            by_record.setdefault(key, []).append(log)
    return {
        key: _folded(key, entries, present.get(key), after)
        for key, entries in sorted(by_record.items())
        if any(log.run_id in concerned for log in entries)
    }


def _undone(logs: Iterable[Log], also: Iterable[str]) -> set[str]:
    """Return the runs that are taken back: by a later run that is not itself taken back, or now."""
    undone = set(also)
    for log in sorted(logs, key=lambda log: log.number, reverse=True):
        if log.undone is not None and log.run_id not in undone:
            undone.add(log.undone)
    return undone


def _folded(key: str, logs: Sequence[Log], present: RecordState | None, undone: set[str]) -> RecordState | None:
    """Return a record as the runs that count make it, by the rules of a load, from all logs that name it."""
    written = [log for log in logs if key in log.records]
    after = dict(
        zip((log.number for log in written), [*(log.records[key] for log in written[1:]), present], strict=True)
    )
    stood = state = written[0].records[key] if written else present
    for log in logs:
        offer: RecordState | None = None
        if key in log.records:
            # What was logged before a kill, and never written, offers nothing.
            offer = after[log.number] if after[log.number] != log.records[key] else None
            stood = after[log.number]
        elif key in log.confirmed and stood is not None:
            offer = {"record": stood["record"], "place": log.confirmed[key]}
        if log.run_id in undone:
            continue
        if key in log.forgotten:
            state = None
        elif log.undone is None and offer is not None and (state is None or state["record"] != offer["record"]):
            state = offer
    return state


def _states(snapshot: Snapshot) -> dict[str, RecordState]:
    label = schema.SourceRecord.label
    return {
        key: {"record": properties.get("record"), "place": properties.get("place")}
        for (kind, key), properties in snapshot.nodes.items()
        if kind == label
    }


def _end(store: Store, snapshot: Snapshot, run_id: str) -> None:
    """Let no command go on as a run that was taken back."""
    properties = snapshot.nodes[schema.Run.label, run_id]
    at = json.loads(properties.get("checkpoint") or "{}")
    at.pop("job", None)
    node = schema.Run.model_validate({**properties, "run_id": run_id, "checkpoint": json.dumps(at)})
    write.write_nodes(store, [node], replace=True)
    store.checkpoint()
