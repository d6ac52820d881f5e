"""Reading inputs, packed or not, with an error that says what it is where it is no text."""

from __future__ import annotations

import hashlib
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from papermesh.errors import SourceError

STANDARD_INPUT = "-"
MAX_BYTES = 512 * 1024 * 1024
"""Largest input of a source that reads it whole; a load needs several times its size."""
CHUNK = 1024 * 1024
SLICE = 4096
"""Packed bytes that are unpacked at once: what is lost in front of a damage."""
GZIP = b"\x1f\x8b"
BOMB_RATIO = 200
"""Times its packed size that text cannot have: records of papers pack to a third or a tenth."""
BOMB_FROM = 64 * 1024 * 1024
"""Unpacked bytes below which the ratio does not matter."""
SAMPLE_BYTES = 65_536
MAX_BAD_SHARE = 0.05
"""Share of the sample's bytes that may be no UTF-8 before the input counts as binary; single bad lines are rejected."""

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\x89PNG": "a PNG image",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "zstandard data",
}
RUN_GROBID = (
    "a PDF is not read itself: let GROBID read it, and load what it answers:\n"
    "docker run --rm --init -p 8070:8070 lfoppiano/grobid:0.8.1\n"
    "curl --form input=@{path} localhost:8070/api/processFulltextDocument > paper.tei.xml\n"
    "papermesh load grobid paper.tei.xml"
)
_HINTS = {
    "a PDF": RUN_GROBID,
    "bzip2 data": "unpack it first: bunzip2 -k {path}",
    "xz data": "unpack it first: unxz -k {path}",
    "zstandard data": "unpack it first: unzstd {path}",
    "UTF-16 text": "convert it first: iconv -f utf-16 -t utf-8 {path} > utf8.txt",
}


def read_input(path: str) -> bytes:
    """Return the bytes of a file, or of standard input where the path is `-`; packed ones unpacked.

    Raises:
        SourceError: It is missing, a directory, unreadable, empty, binary, or too large.
    """
    with open_input(path) as opened:
        data = opened.read_whole()
        if opened.broken:
            raise SourceError(opened.broken, where=opened.where, hint="fetch it again")
        return data


@contextmanager
def open_input(path: str) -> Iterator[Input]:
    """Open a file, or standard input where the path is `-`; gzip data is unpacked as it is read.

    Raises:
        SourceError: It is missing, a directory, unreadable, empty or binary.
    """
    if path == STANDARD_INPUT:
        yield checked(Input(sys.stdin.buffer, "standard input", seekable=False))
        return
    file = _file(Path(path))
    with file:
        yield checked(Input(file, path, seekable=file.seekable()))


def checked(opened: Input) -> Input:
    """Return an input whose start is text.

    Raises:
        SourceError: It is empty or binary.
    """
    start = opened.start()
    if not start.removeprefix(b"\xef\xbb\xbf").strip() and len(start) < SAMPLE_BYTES:
        if opened.broken:
            raise SourceError(opened.broken, where=opened.where, hint="fetch it again")
        raise SourceError("the input is empty", where=opened.where, hint="give a file that holds papers")
    _refuse_binary(start, opened.where)
    return opened


