"""LaTeX in bibliographies as plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibtexparser.middlewares import LatexDecodingMiddleware

# DBLP spells out what is LaTeX in the title itself: {\textdollar}k{\textdollar}-means is $k$-means.
_SPELLED_OUT = {r"{\textdollar}": "$", r"{\textbackslash}": "\\", r"{\_}": "_", r"{\^{}}": "^"}
# Zotero spells out the signs around its tags: {\textless}i{\textgreater}.
_ANGLE = re.compile(r"\{\\text(less|greater)\}|\\text(less|greater)(?:\{\}|(?![A-Za-z]))")
_UNICODE = re.compile(r"\{?\\unicode\{([0-9]{1,6})\}\}?")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_LATEX_SIGN = re.compile(r"[\\$~]|--|``|''")


def decoded(texts: Sequence[str]) -> list[str]:
    """Return texts without their LaTeX: accents as letters, math as plain characters, braces gone."""
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    fields = [Field(str(index), _prepared(text)) for index, text in enumerate(texts) if _LATEX_SIGN.search(text)]
    decoder = _decoder()
    plain = [re.sub("[{}]", "", text) for text in texts]
    for field in fields:
        # One at a time: an entry with one field that cannot be decoded would come back as an error as a whole.
        block = decoder.transform_entry(Entry("misc", "key", [field]), Library())
        if isinstance(block, Entry):
            plain[int(field.key)] = str(block.fields[0].value)
    return plain


def unescaped_url(text: str) -> str:
    r"""Return an address without the LaTeX around it and in it.

    >>> unescaped_url(r"\url{https://example.org/a\_b\%20c}")
    'https://example.org/a_b%20c'
    """
    bare = re.sub(r"^\s*\\(?:url|href)\s*\{(.*?)\}.*$", r"\1", text.strip(), flags=re.DOTALL)
    return re.sub(r"\\([_%&#$~])(?:\{\})?", r"\1", bare.strip("{} \n")).replace(r"{\_}", "_")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the parsers' logs off the terminal: what they complain of is in our rejections, with its place."""
    loggers = [logging.getLogger(name) for name in ("bibtexparser", "pylatexenc")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@cache
def _decoder() -> LatexDecodingMiddleware:
    from bibtexparser.middlewares import LatexDecodingMiddleware

    return LatexDecodingMiddleware(keep_math_mode=False)


def _prepared(text: str) -> str:
    r"""Return LaTeX in which nothing is left out by mistake.

    A bare `%` would begin a comment and swallow the rest of an abstract; a dollar without its partner is money.
    """
    if r"\textdollar" in text:
        for spelled, sign in _SPELLED_OUT.items():
            text = text.replace(spelled, sign)
    text = _ANGLE.sub(lambda found: "<" if "less" in found.groups() else ">", text)
    text = _UNICODE.sub(_character, text)
    text = _BARE_PERCENT.sub(r"\%", text)
    if len(_BARE_DOLLAR.findall(text)) % 2:
        text = _BARE_DOLLAR.sub(r"\$", text)
    return text


def _character(found: re.Match[str]) -> str:
    code = int(found[1])
    character = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return character if character.isprintable() else ""
