"""Commands made from the headers of `.cypher` files: `papermesh query NAME`, and the verbs that are one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import answer_options, open_store, settings_for

if TYPE_CHECKING:
    from papermesh.queries.answer import Answer
    from papermesh.queries.header import Param, QueryFile

LIMIT = "limit"
"""The parameter that holds back rows."""
PLUMBING = frozenset({"lookup", "neighbours", "view"})
"""Topics whose queries serve the program: they are not listed."""
CLICK_TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool}
MOST_ROWS = 2**31 - 1
"""Highest limit that a store is given: far above what anybody reads."""


class RowLimit(click.IntRange):
    """A number of rows: one that no store can count to means all of them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, at most `MOST_ROWS`."""
        return min(int(super().convert(value, param, ctx)), MOST_ROWS)


def command_from(
    query: QueryFile,
    *,
    name: str | None = None,
    epilog: str | None = None,
    table: Callable[[Answer], None] | None = None,
) -> click.Command:
    """Return the click command that a query's header describes.

    Args:
        query: Required parameters become arguments, the others options; their texts become the help.
        name: The command's word, the query's name if not given.
        epilog: Examples for the end of the help.
        table: Draws the answer where the usual table is not enough.
    """

    @answer_options
    def ask(form: str, store: str | None, **given: Any) -> None:
        from papermesh.cli.output import emit
        from papermesh.queries.ask import ask as ask_store

        settings = settings_for(store)
        with open_store(settings) as graph:
            # Click gives a tuple for what may be repeated; the header says list.
            values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
            emit(ask_store(graph, query, values, timeout_ms=settings.timeout_ms), form, table=table)

    command = click.command(name=name or query.name, help=query.summary, epilog=epilog)(ask)
    command.params[:0] = [_click_param(param) for param in query.params]
    return command


def _click_param(param: Param) -> click.Parameter:
    kind = RowLimit(min=1) if param.name == LIMIT else CLICK_TYPES.get(param.of, str)
    if param.required:
        return click.Argument([param.name], type=kind, nargs=-1 if param.is_list else 1, required=True)
    word = f"--{param.name.replace('_', '-')}"
    if param.type == "bool":
        switch = f"{word}/--no-{word[2:]}" if param.nullable else word
        return click.Option([switch, param.name], is_flag=True, default=param.default, help=param.description)
    return click.Option(
        [word, param.name],
        type=kind,
        metavar=param.of.upper() if param.is_name else None,
        multiple=param.is_list,
        default=None if param.is_list else param.default,
        show_default=param.default not in (None, []),
        help=param.description + ("  [repeatable]" if param.is_list else ""),
    )


class QueryGroup(click.Group):
    """One command for each query file of the package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the queries that answer a question, sorted; all others can be run, too."""
        from papermesh.queries import catalog

        return sorted(one.name for one in catalog.queries() if one.topic not in PLUMBING)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of one query, or `None`."""
        from papermesh.queries import catalog

        return command_from(catalog.query(cmd_name)) if cmd_name in catalog.names() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the query, and name the nearest when there is none."""
        from papermesh.queries import catalog

        if not args[0].startswith("-") and not ctx.resilient_parsing:
            catalog.query(args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list with whole summaries: they tell queries of similar names apart."""
        from papermesh.queries import catalog

        with formatter.section("Queries"):
            formatter.write_dl([(name, catalog.query(name).summary) for name in self.list_commands(ctx)])


@click.group(
    cls=QueryGroup,
    epilog="""\b
Examples:
  papermesh query --help
  papermesh query method-lineage --help
  papermesh query method-lineage gptq --format json
""",
)
def query() -> None:
    """Run a named query; each is a .cypher file with a header, and runs as it stands in Neo4j Browser, too."""
