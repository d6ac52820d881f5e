"""Titles and abstracts as a reader sees them, from the tags (JATS, MathML, HTML), entities and LaTeX of services.

Most of what services give is plain text. So only tags with names that publishers use are tags (`p < 0.05` and `<mask>`
stay), and a dollar, a tilde or a brace is LaTeX only where LaTeX plainly stands around it.
"""

from __future__ import annotations

import html
import re

from papermesh.loaders.sources.latex import decoded, quiet

LONGEST_LATEX = 50_000
"""Characters of a text whose LaTeX is read: reading it takes time, and no abstract is as long."""

ROUNDS = 3
"""How often tags and entities are read: what was escaped twice (&amp;lt;i&amp;gt;) has its tags in the third round."""

_NAMES = (
    r"(?:jats|mml|m):[a-z-]{1,40}|a|abstract|alternatives|annotation|b|bold|br|disp-formula|div|em|ext-link|h[1-6]|i|inf"
    r"|inline-formula|inline-graphic|italic|li|list|list-item|math|m(?:i|n|o|row|s|text|sub|sup|subsup|frac|sqrt|over"
    r"|under|underover|style|space|fenced|padded|table|tr|td|root)|monospace|ol|p|sc|scp|sec|semantics|small|span"
    r"|strong|su[bp]|tex-math|title|tt|u|ul|underline|xref"
)
_ATTRIBUTES = r"(?:\s[^<>]{0,2000})?/?"
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_NAMES}){_ATTRIBUTES}>", re.IGNORECASE)
_BLOCKS = {
    "abstract", "br", "disp-formula", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "list", "list-item", "ol", "p",
    "sec", "title", "ul",
}  # fmt: skip
_BREAK = "\u2029"
_HEADING = re.compile(
    rf"<(?:jats:)?title{_ATTRIBUTES}>(?P<words>[^<>]{{0,200}})</(?:jats:)?title\s*>(?:\s*<(?:jats:)?p{_ATTRIBUTES}>)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:graphical |author )?(?:abstract|summary)\s*[.:]?", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<!--.{0,1000}?-->|<\?.{0,500}?\?>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.{0,2000}?)\]\]>", re.DOTALL)
