"""The protocol and its two stores agree, and what needs no engine loads none."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from papermesh.graph.embedded import EmbeddedStore
from papermesh.graph.neo4j_store import Neo4jStore
from papermesh.graph.store import Rows, Store

METHODS = [name for name in dir(Store) if callable(getattr(Store, name)) and not name.startswith("_")]


@pytest.mark.parametrize("cls", [EmbeddedStore, Neo4jStore])
@pytest.mark.parametrize("name", METHODS)
def test_signatures_are_the_protocol_s(cls: type[Store], name: str) -> None:
    """Both stores take the same arguments with the same defaults as the protocol says."""
    ours = inspect.signature(getattr(cls, name)).parameters
    assert dict(ours) == dict(inspect.signature(getattr(Store, name)).parameters)


def test_the_methods_are_found() -> None:
    """The test above has something to compare."""
    assert set(METHODS) == {"read", "write", "transaction", "checkpoint", "close"}


def test_a_store_is_chosen_without_loading_an_engine() -> None:
    """`papermesh --help` may import the protocol: no engine, no driver, no pydantic."""
    code = (
        "import sys, papermesh.graph.store, papermesh.errors\n"
        "print([name for name in ('kglite', 'neo4j', 'pydantic', 'networkx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_are_maps_when_iterated() -> None:
    """Iteration pairs columns and values; length is the number of rows."""
    rows = Rows(("a", "b"), [(1, 2), (3, 4)])
    assert list(rows) == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
    assert len(rows) == 2