def _file(path: Path) -> BinaryIO:
    where = str(path)
    try:
        if path.is_dir():
            raise SourceError(
                "this is a directory", where=where, hint=f"load all that is in it: papermesh load auto {where}"
            )
        file = path.open("rb")
        file.read(0)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=where, hint=_nearest(path)) from None
    except PermissionError:
        raise SourceError("this file may not be read", where=where, hint=f"allow it: chmod u+r {where}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"this file cannot be read: {reason}", where=where, hint="check the path") from error
    return file


class Input:
    """An open input: its bytes as they are read, unpacked where they are gzip data.

    Args:
        raw: The bytes as they lie in the file.
        where: Its name, for errors.
        seekable: Whether it can be read from the start again.
    """

    def __init__(self, raw: IO[bytes], where: str, *, seekable: bool) -> None:
        self.where = where
        self.broken: str | None = None
        """What is wrong with packed data whose rest cannot be unpacked."""
        self._raw, self._seekable = raw, seekable
        self._begin()

    def _begin(self) -> None:
        self._hash = hashlib.sha256()
        self._packed_bytes = self._bytes = 0
        self._pending = b""
        first = self._from_file(SAMPLE_BYTES)
        self._unpacker = zlib.decompressobj(wbits=31) if first.startswith(GZIP) else None
        self._rest = first
        self._ended = False

    @property
    def digest(self) -> str:
        """SHA-256 of what was read so far, unpacked, as hexadecimal digits."""
        return self._hash.hexdigest()

    def seekable(self) -> bool:
        """Tell whether it can be read from the start again."""
        return self._seekable

    def tell(self) -> int:
        """Return where reading stands: how many bytes were given."""
        return self._bytes - len(self._pending)

    def seek(self, offset: int) -> None:
        """Go back to the start, the only place to go to."""
        if offset:
            msg = "an input can only be read from its start"
            raise ValueError(msg)
        self._raw.seek(0)
        self._begin()

    def start(self) -> bytes:
        """Return the first bytes, which are still to be read after it."""
        while len(self._pending) < SAMPLE_BYTES and (more := self._more()):
            self._pending += more
        return self._pending[:SAMPLE_BYTES]

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, fewer at the end; all that is left where the size is negative.

        Raises:
            SourceError: The file cannot be read, or unpacks to far more than any text does.
        """
        parts, wanted = [self._pending], size - len(self._pending)
        self._pending = b""
        while (size < 0 or wanted > 0) and (more := self._more()):
            parts.append(more)
            wanted -= len(more)
            if size < 0 and sum(map(len, parts)) > MAX_BYTES:
                _refuse_size(self.where)
        data = b"".join(parts)
        if 0 <= size < len(data):
            data, self._pending = data[:size], data[size:]
        return data

    def read_whole(self) -> bytes:
        """Return all of it.

        Raises:
            SourceError: It has more than `MAX_BYTES`.
        """
        data = self.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            _refuse_size(self.where)
        return data

    def _from_file(self, size: int) -> bytes:
        try:
            data = self._raw.read(size)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(f"this file cannot be read: {reason}", where=self.where, hint="check it") from error
        self._packed_bytes += len(data)
        return data

    def _more(self) -> bytes:
        data = self._rest or self._from_file(CHUNK)
        self._rest = b""
        if self._unpacker is not None:
            data = self._unpacked(data)
        self._bytes += len(data)
        self._hash.update(data)
        return data

    def _unpacked(self, packed: bytes) -> bytes:
        """Return the next bytes that are not empty; "" at the end, also where the data is broken."""
        while not self._ended:
            assert self._unpacker is not None
            try:
                data = self._unpacker.decompress(packed[:SLICE], CHUNK)
            except zlib.error:
                self._ended, self.broken = True, "the gzip data is damaged; nothing behind that is read"
                return b""
            self._rest = self._unpacker.unconsumed_tail + packed[SLICE:]
            if self._bytes + len(data) > BOMB_FROM and self._bytes > BOMB_RATIO * self._packed_bytes:
                raise SourceError(
                    f"this unpacks to more than {BOMB_RATIO} times its size, as no text does",
                    where=self.where,
                    hint="unpack it yourself if you trust it: gunzip -k FILE",
                )
            if self._unpacker.eof:
                # Members can stand one behind the other; zeros behind the last one are padding.
                behind = (self._unpacker.unused_data + self._rest).lstrip(b"\0") or self._from_file(SLICE).lstrip(b"\0")
                if behind.startswith(GZIP[: len(behind)]) and behind:
                    self._unpacker, self._rest = zlib.decompressobj(wbits=31), behind
                else:
                    self._ended = True
                    if behind:
                        self.broken = "something other than gzip data stands behind the gzip data; it is not read"
            if data:
                return data
            packed = self._rest or (b"" if self._ended else self._from_file(CHUNK))
            self._rest = b""
            if not packed and not self._ended:
                self._ended, self.broken = True, "the gzip data ends in the middle"
        return b""


def _refuse_size(where: str) -> None:
    raise SourceError(
        f"the input has more than {MAX_BYTES // 2**20} MB",
        where=where,
        hint="split it, for example into files of 100,000 lines: split -l 100000 FILE, and load the parts",
    )


def _refuse_binary(data: bytes, where: str) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            hint = _HINTS.get(what, "give the text of it, or another file").format(path=where)
            raise SourceError(f"this is {what}, not UTF-8 text", where=where, hint=hint)
    sample = data[:SAMPLE_BYTES]
    zero = sample.find(b"\0")
    if zero >= 0:
        raise SourceError(
            f"this is binary, not text: byte {zero + 1} is zero",
            where=where,
            hint="give a text file: a copied page, JSON Lines or BibTeX",
        )
    bad = sample.decode("utf-8", "replace").count("\ufffd") - sample.count("\ufffd".encode())
    if bad > len(sample) * MAX_BAD_SHARE:
        raise SourceError(
            f"this is not UTF-8 text: {bad} bytes in its first {len(sample)} are not",
            where=where,
            hint=f"if it is Latin-1 text, convert it: iconv -f latin1 -t utf-8 {where} > utf8.txt",
        )


def _nearest(path: Path) -> str:
    """Return a hint that names a file of nearly that name beside it, where there is one."""
    from difflib import get_close_matches

    try:
        beside = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
    except OSError:
        beside = []
    near = get_close_matches(path.name, beside, n=1)
    return f"did you mean {path.parent / near[0]}?" if near else "check the path; `-` reads standard input"
