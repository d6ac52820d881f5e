"""Runs a query file and returns its rows as instances of a class: what every typed function is made of."""

from __future__ import annotations

from typing import Any, TypeVar

from papermesh.graph.store import Store
from papermesh.queries.catalog import query

R = TypeVar("R")


def typed_rows(store: Store, name: str, row: type[R], /, **params: Any) -> list[R]:
    """Return the rows of a query, each as `row(*columns)`.

    Keys are taken as they are: nothing is resolved, nothing is counted, no row is held back.
    """
    file = query(name)
    return [row(*values) for values in store.read(file.text, file.filled(params)).rows]
