"""The option that lets a command ask the language model of the settings, and what came of it as a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from papermesh.loaders.language_model import LanguageModel
    from papermesh.loaders.report import ModelReport
    from papermesh.settings import Settings

EPILOG = """\b
With --language-model, the titles and abstracts of the papers in the files are sent to PAPERMESH_LANGUAGE_MODEL_URL,
one request a paper whose answer is not kept yet. A name counts only where it stands in the text. A paper without an
answer is named, and linked by the rules alone. Answers that are kept count without the option, too.
"""

language_model_option = click.option(
    "--language-model", "asks", is_flag=True,
    help="Also ask the language model of your settings (PAPERMESH_LANGUAGE_MODEL_URL, PAPERMESH_LANGUAGE_MODEL).",
)  # fmt: skip


def language_model_for(settings: Settings, *, asks: bool = False) -> LanguageModel | None:
    """Return the language model of the settings, `None` where they name none.

    Raises:
        ConfigError: It is to be asked, and none is named or the settings do not fit.
    """
    if not asks and settings.language_model_url is None:
        return None  # nothing more is imported
    from papermesh.loaders.language_model import language_model_of

    return language_model_of(settings, asks=asks)


def print_language_model(report: ModelReport | None, *, err: bool = False) -> None:
    """Print what a language model was asked, gave and cost; nothing where it had no part."""
    from papermesh.cli.load import print_lines
    from papermesh.cli.output import printable
    from papermesh.loaders.report import NOT_ASKED

    if report is None or not (report.asked or report.cached or report.failed):
        return
    failed = [(paper, reason) for paper, reason in report.failed if reason != NOT_ASKED]
    print_lines("  failed", [f"the model's answer on {paper}: {reason}" for paper, reason in failed], err=err)
    if report.stopped is not None:
        left = f"{report.not_asked} more paper{'' if report.not_asked == 1 else 's'} not asked"
        print_lines("  stopped", [f"{report.stopped} ({left})"], err=err)
    click.echo(f"model    {printable(summary(report))}", err=err)


def summary(report: ModelReport) -> str:
    """Return a report as one line: what was asked, kept and refused, the tokens of this run and what they cost."""
    parts = [f"{report.asked} asked", f"{report.cached} from the cache"]
    if report.failed:
        parts.append(f"{len(report.failed)} without an answer")
    parts.append(f"{report.kept} name{'' if report.kept == 1 else 's'} kept, {report.links} found by it alone")
    if refused := report.refused.total():
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(report.refused.items()))
        parts.append(f"{refused} refused ({reasons})")
    if report.asked:
        parts += [f"{report.tokens_in:,} + {report.tokens_out:,} tokens", _cost(report)]
    return f"{report.model} at {report.host}: {', '.join(parts)}"


def _cost(report: ModelReport) -> str:
    if report.cost is not None:
        return f"{report.cost:.{4 if report.cost >= 0.01 else 6}f} USD"
    if report.unmetered:
        answers = f"{report.unmetered} answer{'' if report.unmetered == 1 else 's'}"
        return f"cost not known: {answers} without a count of tokens"
    return "cost not known: set the prices"
