"""`papermesh extract`: what a file's texts link to, without a store."""

from __future__ import annotations

from typing import Any

import click

from papermesh.cli.language_model import EPILOG as MODEL_EPILOG
from papermesh.cli.language_model import language_model_for, language_model_option, print_language_model
from papermesh.errors import EXIT_DONE, EXIT_REJECTED

EPILOG = """\b
Examples:
  papermesh extract page.txt > links.jsonl
  papermesh extract papers.jsonl --source jsonl --format table
  echo '{"title": "MyMethod: faster decoding on H100 GPUs"}' | papermesh extract - --source jsonl

\b
One line a paper: title, paper_id, methods, hardware, benchmarks, links; each entry has its canonical name, role,
the surface with its offsets (end exclusive) in the field, the sentence, a confidence from 0 to 1, and the rule.

"""
EPILOG += MODEL_EPILOG
TYPES = ("methods", "hardware", "benchmarks", "links")


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--source", help="What the files are, such as bibtex or arxiv; `papermesh load --help` lists the sources "
              "(default: recognised from each file); `auto` takes folders, too.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["jsonl", "json", "table"]), default="jsonl", show_default=True,
              help="How the links are printed.")  # fmt: skip
@language_model_option
def extract(files: tuple[str, ...], source: str | None, form: str, asks: bool) -> int:
    """Find methods, hardware, benchmarks and links in a file, without a store."""
    from papermesh.cli.load import rejection
    from papermesh.cli.options import settings_for
    from papermesh.cli.output import json_text, printable
    from papermesh.cli.progress import progress_bar
    from papermesh.loaders.extract import extract as extract_files
    from papermesh.loaders.folders import AUTO
    from papermesh.loaders.sources import SOURCES

    known = [AUTO, *(one.name for one in SOURCES)]
    if source is not None and source not in known:
        raise click.BadParameter(f"{source!r} is none of {', '.join(known)}.", param_hint="--source")
    model = language_model_for(settings_for(None), asks=asks)
    with progress_bar() as progress:
        extraction = extract_files(files, source, progress, model)
    if form == "json":
        click.echo(json_text(extraction.rows, indent=2))
    elif form == "jsonl":
        for row in extraction.rows:
            click.echo(json_text(row))
    else:
        for row in extraction.rows:
            _print(row)
    for bad in extraction.rejected:
        click.echo(f"rejected {printable(rejection(bad))}", err=True)
    print_language_model(extraction.language_model, err=True)
    return EXIT_REJECTED if extraction.rejected else EXIT_DONE


def _print(row: dict[str, Any]) -> None:
    from papermesh.cli.output import printable

    click.echo(printable(row["title"]))
    for kind in TYPES:
        for link in row[kind]:
            seen = f" (as {link['surface']!r})" if link["surface"] != link["name"] else ""
            click.echo(f"  {kind:<11} {link['role']:<13} {printable(link['name'])}{printable(seen)}")
    click.echo()
