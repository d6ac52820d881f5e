"""The inputs that a user names, each read by its source, and what became of every part of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from papermesh.errors import SourceError
from papermesh.graph import schema
from papermesh.loaders.reading import read_input
from papermesh.loaders.records import Origin, Record, Rejected, papers_among, repositories_among
from papermesh.loaders.report import FileReport
from papermesh.loaders.sources import SOURCES, recognise, source_named
from papermesh.loaders.sources.source import newest_checks, told_apart


def read_files(paths: Sequence[str], source: str | None) -> tuple[list[FileReport], list[Record]]:
    """Return what each file holds, and the records of all of them, each id once.

    Args:
        paths: Files; `-` is standard input.
        source: Name of the source, `None` to recognise it from each file.

    Raises:
        SourceError: A file is missing, a directory, empty, binary, or holds no record: nothing may be written.
    """
    files: list[FileReport] = []
    records: list[Record] = []
    for path in paths:
        # A file's name may be any bytes; what is printed and stored of it is text.
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        data = read_input(path)
        chosen = source_named(source) if source else recognise(data, shown)
        parsed = chosen.parse(data, Origin(chosen.name, shown))
        if not parsed.records and not parsed.repositories:
            first = parsed.rejected[0] if parsed.rejected else None
            raise SourceError(
                "no paper found" + (f"; the first rejection is {first.place}: {first.reason}" if first else ""),
                where=f"{shown} (read as {chosen.name})",
                hint=f"say which source it is: papermesh load {'|'.join(known.name for known in SOURCES)} FILE",
            )
        fitting: list[Record] = [*parsed.repositories]
        fitting += [record for record in parsed.records if len(record.record_id) <= schema.MAX_KEY_LENGTH]
        rejected = [
            Rejected(
                f"its id is longer than {schema.MAX_KEY_LENGTH} characters", record.place or shown, record.title[:80]
            )
            for record in parsed.records
            if len(record.record_id) > schema.MAX_KEY_LENGTH
        ]
        files.append(FileReport(shown, chosen.name, len(fitting), [*parsed.rejected, *rejected], list(parsed.noted),
                                hashlib.sha256(data).hexdigest()))  # fmt: skip
        records += fitting
    # Files can use the same ids for different papers, as one file can.
    distinct, repeated = told_apart(papers_among(records))
    newest, older = newest_checks(repositories_among(records))
    for note in (*repeated, *older):
        file = next(file for file in reversed(files) if note.place.startswith(f"{file.path}:"))
        file.noted.append(note)
    return files, [*distinct, *newest]
