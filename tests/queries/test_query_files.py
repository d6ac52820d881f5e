"""Every query file runs on both stores, returns what its header declares, and gives the same rows."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papermesh.graph.store import Store, open_graph
from papermesh.queries.answer import Column
from papermesh.queries.catalog import names, queries, query
from papermesh.queries.header import QueryFile
from tests.queries.answers import ASKED, SNAPSHOT, answers
from tests.queries.sample import write_sample

EXPECTED: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_query_has_an_expected_answer() -> None:
    assert sorted(EXPECTED) == sorted(names())
    assert set(ASKED) <= set(names())
    empty = sorted(name for name, asked in EXPECTED.items() if not any(asked))
    # An asking that finds nothing on the sample would compare nothing.
    assert empty == ["papers-with-same-title"]


def test_both_stores_give_the_expected_rows(store: Store) -> None:
    write_sample(store)
    found = answers(store)
    different = {name: (found[name], EXPECTED[name]) for name in found if found[name] != EXPECTED[name]}
    assert different == {}


def test_the_order_of_rows_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    with open_graph(str(tmp_path / "reversed.kgl"), write=True) as store:
        write_sample(store, backwards=True)
        assert answers(store) == EXPECTED


def test_titles_that_compare_equal_are_found(store: Store) -> None:
    write_sample(store)
    store.write("MATCH (p:Paper {paper_id: 'doi:10.5555/nameless'}) SET p.title_key = 'rounding,-revisited'")
    rows = store.read(query("papers-with-same-title").text, {"limit": 5}).rows
    assert [row[:2] for row in rows] == [("rounding,-revisited", ["arxiv:2403.00007", "doi:10.5555/nameless"])]


@pytest.mark.parametrize("file", queries(), ids=[one.name for one in queries()])
def test_rows_have_the_declared_columns_and_types(file: QueryFile, sample: Store) -> None:
    for params in ASKED.get(file.name, [{}]):
        rows = sample.read(file.text, file.filled(params))
        assert rows.columns == tuple(column.name for column in file.columns)
        for row in rows.rows:
            for value, column in zip(row, file.columns, strict=True):
                assert _fits(value, column), (column.name, value)


def _fits(value: object, column: Column) -> bool:
    if value is None:
        return column.nullable
    if column.type == "json":
        return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(item, dict) for item in value))
    if column.type.startswith("list["):
        item_type = {"list[str]": str, "list[int]": int}[column.type]
        return isinstance(value, list) and all(isinstance(item, item_type) for item in value)
    types: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
    return isinstance(value, types[column.type]) and (column.type == "bool" or not isinstance(value, bool))
