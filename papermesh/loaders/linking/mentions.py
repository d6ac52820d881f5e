"""Finds the names of a lexicon in a text: whole words, longest first, versions kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from papermesh.loaders.linking.folding import Folded, fold_text
from papermesh.loaders.linking.lexicon import Lexicon, Name, Target, case_key
from papermesh.loaders.linking.passages import CueHit, Mention, Passage
from papermesh.loaders.linking.quantities import model_size
from papermesh.loaders.linking.words import ENGLISH, LEFT_PIECES, RIGHT_PIECES, word_set

_SIZE_JOINT = frozenset("- ")
_BIG = frozenset("BMTbm")
"""What the size of a model ends in; thousands are the number of something else: a data set called SDG-30K."""
_BEFORE_ES = frozenset("sxzho")
_HYPHENS = frozenset("-\u2010\u2011_")
_ENDS_WORD = frozenset((" ", ""))
_MOST_PIECES = 12
"""Pieces with hyphens that are read after a name: what comes later cannot be a part of it."""
_PIECE = re.compile(r"[^\W_]+(?:\.\d[^\W_]*)?")
_INTERIOR = re.compile(r"[\w\s/\-.+#*'’&\u2010-\u2015\u2212\\${}]*+")
_SIZE_PIECE = re.compile(r"\d+(?:\.\d+)?[BMKTbmk]|\d+x\d+B|A\d+B")
_SAME_MODEL = re.compile(r"Instruct|Chat|Base|Large|Small|Tiny|Huge|Medium|XL|XXL|it|hf|[BSLTHG]\d{0,2}|M\d?|R\d")
_DEVICE_PIECE = re.compile(r"\d+(?:GB|G|gb)|SXM\d?|PCIe|NVL\d*|OAM|DGX|HGX")
_OTHER_VERSION = word_set(
    "pro mini lite turbo plus nano next hard verified max super ti ultra opus sonnet haiku flash air v1 v2 v3 v4 v5 "
    "xt xtx live light net gan multimodal diamond cn"
)
_VERSION_AFTER = re.compile(r" (?P<number>[vV]?\d{1,2}(?:\.\d{1,2})?)(?![\w%.]\w|[\w%×]|-\w|,\d)(?P<next> ?[a-z]{2,})?")
_UNITS_AFTER = word_set("times points percent hours days gb tb mb ms point hour million billion trillion pp")
"""What makes the number after a name a quantity: "than vLLM 2.5 times", but "MultiWOZ 2.4 and"."""
_VARIANT_AFTER = re.compile(r" (?P<word>[A-Z][A-Za-z]{1,10})(?![\w-])")
_CONTEXT = 2000
"""Characters of a sentence, to each side of a name, in which its context may stand."""
_DEPTH = re.compile(r"(\d{1,4})(?:[BMbm]\b|\b)")


def scan(passage: Passage, lexicon: Lexicon, paper: str | None = None) -> tuple[list[Mention], list[CueHit]]:
    """Return the lexicon's names and cue phrases in a text, in its order; overlapping names are all still there.

    `paper` is the paper that is read: names that hold in one other paper only are left out.
    """
    mentions: list[Mention] = []
    cues: list[CueHit] = []
    text, folded = passage.text, passage.folded
    body = folded.text
    for first, last, key in lexicon.hits(folded):
        names = key.names_in(paper)
        ending: int | None = last
        following = body[last : last + 1]
        if following not in _ENDS_WORD:  # most hits end a word plainly, or are the head of a longer one
            if not names and following.isalnum():
                continue
            ending = _word_end(text, folded, last)
        if key.cues and ending == last:
            start, end = folded.span(first, last)
            cues.extend(CueHit(kind, start, end) for kind in key.cues)
        if not names:
            continue
        size = None
        if ending is None:
            if (depth := _numbered(text, folded, last, names)) is None:
                continue
            ending, size = depth
        start, end = folded.span(first, ending)
        if start and text[start - 1] == "\\":
            start = _tex_start(text, start, end)
        surface = text[start:end]
        if not surface.isalnum() and not _INTERIOR.fullmatch(surface):
            continue  # other signs between the words: not one name
        found = _choose(passage, names, first, start, end, surface, last)
        if found:
            mentions.append(replace(found, size=size) if size else found)
    # At one place a whole name comes before one with its size glued to it: ResNet50 is no ResNet of size 50.
    mentions.sort(key=lambda one: (one.start, one.size is not None))
    return mentions, cues


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions without those that overlap a longer one; of equal ones the first stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _tex_start(text: str, start: int, end: int) -> int:
    r"""Return where a name begins that a TeX command stands at the head of: the brace or dollar of `{\tau}-Bench`."""
    opened = start - 2
    if opened >= 0 and text[opened] in "{$" and ("}" if text[opened] == "{" else "$") in text[start:end]:
        return opened
    return start - 1


def _word_end(text: str, folded: Folded, last: int) -> int | None:
    """Return where the word ends that a hit covers up to `last`, a plural `s` or `es` included, or None."""
    body = folded.text
    for ending in ("", "s", "es"):
        place = last + len(ending)
        if ending and not body.startswith(ending, last):
            continue
        if ending == "es" and body[last - 1] not in _BEFORE_ES:
            continue  # "ensembles" are no plural of Ensembl
        following = body[place : place + 2]
        if not following or following[0] == " ":
            return place
        if following[0] == "." and (
            len(following) == 1 or not following[1].isalnum() or text[folded.original(place + 1)].isupper()
        ):
            return place
        if following[0] == "+" and following[1:].isalnum():
            return place
    return None


def _numbered(text: str, folded: Folded, last: int, names: tuple[Name, ...]) -> tuple[int, str] | None:
    """Return the end and number of a name with its depth or size glued to it: ResNet8, Qwen72B."""
    if last - 4 < 0 or not folded.text[last : last + 1].isdigit() or not folded.text[last - 1].isalpha():
        return None
    if not any(name.target.kind == "model" and name.target.entity_type == "method" for name in names):
        return None
    found = _DEPTH.match(text, folded.original(last))
    if not found or (not found.group()[-1:].isalpha() and int(found[1]) < 8):
        return None
    return last + len(found.group()), found.group()


def _choose(
    passage: Passage,
    names: tuple[Name, ...],
    first: int,
    start: int,
    end: int,
    surface: str,
    last: int,
) -> Mention | None:
    written = case_key(surface)
    sentence = passage.sentence_at(start)
    for name in names:
        target = name.target
        if name.exact is not None and written != name.exact and not _is_plural_of(written, name.exact):
            continue
        if name.exact is None and name.is_proper and target.kind != "technique" and _is_ordinary(surface):
            continue
        if (target.context or target.unless) and not _fits(passage, target, sentence, start, first, last):
            continue
        size = _stands_alone(passage.text, start, end, target)
        if size is None:
            continue
        as_written = written.startswith(case_key(name.text))
        if size[-1:] in _BIG and passage.text[end : end + 1] in _SIZE_JOINT and passage.text.startswith(size, end + 1):
            end += 1 + len(size)  # "Mistral-7B" is read as a whole
            surface = passage.text[start:end]
        return Mention(target, start, end, surface, sentence, as_written, size or None)
    return None


def _is_ordinary(surface: str) -> bool:
    """Tell whether a surface in small letters is one word of English or of the field, beside nothing but numbers."""
    if not surface.islower():
        return False
    words = [word for word in re.split(r"[\W_]+", surface) if word.isalpha()]
    return len(words) == 1 and words[0] in ENGLISH


def _is_plural_of(written: str, name: str) -> bool:
    return written.startswith(name) and written[len(name) :] in {"s", "es"}


def _fits(passage: Passage, target: Target, sentence: int, place: int, first: int, last: int) -> bool:
    """Tell whether the sentence has one of the words that the name needs, and none of the phrases that forbid it.

    The name stands at `place` of the text, and at `first` to `last` of the folded one.
    """
    body = passage.folded.text
    if target.unless:
        around = body[max(0, first - 40) : last + 40]
        if any(phrase[1:] in around and _covers(body, phrase[1:], first, last) for phrase in target.unless):
            return False
    if not target.context:
        return True
    start, end = passage.sentences[sentence]
    start, end = max(start, place - _CONTEXT), min(end, place + _CONTEXT)
    is_plain = not passage.folded.breaks
    around = body[start : end + 1] if is_plain else _folded(passage.text[start:end])
    return any(phrase in around or phrase in passage.topic for phrase in target.context)


@lru_cache(maxsize=256)
def _folded(sentence: str) -> str:
    return fold_text(sentence).text


def _covers(body: str, phrase: str, first: int, last: int) -> bool:
    """Tell whether the phrase stands in the text so that it covers the span."""
    place = body.find(phrase, max(0, last - len(phrase)))
    return 0 <= place <= first and place + len(phrase) >= last


def _stands_alone(text: str, start: int, end: int, target: Target) -> str | None:
    """Return the size that follows the name, "" where none does, or None where the name is part of a longer one."""
    if start >= 2 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        piece = re.split(r"[^\w.]|_", text[max(0, start - 30) : start - 1])[-1]
        if not _is_free_left(piece, target):
            return None
    size = ""
    place = end
    for _ in range(_MOST_PIECES):
        if text[place : place + 1] not in _HYPHENS or not (found := _PIECE.match(text, place + 1)):
            break
        piece = found.group()
        if target.entity_type == "method" and _SIZE_PIECE.fullmatch(piece):
            size = piece
        elif not (size or _is_free_right(piece, target)):
            return None
        elif _is_word(piece):
            break
        place = found.end()
    if target.entity_type == "method" and not size and (written := model_size(text, place)):
        size = written
    if target.kind != "class" and not size and _is_other_version(text, place, target):
        return None
    return size


def _is_word(piece: str) -> bool:
    return piece.isalpha() and (piece.islower() or piece.lower() in RIGHT_PIECES or piece.lower() in ENGLISH)


def _is_free_left(piece: str, target: Target) -> bool:
    lower = piece.lower()
    if not piece or piece.islower() or lower in LEFT_PIECES or piece.isdigit() or _SIZE_PIECE.fullmatch(piece):
        return True
    if target.entity_type == "hardware":
        return True  # CPU-GPU, NVIDIA-A100
    return lower in ENGLISH and target.kind == "technique"


def _is_free_right(piece: str, target: Target) -> bool:
    if piece.lower() in _OTHER_VERSION:
        return False
    if _is_word(piece):
        return True
    if target.entity_type == "hardware":
        return bool(_DEVICE_PIECE.fullmatch(piece)) or target.kind == "class"
    if target.kind == "model":
        return bool(_SAME_MODEL.fullmatch(piece)) or (piece.isdecimal() and len(piece) < 4 and int(piece) >= 8)
    return False


def _is_other_version(text: str, end: int, target: Target) -> bool:
    """Tell whether a number or word after the name makes it another version: "Gemma 3", "SWE-bench Lite"."""
    found = _VARIANT_AFTER.match(text, end)
    if found:
        return found["word"].lower() in _OTHER_VERSION and target.kind != "technique"
    if target.kind not in {"model", "family", "benchmark", "dataset"}:
        return False
    found = _VERSION_AFTER.match(text, end)
    if found is None:
        return False
    following = (found["next"] or "").strip()
    return not following or ("." in found["number"] and following not in _UNITS_AFTER)
