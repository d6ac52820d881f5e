"""`papermesh export`: the records that a graph was made from, as lines that make the same graph again."""

from __future__ import annotations

from pathlib import Path

import click

from papermesh.cli.options import open_store, settings_for, store_option
from papermesh.cli.output_file import check_output, write_output

EPILOG = """\b
Examples:
  papermesh export -o records.jsonl
  papermesh export -o records.jsonl && papermesh load records.jsonl --store neo4j://localhost:7687
  papermesh export | gzip > records.jsonl.gz

\b
One JSON object a line, each what one source says of one paper. Loaded into an empty graph, they make the same papers
and links, on either store. Your decisions on links are in overlay.toml and are not among them.
"""


@click.command(epilog=EPILOG)
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"),
              help="The file to write; without it, or as -, standard output.")  # fmt: skip
@store_option
def export(output: Path, store: str | None) -> None:
    """Write the records of all loaded papers as JSON lines, to be loaded elsewhere."""
    from papermesh.graph.export import read_graph
    from papermesh.loaders.sources.jsonl import record_line
    from papermesh.loaders.stored_records import stored_records

    check_output(output, "records.jsonl")
    with open_store(settings_for(store)) as graph:
        records = stored_records(read_graph(graph), graph.address)
        address = graph.address
    lines = [record_line(records[key]) for key in sorted(records)]
    what = f"{len(lines)} record{'' if len(lines) == 1 else 's'} from {address}"
    write_output("".join(f"{line}\n" for line in lines), output, what)
