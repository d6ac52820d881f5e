"""`papermesh load`: files into the graph, with a report that leaves nothing out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.asked import asked_options, query_of, service_for
from papermesh.cli.fetching import Limits, fetching_options
from papermesh.cli.language_model import EPILOG as MODEL_EPILOG
from papermesh.cli.language_model import language_model_for, language_model_option, print_language_model
from papermesh.cli.options import command_line, opener, settings_for, store_option
from papermesh.cli.progress import progress_bar
from papermesh.errors import EXIT_DONE, EXIT_FAILED, EXIT_REJECTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

    from papermesh.loaders.harvest_report import HarvestReport
    from papermesh.loaders.records import Rejected
    from papermesh.loaders.report import LoadReport
    from papermesh.loaders.services.service import Query
    from papermesh.settings import Settings

SHOWN = 20
"""Most rejections and notes printed one by one; the rest is counted, and `--format json` has all."""

EPILOG = """\b
Examples:
  papermesh load listing page.txt
  papermesh load bibtex refs.bib --strict
  papermesh load papers.jsonl --dry-run
  papermesh load semantic-scholar batch.json
  papermesh load listing page.txt --store bolt://localhost:7687
  papermesh load arxiv --query "all:quantization AND cat:cs.LG" --limit 200
  papermesh load semantic-scholar --ids @ids.txt --references
  papermesh load auto downloads/

\b
Files: listing (a copied page of titles and abstracts), jsonl (one record a line), bibtex, ris (also of Web of
Science), csl (CSL-JSON), zotero (RDF, CSV, JSON), awesome-list (Markdown); full texts: grobid (of PDFs), jats, s2orc;
answers of services, saved: arxiv, arxiv-oai, huggingface, semantic-scholar, openalex, crossref, datacite; in bulk:
arxiv-snapshot, papers-with-code, semantic-scholar, openalex, s2orc, dblp. Without one, each file's source is
recognised. Files of bulk data that tell of one paper are joined as one input: cat papers.jsonl abstracts.jsonl |
papermesh load semantic-scholar -
auto takes folders, each file by what it says of itself; .gz and .zip are read as they are.

\b
Services: arxiv (--query, --set CATEGORY, days, ids), arxiv-oai (--set, days: in bulk), crossref, openalex (also --set
FILTER), datacite, huggingface (words, days, ids), papers-with-code, semantic-scholar (also --references, --citations).
What came is kept as it comes: where a budget, a failure, Ctrl-C or a kill ended it, the same command goes on.
Keys and limits: docs/services.md
Exit codes: 0 all loaded; 3 loaded, some records rejected; 1 failed or, with --strict, rejected.

