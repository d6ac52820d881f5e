"""Reading an input whole, with an error that says what it is where it is no text."""

from __future__ import annotations

import sys
from pathlib import Path

from papermesh.errors import SourceError

STANDARD_INPUT = "-"
MAX_BYTES = 512 * 1024 * 1024
"""Largest input: it is held in memory whole, and a load needs several times its size."""
SAMPLE_BYTES = 65_536
MAX_BAD_SHARE = 0.05
"""Share of the sample's bytes that may be no UTF-8 before the input counts as binary; single bad lines are rejected."""

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "gzip data",
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
    "gzip data": "unpack it first: gunzip -k {path}",
    "bzip2 data": "unpack it first: bunzip2 -k {path}",
    "xz data": "unpack it first: unxz -k {path}",
    "zstandard data": "unpack it first: unzstd {path}",
    "UTF-16 text": "convert it first: iconv -f utf-16 -t utf-8 {path} > utf8.txt",
}


def read_input(path: str) -> bytes:
    """Return the bytes of a file, or of standard input where the path is `-`.

    Raises:
        SourceError: It is missing, a directory, unreadable, empty, binary, or too large.
    """
    data = _standard_input() if path == STANDARD_INPUT else _file(Path(path))
    where = "standard input" if path == STANDARD_INPUT else path
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise SourceError("the input is empty", where=where, hint="give a file that holds papers")
    _refuse_binary(data, where)
    return data


def _file(path: Path) -> bytes:
    where = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise SourceError("this is a directory", where=where, hint=f"name its files: {where.rstrip('/')}/*")
        if size > MAX_BYTES:
            _refuse_size(where)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=where, hint=_nearest(path)) from None
    except PermissionError:
        raise SourceError("this file may not be read", where=where, hint=f"allow it: chmod u+r {where}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"this file cannot be read: {reason}", where=where, hint="check the path") from error
    if len(data) > MAX_BYTES:
        _refuse_size(where)
    return data


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        _refuse_size("standard input")
    return data


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
