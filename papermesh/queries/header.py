"""Reads the header of a `.cypher` file: its name, what it asks for and what it answers.

    // name: papers-by-author
    // summary: Papers of an author, newest first.
    // param author: author -- name or id
    // param limit: int = 25 -- most rows to return
    // column paper_id: str
    // column year: int? -- null when no source gives one

The header is the block of `//` lines at the top; what follows is Cypher, to the store and to Neo4j Browser alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from papermesh.errors import HeaderError, QueryError
from papermesh.queries.answer import Answer, Column

if TYPE_CHECKING:
    from papermesh.graph.store import Store

TYPES: Final = ("str", "int", "float", "bool", "list[str]", "list[int]", "json")
"""Types of parameters and columns; a `?` behind one allows null. `json` holds maps and lists of maps, in columns."""

NAME_TYPES: Final = ("paper", "method", "hardware", "benchmark", "entity", "author", "repository")
"""Types of parameters that name something: text that is resolved to a key before the query runs.

An `entity` is a method, a device or a benchmark, and its key is `<type>:<id>`; the others are plain keys. Each may
stand in a list, as `list[paper]`.
"""

# `json` is for what a query returns: no command line has a spelling for it.
PARAM_TYPES: Final = (
    *(word for word in TYPES if word != "json"), *NAME_TYPES, *(f"list[{word}]" for word in NAME_TYPES)
)  # fmt: skip

WORDS: Final = ("name", "summary", "param", "column", "unknown")

_LINE = re.compile(r"//\s*(?P<word>\w+)(?P<rest>.*)$")
_DECLARED = re.compile(
    r"\s+(?P<name>[a-z][a-z0-9_]*):\s*(?P<type>[a-z]+(?:\[[a-z]+\])?)(?P<null>\?)?"
    r"(?:\s*=\s*(?P<default>.+?))?(?:\s+--\s+(?P<text>\S.*?))?\s*$"
)
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_CODE = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_PARAM_USED = re.compile(r"\$(\w+)")
_WRITES = re.compile(r"(?<![.:\w])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|FOREACH|LOAD\s+CSV)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Param:
    """One declared parameter. `type` is a word of `PARAM_TYPES`; `default` counts unless `required`."""

    name: str
    type: str
    nullable: bool
    required: bool
    default: Any
    description: str

    @property
    def is_list(self) -> bool:
        """Whether it takes several values."""
        return self.type.startswith("list[")

    @property
    def of(self) -> str:
        """The type of one value: of a list, that of its items."""
        return self.type[5:-1] if self.is_list else self.type

    @property
    def is_name(self) -> bool:
        """Whether it names papers, entities, authors or repositories, which are resolved before the query runs."""
        return self.of in NAME_TYPES

    def takes(self, value: Any) -> bool:
        """Whether a value has the declared type; a whole number passes for a float."""
        return self.nullable if value is None else _fits(self.type, value)


@dataclass(frozen=True)
class QueryFile:
    """One `.cypher` file. `text` is the whole file, which runs as it is."""

    name: str
    summary: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    text: str
    path: str
    unknown: str | None = None
    """Name of the query that counts, with the same parameters, the papers for which the answer is not known."""

    @property
    def topic(self) -> str:
        """The folder in which the file stands."""
        return PurePosixPath(self.path).parent.name

    def run(self, store: Store, /, **params: Any) -> Answer:
        """Return the answer, with every parameter that names something resolved.

        Raises:
            QueryError: A parameter is missing, unknown or of another type.
            NotFound: A name fits nothing in the graph.
            Ambiguous: A name fits several things.
        """
        from papermesh.queries.ask import ask

        return ask(store, self, params)

    def filled(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters in declared order, defaults filled in.

        Raises:
            QueryError: One is missing, unknown or of another type.
        """
        known = {param.name: param for param in self.params}
        for name in params:
            if name not in known:
                raise QueryError(
                    f"the query has no parameter {name!r}",
                    where=self.name,
                    hint=f"parameters: {', '.join(known) or 'none'}",
                )
        values: dict[str, Any] = {}
        for param in self.params:
            if param.name not in params and param.required:
                raise QueryError(
                    f"the parameter {param.name!r} is missing",
                    where=self.name,
                    hint=f"{param.name}: {param.type} -- {param.description}",
                )
            value = params.get(param.name, param.default)
            if not param.takes(value):
                raise QueryError(
                    f"the parameter {param.name!r} cannot be {value!r}",
                    where=self.name,
                    hint=f"it takes {param.type}{' or null' if param.nullable else ''}",
                )
            values[param.name] = list(value) if isinstance(value, tuple) else value
        return values


