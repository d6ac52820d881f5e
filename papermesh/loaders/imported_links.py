"""What records say of a paper's entities, resolved by name: links that a source states and the text need not.

A name is the paper's own where its text introduces it, else the ontology's, else an entity of its own with the slug of
the name, which is also the entity of that slug that a text introduces. Of several papers that introduce one name, all
but the first have an entity of their own, as in linking.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from papermesh.graph import schema
from papermesh.loaders.linking.lexicon import OntologyLexicon, ontology_lexicon
from papermesh.loaders.linking.links import Discovered
from papermesh.loaders.linking.roles import STRENGTH
from papermesh.loaders.merge import MergedPaper
from papermesh.loaders.own_aliases import OwnAliases
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.planned_links import add_entity
from papermesh.loaders.records import EntityFact, PaperRecord, Rejected
from papermesh.ontology import EntityType, fold, slug

EntityKey = tuple[EntityType, str]

_DEFAULT_KIND = {"method": "technique", "hardware": "model", "benchmark": "benchmark"}
_PART = re.compile(
    r"[\s_-]+(?:test-?dev|test-?std|minival|val(?:idation)?|test|dev|train|(?:data ?)?set|corpus)\s*$|"
    r"\s*\([^()]*\)\s*$",
    re.IGNORECASE,
)
"""What leaderboards put behind the name of a benchmark: "COCO test-dev", "CoNLL-2003 (English)", "VizWiz dataset"."""


@dataclass(frozen=True, slots=True)
class ImportedLink:
    """One role of one entity in one paper, with the records that say so."""

    entity_type: EntityType
    entity_id: str
    name: str
    kind: str
    role: str
    record_ids: tuple[str, ...]
    results: tuple[str, ...] = ()
    year: int | None = None

    @property
    def entity(self) -> str:
        """The entity as decisions name it, `type:id`."""
        return f"{self.entity_type}:{self.entity_id}"


@dataclass(slots=True)
class ImportedLinks:
    """The links of all papers."""

    by_paper: dict[str, list[ImportedLink]] = field(default_factory=dict)
    """By the paper's key, in the order of entity and role, the strongest role first."""
    discovered: dict[EntityKey, Discovered] = field(default_factory=dict)
    """Entities that neither the ontology nor a text has."""
    rejected: dict[str, list[Rejected]] = field(default_factory=lambda: defaultdict(list))
    """Names that can be no entity's, by the paper's key."""


@dataclass(frozen=True, slots=True)
class _Said:
    paper: MergedPaper
    record: PaperRecord
    fact: EntityFact


def imported_links(
    papers: Iterable[MergedPaper],
    by_id: Mapping[str, PaperRecord],
    own: OwnAliases,
    discovered: Iterable[Discovered],
) -> ImportedLinks:
    """Return what the records of papers say of their entities.

    Args:
        papers: All papers.
        by_id: All records.
        own: The ontology, and the user's names for what it lacks.
        discovered: Entities that texts introduce.
    """
    said = [
        _Said(paper, by_id[record_id], fact)
        for paper in sorted(papers, key=_rank)
        for record_id in paper.record_ids
        for fact in by_id[record_id].entities
    ]
    result = ImportedLinks()
    if not said:
        return result
    names = _Names(own, discovered)
    names.introduce([one for one in said if one.fact.role == "introduces"])
    grouped: dict[str, dict[tuple[EntityType, str, str], list[_Said]]] = defaultdict(lambda: defaultdict(list))
    everywhere: dict[EntityKey, list[_Said]] = defaultdict(list)
    for one in said:
        key, entity_type = one.paper.paper.paper_id, one.fact.entity_type
        entity_id = names.resolve(one)
        if not 0 < len(entity_id) <= schema.MAX_KEY_LENGTH:
            place = f"{one.record.place or one.record.record_id} (entities)"
            result.rejected[key].append(Rejected("this name can be no entity's", place, one.fact.name[:80]))
            continue
        grouped[key][entity_type, entity_id, one.fact.role].append(one)
        everywhere[entity_type, entity_id].append(one)
    described = {key: _described(key, everywhere[key], names) for key in everywhere}
    for (entity_type, entity_id), entity in described.items():
        if not names.has(entity_type, entity_id):
            result.discovered[entity_type, entity_id] = entity
    for key, groups in grouped.items():
        links = [
            _link(described[entity_type, entity_id], role, group, everywhere[entity_type, entity_id], names)
            for (entity_type, entity_id, role), group in groups.items()
        ]
        result.by_paper[key] = sorted(links, key=_order)
    return result


def add_imported_link(graph: Graph, paper_id: str, link: ImportedLink, own: OwnAliases) -> None:
    """Add an edge for what records say; one that the text states already keeps its proof, and names the records."""
    add_entity(graph, link, own, year=link.year)
    cls = schema.ROLE_EDGES[link.entity_type, link.role]
    results = {"results": list(link.results)} if link.results else {}
    stated = graph.edges.get((cls, paper_id, link.entity_id))
    if stated is not None:
        sources = sorted({*stated.sources, *link.record_ids})
        graph.edges[cls, paper_id, link.entity_id] = stated.model_copy(update={"sources": sources, **results})
        return
    properties = {
        "tail_key": paper_id, "head_key": link.entity_id, "basis": "imported", "sources": list(link.record_ids),
        "roles_seen": [link.role], **results,
    }  # fmt: skip
    graph.connect(cls.model_validate(properties))


