"""What each run changed of records and links, kept as it was before.

A log holds the earlier values alone: what a run made of them is the earlier value of the next log that names the same
thing, or what the store holds now. So a first load of 100,000 links costs their keys and not their sentences, an old
state is found by going back, and a log that was written for a run which was then killed is as true as any other.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from papermesh.errors import StoreError
from papermesh.graph import schema, write
from papermesh.graph.export import Snapshot, read_edges
from papermesh.graph.store import Store
from papermesh.loaders.changes import Changes, renamed_edge
from papermesh.loaders.planned_graph import EdgeKey

PART_BYTES = 1_000_000
"""Most bytes of a log, before they are compressed, in one node."""

LinkKey = tuple[str, str]
"""A paper's key, and what it is linked to as `label:key`."""
LinkState = dict[str, Any]
"""The edge's label, and its role and proof."""
RecordState = dict[str, str | None]
"""A stored record: `record`, its JSON, and `place`."""

PROOF = ("roles_seen", "evidence", "field", "surface", "span_start", "span_end", "confidence", "rule", "basis")
"""Properties of a link that say what it rests on; how often it is mentioned and by whose record are no change of it."""

_LAST = "MATCH (l:ChangeLog) RETURN l.log_id AS log_id ORDER BY log_id DESC LIMIT 1"
_ALL = "MATCH (l:ChangeLog) RETURN l.log_id AS log_id, l.run_id AS run_id, l.entries AS entries ORDER BY log_id"


@dataclass(slots=True)
class Log:
    """What one writing changed; a run that was continued has several."""

    run_id: str = ""
    number: int = 0
    """In the order of all writings to the store, from 1."""
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """Keys of papers, (old, new); links are named by the new ones."""
    records: dict[str, RecordState | None] = field(default_factory=dict)
    """Records that changed, as they were before; `None` where there was none."""
    confirmed: dict[str, str | None] = field(default_factory=dict)
    """Records that the run brought as they were there already, with the place where it read them.

    Before the changes are noted, all that it brought.
    """
    links: dict[LinkKey, LinkState | None] = field(default_factory=dict)
    """Links that changed, as they were before; `None` where there was none."""
    rewritten: list[str] = field(default_factory=list)
    """Records among `records` that the run did not bring: it spells them otherwise, and says nothing new."""
    forgotten: list[str] = field(default_factory=list)
    """Records that the user had removed, whoever brought them."""
    undone: str | None = None
    """The run whose records this run took back."""


def note_changes(log: Log, stored: Snapshot, changes: Changes) -> None:
    """Add to a log what changes will do to a stored graph."""
    log.renamed = list(changes.renamed)
    record = schema.SourceRecord.label
    brought = set(log.confirmed)
    touched = [node.key_value for node in (*changes.new_nodes, *changes.changed_nodes) if node.label == record]
    for key in (*touched, *(key for label, key in changes.stale_nodes if label == record)):
        log.records[key] = _record_state(stored.nodes.get((record, key)))
        log.confirmed.pop(key, None)
    if log.undone is None and not log.forgotten:
        log.rewritten = [key for key in touched if key not in brought]
    new_key = dict(changes.renamed)
    present = {
        renamed_edge(key, new_key): properties
        for key, properties in stored.edges.items()
        if issubclass(key[0], schema.Stated)
    }
    gone = set(changes.stale_nodes)
    removed = set(changes.stale_edges)
    for link, properties in present.items():
        cls, tail, head = link
        if properties["first_run"] and (
            link in removed or (cls.tail.label, tail) in gone or (cls.head.label, head) in gone
        ):
            log.links[_link_key(link)] = link_state(cls, properties)
    for edge in changes.changed_edges:
        if isinstance(edge, schema.Stated):
            link = (type(edge), edge.tail_key, edge.head_key)
            before = link_state(type(edge), present[link])
            if before != link_state(type(edge), edge.properties()):
                log.links[_link_key(link)] = before
    for edge in changes.new_edges:
        if isinstance(edge, schema.Stated):
            log.links.setdefault(_link_key((type(edge), edge.tail_key, edge.head_key)), None)


def counts_of(log: Log, wanted: Iterable[EdgeKey]) -> tuple[int, int, int]:
    """Return how many links a log has added, changed and retired.

    Args:
        log: The log of one writing.
        wanted: The edges that the graph has after it.
    """
    after = {_link_key(key) for key in wanted if issubclass(key[0], schema.Stated)}
    added = sum(before is None for before in log.links.values())
    retired = sum(before is not None and key not in after for key, before in log.links.items())
    return added, len(log.links) - added - retired, retired


