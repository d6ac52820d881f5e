"""Finds the names that a paper introduces in its sentences: "we propose X", "X is introduced", "called X"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.abbreviations import Abbreviation
from papermesh.loaders.linking.introduced import (
    CLAUSE_ENDS,
    OWN_WORDS,
    PREPOSITIONS,
    REACH,
    Introduced,
    coordinated,
    in_words,
    is_modifier,
    is_own_verb,
)
from papermesh.loaders.linking.naming import Typing, name_at, typing_of
from papermesh.loaders.linking.passages import CueHit, Passage
from papermesh.loaders.linking.shapes import Token, is_ordinary, is_strong, tokens
from papermesh.loaders.linking.words import ACRONYMS, word_set

_ARTICLES = word_set("a an the our its this these two three four several , :")
_MAKING = word_set("design implementation development architecture construction creation release version and first")
_THIS_METHOD = re.compile(
    r"\b[Tt]his (?:new |novel )?(?:method|approach|technique|framework|system|model|strategy|scheme|paradigm|algorithm)"
    r",?\s*\Z"
)
_CLAUSE_SIGN = re.compile(r"[,;:.()]")
_EXPLAINING = frozenset({"namely", "i.e.", "known as", "referred to as", "denoted", "denoted as", "denoted by"})


def names_by_cues(abstract: Passage, title: Passage) -> Iterator[Introduced]:
    """Yield the names that an abstract introduces in its sentences, each place once."""
    spans: set[int] = set()
    for cue in abstract.cues:
        found: Iterator[Introduced]
        if cue.kind == "own" or (cue.kind == "introduce" and is_own_verb(abstract, cue)):
            found = _after_verb(abstract, title, cue)
        elif cue.kind == "passive":
            found = _before_passive(abstract, title, cue)
        elif cue.kind == "called":
            found = _after_called(abstract, title, cue)
        elif cue.kind == "novel":
            found = _before_apposition(abstract, title, cue)
        else:
            continue
        for one in found:
            if one.start not in spans:
                spans.add(one.start)
                yield one


def _long_start(one: Abbreviation) -> int:
    return one.long_start


def _sentence_end(passage: Passage, place: int) -> int:
    return min(passage.sentences[passage.sentence_at(place)][1], place + REACH)


def _after_verb(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield the names in the object of "we propose": at its head, in its noun phrase, in apposition, coordinated."""
    end = _sentence_end(passage, cue.start)
    words = tokens(passage.text, cue.end, end)
    first = bisect_left(passage.abbreviations, cue.end, key=_long_start)
    longs = {one.long_start: one for one in passage.abbreviations[first : first + 40] if one.long_start < end}
    place, crossed = 0, False
    while place < len(words):
        token = words[place]
        before = words[place - 1].text if place else ""
        direct = place == 0 or before in _ARTICLES or (before == "of" and _is_making(words[: place - 1]))
        if cue.kind == "own" and (place > 1 or (place == 1 and before != ",")):
            return
        if token.start in longs:
            found = _abbreviated(passage, title, longs[token.start], words, place, end)
            if found is not None:
                yield found
                after = next((at for at, word in enumerate(words) if word.start > longs[token.start].short_end), None)
                if after is not None:
                    yield from coordinated(passage, title, words, after, end)
                return
            place = next(
                (at for at, word in enumerate(words) if word.start >= longs[token.start].short_end), len(words)
            )
            place += 1
            crossed = False
            continue
        spot = name_at(words, place, title.text, sure=direct)
        if spot is not None and not (crossed and before != ","):
            first, last = spot
            name = passage.text[words[first].start : words[last].end]
            typing = typing_of(name, passage.text, words[last].end, end, left=words[max(0, first - 12) : first])
            if typing.is_no_entity:
                return
            modifies = is_modifier(words, last)
            if not modifies or (typing.strength >= 2 and not _is_one_of_many(words[:first])):
                start = words[first].start
                rule = _verb_rule(cue)
                yield Introduced(name, typing, rule, passage.field, start, words[last].end, is_modifier=modifies)
                yield from coordinated(passage, title, words, last + 1, end)
                return
            place = last + 1
            continue
        if (
            place == 0
            and not _is_purpose(passage, cue)
            and (phrase := _title_phrase(passage, words, title)) is not None
        ):
            yield phrase
            return
        if token.text in {"of", "and"} and _is_making(words[:place]):
            pass  # "the design and implementation of X" is X
        elif token.text in PREPOSITIONS:
            crossed = True
        elif token.text in {",", ":"}:
            # Only an apposition may follow: "a novel solution, Zero Redundancy Optimizer (ZeRO)".
            following = words[place + 1 : place + 3]
            if not following or not any(one.is_capital for one in following[:2] if one.text not in {"the", "a"}):
                return
            crossed = False
        elif token.text in CLAUSE_ENDS or (not token.is_word and token.text not in "\"'“‘`"):
            return
        place += 1


