"""The catalogue, and the rules that hold for every query file of the package."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import re

import pytest

from papermesh.errors import NotFound
from papermesh.queries.ask import LIMIT, UNKNOWN
from papermesh.queries.catalog import names, queries, query
from papermesh.queries.header import QueryFile

every_query = pytest.mark.parametrize("file", queries(), ids=[one.name for one in queries()])


def test_names_are_sorted_and_found_again() -> None:
    assert list(names()) == sorted(one.name for one in queries())
    assert all(query(name).name == name for name in names())


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="no query 'find-paper'") as caught:
        query("find-paper")
    assert "find-papers" in (caught.value.hint or "")


@every_query
def test_no_text_asks_for_what_the_stores_answer_differently(file: QueryFile) -> None:
    # Nodes of the embedded store have extra keys; full-text scores and nested comments differ.
    assert not re.search(r"\b(properties|keys)\s*\(|db\.index|/\*|COLLECT\s*\{|SHORTEST", file.text)


@every_query
def test_every_text_orders_its_rows_at_the_end(file: QueryFile) -> None:
    last = file.text[file.text.rindex("\nRETURN ") :]
    assert "ORDER BY" in last


@every_query
def test_every_limit_is_a_parameter_with_a_default(file: QueryFile) -> None:
    assert not re.search(r"LIMIT\s+\d", file.text)
    for param in file.params:
        if param.name == LIMIT:
            assert (param.type, param.required) == ("int", False)


@every_query
def test_a_query_that_counts_the_unknown_takes_the_same_parameters(file: QueryFile) -> None:
    if file.unknown is None:
        return
    counter = query(file.unknown)
    assert counter.params == file.params
    assert UNKNOWN in {column.name for column in counter.columns}


@every_query
def test_no_line_of_a_text_is_too_long(file: QueryFile) -> None:
    assert max(map(len, file.text.splitlines())) <= 120
