"""Inputs cut into pieces that each can be read alone, so that a file of any size needs the memory of one piece.

A piece holds whole records and is parsed as an input of its own. A source says by which of these its files are cut;
one whose records need each other (a bibliography with abbreviations, a copied page) is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

PIECE_BYTES = 4 * 1024 * 1024
"""About how large a piece is; an input below it is one piece, as it stands."""
LONGEST_RECORD = 64 * 1024 * 1024
"""Bytes after which a record that does not end is given to its parser as it is, to be refused there."""
_CHUNK = 1024 * 1024

# A string of JSON as a whole, or one of the signs that nest; of a string that does not end, its quote.
_SIGNS = re.compile(rb'"(?:[^"\\]|\\.)*+"|["\[\]{},]', re.DOTALL)
_TAG = re.compile(
    rb"<(?:!--.*?--|\?.*?\?|!\[CDATA\[.*?\]\]|(?P<closes>/?)(?P<name>[A-Za-z_][\w:.-]*)"
    rb"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<alone>/?))>",
    re.DOTALL,
)
_RIS_END = re.compile(rb"^ER(?: {0,2}-?|\t-?)[ \t]*\r?\n", re.MULTILINE)
_ENTRY = re.compile(rb"^@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_TITLE = b'"title"'
_JOINED = re.compile(rb"@[ \t]*string\b|\bcrossref\b|\bxdata\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an input that can be read alone."""

    data: bytes
    first_line: int
    """The line of the input on which it begins, from 1."""


class Readable(Protocol):
    """What can be cut."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer at the end; all that is left where the size is negative."""
        ...


class Seekable(Readable, Protocol):
    """What can be cut, and perhaps read again from its start."""

    def seekable(self) -> bool:
        """Tell whether it can."""
        ...

    def seek(self, offset: int, /) -> object:
        """Go back to the start."""
        ...


Cut = Callable[[Seekable], Iterator[Piece]]
"""Yields the pieces of a stream: together they hold all of it that is no sign between records."""


def by_lines(stream: Readable) -> Iterator[Piece]:
    """Cut where a line ends: one record a line."""
    return _cut(stream, lambda data, _: data.rfind(b"\n") + 1)


def by_objects(stream: Readable) -> Iterator[Piece]:
    """Cut where a line ends that holds a whole object, where the first one does; a document over lines is one piece."""
    head = stream.read(_CHUNK)
    first = head.split(b"\n", 1)[0].strip().removeprefix(b"\xef\xbb\xbf")
    if first.startswith(b"{") and (first.endswith(b"}") or b"\n" not in head):
        yield from by_lines(_Again(head, stream))
    else:
        yield Piece(head + stream.read(), 1)


def by_titled_lines(stream: Seekable) -> Iterator[Piece]:
    """Cut where a line ends if each line has a title; lines that have none belong to others, and all stay together."""
    if stream.seekable():
        titled = all(_TITLE in line or not line.strip() for line in _lines(stream))
        stream.seek(0)
        if titled:
            yield from by_lines(stream)
            return
    yield Piece(stream.read(), 1)


def _lines(stream: Readable) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    yield rest


class _Again:
    """A stream whose first bytes were read already, and are given once more."""

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        """Return the first bytes, then the others."""
        head, self._head = self._head, b""
        return head or self._stream.read(size)


def by_ris_records(stream: Readable) -> Iterator[Piece]:
    """Cut behind the line that ends a record of RIS or Web of Science."""
    return _cut(stream, _last_ris_record)


def by_entries(stream: Seekable) -> Iterator[Piece]:
    """Cut a bibliography before the line that begins an entry, unless its entries need each other."""
    if not stream.seekable():
        yield Piece(stream.read(), 1)
        return
    joined = _entries_are_joined(stream)
    stream.seek(0)
    if joined:
        yield Piece(stream.read(), 1)
        return
    yield from _cut(stream, _last_entry)


def by_elements(stream: Readable) -> Iterator[Piece]:
    """Cut a JSON list between its members; anything else is one piece, or cut where a line ends."""
    head = stream.read(_CHUNK)
    begun = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begun.startswith(b"["):
        yield from _rest_of(stream, head)
        return
    yield from _members(stream, head)


def _rest_of(stream: Readable, head: bytes) -> Iterator[Piece]:
    yield Piece(head + stream.read(), 1)


