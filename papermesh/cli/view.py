"""`papermesh view`: a paper's related work as one HTML file."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from papermesh.cli.options import open_store, settings_for, store_option
from papermesh.cli.output_file import check_output, write_output

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

    if str(output) == "-" and open_it:
        raise click.UsageError("--open needs a file: name one with -o.")
    check_output(output, "related.html")
    with open_store(settings_for(store)) as graph:
        seed = resolve_paper(graph, paper)
        command = shlex.join(["papermesh", "view", paper, "--top", str(top), "--max-nodes", str(max_nodes)])
        model = view_neighbourhood(graph, seed.paper_id, top=top, max_nodes=max_nodes, command=command)
        page = build_page(model)
        address = graph.address
    size = len(page.encode()) / 1000
    what = f"{len(model.nodes)} nodes, {len(model.edges)} edges, {size:.0f} kB, made from {address}; it works offline"
    write_output(page, output, what)
    if open_it:
        click.launch(str(output.resolve()))
