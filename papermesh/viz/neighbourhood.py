"""The part of a graph that a page shows, read through the named queries and put together as a model."""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from papermesh.viz.limits import check_size
from papermesh.viz.model import (
    NodeRef,
    Subgraph,
    ViewEdge,
    ViewFacts,
    ViewModel,
    ViewNode,
    view_model,
)
from papermesh.viz.proofs import ViewProof, located

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.queries.related import Related

Row = dict[str, Any]

CONTEXTS_SHOWN = 2
"""Sentences that cite a paper, of those that a source gives: two prove as much as ten."""

VIA_SHOWN = 3
"""Entities whose sentences prove that one paper builds on another."""


def view_neighbourhood(
    store: Store, paper_id: str, *, top: int = 60, max_nodes: int = 150, command: str | None = None
) -> ViewModel:
    """Return what the page of a paper shows: its related papers, what connects them, and why.

    Args:
        store: The graph.
        paper_id: Key of the paper.
        top: Most related papers.
        max_nodes: Most nodes in all; papers come before entities.
        command: The command that makes the page, shown on it; `None` writes one out.

    Raises:
        NotFound: The graph has no such paper.
        PapermeshError: More nodes are asked for than a page can draw.
    """
    from papermesh.queries.catalog import query
    from papermesh.queries.related import related

    if command is None:
        command = shlex.join(["papermesh", "view", paper_id, "--top", str(top), "--max-nodes", str(max_nodes)])
    check_size(max(max_nodes, top + 1), command=command)
    # One more than is shown tells whether these are all.
    found = related(store, paper_id, top=top + 1)
    shown = found[:top]
    wanted = [paper_id, *(entry.paper_id for entry in shown)]
    made_from = query("view-made-from").run(store).records()[0]
    subgraph = read_subgraph(
        paper_rows=query("view-papers").run(store, papers=wanted).records(),
        connection_rows=query("view-connections").run(store, papers=wanted).records(),
        citation_rows=query("view-citations").run(store, papers=wanted).records(),
    )
    return view_model(
        paper_id,
        shown,
        subgraph,
        ViewFacts(
            store=store_name(store.address),
            command=command,
            loaded=(made_from["loaded"] or "")[:10] or None,
            papers=made_from["papers"],
            related=_all_of(found, top),
        ),
        max_nodes=max_nodes,
    )


def _all_of(found: list[Related], top: int) -> int | None:
    return len(found) if len(found) <= top else None


def store_name(address: str) -> str:
    """Return the name of a graph as a page may show it: no folder, no server.

    >>> store_name("/home/ada/graphs/serving.kgl")
    'serving.kgl'
    >>> store_name("neo4j+s://db.example:7687?database=papers")
    'papers (Neo4j)'
    """
    if "://" in address:
        database = parse_qs(urlsplit(address).query).get("database", [""])[0]
        return f"{database} (Neo4j)" if database else "Neo4j"
    return PurePath(address.replace("\\", "/")).name


def read_subgraph(*, paper_rows: list[Row], connection_rows: list[Row], citation_rows: list[Row]) -> Subgraph:
    """Return the papers, entities and edges of the rows of the three `view-…` queries."""
    papers = {row["paper_id"]: _paper(row) for row in paper_rows}
    entities: dict[NodeRef, ViewNode] = {}
    edges: list[ViewEdge] = []
    for row in connection_rows:
        if row["paper_id"] in papers:
            entity = _entity(row)
            entities.setdefault(entity.ref, entity)
            edges.append(_connection(row, papers[row["paper_id"]]))
    proofs = {(edge.tail[1], edge.head): edge.proofs for edge in edges}
    edges += [_citation(row, proofs, entities) for row in citation_rows]
    return Subgraph(papers=papers, entities=entities, edges=edges)


def _paper(row: Row) -> ViewNode:
    links = []
    if row["arxiv_id"]:
        links.append(("arXiv", f"https://arxiv.org/abs/{row['arxiv_id']}"))
    if row["doi"]:
        links.append(("DOI", f"https://doi.org/{row['doi']}"))
    if row["url"] and row["url"] not in {url for _, url in links}:
        links.append((urlsplit(row["url"]).hostname or "Link", row["url"]))
    return ViewNode(
        kind="Paper",
        key=row["paper_id"],
        name=row["title"] or row["paper_id"],
        year=row["year"],
        venue=row["venue"],
        authors=tuple(row["authors"] or ()),
        abstract=row["abstract"],
        links=tuple(links),
        cited_by=row["cited_by"],
        references_known=bool(row["references_known"]),
    )


def _entity(row: Row) -> ViewNode:
    about = row["about"] or {}
    kind, key = row["entity_label"], row["entity_id"]
    url = about.get("url") or (key if kind == "Resource" else None)
    memory, stars, checked = about.get("memory_gb"), about.get("stars"), about.get("checked_at")
    facts = {
        "Kind": about.get("kind") or about.get("level"),
        "Vendor": about.get("vendor"),
        "Memory": None if memory is None else f"{memory:g} GB",
        "Released": about.get("release_year"),
        "What it is": about.get("description"),
        "Licence": about.get("license"),
        "Stars": None if stars is None else f"{stars:,}" + (f" on {checked[:10]}" if checked else ""),
        "State": "archived" if about.get("archived") else about.get("state"),
    }
    return ViewNode(
        kind=kind,
        key=key,
        name=row["name"] or key,
        links=((urlsplit(url).hostname or "Link", url),) if url else (),
        details=tuple((name, str(value)) for name, value in facts.items() if value is not None),
    )


def _connection(row: Row, paper: ViewNode) -> ViewEdge:
    proofs: tuple[ViewProof, ...] = ()
    if row["evidence"]:
        text = {"title": paper.name, "abstract": paper.abstract}.get(row["field"] or "")
        proofs = (
            located(
                paper=paper.key,
                label=row["edge"],
                sentence=row["evidence"],
                surface=row["surface"],
                field=row["field"],
                start=row["start"],
                text=text,
            ),
        )
    return ViewEdge(
        tail=paper.ref,
        head=(row["entity_label"], row["entity_id"]),
        label=row["edge"],
        proofs=proofs,
        note=_note(row),
    )


def _note(row: Row) -> str | None:
    """Return what the text says of the use, in a few words."""
    count, memory = row["device_count"], row["memory_gb"]
    own = {True: "its own", False: "of others"}.get(row["official"])
    parts = [
        None if count is None else f"{count} device{'s' if count != 1 else ''}",
        None if memory is None else f"{memory:g} GB",
        row["form_factor"],
        row["size"],
        own,
    ]
    return ", ".join(str(part) for part in parts if part) or None


def _citation(
    row: Row, proofs: dict[tuple[str, NodeRef], tuple[ViewProof, ...]], entities: dict[NodeRef, ViewNode]
) -> ViewEdge:
    """Return an edge between papers; one that builds on another carries the sentences of what joins them."""
    found: list[ViewProof] = [
        ViewProof(paper=row["tail"], label=row["edge"], sentence=context)
        for context in row["contexts"][:CONTEXTS_SHOWN]
        if context
    ]
    through = []
    for joint in row["via"]:
        label, _, key = joint.partition(":")
        ref = (label[:1].upper() + label[1:], key)
        if ref in entities:
            through.append(entities[ref].name)
        if len(through) <= VIA_SHOWN:
            found += proofs.get((row["tail"], ref), ())
    return ViewEdge(
        tail=("Paper", row["tail"]),
        head=("Paper", row["head"]),
        label=row["edge"],
        proofs=tuple(found),
        note=f"through {', '.join(through)}" if through else None,
    )
