"""Decides what the names that papers introduce are: an entity of the ontology, or a new one with an id of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.introduced import Introduced
from papermesh.loaders.linking.lexicon import Name, OntologyLexicon, Target, case_key
from papermesh.loaders.linking.links import Discovered, Text, UrlLink, UrlRejected
from papermesh.loaders.linking.naming import Typing
from papermesh.loaders.linking.passages import Passage
from papermesh.loaders.linking.shapes import is_capitalised, is_strong
from papermesh.ontology import EntityType, slug

_YEARS_BETWEEN_VERSIONS = 2
"""A preprint and its printed version may lie this far apart; a greater distance means two things of one name."""


@dataclass(slots=True)
class Paper:
    """One paper between the two passes: its texts, what was found in them, and the names that are its own."""

    text: Text
    passages: list[Passage]
    introduced: list[Introduced]
    urls: list[UrlLink]
    rejected: list[UrlRejected]
    own: dict[tuple[str, str], str] = field(default_factory=dict)
    """(entity type, id) of what it introduces, with the rule that found it."""


def discovered_names(
    papers: Sequence[Paper],
    known: OntologyLexicon,
    extra: Iterable[Discovered],
    aliases: Mapping[tuple[EntityType, str], Sequence[str]] | None = None,
) -> tuple[list[Name], tuple[Discovered, ...]]:
    """Return the names to search in every paper, and the entities they lead to; sets what is each paper's own.

    Of several papers that introduce one name, the earliest (then the smallest key) has the bare slug as its id, unless
    an entity of the ontology has it; the others' ids end in `--` and the paper's key. So the order of the papers does
    not matter.
    """
    new: list[tuple[Paper, Introduced]] = []
    names: list[Name] = []
    for paper in papers:
        for one in paper.introduced:
            target, is_dropped = _known(one, paper, known)
            if target is not None:
                paper.own[target.entity_type, target.entity_id] = one.rule
                names += [Name(target, text, case_key(text), True, paper.text.key) for text in (one.name, *one.others)]
            elif not is_dropped and slug(one.name):
                new.append((paper, _typed_by_ending(one, known)))
    discovered, found = _identified(new, known)
    names += found
    for entity in discovered:
        for text in (aliases or {}).get((entity.entity_type, entity.entity_id), ()):
            names.append(Name(_target(entity, None), text, case_key(text), True))
    own = {(entity.entity_type, entity.entity_id, entity.introduced_by) for entity in discovered}
    for entity in sorted(extra, key=lambda one: (one.entity_type, one.entity_id, one.introduced_by)):
        if (entity.entity_type, entity.entity_id, entity.introduced_by) not in own:
            names += _names_elsewhere(_target(entity, None), entity.name)
    return names, tuple(sorted(discovered, key=lambda one: (one.entity_type, one.entity_id)))


def _typed_by_ending(one: Introduced, known: OntologyLexicon) -> Introduced:
    """Return the name as a benchmark where it ends in the name of one: "Lifelong-CIFAR10", "Stateful AIME"."""
    ending = re.split(r"[-\s]", one.name, maxsplit=1)[1:]
    found = [target for target in known.lookup(ending[0]) if target.entity_type == "benchmark"] if ending else []
    if not found or one.typing.strength == 3:
        return one
    return replace(one, typing=Typing("benchmark", found[0].kind, 3))


def _identified(new: Sequence[tuple[Paper, Introduced]], known: OntologyLexicon) -> tuple[list[Discovered], list[Name]]:
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for paper, one in new:
        place = (one.typing.entity_type, slug(one.name))
        first[place] = min(first.get(place, _rank(paper)), _rank(paper))
    discovered: dict[tuple[str, str], Discovered] = {}
    names: list[Name] = []
    for paper, one in new:
        place = (one.typing.entity_type, slug(one.name))
        is_first = first[place] == _rank(paper) and place not in known.targets
        entity_id = place[1] if is_first else f"{place[1]}--{slug(paper.text.key)}"
        entity = Discovered(one.typing.entity_type, entity_id, one.name, one.typing.kind, paper.text.key)
        if (entity.entity_type, entity_id) in discovered:
            continue  # a second spelling of one name within one paper
        discovered[entity.entity_type, entity_id] = entity
        paper.own[entity.entity_type, entity_id] = one.rule
        target = _target(entity, paper.text.year)
        names += [_own_name(target, text, paper.text.key) for text in (one.name, *one.others)]
        if is_first:
            names += _names_elsewhere(target, one.name)
    return list(discovered.values()), names


def _rank(paper: Paper) -> tuple[int, str]:
    return paper.text.year or 9999, paper.text.key


def _target(entity: Discovered, year: int | None) -> Target:
    return Target(
        entity.entity_type, entity.entity_id, entity.name, entity.kind, "discovered",
        introduced_by=entity.introduced_by, year=year,
    )  # fmt: skip


def _own_name(target: Target, text: str, paper: str) -> Name:
    """Return a name as it holds in the paper that introduces it: letter case is free where letters cannot mislead."""
    is_free = " " in text or "-" in text or (is_strong(text) and any(map(str.islower, text)) and len(text) > 3)
    return Name(target, text, None if is_free else case_key(text), not text.islower(), paper)


def _names_elsewhere(target: Target, text: str) -> Iterator[Name]:
    """Yield the name for other papers, where it is distinctive enough to mean the same thing there."""
    words = re.findall(r"[^\s]+", text)
    if (
        any(is_strong(word) and len(word) > 3 for word in words)
        or len(words) > 3
        or (len(words) == 1 and len(text) > 5 and is_capitalised(text))
    ):
        yield Name(target, text, case_key(text), True)


def _known(one: Introduced, paper: Paper, known: OntologyLexicon) -> tuple[Target | None, bool]:
    """Return the ontology's entity that an introduced name is (None: another thing), and whether it is no new thing."""
    for target in _candidates(one, paper, known):
        if target.entity_type == "hardware":
            return None, True
        has_words = " " in target.name or "-" in target.name
        is_weak = one.rule == rules.INTRODUCED_ACRONYM or not any(map(is_strong, one.name.split()))
        if target.kind == "technique" and has_words and one.rule != rules.INTRODUCED_TITLE and is_weak:
            return None, True  # an established technique is used, whatever verb stands before it
        if one.is_modifier and one.rule != rules.INTRODUCED_TITLE:
            return None, True
        is_other_type = target.entity_type != one.typing.entity_type and one.typing.strength >= 2
        if is_other_type and (target.context or not is_strong(one.name)):
            continue
        if target.context and one.typing.entity_type != target.entity_type:
            continue
        if target.year and paper.text.year and abs(paper.text.year - target.year) > _YEARS_BETWEEN_VERSIONS:
            continue
        if _stands_for_other(one, target, known):
            continue
        return target, False
    return None, False


def _candidates(one: Introduced, paper: Paper, known: OntologyLexicon) -> Iterator[Target]:
    """Yield the ontology's entities found at the place of the name, then those of its other names."""
    for passage in paper.passages:
        if passage.field == one.field:
            for mention in passage.mentions_between(one.start, one.start):
                if mention.end >= one.end:
                    yield mention.target
    for name in (one.name, *one.others):
        for target in known.lookup(name):
            if not target.context:
                yield target


def _stands_for_other(one: Introduced, target: Target, known: OntologyLexicon) -> bool:
    """Tell whether this paper spells the name out in other words than those the ontology has for it."""
    longs = [name for name in (one.name, *one.others) if len(re.findall(r"[^\W_]+", name)) > 2]
    if not longs or any(found is target for long in longs for found in known.lookup(long)):
        return False
    return len(re.findall(r"[^\W_]+", target.name)) > 2 and case_key(target.name).lower() not in {
        case_key(long).lower() for long in longs
    }