def parse(text: str, path: str) -> QueryFile:
    """Return the query that a file declares.

    Args:
        text: The whole file.
        path: Where it stands, for messages; its stem must be the declared name.

    Raises:
        HeaderError: A header line is unknown, wrong or missing; declared and used parameters differ; or the text
            writes.
    """
    found: dict[str, str] = {}
    params: dict[str, Param] = {}
    columns: dict[str, Column] = {}
    body_line = 1
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            body_line = number
            break
        where = f"{path}:{number}"
        match = _LINE.match(line)
        word = match["word"] if match else ""
        if match is None or word not in WORDS:
            raise HeaderError(f"unknown header line {line!r}", where=where, hint=f"a header takes {', '.join(WORDS)}")
        rest = match["rest"]
        if word == "param":
            param = _param(rest, where)
            _add_once(params, param.name, param, where)
        elif word == "column":
            column = _column(rest, where)
            _add_once(columns, column.name, column, where)
        elif rest.startswith(":") and rest[1:].strip():
            _add_once(found, word, rest[1:].strip(), where)
        else:
            raise HeaderError(f"{word} has no value", where=where, hint=f"write // {word}: …")
    code = _NOT_CODE.sub(" ", text)
    _check_complete(found, columns, code, path)
    _check_params(params, code, f"{path}:{body_line}")
    if write := _WRITES.search(code):
        raise HeaderError(
            f"the query writes: {write[0]}", where=f"{path}:{body_line}", hint="query files read; writing is graph/'s"
        )
    return QueryFile(
        name=found["name"],
        summary=found["summary"],
        params=tuple(params.values()),
        columns=tuple(columns.values()),
        text=text,
        path=path,
        unknown=found.get("unknown"),
    )


def _add_once(into: dict[str, Any], name: str, value: Any, where: str) -> None:
    if name in into:
        raise HeaderError(f"{name} is declared twice", where=where, hint="remove one of the two lines")
    into[name] = value


def _declared(rest: str, where: str, word: str, types: tuple[str, ...]) -> re.Match[str]:
    match = _DECLARED.match(rest)
    if match is None:
        raise HeaderError(
            f"{word} line cannot be read: {rest.strip()!r}",
            where=where,
            hint=f"write // {word} some_name: type{' = default' if word == 'param' else ''} -- what it is",
        )
    if match["type"] not in types:
        raise HeaderError(f"unknown type {match['type']!r}", where=where, hint=f"types: {', '.join(types)}")
    return match


def _param(rest: str, where: str) -> Param:
    match = _declared(rest, where, "param", PARAM_TYPES)
    if not match["text"]:
        raise HeaderError(f"param {match['name']} is not explained", where=where, hint="end the line with -- text")
    default: Any = None
    if match["default"] is not None:
        try:
            default = json.loads(match["default"])
        except ValueError as exc:
            raise HeaderError(
                f"default {match['default']!r} is no JSON value", where=where, hint='write 25, true, null, [] or "text"'
            ) from exc
    param = Param(
        name=match["name"],
        type=match["type"],
        nullable=match["null"] is not None,
        required=match["default"] is None,
        default=default,
        description=match["text"],
    )
    if not param.required and not param.takes(default):
        raise HeaderError(
            f"default {match['default']} is no {param.type}", where=where, hint="write a `?` behind the type for null"
        )
    return param


def _column(rest: str, where: str) -> Column:
    match = _declared(rest, where, "column", TYPES)
    if match["default"] is not None:
        raise HeaderError(f"column {match['name']} has a default", where=where, hint="only parameters have one")
    return Column(match["name"], match["type"], match["null"] is not None, match["text"] or "")


def _check_complete(found: Mapping[str, str], columns: Mapping[str, Column], code: str, path: str) -> None:
    for word in ("name", "summary"):
        if word not in found:
            raise HeaderError(f"the header has no {word}", where=f"{path}:1", hint=f"begin with // {word}: …")
    if not columns:
        raise HeaderError("the header has no column", where=f"{path}:1", hint="add // column name: type")
    stem = PurePosixPath(path).stem
    if found["name"] != stem or not _KEBAB.fullmatch(stem):
        raise HeaderError(
            f"the name {found['name']!r} is not the file's", where=f"{path}:1", hint=f"write // name: {stem}"
        )
    if not found["summary"].endswith("."):
        raise HeaderError("the summary does not end with a period", where=f"{path}:1", hint="make it a sentence")
    if not code.strip():
        raise HeaderError("no query follows the header", where=path, hint="write the Cypher text below the header")


def _check_params(params: Mapping[str, Param], code: str, where: str) -> None:
    used = set(_PARAM_USED.findall(code))
    for name in sorted(used - set(params)):
        raise HeaderError(f"${name} is used and not declared", where=where, hint=f"add // param {name}: type -- text")
    for name in sorted(set(params) - used):
        raise HeaderError(f"param {name} is declared and not used", where=where, hint="remove the line, or use it")


def _fits(kind: str, value: Any) -> bool:
    if kind == "str" or kind in NAME_TYPES:
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind.startswith("list["):
        return isinstance(value, list | tuple) and all(_fits(kind[5:-1], item) for item in value)
    return True
