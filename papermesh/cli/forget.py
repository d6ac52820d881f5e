"""`papermesh forget`: a paper, or what one run brought, taken out of the graph as if it had never been loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from papermesh.cli.language_model import language_model_for
from papermesh.cli.options import command_line, open_store, settings_for, store_option

if TYPE_CHECKING:
    from papermesh.loaders.forget import Forgotten

EPILOG = """\b
Examples:
  papermesh forget arxiv:2205.14135 --dry-run
  papermesh forget "FlashAttention"
  papermesh forget --run last
  papermesh forget --run run-20260301T101500Z-0004

\b
All records of the paper go, and all links that rest on them; where others cite it, it stays as a cited paper. With
--run, records that the run brought go, and those that it changed say again what they said before; what another run
brought, too, stays. It is a run itself: forget --run last takes it back. Your files and decisions are left alone.
"""


@click.command(epilog=EPILOG)
@click.argument("paper", required=False)
@click.option("--run", "run", metavar="RUN", help="Take back what this run brought: its id, its number, or last.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and write nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How the report is printed.")  # fmt: skip
@store_option
def forget(paper: str | None, run: str | None, dry_run: bool, form: str, store: str | None) -> None:
    """Take a paper, or what one run brought, out of the graph, as if it had never been loaded."""
    from papermesh.cli.load import print_report
    from papermesh.cli.progress import progress_bar
    from papermesh.loaders.forget import forget as forget_records
    from papermesh.queries.names import resolve_paper, resolve_run

    if (paper is None) == (run is None):
        raise click.UsageError("Say what to forget: a paper, or --run RUN.")
    settings = settings_for(store)
    model = language_model_for(settings)
    with open_store(settings, write=not dry_run) as graph, progress_bar() as progress:
        forgotten = forget_records(
            graph, settings.overlay, command_line(),
            paper_id=resolve_paper(graph, paper).paper_id if paper is not None else None,
            run_id=resolve_run(graph, run) if run is not None else None,
            dry_run=dry_run, progress=progress, model=model,
        )  # fmt: skip
    if form == "json":
        from papermesh.cli.output import json_text

        named = {"removed": forgotten.removed, "restored": forgotten.restored, "kept": forgotten.kept}
        click.echo(json_text(named | forgotten.report.as_dict(), indent=2))
        return
    _print_records(forgotten)
    print_report(forgotten.report, dry_run=dry_run)


def _print_records(forgotten: Forgotten) -> None:
    from papermesh.cli.load import print_lines

    print_lines("removed", forgotten.removed)
    print_lines("restored", forgotten.restored)
    print_lines("kept", (f"{key} (another run brought it, too)" for key in forgotten.kept))
