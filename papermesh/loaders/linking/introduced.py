"""What a paper introduces, and what the two ways of finding it in sentences share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.naming import Typing, name_at, typing_of
from papermesh.loaders.linking.passages import CueHit, Passage
from papermesh.loaders.linking.shapes import Token
from papermesh.loaders.linking.words import word_set

OWN_WORDS = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work|report|thesis))\b")
REACH = 260
_ADVERBS = r"(?:\s+(?:\w+ly|then|also|further|thus|therefore|hence|first|here|next|now|hereby|have|has|had|are|to))*"
_SUBJECT = re.compile(
    r"(?:\b(?:[Ww]e|I)|\b(?:[Tt]his|[Oo]ur|[Tt]he(?: present)?|[Tt]he current) (?:paper|work|article|report|study|"
    r"thesis|dissertation|survey|authors?|research|project)|\b[Ii]t)" + _ADVERBS + r"(?:\s+\w+(?:,? and| or))?\s+\Z"
)
_LATER_VERB = re.compile(r"(?:\band(?:\s+\w+ly|\s+then|\s+also|\s+further)?|\bto|\bby|^)\s*\Z")
_BARE = frozenset({"introducing", "led to", "leads to", "central to this work is"})
CLAUSE_ENDS = word_set("that which to by with using where when while whose who and or")
PREPOSITIONS = word_set("for of in on from into at as via over across under between towards toward")
_VERBS = word_set(
    "is are was were has have had can could may might will would does do outperforms achieves improves reduces "
    "provides enables uses leverages consists comprises contains extends addresses"
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name that a paper introduces, with the place where it does."""

    name: str
    typing: Typing
    rule: str
    field: str
    start: int
    end: int
    others: tuple[str, ...] = ()
    """Other names of the same thing in this text: its abbreviation, its long form."""
    is_modifier: bool = False
    """It stands before a noun, as a thing that is used does: "the SVM classifier"."""


def in_words(name: str, text: str) -> bool:
    """Tell whether a text holds a name as whole words, letter case included."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def is_own_verb(passage: Passage, cue: CueHit) -> bool:
    """Tell whether the subject of a verb is this paper: "we propose", "this paper presents", "and release"."""
    text = passage.text
    start = passage.sentences[passage.sentence_at(cue.start)][0]
    before = text[max(start, cue.start - 60) : cue.start]
    if text[cue.start : cue.end].lower() in _BARE or _SUBJECT.search(before):
        return True
    return (
        _LATER_VERB.search(before) is not None
        and OWN_WORDS.search(text, max(start, cue.start - REACH), cue.start) is not None
    )


def is_modifier(words: Sequence[Token], last: int) -> bool:
    """Tell whether a name only qualifies the noun after it: "a SYCL implementation"."""
    following = words[last + 1 : last + 2]
    return (
        bool(following)
        and following[0].is_word
        and following[0].text.islower()
        and following[0].text not in CLAUSE_ENDS | PREPOSITIONS | _VERBS
    )


def coordinated(passage: Passage, title: Passage, words: Sequence[Token], place: int, end: int) -> Iterator[Introduced]:
    """Yield the names that follow the first in "kGym (a platform) and kBench (a dataset)"."""
    depth = 0
    for at in range(place, min(len(words), place + 16)):
        token = words[at]
        depth += (token.text == "(") - (token.text == ")")
        if depth or token.text == ")":
            continue
        if token.text in {"and", ","}:
            following = at + 1
            if following < len(words) and words[following].text in {"and", "the"}:
                following += 1
            if following >= len(words) or words[following].text in CLAUSE_ENDS:
                return
            spot = name_at(words, following, title.text, sure=False)
            if spot is not None and words[spot[1]].end > token.end:
                name = passage.text[words[spot[0]].start : words[spot[1]].end]
                typing = typing_of(name, passage.text, words[spot[1]].end, end)
                if not typing.is_no_entity and not is_modifier(words, spot[1]):
                    yield Introduced(
                        name, typing, rules.INTRODUCED_VERB, passage.field, words[spot[0]].start, words[spot[1]].end
                    )
            elif token.text == "and":
                return
        elif token.text in CLAUSE_ENDS | PREPOSITIONS or token.text in ".;:":
            return
