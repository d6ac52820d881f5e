"""Answers as table, JSON, JSON lines, CSV or Markdown: the rows on standard output, remarks on standard error."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from papermesh.queries.answer import Answer

PIPE_WIDTH = 160
"""Columns of a table that is not printed on a terminal: wide enough that titles are not broken."""

LISTED = 5
"""Most items of a list in a table's cell; every other format has all."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula."""

MARKDOWN_SIGNS = re.compile(r"[\\|<`*]")
"""What ends a cell, or means something in one."""


def console(*, err: bool = False) -> Console:
    """Return a console that breaks lines to the terminal, and hardly at all in a pipe."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
    return Console(stderr=err, width=width, highlight=False, soft_wrap=False)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON that the output can spell: other signs than ASCII as they are only where it is Unicode."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    spelled = not encoding.startswith("utf")
    try:
        return json.dumps(value, ensure_ascii=spelled, indent=indent, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=spelled, indent=indent, allow_nan=False)


def _finite(value: Any) -> Any:
    """Return a value with null for what is no number (0.0/0.0 in Cypher), which JSON cannot say."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def emit(
    answer: Answer, form: str, *, table: Callable[[Answer], None] | None = None, limit_option: str = "--limit"
) -> None:
    """Print an answer: the rows on standard output, remarks on standard error.

    Args:
        answer: What to print.
        form: One of `options.FORMATS`.
        table: Draws the table where the usual one is not enough; machine formats are always the same.
        limit_option: The option that holds back rows.
    """
    if form == "json":
        click.echo(json_text(answer.as_dict(), indent=2))
        return
    if form == "jsonl":
        for record in answer.records():
            click.echo(json_text(record))
    elif form == "csv":
        click.echo(_csv(answer), nl=False)
    elif form == "markdown":
        click.echo(_markdown(answer), nl=False)
    else:
        (table or draw_table)(answer)
    remark(answer, limit_option)


def remark(answer: Answer, limit_option: str = "--limit") -> None:
    """Say on standard error what the rows alone do not: how many, what is unknown, which store."""
    parts = [f"{answer.count} row{'' if answer.count == 1 else 's'}"]
    if answer.truncated:
        parts.append(f"there are more: raise {limit_option}")
    if answer.unknown:
        parts.append(f"{answer.unknown} more paper{'' if answer.unknown == 1 else 's'} may belong here: not stated")
    parts.append(f"store {answer.store}")
    click.echo(f"({'; '.join(parts)})", err=True)


def draw_table(answer: Answer) -> None:
    """Print the rows as a table; numbers to the right, lists joined, what is not known as a dash."""
    from rich import box
    from rich.table import Table

    if not answer.columns:
        return  # a statement that only writes
    if not answer.rows:
        click.echo("no rows")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(answer.columns):
        numeric = all(isinstance(row[number], int | float | None) for row in answer.rows)
        table.add_column(column.name, justify="right" if numeric else "left", overflow="fold")
    from rich.text import Text

    for row in answer.rows:
        table.add_row(*(Text(_short(value)) for value in row))
    console().print(table)


def _short(value: Any) -> str:
    """Return a value as one cell of a table on a terminal, where long lists are cut and say so."""
    if isinstance(value, list | tuple) and len(value) > LISTED:
        return f"{cell(value[:LISTED])} +{len(value) - LISTED}"
    return cell(value)


def cell(value: Any) -> str:
    """Return a value as one table cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {cell(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return ", ".join(cell(item) for item in value) or "–"
    from papermesh.cli.graph_values import graph_text

    return printable(graph_text(value))


def printable(text: str) -> str:
    """Return text without control characters, which a paper's title must not send to a terminal."""
    return "".join(c if c.isprintable() or c == " " else " " for c in text)


def _csv(answer: Answer) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in answer.columns])
    for row in answer.rows:
        writer.writerow([_csv_cell(value) for value in row])
    return buffer.getvalue()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str | int | float):
        # A spreadsheet runs a cell that starts like a formula; a quote in front keeps it text.
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
    if isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    from papermesh.queries.answer import plain

    return json.dumps(plain(value), ensure_ascii=False)


def _markdown(answer: Answer) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(MARKDOWN_SIGNS.sub(r"\\\g<0>", text) for text in cells) + " |\n"

    head = line([column.name for column in answer.columns]) + "|" + " --- |" * len(answer.columns) + "\n"
    return head + "".join(line([cell(value) for value in row]) for row in answer.rows)
