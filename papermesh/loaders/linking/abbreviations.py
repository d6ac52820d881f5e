"""Finds the abbreviations that a text defines: "Low-Rank Adaptation (LoRA)", "GREEN (Guided Recommendations ...)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORT = re.compile(
    r"\((?:(?:termed|called|named|dubbed|or|i\.e\.,?|abbreviated as|denoted as)\s+)?"
    r"(?P<short>[^\W\d_][\w+'’.*-]{1,14}?)(?:\s*[,;][^()]{0,60})?\)"
)
_LONG_AFTER = re.compile(
    r"(?P<short>[A-Z][\w-]{1,11})(?:\s*+\((?P<long>[A-Z][^()]{6,120})\)|"
    r"\s++[-–—]++\s++(?P<long2>[A-Z][^().,]{8,110}?)(?=\s++[-–—]|[.,]))"
)
# "a family of Thing Networks, or ThingNets in short"
_IN_SHORT = re.compile(r",?\s+(?:or\s+)?(?P<short>[A-Z][\w-]{1,14})\s+(?:in|for)\s+short\b")
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 140


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for, each with its span in the text."""

    short: str
    long: str
    short_start: int
    long_start: int

    @property
    def long_end(self) -> int:
        """End of the long form, exclusive."""
        return self.long_start + len(self.long)

    @property
    def short_end(self) -> int:
        """End of the short form, exclusive."""
        return self.short_start + len(self.short)


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """Return the abbreviations that a text defines, in its order.

    >>> [(one.short, one.long) for one in abbreviations("We use Low-Rank Adaptation (LoRA) here.")]
    [('LoRA', 'Low-Rank Adaptation')]
    """
    found: list[Abbreviation] = []
    if "(" in text:
        for match in _SHORT.finditer(text):
            short = match["short"]
            if sum(map(str.isupper, short)) == 0:
                continue
            start = _long_start(text, match.start(), _singular(short))
            if start is not None:
                long = text[start : match.start()].rstrip("~ \t\n\r")  # LaTeX's space that does not break
                found.append(Abbreviation(short, long, match.start("short"), start))
    if " short" in text:
        for match in _IN_SHORT.finditer(text):
            start = _long_start(text, match.start(), _singular(match["short"]))
            if start is not None:
                found.append(Abbreviation(match["short"], text[start : match.start()], match.start("short"), start))
    seen = {one.short for one in found}
    for match in _LONG_AFTER.finditer(text):
        long_group = "long" if match["long"] else "long2"
        short, long = match["short"], match[long_group]
        if short not in seen and _covers(_singular(short), long):
            found.append(Abbreviation(short, long, match.start("short"), match.start(long_group)))
    return tuple(sorted(found, key=lambda one: one.long_start))


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def _long_start(text: str, end: int, short: str) -> int | None:
    """Return where the words before `end` begin whose letters make the short form, or None."""
    window = max(0, end - _WINDOW)
    # A sentence, bracket or colon before the words is a border.
    for sign in (". ", "; ", ": ", "(", ")", "? ", "! ", ", "):
        place = text.rfind(sign, window, max(window, end - 1))
        if place >= 0:
            window = max(window, place + len(sign))
    words = list(_WORD.finditer(text, window, end))
    letters = [char.lower() for char in short if char.isalnum()]
    if not letters or not words:
        return None
    most = min(len(words), len(letters) + 5)
    for count in range(1, most + 1):
        first = words[len(words) - count]
        if _is_within_hyphens(text, words, len(words) - count, letters[0]):
            continue
        if first.group()[0].lower() == letters[0] and _spell(
            letters, [word.group().lower() for word in words[-count:]]
        ):
            phrase = text[first.start() : end]
            if phrase.strip().lower() != short.lower() and len(phrase) > len(short) + 2:
                return first.start()
    return None


def _is_within_hyphens(text: str, words: list[re.Match[str]], at: int, letter: str) -> bool:
    """Tell whether a word is the later part of one that begins with the same letter: "time" of "test-time"."""
    if at == 0 or text[words[at - 1].end() : words[at].start()] != "-":
        return False
    return words[at - 1].group()[0].lower() == letter


_SMALL = frozenset({"of", "for", "the", "and", "with", "in", "on", "to", "a", "an", "via", "by", "from", "or"})


def _spell(letters: list[str], words: list[str]) -> bool:
    """Tell whether the letters occur in the words in order, every word of weight giving its first letter."""
    heads = sum(1 for word in words if word not in _SMALL)
    if heads > len(letters) + 1 or (len(words) == 1 and len(letters) < 3):
        return False
    place = 0  # greedy over words: take the head, then as many following letters as match
    given = 0
    for word in words:
        if place < len(letters) and word[0] == letters[place]:
            place += 1
            given += 1
            rest = word[1:]
            while place < len(letters) and letters[place] in rest and not _next_head(letters, place, words, word):
                rest = rest[rest.index(letters[place]) + 1 :]
                place += 1
    # The e of a verb is lost before -ing: "parallel scaling (ParScale)".
    is_gerund = place == len(letters) - 1 and letters[-1] == "e" and words[-1].endswith("ing")
    return (place == len(letters) or is_gerund) and given >= max(1, heads - 1)


def _next_head(letters: list[str], place: int, words: list[str], word: str) -> bool:
    """Tell whether a later word begins with this letter, so that the letter is that word's."""
    later = words[words.index(word) + 1 :]
    return any(one[0] == letters[place] for one in later)


def _covers(short: str, long: str) -> bool:
    words = [word.lower() for word in _WORD.findall(long)]
    letters = [char.lower() for char in short if char.isalnum()]
    return len(words) > 1 and bool(letters) and words[0][0] == letters[0] and _spell(letters, words)
