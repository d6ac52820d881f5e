"""What a related-work page shows, as plain values: papers, what connects them, why, and what it was made from.

Nothing here reads a store or knows of HTML. `neighbourhood.py` gathers the parts from a graph, `layout.py` places
them, and `page.py` writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import TYPE_CHECKING, Protocol

from papermesh.viz.limits import check_size
from papermesh.viz.naming import has_lead_name, short_names
from papermesh.viz.proofs import ViewProof, located

if TYPE_CHECKING:
    from papermesh.queries.related import Reason, Related

KINDS = ("Paper", "Method", "Hardware", "Benchmark", "Repository", "Resource")
"""Labels of the nodes that a page draws, in the order of its legend."""

COMPUTED = "RELATED"
"""Label of the edges that stand for a score alone: no source states them."""

COMPUTED_SHOWN = 8
"""How many of the closest papers get such an edge when no other joins them to the seed."""

NodeRef = tuple[str, str]
"""Label and key: keys alone are unique only within a label."""


@dataclass(frozen=True, slots=True)
class ViewName:
    """A thing that a reason names. It is drawn only where the page has room for it."""

    ref: NodeRef
    name: str


@dataclass(frozen=True, slots=True)
class ViewReason:
    """One addend of a paper's score, in millionths, and what proves it."""

    component: str
    millionths: int
    text: str
    names: tuple[ViewName, ...] = ()
    proofs: tuple[ViewProof, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewNode:
    """A paper, or something that papers share. `rank` and `millionths` are null for all but related papers."""

    kind: str
    key: str
    name: str
    short: str = ""
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Text and address of each link out, as they came: `page.py` lets only web addresses through."""
    details: tuple[tuple[str, str], ...] = ()
    """What else is known of it, as name and value: vendor, licence, stars."""
    cited_by: int = 0
    """How many papers of the graph cite it, which is not how many do in the world."""
    references_known: bool = False
    rank: int | None = None
    millionths: int | None = None
    reasons: tuple[ViewReason, ...] = ()

    @property
    def ref(self) -> NodeRef:
        """Label and key."""
        return (self.kind, self.key)


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """One edge of the graph, with the sentences that state it."""

    tail: NodeRef
    head: NodeRef
    label: str
    proofs: tuple[ViewProof, ...] = ()
    note: str | None = None
    """What else is known of it, as a sentence: eight devices, the paper's own code."""


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """What a page was made from, so that a reader can judge it and make it again."""

    store: str
    command: str
    queries: tuple[str, ...] = ()
    loaded: str | None = None
    """Date of the last load, ISO."""
    papers: int = 0
    """Papers in the graph that have a text."""
    related: int | None = None
    """Papers with a score above zero; null where there are more than the page shows."""
    left_out: int = 0
    """Connecting entities that did not fit."""
    unknown: tuple[str, ...] = ()
    """What the page cannot say, each as a sentence."""


@dataclass(frozen=True, slots=True)
class ViewModel:
    """All that a page shows. The first node is the seed, then papers by rank, then entities."""

    title: str
    seed: NodeRef
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    facts: ViewFacts

    def papers(self) -> tuple[ViewNode, ...]:
        """Return the seed and the related papers, by rank."""
        return tuple(node for node in self.nodes if node.kind == "Paper")


class _EntityLike(Protocol):
    @property
    def entity_type(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Subgraph:
    """The part of a graph around a seed: all that could be drawn, before a choice is made."""

    papers: Mapping[str, ViewNode]
    entities: Mapping[NodeRef, ViewNode]
    edges: Sequence[ViewEdge]


def view_model(
    seed: str, related: Sequence[Related], subgraph: Subgraph, facts: ViewFacts, *, max_nodes: int = 150
) -> ViewModel:
    """Return what the page of a seed shows: its related papers, and the entities that connect them.

    Papers come first, by rank; entities fill the room that is left. An entity earns its place by joining at least two
    papers, or by being the seed's own; those of the seed go first, then rare ones before common ones.

    Args:
        seed: Key of the seed paper, which `subgraph.papers` holds.
        related: Its related papers, best first, with the reasons that add up to their scores.
        subgraph: The papers, entities and edges around them.
        facts: What the page is made from; `left_out` and `unknown` are filled in here.
        max_nodes: Most nodes to show, the seed included.

    Raises:
        PapermeshError: `max_nodes` is below 2 or above what a page can draw.
    """
    check_size(max_nodes, command=facts.command)
    seed_node = subgraph.papers[seed]
    ranked = [entry for entry in related if entry.paper_id in subgraph.papers and entry.paper_id != seed]
    shown = ranked[: max_nodes - 1]
    papers = [replace(seed_node, rank=None, millionths=None, reasons=())]
    papers += [
        replace(
            subgraph.papers[entry.paper_id],
            rank=rank,
            millionths=entry.millionths,
            reasons=tuple(_reason(part, subgraph) for part in entry.reasons),
        )
        for rank, entry in enumerate(shown, start=1)
    ]
    refs = {paper.ref for paper in papers}
    candidates = _connecting(subgraph, seed_node.ref, refs)
    entities = candidates[: max_nodes - len(papers)]
    drawn = refs | {entity.ref for entity in entities}
    edges = [edge for edge in subgraph.edges if edge.tail in drawn and edge.head in drawn]
    edges += _computed(seed_node.ref, papers[1:], edges)
    nodes = (*papers, *entities)
    known_as = _known_as(papers, subgraph)
    shorts = short_names([(node.kind, known_as.get(node.ref, node.name), node.year) for node in nodes])
    return ViewModel(
        title=f"Related work: {seed_node.name}",
        seed=seed_node.ref,
        nodes=tuple(replace(node, short=short) for node, short in zip(nodes, shorts, strict=True)),
        edges=tuple(sorted(edges, key=lambda edge: (edge.label, edge.tail, edge.head))),
        facts=replace(
            facts,
            left_out=len(candidates) - len(entities),
            unknown=(*facts.unknown, *_unknown(papers)),
        ),
    )


def _reason(reason: Reason, subgraph: Subgraph) -> ViewReason:
    """Return a reason as the page shows it: each proof with the place of its mention in the sentence."""
    return ViewReason(
        component=reason.component,
        millionths=reason.millionths,
        text=reason.text,
        names=tuple(ViewName(_ref(entity), entity.name) for entity in reason.entities),
        proofs=tuple(
            located(
                paper=proof.paper_id,
                label=proof.label,
                sentence=proof.sentence,
                surface=proof.surface,
                field=proof.field,
                start=proof.start,
                text=_field_text(subgraph.papers.get(proof.paper_id), proof.field),
            )
            for proof in reason.evidence
            if proof.sentence
        ),
    )


def _ref(entity: _EntityLike) -> NodeRef:
    kind = entity.entity_type[:1].upper() + entity.entity_type[1:]
    return (kind, entity.id)


def _field_text(paper: ViewNode | None, name: str | None) -> str | None:
    if paper is None:
        return None
    return {"title": paper.name, "abstract": paper.abstract}.get(name or "")


def _connecting(subgraph: Subgraph, seed: NodeRef, papers: set[NodeRef]) -> list[ViewNode]:
    """Return the entities that join the shown papers, the most telling first."""
    joined: dict[NodeRef, set[NodeRef]] = {}
    for edge in subgraph.edges:
        if edge.tail in papers and edge.head in subgraph.entities:
            joined.setdefault(edge.head, set()).add(edge.tail)
    keep = [ref for ref, tails in joined.items() if len(tails) > 1 or seed in tails]
    total = len(papers)

    def order(ref: NodeRef) -> tuple[bool, float, NodeRef]:
        count = len(joined[ref])
        # Most papers joined times how rare it is: what nearly all share explains little, what one has joins nothing.
        return (seed not in joined[ref], -count * log2(1 + total / count), ref)

    return [subgraph.entities[ref] for ref in sorted(keep, key=order)]


def _known_as(papers: Sequence[ViewNode], subgraph: Subgraph) -> dict[NodeRef, str]:
    """Return by which name a paper goes that introduces one method, where its title gives none before a colon.

    "A Simple and Effective Pruning Approach for Large Language Models" is known as Wanda.
    """
    introduced: dict[NodeRef, list[str]] = {}
    for edge in subgraph.edges:
        if edge.label == "INTRODUCES" and edge.head[0] == "Method" and edge.head in subgraph.entities:
            introduced.setdefault(edge.tail, []).append(subgraph.entities[edge.head].name)
    return {
        paper.ref: introduced[paper.ref][0]
        for paper in papers
        if len(introduced.get(paper.ref, ())) == 1 and not has_lead_name(paper.name)
    }


def _computed(seed: NodeRef, related: Sequence[ViewNode], edges: Iterable[ViewEdge]) -> list[ViewEdge]:
    """Return an edge from the seed to each of its closest papers that nothing else joins to it."""
    joined = Counter(ref for edge in edges if seed in {edge.tail, edge.head} for ref in (edge.tail, edge.head))
    closest = related[:COMPUTED_SHOWN]
    return [ViewEdge(tail=seed, head=paper.ref, label=COMPUTED) for paper in closest if not joined[paper.ref]]


def _unknown(papers: Sequence[ViewNode]) -> list[str]:
    """Return what the shown papers lack, each as a sentence."""
    total = len(papers)
    lacks = {
        "complete list of references here, so citations may be missing": sum(not p.references_known for p in papers),
        "abstract here, so methods, hardware and benchmarks may be missing": sum(not p.abstract for p in papers),
        "year here": sum(p.year is None for p in papers),
    }
    return [
        f"{count} of the {total} papers {'has' if count == 1 else 'have'} no {what}."
        for what, count in lacks.items()
        if count
    ]
