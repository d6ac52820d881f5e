"""Finds the names that a paper introduces: those of its title, and those of its sentences, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.abbreviations import Abbreviation
from papermesh.loaders.linking.apposed_names import names_beside_nouns
from papermesh.loaders.linking.cued_names import names_by_cues
from papermesh.loaders.linking.introduced import Introduced, in_words
from papermesh.loaders.linking.naming import name_at, typing_of
from papermesh.loaders.linking.passages import Passage
from papermesh.loaders.linking.shapes import Token, is_capitalised, is_ordinary, is_strong, tokens
from papermesh.loaders.linking.words import ACRONYMS

_TITLE_BREAK = re.compile(r"\s?:\s?|\s[-–—]{1,3}\s")
_HEAD = re.compile(r"(?P<name>[A-Z][^:,.?!]*?) (?:for|with|via|in|on|at|to|from|by|of|and) ")
_REPORT = re.compile(r"\s(?:Technical|System) (?:Report|Card)\s*+$")
_LONGEST_HEAD = 200
_LONGEST_TITLE = 2000
"""Characters of a title in which the abstract's names are looked for, each anew."""
_PROPOSED = (
    r"(?:propose[ds]?|our|novel|new|introduce[ds]?|present(?:s|ed)?|using|called|by) (?:the |a |an |new |novel )*"
)


def introduced_names(title: Passage, abstract: Passage | None) -> list[Introduced]:
    """Return the names that a paper introduces, each once."""
    if len(title.text) > _LONGEST_TITLE:
        title = replace(title, text=title.text[:_LONGEST_TITLE])
    defined: dict[str, Abbreviation] = {}
    for one in (*(abstract.abbreviations if abstract else ()), *title.abbreviations):
        defined.setdefault(one.short, one)
        defined.setdefault(one.long, one)
    found = [*names_by_cues(abstract, title), *names_beside_nouns(abstract)] if abstract else []
    found = [_with_abbreviation(one, defined, title) for one in found if not one.typing.is_no_entity]
    found += [_with_abbreviation(one, defined, title) for one in _in_title(title, abstract, defined, found)]
    return _each_once(found)


def _each_once(found: Sequence[Introduced]) -> list[Introduced]:
    """Return one per name, letter case and separators aside.

    The surest place stays, the plainest words type it, and the abstract's spelling goes before the title's capitals.
    """
    kept: list[Introduced] = []
    places: dict[str, int] = {}
    for one in sorted(found, key=lambda item: (-rules.CONFIDENCE[item.rule], item.field, item.start)):
        keys = [_key(name) for name in (one.name, *one.others)]
        place = next((places[key] for key in keys if key in places), None)
        if place is None:
            place = len(kept)
            kept.append(one)
        else:
            other = kept[place]
            typing = one.typing if one.typing.strength > other.typing.strength else other.typing
            names = dict.fromkeys((other.name, one.name, *other.others, *one.others))
            name = one.name if one.field == "abstract" and keys[0] == _key(other.name) else other.name
            kept[place] = replace(other, name=name, typing=typing, others=tuple(text for text in names if text != name))
        places.update(dict.fromkeys(keys, place))
    return kept


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _with_abbreviation(one: Introduced, defined: Mapping[str, Abbreviation], title: Passage) -> Introduced:
    """Return the introduced name with its other form: what the title has is the name, of a benchmark the short form."""
    abbreviation = defined.get(one.name)
    if abbreviation is None or (one.name == abbreviation.short and abbreviation.short.lower() in ACRONYMS):
        return one
    if one.name == abbreviation.short:
        return replace(one, others=(*one.others, abbreviation.long))
    if one.typing.entity_type == "benchmark" or in_words(abbreviation.short, title.text):
        return replace(one, name=abbreviation.short, others=(*one.others, abbreviation.long))
    return replace(one, others=(*one.others, abbreviation.short))


def _in_title(
    title: Passage, abstract: Passage | None, defined: Mapping[str, Abbreviation], confirmed: Sequence[Introduced]
) -> Iterator[Introduced]:
    """Yield the name that begins a title: before a colon where it looks like one, else where the abstract says so."""
    text = title.text
    first = 4 if text.startswith("The ") else 0
    border = _TITLE_BREAK.search(text, 0, _LONGEST_HEAD) or _REPORT.search(text, 0, _LONGEST_HEAD)
    known = {_key(name) for one in confirmed for name in (one.name, *one.others)} | {
        _key(one.short) for one in defined.values()
    }
    if border is not None and 2 <= border.start() <= 70:
        words = tokens(text, first, border.start())
        spot = name_at(words, 0, text, sure=False) if words else None
        last = spot[1] if spot and spot[0] == 0 else len(words) - 1
        if last == 0 and len(words) > 1 and not is_strong(words[0].text):
            last = len(words) - 1  # "Set to Ordered Text" is no "Set"
        if words and len(words) <= 6 and all(token.is_word for token in words):
            name = text[words[0].start : words[last].end]
            is_part = last < len(words) - 1 and abstract is not None and not in_words(name, abstract.text)
            if is_part and _key(name) not in known:
                accepted = False  # "MELTing point: A Study" is no "MELTing"
            elif len(words) == 1:
                accepted = is_strong(name) or is_capitalised(name) or _key(name) in known
            else:
                accepted = _key(name) in known or (abstract is not None and _is_own_phrase(name, words, abstract))
            if accepted and name.lower() not in ACRONYMS:
                typing = typing_of(name, text, border.end(), len(text), in_title=True)
                if typing.is_no_entity:
                    return
                yield Introduced(name, typing, rules.INTRODUCED_TITLE, "title", words[0].start, words[last].end)
                return
    head = _HEAD.match(text, first, _LONGEST_HEAD)
    if head is not None and abstract is not None and len(head["name"]) <= 60:
        words = tokens(text, head.start("name"), head.end("name"))
        is_known = any(
            one.end >= head.end("name") and one.target.kind == "technique"
            for one in title.mentions_between(head.start("name"), head.start("name"))
        )  # "Metamorphic Testing of ..." applies what is established
        is_named = len(words) > 1 and not is_ordinary(words[-1].text) and not is_known
        if is_named and _is_own_phrase(head["name"], words, abstract):
            typing = typing_of(head["name"], text, head.end("name"), head.end("name"))
            yield Introduced(head["name"], typing, rules.INTRODUCED_TITLE, "title", *head.span("name"))


def _is_own_phrase(name: str, words: Sequence[Token], abstract: Passage) -> bool:
    """Tell whether the abstract speaks of a title's several words as of a name, or as of its own proposal."""
    is_strong_run = any(is_strong(word.text) for word in words) and not any(word.text.islower() for word in words)
    if is_strong_run and in_words(name, abstract.text):
        return True
    lower = abstract.text.lower()
    for phrase in (name, name.rpartition(" ")[0] if len(words) > 2 else ""):
        if not phrase or phrase.lower() not in lower:
            continue
        if re.search(_PROPOSED + re.escape(phrase) + r"(?!\w)", abstract.text, re.IGNORECASE):
            return True
    return False
