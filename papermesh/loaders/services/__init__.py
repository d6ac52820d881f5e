"""The services that can be asked for papers, each in a file of its name."""

from __future__ import annotations

from papermesh.loaders.services import crossref, openalex, papers_with_code, semantic_scholar
from papermesh.loaders.services.service import Page, Query, Service

__all__ = ["SERVICES", "Page", "Query", "Service"]

SERVICES: tuple[Service, ...] = (
    crossref.SERVICE,
    openalex.SERVICE,
    papers_with_code.SERVICE,
    semantic_scholar.SERVICE,
)
"""Every service; a new one is added here."""
