"""Records that are kept while a run still asks for more: the graph is built from them when it has all.

What is kept so is logged first, like every change of a run, so that it can be taken back also where the run was killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from papermesh.graph.export import Snapshot
from papermesh.graph.store import Store
from papermesh.loaders.build import source_record
from papermesh.loaders.change_log import Log, note_changes
from papermesh.loaders.changes import apply, difference
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.records import Record, Rejected, RepositoryRecord
from papermesh.loaders.report import LoadReport
from papermesh.loaders.runs import Run


class Staging:
    """Writes records of a run as they come, and counts which of them say something new.

    Args:
        store: Open for writing, and prepared.
        run: That which keeps them.
        snapshot: What the store held when it began.
        records: The records in it, by id; what is kept is added.
        report: Its counts of records are kept.
    """

    def __init__(
        self, store: Store, run: Run, snapshot: Snapshot, records: dict[str, Record], report: LoadReport
    ) -> None:
        self._store, self._run, self._report = store, run, report
        self._nodes, self._records = snapshot.nodes, records
        self._pending: dict[str, Record] = {}
        self._brought: dict[str, str | None] = {}
        """Places of all records that were taken, by id, also of those that say nothing new."""
        self._written: dict[str, Counter[str]] = {}
        self._refused: list[Rejected] = []

    def take(self, records: Iterable[Record]) -> None:
        """Take records, to be written by the next `write`."""
        report = self._report
        for record in records:
            before = self._records.get(record.record_id)
            report.records += 1
            self._brought[record.record_id] = record.place
            if before is None:
                report.records_new += 1
            elif _says(before) == _says(record):
                report.records_unchanged += 1
            else:
                report.records_changed += 1
            # The same again keeps its place in the graph; a repository, the time of its last check.
            if before is None or (before.content != record.content and not _is_older(record, before)):
                self._records[record.record_id] = record
                self._pending[record.record_id] = record

    def write(self) -> None:
        """Write what was taken since the last time."""
        planned = Graph()
        for record in self._pending.values():
            node = source_record(record)
            planned.nodes[node.label, node.key_value] = node
        log = Log(confirmed=self._brought)
        self._pending, self._brought = {}, {}
        known = Snapshot(nodes={key: self._nodes[key] for key in planned.nodes if key in self._nodes})
        changes = difference(known, planned, self._run.run_id)
        if not log.confirmed:
            return
        note_changes(log, known, changes)
        self._run.log(log)
        for name, counts in changes.counts().items():
            self._written.setdefault(name, Counter()).update(counts)
        written = apply(self._store, changes)
        self._refused += [Rejected("the store refused it", row) for row in written.rejected]
        for kept in (*changes.new_nodes, *changes.changed_nodes):
            self._nodes[kept.label, kept.key_value] = kept.properties()

    def account(self) -> None:
        """Add what was written here to what the report says was written when the graph was built."""
        for name, counts in self._written.items():
            together = Counter(self._report.counts.get(name, {})) + counts
            self._report.counts[name] = dict(sorted(together.items()))
        self._report.rejected += self._refused


def _says(record: Record) -> dict[str, Any]:
    """Return what a record says, whenever that was asked."""
    return {name: value for name, value in record.content.items() if name != "checked_at"}


def _is_older(record: Record, before: Record) -> bool:
    if isinstance(record, RepositoryRecord) and isinstance(before, RepositoryRecord):
        return record.checked_at < before.checked_at
    return False
