"""`papermesh annotate`: a paper's text with its mentions marked, on the terminal or as an HTML file."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.cli.output_file import check_output, write_output

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.queries.answer import Answer
    from papermesh.viz.marked_text import MarkedText

EPILOG = """\b
Examples:
  papermesh annotate FlashAttention
  papermesh annotate arxiv:2205.14135 -o annotated.html
  papermesh annotate --text draft.txt
  papermesh annotate QLoRA --format csv

\b
Each mention carries the number of its entity in the list below the text. Every mention is listed by --format json,
jsonl, csv and markdown. `papermesh reject PAPER ENTITY` removes a link that is wrong.
"""
COLOURS = {
    "method": "green", "hardware": "yellow", "benchmark": "magenta", "repository": "cyan", "resource": "blue",
}  # fmt: skip


@click.command(epilog=EPILOG)
@click.argument("paper", required=False)
@click.option("--text", type=click.Path(allow_dash=True), metavar="FILE",
              help="A draft that is not in the graph; - is standard input.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
              help="Write an HTML page that works offline; - is standard output.")  # fmt: skip
@answer_options
def annotate(paper: str | None, text: str | None, output: Path | None, form: str, store: str | None) -> None:
    """Show a paper's text with its mentions marked, each with its entity and the rule that found it."""
    from papermesh.cli.output import emit
    from papermesh.loaders.draft import read_draft
    from papermesh.queries.names import resolve_paper
    from papermesh.viz.marked_text import marked_draft, marked_paper

    if (paper is None) == (text is None):
        raise click.UsageError("Name a paper, or a draft with --text FILE.")
    if output is not None:
        check_output(output, "annotated.html")
    started = time.perf_counter()
    with open_store(settings_for(store)) as graph:
        if paper is not None:
            marked = marked_paper(graph, resolve_paper(graph, paper).paper_id)
        else:
            assert text is not None
            marked = marked_draft(graph, read_draft(text))
        if output is not None:
            _write_output(marked, output, paper, graph)
            return
        answer = _answer(graph, marked, {"paper": paper, "text": text}, started)
    emit(answer, form, table=lambda _: _draw(marked))


def _write_output(marked: MarkedText, output: Path, paper: str | None, graph: Store) -> None:
    from papermesh.viz.annotated_page import build_annotated_page
    from papermesh.viz.marked_text import marked_entities

    named = shlex.quote(paper) if paper is not None else "--text FILE"
    page = build_annotated_page(marked, f"{marked.paper_id or 'a draft'} · papermesh annotate {named}")
    entities = len(marked_entities(marked))
    what = f"{len(marked.marks)} mentions of {entities} entities, made from {graph.address}; it works offline"
    write_output(page, output, what)


def _answer(graph: Store, marked: MarkedText, params: dict[str, str | None], started: float) -> Answer:
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import last_run

    columns = (
        Column("field", "str", description="title, abstract or the heading of a section"),
        Column("start", "int", description="First character of the mention in that field"),
        Column("end", "int", description="Character after the mention"),
        Column("surface", "str", description="The mention as written"),
        Column("edge", "str", description="The edge between the paper and the entity"),
        Column("entity_type", "str", description="method, hardware, benchmark, repository or resource"),
        Column("entity_id", "str"),
        Column("name", "str"),
        Column("rule", "str", description="The rule that found this mention"),
        Column("confidence", "float", description="0 to 1"),
        Column("is_best", "bool", description="Whether this mention is the proof of the edge"),
    )
    rows = [
        (mark.field, mark.start, mark.end, marked.text(mark.field)[mark.start : mark.end], mark.edge, mark.entity_type,
         mark.entity_id, mark.name, mark.rule, mark.confidence, mark.is_best)
        for mark in marked.marks
    ]  # fmt: skip
    resolved = {"paper": {"id": marked.paper_id, "name": marked.title}} if marked.paper_id else {}
    return Answer(
        query="annotate", columns=columns, rows=rows, params=params, resolved=resolved, store=graph.address,
        run=last_run(graph), elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip


def _draw(marked: MarkedText) -> None:
    """Print the text with numbered mentions, coloured on a terminal, and below it the entities."""
    from rich.table import Table
    from rich.text import Text

    from papermesh.cli.output import console, printable
    from papermesh.viz.marked_text import FIELDS, marked_entities, marked_pieces

    screen = console()
    coloured = screen.is_terminal and not screen.no_color
    for field in marked.fields:
        if field not in FIELDS:
            screen.print(Text(printable(field), style="bold"))
        shown = Text(style="bold" if field == "title" else "")
        for text, entity in marked_pieces(marked, field):
            # Lines of a section are its paragraphs; those of an abstract are broken wherever its source breaks them.
            piece = printable(text) if field in FIELDS else "\n".join(map(printable, text.split("\n")))
            if entity is None:
                shown.append(piece)
            elif coloured:
                colour = COLOURS[entity.entity_type]
                shown.append(piece, style=f"underline {colour}").append(f" {entity.number}", style="dim")
            else:
                shown.append(f"[{piece}]({entity.number})")
        screen.print(shown)
        screen.print()
    listed = Table.grid(padding=(0, 2, 0, 0))
    for entity in marked_entities(marked):
        listed.add_row(
            str(entity.number),
            entity.edge,
            Text(printable(entity.name), style=COLOURS[entity.entity_type] if coloured else ""),
            Text(f"{entity.entity_type}:{entity.entity_id}", style="dim"),
            f"{entity.rules}; confidence {entity.confidence:.2f}",
        )
    screen.print(listed)
    for link in marked.unstated:
        click.echo(f"no text states: {link.edge} {printable(link.name)} ({link.entity_type}:{link.entity_id})")
