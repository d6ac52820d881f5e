"""A record from the fields that a service gives: what is wrong in one field costs that field and not the record."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from papermesh.loaders.records import Noted, PaperRecord
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.source import shown

_NEEDED = {"title", "source", "place"}


class Unusable(ValueError):
    """The fields make no record; the message says why."""


def checked(fields: dict[str, Any], noted: list[Noted]) -> PaperRecord:
    """Return the record of these fields, and add a note for each value that is left out of it.

    `None` is "not known". Of a list only the bad members are left out.

    Args:
        fields: Values by the name of a property of `PaperRecord`, of whatever type they came; `place` is text.
        noted: Takes the notes.

    Raises:
        Unusable: There is no title.
    """
    content = {name: value for name, value in fields.items() if value is not None}
    if "title" not in content:
        raise Unusable("has no title")
    while True:
        try:
            return PaperRecord.model_validate(content)
        except ValidationError as error:
            bad: dict[str, set[int]] = {}
            for problem in error.errors(include_url=False):
                name, *inside = problem["loc"]
                said = problem.get("ctx", {}).get("error") or _reason(problem["type"], problem["input"])
                reason = f"{'.'.join(str(part) for part in problem['loc'])} {said}"
                if name in _NEEDED:
                    raise Unusable(reason) from None
                noted.append(Noted(f"{reason}: left out", str(fields["place"])))
                bad.setdefault(str(name), set()).update(part for part in inside[:1] if isinstance(part, int))
            for name, members in bad.items():
                if members:
                    content[name] = [item for index, item in enumerate(content[name]) if index not in members]
                else:
                    del content[name]


def _reason(kind: str, value: object) -> str:
    seen = f"is {kind_of(value)}" if not isinstance(value, str) else f"is {shown(value)!r}"
    match kind:
        case "missing":
            return "is missing"
        case "string_type":
            return f"is {kind_of(value)}, not text"
        case "string_unicode":
            return "holds bytes or characters that are no text"
        case "string_pattern_mismatch":
            return f"{seen}, not a date"
        case "tuple_type" | "list_type":
            return f"{seen}, not a list"
        case "greater_than_equal" | "less_than_equal":
            return f"is {value}, which is out of range"
        case _:
            return f"{seen}, which does not belong there"
