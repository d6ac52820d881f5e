"""The inputs that a user names, each read by its source, and what became of every part of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import PurePath

from papermesh.errors import ParseError, SourceError
from papermesh.graph import schema
from papermesh.loaders.folders import AUTO, inputs_in
from papermesh.loaders.pieces import Piece
from papermesh.loaders.reading import Input
from papermesh.loaders.records import Noted, Origin, Parsed, Record, Rejected, papers_among, repositories_among
from papermesh.loaders.report import FileReport
from papermesh.loaders.sources import SOURCES, Source, recognise, source_named
from papermesh.loaders.sources.source import newest_checks, told_apart

_LOOKS_LIKE_MUCH = {"listing"}
"""Sources that a text of another kind can be taken for: in a folder they are read where a file is named `.txt`."""
_READ_BY_PEOPLE = {"awesome-list", "listing"}
"""Sources whose endings (`.md`, `.txt`) other files have, too: one without papers is none, and not a broken one."""


def read_files(paths: Sequence[str], source: str | None) -> tuple[list[FileReport], list[Record]]:
    """Return what each file holds, and the records of all of them, each id once.

    Args:
        paths: Files; `-` is standard input. With `auto` also folders, whose files that are no source are skipped.
        source: Name of the source, `None` or `auto` to recognise it from each file.

    Raises:
        SourceError: A file is missing, a directory, empty, binary, or holds no record: nothing may be written.
    """
    named = None if source in {None, AUTO} else source_named(source or "")
    files: list[FileReport] = []
    records: list[Record] = []
    for path in paths:
        before = len(files)
        for found in inputs_in(path, folders=source == AUTO):
            try:
                with ExitStack() as stack:
                    file, held = _read(found.open(stack), found.name, named, guarded=found.among_others)
            except SourceError as error:
                if not found.among_others:
                    raise
                files.append(_passed_over(found.name, error))
                continue
            files.append(file)
            records += held
        if all(file.skipped or not file.source for file in files[before:]):
            raise SourceError("nothing in it is of a known source" + _first_reason(files[before:]), where=path,
                              hint="see docs/sources.md for what is read")  # fmt: skip
    # Files can use the same ids for different papers, as one file can.
    distinct, repeated = told_apart(papers_among(records))
    newest, older = newest_checks(repositories_among(records))
    for note in (*repeated, *older):
        file = next(file for file in reversed(files) if note.place.startswith(f"{file.path}:"))
        file.noted.append(note)
    return files, [*distinct, *newest]


def stream(opened: Input, source: Source, name: str) -> Iterator[Parsed]:
    """Yield what the pieces of an input hold, each as soon as it is read: memory does not grow with the input.

    Args:
        opened: The input.
        source: What reads it.
        name: Its name, in which places begin.

    Raises:
        ParseError: Its first piece is none of the source's.
        SourceError: It cannot be read, or is too large for a source that reads it whole.
    """
    origin = Origin(source.name, name)
    whole = source.pieces is None
    last = 1
    for number, piece in enumerate(_whole(opened) if source.pieces is None else source.pieces(opened)):
        try:
            parsed = source.parse(piece.data, origin)
        except ParseError as error:
            if whole or not number:
                raise
            parsed = Parsed((), (Rejected(error.message, f"{name}:1"),))
        yield _moved(parsed, name, piece.first_line - 1)
        last = piece.first_line + piece.data.count(b"\n")
    if opened.broken:
        yield Parsed((), (Rejected(opened.broken, f"{name}:{last}"),))


def _whole(opened: Input) -> Iterator[Piece]:
    yield Piece(opened.read_whole(), 1)


def _read(opened: Input, name: str, named: Source | None, *, guarded: bool = False) -> tuple[FileReport, list[Record]]:
    # What is packed is recognised by its name without the ending that says so.
    bare = name.removesuffix(".gz")
    chosen = named or recognise(opened.start(), bare)
    if guarded and not named and chosen.name in _LOOKS_LIKE_MUCH and PurePath(bare).suffix.lower() != ".txt":
        # A text of any kind, such as a README or an index of files, can look like titles with their abstracts.
        raise SourceError(f"it may be read as {chosen.name}, but only where that is said", where=name)
    records: list[Record] = []
    rejected: list[Rejected] = []
    noted: dict[str, Noted] = {}
    single: list[Noted] = []
    for number, parsed in enumerate(stream(opened, chosen, name)):
        for record in parsed.records:
            if len(record.record_id) <= schema.MAX_KEY_LENGTH:
                records.append(record)
            else:
                reason = f"its id is longer than {schema.MAX_KEY_LENGTH} characters"
                rejected.append(Rejected(reason, record.place or name, record.title[:80]))
        records += parsed.repositories
        rejected += parsed.rejected
        if not number:
            single += parsed.noted
            continue
        # What one piece notes and another, too, is one note of the file.
        for note in parsed.noted:
            known = noted.get(note.what)
            noted[note.what] = replace(known, count=known.count + note.count) if known else note
    if not records:
        first = rejected[0] if rejected else None
        raise SourceError(
            "no paper found" + (f"; the first rejection is {first.place}: {first.reason}" if first else ""),
            where=f"{name} (read as {chosen.name})",
            hint=f"say which source it is: papermesh load {'|'.join(known.name for known in SOURCES)} FILE",
        )
    notes = list(_joined([*single, *noted.values()]) if noted else single)
    return FileReport(name, chosen.name, len(records), rejected, notes, opened.digest), records


def _joined(notes: Iterable[Noted]) -> Iterator[Noted]:
    joined: dict[str, Noted] = {}
    for note in notes:
        known = joined.get(note.what)
        joined[note.what] = replace(known, count=known.count + note.count) if known else note
    yield from joined.values()


def _moved(parsed: Parsed, name: str, lines: int) -> Parsed:
    """Return what a piece holds with its places in the input, which begins so many lines before it."""
    if not lines:
        return parsed
    place = re.compile(rf"({re.escape(name)}:)([0-9]+)")

    def moved(text: str) -> str:
        return place.sub(lambda found: f"{found[1]}{int(found[2]) + lines}", text)

    return Parsed(
        tuple(
            record.model_copy(update={
                "place": moved(record.place) if record.place else None,
                "abstract_place": moved(record.abstract_place) if record.abstract_place else None,
            })
            for record in parsed.records
        ),
        tuple(Rejected(one.reason, moved(one.place), one.snippet) for one in parsed.rejected),
        tuple(Noted(moved(one.what), moved(one.place), one.count) for one in parsed.noted),
        tuple(one.model_copy(update={"place": moved(one.place) if one.place else None}) for one in parsed.repositories),
    )  # fmt: skip


def _passed_over(name: str, error: SourceError) -> FileReport:
    """Return what became of a file of a folder that could not be read: a rejection where its name promises papers."""
    suffix = PurePath(name.removesuffix(".gz")).suffix.lower()
    if any(suffix in source.suffixes for source in SOURCES if source.name not in _READ_BY_PEOPLE):
        return FileReport(name, "", 0, [Rejected(error.message.splitlines()[0], f"{name}:1")], [])
    return FileReport(name, "", 0, [], [], skipped=error.message.splitlines()[0])


def _first_reason(files: Sequence[FileReport]) -> str:
    reasons = [(file.path, file.skipped or next((bad.reason for bad in file.rejected), "")) for file in files]
    return f"; {reasons[0][0]}: {reasons[0][1]}" if reasons else ": it holds no file"
