"""`papermesh enrich`: what services know of the repositories and papers in the graph."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from papermesh.cli.fetching import Limits, fetching_options
from papermesh.cli.options import command_line, opener, settings_for, store_option
from papermesh.errors import EXIT_DONE, EXIT_REJECTED

if TYPE_CHECKING:
    from papermesh.loaders.enrich_report import EnrichReport

SERVICES = ("github", "semantic-scholar", "openalex", "arxiv", "crossref")

EPILOG = """\b
Examples:
  papermesh enrich github --dry-run
  papermesh enrich github --max-requests 50
  papermesh enrich github --older-than 30
  papermesh enrich semantic-scholar

\b
github            whether code repositories are there, archived or moved; licence, stars, topics, last push
semantic-scholar  references with titles and ids, abstracts, venues, by arXiv id or DOI
openalex          references, venues, years, people with their ORCID iDs, by DOI
arxiv             abstracts, dates, people and DOIs as the authors state them, by arXiv id
crossref          what publishers register: references, venue, people, by DOI

\b
What was never asked about comes first, then what was asked about longest ago, so the same command goes on where
--max-requests, a limit of the service or Ctrl-C ended it. Papers are asked for once; answers are kept as records, and
so are part of every export. Exit codes: 0 done, or the budget is used up; 3 some got no answer; 1 none did.
"""


@click.command(epilog=EPILOG)
@click.argument("service", type=click.Choice(SERVICES))
@fetching_options
@click.option("--older-than", type=click.FloatRange(min=0, max=36_500), metavar="DAYS",
              help="Only repositories that were not asked about for so many days.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be asked about; ask and write nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How the report is printed.")  # fmt: skip
@store_option
def enrich(service: str, older_than: float | None, dry_run: bool, form: str, store: str | None, limits: Limits) -> int:
    """Ask a service about what is in the graph, and keep what it says.

    Each answer is kept as a record of its source, and the graph is brought up to date with it as by a load.
    """
    from papermesh.cli import fetching
    from papermesh.cli.language_model import language_model_for
    from papermesh.cli.progress import progress_bar
    from papermesh.loaders.enrich import enrich as enrich_from
    from papermesh.loaders.services import enrichment_of

    if older_than is not None and service != "github":
        raise click.UsageError("--older-than is for github: papers are asked for once.")
    settings = settings_for(store)
    model = language_model_for(settings)
    now = datetime.now(UTC)
    enrichment = enrichment_of(service, keyed=service in settings.service_keys)
    with (
        fetching.asking(settings, enrichment.access, limits) as (ask, budget),
        progress_bar(budget) as progress,
    ):
        report = enrich_from(
            opener(settings), enrichment, ask, overlay=settings.overlay,
            command=command_line(), now=lambda: datetime.now(UTC), max_requests=limits.max_requests,
            older_than=None if older_than is None else now - timedelta(days=older_than),
            dry_run=dry_run, model=model, progress=progress,
        )  # fmt: skip
    if form == "json":
        from papermesh.cli.output import json_text

        click.echo(json_text(report.as_dict(), indent=2))
    else:
        print_enrichment(report, dry_run=dry_run)
    return EXIT_REJECTED if report.failed or report.rejected else EXIT_DONE


def print_enrichment(report: EnrichReport, *, dry_run: bool) -> None:
    """Print what was asked and answered, what was not and why, and what that changed in the graph."""
    from papermesh.cli.load import print_lines, print_report
    from papermesh.cli.output import printable

    print_lines("  noted", [f"{note.place}: {note.what}" for note in report.noted])
    print_lines("  open", [f"{one.key}: {one.reason}" for one in report.unresolved])
    print_lines("  failed", [f"{one.key}: {one.reason}" for one in report.failed])
    if dry_run or not report.waiting:
        click.echo(f"waiting  {report.waiting} {report.what} to ask {report.service} about")
        click.echo("nothing was asked or written" + (": this was a dry run" if dry_run else ""))
        return
    requests = f"{report.requests} request{'' if report.requests == 1 else 's'}"
    click.echo(f"asked    {report.service} about {report.asked} of {report.waiting} {report.what}, in {requests}")
    click.echo(
        f"records  {report.records_new} new, {report.records_changed} changed, {report.records_unchanged} unchanged"
    )
    if report.stopped is not None:
        click.echo(f"stopped  {printable(report.stopped)}; {report.left} left: run the same command again to go on")
    print_report(report)
