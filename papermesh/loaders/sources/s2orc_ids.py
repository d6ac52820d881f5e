"""Ids of papers in S2ORC, which each of its releases names in its own way."""

from __future__ import annotations

from typing import Any

from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.sources.account import Fields
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.stated_facts import service_ids

_SCHEMES = {
    "acl": "acl", "acl_id": "acl", "arxiv": "arxiv", "arxiv_id": "arxiv", "corpusid": "corpusid",
    "dblp": "dblp", "doi": "doi", "link": "corpusid", "links": "corpusid", "mag": "mag", "mag_id": "mag",
    "matched_paper_id": "corpusid", "pmc_id": "pmcid", "pmcid": "pmcid", "pmid": "pmid", "pubmed": "pmid",
    "pubmed_id": "pmid", "pubmedcentral": "pmcid",
}  # fmt: skip
"""Schemes by the key in lower case."""


def ids_of(*holders: Fields) -> dict[str, Any]:
    """Return the ids in these objects, as properties of a record or of a reference.

    A DOI that was cut off at a bracket, as happens where a PDF was read, is none.
    """
    stated: dict[str, list[str]] = {}
    for holder in holders:
        for key in holder.content:
            scheme = _SCHEMES.get(key.lower())
            value = holder.identifier(key) if scheme and holder.content[key] not in (None, "", []) else None
            if scheme and value:
                stated.setdefault(scheme, []).append(value)
    dois = [found for text in stated.get("doi", ()) if (found := _whole_doi(text))]
    for text in stated.get("doi", ()):
        if not _whole_doi(text):
            holders[0].note(f"no DOI: {shown(text)!r}")
    arxivs = [found for text in [*stated.get("arxiv", ()), *dois] if (found := arxiv_id(text))]
    published = [found for found in dois if not arxiv_id(found)]
    others = [(scheme, text) for scheme, texts in stated.items() if scheme not in {"doi", "arxiv"} for text in texts]
    return {
        "arxiv_id": arxivs[0] if arxivs else None,
        "doi": published[0] if published else None,
        "other_ids": service_ids(others),
    }


def _whole_doi(text: str) -> str | None:
    found = doi(text)
    return found if found and found.count("(") == found.count(")") else None
