"""The entries of the ontology: one model per entity type, and the container that holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from papermesh.ontology.slug import fold, slug

EntityType = Literal["method", "hardware", "benchmark"]

SHORTEST_FOLDED_FORM = 4
"""Shorter names collide with ordinary words once their case is folded, so they must stand in `exact`."""

_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(?:.*\S)?$")]
# TOML and JSON have lists, frozen entries have tuples: the one conversion that strict mode has to allow.
_Texts = Annotated[tuple[_Text, ...], Strict(strict=False)]
_Year = Annotated[int, Field(ge=1950, le=2100)]


class Entry(BaseModel):
    """A named thing that papers mention."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    entity_type: ClassVar[EntityType]

    id: Annotated[_Text, Field(description="slug(name); the key of the TOML table")]
    name: Annotated[_Text, Field(description="The name the field uses, shown to readers")]
    aliases: Annotated[_Texts, Field(description="Other names, matched with letter case folded")] = ()
    exact: Annotated[_Texts, Field(description="Forms that match only as written, as whole words")] = ()
    context: Annotated[
        _Texts,
        Field(description="Lower-case phrases of which one must stand in the same sentence; none: always a match"),
    ] = ()
    unless: Annotated[
        _Texts, Field(description="Lower-case phrases around a form in which it means something else")
    ] = ()
    is_a: Annotated[_Texts, Field(description="Ids of the classes and families it belongs to, same entity type")] = ()
    variant_of: Annotated[_Text | None, Field(description="Id of what it is a version of, same entity type")] = None
    source: Annotated[str, Field(pattern=r"^https?://\S+$", description="Public page that shows that it exists")]

    @model_validator(mode="after")
    def _is_consistent(self) -> Entry:
        if self.id != slug(self.name):
            raise _field_error("id", f"the id must be {slug(self.name)!r}, the slug of the name {self.name!r}")
        for field_name, text in (("name", self.name), *(("aliases", alias) for alias in self.aliases)):
            if len(text) < SHORTEST_FOLDED_FORM and text not in self.exact:
                raise _field_error(
                    field_name, f"{text!r} has under {SHORTEST_FOLDED_FORM} characters and must also stand in exact"
                )
        for field_name, phrases in (("context", self.context), ("unless", self.unless)):
            for phrase in phrases:
                if phrase != phrase.lower():
                    raise _field_error(field_name, f"{phrase!r} must be in lower case")
        return self


class MethodEntry(Entry):
    """A technique, a model or architecture, or a software system."""

    entity_type = "method"
    kind: Annotated[Literal["technique", "model", "system"], Field(description="What sort of method")]
    year: Annotated[_Year | None, Field(description="Year of first publication")] = None


class HardwareEntry(Entry):
    """A physical device, processor, machine or instruction set; or a family or class of them."""

    entity_type = "hardware"
    level: Annotated[Literal["class", "family", "model"], Field(description="How specific the entry is")]
    vendor: Annotated[_Text | None, Field(description="Who makes it")] = None
    memory_gb: Annotated[int | None, Field(gt=0, description="Memory of one device in gigabytes")] = None
    release_year: Annotated[_Year | None, Field(description="Year it could first be had")] = None


class BenchmarkEntry(Entry):
    """A benchmark, test suite or competition, or a data set or corpus."""

    entity_type = "benchmark"
    kind: Annotated[Literal["benchmark", "dataset"], Field(description="Whether it tests or provides data")]
    year: Annotated[_Year | None, Field(description="Year of first publication")] = None


@dataclass(frozen=True, slots=True)
class Form:
    """One text under which an entry is found; `exact` forms match only as written."""

    text: str
    exact: bool
    entity_type: EntityType
    entry_id: str


@dataclass(frozen=True)
class Ontology:
    """All entries, by type and id, in the order of their files."""

    methods: Mapping[str, MethodEntry] = field(default_factory=dict)
    hardware: Mapping[str, HardwareEntry] = field(default_factory=dict)
    benchmarks: Mapping[str, BenchmarkEntry] = field(default_factory=dict)
    paths: Mapping[tuple[EntityType, str], str] = field(default_factory=dict)
    """File in which each entry stands, for messages; entries made in Python have none."""

    def entries(self) -> Iterator[Entry]:
        """Yield every entry: methods, hardware, benchmarks."""
        yield from self.methods.values()
        yield from self.hardware.values()
        yield from self.benchmarks.values()

    def get(self, entity_type: EntityType, entry_id: str) -> Entry | None:
        """Return the entry with this type and id, or None."""
        return self._of_type(entity_type).get(entry_id)

    def forms(self) -> Iterator[Form]:
        """Yield each entry's name and aliases, then the `exact` forms that are neither.

        A name or alias that also stands in `exact` comes once, as an exact form.
        """
        for entry in self.entries():
            named = (entry.name, *entry.aliases)
            for text in named:
                yield Form(text, text in entry.exact, entry.entity_type, entry.id)
            for text in entry.exact:
                if text not in named:
                    yield Form(text, True, entry.entity_type, entry.id)

    def ancestors(self, entity_type: EntityType, entry_id: str) -> tuple[str, ...]:
        """Return the ids reached through `is_a` and `variant_of`, nearest first, each once.

        Ids that the ontology lacks are left out, and so is the entry itself, also in a cycle.
        """
        of_type = self._of_type(entity_type)
        found: dict[str, None] = {entry_id: None}
        for current in (queue := [entry_id]):
            if entry := of_type.get(current):
                for parent in parents(entry):
                    if parent in of_type and parent not in found:
                        found[parent] = None
                        queue.append(parent)
        return tuple(found)[1:]

    def resolve(self, name: str, entity_type: EntityType | None = None) -> list[Entry]:
        """Return the entries that a user's word may mean; several where it is ambiguous, none where unknown.

        Tried in this order, the first that finds something wins: id, name as written, any form with case folded.
        """
        for key, index in ((name, self._by_id), (name, self._by_name), (fold(name), self._by_folded_form)):
            hits = [entry for entry in index.get(key, ()) if entity_type in (None, entry.entity_type)]
            if hits:
                return hits
        return []

    def _of_type(self, entity_type: EntityType) -> Mapping[str, Entry]:
        of_type: dict[EntityType, Mapping[str, Entry]] = {
            "method": self.methods,
            "hardware": self.hardware,
            "benchmark": self.benchmarks,
        }
        return of_type[entity_type]

    @cached_property
    def _by_id(self) -> Mapping[str, list[Entry]]:
        index: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries():
            index[entry.id].append(entry)
        return dict(index)

    @cached_property
    def _by_name(self) -> Mapping[str, list[Entry]]:
        index: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries():
            index[entry.name].append(entry)
        return dict(index)

    @cached_property
    def _by_folded_form(self) -> Mapping[str, list[Entry]]:
        index: defaultdict[str, dict[tuple[EntityType, str], Entry]] = defaultdict(dict)
        for entry in self.entries():
            for text in (entry.name, *entry.aliases, *entry.exact):
                index[fold(text)][entry.entity_type, entry.id] = entry
        return {key: list(entries.values()) for key, entries in index.items()}


def parents(entry: Entry) -> tuple[str, ...]:
    """Return the ids that the entry names as its classes, families and base version."""
    return entry.is_a if entry.variant_of is None else (*entry.is_a, entry.variant_of)


def _field_error(field_name: str, message: str) -> PydanticCustomError:
    # A model validator has no place of its own in pydantic's report: the context carries the field.
    return PydanticCustomError("entry", "{message}", {"message": message, "field": field_name})
