"""One link of a paper as an edge with its proof, and the entity it leads to with all its ancestors."""

from __future__ import annotations

from typing import Any, Protocol

from papermesh.graph import schema
from papermesh.graph.schema import Edge, Node
from papermesh.loaders.linking.links import Link, UrlLink
from papermesh.loaders.merge import MergedPaper
from papermesh.loaders.own_aliases import OwnAliases
from papermesh.loaders.planned_graph import Graph
from papermesh.ontology import EntityType

LABELS: dict[str, type[Node]] = {"method": schema.Method, "hardware": schema.Hardware, "benchmark": schema.Benchmark}


class Named(Protocol):
    """What a link says of the entity it leads to."""

    @property
    def entity_type(self) -> EntityType:
        """Its type."""

    @property
    def entity_id(self) -> str:
        """Its key."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def kind(self) -> str:
        """What sort of method or benchmark it is; of a device the level."""


def add_link(graph: Graph, paper_id: str, link: Link, own: OwnAliases, paper: MergedPaper) -> None:
    """Add an edge for a link of a paper, with its proof where a text states it, and what it leads to."""
    add_entity(graph, link, own)
    cls = schema.ROLE_EDGES[link.entity_type, link.role]
    stated = bool(link.surface)
    properties: dict[str, Any] = {
        "tail_key": paper_id,
        "head_key": link.entity_id,
        "basis": "stated" if stated else "imported",
        "sources": sorted(paper.paper.sources) if stated else ["overlay"],
        "mentions": link.mentions,
        "confidence": link.confidence,
        "rule": link.rule,
        "roles_seen": list(link.roles_seen),
    }
    if stated:
        properties |= proof(link)
    for name in ("device_count", "memory_gb", "form_factor", "size"):
        if name in cls.model_fields:
            properties[name] = getattr(link, name)
    graph.connect(cls(**properties))


def proof(found: Link | UrlLink) -> dict[str, Any]:
    """Return the properties of an edge that prove it: the sentence, and the place of the mention."""
    return {
        "evidence": found.sentence,
        "field": found.field,
        "span_start": found.start,
        "span_end": found.end,
        "surface": found.surface,
    }


def add_entity(graph: Graph, link: Named, own: OwnAliases, *, year: int | None = None) -> None:
    """Add the entity with its ancestors, so that a question for a class finds its members.

    Args:
        graph: Takes it, unless it is there.
        link: A link that leads to it.
        own: The ontology, and the user's names for what it lacks.
        year: In which an entity appeared that the ontology lacks, where a source says so.
    """
    cls, ontology = LABELS[link.entity_type], own.ontology
    if (cls.label, link.entity_id) in graph.nodes:
        return
    entry = ontology.get(link.entity_type, link.entity_id)
    if entry is None:
        kind = "level" if link.entity_type == "hardware" else "kind"
        aliases = list(own.discovered.get((link.entity_type, link.entity_id), ()))
        properties: dict[str, Any] = {
            cls.key: link.entity_id, "name": link.name, "aliases": aliases, "basis": "discovered", kind: link.kind
        }  # fmt: skip
        if year is not None and "year" in cls.model_fields:
            properties["year"] = year
        graph.add(cls.model_validate(properties))
        return
    pending = [entry.id]
    while pending:
        entry_id = pending.pop()
        if (cls.label, entry_id) in graph.nodes:
            continue
        entry = ontology.get(link.entity_type, entry_id)
        if entry is None:
            continue
        fields = {name: getattr(entry, name) for name in cls.model_fields if hasattr(entry, name) and name != "aliases"}
        aliases = sorted({*entry.aliases, *entry.exact} - {entry.name})
        graph.add(cls.model_validate({**fields, cls.key: entry.id, "aliases": aliases}))
        for parent in entry.is_a:
            graph.connect(_IS_A[link.entity_type](tail_key=entry.id, head_key=parent, sources=["ontology"]))
            pending.append(parent)
        if entry.variant_of:
            graph.connect(
                _VARIANT_OF[link.entity_type](tail_key=entry.id, head_key=entry.variant_of, sources=["ontology"])
            )
            pending.append(entry.variant_of)


_IS_A: dict[str, type[Edge]] = {
    "method": schema.MethodIsA,
    "hardware": schema.HardwareIsA,
    "benchmark": schema.BenchmarkIsA,
}
_VARIANT_OF: dict[str, type[Edge]] = {
    "method": schema.MethodVariantOf,
    "hardware": schema.HardwareVariantOf,
    "benchmark": schema.BenchmarkVariantOf,
}
