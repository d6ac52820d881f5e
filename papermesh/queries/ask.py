"""Asks a query of a store: names resolved, what is unknown counted, all of it in the envelope."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from papermesh.graph.store import DEFAULT_TIMEOUT_MS, Store
from papermesh.queries import names
from papermesh.queries.answer import Answer
from papermesh.queries.catalog import query
from papermesh.queries.header import Param, QueryFile
from papermesh.queries.refs import EntityRef, Ref

LIMIT = "limit"
"""The parameter that holds back rows. One row more than it is read, so that the answer knows whether there are more."""

UNKNOWN = "unknown"
"""Column of the query that a header names under `unknown:`, with the count over all of its rows in each row."""


def ask(
    store: Store, file: QueryFile, params: Mapping[str, Any], *, timeout_ms: int | None = DEFAULT_TIMEOUT_MS
) -> Answer:
    """Return the answer to a query.

    Args:
        store: The graph.
        file: The query.
        params: Values as a user gives them: a paper by its title, a device by an alias.
        timeout_ms: Longest time for each text that is run, in milliseconds.

    Raises:
        QueryError: A parameter is missing, unknown or of another type; or the query fails.
        NotFound: A name fits nothing.
        Ambiguous: A name fits several things.
    """
    started = time.perf_counter()
    given = file.filled(params)
    values, resolved = _resolve(store, file, given)
    limit = values.get(LIMIT)
    if limit is not None:
        values[LIMIT] = limit + 1
    rows = store.read(file.text, values, timeout_ms=timeout_ms).rows
    truncated = limit is not None and len(rows) > limit
    return Answer(
        query=file.name,
        columns=file.columns,
        rows=rows[:limit] if truncated else rows,
        truncated=truncated,
        unknown=_unknown(store, file, values, timeout_ms),
        params=given,
        resolved=resolved,
        store=store.address,
        run=last_run(store),
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )


def last_run(store: Store) -> str | None:
    """Return the id of the last run that wrote to the store, or None where there was none."""
    file = query("runs")
    rows = store.read(file.text, {LIMIT: 1}).rows
    return str(rows[0][0]) if rows else None


def _unknown(store: Store, file: QueryFile, values: Mapping[str, Any], timeout_ms: int | None) -> int | None:
    if file.unknown is None:
        return None
    counter = query(file.unknown)
    wanted = {param.name: values[param.name] for param in counter.params}
    rows = store.read(counter.text, wanted | {LIMIT: 1}, timeout_ms=timeout_ms).rows
    place = [column.name for column in counter.columns].index(UNKNOWN)
    return int(rows[0][place]) if rows else 0


def _resolve(store: Store, file: QueryFile, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values with names replaced by keys, and what each name was taken for."""
    values = dict(given)
    resolved: dict[str, Any] = {}
    for param in file.params:
        value = given[param.name]
        if not param.is_name or value is None:
            continue
        if param.is_list:
            found = [_named(store, param, one) for one in value]
            values[param.name] = [ref.key for ref in found]
            if found:
                resolved[param.name] = [ref.as_dict() for ref in found]
        else:
            ref = _named(store, param, value)
            values[param.name] = ref.key
            resolved[param.name] = ref.as_dict()
    return values, resolved


def _named(store: Store, param: Param, text: str) -> Ref | _EntityKey:
    if param.of == "paper":
        return names.resolve_paper(store, text)
    if param.of == "author":
        return names.resolve_author(store, text)
    if param.of == "repository":
        return names.resolve_repository(store, text)
    if param.of == "entity":
        return _EntityKey(names.resolve_entity(store, text))
    return names.resolve_entity(store, text, param.of)


class _EntityKey:
    """An entity whose type the parameter leaves open, so that its key has to say it."""

    def __init__(self, ref: EntityRef) -> None:
        self.key = ref.typed_key
        self._ref = ref

    def as_dict(self) -> dict[str, Any]:
        return self._ref.as_dict()
