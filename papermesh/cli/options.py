"""Options that several commands share, and what they open."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from papermesh.errors import PapermeshError

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.settings import Settings

FORMATS = ("table", "json", "jsonl", "csv", "markdown")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the answer is printed.",
)
store_option = click.option(
    "--store",
    metavar="ADDRESS",
    help="The graph: a file, or bolt://… or neo4j://… (default: $PAPERMESH_STORE, else the user's graph.kgl).",
)
timeout_option = click.option(
    "--timeout-ms", type=click.IntRange(min=1), help="Longest time a query may take, in milliseconds."
)


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` and `--store`, which every command that answers has."""
    return store_option(format_option(command))


def settings_for(store: str | None, timeout_ms: int | None = None) -> Settings:
    """Return the settings with the command's own flags applied."""
    from papermesh.settings import load_settings

    return load_settings(store=store, timeout_ms=timeout_ms)


@contextmanager
def open_store(settings: Settings, *, write: bool = False) -> Iterator[Store]:
    """Open the graph of the settings; an error in the block that names no place is given the graph's.

    Raises:
        StoreError: It is not there, is held by another writer, or is no graph.
    """
    with opener(settings)(write) as graph:
        try:
            yield graph
        except PapermeshError as error:
            error.where = error.where or graph.address
            raise


def opener(settings: Settings) -> Callable[[bool], Store]:
    """Return what opens the graph of the settings, for writing when its argument is true.

    The password of a server is asked for once, and only where a person sits at the terminal.
    """
    from papermesh.graph.store import is_server, open_graph

    password = settings.neo4j_password
    if password is None and is_server(settings.store) and sys.stdin.isatty() and sys.stderr.isatty():
        prompt = f"Password of {settings.neo4j_user} at {settings.store} (empty: none)"
        password = click.prompt(prompt, default="", hide_input=True, show_default=False, err=True)
    return lambda write: open_graph(settings.store, write=write, user=settings.neo4j_user, password=password)


def command_line() -> str:
    """Return the command as it was typed, to be kept on its run; bytes that are no UTF-8 are spelled out."""
    typed = shlex.join(["papermesh", *sys.argv[1:]])
    return typed.encode("utf-8", "backslashreplace").decode("utf-8")