def by_xml_records(*names: str) -> Cut:
    """Return what cuts XML behind the elements of these names: each piece is a document, with the outer elements."""
    start = re.compile(rb"<(?:%s)[\s>/]" % b"|".join(name.encode() for name in names))
    end = re.compile(rb"</(?:%s)\s*>" % b"|".join(name.encode() for name in names))

    def last_record(data: bytes, _: bool) -> int:
        last = 0
        for found in end.finditer(data, max(0, len(data) - PIECE_BYTES // 2)):
            last = found.end()
        return last

    def pieces(stream: Readable) -> Iterator[Piece]:
        head, close = b"", b""
        held: Piece | None = None
        for piece in _cut(stream, last_record):
            if held is None:
                first = start.search(piece.data)
                head = piece.data[: first.start()] if first else b""
                close = b"".join(b"</%s>" % name for name in reversed(_open_elements(head)))
                # All that stands around records is on one line, so that those behind it keep theirs. Where nothing
                # does, each record is a document, with a beginning of its own.
                head = re.sub(rb"\s+", b" ", head) if close else b""
                held = piece
                continue
            if not start.search(piece.data):
                held = Piece(held.data + piece.data, held.first_line)  # what ends the document
                continue
            yield Piece(held.data + close, held.first_line)
            held = Piece(head + piece.data, piece.first_line)
        if held is not None:
            yield held

    return pieces


def _open_elements(head: bytes) -> list[bytes]:
    """Return the names of the elements that begin in some bytes and do not end in them, from the outside in."""
    opened: list[bytes] = []
    for found in _TAG.finditer(head):
        closes, name, alone = found["closes"], found["name"], found["alone"]
        if name is None or alone:
            continue
        if closes:
            del opened[-1:]
        else:
            opened.append(name)
    return opened


def _cut(stream: Readable, end_of: Callable[[bytes, bool], int]) -> Iterator[Piece]:
    """Yield pieces that end where `end_of` says that the last whole record of some bytes does; 0 for none."""
    pending, line = b"", 1
    while chunk := stream.read(_CHUNK):
        pending += chunk
        if len(pending) < PIECE_BYTES:
            continue
        end = end_of(pending, False)
        if not end and len(pending) >= LONGEST_RECORD:
            end = len(pending)
        if end:
            yield Piece(pending[:end], line)
            line += pending.count(b"\n", 0, end)
            pending = pending[end:]
    if pending.strip():
        yield Piece(pending, line)


def _last_ris_record(data: bytes, _: bool) -> int:
    end = 0
    for found in _RIS_END.finditer(data, max(0, len(data) - PIECE_BYTES // 2)):
        end = found.end()
    return end


def _last_entry(data: bytes, _: bool) -> int:
    start = 0
    for found in _ENTRY.finditer(data, max(1, len(data) - PIECE_BYTES // 2)):
        start = found.start()
    return start


def _entries_are_joined(stream: Readable) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK):
        if _JOINED.search(tail + chunk):
            return True
        tail = chunk[-32:]
    return False


def _members(stream: Readable, head: bytes) -> Iterator[Piece]:
    """Yield lists of some members each of the list that a stream holds; what breaks off is in the last of them."""
    data, line = head, 1
    opened = data.index(b"[")
    line += data.count(b"\n", 0, opened + 1)
    data = data[opened + 1 :]
    position, depth, cut_at = 0, 0, 0
    while True:
        ended = False
        for found in _SIGNS.finditer(data, position):
            sign = found.group()
            if sign == b'"':
                break  # a string that goes on in the next chunk
            position = found.end()
            if sign in b"[{":
                depth += 1
            elif sign in b"]}":
                if not depth:
                    ended = True
                    break
                depth -= 1
            elif sign == b"," and not depth:
                cut_at = position
        if ended:
            yield from _as_list(data[: position - 1], line)
            behind = data[position:] + stream.read()
            if behind.strip():
                yield Piece(behind, line + data.count(b"\n", 0, position))
            return
        if cut_at and len(data) >= PIECE_BYTES:
            yield from _as_list(data[: cut_at - 1], line)
            line += data.count(b"\n", 0, cut_at)
            data, position, cut_at = data[cut_at:], position - cut_at, 0
        chunk = stream.read(_CHUNK)
        if not chunk or len(data) >= LONGEST_RECORD:
            # It ends within a member: the parser says where, and has what is whole before it.
            if data.strip() or chunk:
                yield Piece(b"[" + data + chunk + stream.read(), line)
            return
        data += chunk


def _as_list(members: bytes, line: int) -> Iterator[Piece]:
    yield Piece(b"[" + members + b"]", line)
