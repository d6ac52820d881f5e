"""The lines of RIS files, and of Web of Science's own form of them, as records of tagged fields.

What a tag means, and which tags may come several times, is rispy's knowledge; each line is accounted for here, since
its parser skips what it does not know, ends a record only at its `ER`, and forgets where a line stood.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING, WOK_LIST_TYPE_TAGS, WOK_TAG_KEY_MAPPING

from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.source import BOM, shown

RIS_START = r"TY(?: {0,2}|\t)-"
WOS_START = r"PT [A-Z]+[ \t]*$"

_RIS_TAG = re.compile(r"([A-Z][A-Z0-9])( {1,2}|\t)-(.*)", re.DOTALL)
_RIS_FIRST = re.compile(r"TY( {0,2}|\t)-(.*)", re.DOTALL)
_RIS_END = re.compile(r"ER {0,2}-?\s*")
_WOS_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?", re.DOTALL)
_UNSEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{BOM}\u200b]")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_TEXTS = {"abstract", "notes_abstract", "notes"}
"""Fields that may have paragraphs."""
# Tags that are in use and that rispy does not have: BT is DBLP's, the others are of the format's first description.
_MORE_TAGS = {
    "AV": "availability", "BT": "book_title", "ED": "editors", "L3": "related_records", "LK": "link",
    **{f"U{number}": f"user{number}" for number in range(1, 6)},
}  # fmt: skip
_NO_FIELDS = {"ER", "UK"}
"""`UK` is rispy's own name for tags that it does not know."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the tags of a form of the format mean."""

    names: Mapping[str, str]
    lists: Set[str]
    """Tags that may come several times, or of which each line is a value."""


RIS = Dialect(
    {tag: name for tag, name in {**TAG_KEY_MAPPING, **_MORE_TAGS}.items() if tag not in _NO_FIELDS},
    frozenset([*LIST_TYPE_TAGS, "AB", "DO", "ED", "L1", "L2", "LK", "N2"]),
)
WEB_OF_SCIENCE = Dialect(
    {tag: name for tag, name in WOK_TAG_KEY_MAPPING.items() if tag not in _NO_FIELDS},
    frozenset([*WOK_LIST_TYPE_TAGS, "BE"]),
)


@dataclass(slots=True)
class Tagged:
    """One field."""

    tag: str
    value: str
    number: int
    """The line on which it begins."""


@dataclass(slots=True)
class Block:
    """One record: the lines between `TY` and `ER`."""

    number: int
    """The line on which it begins."""
    dialect: Dialect
    kind: str = ""
    """What stands behind `TY` or `PT`."""
    fields: list[Tagged] = field(default_factory=list)

    def values(self, account: Account, place: str) -> dict[str, list[str]]:
        """Return the values by what their tags mean, without empty ones, and note what is left out."""
        found: dict[str, list[str]] = {}
        for one in self.fields:
            tag, value = one.tag, one.value.strip()
            name = self.dialect.names.get(tag)
            if name is None:
                account.note(f"unknown tag {tag} ignored", place)
            elif _NOT_UTF8.search(value):
                account.note(f"{tag} holds bytes that are not UTF-8: left out", place)
            elif value:
                values = found.setdefault(name, [])
                if not values or tag in self.dialect.lists:
                    values.append(value)
                elif value not in values:
                    account.note(f"tag given twice, the first is kept: {tag}", place)
        return found

    def line_of(self, *tags: str) -> int | None:
        """Return the line of the first field with one of these tags that is not empty."""
        return next((one.number for one in self.fields if one.tag in tags and one.value.strip()), None)

    def start(self) -> str:
        """Return the record's first fields as one line."""
        return "; ".join(f"{one.tag} {one.value}" for one in self.fields[:4]) or self.kind


