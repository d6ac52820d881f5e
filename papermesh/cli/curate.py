"""`papermesh accept` and `reject`: the user's word on a link, kept for every later load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from papermesh.cli.language_model import language_model_for
from papermesh.cli.options import command_line, open_store, settings_for, store_option
from papermesh.errors import NotFound

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.language_model import LanguageModel
    from papermesh.settings import Settings

EPILOG = """\b
Examples:
  papermesh reject "FlashAttention" gpu
  papermesh accept arxiv:2205.14135 gpt-2 --role uses

\b
Roles: introduces, uses, compares (a method); evaluated_on, targets, mentions (hardware); introduces, evaluates,
mentions (a benchmark). Decisions are kept in overlay.toml beside your settings (`papermesh doctor` names the file),
which may be edited by hand. They hold for this and every later load; the opposite command takes one back.
"""

ABOUT_PAPER = "MATCH (p:Paper {paper_id: $paper}) RETURN p.text_scope, p.former_ids"

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
    from papermesh.cli.output import printable
    from papermesh.loaders.overlay import ROLES, decide
    from papermesh.queries.names import resolve_entity, resolve_paper

    settings = settings_for(store)
    model = language_model_for(settings)
    with open_store(settings, write=True) as graph:
        found_paper = resolve_paper(graph, paper)
        former_keys = _former_keys(graph, found_paper.paper_id)
        found = resolve_entity(graph, entity)
        if role is not None and role not in ROLES[found.entity_type]:
            roles = ", ".join(ROLES[found.entity_type])
            raise click.BadParameter(f"{found.name} can be linked as {roles}, not as {role!r}.", param_hint="--role")
        changed = decide(
            settings.overlay, verdict, found_paper.paper_id, found.typed_key, role, former_keys=former_keys
        )
        done = f"{verdict}ed" if changed else f"{verdict}ed before:"
        click.echo(printable(f"{done} {found.name} for {found_paper.title or found_paper.paper_id}"))
        link_anew(graph, settings, model)


def link_anew(graph: Store, settings: Settings, model: LanguageModel | None) -> None:
    """Link a graph by the decisions that are kept now, and print what changed.

    `model` is that of the settings, whose kept answers count as ever; made before anything is decided, so that
    settings which do not fit leave the decisions alone.
    """
    from papermesh.cli.load import print_report
    from papermesh.loaders.rebuilding import refresh

    click.echo(f"kept in {settings.overlay}")
    print_report(refresh(graph, settings.overlay, command_line(), model=model))


def _former_keys(graph: Store, paper_id: str) -> list[str]:
    """Return the other keys of a paper that was loaded.

    Raises:
        NotFound: It is only cited, and so has no links to decide on.
    """
    scope, former_keys = graph.read(ABOUT_PAPER, {"paper": paper_id}).rows[0]
    if scope == "none":
        raise NotFound(f"{paper_id} is only cited: no text of it was loaded", hint="load it first: papermesh load FILE")
    return list(former_keys or ())