def _rank(paper: MergedPaper) -> tuple[int, str]:
    return paper.paper.year or 9999, paper.paper.paper_id


def _order(link: ImportedLink) -> tuple[str, str, int]:
    return link.entity_type, link.entity_id, STRENGTH[link.entity_type].index(link.role)


class _Names:
    """Finds the entity that a record means by a name."""

    def __init__(self, own: OwnAliases, discovered: Iterable[Discovered]) -> None:
        self.known: OntologyLexicon = ontology_lexicon(own.ontology)
        self._aliases = {(key[0], fold(name)): key[1] for key, names in own.discovered.items() for name in names}
        self.discovered = {(one.entity_type, one.entity_id): one for one in discovered}
        self._own = {
            (one.introduced_by, one.entity_type, _joined(one.name)): one.entity_id for one in self.discovered.values()
        }

    def has(self, entity_type: EntityType, entity_id: str) -> bool:
        """Return whether the ontology or a text has an entity."""
        return (entity_type, entity_id) in self.known.targets or (entity_type, entity_id) in self.discovered

    def introduce(self, said: Sequence[_Said]) -> None:
        """Give the names that papers introduce an entity each: the first one's has the bare slug."""
        owners = {key: one.introduced_by for key, one in self.discovered.items()}
        for one in said:
            key, fact = one.paper.paper.paper_id, one.fact
            place = (key, fact.entity_type, _joined(fact.name))
            if place in self._own or self._elsewhere(fact) is not None:
                continue
            bare = slug(fact.name)
            owner = owners.setdefault((fact.entity_type, bare), key)
            self._own[place] = bare if owner == key or not bare else f"{bare}--{slug(key)}"

    def resolve(self, one: _Said) -> str:
        """Return the id of the entity that a record names; empty where the name has no letter and no digit."""
        fact = one.fact
        for name in (fact.name, *fact.other_names):
            if found := self._own.get((one.paper.paper.paper_id, fact.entity_type, _joined(name))):
                return found
        return self._elsewhere(fact) or slug(fact.name)

    def is_part(self, fact: EntityFact, entity_id: str) -> bool:
        """Return whether what a record names is only a part of this entity."""
        return self._directly(fact) is None and self._as_part(fact) == entity_id

    def _elsewhere(self, fact: EntityFact) -> str | None:
        """Return the entity of the ontology, or that the user named, `None` where there is none."""
        return self._directly(fact) or self._as_part(fact)

    def _directly(self, fact: EntityFact) -> str | None:
        for name in (fact.name, *fact.other_names):
            if found := self._aliases.get((fact.entity_type, fold(name))) or self._in_ontology(fact.entity_type, name):
                return found
        return slug(fact.name) if (fact.entity_type, slug(fact.name)) in self.known.targets else None

    def _as_part(self, fact: EntityFact) -> str | None:
        if fact.entity_type != "benchmark":
            return None
        # What needs a context in a text is too plain a name for a part to tell: "Reddit corpus" is not the graph.
        found = (self._in_ontology("benchmark", name) for name in wholes(fact.name))
        return next((one for one in found if one and not self.known.targets["benchmark", one].context), None)

    def _in_ontology(self, entity_type: EntityType, name: str) -> str | None:
        targets = [target for target in self.known.lookup(name) if target.entity_type == entity_type]
        if len(targets) > 1:
            targets = [target for target in targets if target.name == name]
        return targets[0].entity_id if len(targets) == 1 else None


def _joined(name: str) -> str:
    """Return the key under which the names of one paper's own work compare: it spells "CountKV" and "Count-KV"."""
    return slug(name).replace("-", "")


def wholes(name: str) -> list[str]:
    """Return the names of what the name of a leaderboard says it is a part of, the longest first.

    >>> wholes("COCO test-dev"), wholes("CoNLL-2003 dataset (English)"), wholes("test")
    (['COCO'], ['CoNLL-2003 dataset', 'CoNLL-2003'], [])
    """
    found = []
    while (whole := _PART.sub("", name, count=1)) and whole != name:
        found.append(whole)
        name = whole
    return found


def _described(key: EntityKey, said: Sequence[_Said], names: _Names) -> Discovered:
    """Return an entity as texts or the ontology have it, else as its introducer names it, else the earliest paper."""
    if key in names.discovered:
        return names.discovered[key]
    if target := names.known.targets.get(key):
        return Discovered(key[0], key[1], target.name, target.kind, "")
    first = min(said, key=lambda one: (one.fact.role != "introduces", _rank(one.paper), one.fact.name))
    kinds = sorted({one.fact.kind for one in said if one.fact.kind}, key=lambda kind: (kind != first.fact.kind, kind))
    kind = kinds[0] if kinds else _DEFAULT_KIND[key[0]]
    return Discovered(key[0], key[1], first.fact.name, kind, first.paper.paper.paper_id)


def _link(
    entity: Discovered, role: str, group: Sequence[_Said], everywhere: Sequence[_Said], names: _Names
) -> ImportedLink:
    results = {
        f"{one.fact.name}, {result}" if names.is_part(one.fact, entity.entity_id) else result
        for one in group
        for result in one.fact.results
    }
    return ImportedLink(
        entity.entity_type, entity.entity_id, entity.name, entity.kind, role,
        tuple(sorted({one.record.record_id for one in group})), tuple(sorted(results)),
        min((one.fact.year for one in everywhere if one.fact.year is not None), default=None),
    )  # fmt: skip
