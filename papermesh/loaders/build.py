"""The graph as a pure function of all records, the ontology, the user's decisions and a language model's answers.

Nothing here knows the store. Whatever the order of loads, and however often one is repeated, the same set of records
gives the same nodes and edges; what a load writes is the difference to what is stored (`changes.py`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from papermesh.graph import schema
from papermesh.loaders.citations import resolve_references
from papermesh.loaders.decisions import Decisions
from papermesh.loaders.identity import author_key
from papermesh.loaders.imported_links import add_imported_link, imported_links
from papermesh.loaders.linking.corpus import link_corpus
from papermesh.loaders.linking.links import Link, LinkedText, SectionText, Text, UrlLink, UrlRejected
from papermesh.loaders.linking.proposals import Proposal
from papermesh.loaders.linking.sections import experiment_sections
from papermesh.loaders.merge import MergedPaper, merge_papers
from papermesh.loaders.overlay import Overlay
from papermesh.loaders.own_aliases import with_own_aliases
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.planned_links import add_link, proof
from papermesh.loaders.planned_repositories import Repositories
from papermesh.loaders.records import PaperRecord, Record, Rejected, Section, papers_among, repositories_among
from papermesh.ontology import Ontology

Answers = Callable[[Sequence[Text]], Mapping[str, Sequence[Proposal]]]
"""Gives the names that a language model found in each of some papers, by the paper's key, as it answered before."""


def build(
    records: Iterable[Record],
    ontology: Ontology,
    overlay: Overlay,
    *,
    answers: Answers | None = None,
    progress: Callable[[int], None] | None = None,
) -> Graph:
    """Return the graph that these records make.

    Args:
        records: All records, stored and new, each `record_id` once.
        ontology: What the linker knows.
        overlay: What the user accepted and rejected.
        answers: What a language model answered; `None` where none is named.
        progress: Called with the number of papers linked so far.
    """
    graph = Graph()
    distinct = {record.record_id: record for record in records}
    by_id = {record.record_id: record for record in papers_among(distinct.values())}
    papers = merge_papers(by_id.values(), overlay.same, overlay.different)
    repositories = Repositories(graph)
    references = resolve_references(papers)
    texts = texts_of(papers)
    own = with_own_aliases(ontology, overlay.aliases)
    ontology = own.ontology
    corpus = link_corpus(
        texts, ontology, aliases=own.discovered, proposals=answers(texts) if answers else None, progress=progress
    )
    discovered = {(item.entity_type, item.entity_id): item for item in corpus.discovered}
    imported = imported_links(papers, by_id, own, corpus.discovered)
    discovered |= imported.discovered
    decisions = Decisions(overlay, papers)

    for paper in papers:
        key = paper.paper.paper_id
        linked = corpus.linked[key]
        links = decisions.applied(key, linked.links, ontology, discovered, imported.by_paper.get(key, ()))
        for link in links:
            add_link(graph, key, link, own, paper)
        graph.rejected[key] = [*rejected_urls(paper, linked, by_id), *imported.rejected.get(key, ())]
        stated = _add_stated_urls(graph, key, linked, paper)
        code = repositories.connect(paper, by_id)
        graph.add(_with_statements(paper, links, code=stated or code))
        _add_people(graph, paper)
        for record_id in paper.record_ids:
            record = by_id[record_id]
            graph.add(source_record(record))
            graph.connect(schema.Describes(tail_key=record_id, head_key=key, sources=[record.source]))
    checks = repositories_among(distinct.values())
    repositories.describe(checks)
    for check in checks:
        graph.add(source_record(check))
    # Behind all that texts state, whose proofs and names of entities stay.
    for key, said in imported.by_paper.items():
        for one in decisions.kept(key, said):
            add_imported_link(graph, key, one, own)
    for stub in references.stubs:
        graph.add(stub)
    for citing, cited in references.edges.items():
        for target, reference in cited:
            if target != citing:
                graph.connect(
                    schema.Cites(
                        tail_key=citing, head_key=target, contexts=list(reference.contexts),
                        intents=list(reference.intents), sources=sorted(reference.record_ids),
                    )
                )  # fmt: skip
    _add_builds_on(graph)
    graph.ignored_decisions = [*decisions.ignored, *own.ignored]
    return graph


def texts_of(papers: Iterable[MergedPaper]) -> list[Text]:
    """Return what there is to link of each paper."""
    return [
        Text(p.paper.paper_id, p.paper.title or "", p.paper.abstract, p.paper.year, linked_sections(p.sections))
        for p in papers
    ]


