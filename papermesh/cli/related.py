"""`papermesh related` and `why`: related work, each with the reasons that add up to its score."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import answer_options, open_store, settings_for

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.queries.answer import Answer
    from papermesh.queries.related import Related

RELATED_EPILOG = """\b
Examples:
  papermesh related FlashAttention --top 10 --why
  papermesh related arxiv:2205.14135 --format json
  papermesh related --text draft.txt --why
  cat draft.txt | papermesh related --text -

\b
A draft is plain text, its first line the title. The score is a whole number of millionths: the sum of the reasons.
"""

WHY_EPILOG = """\b
Examples:
  papermesh why FlashAttention "FlashAttention-2"
  papermesh why arxiv:2205.14135 arxiv:2307.08691 --format json
"""


@click.command(epilog=RELATED_EPILOG)
@click.argument("paper", required=False)
@click.option(
    "--text",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="A draft that is not in the graph; - is standard input.",
)
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="Most papers to return.")
@click.option("--why", "explain", is_flag=True, help="Print the reasons, with the sentences behind them.")
@answer_options
def related(paper: str | None, text: str | None, top: int, explain: bool, form: str, store: str | None) -> None:
    """Related work of a paper or a draft, with reasons."""
    from papermesh.cli.output import emit
    from papermesh.queries.names import resolve_paper
    from papermesh.queries.related import related as related_to

    if (paper is None) == (text is None):
        raise click.UsageError("Name a paper, or a draft with --text FILE.")
    started = time.perf_counter()
    with open_store(settings_for(store)) as graph:
        resolved: dict[str, Any] = {}
        if paper is not None:
            seed = resolve_paper(graph, paper)
            resolved = {"paper": {"id": seed.paper_id, "name": seed.title}}
            found = related_to(graph, seed.paper_id, top=top)
        else:
            from papermesh.api import related_to_draft
            from papermesh.loaders.draft import read_draft

            assert text is not None
            found = related_to_draft(graph, read_draft(text), top=top)
        answer = _answer(graph, "related", found, {"paper": paper, "text": text, "top": top}, resolved, started)
    emit(answer, form, table=_draw_why if explain else _draw_ranking)


@click.command(epilog=WHY_EPILOG)
@click.argument("a")
@click.argument("b")
@answer_options
def why(a: str, b: str, form: str, store: str | None) -> None:
    """Why two papers are related, added up."""
    from papermesh.cli.output import emit
    from papermesh.queries.names import resolve_paper
    from papermesh.queries.related import why as why_related

    started = time.perf_counter()
    with open_store(settings_for(store)) as graph:
        first, second = resolve_paper(graph, a), resolve_paper(graph, b)
        found = why_related(graph, first.paper_id, second.paper_id)
        resolved = {
            "a": {"id": first.paper_id, "name": first.title},
            "b": {"id": second.paper_id, "name": second.title},
        }
        answer = _answer(graph, "why", [found], {"a": a, "b": b}, resolved, started)
    emit(answer, form, table=_draw_why)


def _answer(
    graph: Store, name: str, found: list[Related], params: dict[str, Any], resolved: dict[str, Any], started: float
) -> Answer:
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import last_run

    columns = (
        Column("rank", "int", description="1 for the most related"),
        Column("paper_id", "str", description="The related paper"),
        Column("title", "str", True, "Its title"),
        Column("year", "int", True, "Its year"),
        Column("score", "int", description="Millionths; the sum of the reasons"),
        Column("reasons", "json", description="Component, millionths, text, entities and proofs of each addend"),
    )
    rows = [
        (rank, one.paper_id, one.title, one.year, one.millionths, [reason.as_dict() for reason in one.reasons])
        for rank, one in enumerate(found, 1)
    ]
    return Answer(
        query=name, columns=columns, rows=rows, params={k: v for k, v in params.items() if v is not None},
        resolved=resolved, store=graph.address, run=last_run(graph), elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip


def _draw_ranking(answer: Answer) -> None:
    """Print one line a paper, with its two strongest reasons."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from papermesh.cli.output import cell, console

    if not answer.rows:
        click.echo("no related papers")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, side in (
        ("rank", "right"),
        ("score", "right"),
        ("year", "right"),
        ("title", "left"),
        ("because", "left"),
    ):
        table.add_column(name, justify=side, overflow="fold")  # type: ignore[arg-type]
    for rank, _, title, year, score, reasons in answer.rows:
        because = "; ".join(reason["text"] for reason in reasons[:2])
        more = f"; {len(reasons) - 2} more" if len(reasons) > 2 else ""
        table.add_row(str(rank), _score(score), cell(year), Text(cell(title)), Text(cell(because + more)))
    console().print(table)


def _draw_why(answer: Answer) -> None:
    """Print each paper with its addends, and the sentences that prove them."""
    from papermesh.cli.output import printable

    if not answer.rows:
        click.echo("no related papers")
    for rank, paper_id, title, year, score, reasons in answer.rows:
        click.echo(f"{rank:>3}. {printable(title or paper_id)} ({year or 'year unknown'}) {paper_id}")
        shown: set[tuple[str, str]] = set()
        for reason in reasons:
            click.echo(f"     {_score(reason['millionths']):>9}  {printable(reason['text'])}  [{reason['component']}]")
            for proof in reason["evidence"]:
                quoted = (proof["paper_id"], proof.get("sentence") or "")
                # One sentence often proves several reasons: it is printed with the first.
                if quoted[1] and quoted not in shown:
                    shown.add(quoted)
                    click.echo(f"                {quoted[0]}: “{printable(quoted[1])}”")
        click.echo(f"     {_score(score):>9}  = sum of {len(reasons)} reason{'' if len(reasons) == 1 else 's'}\n")


def _score(millionths: int) -> str:
    return f"{millionths / 1_000_000:.6f}"