_TEX = re.compile(
    r"<(?P<name>(?:jats:)?tex-math)(?:\s[^<>]{0,500})?>(?P<tex>[^<]{0,5000})</(?P=name)\s*>", re.IGNORECASE
)
# TeX beside MathML says the same, and says more when tags are gone: n^2 and not n2.
_ALTERNATIVES = re.compile(
    r"<(?P<name>(?:jats:)?alternatives)(?:\s[^<>]{0,500})?>(?P<inner>.{0,20000}?)</(?P=name)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ANNOTATION = re.compile(
    r"<(?P<name>(?:mml:|m:)?annotation)(?:\s[^<>]{0,500})?>[^<]{0,5000}</(?P=name)\s*>", re.IGNORECASE
)
_TEX_DOCUMENT = re.compile(r"\\begin\{document\}(.{0,5000}?)\\end\{document\}", re.DOTALL)
_MATH = re.compile(
    r"\\\[.{1,2000}?\\\]|\\\(.{1,1000}?\\\)|\$\$[^$]{1,2000}\$\$"
    # A dollar that closes stands close to what it encloses and before no digit: else it is money.
    r"|(?<![\\$])\$(?=[^\s$])[^$]{0,500}(?<![\s\\])\$(?![0-9$])",
    re.DOTALL,
)
_COMMAND = re.compile(r"\\(?:[a-zA-Z]{2,}|[\"'^`~=.cvuHk]\s*\{?[a-zA-Z]|[&%_#$])")
# Signs that LaTeX reads otherwise than a reader; they are put aside and come back as they were.
_ASIDE = {"~": "\ue000", "--": "\ue001", "``": "\ue002", "''": "\ue003", "%": "\ue004", "$": "\ue005"}
_BRACED = re.compile(r"\{([A-Za-z0-9-]{0,40}[A-Z][A-Za-z0-9-]{0,40})\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SIGN = re.compile(r"(?<!\\)(?:~|--|``|''|[%$])")


def paragraphs(text: str) -> str:
    """Return a text with a line for each of its paragraphs, a heading before what stands under it.

    >>> paragraphs("<jats:title>Abstract</jats:title><jats:p>Fast &amp; small, p < 0.05.</jats:p>")
    'Fast & small, p < 0.05.'
    >>> paragraphs("<jats:sec><jats:title>Results</jats:title><jats:p>H<jats:sub>2</jats:sub>O.</jats:p></jats:sec>")
    'Results: H2O.'
    """
    for _ in range(ROUNDS):
        text = _without_tags(text)
    if len(text) <= LONGEST_LATEX and ("$" in text or "\\" in text):
        text = _without_latex(text)
    # Where tags say what a paragraph is, line feeds do not: they stand wherever a publisher's program put them.
    breaks = _BREAK if _BREAK in text else "\n"
    lines = (" ".join(line.split()) for line in _CONTROL.sub(" ", text).split(breaks))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    r"""Return a text on one line.

    >>> one_line("<i>k</i>-Means\n  for $O(n^2)$ &lt;b&gt;Data&lt;/b&gt;, from $5")
    'k-Means for O(n^2) Data, from $5'
    """
    # Braces around an acronym alone ({TLS}) are left from a bibliography.
    return _BRACED.sub(r"\1", " ".join(paragraphs(text).split()))


def formula(tex: str) -> str:
    r"""Return a formula of TeX as a reader sees it, also where it stands in a whole document of LaTeX.

    >>> formula(r"\documentclass{minimal} \begin{document}$$O(n^{2})$$\end{document}")
    'O(n^2)'
    """
    dollars = _formula(tex)
    return " ".join(_decoded(dollars).split()) if len(dollars) <= LONGEST_LATEX else dollars


def _without_tags(text: str) -> str:
    if "<" in text:
        if "<!" in text or "<?" in text:
            text = _CDATA.sub(lambda found: html.escape(found[1], quote=False), _NOT_SHOWN.sub("", text))
        text = _ALTERNATIVES.sub(lambda found: _one_of(found["inner"]), _ANNOTATION.sub("", text))
        text = _TEX.sub(lambda found: _formula(found["tex"]), text)
        text = _HEADING.sub(lambda found: _heading(found["words"]), text)
        text = _TAG.sub(_space, text)
    return html.unescape(text) if "&" in text else text


def _space(found: re.Match[str]) -> str:
    return _BREAK if found["name"].lower().removeprefix("jats:") in _BLOCKS else ""


def _heading(words: str) -> str:
    bare = words.strip()
    if not bare or _WHOLE.fullmatch(bare):
        return _BREAK
    return f"{_BREAK}{bare.rstrip('.:')}: " if bare[-1] not in "?!" else f"{_BREAK}{bare} "


def _one_of(alternatives: str) -> str:
    tex = _TEX.search(alternatives)
    return tex[0] if tex else alternatives


def _formula(tex: str) -> str:
    document = _TEX_DOCUMENT.search(tex)
    inner = (document[1] if document else tex).strip().strip("$").strip()
    return f"${inner}$" if inner else ""


def _without_latex(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _MATH.finditer(text):
        pieces += [_prose(text[end : found.start()]), _decoded(found[0])]
        end = found.end()
    return "".join([*pieces, _prose(text[end:])])


def _prose(text: str) -> str:
    if not _COMMAND.search(text):
        return text
    text = _decoded(_SIGN.sub(lambda found: _ASIDE[found[0]], text))
    for sign, aside in _ASIDE.items():
        text = text.replace(aside, sign)
    return text


def _decoded(text: str) -> str:
    edges = re.fullmatch(r"(\s*)(.*?)(\s*)", text, re.DOTALL)
    before, inner, behind = edges.groups() if edges else ("", text, "")
    try:
        with quiet():
            return f"{before}{decoded([inner])[0].strip()}{behind}"
    except (RecursionError, ValueError, IndexError):  # LaTeX that is none can trip its reader
        return text
