"""One JSON document of many records, read record by record, each with the line on which it begins.

A list, a list inside an object (`{"rows": [...]}`), a single object, and objects one behind the other (JSON Lines) all
give the same. Where the document breaks off, what stands before is kept, and the place of the break is a rejection.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, Rejected
from papermesh.loaders.sources.source import BOM, shown

LONGEST_NUMBER = 400
"""Digits of a number: Python refuses thousands of them, with an error that does not say where."""

_SPACE = re.compile(r"[ \t\n\r]*")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a document, as JSON gives it."""

    value: object
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """The records of a document, and where it breaks off."""

    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...] = ()
    heads: tuple[Entry, ...] = ()
    """What stands around the lists of records that an object holds."""


class _Broken(Exception):
    """The document cannot be read further; the message says why."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def read_document(data: bytes, origin: Origin, within: Iterable[str] = ()) -> Document:
    """Return the records of a JSON document.

    Bytes that are not UTF-8 stand as lone surrogates in the values, so that only their record suffers.

    Args:
        data: The document.
        origin: Where it came from.
        within: Keys of a top-level object under which a list of records may stand.

    Raises:
        ParseError: It is no JSON, or breaks off before its first record.
    """
    if _MARKUP.match(data):
        raise ParseError("this is HTML or XML, not JSON", where=origin.path, hint="save the answer of the API itself")
    # As long as the bytes are, so that each line feed stays one; a carriage return is white space to JSON.
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    reader = _Reader(text, frozenset(within))
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    counted = line = 0
    try:
        for position, value in reader.records():
            line += text.count("\n", counted, position)
            counted = position
            entries.append(Entry(value, f"{origin.path}:{line + 1}"))
    except _Broken as error:
        place = f"{origin.path}:{text.count(chr(10), 0, error.position) + 1}"
        if not entries:
            raise ParseError(str(error), where=place, hint="give the file as it was downloaded, unpacked") from None
        rest = text[error.position :]
        rejected.append(Rejected(f"{error}; nothing behind it is read", place, shown(rest[:200])))
    heads = (Entry(head, f"{origin.path}:{text.count(chr(10), 0, at) + 1}") for at, head in reader.heads)
    return Document(tuple(entries), tuple(rejected), tuple(heads))


def kind_of(value: object) -> str:
    """Return what a JSON value is, in words."""
    if value is None:
        return "null"
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return kinds.get(type(value), "a number")


class _Reader:
    def __init__(self, text: str, within: frozenset[str]) -> None:
        self.text = text
        self.within = within
        self.heads: list[tuple[int, dict[str, object]]] = []
        self.decoder = json.JSONDecoder(parse_int=_whole, parse_constant=lambda _: None)

    def records(self) -> Iterator[tuple[int, object]]:
        """Yield each record with its position."""
        position = self._skip(len(BOM) if self.text.startswith(BOM) else 0)
        sign = self.text[position : position + 1]
        if sign == "[":
            end = yield from self._list(position)
        elif sign == "{":
            end = yield from self._objects(position)
        else:
            raise _Broken("not JSON: it begins with neither a list nor an object", position)
        if end < len(self.text):
            raise _Broken("not JSON: something stands behind the end of the document", end)

    def _objects(self, position: int) -> Generator[tuple[int, object], None, int]:
        """Yield an object, or all that stand one behind the other, or what its list holds; return where they end."""
        while position < len(self.text):
            if self.text[position] != "{":
                break
            value, end = self._value(position)
            listed = value if isinstance(value, dict) else {}
            if any(isinstance(listed.get(key), list) for key in self.within):
                self.heads.append((position, {key: one for key, one in listed.items() if key not in self.within}))
                yield from self._members(position)
            else:
                yield position, value
            position = self._skip(end)
        return position

    def _members(self, position: int) -> Iterator[tuple[int, object]]:
        """Yield what the lists under the known keys of an object hold; the object is known to be well formed."""
        position = self._skip(position + 1)
        while self.text[position] != "}":
            key, end = self._value(position)
            position = self._skip(self._skip(end) + 1)
            if key in self.within and self.text[position] == "[":
                position = yield from self._list(position)
            else:
                position = self._skip(self._value(position)[1])
            if self.text[position] == ",":
                position = self._skip(position + 1)

    def _list(self, position: int) -> Generator[tuple[int, object], None, int]:
        position = self._skip(position + 1)
        if self.text[position : position + 1] == "]":
            return self._skip(position + 1)
        while True:
            value, end = self._value(position)
            yield position, value
            position = self._skip(end)
            sign = self.text[position : position + 1]
            if sign == "]":
                return self._skip(position + 1)
            if sign != ",":
                raise _Broken("the file ends in the middle of its list" if not sign else "not JSON: no comma", position)
            position = self._skip(position + 1)

    def _value(self, position: int) -> tuple[object, int]:
        try:
            return self.decoder.raw_decode(self.text, position)
        except json.JSONDecodeError as error:
            cut = error.pos >= len(self.text.rstrip()) or error.msg.startswith("Unterminated string")
            reason = "the file ends in the middle of a record" if cut else f"not JSON: {error.msg}"
            raise _Broken(reason, min(error.pos, len(self.text) - 1) if not cut else position) from None
        except RecursionError:
            raise _Broken("a record is nested too deeply", position) from None

    def _skip(self, position: int) -> int:
        found = _SPACE.match(self.text, position)
        return found.end() if found else position


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_NUMBER else None
