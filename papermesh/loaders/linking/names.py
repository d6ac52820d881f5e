"""Finds names that no list has, by where they stand: titles, "we propose X", "X is introduced", "called X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.abbreviations import Abbreviation, abbreviations
from papermesh.loaders.linking.mentions import CueHit, Passage
from papermesh.loaders.linking.naming import kind_near, name_at
from papermesh.loaders.linking.shapes import Token, is_capitalised, is_ordinary, is_strong, tokens
from papermesh.ontology import EntityType

_TITLE_BREAK = re.compile(r"\s*(?::|\s[-–—]{1,3}\s)\s*")
_REACH = 260
_CLAUSE_ENDS = frozenset("that which to by with using where when while whose who and or , ; : . ? ! (".split())
_PREPOSITIONS = frozenset("for of in on from into at as via over across under between towards toward".split())


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name that a paper introduces, with the place where it does."""

    name: str
    entity_type: EntityType
    kind: str
    rule: str
    field: str
    start: int
    end: int
    typed: bool = False
    """A word beside the name says what it is; otherwise the kind is the default."""
    others: tuple[str, ...] = field(default=())
    """Other names of the same thing in this text: its abbreviation, its long form."""


def introduced_names(title: Passage, abstract: Passage | None) -> list[Introduced]:
    """Return the names that a paper introduces, best place first, each once."""
    found: list[Introduced] = []
    defined = abbreviations(abstract.text) if abstract else []
    defined_in_title = abbreviations(title.text)
    if abstract:
        found.extend(_by_cues(abstract, title, defined))
    found.extend(_in_title(title, abstract, [*defined_in_title, *defined], found))
    found = [_with_abbreviation(one, [*defined, *defined_in_title], title) for one in found]
    return _each_once(found)


def _each_once(found: Sequence[Introduced]) -> list[Introduced]:
    """Return one per name, letter case and separators aside; what a word types wins, the kinds of the rest follow."""
    kept: list[Introduced] = []
    for one in sorted(found, key=lambda item: (not item.typed, -rules.CONFIDENCE[item.rule], item.field, item.start)):
        keys = {_key(one.name), *map(_key, one.others)}
        for place, other in enumerate(kept):
            if keys & {_key(other.name), *map(_key, other.others)}:
                names = dict.fromkeys((*other.others, one.name, *one.others))
                others = tuple(name for name in names if name != other.name)
                kept[place] = Introduced(
                    other.name, other.entity_type, other.kind, other.rule, other.field, other.start, other.end,
                    other.typed or one.typed, others,
                )  # fmt: skip
                break
        else:
            kept.append(one)
    return kept


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _with_abbreviation(one: Introduced, defined: Sequence[Abbreviation], title: Passage) -> Introduced:
    """Return the introduced name with its other form, the one that the title has first."""
    for abbreviation in defined:
        if one.name in {abbreviation.short, abbreviation.long}:
            other = abbreviation.long if one.name == abbreviation.short else abbreviation.short
            name, others = one.name, (*one.others, other)
            if one.name == abbreviation.long and _in_words(abbreviation.short, title.text):
                name, others = abbreviation.short, (*one.others, abbreviation.long)
            return Introduced(
                name, one.entity_type, one.kind, one.rule, one.field, one.start, one.end, one.typed, others
            )
    return one


