"""`papermesh load`: files into the graph, with a report that leaves nothing out."""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import opener, settings_for, store_option
from papermesh.errors import EXIT_DONE, EXIT_FAILED, EXIT_REJECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.loaders.ingest import LoadReport, Progress

SHOWN = 20
"""Most rejections and notes printed one by one; the rest is counted, and `--format json` has all."""

EPILOG = """\b
Examples:
  papermesh load listing page.txt
  papermesh load bibtex refs.bib --strict
  papermesh load papers.jsonl --dry-run
  papermesh load listing page.txt --store bolt://localhost:7687

\b
Sources: listing (a copied page of titles and abstracts), jsonl (one record a line), bibtex. Without one, each file's
source is recognised. Exit codes: 0 all loaded; 3 loaded, some records rejected; 1 failed or, with --strict, rejected.
"""


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="[SOURCE] FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing when anything is rejected.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How the report is printed.")  # fmt: skip
@store_option
def load(inputs: tuple[str, ...], dry_run: bool, strict: bool, form: str, store: str | None) -> int:
    """Read papers from files into the graph.

    Each paper's text is searched for methods, hardware, benchmarks and links, and each that is found is written with
    the sentence that proves it. Loading the same file twice changes nothing.
    """
    from papermesh.loaders.ingest import load as load_files
    from papermesh.loaders.sources import SOURCES

    source, paths = split_source(inputs, {known.name for known in SOURCES})
    settings = settings_for(store)

    with progress_bar() as progress:
        report = load_files(
            opener(settings), paths, source=source, overlay=settings.overlay,
            command=shlex.join(["papermesh", *sys.argv[1:]]),
            dry_run=dry_run, strict=strict, progress=progress,
        )  # fmt: skip
    if form == "json":
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        print_report(report, dry_run=dry_run, strict=strict)
    if not report.rejected:
        return EXIT_DONE
    return EXIT_FAILED if strict else EXIT_REJECTED


def split_source(inputs: tuple[str, ...], known: set[str]) -> tuple[str | None, list[str]]:
    """Return the source's name, where the first word is one, and the files."""
    if inputs[0] in known:
        if len(inputs) == 1:
            raise click.UsageError(f"Say which file to read: papermesh load {inputs[0]} FILE")
        return inputs[0], list(inputs[1:])
    return None, list(inputs)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Give a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from papermesh.cli.output import console

    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(err=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done, total=total)

        yield step


def print_report(report: LoadReport, *, dry_run: bool = False, strict: bool = False) -> None:
    """Print what came in, what was written, and what was rejected and why."""
    from papermesh.cli.output import printable

    for file in report.files:
        click.echo(f"read     {file.path}: {_count(file.records, 'record')} ({file.source})")
        for note in file.noted[:SHOWN]:
            click.echo(
                f"  noted    {note.place}: {printable(note.what)}" + (f" (×{note.count})" if note.count > 1 else "")
            )
        if len(file.noted) > SHOWN:
            click.echo(f"  noted    {len(file.noted) - SHOWN} more")
    for bad in report.rejected[:SHOWN]:
        click.echo(f"  rejected {bad.place}: {bad.reason}" + (f": {printable(bad.snippet)}" if bad.snippet else ""))
    if len(report.rejected) > SHOWN:
        click.echo(f"  rejected {len(report.rejected) - SHOWN} more (--format json has all)")
    for label, tail, head in report.missing_ends[:SHOWN]:
        click.echo(f"  missing  an end of {tail} -{label}-> {head}")
    for decision in report.ignored_decisions[:SHOWN]:
        click.echo(f"  ignored  your decision: {decision}")
    if report.files:
        click.echo(
            f"records  {report.records_new} new, {report.records_changed} changed, "
            f"{report.records_unchanged} unchanged, {len(report.rejected)} rejected"
        )
    click.echo(f"papers   {report.papers} in the graph, {report.papers_cited_only} more only cited")
    for name, counts in report.counts.items():
        what, _, how = name.partition("_")
        listed = ", ".join(f"{count} {label}" for label, count in counts.items())
        click.echo(f"{what:<8} {how}: {listed}")
    if dry_run:
        click.echo("nothing was written: this was a dry run")
    elif strict and report.rejected:
        click.echo("nothing was written: --strict, and something was rejected")
    elif not report.changed:
        click.echo("nothing changed: the graph already holds all of this")
    if report.store:
        click.echo(f"store    {report.store}" + (f" ({report.run_id})" if report.run_id else ""))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
