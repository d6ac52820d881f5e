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
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.rebuilding import Progress, rebuild
from papermesh.loaders.records import Record
from papermesh.loaders.report import LoadReport
from papermesh.loaders.runs import job_of
from papermesh.loaders.stored_records import read_record, stored_records


@dataclass(slots=True)
class Forgotten:
    """What becomes of the records, by their ids."""

    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    """Those that say again what they said before."""
    kept: list[str] = field(default_factory=list)
    """Those of the run that stay as they are: another run brought the same, or something newer."""
    report: LoadReport = field(default_factory=LoadReport)


def forget(
    store: Store,
    overlay: Path,
    command: str,
    *,
    paper_id: str | None = None,
    run_id: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Forgotten:
    """Build the graph as if a paper's records, or what a run brought, had never been loaded.

    A run of `forget` is taken back in the same way: what it removed comes back.

    Args:
        store: Open for writing, unless it is a dry run.
        overlay: The user's decisions.
        command: Kept on the run.
        paper_id: The paper; or else
        run_id: the run.
        dry_run: Compute everything, write nothing.
        progress: Told of each step.
        model: Whose kept answers count.

    Raises:
        NotFound: The paper is only cited, or the run brought nothing that could be taken back.
    """
    snapshot = read_graph(store)
    records = stored_records(snapshot, store.address)
    if run_id is not None:
        forgotten = _without_run(store, snapshot, records, run_id)
    else:
        forgotten = Forgotten(removed=_of_paper(store, snapshot, paper_id or ""))
        for key in forgotten.removed:
            del records[key]
    log = Log(undone=run_id, forgotten=[] if run_id else list(forgotten.removed))
    forgotten.report = rebuild(
        store, snapshot, records, overlay, command, log, job=job_of("forget", paper_id, run_id), dry_run=dry_run,
        progress=progress, model=model,
    )  # fmt: skip
    if run_id is not None and not dry_run:
        _end(store, snapshot, run_id)
    return forgotten


def _of_paper(store: Store, snapshot: Snapshot, paper_id: str) -> list[str]:
    """Return the ids of all records of a paper."""
    of_it = sorted(tail for cls, tail, head in snapshot.edges if cls is schema.Describes and head == paper_id)
    # A paper that was read and has no record is what a killed `forget` left; it goes, too.
    if not of_it and snapshot.nodes[schema.Paper.label, paper_id]["text_scope"] == "none":
        raise NotFound(
            f"{paper_id} is only cited: no record of it was loaded",
            where=store.address,
            hint=f"forget the papers that cite it: papermesh show {paper_id}",
        )
    return of_it


def _without_run(store: Store, snapshot: Snapshot, records: dict[str, Record], run_id: str) -> Forgotten:
    """Take from the records what a run brought, and return what became of them."""
    label = schema.Run.label
    cut_short = {key for (kind, key), run in snapshot.nodes.items() if kind == label and run["state"] != "done"}
    present = _states(snapshot)
    without = records_without(read_logs(store), present, run_id, cut_short)
    if not without:
        raise NotFound(
            f"{run_id} brought no records that could be taken back",
            where=store.address,
            hint="papermesh runs lists them; a decision is taken back by the opposite command",
        )
    found = Forgotten()
    for key, state in without.items():
        if state == present.get(key):
            found.kept.append(key)
        elif state is None:
            found.removed.append(key)
            del records[key]
        else:
            found.restored.append(key)
            records[key] = read_record(state)
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
        if key in log.rewritten:
            if state is not None and state == log.records[key]:
                state = after[log.number]
            continue
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
