"""What services of papers add to those of a graph: references, years and ids, asked for by arXiv id or DOI in batches.

Their answers are read as files of the same source are. A paper that an answer does not hold, by one of its ids, is not
known to the service.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from papermesh.graph import schema
from papermesh.graph.export import Snapshot
from papermesh.loaders.exchange import Access, Answer, Request
from papermesh.loaders.identity import arxiv_id, doi, paper_ids
from papermesh.loaders.records import Noted, Origin, PaperRecord, Record
from papermesh.loaders.services import arxiv as arxiv_service
from papermesh.loaders.services import crossref as crossref_service
from papermesh.loaders.services import openalex as openalex_service
from papermesh.loaders.services import semantic_scholar as semantic_scholar_service
from papermesh.loaders.services.enrichment import (
    Enrichment,
    Finding,
    Question,
    Selection,
    Subject,
    Unresolved,
    last_asked,
)
from papermesh.loaders.sources import arxiv, crossref, openalex, semantic_scholar
from papermesh.loaders.sources.source import Source

ARXIV_DOI = "10.48550/arxiv."
"""Begins the DOIs that DataCite registers for arXiv, which Crossref does not know."""
NOT_KNOWN = "not known to the service"

_FIELDS = (
    "title", "abstract", "year", "publicationDate", "venue", "publicationVenue", "journal", "authors", "externalIds",
    "corpusId", "url", "openAccessPdf", "referenceCount", "references.title", "references.year",
    "references.externalIds", "references.corpusId",
)  # fmt: skip
_SAYS_THE_SAME = {"arxiv": ("arxiv", "arxiv-oai", "arxiv-snapshot")}
"""Sources of which one has all that the other has."""
_SIGNS_OF_FILTERS = frozenset('|,"& ')


def select(
    source: str, name_of: Callable[[Mapping[str, Any]], str | None], lacking: str, snapshot: Snapshot,
    records: Mapping[str, Record],
) -> Selection:  # fmt: skip
    """Return the loaded papers that have no record of a source, by the id under which its service knows them.

    They come in the order of their keys, from that on which was asked about last: so papers that the service does not
    know, and which never get a record, cannot keep the others waiting.

    Args:
        source: The source's name.
        name_of: Gives the id of a paper, of its properties; `None` where it has none that the service takes.
        lacking: Why a paper without one is not asked about.
        snapshot: What is stored.
        records: Not looked at: papers say which sources describe them.
    """
    known_by = set(_SAYS_THE_SAME.get(source, (source,)))
    subjects, unresolved = [], []
    for (label, key), properties in sorted(snapshot.nodes.items()):
        sources = properties.get("sources") or []
        if label != schema.Paper.label or not sources or known_by.intersection(sources):
            continue
        name = name_of(properties)
        if name is None:
            unresolved.append(Unresolved(key, lacking))
        else:
            subjects.append(Subject(key, name))
    last = last_asked(snapshot, source)
    return Selection(tuple(sorted(subjects, key=lambda one: (one.key <= last, one.key))), tuple(unresolved))


def read(source: Source, question: Question, answer: Answer, checked_at: str) -> Finding:
    """Return the records of the papers that were asked about, each found again by its ids.

    Raises:
        ParseError: The answer is none of the service's, or an error.
    """
    if answer.status == 400 and b"no valid paper ids" in answer.data.lower():
        return Finding(unresolved=tuple(Unresolved(one.key, NOT_KNOWN) for one in question.subjects))
    parsed = source.parse(answer.data, Origin(source.name, answer.url))
    asked = {subject.asked: subject for subject in question.subjects}
    found: dict[str, list[PaperRecord]] = defaultdict(list)
    noted = list(parsed.noted)
    for record in parsed.records:
        names = _names(record) & asked.keys()
        for name in names:
            found[name].append(record)
        if not names:
            noted.append(Noted(f"not among the papers that were asked for: {record.title[:80]}", record.place or ""))
    records = {record.record_id: record for name in sorted(found) for record in found[name]}
    missing = (Unresolved(one.key, NOT_KNOWN) for name, one in asked.items() if name not in found)
    return Finding(tuple(records.values()), tuple(missing), tuple(noted), rejected=parsed.rejected)


def _names(record: PaperRecord) -> set[str]:
    """Return all names under which a record can have been asked for."""
    arxiv_number, stated = paper_ids(record)
    found = {f"doi:{stated}"} if stated else set()
    return found | ({f"arxiv:{arxiv_number}", f"doi:{ARXIV_DOI}{arxiv_number}"} if arxiv_number else set())


def _any_id(paper: Mapping[str, Any]) -> str | None:
    number, stated = arxiv_id(paper.get("arxiv_id")), doi(paper.get("doi"))
    return f"arxiv:{number}" if number else f"doi:{stated}" if stated else None


def _arxiv_id(paper: Mapping[str, Any]) -> str | None:
    number = arxiv_id(paper.get("arxiv_id"))
    return f"arxiv:{number}" if number else None


def _publishers_doi(paper: Mapping[str, Any]) -> str | None:
    stated = doi(paper.get("doi"))
    fits = stated and not _SIGNS_OF_FILTERS.intersection(stated) and not stated.startswith(ARXIV_DOI)
    return f"doi:{stated}" if fits else None


def _any_doi(paper: Mapping[str, Any]) -> str | None:
    number = arxiv_id(paper.get("arxiv_id"))
    return _publishers_doi(paper) or (f"doi:{ARXIV_DOI}{number}" if number else None)


def _bare(subjects: Sequence[Subject]) -> list[str]:
    """Return what was asked for without its scheme."""
    return [subject.asked.partition(":")[2] for subject in subjects]


def _ask_semantic_scholar(subjects: Sequence[Subject]) -> Question:
    ids = [f"{scheme.upper()}:{name}" for scheme, _, name in (one.asked.partition(":") for one in subjects)]
    params = (("fields", ",".join(_FIELDS)),)
    return Question(tuple(subjects), Request("/paper/batch", params, "POST", json.dumps({"ids": ids})))


def _ask_openalex(subjects: Sequence[Subject]) -> Question:
    params = (("filter", f"doi:{'|'.join(_bare(subjects))}"), ("per_page", "100"))
    return Question(tuple(subjects), Request("/works", params, cost=0.0001))


def _ask_arxiv(subjects: Sequence[Subject]) -> Question:
    params = (("id_list", ",".join(_bare(subjects))), ("max_results", str(len(subjects))))
    return Question(tuple(subjects), Request("/api/query", params, accept="application/atom+xml"))


def _ask_crossref(subjects: Sequence[Subject]) -> Question:
    dois = ",".join(f"doi:{name}" for name in _bare(subjects))
    return Question(tuple(subjects), Request("/works", (("filter", dois), ("rows", str(len(subjects))))))


def _enrichment(
    source: Source,
    access: Access,
    summary: str,
    *,
    batch: int,
    name_of: Callable[[Mapping[str, Any]], str | None],
    lacking: str,
    question: Callable[[Sequence[Subject]], Question],
) -> Enrichment:
    return Enrichment(
        access=access, summary=summary, what="papers", batch=batch, question=question,
        select=partial(select, source.name, name_of, lacking), read=partial(read, source),
    )  # fmt: skip


SEMANTIC_SCHOLAR = _enrichment(
    semantic_scholar.SOURCE,
    semantic_scholar_service.ACCESS,
    "references with their titles and ids; abstracts, venues and ids at other services",
    # It takes 500, but gives at most 10 MB; a paper with its references has 20 KB.
    batch=100,
    name_of=_any_id,
    lacking="has neither an arXiv id nor a DOI",
    question=_ask_semantic_scholar,
)
OPENALEX = _enrichment(
    openalex.SOURCE,
    openalex_service.ACCESS,
    "references as ids of its own; venues, years and people with their ORCID iDs",
    batch=50,
    name_of=_any_doi,
    lacking="has neither an arXiv id nor a DOI that can be asked for",
    question=_ask_openalex,
)
ARXIV = _enrichment(
    arxiv.SOURCE,
    arxiv_service.ACCESS,
    "abstracts, dates, people and DOIs as the authors state them; code in their comments",
    batch=100,
    name_of=_arxiv_id,
    lacking="has no arXiv id",
    question=_ask_arxiv,
)
CROSSREF = _enrichment(
    crossref.SOURCE,
    crossref_service.ACCESS,
    "what publishers register with a DOI: references, venue, people with their ORCID iDs",
    batch=50,
    name_of=_publishers_doi,
    lacking="has no DOI of a publisher",
    question=_ask_crossref,
)
