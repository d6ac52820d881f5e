"""Folds a text for searching, and leads every place in the folded text back to the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
# Signs that are part of names: C++, HumanEval+, Llama 3.1, A*, C#.
_KEPT = frozenset(".+#*")
# TeX's braces, dollars and backslashes vanish, so that `{\tau}-Bench`, `$\tau$-bench` and `τ-bench` fold alike.
_TEX = frozenset("\\${}")
# What the page's converter leaves of "8×A100": "8xA100", "8timesA100". Blanked, so that the name starts a word.
_TIMES = re.compile(r"(?:x(?<=\dx)|times(?<=\dtimes))(?=[A-Za-z]++(?:-[A-Za-z]*+)?\d)")
_RUNS = re.compile(r"[\s_\-\u2010-\u2015\u2212]{2,}+| & ")


class _Table(dict[int, str]):
    """Folds one character at a time; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = "".join(_fold_part(part) for part in unicodedata.normalize("NFKD", char).casefold())
        self[code] = folded
        if len(folded) != 1:
            UNEVEN.add(char)
        return folded


def _fold_part(char: str) -> str:
    if char in _GREEK:
        return _GREEK[char]
    if char.isalnum() or char in _KEPT:
        return char
    return "" if char in _TEX or unicodedata.combining(char) else " "


UNEVEN: set[str] = set("\\${}")
"""Characters met so far that do not fold to exactly one; they make a text need an offset map."""

_TABLE = _Table()
"".join(map(chr, range(128))).translate(_TABLE)  # all of ASCII is known before the first text comes


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that begins with a space, so that every word has one before it.

    Letters are in lower case without marks, Greek is spelled out, every sign but `.+#*` is a space.
    """

    text: str
    breaks: tuple[int, ...] = ()
    """Places in `text` from which on the shift below holds; empty when every character folded to one."""
    shifts: tuple[int, ...] = ()

    def original(self, place: int) -> int:
        """Return the offset in the original text of the character at `place` in the folded text."""
        if not self.breaks:
            return place - 1
        return place + self.shifts[bisect_right(self.breaks, place) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of the folded span `start` to `end` (exclusive), which must not be empty."""
        return self.original(start), self.original(end - 1) + 1


def fold_text(text: str) -> Folded:
    """Return the text folded for searching, with the way back to its offsets."""
    folded = text.translate(_TABLE)
    # The table learns new characters while it translates: the set is asked afterwards.
    uneven = {sign for sign in _TEX if sign in text} if text.isascii() else UNEVEN.intersection(text)
    if not uneven and "  " not in text and "\n" not in text and " & " not in text:
        return Folded(" " + _TIMES.sub(_blank, folded))
    return _fold_unevenly(text, uneven)


def fold_name(name: str) -> str:
    """Return a name as `fold_text` makes it, its runs of separators as one space, with a space in front."""
    return " " + " ".join(name.translate(_TABLE).split())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


def _fold_unevenly(text: str, uneven: Iterable[str]) -> Folded:
    """Fold piece by piece, noting where the offsets of folded and original text begin to differ by another amount.

    `uneven` are the characters of the text that do not fold to exactly one.
    """
    # Two dashes in a row separate clauses; two spaces, a line break or the sign in "Sort & Search" do not.
    runs = {run.start(): run.end() for run in _RUNS.finditer(text) if any(map(str.isspace, run.group()))}
    pieces = [" "]
    breaks, shifts = [0], [-1]
    length, place = 1, 0
    places = {place for sign in uneven for place in _places(text, sign)}
    for at in sorted(places.union(runs)):
        if at < place:
            continue  # within a run of separators
        if place < at:
            pieces.append(text[place:at].translate(_TABLE))
            length += at - place
            place = at
        end = runs.get(place)
        if end is not None:  # a line break, or several separators, count as one
            folded, taken = " ", end - place
        else:
            folded, taken = _TABLE[ord(text[place])], 1
        pieces.append(folded)
        if len(folded) != 1 or taken != 1:
            # Inside a spelled-out letter every place leads to that letter; after it the shift is the new one.
            for extra in range(1, len(folded)):
                breaks.append(length + extra)
                shifts.append(place - length - extra)
            breaks.append(length + len(folded))
            shifts.append(place + taken - length - len(folded))
        length += len(folded)
        place += taken
    joined = "".join((*pieces, text[place:].translate(_TABLE)))
    return Folded(_TIMES.sub(_blank, joined), tuple(breaks), tuple(shifts))
