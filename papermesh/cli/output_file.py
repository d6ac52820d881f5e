"""Writing what a command makes: into a file in one step, or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papermesh.errors import ConfigError
from papermesh.whole_file import write_whole


def check_output(output: Path, usual: str) -> None:
    """Refuse a folder before any work is done; `usual` is a name for the hint.

    Raises:
        ConfigError: The output is a folder.
    """
    if output.is_dir():
        raise ConfigError("the output is a folder", where=str(output), hint=f"name a file: -o {output / usual}")


def write_output(text: str, output: Path, what: str) -> None:
    """Write a text, and say what it is: on standard error where the text itself goes to standard output.

    Raises:
        ConfigError: The file cannot be written.
    """
    content = text.encode()
    to_stdout = str(output) == "-"
    if to_stdout:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        try:
            write_whole(output, content)
        except OSError as error:
            raise ConfigError(
                f"the output cannot be written: {error.strerror}", where=str(output), hint="name another file with -o"
            ) from error
    click.echo(f"{output}: {what}", err=to_stdout)
