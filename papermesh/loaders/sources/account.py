"""What becomes of each part of an answer: a record, a rejection or a note; and its fields, each of the type it has.

A field of the wrong type costs the field and not the record: it is left out, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from papermesh.errors import ParseError
from papermesh.loaders.identity import paper_key
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.json_answers import Answer, Item, told
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.source import line_number, shown, told_apart, with_digest
from papermesh.loaders.sources.stated_facts import iso_date

ID_LENGTH = 80
LONGEST_NUMBER = 18
"""Digits of a number that stands in quotes; no id and no count has more."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ].*)?)?)?", re.ASCII)


class Account:
    """Takes what becomes of the parts of a file."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._records: list[PaperRecord] = []
        self._rejected: list[Rejected] = []
        self._noted: dict[str, Noted] = {}

    def note(self, what: str, place: str, count: int = 1) -> None:
        """Note something; the same thing again raises its count."""
        known = self._noted.get(what)
        self._noted[what] = Noted(what, known.place if known else place, count + (known.count if known else 0))

    def reject(self, reason: str, place: str, snippet: str = "") -> None:
        """Reject a record."""
        self._rejected.append(Rejected(reason, place, shown(snippet)))

    def refuse(self, message: str, hint: str, place: str, *, alone: bool) -> None:
        """Reject an answer that is none of papers; one that is alone in its file is refused as a whole.

        Raises:
            ParseError: It is alone.
        """
        if alone:
            raise ParseError(message, where=self.origin.path, hint=hint)
        self.reject(message, place)

    def page(self, answer: Answer, noun: str, hint: str, *, alone: bool, or_null: bool = False) -> list[Item] | None:
        """Return the items of a list in an answer, None where it holds no objects and is refused; no items are noted.

        Args:
            answer: One that has a list.
            noun: What its items are, in the singular.
            hint: What to ask for instead.
            alone: Whether it is alone in its file.
            or_null: Whether null stands for an item that the service does not know.

        Raises:
            ParseError: It is alone, and its items are something else.
        """
        items = list(answer.items or ())
        if not items:
            self.note(f"an empty answer: no {noun}", answer.place)
        elif not any(isinstance(item.value, dict) or (or_null and item.value is None) for item in items):
            self.refuse(f"this list holds no {noun}s, but {told(items[0].value)}", hint, answer.place, alone=alone)
            return None
        return items

    def record(self, identifier: str | None, content: Mapping[str, Any], place: str, *, whole: bool) -> None:
        """Keep a record, or reject it where it has no title.

        Args:
            identifier: The service's own id of the paper, where it has one.
            content: Properties of `PaperRecord`.
            place: File and line.
            whole: Whether the answer gave all that we keep of a paper. One that gave less has the digest of its
                content in its id, so that it never takes the place of a fuller one that was loaded before.
        """
        if not content.get("title"):
            self.reject("has no title", place, identifier or "")
            return
        try:
            record = PaperRecord.model_validate({"source": self.origin.source, **content, "place": place})
        except ValidationError as error:  # `Fields` lets nothing through that is wrong, as far as we know
            problem = error.errors(include_url=False)[0]
            self.reject(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}", place, identifier or "")
            return
        nameless = sum(paper_key(reference) is None for reference in record.references)
        if nameless:
            named = tuple(reference for reference in record.references if paper_key(reference))
            known = None if record.references_known is None else False
            record = record.model_copy(update={"references": named, "references_known": known})
            self.note("reference without an id or a title ignored", place, nameless)
        if identifier and whole:
            record = record.model_copy(update={"id": identifier})
        else:
            record = with_digest(record, identifier or (paper_key(record) or "")[:ID_LENGTH].rstrip("-"))
        self._records.append(record)

    def fields(self, item: Item) -> Fields | None:
        """Return the fields of a member of a list, or reject it where it is no object."""
        if isinstance(item.value, dict):
            return Fields(item.value, item.place, self)
        self.reject(f"a paper is a JSON object; this is {kind_of(item.value)}", item.place, told(item.value))
        return None

    def parsed(self, rejected: list[Rejected]) -> Parsed:
        """Return all of it in the order of the lines.

        Args:
            rejected: What was rejected before it came here.
        """
        kept, repeated = told_apart(self._records)
        return Parsed(
            kept,
            tuple(sorted((*self._rejected, *rejected), key=line_number)),
            tuple(sorted((*self._noted.values(), *repeated), key=line_number)),
        )


class Fields:
    """An object of an answer. What is `null` is not there."""

    def __init__(self, content: Mapping[str, Any], place: str, account: Account, path: str = "") -> None:
        self.content = content
        self.place = place
        self._account = account
        self._path = path

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def note(self, what: str, count: int = 1) -> None:
        """Note something at the place of this object."""
        self._account.note(what, self.place, count)

    def text(self, *keys: str) -> str | None:
        """Return the first text under these keys that is not blank; also the first of a list of texts."""
        for key in keys:
            value = self.content.get(key)
            if isinstance(value, list) and value and all(isinstance(part, str) or part is None for part in value):
                value = next((part for part in value if part and part.strip()), None)
            if isinstance(value, str):
                if _HALF_CHARACTER.search(value):
                    self._left_out(key, "holds bytes or characters that are no text")
                elif bare := _CONTROL.sub(" ", value).strip():
                    return bare
            elif value is not None and value != []:
                self._wrong(key, value, "text")
        return None

    def identifier(self, *keys: str) -> str | None:
        """Return the first id under these keys, which may be a number or a text."""
        for key in keys:
            value = self.content.get(key)
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**LONGEST_NUMBER:
                return str(value)
            if found := self.text(key):
                return found
        return None

    def number(self, key: str) -> int | None:
        """Return the whole number under a key, also where it stands in quotes."""
        value = self.content.get(key)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            value = int(value) if len(value.strip()) <= LONGEST_NUMBER else value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(key, value, "a whole number")
        return None

    def year(self, key: str) -> int | None:
        """Return the year under a key, where it is one."""
        value = self.number(key)
        if value is None or 1000 <= value <= 2999:
            return value
        self._left_out(key, "is out of range")
        return None

    def date(self, key: str) -> str | None:
        """Return the ISO date under a key, without a time."""
        value = self.text(key)
        found = iso_date(value[:10].split("-")) if value and _DATE.fullmatch(value) else None
        if value and not found:
            self._left_out(key, f"is {shown(value)!r}, not a date")
        return found

    def part(self, key: str) -> Fields:
        """Return the object under a key, an empty one where there is none."""
        value = self.content.get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, value, "an object")
        return Fields(value if isinstance(value, dict) else {}, self.place, self._account, f"{self._path}{key}.")

    def parts(self, key: str) -> list[Fields]:
        """Return the objects of the list under a key."""
        return [
            Fields(value, self.place, self._account, f"{self._path}{key}[].")
            for value in self._list(key)
            if self._is_a(dict, value, key, "an object")
        ]

    def texts(self, key: str) -> list[str]:
        """Return the texts of the list under a key that are not blank."""
        texts = [str(value) for value in self._list(key) if self._is_a(str, value, key, "text")]
        sound = [_CONTROL.sub(" ", text).strip() for text in texts if not _HALF_CHARACTER.search(text)]
        if len(sound) < len(texts):
            self._left_out(f"{key}[]", "holds bytes or characters that are no text")
        return [text for text in sound if text]

    def positions(self, key: str) -> list[int]:
        """Return the whole numbers, not below zero, of the list under a key."""
        values = self._list(key)
        sound = [one for one in values if isinstance(one, int) and not isinstance(one, bool) and one >= 0]
        if len(sound) < len(values):
            self.note(f"{self._path.rstrip('.')} holds positions that are no whole numbers: left out")
        return sound

    def _list(self, key: str) -> list[Any]:
        value = self.content.get(key)
        if value is not None and not isinstance(value, list):
            self._wrong(key, value, "a list")
        return value if isinstance(value, list) else []

    def _is_a(self, wanted: type, value: object, key: str, words: str) -> bool:
        if value is not None and not isinstance(value, wanted):
            self._wrong(f"{key}[]", value, words)
        return isinstance(value, wanted)

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        self._left_out(key, f"is {kind_of(value)}, not {wanted}")

    def _left_out(self, key: str, why: str) -> None:
        self.note(f"{self._path}{key} {why}: left out")
