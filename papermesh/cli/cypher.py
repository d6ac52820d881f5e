"""`papermesh cypher`: the graph asked in Cypher, once, from a pipe, or at a plain prompt."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import answer_options, open_store, settings_for, timeout_option
from papermesh.errors import PapermeshError, QueryError

if TYPE_CHECKING:
    from papermesh.graph.store import Rows, Store
    from papermesh.queries.answer import Answer

EPILOG = """\b
Examples:
  papermesh cypher 'MATCH (p:Paper)-[:RUNS_ON]->(h:Hardware) RETURN h.name, count(p) AS papers ORDER BY papers DESC'
  papermesh cypher 'MATCH (p:Paper {paper_id: $id}) RETURN p' --param id=arxiv:2205.14135
  echo 'MATCH (m:Method) RETURN m.name ORDER BY m.name LIMIT 5' | papermesh cypher --format csv
  papermesh cypher                          a prompt: end a query with ;  leave with Ctrl-D

\b
Several statements are separated by ; and answered one after the other; with --write each is kept as it ends.
Without --write nothing can change the graph, load a file or leave the store, whatever the query says.
"""


@click.command(epilog=EPILOG)
@click.argument("text", required=False)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter: JSON, else taken as text.")
@click.option("--write", is_flag=True, help="Allow the query to change the graph.")
@click.option("--max-rows", type=click.IntRange(min=1), default=10_000, show_default=True, help="Most rows to return.")
@timeout_option
@answer_options
def cypher(
    text: str | None, params: tuple[str, ...], write: bool, max_rows: int, timeout_ms: int | None, form: str,
    store: str | None,
) -> None:  # fmt: skip
    """Ask the graph in Cypher: once, piped, or at a prompt."""
    values = dict(map(_param, params))
    settings = settings_for(store, timeout_ms)
    limit_ms = settings.timeout_ms
    source = _standard_input() if text == "-" or (text is None and not sys.stdin.isatty()) else text
    statements = list(statements_in(source or ""))
    if source is not None and not statements:
        raise click.UsageError("There is no query: give it as an argument or on standard input.")
    with open_store(settings, write=write) as graph:
        if source is None:
            _prompt(graph, values, write=write, max_rows=max_rows, timeout_ms=limit_ms, form=form)
            return
        for statement in statements:
            _answer(graph, statement, values, write=write, max_rows=max_rows, timeout_ms=limit_ms, form=form)
        if write:
            graph.checkpoint()


def _param(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise click.BadParameter(f"write it as NAME=VALUE, not {text!r}", param_hint="--param")
    try:
        return name, json.loads(value, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return name, value


def _no_constant(word: str) -> None:
    """Refuse NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(word)


def _standard_input() -> str:
    """Return the text on standard input.

    Raises:
        QueryError: It is no UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(
            f"the query is no UTF-8 text: byte {error.start + 1} is not",
            where="standard input",
            hint="convert it: iconv -f latin1 -t utf-8",
        ) from error


def statements_in(text: str) -> Iterator[str]:
    """Yield the statements of a text: they end in `;`, but not inside quotes, backticks or comments."""
    from papermesh.graph.read_only import tokens

    start = 0
    found = tokens(text)
    for token in [token for token in found if token.text == ";" and token.kind == "sign"]:
        if any(start <= other.offset < token.offset for other in found):
            yield text[start : token.offset].strip()
        start = token.offset + 1
    if any(other.offset >= start for other in found):
        yield text[start:].strip()


def _answer(
    graph: Store, statement: str, params: dict[str, Any], *, write: bool, max_rows: int, timeout_ms: int, form: str
) -> None:
    from papermesh.cli.output import emit

    started = time.perf_counter()
    if write:
        rows = graph.write(statement, params)
    else:
        rows = graph.read(statement, params, timeout_ms=timeout_ms, max_rows=max_rows)
    emit(as_answer(graph, rows, params, (time.perf_counter() - started) * 1000), form, limit_option="--max-rows")
    if rows.changes:
        changed = ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in sorted(rows.changes.items()))
        click.echo(f"({changed})", err=True)


def as_answer(graph: Store, rows: Rows, params: dict[str, Any], elapsed_ms: float) -> Answer:
    """Return rows in the envelope that every answer has."""
    from papermesh.queries.answer import Answer, Column

    return Answer(
        query="cypher",
        columns=tuple(Column(name, "any", True, "") for name in rows.columns),
        rows=rows.rows,
        truncated=rows.truncated,
        params=params,
        store=graph.address,
        elapsed_ms=elapsed_ms,
    )


def _prompt(graph: Store, params: dict[str, Any], *, write: bool, max_rows: int, timeout_ms: int, form: str) -> None:
    """Ask and answer until the input ends; an error or Ctrl-C ends the query, not the prompt."""
    from papermesh.cli.main import show_error

    click.echo(
        f"{graph.engine} at {graph.address}{'' if write else ', read-only'}. End a query with ; leave with Ctrl-D."
    )
    pending = ""
    while True:
        try:
            line = input("     ... " if pending else "cypher> ")
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            click.echo()
            pending = ""
            continue
        if not pending and line.strip() in {":quit", ":exit", "exit", "quit"}:
            return
        pending = f"{pending}\n{line}".strip()
        if not _complete(pending):
            continue
        statements, pending = list(statements_in(pending)), ""
        for statement in statements:
            try:
                _answer(graph, statement, params, write=write, max_rows=max_rows, timeout_ms=timeout_ms, form=form)
                if write:
                    graph.checkpoint()
            except PapermeshError as error:
                show_error(error)
            except KeyboardInterrupt:
                click.echo("interrupted", err=True)


def _complete(text: str) -> bool:
    """Tell whether a text ends in the `;` of a statement, and not in one inside quotes or a comment."""
    from papermesh.graph.read_only import tokens

    found = tokens(text)
    return bool(found) and found[-1].text == ";"
