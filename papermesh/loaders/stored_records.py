"""Records as the graph keeps them, read again; and the full text of a paper, which stands nowhere else (ADR 10)."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from papermesh.errors import StoreError
from papermesh.graph import schema
from papermesh.graph.export import Snapshot
from papermesh.loaders.build import linked_sections
from papermesh.loaders.linking.links import SectionText
from papermesh.loaders.merge import full_text
from papermesh.loaders.records import PaperRecord, Record, RepositoryRecord, papers_among


def stored_records(snapshot: Snapshot, address: str) -> dict[str, Record]:
    """Return the records of a stored graph, of papers and of repositories, by id.

    Raises:
        StoreError: One was changed by hand into what is no record; the hint removes it.
    """
    found: dict[str, Record] = {}
    for (label, key), properties in snapshot.nodes.items():
        if label != schema.SourceRecord.label:
            continue
        found[key] = stored_record(key, properties["record"], properties.get("place"), address)
    return found


def stored_record(record_id: str, record: str | None, place: str | None, address: str) -> Record:
    """Return a record of a stored graph.

    Args:
        record_id: Its key.
        record: Its content as JSON.
        place: Where it was read from.
        address: The store, for the error.

    Raises:
        StoreError: It was changed by hand into what is no record; the hint removes it.
    """
    try:
        return read_record({"record": record, "place": place})
    except (ValueError, TypeError) as error:
        statement = f"MATCH (r:SourceRecord {{record_id: {json.dumps(record_id)}}}) DETACH DELETE r"
        raise StoreError(
            f"the stored record {record_id} cannot be read",
            where=address,
            hint=f"remove it, then load its file again: papermesh cypher --write {shlex.quote(statement)}",
        ) from error


def read_record(properties: Mapping[str, Any]) -> Record:
    """Return the record that a `SourceRecord` holds.

    Raises:
        ValueError: It holds none.
        TypeError: As above.
    """
    content = {**json.loads(properties["record"] or ""), "place": properties.get("place")}
    cls = RepositoryRecord if content.get("kind") == "repository" else PaperRecord
    return cls.model_validate(content)


def sections_linked(records: Iterable[Record]) -> tuple[SectionText, ...]:
    """Return the sections of a paper that are linked, out of all its records: the same that the load chose."""
    full = full_text(papers_among(records))
    return linked_sections(full.sections) if full else ()
