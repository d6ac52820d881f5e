"""The command words, each with the module that holds it: `--help` lists them without importing any."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    "load": ("load", "Read papers from files, or from services, into the graph."),
    "enrich": ("enrich", "Ask services about the repositories and papers in the graph."),
    "extract": ("extract", "Find methods, hardware, benchmarks and links in a file, without a store."),
    "search": ("ask", "Papers whose text or entities hold these words."),
    "find": ("ask", "Papers by method, hardware, benchmark, code and year."),
    "show": ("show", "A paper, method, device, benchmark, repository or author, as a card."),
    "related": ("related", "Related work of a paper or a draft, with reasons."),
    "why": ("related", "Why two papers are related, added up."),
    "evidence": ("ask", "The sentences that prove a link."),
    "annotate": ("annotate", "A paper's text with its mentions marked, as text or HTML."),
    "view": ("view", "Draw a paper's related work as one offline HTML file."),
    "cypher": ("cypher", "Ask the graph in Cypher: once, piped, or at a prompt."),
    "query": ("query", "Run a named query; each is a .cypher file."),
    "review": ("review", "What is worth a second look: uncertain links, possible aliases."),
    "accept": ("curate", "Confirm or add a link, for this and every later load."),
    "reject": ("curate", "Remove a link, for this and every later load."),
    "check": ("check", "Hold a bibliography against the graph and services, also in CI."),
    "dupes": ("dupes", "Papers that may be one; and your word that they are, or are not."),
    "runs": ("runs", "The commands that wrote to the graph, and how they ended."),
    "diff": ("runs", "The links that a run changed, or that differ between two."),
    "forget": ("forget", "Take back a paper, or what one run brought."),
    "export": ("export", "The records of all loaded papers, as JSON lines to load elsewhere."),
    "stats": ("ask", "What the graph holds."),
    "doctor": ("doctor", "Check the installation, the settings and the store."),
    "completion": ("completion", "Print the shell completion script."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run or asked for help, not when the program starts."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command words in the order of a user's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that word, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"papermesh.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and name the nearest word when there is none."""
        word = args[0]
        if word not in COMMANDS and not word.startswith("-") and not ctx.resilient_parsing:
            import difflib

            near = difflib.get_close_matches(word, COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else " `papermesh --help` lists the commands."
            raise click.UsageError(f"No such command {word!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command list from the table, so that nothing is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(word, summary) for word, (_, summary) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the command words that begin so, from the table; and the options."""
        from click.shell_completion import CompletionItem

        words = [(word, summary) for word, (_, summary) in COMMANDS.items() if word.startswith(incomplete)]
        items = [CompletionItem(word, help=summary) for word, summary in words]
        return items + click.Command.shell_complete(self, ctx, incomplete)
