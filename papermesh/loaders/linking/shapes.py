"""How names look: tokens of a text, and what their letters say of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from papermesh.loaders.linking.words import ACRONYMS, ENGLISH, NOT_METHODS

# A token keeps inner dots and apostrophes before letters or digits, hyphens, and a final + or *: Vote'n'Rank, ZeRO++.
TOKEN = re.compile(r"[^\W_]+(?:[-._'’@/]?[^\W_]+)*(?:\+{1,2}|\*)?|[^\w\s]")
_VERSION = re.compile(r"v?\d{1,2}(?:\.\d{1,2})*|\d{1,4}(?:\.\d+)?[BMKbm]|[IVX]{1,4}|\d+x\d+B")
_SIZE = re.compile(r"\d{1,4}(?:\.\d+)?[BMKTbmk]|\d+x\d+[BM]")
_UNITS = re.compile(
    r"[kMGTPEZmµn]?(?:J|W|Wh|Hz|B|b|Bps|bps|eV|m|s|g|V|A|FLOPS?|FLOP/s|OPS)|\d|[A-Z]?\d+(?:\.\d+)?(?:x|X|%|[A-Za-z]{0,3})|[a-z]+\d{0,2}"
)


class Token(NamedTuple):
    """A word or a sign of a text, with its span in it."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """It has letters or digits."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """It begins with a capital, or holds one."""
        return any(map(str.isupper, self.text))


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a span; a possessive `'s` is cut off its word, a path at a slash into its words."""
    found: list[Token] = []
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        if len(word) > 2 and word[-2] in "'’" and word[-1] == "s":
            word, last = word[:-2], last - 2
        if "/" in word or "@" in word:
            place = first
            for piece in re.split(r"([/@])", word):
                if piece:
                    found.append(Token(piece, place, place + len(piece)))
                place += len(piece)
            continue
        found.append(Token(word, first, last))
    return found


@lru_cache(maxsize=65536)
def is_strong(word: str) -> bool:
    """Tell whether the letters alone say that this is a name: mixed case, capitals, or letters with digits.

    >>> [is_strong(word) for word in ("vLLM", "AIOS", "Qwen2.5", "RES-Q", "Efficient", "LLMs", "GPU-Efficient")]
    [True, True, True, True, False, False, False]
    """
    lower = word.lower()
    singular = lower[:-1] if lower.endswith("s") else lower
    if lower in ACRONYMS or singular in ACRONYMS or lower in NOT_METHODS or _UNITS.fullmatch(word):
        return False
    pieces = word.split("-")
    if len(pieces) > 1:
        # "GPU-Efficient", "LLM-based", "8-bit" say nothing; "RES-Q", "Effi-Code", "MMBench-GUI" do.
        lowers = [piece.lower() for piece in pieces]
        if any(piece in ENGLISH or piece in ACRONYMS for piece in lowers) and not any(
            _is_strong_piece(piece) for piece in pieces if piece.lower() not in ACRONYMS
        ):
            return False
        if any(piece.islower() and len(piece) > 1 for piece in pieces):
            return any(is_mixed(piece) for piece in pieces)
    return any(_is_strong_piece(piece) for piece in pieces) or (
        len(pieces) > 1 and any(len(piece) == 1 and piece.isupper() for piece in pieces[1:])
    )


def _is_strong_piece(piece: str) -> bool:
    core = piece.rstrip("s+*")
    if piece.lower() in ACRONYMS or core.lower() in ACRONYMS or len(core) < 2:
        return len(piece) > 1 and "+" in piece
    if is_mixed(core):
        return True
    if core.isalpha():
        return core.isupper()
    return any(map(str.isalpha, core)) and any(map(str.isupper, core)) and any(map(str.isdigit, core))


def is_mixed(piece: str) -> bool:
    """Tell whether a piece has a capital after its first letter, and a small letter besides a plural s."""
    core = piece[:-1] if piece.endswith("s") else piece
    if piece.lower() in ACRONYMS or core.lower() in ACRONYMS or piece.lower() in NOT_METHODS:
        return False
    return any(map(str.islower, core)) and any(map(str.isupper, core[1:])) and not core.endswith("ed")


def is_capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital and is no ordinary word of English or of the field."""
    if not word[0].isupper() or len(word) < 3 or word.lower() in ACRONYMS or word.lower() in NOT_METHODS:
        return False
    return not any(piece.lower() in ENGLISH for piece in word.split("-"))


def is_ordinary(word: str) -> bool:
    """Tell whether a word, whatever its case, is English or field vocabulary."""
    lower = word.lower()
    return lower in ENGLISH or lower in ACRONYMS or lower in NOT_METHODS


def is_size(word: str) -> bool:
    """Tell whether a token is a number of parameters, which is no part of a name: 7B, 1.6B, 8x7B."""
    return _SIZE.fullmatch(word) is not None


def is_version(word: str) -> bool:
    """Tell whether a token continues a name as its version or size: 2, 3.1, v2, 1.6B."""
    return _VERSION.fullmatch(word) is not None
