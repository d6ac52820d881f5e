"""Linking without a store: files in, one row of the extraction contract a paper out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papermesh.loaders.build import rejected_urls
from papermesh.loaders.ingest import Progress, read_files, steps
from papermesh.loaders.linking.corpus import link_corpus
from papermesh.loaders.linking.extraction import extraction_row
from papermesh.loaders.linking.links import Text
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.records import Rejected
from papermesh.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Extraction:
    """One row a paper, in the order of the input, and what was rejected."""

    rows: list[dict[str, Any]]
    rejected: list[Rejected]


def extract(paths: Sequence[str], source: str | None = None, progress: Progress | None = None) -> Extraction:
    """Return what the texts in files link to; names that one paper introduces are found in all of them.

    Raises:
        SourceError: A file cannot be read, or holds no record.
    """
    files, found = read_files(paths, source)
    rejected = [bad for file in files for bad in file.rejected]
    records = {record.record_id: record for record in found}
    position = {record_id: number for number, record_id in enumerate(records)}
    papers = merge_papers(records.values())
    papers.sort(key=lambda paper: min(position[record_id] for record_id in paper.record_ids))
    texts = [Text(p.paper.paper_id, p.paper.title or "", p.paper.abstract, p.paper.year) for p in papers]
    corpus = link_corpus(texts, load_ontology(), progress=steps(progress, "linking", len(texts)))
    rows = []
    for paper in papers:
        key = paper.paper.paper_id
        rejected += rejected_urls(paper, corpus.linked[key], records)
        rows.append(extraction_row(key, paper.paper.title or "", corpus.linked[key]))
    return Extraction(rows, rejected)