def _is_purpose(passage: Passage, cue: CueHit) -> bool:
    """Tell whether a verb only says what a thing is for: "a testbed to implement integration testing"."""
    return passage.text[max(0, cue.start - 3) : cue.start].lower() == "to "


def _is_making(left: Sequence[Token]) -> bool:
    """Tell whether the words before "of" only say that something was made: "the design and implementation"."""
    return bool(left) and all(token.text.lower() in _MAKING or token.text in _ARTICLES for token in left)


def _is_one_of_many(left: Sequence[Token]) -> bool:
    """Tell whether the noun phrase began with "a": "a SYCL implementation" is one among others of its kind.

    What is new is not: "a novel Seq2SentiSeq model".
    """
    for token in reversed(left):
        if token.text in {"novel", "new"}:
            return False
        if token.text in {"a", "an"}:
            return True
        if token.text in {"the", "our", "its", "this", ",", ":"}:
            return False
    return True


def _verb_rule(cue: CueHit) -> str:
    return rules.INTRODUCED_VERB if cue.kind == "introduce" else rules.INTRODUCED_CALLED


def _abbreviated(
    passage: Passage, title: Passage, one: Abbreviation, words: Sequence[Token], place: int, end: int
) -> Introduced | None:
    """Return the thing that "Long Form (LF)" introduces, None where it only qualifies the noun that follows."""
    if one.short.lower() in ACRONYMS or one.short.lower().rstrip("s") in ACRONYMS:
        return None
    after = [word for word in words if word.start > one.short_end]
    following = after[0].text if after else "."
    typing = typing_of(one.short, passage.text, one.short_end + 1, end, left=words[max(0, place - 12) : place])
    if typing.is_no_entity:
        return None
    if following.isalpha() and following.islower() and following not in CLAUSE_ENDS | PREPOSITIONS:
        if typing.strength < 2 and not following.endswith(("s", "ed", "ing")):
            return None
    elif typing.strength < 2:
        typing = typing_of(one.long, passage.text, one.short_end + 1, end)
    titled = one.long[0].isupper() and " " in one.long and not in_words(one.short, title.text)
    titled = titled and typing.entity_type != "benchmark"  # benchmarks go by their short name
    start, stop = (one.long_start, one.long_end) if titled else (one.short_start, one.short_end)
    return Introduced(passage.text[start:stop], typing, rules.INTRODUCED_ACRONYM, passage.field, start, stop)


def _title_phrase(passage: Passage, words: Sequence[Token], title: Passage) -> Introduced | None:
    """Return "text-to-text regression" of "we propose text-to-text regression as", where the title has it too."""
    first = 0
    while first < len(words) and words[first].text in _ARTICLES:
        first += 1
    last = first
    while last < len(words) and words[last].is_word and words[last].text not in CLAUSE_ENDS | PREPOSITIONS:
        last += 1
    if not 2 <= last - first <= 5 or (
        is_ordinary(words[last - 1].text) and last < len(words) and words[last].text != ","
    ):
        return None
    name = passage.text[words[first].start : words[last - 1].end]
    place = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title.text, re.IGNORECASE)
    if place is None or all(is_ordinary(word.text) for word in words[first:last]):
        return None
    shown = place.group()
    if typing_of(shown, passage.text, words[last - 1].end, words[-1].end).is_no_entity:
        return None
    return Introduced(shown, Typing(), rules.INTRODUCED_VERB, passage.field, words[first].start, words[last - 1].end)


