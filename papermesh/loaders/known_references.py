"""What is known of the papers that a bibliography names: in a graph, and at services that are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from papermesh.errors import FetchError, PapermeshError
from papermesh.graph import schema
from papermesh.graph.export import read_graph
from papermesh.graph.store import Store
from papermesh.loaders.answers_walk import AnswersWalk, Ask
from papermesh.loaders.exchange import Access
from papermesh.loaders.harvest_report import HarvestReport
from papermesh.loaders.identity import paper_ids, title_key
from papermesh.loaders.records import PaperRecord, papers_among
from papermesh.loaders.reference_check import CITED
from papermesh.loaders.services import arxiv, crossref, datacite
from papermesh.loaders.services.service import Query, Service
from papermesh.loaders.stored_records import stored_records

Asking = Callable[[Access], AbstractContextManager[Ask]]
"""Gives what asks a service."""
CANDIDATES = 5
"""Works that Crossref is asked for by a title; the right one is among the first, or not there."""
LIKE = 90.0
"""Least ratio (rapidfuzz, 0 to 100) of a title that a search found: below it, it is another paper."""


def known_in_graph(store: Store) -> list[PaperRecord]:
    """Return the records of a graph, and one for each paper that is only cited and has a title or an id."""
    snapshot = read_graph(store)
    known = papers_among(stored_records(snapshot, store.address).values())
    for (label, key), paper in snapshot.nodes.items():
        if label == schema.Paper.label and paper["text_scope"] == "none":
            known.append(
                PaperRecord(
                    source=CITED, id=key, title=paper["title"] or key, year=paper["year"], arxiv_id=paper["arxiv_id"],
                    doi=paper["doi"], other_ids=tuple(paper["other_ids"] or ()),
                )
            )  # fmt: skip
    return known


def code_of(store: Store, paper_ids_: Sequence[str]) -> dict[str, str]:
    """Return the repositories of papers by their key, official ones first, with what is wrong with them."""
    rows = store.read(
        "MATCH (p:Paper)-[h:HAS_CODE]->(c:Repository) WHERE p.paper_id IN $keys"
        " RETURN p.paper_id AS paper_id, c.name AS name, h.official AS official, c.archived AS archived,"
        " c.state AS state"
        " ORDER BY paper_id, name",
        {"keys": sorted(set(paper_ids_))},
    ).rows
    found: dict[str, list[tuple[bool, str]]] = {}
    for paper_id, name, official, archived, state in rows:
        wrong = "archived" if archived else state if state not in {None, "alive"} else ""
        found.setdefault(paper_id, []).append((official is not True, f"{name} ({wrong})" if wrong else name))
    return {paper_id: ", ".join(name for _, name in sorted(names)) for paper_id, names in found.items()}


def known_at_services(
    references: Sequence[PaperRecord], asking: Asking, failed: list[PapermeshError]
) -> Iterator[tuple[str, PaperRecord]]:
    """Yield what services know of references, each record with the service's name.

    arXiv is asked for arXiv ids, Crossref for DOIs, DataCite for those that Crossref does not know, and Crossref by
    title for references without an id.

    Args:
        references: Those that nobody else knows.
        asking: Gives what asks a service.
        failed: Failures of services are added: what they were asked for is not known to be wrong.
    """
    ids = {index: paper_ids(one) for index, one in enumerate(references)}
    numbers = tuple(dict.fromkeys(number for number, _ in ids.values() if number))
    dois = tuple(dict.fromkeys(doi for number, doi in ids.values() if doi and not number))
    if numbers:
        yield from _asked(arxiv.SERVICE, Query(ids=numbers), asking, failed)
    if dois:
        found = list(_asked(crossref.SERVICE, Query(ids=dois), asking, failed))
        yield from found
        there = {doi for _, one in found if (doi := paper_ids(one)[1])}
        if left := tuple(doi for doi in dois if doi not in there):
            yield from _asked(datacite.SERVICE, Query(ids=left), asking, failed)
    for index, reference in enumerate(references):
        if not any(ids[index]):
            asked = _asked(crossref.SERVICE, Query(text=reference.title, limit=CANDIDATES), asking, failed)
            yield from ((name, one) for name, one in asked if _is_like(reference, one))


def _asked(
    service: Service, query: Query, asking: Asking, failed: list[PapermeshError]
) -> Iterator[tuple[str, PaperRecord]]:
    report = HarvestReport(service=service.access.name)
    try:
        with asking(service.access) as ask:
            walk = AnswersWalk(service, query, ask, report)
            for page in walk.records():
                yield from ((service.access.name, one) for one in papers_among(page))
            if walk.ended_by is not None:
                failed.append(walk.ended_by)
    except FetchError as error:
        failed.append(error)


def _is_like(reference: PaperRecord, found: PaperRecord) -> bool:
    from rapidfuzz import fuzz

    near = fuzz.ratio(title_key(reference.title), title_key(found.title)) >= LIKE
    return near and (not reference.year or not found.year or abs(reference.year - found.year) <= 1)
