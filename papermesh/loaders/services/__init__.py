"""The services that can be asked: for papers, and about what is in a graph."""

from __future__ import annotations

from papermesh.loaders.services import (
    arxiv,
    arxiv_oai,
    crossref,
    datacite,
    github,
    huggingface,
    openalex,
    papers_by_id,
    papers_with_code,
    semantic_scholar,
)
from papermesh.loaders.services.enrichment import Enrichment
from papermesh.loaders.services.service import Page, Query, Service

__all__ = ["ENRICHMENTS", "SERVICES", "Enrichment", "Page", "Query", "Service", "enrichment_of"]

SERVICES: tuple[Service, ...] = (
    arxiv.SERVICE,
    arxiv_oai.SERVICE,
    crossref.SERVICE,
    datacite.SERVICE,
    huggingface.SERVICE,
    openalex.SERVICE,
    papers_with_code.SERVICE,
    semantic_scholar.SERVICE,
)
"""Every service; a new one is added here."""

ENRICHMENTS: tuple[Enrichment, ...] = (
    github.ONE_BY_ONE,
    papers_by_id.SEMANTIC_SCHOLAR,
    papers_by_id.OPENALEX,
    papers_by_id.ARXIV,
    papers_by_id.CROSSREF,
)
"""What services add to a graph that is there, without a key; a new one is added here."""


def enrichment_of(service: str, *, keyed: bool = False) -> Enrichment:
    """Return what a service adds; with a key, GitHub answers on many repositories at once.

    Raises:
        KeyError: There is no such service.
    """
    if keyed and service == github.ACCESS.name:
        return github.IN_BATCHES
    return {one.access.name: one for one in ENRICHMENTS}[service]
