"""Our own record lines: one JSON object a line, one line a paper; also the format of an export.

A title is enough. Properties are those of `PaperRecord`; unknown ones are ignored and counted; `null` is "not known".
A line with `"kind": "repository"` is what a host said of a repository, with the properties of `RepositoryRecord`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from pydantic import BaseModel, ValidationError

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, paper_key
from papermesh.loaders.records import (
    AuthorName,
    EntityFact,
    Noted,
    Origin,
    PaperRecord,
    Parsed,
    Record,
    Reference,
    Rejected,
    RepositoryFact,
    RepositoryRecord,
    Section,
)
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.source import BOM, Source, newest_checks, snippet, told_apart, with_digest

_PARTS: dict[str, type[BaseModel]] = {
    "authors": AuthorName, "references": Reference, "repositories": RepositoryFact, "sections": Section,
    "entities": EntityFact,
}  # fmt: skip
_OURS = {"place", "abstract_place"}
"""Properties that say where a record was read: a line cannot set them."""
ID_LENGTH = 80
REPOSITORY_SOURCE = "github"
"""The source of the records of repositories, which no record of a paper may name: both are stored by source and id."""


class _Bad(ValueError):
    """A line is no record; the message says why."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the records of a JSON Lines file.

    Raises:
        ParseError: The file is one JSON document and not one a line.
    """
    records: list[PaperRecord] = []
    repositories: list[RepositoryRecord] = []
    rejected: list[Rejected] = []
    noted: list[Noted] = []
    unknown: Counter[str] = Counter()
    first_seen: dict[str, str] = {}
    # Only a line feed ends a line here: JSON allows a bare carriage return between its parts.
    for number, raw in enumerate(data.split(b"\n"), 1):
        place = f"{origin.path}:{number}"
        text = raw.decode("utf-8", "backslashreplace").strip().removeprefix(BOM).strip()
        if not text:
            continue
        try:
            content = _object(raw, text)
            for key in _unknown_keys(content):
                unknown[key] += 1
                first_seen.setdefault(key, place)
            record = _record(content, origin, place)
        except _Bad as error:
            rejected.append(Rejected(str(error), place, snippet(text)))
            continue
        if isinstance(record, RepositoryRecord):
            repositories.append(record)
            continue
        nameless = sum(paper_key(reference) is None for reference in record.references)
        if nameless:
            noted.append(Noted("reference without an id or a title ignored", place, nameless))
        records.append(record)
    if rejected and (not (records or repositories) or data.lstrip().startswith(b"[")):
        _refuse_one_document(data, origin)
    noted += [Noted(f"unknown property {key!r} ignored", first_seen[key], unknown[key]) for key in sorted(unknown)]
    kept, repeated = told_apart(records)
    newest, older = newest_checks(repositories)
    return Parsed(kept, tuple(rejected), (*noted, *repeated, *older), newest)


def record_line(record: Record) -> str:
    """Return a record as one line of this format, without the line feed; `parse` gives the same record back."""
    # The source is kept also where it is the default, so that a line says by itself where it came from.
    return json.dumps(record.content, ensure_ascii=False)


def sniff(data: bytes) -> bool:
    """Return whether the first line that is not blank begins a JSON object with a quoted key."""
    return bool(re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\}|$)', data))


def _object(raw: bytes, text: str) -> dict[str, Any]:
    """Return the JSON object of a line."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"not UTF-8 text at byte {error.start + 1} of the line"
        raise _Bad(msg) from None
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
        msg = "the line ends in the middle of its JSON" if cut else f"not JSON: {error.msg} (column {error.colno})"
        raise _Bad(msg) from None
    except RecursionError:
        msg = "not a record: nested too deeply"
        raise _Bad(msg) from None
    except ValueError as error:  # a number of thousands of digits, and our own complaints
        raise _Bad(str(error) if isinstance(error, _Bad) else "a number is too long") from None
    if not isinstance(content, dict):
        msg = f"a record is a JSON object; this is {kind_of(content)}"
        raise _Bad(msg)
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            msg = f"{key!r} is given twice"
            raise _Bad(msg)
        content[key] = value
    return content


def _no_constant(name: str) -> None:
    msg = f"{name} is not JSON"
    raise _Bad(msg)


