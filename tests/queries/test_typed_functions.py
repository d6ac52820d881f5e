"""Each query file has a typed function: names, types, defaults, columns and summary agree with the header."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import dataclasses
import inspect
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from papermesh.graph.store import Store
from papermesh.queries.answer import Column
from papermesh.queries.catalog import queries
from papermesh.queries.header import Param, QueryFile

PYTHON: dict[str, object] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list[str]": list[str],
    "list[int]": list[int],
}
every_query = pytest.mark.parametrize("file", queries(), ids=[one.name for one in queries()])


def _function(file: QueryFile) -> Any:
    return getattr(import_module(f"papermesh.queries.{file.topic}"), file.name.replace("-", "_"))


def _type(param: Param) -> object:
    one = "str" if param.is_name else param.of
    base = PYTHON[f"list[{one}]" if param.is_list else one]
    return base | None if param.nullable else base  # type: ignore[operator]


@every_query
def test_the_function_takes_what_the_header_declares(file: QueryFile) -> None:
    function = _function(file)
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())
    assert hints[parameters[0].name] is Store
    assert [one.name for one in parameters[1:]] == [param.name for param in file.params]
    for parameter, param in zip(parameters[1:], file.params, strict=True):
        default = inspect.Parameter.empty if param.required else param.default
        if param.is_list and not param.required:
            # A list as a default could be changed by a caller: the function takes any sequence, and none by default.
            assert parameter.default == ()
            assert get_args(hints[param.name]) == get_args(_type(param))
        else:
            assert parameter.default == default
            assert hints[param.name] == _type(param)


@every_query
def test_the_function_says_what_the_header_says(file: QueryFile) -> None:
    assert inspect.getdoc(_function(file)) == file.summary


@every_query
def test_the_rows_have_the_columns(file: QueryFile) -> None:
    returned = get_type_hints(_function(file))["return"]
    assert get_origin(returned) is list
    (row,) = get_args(returned)
    hints = get_type_hints(row)
    assert [field.name for field in dataclasses.fields(row)] == [column.name for column in file.columns]
    for column in file.columns:
        assert hints[column.name] in _column_types(column), column.name


def _column_types(column: Column) -> list[object]:
    if column.type == "json":
        return [list[dict[str, Any]], dict[str, Any]]
    base = PYTHON[column.type]
    return [base | None if column.nullable else base]  # type: ignore[operator]
