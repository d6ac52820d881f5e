"""The verbs that are one query each: `search`, `find`, `evidence`; and `stats`, which is two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.cli.query import command_from
from papermesh.queries import catalog

if TYPE_CHECKING:
    from papermesh.queries.answer import Answer

SEARCH_EPILOG = """\b
Examples:
  papermesh search "kv cache compression"
  papermesh search quantization --limit 5 --format jsonl
"""
FIND_EPILOG = """\b
Examples:
  papermesh find --method quantization --hardware h100 --has-code
  papermesh find --hardware gpu --benchmark mmlu --since 2023
  papermesh find --compares vllm --format csv

\b
A class finds its members: --hardware gpu finds papers on an H100, too (not with --exact). Papers that meet all other
conditions but state no hardware, benchmark or code are counted below the table: they may belong here.
"""
EVIDENCE_EPILOG = """\b
Examples:
  papermesh evidence FlashAttention a100
  papermesh evidence arxiv:2210.17323 method:gptq --format json
"""
STATS_EPILOG = """\b
Examples:
  papermesh stats
  papermesh stats --format json
"""


def _draw_evidence(answer: Answer) -> None:
    """Print each edge with its sentence, the mention between brackets."""
    from papermesh.cli.output import cell, printable

    if not answer.rows:
        click.echo("no link between the two")
    for row in answer.records():
        click.echo(f"{row['edge']} {printable(row['name'])} ({row['entity_type']}:{row['entity_id']})")
        sentence, surface = row["evidence"], row["surface"]
        if sentence:
            shown = sentence.replace(surface, f"[{surface}]", 1) if surface else sentence
            click.echo(f"  “{printable(shown)}”")
        field = row["field"]
        named = field if field in {None, "title", "abstract"} else f"“{printable(field)}”"
        place = f"{named} {row['start']} to {row['end']}" if field else "no text states it"
        click.echo(f"  {place}; confidence {cell(row['confidence'])}; {row['basis']}, rule {cell(row['rule'])}")


search = command_from(catalog.query("search-papers"), name="search", epilog=SEARCH_EPILOG)
find = command_from(catalog.query("find-papers"), name="find", epilog=FIND_EPILOG)
evidence = command_from(catalog.query("evidence"), name="evidence", epilog=EVIDENCE_EPILOG, table=_draw_evidence)


@click.command(epilog=STATS_EPILOG)
@answer_options
def stats(form: str, store: str | None) -> None:
    """What the graph holds: nodes and edges by label, and the last run."""
    import time

    from papermesh.cli.output import emit
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import ask, last_run

    started = time.perf_counter()
    settings = settings_for(store)
    with open_store(settings) as graph:
        nodes, edges = (
            ask(graph, catalog.query(name), {}, timeout_ms=settings.timeout_ms).records()
            for name in ("node-counts", "edge-counts")
        )
        rows: list[tuple[str, str, int]] = []
        for row in nodes:
            rows.append(("node", row["label"], row["nodes"]))
            if row["only_cited"] is not None:
                rows.append(("node", f"{row['label']}, only cited", row["only_cited"]))
        rows += [("edge", f"{row['tail']} -{row['label']}-> {row['head']}", row["edges"]) for row in edges]
        columns = (
            Column("kind", "str", description="node or edge"),
            Column("label", "str", description="Its label; of an edge with the labels of both ends"),
            Column("count", "int", description="How many there are"),
        )
        answer = Answer(
            query="stats", columns=columns, rows=rows, store=graph.address, run=last_run(graph),
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )  # fmt: skip
    emit(answer, form)