def _before_passive(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield the name in the subject of "X is proposed", "the X framework is designed"."""
    start = passage.sentences[passage.sentence_at(cue.start)][0]
    words = tokens(passage.text, max(start, cue.start - 90), cue.start)
    for place in range(len(words) - 1, -1, -1):
        token = words[place]
        if (not token.is_word and token.text not in {"(", ")"}) or token.text in PREPOSITIONS | CLAUSE_ENDS - {"and"}:
            return
        if token.is_capital and (spot := name_at(words, place, title.text, sure=False)) is not None:
            # Leading words of the same run belong to the name: "Continual Inference Networks".
            first, last = spot
            name = passage.text[words[first].start : words[last].end]
            typing = typing_of(name, passage.text, words[last].end, cue.start)
            follows = [word.text for word in words[last + 1 :] if word.is_word]
            if not typing.is_no_entity and (not follows or typing.strength >= 2 or words[last + 1].text == "("):
                yield Introduced(
                    name, typing, rules.INTRODUCED_PASSIVE, passage.field, words[first].start, words[last].end
                )
            return


def _before_apposition(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield X of "the development of X, a novel framework", where no list knows X."""
    text = passage.text
    before = text[max(0, cue.start - 3) : cue.start]
    if not before.rstrip().endswith(","):
        return
    start = passage.sentences[passage.sentence_at(cue.start)][0]
    comma = text.rindex(",", 0, cue.start)
    words = tokens(text, max(start, comma - 50), comma)
    first = len(words)
    while (
        first > 0 and words[first - 1].is_word and words[first - 1].text[0].isupper() and words[first - 1].start > start
    ):
        first -= 1
    spot = name_at(words, first, title.text, sure=True, named=len(words) - first > 1) if first < len(words) else None
    if spot is None or spot[1] != len(words) - 1:
        return
    name = text[words[spot[0]].start : words[spot[1]].end]
    typing = typing_of(name, text, comma, passage.sentences[passage.sentence_at(cue.start)][1])
    if (
        typing.strength == 3
        and not typing.is_no_entity
        and not any(one.end > words[spot[0]].start for one in passage.mentions_between(comma - REACH, comma))
    ):
        yield Introduced(
            name, typing, rules.INTRODUCED_APPOSITION, passage.field, words[spot[0]].start, words[spot[1]].end
        )


def _is_new(passage: Passage, start: int, place: int) -> bool:
    """Tell whether what ends at a place is called new, with no sign between: "a novel graph network module named"."""
    hits = [hit for hit in passage.cues_between(max(start, place - 90), place) if hit.kind == "novel"]
    return bool(hits) and _CLAUSE_SIGN.search(passage.text, hits[-1].end, place) is None


def _is_this_method(passage: Passage, start: int, place: int) -> bool:
    """Tell whether the words before a place speak of what the paper has just described: "this method, namely"."""
    return _THIS_METHOD.search(passage.text, max(start, place - 40), place) is not None


def _after_called(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield X of "a method called X", where the sentence speaks of this paper's own work."""
    index = passage.sentence_at(cue.start)
    start, end = passage.sentences[index]
    own = any(
        hit.kind in {"introduce", "passive"} and start <= hit.start < cue.end + 40
        and (hit.kind == "passive" or is_own_verb(passage, hit))
        for hit in passage.cues_between(max(start, cue.start - REACH), cue.end + 60)
    )  # fmt: skip
    own = own or _is_new(passage, start, cue.start) or _is_this_method(passage, start, cue.start)
    said = passage.text[cue.start : cue.end].lower()
    if not own and (said in _EXPLAINING or not OWN_WORDS.search(passage.text, max(start, cue.start - REACH), cue.end)):
        return
    words = tokens(passage.text, cue.end, min(end, cue.end + REACH))
    place = 0
    while place < len(words) and words[place].text in {"the", "a", "an", '"', "'", "“", "‘", "`", "as", ",", ":"}:
        place += 1
    if place < len(words):
        at = bisect_left(passage.abbreviations, words[place].start, key=_long_start)
        defined = passage.abbreviations[at] if at < len(passage.abbreviations) else None
        if defined is not None and defined.long_start == words[place].start and is_strong(defined.short):
            found = _abbreviated(passage, title, defined, words, place, end)
            if found is not None:
                yield found
            return
    spot = name_at(words, place, title.text, sure=True, named=True) if place < min(len(words), 8) else None
    if spot is None:
        return
    first, last = spot
    name = passage.text[words[first].start : words[last].end]
    if is_modifier(words, last) and not any(is_strong(word.text) for word in words[first : last + 1]):
        return
    before = tokens(passage.text, max(start, cue.start - 110), cue.start)
    typing = typing_of(name, passage.text, words[last].end, end, left=before)
    if not typing.is_no_entity:
        yield Introduced(name, typing, rules.INTRODUCED_CALLED, passage.field, words[first].start, words[last].end)
        yield from coordinated(passage, title, words, last + 1, end)
