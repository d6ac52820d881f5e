"""`papermesh view`: a paper's related work as one HTML file."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import click

from papermesh.cli.options import open_store, store_option
from papermesh.errors import ConfigError

EPILOG = """\b
Examples:
  papermesh view FlashAttention -o related.html --open
  papermesh view arxiv:2205.14135 -o related.html --top 30

\b
The file works offline and asks for nothing: it can be mailed. Click a paper to see why it is there.
"""


@click.command(epilog=EPILOG)
@click.argument("paper")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("related.html"), show_default=True,
              help="The HTML file to write.")  # fmt: skip
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

    if output.is_dir():
        raise ConfigError(
            "the output is a folder", where=str(output), hint=f"name a file: -o {output / 'related.html'}"
        )
    with open_store(store) as graph:
        seed = resolve_paper(graph, paper)
        command = shlex.join(["papermesh", "view", paper, "--top", str(top), "--max-nodes", str(max_nodes)])
        model = view_neighbourhood(graph, seed.paper_id, top=top, max_nodes=max_nodes, command=command)
        page = build_page(model)
        address = graph.address
    _write(output, page)
    size_kb = len(page.encode()) / 1000
    drawn = f"{len(model.nodes)} nodes, {len(model.edges)} edges, {size_kb:.0f} kB"
    click.echo(f"{output}: {drawn}, made from {address}; it works offline")
    if open_it:
        click.launch(str(output.resolve()))


def _write(path: Path, page: str) -> None:
    """Write a file in one step, so that a page which is open in a browser is never half."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            file.write(page)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise ConfigError(
            f"the page cannot be written: {error.strerror}", where=str(path), hint="name another file with -o"
        ) from error
