"""Ids and comparison keys of names: two pure functions."""

from __future__ import annotations

import re
import unicodedata

_SPELLED_SIGNS = str.maketrans({"+": "plus", "#": "sharp", "*": "star"})
# A dot survives between digits ("Llama 3.1" -> "llama-3.1"); every other run of signs becomes one hyphen.
_SIGNS = re.compile(r"(?:(?!(?<=\d)\.(?=\d))[\W_])+")
# Space, slash, underscore, and every dash that keyboards, TeX and publishers produce (U+2010-2015, minus sign).
_SEPARATORS = re.compile(r"[\s/_\-\u2010-\u2015\u2212]+")


def slug(name: str) -> str:
    """Return the id of a name: lower case, signs as single hyphens, `+`, `#` and `*` spelled out.

    A name without a letter or digit has the empty slug, which no entry may have. `slug(slug(x)) == slug(x)`.
    """
    return _SIGNS.sub("-", _case_folded(name).translate(_SPELLED_SIGNS)).strip("-")


def fold(text: str) -> str:
    """Return the key under which names compare: case folded, every run of separators as one space."""
    return _SEPARATORS.sub(" ", _case_folded(text)).strip(" ")


def _case_folded(text: str) -> str:
    if text.isascii():  # nearly every name; the general form below costs eight times as much
        return text.lower()
    # Unicode's NFKC_Casefold: folding can undo a normal form, so both are applied until neither changes anything.
    folded = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
