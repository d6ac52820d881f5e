"""What a source is, and what all of them need: lines with their numbers, and ids that tell records apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from papermesh.loaders.pieces import Cut
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected, RepositoryRecord

SNIPPET_LENGTH = 80
SHOWN_FROM = 1000
"""Characters of a text that are looked at for its start: it can be as long as the input."""
BOM = "\ufeff"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of input."""

    name: str
    """The word on the command line, and the name of its file."""
    summary: str
    suffixes: tuple[str, ...]
    """Endings of file names that say by themselves that a file is such an input."""
    sniff: Callable[[bytes], bool]
    """Tells from the start of a file whether it is such an input."""
    parse: Callable[[bytes, Origin], Parsed]
    """Turns bytes into records: it sees no file, network, clock or environment."""
    pieces: Cut | None = None
    """Cuts an input into parts that `parse` reads alone; `None` where it has to see the whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an input, counted from 1."""

    number: int
    text: str
    """Without what ends the line, and without white space around it."""
    is_text: bool = True
    """Whether its bytes are UTF-8; where they are not, each bad byte stands as `\\xNN`."""


def lines(data: bytes) -> Iterator[Line]:
    """Yield the lines of an input, also the blank ones, whatever ends them (LF, CRLF, or CR alone)."""
    unix = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, raw in enumerate(unix.split(b"\n"), 1):
        try:
            text, is_text = raw.decode("utf-8"), True
        except UnicodeDecodeError:
            text, is_text = raw.decode("utf-8", "backslashreplace"), False
        # Zero-width spaces come along when a page is copied, and a BOM when files are joined.
        yield Line(number, text.strip().strip(BOM + "\u200b").strip(), is_text)


def snippet(text: str) -> str:
    """Return the start of a text on one line, at most 80 characters."""
    line = " ".join(text.split())
    return line if len(line) <= SNIPPET_LENGTH else line[: SNIPPET_LENGTH - 1] + "…"


def shown(text: str) -> str:
    """Return the start of a text as `snippet` does, with a mark for each byte or half character that is no text."""
    return snippet(_HALF_CHARACTER.sub("\ufffd", text[:SHOWN_FROM]))


def line_number(item: Rejected | Noted) -> int:
    """Return the line of a place, to bring what became of an input into its order."""
    return int(item.place.rpartition(":")[2])


def told_apart(records: Iterable[PaperRecord]) -> tuple[tuple[PaperRecord, ...], tuple[Noted, ...]]:
    """Return the records with one id for each content, and a note for each that says the same as one before it.

    Where records of one id differ, all of them get the digest of their content behind the id, so that none is lost
    and their order does not matter.
    """
    by_id: dict[str, dict[str, PaperRecord]] = defaultdict(dict)
    noted = []
    for record in records:
        first = by_id[record.record_id].setdefault(record.digest, record)
        if first is not record:
            noted.append(Noted(f"the same record stands at {first.place}", record.place or ""))
    # Some of one id may have been told apart before, in one piece of an input: the others are then, too.
    before = {
        record.record_id.removesuffix(f"~{digest}")
        for same_id in by_id.values()
        for digest, record in same_id.items()
        if record.record_id.endswith(f"~{digest}")
    }
    kept = []
    for record_id, same_id in by_id.items():
        alone = len(same_id) == 1 and record_id not in before
        for digest, record in same_id.items():
            kept.append(record if alone else record.model_copy(update={"id": f"{record.id}~{digest}"}))
    return tuple(kept), tuple(noted)


def newest_checks(
    records: Iterable[RepositoryRecord],
) -> tuple[tuple[RepositoryRecord, ...], tuple[Noted, ...]]:
    """Return the newest record of each repository, and a note for each that an equal or newer one replaces."""
    newest: dict[str, RepositoryRecord] = {}
    noted = []
    for record in records:
        known = newest.setdefault(record.record_id, record)
        if known is not record:
            newest[record.record_id] = kept = max(known, record, key=RepositoryRecord.order)
            left_out = record if kept is known else known
            noted.append(Noted(f"a check of the repository that is not older is at {kept.place}", left_out.place or ""))
    return tuple(newest.values()), tuple(noted)


def with_digest(record: PaperRecord, name: str) -> PaperRecord:
    """Return the record with an id made of a name and its content, where its source gives it none of its own.

    With the content in the id, two files that say different things of one paper make two records, and neither load
    can undo the other.
    """
    return record.model_copy(update={"id": f"{name}~{record.digest}"})
