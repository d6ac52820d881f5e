"""Names that texts give to an entity and that lead to nothing yet: proposed to the user, never taken in silence.

"Long Form (LF)" says that two names mean one thing. Where one of them is an entity to which the paper is linked, and
the other is known to nobody, the other is proposed as its alias; where both are entities, they may be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from papermesh.loaders.linking.abbreviations import abbreviations
from papermesh.loaders.linking.passages import read_passage
from papermesh.loaders.linking.words import ACRONYMS
from papermesh.loaders.overlay import Pair
from papermesh.ontology import Ontology, fold

FIELDS = ("title", "abstract")


@dataclass(frozen=True, slots=True)
class TextWithEntities:
    """A paper's text, and the entities (`type:id`) to which it is linked."""

    paper_id: str
    title: str
    abstract: str | None
    entities: frozenset[str]


@dataclass(frozen=True, slots=True)
class AliasProposal:
    """A name that texts set equal to an entity."""

    name: str
    entity: str
    """As `type:id`."""
    same_as: str | None
    """The other entity (`type:id`) that has the name already: then the two may be one. None: nobody has it."""
    papers: tuple[str, ...]
    """Keys of the papers that say so, sorted."""
    sentence: str
    """Where the first of them does."""


def proposed_aliases(
    texts: Iterable[TextWithEntities],
    names: Mapping[str, Collection[str]],
    ontology: Ontology,
    decided: Collection[Pair] = (),
) -> list[AliasProposal]:
    """Return the aliases that texts suggest: those that most papers give first, then by name.

    Args:
        texts: The papers of a graph.
        names: The names of each entity of the graph, by `type:id`.
        ontology: Names that it has for other entities, which no paper of the graph is linked to, are not proposed.
        decided: Pairs of name and entity on which the user has decided; they are not proposed again.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for entity, known in names.items():
        for name in known:
            owners[_key(name)].add(entity)
    done = {(_key(name), entity) for name, entity in decided}
    papers: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    shown: dict[tuple[str, str, str | None], tuple[str, str]] = {}
    for text in sorted(texts, key=lambda one: one.paper_id):
        for name, entity, same_as, sentence in _said(text, owners, ontology):
            place = (_key(name), entity, same_as)
            if place[:2] not in done and text.paper_id not in papers[place]:
                papers[place].append(text.paper_id)
                shown.setdefault(place, (name, sentence))
    proposals = [
        AliasProposal(shown[place][0], place[1], place[2], tuple(found), shown[place][1])
        for place, found in papers.items() if found
    ]  # fmt: skip
    return sorted(proposals, key=lambda one: (-len(one.papers), one.name.lower(), one.entity, one.same_as or ""))


def _said(
    text: TextWithEntities, owners: Mapping[str, Collection[str]], ontology: Ontology
) -> list[tuple[str, str, str | None, str]]:
    """Return (name, entity, the other entity, sentence) of each definition in a text that says something new."""
    found: list[tuple[str, str, str | None, str]] = []
    for field in FIELDS:
        whole = getattr(text, field)
        if not whole or "(" not in whole:
            continue
        passage = read_passage(field, whole)
        for one in abbreviations(whole):
            if one.short.lower().rstrip("s") in ACRONYMS:
                continue
            sentence = passage.sentence_text(passage.sentence_at(one.short_start))
            short, long = _singular(one.short), one.long
            of_short, of_long = (_linked(name, text, owners) for name in (short, long))
            if of_long and not of_short and not _is_taken(short, owners, ontology):
                found += [(short, entity, None, sentence) for entity in of_long]
            elif of_short and not of_long and not _is_taken(long, owners, ontology):
                found += [(long, entity, None, sentence) for entity in of_short]
            elif of_short and of_long and not set(of_short) & set(of_long):
                found += [(short, entity, other, sentence) for entity in of_long for other in of_short]
    return found


def _linked(name: str, text: TextWithEntities, owners: Mapping[str, Collection[str]]) -> Sequence[str]:
    """Return the entities of that name to which the paper is linked, sorted."""
    return sorted(set(owners.get(_key(name), ())) & text.entities)


def _is_taken(name: str, owners: Mapping[str, Collection[str]], ontology: Ontology) -> bool:
    """Tell whether a name means something already, in this graph or elsewhere."""
    return bool(owners.get(_key(name))) or bool(ontology.resolve(name))


def _key(name: str) -> str:
    return fold(_singular(name)).replace(" ", "")


def _singular(name: str) -> str:
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(("ss", "us", "is")) else name
