"""`papermesh accept` and `reject`: the user's word on a link, kept for every later load."""

from __future__ import annotations

import shlex
import sys
from typing import Literal

import click

from papermesh.cli.options import open_store, settings_for, store_option

EPILOG = """\b
Examples:
  papermesh reject "FlashAttention" gpu
  papermesh accept arxiv:2205.14135 gpt-2 --role uses

\b
Roles: introduces, uses, compares (a method); evaluated_on, targets, mentions (hardware); introduces, evaluates,
mentions (a benchmark). Decisions are kept in overlay.toml beside your settings (`papermesh doctor` names the file),
which may be edited by hand. They hold for this and every later load; the opposite command takes one back.
"""

_paper = click.argument("paper")
_entity = click.argument("entity")


@click.command(epilog=EPILOG)
@_paper
@_entity
@click.option("--role", help="The role of an accepted link; without it, the one that was found, else the usual one.")
@store_option
def accept(paper: str, entity: str, role: str | None, store: str | None) -> None:
    """Confirm or add a link between a paper and a method, device or benchmark."""
    _decide("accept", paper, entity, role, store)


@click.command(epilog=EPILOG)
@_paper
@_entity
@store_option
def reject(paper: str, entity: str, store: str | None) -> None:
    """Remove a link between a paper and a method, device or benchmark."""
    _decide("reject", paper, entity, None, store)


def _decide(verdict: Literal["accept", "reject"], paper: str, entity: str, role: str | None, store: str | None) -> None:
    from papermesh.cli.load import print_report
    from papermesh.loaders.ingest import refresh
    from papermesh.loaders.overlay import decide
    from papermesh.queries.names import resolve_entity, resolve_paper

    settings = settings_for(store)
    with open_store(store, write=True) as graph:
        found_paper = resolve_paper(graph, paper)
        found = resolve_entity(graph, entity)
        changed = decide(settings.overlay, verdict, found_paper.paper_id, f"{found.entity_type}:{found.id}", role)
        done = f"{verdict}ed" if changed else f"{verdict}ed before:"
        click.echo(f"{done} {found.name} for {found_paper.title or found_paper.paper_id}")
        click.echo(f"kept in {settings.overlay}")
        print_report(refresh(graph, settings.overlay, shlex.join(["papermesh", *sys.argv[1:]])))
