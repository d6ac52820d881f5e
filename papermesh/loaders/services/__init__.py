"""The services that can be asked for papers, each in a file of its name."""

from __future__ import annotations

from papermesh.loaders.services.service import Page, Query, Service

__all__ = ["SERVICES", "Page", "Query", "Service"]

SERVICES: tuple[Service, ...] = ()
"""Every service; a new one is added here."""
