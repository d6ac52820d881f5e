"""Folders and archives: which inputs they hold, in an order that does not depend on the machine."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from papermesh.errors import SourceError
from papermesh.loaders.reading import BOMB_FROM, BOMB_RATIO, STANDARD_INPUT, Input, checked, open_input

AUTO = "auto"
"""The word that stands for a source where each file says by itself what it is."""
ZIP = b"PK\x03\x04"
MOST_FILES = 100_000
"""Files of a folder or an archive: more are a mistake, or a bomb."""


@dataclass(frozen=True, slots=True)
class Found:
    """One input."""

    name: str
    """As it is shown: bytes of a file's name that are no text are spelled out."""
    open: Callable[[ExitStack], Input]
    """Opens it, until the stack is closed. Raises `SourceError`."""
    among_others: bool = False
    """Whether it is one of many that were not named one by one, so that it may be none."""


def inputs_in(path: str, *, folders: bool) -> Iterator[Found]:
    """Yield the inputs that a path stands for: itself, the files of a folder, the members of a ZIP archive.

    Hidden files and folders are left out, and links that lead out of the folder.

    Args:
        path: A file or, where `folders` is set, a folder; `-` is standard input.
        folders: Whether a folder stands for all that is in it.

    Raises:
        SourceError: It is no archive although it begins as one, it is encrypted, or there is far too much in it.
    """
    if folders and path != STANDARD_INPUT and Path(path).is_dir():
        for number, file in enumerate(_files(Path(path))):
            if number >= MOST_FILES:
                raise SourceError(f"there are more than {MOST_FILES} files in it", where=path, hint="name its folders")
            try:
                yield from _of_file(str(file), among_others=True)
            except SourceError as error:  # an archive that is none, or whose content is not to be read
                yield Found(_shown(str(file)), partial(_refuse, error), among_others=True)
        return
    yield from _of_file(path, among_others=False)


def _files(folder: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            within = not file.is_symlink() or file.resolve().is_relative_to(inside)
            # What is no regular file, such as a pipe, could be waited for for ever.
            if not name.startswith(".") and within and file.is_file():
                yield file


def _of_file(path: str, *, among_others: bool) -> Iterator[Found]:
    if path != STANDARD_INPUT and _begins_as_zip(path):
        yield from _members(path)
        return
    yield Found(_shown(path), lambda stack: stack.enter_context(open_input(path)), among_others)


def _begins_as_zip(path: str) -> bool:
    try:
        if not Path(path).is_file():
            return False  # what is read of a pipe is gone
        with Path(path).open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except (OSError, ValueError):
        return False  # opening it says what is wrong


def _members(path: str) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SourceError(f"this ZIP archive cannot be read: {error}", where=path, hint="fetch it again") from error
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
        if any(one.filename == "[Content_Types].xml" for one in members):
            raise SourceError("this is an office document, not text", where=path, hint="save it as text")
        if any(one.flag_bits & 1 for one in members):
            raise SourceError("this ZIP archive is encrypted", where=path, hint="unpack it, and load its files")
        if len(members) > MOST_FILES:
            raise SourceError(f"there are more than {MOST_FILES} files in it", where=path, hint="unpack it")
        size, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
        if size > BOMB_FROM and size > BOMB_RATIO * max(1, packed):
            raise SourceError(
                f"this unpacks to more than {BOMB_RATIO} times its size, as no text does",
                where=path,
                hint="unpack it yourself if you trust it",
            )
        for one in sorted(members, key=lambda member: member.filename):
            name = _shown(f"{path}/{one.filename}")
            yield Found(name, partial(_open_member, archive, one, name), among_others=True)


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, stack: ExitStack) -> Input:
    try:
        file = stack.enter_context(archive.open(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise SourceError(f"this cannot be unpacked: {error}", where=name, hint="unpack the archive") from error
    return checked(Input(file, name, seekable=True))


def _refuse(error: SourceError, _: ExitStack) -> Input:
    raise error


def _is_hidden(name: str) -> bool:
    # `__MACOSX` holds what macOS adds to each file of an archive.
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
