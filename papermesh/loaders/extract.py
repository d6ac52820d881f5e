"""Linking without a store: files in, one row of the extraction contract a paper out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papermesh.loaders.build import rejected_urls, texts_of
from papermesh.loaders.inputs import read_files
from papermesh.loaders.language_model import LanguageModel
from papermesh.loaders.linking import rules
from papermesh.loaders.linking.corpus import link_corpus
from papermesh.loaders.linking.extraction import extraction_row
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.rebuilding import Progress, steps
from papermesh.loaders.records import Rejected, papers_among
from papermesh.loaders.report import ModelReport
from papermesh.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Extraction:
    """One row a paper, in the order of the input, and what was rejected."""

    rows: list[dict[str, Any]]
    rejected: list[Rejected]
    language_model: ModelReport | None = None
    """None where the settings name none."""


def extract(
    paths: Sequence[str],
    source: str | None = None,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Extraction:
    """Return what the texts in files link to; names that one paper introduces are found in all of them.

    Args:
        paths: Files; `-` is standard input.
        source: Name of the source, `None` to recognise it from each file.
        progress: Told of each step.
        model: Its answers count, too; it is asked for those that are missing where it may be.

    Raises:
        SourceError: A file cannot be read, or holds no record.
    """
    files, found = read_files(paths, source)
    rejected = [bad for file in files for bad in file.rejected]
    records = {record.record_id: record for record in papers_among(found)}
    position = {record_id: number for number, record_id in enumerate(records)}
    papers = merge_papers(records.values())
    papers.sort(key=lambda paper: min(position[record_id] for record_id in paper.record_ids))
    texts = texts_of(papers)
    if model is not None and model.asks:
        model.ask(texts, progress)
    proposals = model.proposals(texts) if model is not None else None
    linking = steps(progress, "linking", len(texts))
    corpus = link_corpus(texts, load_ontology(), proposals=proposals, progress=linking)
    if model is not None:
        links = [link for linked in corpus.linked.values() for link in linked.links]
        model.report.links = sum(link.rule == rules.LANGUAGE_MODEL for link in links)
    rows = []
    for paper in papers:
        key = paper.paper.paper_id
        rejected += rejected_urls(paper, corpus.linked[key], records)
        rows.append(extraction_row(key, paper.paper.title or "", corpus.linked[key]))
    return Extraction(rows, rejected, model.report if model is not None else None)
