"""Records as the graph keeps them, read again; and the full text of a paper, which stands nowhere else (ADR 10)."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from papermesh.errors import StoreError
from papermesh.loaders.build import linked_sections
from papermesh.loaders.linking.links import SectionText
from papermesh.loaders.merge import full_text
from papermesh.loaders.records import PaperRecord


def stored_record(record_id: str, record: str | None, place: str | None, address: str) -> PaperRecord:
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


def read_record(properties: Mapping[str, Any]) -> PaperRecord:
    """Return the record that a `SourceRecord` holds.

    Raises:
        ValueError: It holds none.
        TypeError: As above.
    """
    return PaperRecord.model_validate({**json.loads(properties["record"] or ""), "place": properties.get("place")})


def sections_linked(records: Iterable[PaperRecord]) -> tuple[SectionText, ...]:
    """Return the sections of a paper that are linked, out of all its records: the same that the load chose."""
    full = full_text(records)
    return linked_sections(full.sections) if full else ()
