"""What the embedded engine returns and raises, as this package's own types."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import kglite

from papermesh.errors import QueryError, QueryTimeout, StoreError, WriteRefused
from papermesh.graph.store import GraphEdge, GraphNode, GraphPath, Rows

_SCALARS = frozenset({str, int, float, bool, type(None)})
_MISSING_PARAMETER = re.compile(r"Missing parameter: \$(\w+)")
_PREFIX = re.compile(r"^(?:Cypher (?:syntax|execution|type mismatch)? ?error|Schema error)(?: at line \d+, col \d+)?: ")


def rows(view: Any) -> Rows:
    """Return an answer of the engine as `Rows`, all of it converted: a view would hold the graph's old state."""
    if not isinstance(view, kglite.ResultView):
        raise QueryError("FORMAT is no Cypher that both stores run", hint="leave it out; choose the output's --format")
    columns = tuple(view.columns)
    found = [
        tuple([value if type(value) in _SCALARS else _value(value) for value in row.values()])
        for row in view.to_list()  # one map per row, in the order of the columns
    ]
    total = (view.diagnostics or {}).get("total_rows")
    changes = {name: count for name, count in (view.stats or {}).items() if count}
    return Rows(columns, found, truncated=total is not None and total > len(found), changes=changes)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    for shape, convert in _SHAPES:
        if value.keys() == shape:
            converted = convert(value)
            if converted is not None:
                return converted
    return {name: _value(item) for name, item in value.items()}


def _node(value: Mapping[str, Any]) -> GraphNode | None:
    labels, properties = value["labels"], value["properties"]
    if not isinstance(labels, list) or not isinstance(properties, dict) or "type" not in properties:
        return None
    # `id` and `type` stand on every node, and so does `title`, which on all labels but Paper repeats `name`.
    extra = {"id", "type", "name" if "Paper" in labels else "title"}
    kept = {name: item for name, item in properties.items() if name not in extra and item is not None}
    return GraphNode(str(value["id"]), tuple(labels), dict(sorted(kept.items())))


def _edge(value: Mapping[str, Any]) -> GraphEdge | None:
    properties = value["properties"]
    if not isinstance(properties, dict):
        return None
    kept = {name: item for name, item in sorted(properties.items()) if item is not None}
    return GraphEdge(str(value["id"]), value["type"], str(value["start"]), str(value["end"]), kept)


def _path(value: Mapping[str, Any]) -> GraphPath | None:
    nodes = tuple(_value(node) for node in value["nodes"])
    edges = tuple(_value(edge) for edge in value["relationships"])
    if not all(isinstance(node, GraphNode) for node in nodes) or not all(isinstance(edge, GraphEdge) for edge in edges):
        return None
    return GraphPath(nodes, edges)


_SHAPES: tuple[tuple[set[str], Callable[[Mapping[str, Any]], Any]], ...] = (
    ({"id", "labels", "properties"}, _node),
    ({"id", "start", "end", "type", "properties"}, _edge),
    ({"nodes", "relationships"}, _path),
)


@contextmanager
def typed_errors(address: str, timeout_ms: int | None = None) -> Iterator[None]:
    """Turn what the engine raises while it runs a text into errors of `papermesh.errors`.

    Its warning that parts of a file are not laid out for mapping is for those who map files; we load them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
            yield
    except kglite.CypherTimeoutError as error:
        limit = "the time allowed" if timeout_ms is None else f"{timeout_ms} ms"
        raise QueryTimeout(
            f"the query took longer than {limit}", where=address, hint="ask for less, or allow more with --timeout-ms"
        ) from error
    except kglite.ReadOnlyError as error:
        raise WriteRefused(
            "this query would write", where=address, hint="the graph is open for reading only"
        ) from error
    except (kglite.FileIoError, OSError) as error:
        raise StoreError(f"the graph's file could not be written: {error}", where=address) from error
    except (kglite.KgError, ValueError, TypeError, OverflowError) as error:
        raise _query_error(error, address) from error


def _query_error(error: Exception, address: str) -> QueryError:
    text = str(error)
    missing = _MISSING_PARAMETER.search(text)
    if missing:
        name = missing.group(1)
        return QueryError(
            f"the parameter ${name} has no value", where=address, hint=f"give it one: --param {name}=VALUE"
        )
    line, column = getattr(error, "line", None), getattr(error, "col", None)
    where = f"line {line}, column {column}" if line is not None else address
    hint = "a query that needs more than it may hold at once: add a LIMIT" if "max_work_units" in text else None
    return QueryError(_PREFIX.sub("", text).splitlines()[0], where=where, hint=hint)
