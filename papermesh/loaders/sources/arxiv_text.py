r"""Titles, abstracts and names as arXiv stores them, as a reader of its pages sees them.

They are plain text with TeX in it: math, accents, quotes and dashes. Lines are broken at 80 characters, and an
indented line begins a paragraph. Without math and commands a sign stays what it is: `{0, 1}`, `Q&A`, `50%`, `~3x`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from papermesh.loaders.sources.latex import decoded, quiet, unescaped_url

LONGEST_TEX = 50_000
"""Characters of a text whose TeX is read: reading it takes time, and no abstract is as long."""
_ADDRESS = re.compile(r"(?:https?|ftp)://(?:\{?\\[_%#&$~](?:\{\}|\})?|[^\s{}<>\"|\\^`$]){1,2000}", re.IGNORECASE)
_LINK = re.compile(r"\\url\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_CITATION = re.compile(
    r"(?<![\s~])[\s~]*\\(?:cite[a-z]*|ref|eqref|label|footnotemark)\*?\s*(?:\[[^\[\]]*\])*\s*\{[^{}]*\}"
)
_DISPLAYED = r"\\\[(?:[^\\]|\\[^\]]){1,2000}\\\]|\\\((?:[^\\]|\\[^)]){1,2000}\\\)|\$\$[^$]{1,2000}\$\$"
# A dollar is math where it stands close to what it encloses, or where that holds a sign of math; else it is money.
_MATH = re.compile(
    _DISPLAYED
    + r"|(?<!\\)\$(?!\s)[^$]{1,1000}(?<![\s\\])\$(?![0-9])"
    + r"|(?<!\\)\$(?:\s?\w{1,12}\s?|[^$]{0,1000}[\\^_{=<>][^$]{0,1000})(?<!\\)\$"
)
_SCRIPT = re.compile(r"([\^_])\{([^{}]*)\}")
# TeX ties words with it ("of~$X$", "5~TeV"); a reader means "about" with one that stands alone ("~ 8", "(~50%)").
_TIE = re.compile(r"(?<=[\w.,$)}\]\ue001])~(?=[\w$\\(\ue000])")
_UNSPACED = re.compile(r"(\\[A-Za-z]+)(?=[^\W\d_A-Za-z])")
_NAMED = {
    r"\|": "‖", r"\colon": ": ", r"\\": " ", r"\,": " ", r"\;": " ", r"\!": "", r"\ ": " ", r"\TeX": "TeX",
    r"\LaTeX": "LaTeX",
}  # fmt: skip
_NAMED_COMMAND = re.compile(
    "|".join(re.escape(name) + ("(?![A-Za-z])" if name[-1].isalpha() else "") for name in _NAMED)
)
_UNFINISHED = re.compile(r"\\(?:[cvHukbdrtoOlLij]|ss|ae|AE|oe|OE|aa|AA|emph|text[a-z]{2}|[^\w\s])?$")
"""A command at the end of a word that goes on with the next: `Fran\\c cois`, `S\\o ren`."""
_QUOTES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_QUOTE = re.compile("---|(?<!-)--(?!-)|``|''")
# Signs that TeX reads otherwise than a reader: out of the way while it is read.
_KEPT = {"~": "\ue002", "$": "\ue003", "{": "\ue004", "}": "\ue005"}
_BACK = {kept: sign for sign, kept in _KEPT.items()}
_ASIDE = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile("[\ue000-\ue005]")


def title_of(text: str) -> str:
    r"""Return a title, a name or a venue on one line, without its TeX.

    >>> title_of("$k$-Means for Poincar\\'e\n  Maps: up to $10^{-3}$ at 50\\%")
    'k-Means for Poincaré Maps: up to 10^-3 at 50%'
    """
    return " ".join(readable(text).split())


def abstract_of(text: str) -> str:
    """Return an abstract with one line for each paragraph, without its TeX."""
    paragraphs: list[list[str]] = [[]]
    for line in text.strip().split("\n"):
        if (line[:1].isspace() or not line.strip()) and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(line)
    joined = (" ".join(readable("\n".join(lines)).split()) for lines in paragraphs)
    return "\n".join(paragraph for paragraph in joined if paragraph)


def readable(text: str) -> str:
    """Return a text without its TeX; white space stays as it is."""
    if len(text) > LONGEST_TEX:
        return text
    aside: list[str] = []

    def put_aside(piece: str) -> str:
        aside.append(piece)
        return f"\ue000{len(aside) - 1}\ue001"

    text = _PRIVATE.sub("", text)
    if "\\" in text:
        text = _LINK.sub(lambda found: found[1] or _linked(found[2] or "", found[3] or ""), text)
        text = _CITATION.sub("", text)
    if "://" in text:
        text = _ADDRESS.sub(lambda found: put_aside(unescaped_url(found[0])), text)
    if "$" in text or "\\" in text:
        text = _MATH.sub(lambda found: put_aside(_math(found[0])), text)
    text = _QUOTE.sub(lambda found: _QUOTES[found[0]], _TIE.sub(" ", text))
    if "\\" in text:
        text = _commands(text)
    elif "{" in text:
        text = _SCRIPT.sub(r"\1\2", text)
    return _ASIDE.sub(lambda found: aside[int(found[1])], text)


def _linked(address: str, words: str) -> str:
    return words if not address or words == address else f"{words} ({address})"


def _math(text: str) -> str:
    return " ".join(_decoded(text).split())


def _commands(text: str) -> str:
    """Return prose without its commands.

    Only words with a command are read as TeX, with those behind it that stand in its braces: the rest takes the time.
    """
    text = re.sub(r"\\([{}$])", lambda found: _KEPT[found[1]], text)
    text = re.sub(r"(?<!\\)[~$]", lambda found: _KEPT[found[0]], text)
    plain: list[str] = []
    run: list[str] = []
    depth = 0
    for piece in re.split(r"(\s+)", text):
        if not run and "\\" not in piece:
            plain.append(piece)
            continue
        run.append(piece)
        depth += piece.count("{") - piece.count("}")
        if depth <= 0 and not piece.isspace() and not _UNFINISHED.search(piece):
            plain.append(_decoded("".join(run)))
            run, depth = [], 0
    if run:
        plain.append(_decoded("".join(run)))
    return "".join(_BACK.get(character, character) for character in _SCRIPT.sub(r"\1\2", "".join(plain)))


@lru_cache(maxsize=32_768)  # most math is a letter or a word, and most words with a command are names
def _decoded(text: str) -> str:
    text = _UNSPACED.sub(r"\1 ", re.sub(r"(?<!\\)&", r"\\&", text))
    text = _NAMED_COMMAND.sub(lambda found: _NAMED[found[0]], text)
    try:
        with quiet():
            return decoded([text])[0].replace("\u00a0", " ")
    except (RecursionError, ValueError, IndexError):  # TeX that is none can trip its reader
        return text
