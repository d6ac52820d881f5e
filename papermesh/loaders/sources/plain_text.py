"""Titles and abstracts of web services as a reader sees them: without tags, entities and LaTeX, on one line.

What services give is mostly plain text with pieces of LaTeX in it, so a dollar, a tilde or a percent sign stays what
it is unless it plainly is LaTeX; `latex.decoded` alone would take every one of them for LaTeX.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from papermesh.loaders.sources.latex import decoded, quiet

LONGEST_LATEX = 50_000
"""Characters of a text whose LaTeX is read: decoding takes time, and no abstract is as long."""

_INLINE = re.compile(
    r"</?(?:a|b|em|i|scp|span|strong|sub|sup|tt|u|jats:(?:italic|bold|su[bp]|sc)|mml:[a-z]{1,40})(?:\s[^<>]{0,400})?\s*/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:br|div|li|p|ul|jats:[a-z-]{1,40})(?:\s[^<>]{0,400})?\s*/?>", re.IGNORECASE)
_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
LONGEST_MATH = 400
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[\"'^`~=.{}%&#_$,; ])")
_CITED = re.compile(r"\s*<cit\.>")
# Signs that mean something else to LaTeX than to a reader; they come back as they were.
_LITERAL = {"~": "\ue000", "--": "\ue001", "``": "\ue002", "''": "\ue003", "%": "\ue004", "$": "\ue005", "&": "\ue006"}


def plain(text: str) -> str:
    r"""Return a text as one line without its markup.

    >>> plain("A <i>fast</i>\n  $O(n \\log n)$ method &amp; its~use: \\emph{50%} for $5, \\cite{x}")
    'A fast O(n log n) method & its~use: 50% for $5,'
    """
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _BLOCK.sub(" ", _INLINE.sub("", text))
    if len(text) <= LONGEST_LATEX and ("$" in text or "\\" in text):
        text = _without_latex(text)
    return " ".join(text.split())


def _without_latex(text: str) -> str:
    pieces: list[str] = []
    end = 0
    with quiet():
        for start, behind in _math(text):
            pieces += [_prose(text[end:start]), _decoded(text[start:behind])]
            end = behind
        pieces.append(_prose(text[end:]))
    return _CITED.sub("", "".join(pieces))


def _math(text: str) -> Iterator[tuple[int, int]]:
    """Yield where math begins and ends: a dollar before something, and its partner behind something.

    A partner before a digit is money ($5 to $10) where nothing else says that it is math.
    """
    dollars = [found.start() for found in _DOLLAR.finditer(text)]
    index = 0
    while index + 1 < len(dollars):
        start, end = dollars[index : index + 2]
        inside = text[start + 1 : end]
        plainly = bool(re.search(r"[\\^_{]", inside)) or not text[end + 1 : end + 2].isdigit()
        if plainly and inside == inside.strip() and 0 < len(inside) <= LONGEST_MATH:
            yield start, end + 1
            index += 2
        else:
            index += 1


def _prose(text: str) -> str:
    if not _COMMAND.search(text):
        return text
    text = re.sub(r"(?<!\\)(?:~|--|``|''|[%$&])", lambda found: _LITERAL[found[0]], text)
    text = _decoded(text)
    for sign, literal in _LITERAL.items():
        text = text.replace(literal, sign)
    return text


def _decoded(text: str) -> str:
    try:
        return decoded([text])[0]
    except (RecursionError, ValueError, IndexError):  # LaTeX that is none can trip its parser
        return text
