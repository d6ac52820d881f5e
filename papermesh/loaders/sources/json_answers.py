"""Answers of web services as JSON: one document, or one a line, each record with the line on which it begins.

Services wrap their records: `{"total": 2, "data": [{…}, {…}]}`. The wrapper is read member by member, so that each
record has its line, and so that what stands before the place where a download broke off is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, Rejected
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.source import BOM, shown

Path = tuple[str, ...]
"""Keys from the outside in, such as `("message", "items")`."""

_SPACE = re.compile(r"[ \t\n\r]*")
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an answer's list of records, as JSON gives it."""

    value: object
    place: str


@dataclass(slots=True)
class Answer:
    """One answer."""

    place: str
    head: dict[str, Any] = field(default_factory=dict)
    """All of it but its list of records; empty where it is a bare list."""
    items: list[Item] | None = None
    """Its list of records, `None` where it has none."""
    inner_place: str = ""
    """Where the object begins in which the list would stand: that of a record which is alone in its wrapper."""


class _BrokenError(ValueError):
    """JSON ends or is wrong; the message says how."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def read_answers(data: bytes, origin: Origin, lists: Collection[Path]) -> tuple[list[Answer], list[Rejected]]:
    """Return the answers in a file, and what of it is no JSON.

    Bytes that are not UTF-8 stand in the values as lone surrogates, so that only their fields suffer.

    Args:
        data: One answer, or several one behind the other (JSON Lines).
        origin: Where they came from.
        lists: Where in an answer the list of its records may stand.

    Raises:
        ParseError: None of it is JSON.
    """
    text = data.decode("utf-8", "surrogateescape").removeprefix(BOM)
    reader = _Reader(text, origin, lists)
    answers: list[Answer] = []
    rejected: list[Rejected] = []
    position = reader.skip(0)
    while position < len(text):
        try:
            answer, position = reader.answer(position)
        except _BrokenError as error:
            if reader.items:
                answers.append(reader.partial)
            start = reader.items_end if reader.items else position
            line_end = text.find("\n", start)
            in_lines = not reader.items and reader.ends_its_line(start, line_end, error.position)
            behind = "" if in_lines else "; nothing behind it is read"
            seen = text[start : line_end if line_end >= 0 else None][:400]
            rejected.append(Rejected(f"{error}{behind}", reader.place(start), shown(seen)))
            position = reader.skip(line_end) if in_lines and line_end >= 0 else len(text)
        else:
            answers.append(answer)
            position = reader.skip(position)
    if not answers and text.strip()[:1] not in {"{", "["}:
        markup = text.lstrip().startswith("<")
        raise ParseError(
            "this is HTML or XML, not JSON" if markup else f"this is no JSON: {shown(text) or 'it is empty'}",
            where=origin.path,
            hint="save the body of the service's answer as it came",
        )
    return answers, rejected


def told(value: object) -> str:
    """Return a JSON value as words for a message: what it is where it has parts, else its start."""
    return kind_of(value) if isinstance(value, (dict, list)) or value is None else shown(str(value))


class _Reader:
    """Reads one answer after the other, and knows how far the last one came."""

    def __init__(self, text: str, origin: Origin, lists: Collection[Path]) -> None:
        self._text = text
        self._origin = origin
        self._lists = set(lists)
        self._on_the_way = {path[:length] for path in lists for length in range(1, len(path))}
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)
        self._counted = (0, 1)
        self.partial = Answer("")
        self.items_end = 0
        """Where the member of the list begins that was read last, or was to be read."""

    @property
    def items(self) -> list[Item]:
        """The members of the list that were read."""
        return self.partial.items or []

    def place(self, position: int) -> str:
        """Return file and line of a position."""
        known, line = self._counted
        if position >= known:
            line += self._text.count("\n", known, position)
        else:
            line = self._text.count("\n", 0, position) + 1
        self._counted = (position, line)
        return f"{self._origin.path}:{line}"

    def skip(self, position: int) -> int:
        """Return where white space ends."""
        found = _SPACE.match(self._text, position)
        return found.end() if found else position

    def ends_its_line(self, start: int, line_end: int, broken_at: int) -> bool:
        """Return whether a broken answer is one of a line, so that the next line can be read all the same.

        A line that was cut is noticed only in the next one, or takes that for its own value; but no document that
        begins with a brace has a second one at the beginning of its second line.
        """
        two_lines = self._text[start : start + 1] + self._text[line_end + 1 : line_end + 2] == "{{"
        return line_end < 0 or broken_at <= self.skip(line_end) or two_lines

    def answer(self, position: int) -> tuple[Answer, int]:
        """Return the answer at a position, and where it ends.

        Raises:
            _BrokenError: It is broken; `items` are what was read of its list.
        """
        place = self.place(position)
        self.partial = Answer(place, inner_place=place)
        sign = self._text[position]
        if sign == "[":
            end = self._list(position)
        elif sign == "{":
            self.partial.head, end = self._object(position, ())
        else:
            raise _BrokenError("this is neither a JSON object nor a list", position)
        return self.partial, end

    def _object(self, position: int, path: Path) -> tuple[dict[str, Any], int]:
        content: dict[str, Any] = {}
        if path:
            self.partial.inner_place = self.place(position)
        position = self.skip(position + 1)
        if self._sign(position) == "}":
            return content, position + 1
        while True:
            if self._sign(position) != '"':
                raise self._broken("not JSON: a key is missing", position)
            key, end = self._value(position)
            position = self.skip(end)
            if self._sign(position) != ":":
                raise self._broken("not JSON: a colon is missing", position)
            position = self.skip(position + 1)
            here = (*path, str(key))
            if here in self._lists and self._sign(position) == "[":
                position = self._list(position)
            elif here in self._on_the_way and self._sign(position) == "{":
                content[str(key)], position = self._object(position, here)
            else:
                content[str(key)], position = self._value(position)
            position = self.skip(position)
            if self._sign(position) == "}":
                return content, position + 1
            if self._sign(position) != ",":
                raise self._broken("not JSON: a comma is missing", position)
            position = self.skip(position + 1)

    def _list(self, position: int) -> int:
        items = self.partial.items = self.partial.items or []
        position = self.items_end = self.skip(position + 1)
        if self._sign(position) == "]":
            return position + 1
        while True:
            self.items_end = position
            value, end = self._value(position)
            items.append(Item(value, self.place(position)))
            position = self.items_end = self.skip(end)
            if self._sign(position) == "]":
                return position + 1
            if self._sign(position) != ",":
                raise self._broken("not JSON: a comma is missing", position)
            position = self.skip(position + 1)

    def _value(self, position: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, position)
        except json.JSONDecodeError as error:
            # A line that was cut has its end in the middle of a text, or where a value was to come.
            unfinished = error.msg.startswith(("Unterminated string", "Invalid control character"))
            if unfinished or self.skip(error.pos) >= len(self._text):
                raise _BrokenError("the JSON ends in the middle", error.pos) from None
            raise _BrokenError(f"not JSON: {error.msg}", error.pos) from None
        except RecursionError:
            raise _BrokenError("this is nested too deeply", position) from None
        except ValueError as error:  # a number of thousands of digits, and NaN
            reason = str(error) if "is not JSON" in str(error) else "a number is too long"
            raise _BrokenError(reason, position) from None

    def _sign(self, position: int) -> str:
        return self._text[position : position + 1]

    def _broken(self, message: str, position: int) -> _BrokenError:
        return _BrokenError("the JSON ends in the middle" if position >= len(self._text) else message, position)


def _no_constant(name: str) -> None:
    msg = f"{name} is not JSON"
    raise ValueError(msg)
