"""Short names for labels on a drawing: distinct, free of signs that turn text around, and never long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 28
"""Most characters of a label: about 180 pixels at the size it is drawn."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control signs, half characters, and signs that turn the text after them: these can make a name read as another."""

_NOT_LAST = {"a", "an", "the", "on", "towards", "toward", "for", "with", "of", "in", "by", "from", "and", "to", "via"}


def plain(text: str) -> str:
    """Return the text with control signs as spaces, of the same length, so that offsets into it still hold."""
    return _UNSEEN.sub(" ", text)


def cut(text: str, longest: int) -> str:
    """Return the text, ended by an ellipsis where it was longer than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def has_lead_name(title: str) -> bool:
    """Return whether a title begins with a name and a colon."""
    before, colon, _ = " ".join(plain(title[:400]).split()).partition(": ")
    return bool(colon) and 1 < len(before) <= LONGEST


def short_name(kind: str, name: str) -> str:
    """Return the name by which people call a thing: of a paper, what stands before the colon of its title.

    >>> short_name("Paper", "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers")
    'GPTQ'
    >>> short_name("Repository", "vllm-project/vllm")
    'vllm'
    """
    name = " ".join(plain(name[:400]).split())
    if kind == "Repository":
        return cut(name.rpartition("/")[2] or name, LONGEST)
    if kind == "Resource":
        return cut(re.sub(r"^(https?://)?(www\.)?", "", name), LONGEST)
    if kind != "Paper":
        return cut(name, LONGEST)
    if has_lead_name(name):
        return name.partition(": ")[0]
    words: list[str] = []
    for word in name.split():
        if len(" ".join([*words, word])) > LONGEST - 2:
            break
        words.append(word)
    while len(words) > 1 and words[-1].casefold() in _NOT_LAST:
        words.pop()
    text = " ".join(words) or cut(name, LONGEST)
    return text if len(words) == len(name.split()) else cut(text.rstrip(",:;") + "…", LONGEST)


def short_names(things: Sequence[tuple[str, str, int | None]]) -> list[str]:
    """Return a label for each thing, given as kind, name and year, so that no two read alike.

    A paper and the method that it introduces often share a name; then the method's label says what it is. Papers of
    one name carry their year.
    """
    shorts = [short_name(kind, name) or kind for kind, name, _ in things]
    papers = Counter(short.casefold() for short, (kind, _, _) in zip(shorts, things, strict=True) if kind == "Paper")
    others = Counter(short.casefold() for short, (kind, _, _) in zip(shorts, things, strict=True) if kind != "Paper")
    words = {"Repository": "code", "Resource": "page"}
    named = []
    for short, (kind, _, year) in zip(shorts, things, strict=True):
        folded = short.casefold()
        if kind == "Paper":
            named.append(f"{short} ({year})" if papers[folded] > 1 and year is not None else short)
        elif papers[folded] or others[folded] > 1:
            named.append(f"{short} · {words.get(kind, kind.lower())}")
        else:
            named.append(short)
    return named