def _in_words(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _in_title(
    title: Passage, abstract: Passage | None, defined: Sequence[Abbreviation], confirmed: Sequence[Introduced]
) -> Iterator[Introduced]:
    """Yield the name before the colon of "X: a ...", where it looks like one or the abstract confirms it."""
    border = _TITLE_BREAK.search(title.text)
    if border is None or border.start() < 2 or border.start() > 60:
        return
    head = tokens(title.text, 0, border.start())
    words = [token for token in head if token.is_word]
    if not words or len(words) > 5 or len(words) != len(head):
        return
    name = title.text[words[0].start : words[-1].end]
    entity_type, kind, typed = kind_near(title.text, border.end(), len(title.text), before=False)
    known = {_key(one.name) for one in confirmed} | {_key(other) for one in confirmed for other in one.others}
    shorts = {_key(one.short) for one in defined}
    if len(words) == 1:
        accepted = is_strong(name) or is_capitalised(name) or _key(name) in known | shorts
    else:
        in_abstract = abstract is not None and _in_words(name, abstract.text)
        strong = any(is_strong(word.text) for word in words) and not any(
            word.text.islower() or word.text.lower() in _PREPOSITIONS for word in words
        )
        accepted = _key(name) in known or (in_abstract and strong)
    if accepted:
        yield Introduced(name, entity_type, kind, rules.INTRODUCED_TITLE, "title", words[0].start, words[-1].end, typed)


def _by_cues(abstract: Passage, title: Passage, defined: Sequence[Abbreviation]) -> Iterator[Introduced]:
    spans: set[int] = set()
    for cue in abstract.cues:
        if cue.kind == "introduce":
            for one in _after_verb(abstract, title, cue, defined):
                if one.start not in spans:
                    spans.add(one.start)
                    yield one
        elif cue.kind == "passive":
            yield from _before_passive(abstract, title, cue)
        elif cue.kind == "called":
            yield from _after_called(abstract, title, cue)


def _sentence_end(passage: Passage, place: int) -> int:
    return min(passage.sentences[passage.sentence_at(place)][1], place + _REACH)


def _after_verb(
    passage: Passage, title: Passage, cue: CueHit, defined: Sequence[Abbreviation]
) -> Iterator[Introduced]:
    """Yield the names in the object of "we propose": at its head, in its noun phrase, in apposition, coordinated."""
    end = _sentence_end(passage, cue.start)
    words = tokens(passage.text, cue.end, end)
    place, crossed = 0, False
    while place < len(words):
        token = words[place]
        found = name_at(words, place, title.text, sure=place == 0 or words[place - 1].text in {",", "the", ":"})
        if found is not None:
            last = found
            name = passage.text[token.start : words[last].end]
            left = words[max(0, place - 6) : place]
            entity_type, kind, typed = kind_near(passage.text, words[last].end, end, before=False, left=left)
            if kind != "none" and not (crossed and words[place - 1].text != ","):
                yield Introduced(
                    name, entity_type, kind, rules.INTRODUCED_VERB, passage.field, token.start, words[last].end, typed
                )
                yield from _coordinated(passage, title, words, last + 1, end)
                return
            if kind == "none":
                return
            place = last + 1
            continue
        abbreviation = next((one for one in defined if one.long_start == token.start), None)
        if abbreviation is not None:
            entity_type, kind, typed = kind_near(
                passage.text, abbreviation.short_end + 1, end, before=False, left=words[max(0, place - 6) : place],
                phrase=abbreviation.long,
            )  # fmt: skip
            if kind != "none":
                titled = abbreviation.long[0].isupper() and not _in_words(abbreviation.short, title.text)
                yield Introduced(
                    abbreviation.long if titled else abbreviation.short, entity_type, kind, rules.INTRODUCED_ACRONYM,
                    passage.field, abbreviation.long_start if titled else abbreviation.short_start,
                    abbreviation.long_end if titled else abbreviation.short_end, typed,
                )  # fmt: skip
            return
        if token.text in _PREPOSITIONS:
            crossed = True
        elif token.text == ",":
            # Only an apposition may follow: "a novel solution, Zero Redundancy Optimizer (ZeRO)".
            if place + 1 >= len(words) or not words[place + 1].is_capital:
                return
            crossed = False
        elif token.text in _CLAUSE_ENDS or not token.is_word:
            return
        place += 1


def _coordinated(passage: Passage, title: Passage, words: list[Token], place: int, end: int) -> Iterator[Introduced]:
    """Yield the names that follow the first in "kGym (a platform) and kBench (a dataset)"."""
    depth = 0
    steps = 0
    while place < len(words) and steps < 14:
        token = words[place]
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text in {"and", ","} and place + 1 < len(words):
            following = place + 2 if words[place + 1].text == "and" and place + 2 < len(words) else place + 1
            if words[following].text == "and":
                return
            last = name_at(words, following, title.text, sure=False)
            if last is not None:
                name = passage.text[words[following].start : words[last].end]
                entity_type, kind, typed = kind_near(passage.text, words[last].end, end, before=False)
                if kind != "none":
                    yield Introduced(
                        name, entity_type, kind, rules.INTRODUCED_VERB, passage.field, words[following].start,
                        words[last].end, typed,
                    )  # fmt: skip
                place = last
            elif token.text == "and":
                return
        elif depth == 0 and token.is_word:
            if token.text in _CLAUSE_ENDS | _PREPOSITIONS:
                return
        place += 1
        steps += 1


def _before_passive(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield the name in the subject of "X is proposed", "the X framework is designed"."""
    start = passage.sentences[passage.sentence_at(cue.start)][0]
    words = tokens(passage.text, max(start, cue.start - 90), cue.start)
    for place in range(len(words) - 1, -1, -1):
        token = words[place]
        if not token.is_word and token.text not in {"(", ")"}:
            return
        if token.text in _PREPOSITIONS or token.text in {"that", "which"}:
            return
        if token.is_capital and (last := name_at(words, place, title.text, sure=False)) is not None:
            name = passage.text[token.start : words[last].end]
            entity_type, kind, typed = kind_near(passage.text, words[last].end, cue.start, before=False)
            if kind != "none":
                yield Introduced(
                    name, entity_type, kind, rules.INTRODUCED_PASSIVE, passage.field, token.start, words[last].end, typed
                )
            return


def _after_called(passage: Passage, title: Passage, cue: CueHit) -> Iterator[Introduced]:
    """Yield X of "a method called X", where the sentence speaks of this paper's own work."""
    index = passage.sentence_at(cue.start)
    start, _ = passage.sentences[index]
    own = any(
        hit.kind in {"introduce", "passive"} and start <= hit.start < cue.end + 40 for hit in passage.cues
    ) or re.search(r"\b(?:[Ww]e|[Oo]ur|this (?:paper|work))\b", passage.text[start : cue.end])
    if not own:
        return
    words = tokens(passage.text, cue.end, _sentence_end(passage, cue.start))[:8]
    place = 0
    while place < len(words) and words[place].text in {"the", "a", "an", '"', "'", "“", "‘", "`", "as", ","}:
        place += 1
    if place >= len(words):
        return
    last = name_at(words, place, title.text, sure=True)
    if last is None:
        return
    name = passage.text[words[place].start : words[last].end]
    before = tokens(passage.text, max(start, cue.start - 80), cue.start)
    entity_type, kind, typed = kind_near(
        passage.text, words[last].end, passage.sentences[index][1], before=True, left=before
    )
    if kind != "none":
        yield Introduced(
            name, entity_type, kind, rules.INTRODUCED_CALLED, passage.field, words[place].start, words[last].end, typed
        )


__all__ = ["Introduced", "introduced_names", "is_ordinary"]