def linked_sections(sections: Iterable[Section]) -> tuple[SectionText, ...]:
    """Return the sections of a full text that are linked."""
    return experiment_sections((section.heading, section.text) for section in sections)


def _add_stated_urls(graph: Graph, paper_id: str, linked: LinkedText, paper: MergedPaper) -> bool:
    """Add what the text links to, and return whether a repository is among it."""
    code = False
    for url in linked.urls:
        if len(url.key) > schema.MAX_KEY_LENGTH:
            continue  # among `rejected_urls`
        stated = {
            "tail_key": paper_id, "head_key": url.key, "sources": sorted(paper.paper.sources), "mentions": 1,
            "confidence": url.confidence, "rule": url.rule, "official": url.role == "official", **proof(url),
        }  # fmt: skip
        if url.kind == "repository":
            graph.add(schema.Repository(repository_id=url.key, name=url.repo or url.key, url=url.url))
            graph.connect(schema.HasCode.model_validate(stated))
            code = True
        else:
            name = url.url.partition("://")[2].rstrip("/")
            graph.add(schema.Resource.model_validate({"resource_id": url.key, "name": name, "kind": url.kind}))
            graph.connect(schema.LinksTo.model_validate(stated))
    return code


def rejected_urls(paper: MergedPaper, linked: LinkedText, by_id: Mapping[str, PaperRecord]) -> list[Rejected]:
    """Return the addresses of a paper's text that name nothing a graph can hold, each with its file and line."""

    def rejected(reason: str, one: UrlLink | UrlRejected) -> Rejected:
        return Rejected(reason, _place_in_text(one.field, one.start, paper, by_id), one.surface[:80])

    too_long = f"this URL is longer than {schema.MAX_KEY_LENGTH} characters"
    return [
        *(rejected(f"this URL cannot be repaired: {one.reason}", one) for one in linked.rejected_urls),
        *(rejected(too_long, one) for one in linked.urls if len(one.key) > schema.MAX_KEY_LENGTH),
    ]


def _place_in_text(field_name: str, start: int, paper: MergedPaper, by_id: Mapping[str, PaperRecord]) -> str:
    """Return the file and line of a character of the merged text: those of the record that the text is from."""
    if field_name not in {"title", "abstract"}:
        source = by_id[paper.sections_from or paper.record_ids[0]]
        return f"{source.place or source.record_id} ({field_name}, character {start})"
    records = [by_id[record_id] for record_id in paper.record_ids]
    text = getattr(paper.paper, field_name)
    source = next((record for record in records if getattr(record, field_name) == text), records[0])
    line = source.abstract_place if field_name == "abstract" else None
    return f"{line or source.place or source.record_id} ({field_name}, character {start})"


def _with_statements(paper: MergedPaper, links: Sequence[Link], *, code: bool) -> schema.Paper:
    """Return the paper with what its text or its records state, or do not."""
    types = {link.entity_type for link in links}
    return paper.paper.model_copy(
        update={"hardware_stated": "hardware" in types, "benchmark_stated": "benchmark" in types, "code_stated": code}
    )


def _add_people(graph: Graph, paper: MergedPaper) -> None:
    for position, author in enumerate(paper.authors, 1):
        key = author_key(author)
        graph.add(schema.Author(author_id=key, name=author.name))
        graph.connect(
            schema.Wrote(
                tail_key=key, head_key=paper.paper.paper_id, position=position, sources=sorted(paper.paper.sources)
            )
        )


def source_record(record: Record) -> schema.SourceRecord:
    """Return the node that keeps a record whole, with its JSON in the one spelling that all loads give it."""
    return schema.SourceRecord(
        record_id=record.record_id, source=record.source, place=record.place,
        record=json.dumps(record.content, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip


def _add_builds_on(graph: Graph) -> None:
    """Derive BUILDS_ON: one paper uses or compares with a method that another introduces."""
    introducers: dict[str, list[str]] = defaultdict(list)
    for cls, tail, head in graph.edges:
        if cls is schema.IntroducesMethod:
            introducers[head].append(tail)
    via: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cls, tail, head in graph.edges:
        if cls in {schema.Uses, schema.ComparesWith}:
            for introducer in introducers.get(head, ()):
                if introducer != tail:
                    via[tail, introducer].add(f"method:{head}")
    for (tail, head), methods in sorted(via.items()):
        graph.connect(schema.BuildsOn(tail_key=tail, head_key=head, via=sorted(methods), sources=["papermesh"]))
