"""Inputs that cannot be read, each refused as what it is."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from papermesh.errors import SourceError
from papermesh.loaders import reading
from papermesh.loaders.reading import read_input


def refusal(path: Path | str) -> SourceError:
    """Return the error with which an input is refused."""
    with pytest.raises(SourceError) as caught:
        read_input(str(path))
    assert caught.value.where
    assert caught.value.hint
    assert caught.value.exit_code == 1
    return caught.value


def file(folder: Path, data: bytes) -> Path:
    """Return a file that holds these bytes."""
    path = folder / "input.txt"
    path.write_bytes(data)
    return path


def test_text_is_read_as_it_is(tmp_path: Path) -> None:
    """Text is read as it is."""
    data = b"\xef\xbb\xbfCaf\xc3\xa9\r\n"
    assert read_input(str(file(tmp_path, data))) == data


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    """A missing file names the nearest."""
    file(tmp_path, b"x")
    error = refusal(tmp_path / "inputs.txt")
    assert error.message == "there is no such file"
    assert error.where == str(tmp_path / "inputs.txt")
    assert error.hint == f"did you mean {tmp_path / 'input.txt'}?"
    assert refusal(tmp_path / "nowhere" / "x").hint == "check the path; `-` reads standard input"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    """A directory is refused."""
    error = refusal(tmp_path)
    assert error.message == "this is a directory"
    assert error.hint == f"load all that is in it: papermesh load auto {tmp_path}"


@pytest.mark.parametrize("data", [b"", b" \n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """An empty file is refused."""
    assert refusal(file(tmp_path, data)).message == "the input is empty"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text\0more", "this is binary, not text: byte 5 is zero"),
        (b"%PDF-1.7\n", "this is a PDF, not UTF-8 text"),
        (b"PK\x03\x04rest", "this is a ZIP archive or an office document, not UTF-8 text"),
        (b"\x1f\x8brest", "the gzip data is damaged; nothing behind that is read"),
        ("text".encode("utf-16"), "this is UTF-16 text, not UTF-8 text"),
        (bytes(range(128, 256)), "this is not UTF-8 text: 128 bytes in its first 128 are not"),
    ],
)
def test_what_is_no_text_is_refused_as_what_it_is(tmp_path: Path, data: bytes, message: str) -> None:
    """What is no text is refused as what it is."""
    assert refusal(file(tmp_path, data)).message == message


def test_a_pdf_is_refused_with_the_way_to_have_it_read(tmp_path: Path) -> None:
    """The hint has the commands that make a PDF an input, with the file's own name."""
    path = file(tmp_path, b"%PDF-1.7\n")
    hint = refusal(path).hint or ""
    assert f"curl --form input=@{path} localhost:8070/api/processFulltextDocument" in hint
    assert "papermesh load grobid paper.tei.xml" in hint


def test_a_few_bad_bytes_are_left_to_the_source(tmp_path: Path) -> None:
    """A few bad bytes are left to the source."""
    data = b"a line of text\n" * 10 + b"caf\xe9\n"
    assert read_input(str(file(tmp_path, data))) == data


def test_a_replacement_character_in_a_text_is_text(tmp_path: Path) -> None:
    """A replacement character in a text is text."""
    data = ("\ufffd" * 50).encode()
    assert read_input(str(file(tmp_path, data))) == data


def test_a_file_that_is_too_large_to_be_read_whole_is_refused(tmp_path: Path) -> None:
    """A file that is too large to be read whole is refused."""
    path = tmp_path / "large.txt"
    with path.open("wb") as large:
        large.write(b"text " * 20_000)
        large.truncate(reading.MAX_BYTES + 1)  # sparse: takes no room
    assert refusal(path).message == "the input has more than 512 MB"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """A file that may not be read is refused."""
    path = file(tmp_path, b"x")
    path.chmod(0)
    assert refusal(path).message == "this file may not be read"


def test_a_refused_permission_is_told_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused permission is told whoever asks."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = file(tmp_path, b"x")
    monkeypatch.setattr(Path, "open", refuse)
    error = refusal(path)
    assert (error.message, error.hint) == ("this file may not be read", f"allow it: chmod u+r {path}")


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    """A path that is none is refused."""
    assert refusal(path).message.startswith("this file cannot be read: ")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash is standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"some text\n")))
    assert read_input("-") == b"some text\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert refusal("-").where == "standard input"