"""
EPILOG += f"{MODEL_EPILOG}A dry run asks, too, and the load after it asks nothing more; --strict wants every answer.\n"


class Inputs(click.Path):
    """Files, before which a source may stand: shells complete both."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the sources that begin so where no file does; else the shell completes files, and cannot do both."""
        if incomplete and not any(path.name.startswith(incomplete) for path in Path().iterdir()):
            from click.shell_completion import CompletionItem

            from papermesh.loaders.sources import SOURCES

            named = [CompletionItem(one.name, help=one.summary) for one in SOURCES if one.name.startswith(incomplete)]
            if named:
                return named
        return super().shell_complete(ctx, param, incomplete)


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="[SOURCE] [FILE]...", type=Inputs(allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing when anything is rejected.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How the report is printed.")  # fmt: skip
@asked_options
@fetching_options
@language_model_option
@store_option
def load(
    inputs: tuple[str, ...], dry_run: bool, strict: bool, form: str, asks: bool, store: str | None, limits: Limits,
    **asked: Any,
) -> int:  # fmt: skip
    """Read papers from files, or from a service, into the graph.

    Each paper's text is searched for methods, hardware, benchmarks and links, and each that is found is written with
    the sentence that proves it. Loading the same file twice changes nothing.
    """
    from papermesh.loaders.folders import AUTO
    from papermesh.loaders.ingest import load as load_files
    from papermesh.loaders.sources import SOURCES

    settings = settings_for(store)
    query = query_of(asked)
    if query is not None:
        report: LoadReport = _asked_for(inputs, query, settings, limits, dry_run=dry_run, strict=strict, asks=asks)
        return _told(report, form, dry_run=dry_run, strict=strict)
    if limits != Limits():
        raise click.UsageError(
            "--max-requests, --max-cost, --offline and --refresh are for what a service is asked: add --query or --ids."
        )
    source, paths = split_source(inputs, [AUTO, *(known.name for known in SOURCES)])
    model = language_model_for(settings, asks=asks)
    with progress_bar() as progress:
        report = load_files(
            opener(settings), paths, source=source, overlay=settings.overlay, command=command_line(),
            dry_run=dry_run, strict=strict, model=model, progress=progress,
        )  # fmt: skip
    return _told(report, form, dry_run=dry_run, strict=strict)


def _asked_for(
    inputs: tuple[str, ...], query: Query, settings: Settings, limits: Limits, *, dry_run: bool, strict: bool,
    asks: bool,
) -> HarvestReport:  # fmt: skip
    """Load what a service gives."""
    from papermesh.cli import fetching
    from papermesh.loaders.harvest import harvest

    if len(inputs) > 1:
        raise click.UsageError(f"A service is asked or files are read, not both: leave out {inputs[1]!r} or the query.")
    service = service_for(inputs[0], query)
    model = language_model_for(settings, asks=asks)
    with (
        fetching.asking(settings, service.access, limits) as (ask, budget),
        progress_bar(budget) as progress,
    ):
        return harvest(
            opener(settings), service, query, ask, overlay=settings.overlay, command=command_line(),
            dry_run=dry_run, strict=strict, model=model, progress=progress,
        )  # fmt: skip


def _told(report: LoadReport, form: str, *, dry_run: bool, strict: bool) -> int:
    """Print a report, and return the exit code that it stands for."""
    from papermesh.loaders.harvest_report import HarvestReport

    if form == "json":
        from papermesh.cli.output import json_text

        click.echo(json_text(report.as_dict(), indent=2))
    else:
        print_report(report, dry_run=dry_run, strict=strict)
    if isinstance(report, HarvestReport) and report.error is not None:
        from papermesh.cli.main import show_error

        show_error(report.error)
        return report.error.exit_code
    if strict and report.incomplete:
        return EXIT_FAILED
    return EXIT_REJECTED if report.rejected else EXIT_DONE


def split_source(inputs: tuple[str, ...], known: list[str]) -> tuple[str | None, list[str]]:
    """Return the source's name, where the first word is one, and the files."""
    first = inputs[0]
    if first in known:
        if len(inputs) == 1:
            raise click.UsageError(
                f"Say which file to read, or what to ask for: papermesh load {first} FILE, or … --query WORDS"
            )
        return first, list(inputs[1:])
    if len(inputs) > 1 and first.isalpha() and not Path(first).exists():
        raise click.UsageError(f"{first!r} is neither a file nor a source; sources are {', '.join(known)}.")
    return None, list(inputs)


def print_report(report: LoadReport, *, dry_run: bool = False, strict: bool = False) -> None:
    """Print what came in, what was written, and what was rejected and why."""
    from papermesh.cli.output import printable
    from papermesh.loaders.harvest_report import HarvestReport

    print_lines("skipped", [f"{file.path}: {file.skipped}" for file in report.files if file.skipped])
    for file in report.files:
        if not file.source:
            continue
        print_lines("read", [f"{file.path}: {_count(file.records, 'record')} ({file.source})"])
        print_lines(
            "  noted",
            [f"{note.place}: {note.what}" + (f" (×{note.count})" if note.count > 1 else "") for note in file.noted],
        )
    print_lines("  rejected", map(rejection, report.rejected))
    print_lines("  missing", [f"an end of {tail} -{label}-> {head}" for label, tail, head in report.missing_ends])
    print_lines("  ignored", [f"your decision: {decision}" for decision in report.ignored_decisions])
    if isinstance(report, HarvestReport):
        of = f" of {report.total} papers" if report.total is not None else ""
        requests = "1 request" if report.requests == 1 else f"{report.requests} requests"
        click.echo(f"asked    {report.service} in {requests}{of}")
        if report.stopped is not None:
            more = "" if report.stopped.startswith("the limit") else "; the same command goes on from here"
            click.echo(f"stopped  {printable(report.stopped)}{more}")
    if report.files:
        repeated = f", {report.records_repeated} repeated" if report.records_repeated else ""
        click.echo(
            f"records  {report.records_new} new, {report.records_changed} changed, "
            f"{report.records_unchanged} unchanged{repeated}, {len(report.rejected)} rejected"
        )
    print_language_model(report.language_model)
    click.echo(f"papers   {report.papers} in the graph, {report.papers_cited_only} more only cited")
    for name, counts in report.counts.items():
        what, _, how = name.partition("_")
        listed = ", ".join(f"{count} {label}" for label, count in counts.items())
        click.echo(f"{what:<8} {how}: {listed}")
    if dry_run:
        click.echo("nothing was written: this was a dry run")
    elif strict and report.incomplete:
        missing = "something was rejected" if report.rejected else "an answer of the language model is missing"
        click.echo(f"nothing was written: --strict, and {missing}")
    elif not report.changed:
        click.echo("nothing changed: the graph already holds all of this")
    if report.resumed:
        click.echo(f"resumed  {report.run_id} had not ended, and goes on")
    if report.store:
        click.echo(f"store    {report.store}" + (f" ({report.run_id})" if report.run_id else ""))


def rejection(bad: Rejected) -> str:
    """Return a rejection as one line: where, why, and the start of what it is."""
    return f"{bad.place}: {bad.reason}" + (f": {bad.snippet}" if bad.snippet else "")


def print_lines(word: str, lines: Iterable[str], *, err: bool = False) -> None:
    """Print the first lines, each after a word, and how many more there are."""
    from papermesh.cli.output import printable

    listed = list(lines)
    width = 11 if word.startswith(" ") else 9
    for line in listed[:SHOWN]:
        click.echo(f"{word:<{width}}{printable(line)}", err=err)
    if len(listed) > SHOWN:
        click.echo(f"{word:<{width}}{len(listed) - SHOWN} more (--format json has all)", err=err)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
