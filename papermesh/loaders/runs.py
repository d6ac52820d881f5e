"""Runs: each command that writes to the graph keeps a node that says what it did and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from papermesh.errors import PapermeshError
from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot
from papermesh.graph.store import Store
from papermesh.loaders.report import LoadReport

INTERRUPTED = "what was written stays; run the same command again to finish"
"""Said beside Ctrl-C while a graph is written."""


def new_run_id(snapshot: Snapshot) -> str:
    """Return an id for a run: its start and a number, so that runs sort by time."""
    number = 1 + sum(1 for label, _ in snapshot.nodes if label == schema.Run.label)
    return f"run-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{number:04d}"


@contextmanager
def kept_run(store: Store, run_id: str, command: str, report: LoadReport) -> Iterator[None]:
    """Keep a Run node that says how it went, also when it did not go well, and leave the store whole."""
    run = schema.Run(run_id=run_id, command=command, started=_now())
    write.write_nodes(store, [run])
    state = "failed"
    try:
        yield
        state = "done"
    except KeyboardInterrupt as stopped:
        state = "interrupted"
        stopped.add_note(INTERRUPTED)
        raise
    finally:
        counts = json.dumps(report.summary(), ensure_ascii=False, sort_keys=True)
        try:
            write.write_nodes(store, [run.model_copy(update={"ended": _now(), "state": state, "counts": counts})])
            store.checkpoint()
        except PapermeshError:
            if state == "done":
                raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
