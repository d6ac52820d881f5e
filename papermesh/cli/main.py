"""The `papermesh` command: its groups of commands, and the one place where an error becomes text and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import click

from papermesh.__about__ import __version__
from papermesh.cli.commands import LazyGroup
from papermesh.errors import EXIT_DONE, EXIT_INTERRUPTED, PapermeshError

COMPLETE = "_PAPERMESH_COMPLETE"
"""The variable by which a shell asks for completions."""
DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a disk says when it cannot take more: no fault of ours, wherever it comes up."""

EPILOG = """\b
Examples:
  papermesh load listing page.txt
  papermesh find --method quantization --hardware gpu --has-code
  papermesh related "FlashAttention" --why
  papermesh view arxiv:2205.14135 -o related.html --open

\b
Exit codes: 0 done, also with no rows; 1 failed; 2 usage or settings; 3 done, some records rejected; 4 store;
5 a check found problems; 130 interrupted. No telemetry, and no request unless a command says so.
"""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda c, _p, v: _version(c, v),
              help="Show the version, the engine and the store format.")  # fmt: skip
def cli() -> None:
    """A knowledge graph of machine-learning papers, with a proof for every link."""


def _version(context: click.Context, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from papermesh.cli.about import engine_version
    from papermesh.graph.schema import FORMAT_VERSION

    click.echo(f"papermesh {__version__} (engine {engine_version()}, store format {FORMAT_VERSION})")
    context.exit()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _prepare_streams()
    sys.exit(run(arguments))


def _prepare_streams() -> None:
    """See that what is printed can be: a stream that was closed leads nowhere, a sign that it lacks is spelled out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (until the program ends)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; errors that were expected are printed, others are raised."""
    try:
        code = cli.main(args=arguments, prog_name="papermesh", standalone_mode=False)
    except PapermeshError as error:
        show_error(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as stopped:
        click.echo("interrupted", err=True)
        for note in getattr(stopped.__cause__ or stopped, "__notes__", ()):
            click.echo(f"  {note}", err=True)
        return EXIT_INTERRUPTED
    except SystemExit:
        if COMPLETE in os.environ:
            raise
        # Apart from completion, click and rich leave only when the reader of a pipe has had enough (`| head`): they
        # have seen to it that nothing more is written, and it is no failure.
        return EXIT_DONE
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        where = str(error.filename or "standard output")
        failed = PapermeshError(f"this cannot be written: {error.strerror}", where=where, hint="make room on the disk")
        show_error(failed)
        return failed.exit_code
    return code if isinstance(code, int) else EXIT_DONE


def show_error(error: PapermeshError) -> None:
    """Print what happened, where, and what to do, on standard error."""
    from papermesh.cli.output import printable

    click.echo(f"error: {printable(error.message)}", err=True)
    for label, text in (("where:", error.where), ("try:", error.hint)):
        for number, line in enumerate((text or "").splitlines()):
            click.echo(f"  {label if number == 0 else '':<7} {printable(line)}", err=True)


if __name__ == "__main__":
    main()
