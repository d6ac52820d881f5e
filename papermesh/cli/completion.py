"""`papermesh completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  papermesh completion bash >> ~/.bashrc
  papermesh completion zsh >> ~/.zshrc
  papermesh completion fish > ~/.config/fish/completions/papermesh.fish
"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the shell completion script."""
    from click.shell_completion import get_completion_class

    from papermesh.cli.main import COMPLETE, cli

    cls = get_completion_class(shell)
    assert cls is not None
    click.echo(cls(cli, {}, "papermesh", COMPLETE).source())
