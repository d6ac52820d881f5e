"""The snapshot of arXiv's metadata on Kaggle: JSON Lines, one paper a line (`arxiv-metadata-oai-snapshot.json`)."""

from __future__ import annotations

import json
import re
from typing import Any, TypeGuard

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.arxiv_record import (
    AFFILIATIONS,
    Notes,
    Stated,
    names_in,
    parsed_of,
    record_of,
    shown,
)
from papermesh.loaders.sources.checked import Unusable
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.source import BOM, Source

_NOT_KEPT = {"submitter", "report-no", "categories", "license", "update_date"}
_KEPT = {"id", "title", "abstract", "authors", "authors_parsed", "comments", "journal-ref", "doi", "versions"}
_OWN_KEYS = ("authors_parsed", "update_date", "journal-ref", "report-no", "categories", "submitter", "versions")
"""Keys that other lines of JSON hardly have; three of them in one line tell the snapshot."""
_ENOUGH = 3
_KEY = re.compile(rb'"(' + "|".join(_OWN_KEYS).encode() + rb')"\s*:')
_NAME_PARTS = 3
"""Last name, first names, suffix; what stands behind them are affiliations."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a snapshot, or of some of its lines.

    Raises:
        ParseError: No line is a paper as the snapshot has them.
    """
    notes = Notes()
    records: list[PaperRecord] = []
    rejected: list[Rejected] = []
    any_paper = False
    # Only a line feed ends a line: JSON allows a bare carriage return between its parts.
    for number, raw in enumerate(data.split(b"\n"), 1):
        place = f"{origin.path}:{number}"
        text = raw.decode("utf-8", "backslashreplace").strip().removeprefix(BOM).strip()
        if not text:
            continue
        try:
            content = _object(raw, text)
            any_paper = any_paper or bool(content.keys() & set(_OWN_KEYS))
            records.append(record_of(_stated(content, place, notes), origin, place, notes))
        except Unusable as error:
            rejected.append(Rejected(str(error), place, shown(text[:200])))
    if not any_paper:
        first = rejected[0] if rejected else None
        raise ParseError(
            "no line of this is a paper as arXiv's metadata snapshot has them" + (f": {first.reason}" if first else ""),
            where=first.place if first else origin.path,
            hint="the snapshot has one JSON object a line, with keys as id, authors_parsed and update_date",
        )
    return parsed_of(records, rejected, notes)


def sniff(data: bytes) -> bool:
    """Return whether the first line that is not blank begins an object with keys of the snapshot."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.split(b"\n", 1)[0]
    return start.startswith(b"{") and len(set(_KEY.findall(first))) >= _ENOUGH


def _object(raw: bytes, text: str) -> dict[str, Any]:
    """Return the JSON object of a line."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"not UTF-8 text at byte {error.start + 1} of the line") from None
    try:
        # Kaggle's lines are plain; a number too long for Python, or no number at all, is no reason to lose one.
        content = json.loads(text, parse_int=_whole, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
        reason = "the line ends in the middle of its JSON" if cut else f"not JSON: {error.msg} (column {error.colno})"
        raise Unusable(reason) from None
    except RecursionError:
        raise Unusable("not a paper: nested too deeply") from None
    if not isinstance(content, dict):
        raise Unusable(f"a paper is a JSON object; this is {kind_of(content)}")
    return content


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float("inf")


def _stated(content: dict[str, Any], place: str, notes: Notes) -> Stated:
    for key in content:
        if key not in _KEPT and key not in _NOT_KEPT:
            notes.count(f"unknown property {shown(key)!r} ignored", place)
    title = content.get("title")
    if title is not None and not isinstance(title, str):
        raise Unusable(f"title is {kind_of(title)}, not text")

    def text(key: str) -> str | None:
        value = content.get(key)
        if value is None or isinstance(value, str):
            return value
        notes.add(f"{key} is {kind_of(value)}, not text: left out", place)
        return None

    return Stated(
        title=title,
        identifier=text("id"),
        abstract=text("abstract"),
        authors=_authors(content, place, notes),
        submitted=_submitted(content.get("versions"), place, notes),
        journal=text("journal-ref"),
        doi=text("doi"),
        comment=text("comments"),
    )


def _authors(content: dict[str, Any], place: str, notes: Notes) -> tuple[str, ...]:
    """Return the names, from their parts where these are what they should be, else from the one line of them."""
    parsed, line = content.get("authors_parsed"), content.get("authors")
    if _is_names(parsed):
        notes.count(AFFILIATIONS, place, sum(len([one for one in name[_NAME_PARTS:] if one]) for name in parsed))
        return tuple(" ".join((*name[1:2], *name[:1], *name[2:_NAME_PARTS])) for name in parsed)
    if parsed is not None and parsed != []:
        notes.add("authors_parsed is no list of names in parts: left out", place)
    if isinstance(line, str):
        return names_in(line, place, notes)
    if line is not None:
        notes.add(f"authors is {kind_of(line)}, not text: left out", place)
    return ()


def _is_names(parsed: object) -> TypeGuard[list[list[str]]]:
    """Return whether a value is a list of at least one name, each a list of texts."""
    return (
        isinstance(parsed, list)
        and bool(parsed)
        and all(isinstance(name, list) and name and all(isinstance(one, str) for one in name) for name in parsed)
    )


def _submitted(versions: object, place: str, notes: Notes) -> str | None:
    """Return the date of the first version."""
    if versions is None:
        return None
    listed = [one for one in versions if isinstance(one, dict)] if isinstance(versions, list) else []
    first = next((one for one in listed if one.get("version") == "v1"), listed[0] if listed else {})
    created = first.get("created")
    if isinstance(created, str):
        return created
    if versions != []:
        notes.add("versions hold no date of the first one: left out", place)
    return None


SOURCE = Source(
    name="arxiv-snapshot",
    summary="Kaggle's snapshot of arXiv's metadata, one JSON object a line",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_lines,
)
