"""Writing a page: into a file in one step, or to standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from papermesh.errors import ConfigError


def check_output(output: Path, usual: str) -> None:
    """Refuse a folder before any work is done; `usual` is a name for the hint.

    Raises:
        ConfigError: The output is a folder.
    """
    if output.is_dir():
        raise ConfigError("the output is a folder", where=str(output), hint=f"name a file: -o {output / usual}")


def write_page(page: str, output: Path, what: str) -> None:
    """Write a page, and say what it shows: on standard error where the page itself goes to standard output.

    Raises:
        ConfigError: The file cannot be written.
    """
    content = page.encode()
    to_stdout = str(output) == "-"
    if to_stdout:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        _write(output, content)
    click.echo(f"{output}: {what}", err=to_stdout)


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a page which is open in a browser is never half."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link keeps pointing where it does, and what is no regular file (/dev/stdout, a pipe) stays what it is.
        place = path.resolve()
        if place.exists() and not place.is_file():
            place.write_bytes(content)
            return
        _replace(place, content)
    except OSError as error:
        raise ConfigError(
            f"the page cannot be written: {error.strerror}", where=str(path), hint="name another file with -o"
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        made.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
