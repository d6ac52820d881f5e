"""`papermesh runs` and `diff`: the commands that wrote to the graph, and which links they changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.cli.query import RowLimit

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.run_diff import LinkChange
    from papermesh.queries.answer import Answer

RUNS_EPILOG = """\b
Examples:
  papermesh runs
  papermesh runs --top 100 --format csv

\b
States: running; paused (its budget was used up); done; failed; interrupted (Ctrl-C); killed (it says that it runs, and
its process is gone). A run that is not done is gone on with by the same command on the same input.
"""
DIFF_EPILOG = """\b
Examples:
  papermesh diff run-20260301T101500Z-0004
  papermesh diff 0003 0007
  papermesh diff last --format json

\b
A run is named by its id, by the number at the end of it, or as last (papermesh runs lists them). With one run: what it
did. With two: how the links after the second differ from those after the first; what came and went between them is no
change. Of a changed link, "was" has the earlier role (edge) and proof.
"""


@click.command(epilog=RUNS_EPILOG)
@click.option("--top", type=RowLimit(min=1), default=25, show_default=True, help="Most runs to list.")
@answer_options
def runs(top: int, form: str, store: str | None) -> None:
    """The commands that wrote to the graph, newest first, with how they ended and what they changed."""
    from dataclasses import replace

    from papermesh.cli.output import emit
    from papermesh.graph.writer import may_live
    from papermesh.queries import catalog
    from papermesh.queries.ask import ask

    settings = settings_for(store)
    with open_store(settings) as graph:
        answer = ask(graph, catalog.query("runs"), {"limit": top}, timeout_ms=settings.timeout_ms)
    names = [column.name for column in answer.columns]
    state, writer = names.index("state"), names.index("writer")

    def told(row: tuple[object, ...]) -> tuple[object, ...]:
        killed = row[state] == "running" and not may_live(str(row[writer] or ""))
        shown = (*row[:state], "killed", *row[state + 1 :]) if killed else row
        return (*shown[:writer], *shown[writer + 1 :])

    columns = [
        replace(column, description="running, paused, done, failed, interrupted or killed")
        if column.name == "state"
        else column
        for column in answer.columns
        if column.name != "writer"
    ]
    emit(replace(answer, columns=tuple(columns), rows=[told(row) for row in answer.rows]), form, limit_option="--top")


@click.command(epilog=DIFF_EPILOG)
@click.argument("run")
@click.argument("other", required=False, metavar="[RUN2]")
@click.option("--top", type=RowLimit(min=1), default=100, show_default=True, help="Most links to list.")
@answer_options
def diff(run: str, other: str | None, top: int, form: str, store: str | None) -> None:
    """The links that a run added, retired or changed, or that differ between two runs."""
    from papermesh.cli.output import emit
    from papermesh.loaders.change_log import links_now, read_logs
    from papermesh.loaders.run_diff import changes_between, changes_of
    from papermesh.queries.names import resolve_run

    started = time.perf_counter()
    with open_store(settings_for(store)) as graph:
        named = [resolve_run(graph, text) for text in (run, other) if text is not None]
        logs, now = read_logs(graph), links_now(graph)
        changes = changes_between(logs, now, *named) if len(named) == 2 else changes_of(logs, now, *named)
        answer = _answer(graph, changes, top, named, started)
    emit(answer, form, table=_draw, limit_option="--top")
    if form == "table":
        kinds = [one.change for one in changes]
        click.echo(", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "changed", "retired")), err=True)


def _answer(graph: Store, changes: list[LinkChange], top: int, named: list[str], started: float) -> Answer:
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import last_run
    from papermesh.queries.lookup import papers_by_id

    columns = (
        Column("change", "str", description="added, retired or changed"),
        Column("paper_id", "str"),
        Column("title", "str", nullable=True, description="null where the paper is gone"),
        Column("edge", "str", description="the link's label; of a retired link the one that it had"),
        Column("entity", "str", description="what the paper is linked to, as label:key"),
        Column("evidence", "str", nullable=True, description="the sentence that states it"),
        Column("was", "list[str]", description="what is another one now, with its earlier value"),
    )
    listed = changes[:top]
    titles = {one.paper_id: one.title for one in papers_by_id(graph, sorted({one.paper_id for one in listed}))}
    rows = [
        (one.change, one.paper_id, titles.get(one.paper_id), one.edge, one.entity, one.evidence, list(one.was))
        for one in listed
    ]
    return Answer(
        query="diff", columns=columns, rows=rows, truncated=len(changes) > top,
        params={"run": named[0], "other": named[1] if len(named) == 2 else None, "top": top},
        store=graph.address, run=last_run(graph), elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip


def _draw(answer: Answer) -> None:
    """Print each link on a line below its paper, with what it was and the sentence."""
    from papermesh.cli.output import printable

    signs = {"added": "+", "retired": "-", "changed": "~"}
    paper = None
    if not answer.rows:
        click.echo("no link differs")
    for row in answer.records():
        if row["paper_id"] != paper:
            paper = row["paper_id"]
            click.echo(printable(f"{paper}  {row['title'] or ''}".rstrip()))
        click.echo(printable(f"  {signs[row['change']]} {row['edge']} {row['entity']}"))
        for earlier in row["was"]:
            click.echo(printable(f"      was {earlier}"))
        if row["evidence"]:
            click.echo(printable(f"      “{row['evidence']}”"))
