"""Parts of papers whose title stands on another line: bulk data keep abstracts, citations and texts in own files.

A record needs a title. So the files are given as one input, and a part waits until all lines are read; it becomes a
record of its own, which the merge joins with that of the line that had the title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.sources.account import Account


@dataclass(frozen=True, slots=True)
class _Part:
    number: str
    name: str
    content: Mapping[str, Any]
    place: str
    whole: bool
    unless: str | None
    count: int


class TitlesElsewhere:
    """Titles by the number of their paper (corpus id), and the parts that wait for one."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._parts: list[_Part] = []
        self._any_title = False

    def know(self, number: str | None, title: str) -> None:
        """Keep the title of a paper; one without a number only tells that the input holds papers."""
        self._any_title = True
        if number:
            self._titles.setdefault(number, title)

    def hold(
        self,
        number: str,
        name: str,
        content: Mapping[str, Any],
        place: str,
        *,
        whole: bool,
        unless: str | None = None,
        count: int = 1,
    ) -> None:
        """Keep a part until all titles are known.

        Args:
            number: The paper's number.
            name: The end of its record's id, such as `7/abstract`.
            content: Properties of `PaperRecord` but the title.
            place: File and line.
            whole: Whether it holds all that there is of its kind, as `Account.record` means it.
            unless: What a note says where the title stays unknown; without it, the part is rejected.
            count: How many lines it is of, for the note.
        """
        self._parts.append(_Part(number, name, content, place, whole, unless, count))

    def settle(self, account: Account, what: str, hint: str) -> None:
        """Make a record of each part whose title is known.

        Args:
            account: Takes what becomes of each.
            what: What an input of parts alone is.
            hint: How to give the titles with it.

        Raises:
            ParseError: There are parts, and no title at all.
        """
        if self._parts and not self._any_title:
            raise ParseError(f"{what}, and no title", where=self._parts[0].place, hint=hint)
        for part in self._parts:
            title = self._titles.get(part.number)
            if title:
                account.record(part.name, {"title": title, **part.content}, part.place, whole=part.whole)
            elif part.unless:
                account.note(part.unless, part.place, part.count)
            else:
                account.reject(f"no line of this input has the title of corpus id {part.number}", part.place, part.name)