def blocks(data: bytes, account: Account) -> Iterator[Block]:
    """Yield the records of a file, and note the lines that are in none of them."""
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    lines = [_UNSEEN.sub("", line) for line in text.split("\n")]
    web_of_science = not any(re.match(RIS_START, line.lstrip()) for line in lines)
    reader = _WebOfScience(account) if web_of_science else _Ris(account)
    for number, line in enumerate(lines, 1):
        yield from reader.line(number, line)
    yield from reader.end()


class _Reader(ABC):
    """Takes the lines one by one."""

    dialect = RIS

    def __init__(self, account: Account) -> None:
        self._account = account
        self._block: Block | None = None
        self._outside: list[tuple[int, str]] = []
        self._after_blank = False

    def line(self, number: int, line: str) -> Iterator[Block]:
        """Take a line, and yield the record that it ends."""
        if not line.strip():
            self._after_blank = True
            return
        yield from self._taken(number, line)
        self._after_blank = False

    def end(self) -> Iterator[Block]:
        """Yield the record that the file breaks off."""
        if self._block:
            self._account.note("the file ends before the record's ER", self.place(self._block.number))
        yield from self._closed()

    def place(self, number: int) -> str:
        """Return file and line."""
        return f"{self._account.origin.path}:{number}"

    @abstractmethod
    def _taken(self, number: int, line: str) -> Iterator[Block]:
        """Yield the record that a line ends, if it does."""

    def _closed(self) -> Iterator[Block]:
        if self._outside:
            number, line = self._outside[0]
            self._account.note(f"text outside records: {shown(line)}", self.place(number), len(self._outside))
            self._outside = []
        if self._block:
            yield self._block
        self._block = None

    def _opened(self, number: int, kind: str) -> Iterator[Block]:
        if self._block:
            self._account.note("a record has no ER", self.place(self._block.number))
        yield from self._closed()
        self._block = Block(number, self.dialect, kind.strip())

    def _continued(self, block: Block, number: int, line: str) -> None:
        """Add a line without a tag to the field above it, where there is one."""
        if not block.fields:
            self._outside.append((number, line))
            return
        last = block.fields[-1]
        name = self.dialect.names.get(last.tag, "")
        if self._after_blank and name not in _TEXTS:
            # Behind a blank line stands what a page or a service put between records.
            self._outside.append((number, line))
        elif last.tag in self.dialect.lists and name not in _TEXTS:
            block.fields.append(Tagged(last.tag, line.strip(), number))
        else:
            last.value += ("\n" if self._after_blank else " ") + line.strip()


class _Ris(_Reader):
    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._gaps = {"  "}
        """What stands between a tag and its hyphen: two spaces, and in some files what their `TY` has."""

    def _taken(self, number: int, line: str) -> Iterator[Block]:
        bare = line.strip()
        first, tagged = _RIS_FIRST.fullmatch(bare), _RIS_TAG.fullmatch(bare)
        if first:
            self._gaps = {"  ", first[1]}
            yield from self._opened(number, first[2])
        elif _RIS_END.fullmatch(bare):
            if self._block is None:
                self._account.note("an ER without a record", self.place(number))
            yield from self._closed()
        elif tagged and tagged[2] in self._gaps:
            if self._block is None:
                yield from self._closed()
                self._account.note("a record has no TY", self.place(number))
                self._block = Block(number, self.dialect)
            self._block.fields.append(Tagged(tagged[1], tagged[3].strip(), number))
        elif self._block:
            self._continued(self._block, number, line)
        else:
            self._outside.append((number, line))


class _WebOfScience(_Reader):
    dialect = WEB_OF_SCIENCE

    def _taken(self, number: int, line: str) -> Iterator[Block]:
        if re.match(WOS_START, line):
            yield from self._opened(number, line[2:])
        elif self._block is None:
            self._outside.append((number, line))
        elif re.fullmatch(r"ER\s*", line):
            yield from self._closed()
        elif tagged := _WOS_TAG.fullmatch(line):
            self._block.fields.append(Tagged(tagged[1], tagged[2] or "", number))
        else:
            self._continued(self._block, number, line)
