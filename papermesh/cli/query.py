"""Commands made from the headers of `.cypher` files: `papermesh query NAME`, and the verbs that are one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import answer_options, open_store

if TYPE_CHECKING:
    from papermesh.queries.answer import Answer
    from papermesh.queries.header import Param, QueryFile

CLICK_TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool, "list[str]": str, "list[int]": int}


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

        with open_store(store) as graph:
            emit(query.run(graph, **given), form, table=table)

    command = click.command(name=name or query.name, help=query.summary, epilog=epilog)(ask)
    command.params[:0] = [_click_param(param) for param in query.params]
    return command


def _click_param(param: Param) -> click.Parameter:
    kind = CLICK_TYPES.get(param.type, str)
    if param.required:
        return click.Argument([param.name], type=kind, nargs=-1 if param.type.startswith("list") else 1)
    word = f"--{param.name.replace('_', '-')}"
    if param.type == "bool" and not param.nullable:
        return click.Option([word, param.name], is_flag=True, default=param.default, help=param.description)
    if param.type == "bool":
        return click.Option([f"{word}/--no-{word[2:]}", param.name], default=param.default, help=param.description)
    if param.type.startswith("list"):
        return click.Option([word, param.name], type=kind, multiple=True, help=f"{param.description}  [repeatable]")
    shown = param.default is not None
    return click.Option(
        [word, param.name], type=kind, default=param.default, show_default=shown, help=param.description
    )


class QueryGroup(click.Group):
    """One command for each query file of the package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all queries, sorted."""
        from papermesh.queries import catalog

        return list(catalog.names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of one query, or `None`."""
        from papermesh.queries import catalog

        return command_from(catalog.query(cmd_name)) if cmd_name in catalog.names() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the query, and name the nearest when there is none."""
        from papermesh.queries import catalog

        if not args[0].startswith("-"):
            catalog.query(args[0])
        return super().resolve_command(ctx, args)


@click.group(
    cls=QueryGroup,
    epilog="""\b
Examples:
  papermesh query --help
  papermesh query papers-by-method --help
""",
)
def query() -> None:
    """Run a named query; each is a .cypher file with a header, and runs as it stands in Neo4j Browser, too."""
