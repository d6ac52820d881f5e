"""Splits a text into sentences, as spans into the original."""

from __future__ import annotations

import re

from papermesh.loaders.linking.words import word_set

# A sentence may end at . ! ? (with closing signs) before a space and something that can begin one, or at a blank line.
# The page's converter also loses spaces: "capabilities.Here, we introduce" ends one as well.
# The pattern begins with a plain set of signs, for which the engine has a quick search.
_END = re.compile(
    r"[.!?\n](?:(?<=[.!?])(?<![.!?][.!?])[.!?]*+[\"'”’)\]}]*+(?=\s++[\"'“‘(\[{$\\]*+[A-Z0-9À-Þ])|"
    r"(?<=\n)[^\S\n]*+\n|(?<=[a-z]{3}[.])(?=(?:[A-Z][a-z]+|We|In|I|A)[\s,]))"
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"']*\Z")
_ABBREVIATIONS = word_set(
    "e.g i.e eg ie al cf vs v.s viz resp approx fig figs eq eqs sec secs ref refs tab dr prof mr mrs ms st inc corp "
    "ltd dept univ no nos vol ch pp w.r.t w.l.o.g s.t i.i.d a.k.a u.s u.k ph.d"
)
# These end a sentence as often as not: they do when the next word begins like one.
_BEFORE_NUMBER = frozenset({"no", "nos", "vol", "ch", "pp", "fig", "figs", "eq", "eqs", "sec", "secs", "tab", "ref"})


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences, in order, without the white space around them.

    Every character that is no white space lies in exactly one span.

    >>> text = "We use LoRA (e.g. Llama 3.1 in Fig. 2). It works."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['We use LoRA (e.g. Llama 3.1 in Fig. 2).', 'It works.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if _is_abbreviation(text, found):
            continue
        _add(text, start, found.end(), spans)
        start = found.end()
    _add(text, start, len(text), spans)
    return spans


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    kept = len(piece.strip())
    if kept:
        spans.append((start + left, start + left + kept))


def _is_abbreviation(text: str, found: re.Match[str]) -> bool:
    if text[found.start()] != "." or found.group().strip() == "":
        return False
    before = _WORD_BEFORE.search(text, max(0, found.start() - 24), found.start())
    word = before.group().lower() if before else ""
    if word in _ABBREVIATIONS:
        following = text[found.end() : found.end() + 8].lstrip()[:1]
        return word not in _BEFORE_NUMBER or following.isdigit()
    # An initial: "J. Smith". A single letter after a digit or at the end of a formula is none.
    return len(word) == 1 and word.isalpha() and text[found.start() - 1].isupper() and word not in {"i"}