def _record(content: dict[str, Any], origin: Origin, place: str) -> Record:
    known = {key: value for key, value in _without_nulls(content).items() if key not in _OURS}
    try:
        if _is_repository(content):
            return RepositoryRecord.model_validate({**known, "place": place})
        record = PaperRecord.model_validate({"source": origin.source, **known, "place": place})
    except ValidationError as error:
        raise _Bad(_reason(error)) from None
    if record.source == REPOSITORY_SOURCE:
        msg = f"{REPOSITORY_SOURCE} is the source of repositories, and this is a paper; leave `source` out"
        raise _Bad(msg)
    if record.arxiv_id and not arxiv_id(record.arxiv_id):
        msg = f"arxiv_id is {snippet(record.arxiv_id)!r}, which is no arXiv id"
        raise _Bad(msg)
    if record.doi and not doi(record.doi):
        msg = f"doi is {snippet(record.doi)!r}, which is no DOI"
        raise _Bad(msg)
    return record if record.id else with_digest(record, (paper_key(record) or "")[:ID_LENGTH].rstrip("-"))


def _without_nulls(content: dict[str, Any]) -> dict[str, Any]:
    """Return an object without the properties that are `null`, in its parts as well."""
    result = {}
    for key, value in content.items():
        if isinstance(value, list) and key in _PARTS:
            result[key] = [_without_nulls(item) if isinstance(item, dict) else item for item in value]
        elif value is not None:
            result[key] = value
    return result


def _is_repository(content: dict[str, Any]) -> bool:
    return content.get("kind") == "repository"


def _unknown_keys(content: dict[str, Any]) -> list[str]:
    whole: type[BaseModel] = RepositoryRecord if _is_repository(content) else PaperRecord
    found = [key for key in content if key not in whole.model_fields or key in _OURS]
    if whole is RepositoryRecord:
        return found
    for name, part in _PARTS.items():
        value = content.get(name)
        for item in value if isinstance(value, list) else ():
            found += [
                f"{name}[].{key}" for key in (item if isinstance(item, dict) else ()) if key not in part.model_fields
            ]
    return found


def _reason(error: ValidationError) -> str:
    """Return what is wrong with a record in words: the field, its value, and what it should be."""
    problems = error.errors(include_url=False, include_context=True)
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    first = problems[0]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    value = first["input"]
    shown = _shown(value)
    context = first.get("ctx", {})
    match first["type"]:
        case "missing":
            return f"has no {field}{more}"
        case "string_type":
            return f"{field} is {shown}, not text{more}"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{field} is {shown}, not a whole number{more}"
        case "greater_than_equal" | "less_than_equal":
            return f"{field} is {shown}, which is out of range{more}"
        case "bool_parsing" | "bool_type":
            return f"{field} is {shown}, not true or false{more}"
        case "tuple_type" | "list_type":
            return f"{field} is {shown}, not a list{more}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{field} is {shown}, not an object{more}"
        case "literal_error":
            return f"{field} is {shown}, not {context['expected']}{more}"
        case "string_pattern_mismatch" if field == "published":
            return f"published is {shown}, not a date such as 2024, 2024-12 or 2024-12-19{more}"
        case "string_pattern_mismatch" | "string_too_long" if field == "id":
            return f"id is {shown}, not owner/name of a repository in small letters{more}"
        case "string_pattern_mismatch":
            return f"{field} is {shown}, not a name of small letters, digits, - and _{more}"
        case "value_error":
            return f"{field} {context['error']}{more}".strip()
        case _:
            return f"{field}: {first['msg']}{more}"


def _shown(value: object) -> str:
    if isinstance(value, (dict, list, tuple)) or value is None:
        return kind_of(value)
    return snippet(json.dumps(value))


def _refuse_one_document(data: bytes, origin: Origin) -> None:
    """Say so where the whole file is one JSON document: its lines alone would each get a puzzling reason."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(content, list) or b"\n" in data.strip():
        raise ParseError(
            "this is one JSON document, not JSON Lines with one object a line",
            where=origin.path,
            hint=f"jq -c '{'.[]' if isinstance(content, list) else '.'}' {origin.path} > records.jsonl",
        )


SOURCE = Source(
    name="jsonl",
    summary="Record lines of our own, one JSON object a line; what `export` writes",
    suffixes=(".jsonl", ".ndjson"),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_lines,
)
