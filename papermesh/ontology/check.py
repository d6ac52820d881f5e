"""Checks over the whole ontology: what no entry shows alone."""

from __future__ import annotations

from collections.abc import Iterator

from papermesh.errors import OntologyError
from papermesh.ontology.entries import EntityType, Entry, Ontology, parents
from papermesh.ontology.slug import fold


def check_ontology(ontology: Ontology) -> list[OntologyError]:
    """Return every problem found, as errors that name file, entry and field; an empty list when all is well."""
    return [
        *names_belong_to_one_entry(ontology),
        *aliases_differ(ontology),
        *parents_exist_without_cycle(ontology),
        *exceptions_contain_a_form(ontology),
        *context_is_more_than_the_name(ontology),
        *tables_are_sorted(ontology),
    ]


def names_belong_to_one_entry(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield each form that another entry of any type has too.

    Forms compare without case, separators and their absence, because a text writes "flash attention",
    "Flash-Attention" and "FlashAttention" for one thing.
    """
    owners: dict[str, Entry] = {}
    for entry in ontology.entries():
        for field, texts in (("name", (entry.name,)), ("aliases", entry.aliases), ("exact", entry.exact)):
            for text in texts:
                owner = owners.setdefault(fold(text).replace(" ", ""), entry)
                if owner is not entry:
                    other = ontology.paths.get((owner.entity_type, owner.id), owner.entity_type)
                    yield OntologyError(
                        f"{text!r} also names {owner.id!r} in {other}",
                        path=ontology.paths.get((entry.entity_type, entry.id)),
                        entry=entry.id,
                        field=field,
                        hint="keep the form in the entry that papers mean by it most",
                    )


def aliases_differ(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield each alias that folds to the name or to an earlier alias, and so adds nothing."""
    for entry in ontology.entries():
        seen = {fold(entry.name)}
        for alias in entry.aliases:
            if fold(alias) in seen:
                yield OntologyError(
                    f"{alias!r} stands twice (letter case and hyphens do not count)",
                    path=ontology.paths.get((entry.entity_type, entry.id)),
                    entry=entry.id,
                    field="aliases",
                    hint="remove the alias",
                )
            seen.add(fold(alias))


def parents_exist_without_cycle(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield each `is_a` or `variant_of` that names no entry of the type, and each entry that is its own ancestor."""
    for entry in ontology.entries():
        place = ontology.paths.get((entry.entity_type, entry.id))
        variant_of = () if entry.variant_of is None else (entry.variant_of,)
        for field, ids in (("is_a", entry.is_a), ("variant_of", variant_of)):
            for parent in ids:
                if ontology.get(entry.entity_type, parent) is None:
                    yield OntologyError(
                        f"there is no {entry.entity_type} entry {parent!r}",
                        path=place,
                        entry=entry.id,
                        field=field,
                        hint="write the id of an existing entry, or add that entry",
                    )
        if cycle := _way_back(ontology, entry):
            yield OntologyError(
                f"the entry is its own ancestor: {' -> '.join(cycle)}",
                path=place,
                entry=entry.id,
                field="is_a" if cycle[1] in entry.is_a else "variant_of",
                hint="remove one of these steps",
            )


def exceptions_contain_a_form(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield each `unless` phrase that holds no form of its entry, and so could never except anything."""
    for entry in ontology.entries():
        forms = [f" {fold(text)} " for text in (entry.name, *entry.aliases, *entry.exact)]
        for phrase in entry.unless:
            padded = f" {fold(phrase)} "
            if not any(form in padded or f"{form[:-1]}s " in padded for form in forms):
                yield OntologyError(
                    f"{phrase!r} contains no form of the entry",
                    path=ontology.paths.get((entry.entity_type, entry.id)),
                    entry=entry.id,
                    field="unless",
                    hint="write the phrase with the name in it",
                )


def context_is_more_than_the_name(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield each `context` word that is the entry's own exact name, which would then be its own context.

    Other forms may be context: "apache cassandra" is clear where "Cassandra" is not.
    """
    for entry in ontology.entries():
        if entry.name in entry.exact and entry.name.lower() in entry.context:
            yield OntologyError(
                f"{entry.name.lower()!r} is the entry's own name, so every match of it would count",
                path=ontology.paths.get((entry.entity_type, entry.id)),
                entry=entry.id,
                field="context",
                hint="keep only words that stand beside the name",
            )


def tables_are_sorted(ontology: Ontology) -> Iterator[OntologyError]:
    """Yield the entries that stand below an entry of their file with a greater id."""
    greatest: dict[tuple[EntityType, str], str] = {}
    for (entity_type, entry_id), path in ontology.paths.items():
        before = greatest.get((entity_type, path), "")
        if entry_id < before:
            yield OntologyError(
                f"the table stands below {before!r}",
                path=path,
                entry=entry_id,
                field="id",
                hint="sort the tables of the file by id",
            )
        else:
            greatest[entity_type, path] = entry_id


def _way_back(ontology: Ontology, entry: Entry) -> list[str]:
    """Return the shortest chain of ids from the entry to itself, or an empty list."""
    if entry.id not in {step for parent in parents(entry) for step in _with_ancestors(ontology, entry, parent)}:
        return []
    chains = [[entry.id]]
    for chain in chains:
        current = ontology.get(entry.entity_type, chain[-1])
        for parent in parents(current) if current else ():
            if parent == entry.id:
                return [*chain, parent]
            if parent not in chain:
                chains.append([*chain, parent])
    return []


def _with_ancestors(ontology: Ontology, entry: Entry, parent: str) -> tuple[str, ...]:
    return (parent, *ontology.ancestors(entry.entity_type, parent))
