"""Markdown as its blocks: list items with what hangs under them, table rows with their column heads, headings, text.

Only what lists of papers need is read. Every line that is not blank is in exactly one block.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from papermesh.loaders.sources.source import Line

LONGEST_LABEL = 1000
"""Characters of a link's text: a longer one is brackets that do not belong together."""

_HEADING = re.compile(r"#{1,6}(?:\s+|$)")
_BULLET = re.compile(r"(?:[-*+•]|\(?[0-9]{1,4}[.)]|\[[0-9]{1,4}\])\s+(?:\[[ xX]\]\s+)?")
_FENCE = re.compile(r"(```|~~~)")
_RULE = re.compile(r"[-*_=][-*_=\s]{2,}")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_DEFINITION = re.compile(r"\[([^\]]{1,200})\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?")
_URL = re.compile(r"\(\s*<?((?:[^()\s<>]|\([^()\s<>]*\))*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_REFERENCE = re.compile(r"\s?\[([^\[\]]{0,200})\]")
_BARE = re.compile(r"https?://[^\s<>\"`|\])}]+")
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,400}?href\s*=\s*[\"']?([^\"'\s<>]+)[\"']?[^<>]{0,400}>(.{0,1000}?)</a\s*>", re.I | re.S
)
_TAGS = (
    (re.compile(r"<!--.{0,500}?-->|\[//\]:\s*#\S*", re.S), " "),
    (re.compile(r"<sup(?:\s[^<>]{0,400})?>.{0,40}?</sup>", re.I | re.S), ""),
    (re.compile(r"<br\s*/?>|</?(?:p|div|li|ul|ol|summary|details|center|h[1-6])(?:\s[^<>]{0,400})?/?>", re.I), "\n"),
    (re.compile(r"</?(?:b|strong)(?:\s[^<>]{0,400})?>", re.I), "**"),
    (re.compile(r"</?(?:i|em)(?:\s[^<>]{0,400})?>", re.I), "*"),
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>]{0,1000})?/?>"), ""),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the text that it stands on; a picture has `is_picture`."""

    label: str
    url: str
    is_picture: bool = False


@dataclass(slots=True)
class Block:
    """A piece of a document."""

    kind: str
    """`item`, `row`, `heading`, `text`, or what is no content: `code`, `comment`, `rule`, `head`, `definition`."""
    line: int
    text: str
    indent: int = 0
    heads: tuple[str, ...] = ()
    """Of a row, the heads of its columns in lower case."""
    is_text: bool = True
    children: list[Block] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return split_row(self.text)


def blocks(lines: Iterable[tuple[Line, str]]) -> list[Block]:
    """Return the blocks of a document, items that hang under another among its children.

    Args:
        lines: Each line with its text as it stands, which says how far it is indented.
    """
    reader = _Blocks()
    for line, raw in lines:
        reader.take(line, raw)
    return reader.found


def split_row(text: str) -> list[str]:
    r"""Return the cells of a table row, without the escape before a `|` in a cell."""
    cells = re.split(r"(?<!\\)\|", text.strip().removeprefix("|"))
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.replace(r"\|", "|").strip() for cell in cells]


def definitions(found: Iterable[Block]) -> dict[str, str]:
    """Return the addresses that `[name]: address` lines define, by their name in lower case."""
    matches = (_DEFINITION.fullmatch(block.text) for block in found if block.kind == "definition")
    return {match[1].lower(): match[2] for match in matches if match}


def pieces(text: str, defined: dict[str, str]) -> list[str | Link]:
    """Return a text as its plain parts and its links, in their order; HTML becomes Markdown, `<br>` a line feed."""
    if "<" in text or "[//]" in text:
        text = _ANCHOR.sub(lambda found: f"[{found[2]}]({found[1]})", text)
        text = re.sub(r"<img\s[^<>]{0,1000}>", " ", text, flags=re.IGNORECASE)
        for tag, sign in _TAGS:
            text = tag.sub(sign, text)
    text = re.sub(r"\\$", "", text, flags=re.MULTILINE)  # a backslash at the end breaks the line
    if "&" in text:
        text = html.unescape(text)
    result: list[str | Link] = []
    end = 0
    for start, behind, link in _links(text, defined):
        result += [*_bare(text[end:start]), link]
        end = behind
    return [*result, *_bare(text[end:])]


