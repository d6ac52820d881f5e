"""A paper's text with every mention marked: which entity it is, by which edge and which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from papermesh.graph.schema import ROLE_EDGES
from papermesh.graph.store import Store
from papermesh.loaders.draft import link_draft, names_introduced
from papermesh.loaders.linking import Link, LinkedText, SectionText, Text, UrlLink, find_all, rules
from papermesh.loaders.stored_records import sections_linked, stored_record
from papermesh.ontology import load_ontology
from papermesh.queries.links import PaperLink, links_of_paper
from papermesh.queries.papers import records_of_paper
from papermesh.queries.view import view_papers

FIELDS = ("title", "abstract")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mention: `text[start:end]` of its field names the entity; best mentions prove the edge."""

    field: str
    start: int
    end: int
    edge: str
    entity_type: str
    entity_id: str
    name: str
    rule: str
    confidence: float
    is_best: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A title, abstract and linked sections with marks that do not overlap, in the order of the text."""

    paper_id: str | None
    """None for a draft."""
    title: str
    abstract: str | None
    year: int | None
    marks: tuple[Mark, ...]
    unstated: tuple[PaperLink, ...] = ()
    """Links that no text states: a source or the user says so."""
    sections: tuple[SectionText, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that hold text, in the order of the text: of a section it is the heading."""
        return tuple(field for field in (*FIELDS, *(one.field for one in self.sections)) if self.text(field))

    def text(self, field: str) -> str:
        """Return the text of a field, empty where there is none."""
        if field in FIELDS:
            return (self.title if field == "title" else self.abstract) or ""
        return next((one.text for one in self.sections if one.field == field), "")

    def pieces(self, field: str) -> Iterator[tuple[str, int | None]]:
        """Yield a field's text in pieces: each a mention, with the number of its mark from 0, or what is between."""
        text, place = self.text(field), 0
        for number, mark in enumerate(self.marks):
            if mark.field == field:
                if mark.start > place:
                    yield text[place : mark.start], None
                yield text[mark.start : mark.end], number
                place = mark.end
        if place < len(text):
            yield text[place:], None


@dataclass(frozen=True, slots=True)
class MarkedEntity:
    """One entity of a marked text, with the number that its mentions carry."""

    number: int
    edge: str
    entity_type: str
    entity_id: str
    name: str
    confidence: float
    rules: str
    """The rules of its mentions, that of the proof first; how many where one found several."""
    mentions: int


def marked_entities(text: MarkedText) -> list[MarkedEntity]:
    """Return the entities of a marked text, numbered from 1 in the order in which it first mentions them."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, mark in enumerate(text.marks):
        found.setdefault((mark.entity_type, mark.entity_id), []).append(number)
    entities = []
    for number, places in enumerate(found.values(), 1):
        marks = sorted((text.marks[place] for place in places), key=lambda one: not one.is_best)
        best = marks[0]
        counted = Counter(mark.rule for mark in marks)
        rules = ", ".join(f"{rule} ×{count}" if count > 1 else rule for rule, count in counted.items())
        entities.append(
            MarkedEntity(
                number, best.edge, best.entity_type, best.entity_id, best.name, best.confidence, rules, len(marks)
            )
        )
    return entities


def marked_pieces(text: MarkedText, field: str) -> Iterator[tuple[str, MarkedEntity | None]]:
    """Yield a field's text in pieces: each a mention, with its entity, or what is between."""
    by_key = {(one.entity_type, one.entity_id): one for one in marked_entities(text)}
    for piece, number in text.pieces(field):
        mark = None if number is None else text.marks[number]
        yield piece, None if mark is None else by_key[mark.entity_type, mark.entity_id]


def marked_paper(store: Store, paper_id: str) -> MarkedText:
    """Return a paper of the graph with every mention of what it is linked to.

    The edges and their proofs are those of the graph. Where else the text mentions the same entities is found anew,
    with the names that the graph knows.
    """
    (paper,) = view_papers(store, [paper_id])
    sections = _sections(store, paper_id) if paper.text_scope == "fulltext" else ()
    text = Text(paper_id, paper.title or "", paper.abstract, paper.year, sections)
    links = links_of_paper(store, paper_id)
    fields = {*FIELDS, *(section.field for section in sections)}
    stated = [_best(link) for link in links if link.surface and link.field in fields]
    marks = _without_overlap([*stated, *_others(store, text, stated)], text)
    unstated = tuple(link for link in links if not link.surface)
    return MarkedText(paper_id, text.title, text.abstract, paper.year, marks, unstated, sections)


def _sections(store: Store, paper_id: str) -> tuple[SectionText, ...]:
    """Return the linked sections of a paper, out of the records that describe it."""
    rows = records_of_paper(store, paper_id)
    return sections_linked(stored_record(row.record_id, row.record, row.place, store.address) for row in rows)


def marked_draft(store: Store, draft: Text) -> MarkedText:
    """Return a draft that is not in the graph with every mention of what it would be linked to."""
    linked: LinkedText = link_draft(store, draft)
    stated = [_best_of_draft(link) for link in linked.links]
    stated += [_best_of_address(url) for url in linked.urls]
    marks = _without_overlap([*stated, *_others(store, draft, stated)], draft)
    return MarkedText(None, draft.title, draft.abstract, draft.year, marks)


def _best(link: PaperLink) -> Mark:
    assert link.field is not None
    assert link.start is not None
    assert link.end is not None
    return Mark(
        link.field, link.start, link.end, link.edge, link.entity_type, link.entity_id, link.name,
        link.rule or "", link.confidence or 0.0, True,
    )  # fmt: skip


def _best_of_draft(link: Link) -> Mark:
    edge = ROLE_EDGES[link.entity_type, link.role].label
    return Mark(
        link.field, link.start, link.end, edge, link.entity_type, link.entity_id, link.name,
        link.rule, link.confidence, True,
    )  # fmt: skip


def _best_of_address(url: UrlLink) -> Mark:
    is_code = url.kind == "repository"
    edge, entity_type = ("HAS_CODE", "repository") if is_code else ("LINKS_TO", "resource")
    return Mark(
        url.field, url.start, url.end, edge, entity_type, url.key, url.repo or url.url, url.rule, url.confidence, True
    )


def _others(store: Store, text: Text, stated: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the further mentions of what is linked; the edge is that of the link, whatever their own clause says."""
    linked = {(mark.entity_type, mark.entity_id): mark for mark in stated}
    for found in find_all(text, load_ontology(), extra=names_introduced(store)):
        target, mention = found.mention.target, found.mention
        if (mark := linked.get((target.entity_type, target.entity_id))) is not None:
            yield replace(
                mark, field=found.passage.field, start=mention.start, end=mention.end, rule=found.rule,
                confidence=rules.CONFIDENCE[found.rule], is_best=False,
            )  # fmt: skip


def _without_overlap(marks: Iterable[Mark], text: Text) -> tuple[Mark, ...]:
    """Return the marks in the order of the text; of two that overlap the proof stays, else the longer."""
    positions = {field: at for at, field in enumerate((*FIELDS, *(section.field for section in text.sections)))}
    kept: dict[str, list[Mark]] = {field: [] for field in positions}
    for mark in sorted(marks, key=lambda one: (not one.is_best, one.start - one.end, one.field, one.start)):
        beside = kept[mark.field]
        if not any(one.start < mark.end and mark.start < one.end for one in beside):
            beside.append(mark)
    every = [mark for beside in kept.values() for mark in beside]
    return tuple(sorted(every, key=lambda one: (positions[one.field], one.start)))
