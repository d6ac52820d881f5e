"""Runs: each command that writes to the graph keeps a node that says what it did, how it ended and where to go on.

A command is known again by its job: a digest of all that it reads. When the last run of a job did not end well, the
same command goes on as that run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from papermesh.errors import PapermeshError
from papermesh.graph import schema, write
from papermesh.graph.store import Store
from papermesh.graph.writer import may_live, this_writer
from papermesh.loaders.change_log import Log, write_log
from papermesh.loaders.report import LoadReport

INTERRUPTED = "what was written stays; run the same command again to finish"
"""Said beside Ctrl-C while a graph is written."""

_RUNS = (
    "MATCH (r:Run) RETURN r.run_id AS run_id, r.command AS command, r.started AS started, r.state AS state,"
    " r.writer AS writer, r.checkpoint AS checkpoint ORDER BY run_id DESC"
)


def job_of(*parts: Any) -> str:
    """Return the digest of what a command reads: its inputs' digests, its source and options, as JSON holds them."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()[:16]


def open_run(store: Store, job: str, command: str) -> Run:
    """Return the run of a command: that of the same job which has not ended well, else a new one.

    It is kept as running, and the store is left so, before anything else is written: a writer that is killed leaves a
    run that says so. A run whose writer may still live is left alone.

    Args:
        store: Open for writing, and prepared.
        job: What the command reads, by `job_of`.
        command: Kept on the run.
    """
    found = store.read(_RUNS, timeout_ms=None).rows
    if unfinished := _unfinished(found, job):
        node, at = unfinished
        return Run(store, node, job, resumed=at)
    now = datetime.now(UTC)
    run_id = f"run-{now:%Y%m%dT%H%M%SZ}-{len(found) + 1:04d}"
    return Run(store, schema.Run(run_id=run_id, command=command, started=_iso(now)), job, resumed=None)


def checkpoint_of(store: Store, job: str) -> dict[str, Any] | None:
    """Return where the run of a job that has not ended well is to go on, `None` where there is no such run."""
    unfinished = _unfinished(store.read(_RUNS, timeout_ms=None).rows, job)
    return unfinished[1] if unfinished else None


def _unfinished(rows: Sequence[Sequence[Any]], job: str) -> tuple[schema.Run, dict[str, Any]] | None:
    """Return the last run of a job with its checkpoint, unless it is done or its writer may still live."""
    for run_id, first_command, started, state, writer, text in rows:
        at = _checkpoint(text)
        if at.get("job") == job:
            if state == "done" or (state == "running" and may_live(writer)):
                return None
            return schema.Run(run_id=run_id, command=first_command, started=started), at
    return None


class Run:
    """A run that writes, as a context: when it ends, its node says how, and the store is left whole.

    The end of the block makes it done, unless it was paused; an error makes it failed, Ctrl-C interrupted.
    """

    def __init__(self, store: Store, node: schema.Run, job: str, resumed: dict[str, Any] | None) -> None:
        self.resumed = resumed
        """The last checkpoint of the run that goes on, `None` where this one is new."""
        self.report: LoadReport | None = None
        """What its node tells of when it ends."""
        self._store = store
        self._job = job
        self._at: dict[str, Any] = {**(resumed or {}), "job": job}
        self._paused = False
        self._node = node.model_copy(update={"writer": this_writer(), "checkpoint": self._text()})
        self._keep("running")

    @property
    def run_id(self) -> str:
        """The key of its node, also that which new nodes and edges carry."""
        return self._node.run_id

    def checkpoint(self, at: Mapping[str, Any]) -> None:
        """Keep where to go on, with all that was written so far; on the embedded store readers see it from then on."""
        self._at = {**at, "job": self._job}
        self._keep("running")

    def log(self, log: Log) -> None:
        """Keep what is about to change: before it is written, so that a run which is killed has told of it.

        Records that are kept before the graph is built from them are named, too, or they could not be taken back.
        """
        log.run_id = self.run_id
        write_log(self._store, log)

    def pause(self, at: Mapping[str, Any]) -> None:
        """Let the run end paused, to be gone on with from there by the same command."""
        self._at = {**at, "job": self._job}
        self._paused = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        state = "paused" if self._paused else "done"
        if isinstance(value, KeyboardInterrupt):
            state = "interrupted"
            value.add_note(INTERRUPTED)
        elif value is not None:
            state = "failed"
        try:
            self._keep(state, ended=_iso(datetime.now(UTC)), **self._figures())
        except PapermeshError:
            if value is None:
                raise

    def _keep(self, state: str, **more: Any) -> None:
        self._node = self._node.model_copy(update={"state": state, "checkpoint": self._text(), **more})
        write.write_nodes(self._store, [self._node], replace=True)
        self._store.checkpoint()

    def _text(self) -> str:
        return json.dumps(self._at, ensure_ascii=False, sort_keys=True)

    def _figures(self) -> dict[str, Any]:
        report = self.report
        if report is None:
            return {}
        return {
            "counts": json.dumps(report.summary(), ensure_ascii=False, sort_keys=True),
            "records": report.records,
            "papers": report.papers,
            "links_added": report.links_added,
            "links_changed": report.links_changed,
            "links_retired": report.links_retired,
        }


def _checkpoint(text: str | None) -> dict[str, Any]:
    """Return what a run's node says of where to go on; one that was changed by hand says nothing."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
