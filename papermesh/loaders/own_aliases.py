"""Names that the user gives to entities, beside those of the ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from papermesh.loaders.overlay import Pair
from papermesh.ontology import EntityType, Entry, Ontology, fold

LONGEST_EXACT = 5
"""Names up to this length hold only as written, as those of the ontology do that fold to ordinary words."""
E = TypeVar("E", bound=Entry)
TYPES: tuple[EntityType, ...] = ("method", "hardware", "benchmark")


@dataclass(frozen=True, slots=True)
class OwnAliases:
    """The user's names, where linking takes them from."""

    ontology: Ontology
    """With the names of its entries."""
    discovered: Mapping[tuple[EntityType, str], tuple[str, ...]] = field(default_factory=dict)
    """Names of entities that no ontology file has, by type and id."""
    ignored: tuple[str, ...] = ()
    """Names that are another entity's already, each with the reason."""


def with_own_aliases(ontology: Ontology, aliases: Iterable[Pair]) -> OwnAliases:
    """Return the ontology with the user's names; one that is another entity's already is never taken from it."""
    added: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    discovered: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    ignored: list[str] = []
    owners: dict[str, str] = {}
    for name, entity in sorted(aliases):
        entity_type, entity_id = _key(entity)
        others = {f"{one.entity_type}:{one.id}" for one in ontology.resolve(name)} | {owners.get(fold(name), entity)}
        if others - {entity}:
            ignored.append(f"alias {name} {entity}: it names {', '.join(sorted(others - {entity}))}")
            continue
        owners[fold(name)] = entity
        into = added if ontology.get(entity_type, entity_id) is not None else discovered
        into[entity_type, entity_id].append(name)
    if added:
        ontology = replace(
            ontology,
            methods={key: _named(entry, added["method", key]) for key, entry in ontology.methods.items()},
            hardware={key: _named(entry, added["hardware", key]) for key, entry in ontology.hardware.items()},
            benchmarks={key: _named(entry, added["benchmark", key]) for key, entry in ontology.benchmarks.items()},
        )
    return OwnAliases(ontology, {key: tuple(names) for key, names in discovered.items()}, tuple(ignored))


def is_exact(name: str) -> bool:
    """Return whether a name holds only as written: one that is short, or all capitals."""
    return len(name) <= LONGEST_EXACT or name.isupper()


def _named(entry: E, names: list[str]) -> E:
    new = [name for name in names if name not in (entry.name, *entry.aliases, *entry.exact)]
    if not new:
        return entry
    exact = tuple(name for name in new if is_exact(name))
    return entry.model_copy(
        update={
            "aliases": (*entry.aliases, *(name for name in new if name not in exact)),
            "exact": (*entry.exact, *exact),
        }
    )


def _key(entity: str) -> tuple[EntityType, str]:
    word, _, entity_id = entity.partition(":")
    return next(one for one in TYPES if one == word), entity_id