def cleaned(text: str) -> str:
    """Return a text without emphasis and escapes."""
    text = re.sub(r"\*\*|__|~~|`|(?<!\\)\*|(?<![\w\\])_|(?<!\\)_(?!\w)", "", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~&-])", r"\1", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"\w[\w.'’+/-]*", text)


def _bare(text: str) -> Iterator[str | Link]:
    """Yield a text without links in brackets as its plain parts and the addresses that stand bare in it."""
    end = 0
    for found in _BARE.finditer(text):
        url = found[0].rstrip(".,;:!?'*_)")
        yield text[end : found.start()]
        yield Link("", url)
        end = found.start() + len(url)
    yield text[end:]


def _links(text: str, defined: dict[str, str]) -> list[tuple[int, int, Link]]:
    """Return the links in brackets with where they begin and end; one inside the text of another is part of it."""
    found: list[tuple[int, int, Link]] = []
    opened: list[int] = []
    position = 0
    while (position := _next_bracket(text, position)) >= 0:
        if text[position] == "[":
            opened.append(position)
            position += 1
            continue
        position += 1
        if not opened:
            continue
        start = opened.pop()
        if position - start > LONGEST_LABEL:
            continue
        label = text[start + 1 : position - 1]
        target = _URL.match(text, position)
        behind, url = (target.end(), target[1]) if target else (position, "")
        if not target and (reference := _REFERENCE.match(text, position)):
            url = defined.get((reference[1] or label).strip().lower(), "")
            behind = reference.end()
        if not target and not url:
            continue
        is_picture = start > 0 and text[start - 1] == "!"
        begin = start - is_picture
        while found and found[-1][0] >= begin:
            found.pop()
        found.append((begin, behind, Link(label, html.unescape(url), is_picture)))
        position = behind
    return found


def _next_bracket(text: str, position: int) -> int:
    places = [place for place in (text.find("[", position), text.find("]", position)) if place >= 0]
    return min(places, default=-1)


class _Blocks:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self.open: Block | None = None
        """What a line that begins nothing new continues."""
        self.parents: list[Block] = []
        self.fence = ""
        self.in_comment = False
        self.heads: tuple[str, ...] = ()
        self.in_table = False
        self._after_blank = False

    def take(self, line: Line, raw: str) -> None:
        text = line.text
        indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        if not text:
            self._blank()
        elif not line.is_text:
            self._add(Block("text", line.number, text, is_text=False))
            self.open = None
        elif self.fence or _FENCE.match(text):
            self._fenced(line.number, text)
        elif self.in_comment or (text.startswith("<!--") and "-->" not in text[4:]) or _is_comment(text):
            self._commented(line.number, text)
        elif _HEADING.match(text):
            self._top(Block("heading", line.number, text.strip("# ")))
        elif _DEFINITION.fullmatch(text):
            self._top(Block("definition" if not text.startswith("[//]") else "comment", line.number, text))
        elif self._is_row(text):
            self._row(line.number, text)
        elif _RULE.fullmatch(text) and not _BULLET.match(text):
            self._top(Block("rule", line.number, text))
        elif bullet := _BULLET.match(text):
            self._item(Block("item", line.number, text[bullet.end() :], indent))
        elif self.open and (self.open.kind != "item" or not self._after_blank or indent >= 2):
            self.open.text += "\n" + text
            self._after_blank = False
        else:
            block = Block("text", line.number, text)
            self._top(block)
            self.open = block

    def _blank(self) -> None:
        self.in_table = False
        if self.open and self.open.kind != "item":
            self.open = None
        self._after_blank = True

    def _add(self, block: Block) -> None:
        self._after_blank = False
        self.found.append(block)

    def _top(self, block: Block) -> None:
        self.parents, self.open, self.in_table = [], None, False
        self._add(block)

    def _item(self, block: Block) -> None:
        self.in_table = False
        while self.parents and self.parents[-1].indent >= block.indent:
            self.parents.pop()
        if self.parents:
            self.parents[-1].children.append(block)
            self._after_blank = False
        else:
            self._add(block)
        self.parents.append(block)
        self.open = block

    def _is_row(self, text: str) -> bool:
        """Return whether a line is of a table: by its bar, by the line before, or as the rule below a head."""
        below_head = self.open is not None and "|" in self.open.text and bool(_TABLE_RULE.fullmatch(text))
        return text.startswith("|") or ("|" in text and (self.in_table or below_head))

    def _row(self, number: int, text: str) -> None:
        if not _TABLE_RULE.fullmatch(text):
            self._enter_table(Block("row", number, text, heads=self.heads if self.in_table else ()))
            return
        # The row before a rule is the head; without leading bars it looked like text.
        head = self.found[-1] if self.found else None
        if head and head.kind in {"row", "text"} and "|" in head.text and "\n" not in head.text:
            head.kind = "head"
            self.heads = tuple(re.sub(r"[*_`]", "", cell).strip().lower() for cell in head.cells)
        self._enter_table(Block("rule", number, text))

    def _enter_table(self, block: Block) -> None:
        self._top(block)
        self.in_table = True

    def _fenced(self, number: int, text: str) -> None:
        mark = _FENCE.match(text)
        self._top(Block("code", number, text))
        if self.fence:
            self.fence = "" if text.startswith(self.fence) else self.fence
        elif mark and text.count(mark[1]) == 1:
            self.fence = mark[1]

    def _commented(self, number: int, text: str) -> None:
        self._top(Block("comment", number, text))
        self.in_comment = "-->" not in text and (self.in_comment or text.startswith("<!--"))


def _is_comment(text: str) -> bool:
    return text.startswith(("<!--", "[//]:", "[comment]:")) and (not text.startswith("<!--") or text.endswith("-->"))
