"""How far a long command is: a bar on a terminal, elsewhere a line at intervals, on standard error both."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from papermesh.loaders.fetching.budget import Budget
    from papermesh.loaders.rebuilding import Progress

EVERY_S = 30.0
"""Seconds between two lines where there is no terminal: a log of an hour has 120."""


@contextmanager
def progress_bar(budget: Budget | None = None) -> Iterator[Progress]:
    """Give what is told of each step; of a command that asks services, what is left of its budget is shown, too."""
    if not sys.stderr.isatty():
        yield lines_at_intervals(lambda line: click.echo(line, err=True), budget)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from papermesh.cli.output import console

    columns = (
        TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    with Progress(*columns, console=console(err=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total, rate="", left="")
            bar.update(tasks[name], completed=done, total=total, left=_left(budget))
            speed = next(task.speed for task in bar.tasks if task.id == tasks[name])
            bar.update(tasks[name], rate=f"{speed:.0f}/s" if speed else "")

        yield step


def lines_at_intervals(
    say: Callable[[str], None], budget: Budget | None = None, clock: Callable[[], float] = time.monotonic
) -> Progress:
    """Return what says how far a step is, at most every `EVERY_S` seconds and not before the first are over."""
    begun: dict[str, tuple[float, int]] = {}
    said = clock()

    def step(name: str, done: int, total: int | None) -> None:
        nonlocal said
        now = clock()
        start, first = begun.setdefault(name, (now, done))
        if now - said < EVERY_S:
            return
        said = now
        of = f" of {total:,}" if total is not None else ""
        rate = f", {(done - first) / (now - start):.0f} a second" if now > start else ""
        left = _left(budget)
        say(f"{name}: {done:,}{of}{rate}" + (f", {left}" if left else ""))

    return step


def _left(budget: Budget | None) -> str:
    """Return what a budget still allows, nothing where it allows all."""
    if budget is None:
        return ""
    parts = [f"{budget.used} requests" if budget.left is None else f"{budget.left} requests left"]
    if budget.max_cost is not None:
        parts.append(f"{max(0.0, budget.max_cost - budget.cost):.4f} USD left")
    return ", ".join(parts)
