"""Typed queries on methods, hardware and benchmarks: each function is the `.cypher` file of its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papermesh.graph.store import Store
from papermesh.queries.typed_rows import typed_rows


@dataclass(frozen=True, slots=True)
class BenchmarkOfMethod:
    """A benchmark on which papers of a method evaluate."""

    benchmark_id: str
    name: str
    papers: int
    paper_ids: list[str]


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity with the number of its papers."""

    entity_id: str
    name: str
    kind: str
    papers: int
    introduced_by: int
    basis: str


@dataclass(frozen=True, slots=True)
class HardwareYear:
    """How many papers of a year ran on hardware."""

    year: int
    hardware_id: str
    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class HardwareOfMethod:
    """Hardware on which papers of a method ran."""

    hardware_id: str
    name: str
    vendor: str | None
    papers: int
    paper_ids: list[str]


@dataclass(frozen=True, slots=True)
class MethodHardwarePair:
    """A method and hardware that occur in the same papers."""

    method_id: str
    method: str
    hardware_id: str
    hardware: str
    papers: int
    lift: float


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A method, or what it comes from."""

    steps: int
    method_id: str
    name: str
    year: int | None
    introduced_by: list[str]


@dataclass(frozen=True, slots=True)
class VendorMethod:
    """A method whose papers ran on one vendor's hardware."""

    method_id: str
    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class PaperWithoutHardware:
    """A paper that does not state its hardware."""

    paper_id: str
    title: str | None
    year: int | None
    unknown: int


@dataclass(frozen=True, slots=True)
class EntityCard:
    """All that is known of one entity; lists of maps hold what it is linked to."""

    entity_type: str
    entity_id: str
    name: str
    aliases: list[str]
    kind: str
    basis: str
    description: str | None
    vendor: str | None
    memory_gb: float | None
    year: int | None
    ancestors: list[dict[str, Any]]
    members: list[dict[str, Any]]
    roles: list[dict[str, Any]]
    papers: list[dict[str, Any]]
    papers_in_all: int


def benchmarks_of_method(store: Store, method: str, limit: int = 25) -> list[BenchmarkOfMethod]:
    """The benchmarks on which papers that use a method evaluate, by how many papers."""
    return typed_rows(store, "benchmarks-of-method", BenchmarkOfMethod, method=method, limit=limit)


def entities(store: Store, entity_type: str = "method", limit: int = 25) -> list[EntityCount]:
    """Methods, hardware or benchmarks by how many papers are linked to them."""
    return typed_rows(store, "entities", EntityCount, entity_type=entity_type, limit=limit)


def hardware_by_year(store: Store, least: int = 1, limit: int = 50) -> list[HardwareYear]:
    """How many papers of each year run on or target a piece of hardware, newest year first."""
    return typed_rows(store, "hardware-by-year", HardwareYear, least=least, limit=limit)


def hardware_of_method(store: Store, method: str, limit: int = 25) -> list[HardwareOfMethod]:
    """The hardware on which papers that use a method ran, by how many papers."""
    return typed_rows(store, "hardware-of-method", HardwareOfMethod, method=method, limit=limit)


def method_hardware_pairs(store: Store, least: int = 2, limit: int = 25) -> list[MethodHardwarePair]:
    """Methods and hardware that occur in the same papers, most papers first, and how much oftener than by chance."""
    return typed_rows(store, "method-hardware-pairs", MethodHardwarePair, least=least, limit=limit)


def method_lineage(store: Store, method: str) -> list[Ancestor]:
    """Where a method comes from: what it is, what it is a variant of, and the papers that introduced each."""
    return typed_rows(store, "method-lineage", Ancestor, method=method)


def methods_on_one_vendor(store: Store, vendor: str = "NVIDIA", least: int = 1, limit: int = 25) -> list[VendorMethod]:
    """Methods whose papers never ran on hardware of another vendor than this one."""
    return typed_rows(store, "methods-on-one-vendor", VendorMethod, vendor=vendor, least=least, limit=limit)


def papers_of_method_without_hardware(store: Store, method: str, limit: int = 25) -> list[PaperWithoutHardware]:
    """Papers that use a method and do not state on what hardware, newest first."""
    return typed_rows(store, "papers-of-method-without-hardware", PaperWithoutHardware, method=method, limit=limit)


def show_entity(store: Store, entity: str, most: int = 100) -> list[EntityCard]:
    """All that the graph knows of one method, device or benchmark."""
    return typed_rows(store, "show-entity", EntityCard, entity=entity, most=most)