def link_state(cls: type[schema.Edge], properties: Mapping[str, Any]) -> LinkState:
    """Return what of a link says its role and proof, without what is not known."""
    proof = {name: properties.get(name) for name in PROOF}
    return {"edge": cls.label} | {name: value for name, value in proof.items() if value not in (None, [])}


def links_now(store: Store) -> dict[LinkKey, LinkState]:
    """Return all links of papers as the store holds them."""
    return {
        _link_key((cls, tail, head)): link_state(cls, properties)
        for cls in schema.EDGES
        if issubclass(cls, schema.Stated)
        for tail, head, properties in read_edges(store, cls)
    }


def write_log(store: Store, log: Log) -> None:
    """Keep a log, in one transaction; it gets the next number."""
    last = store.read(_LAST, timeout_ms=None).rows
    log.number = (int(str(last[0][0]).partition(".")[0]) if last else 0) + 1
    parts = [
        schema.ChangeLog(log_id=f"{log.number:06}.{number:04}", run_id=log.run_id, entries=_packed(lines))
        for number, lines in enumerate(_parts(_lines(log)), 1)
    ]
    write.write_nodes(store, parts, batch_size=len(parts))


def read_logs(store: Store) -> list[Log]:
    """Return all logs of a store, in the order in which they were written.

    Raises:
        StoreError: One was changed by hand into what is no log.
    """
    logs: dict[int, Log] = {}
    try:
        for log_id, run_id, entries in store.read(_ALL, timeout_ms=None).rows:
            number = int(str(log_id).partition(".")[0])
            log = logs.setdefault(number, Log(run_id, number))
            for line in zlib.decompress(base64.b64decode(entries)).decode("utf-8").split("\n"):
                _take(log, json.loads(line))
    except (ValueError, TypeError, KeyError, zlib.error) as error:
        raise StoreError(
            "what a run changed cannot be read", where=store.address, hint="export the records and load them elsewhere"
        ) from error
    return [logs[number] for number in sorted(logs)]


def by_present_key(logs: Sequence[Log]) -> dict[LinkKey, list[tuple[Log, LinkState | None]]]:
    """Return what each link was before each log that names it, in their order; papers go by the key they have now."""
    found: dict[LinkKey, list[tuple[Log, LinkState | None]]] = defaultdict(list)
    now: dict[str, str] = {}
    for log in reversed(logs):
        for (paper, entity), before in log.links.items():
            found[now.get(paper, paper), entity].append((log, before))
        now |= {old: now.get(new, new) for old, new in log.renamed}
    return {key: entries[::-1] for key, entries in found.items()}


def _link_key(key: EdgeKey) -> LinkKey:
    cls, tail, head = key
    return tail, f"{cls.head.label.lower()}:{head}"


def _record_state(properties: Mapping[str, Any] | None) -> RecordState | None:
    return None if properties is None else {"record": properties.get("record"), "place": properties.get("place")}


def _lines(log: Log) -> Iterator[str]:
    """Yield a log as lines, each a list that begins with what it tells of; one line at least, for its place in time."""
    entries: list[list[Any]] = [["undone", log.undone]]
    entries += [["renamed", old, new] for old, new in log.renamed]
    entries += [["record", key, before] for key, before in log.records.items()]
    entries += [["confirmed", key, place] for key, place in log.confirmed.items()]
    entries += [["link", *key, before] for key, before in log.links.items()]
    entries += [["rewritten", key] for key in log.rewritten]
    entries += [["forgotten", key] for key in log.forgotten]
    for entry in entries:
        yield json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _take(log: Log, entry: list[Any]) -> None:
    kind, *rest = entry
    if kind == "undone":
        log.undone = rest[0]
    elif kind == "renamed":
        log.renamed.append((rest[0], rest[1]))
    elif kind == "record":
        log.records[rest[0]] = rest[1]
    elif kind == "confirmed":
        log.confirmed[rest[0]] = rest[1]
    elif kind == "link":
        log.links[rest[0], rest[1]] = rest[2]
    elif kind == "rewritten":
        log.rewritten.append(rest[0])
    elif kind == "forgotten":
        log.forgotten.append(rest[0])


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for line in lines:
        if part and size + len(line) > PART_BYTES:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    yield part


def _packed(lines: Iterable[str]) -> str:
    return base64.b64encode(zlib.compress("\n".join(lines).encode("utf-8"))).decode("ascii")
