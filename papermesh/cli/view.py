"""`papermesh view`: a paper's related work as one HTML file."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from pathlib import Path

import click

from papermesh.cli.options import open_store, settings_for, store_option
from papermesh.errors import ConfigError

EPILOG = """\b
Examples:
  papermesh view FlashAttention -o related.html --open
  papermesh view arxiv:2205.14135 -o related.html --top 30
  papermesh view arxiv:2205.14135 -o - | gzip > related.html.gz

\b
The file works offline and asks for nothing: it can be mailed. Click a paper to see why it is there.
"""


@click.command(epilog=EPILOG)
@click.argument("paper")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("related.html"),
              show_default=True, help="The HTML file to write; - is standard output.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=60, show_default=True, help="Most related papers to draw.")
@click.option("--max-nodes", type=click.IntRange(min=2), default=150, show_default=True,
              help="Most nodes to draw; papers come before entities.")  # fmt: skip
@click.option("--open", "open_it", is_flag=True, help="Open the file in the browser.")
@store_option
def view(paper: str, output: Path, top: int, max_nodes: int, open_it: bool, store: str | None) -> None:
    """Draw a paper's related work as one offline HTML file."""
    from papermesh.queries.names import resolve_paper
    from papermesh.viz.neighbourhood import view_neighbourhood
    from papermesh.viz.page import build_page

    to_stdout = str(output) == "-"
    if to_stdout and open_it:
        raise click.UsageError("--open needs a file: name one with -o.")
    if output.is_dir():
        raise ConfigError(
            "the output is a folder", where=str(output), hint=f"name a file: -o {output / 'related.html'}"
        )
    with open_store(settings_for(store)) as graph:
        seed = resolve_paper(graph, paper)
        command = shlex.join(["papermesh", "view", paper, "--top", str(top), "--max-nodes", str(max_nodes)])
        model = view_neighbourhood(graph, seed.paper_id, top=top, max_nodes=max_nodes, command=command)
        page = build_page(model)
        address = graph.address
    content = page.encode()
    if to_stdout:
        stream = sys.stdout.buffer
        stream.write(content)
        stream.flush()
    else:
        _write(output, content)
    drawn = f"{len(model.nodes)} nodes, {len(model.edges)} edges, {len(content) / 1000:.0f} kB"
    click.echo(f"{output}: {drawn}, made from {address}; it works offline", err=to_stdout)
    if open_it:
        click.launch(str(output.resolve()))


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a page which is open in a browser is never half."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link keeps pointing where it does, and what is no regular file (/dev/stdout, a pipe) stays what it is.
        place = path.resolve()
        if place.exists() and not place.is_file():
            place.write_bytes(content)
            return
        _replace(place, content)
    except OSError as error:
        raise ConfigError(
            f"the page cannot be written: {error.strerror}", where=str(path), hint="name another file with -o"
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        made.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
