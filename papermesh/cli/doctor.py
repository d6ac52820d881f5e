"""`papermesh doctor`: is everything here that is needed, and is it in order?"""

from __future__ import annotations

import difflib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papermesh.__about__ import __version__
from papermesh.cli.about import engine_version, package_version
from papermesh.cli.options import opener, settings_for, store_option
from papermesh.errors import EXIT_CHECK, EXIT_DONE, PapermeshError, StoreMissing

if TYPE_CHECKING:
    from papermesh.settings import Settings

Finding = tuple[str, str, str]
"""What was looked at, `ok`, `note` or `problem`, and what was seen."""

OTHER_VARIABLES = ("PAPERMESH_TEST_", "PAPERMESH_DEMO_")
"""Variables of the repository's own tests and demo."""
LOST_RECORDS = (
    "MATCH (r:SourceRecord) WHERE r.source <> 'github' AND NOT EXISTS { (r)-[:DESCRIBES]->(:Paper) }"
    " RETURN count(r) AS records"
)
"""Records of repositories stay where no paper links the repository any more."""
UNFINISHED_RUNS = "MATCH (r:Run {state: 'running'}) RETURN r.run_id AS run ORDER BY run"

EPILOG = """\b
Examples:
  papermesh doctor
  papermesh doctor --store bolt://localhost:7687

\b
Exit codes: 0 all in order; 5 something is not.
"""


@click.command(epilog=EPILOG)
@store_option
def doctor(store: str | None) -> int:
    """Check the installation, the settings and the store."""
    problems = 0
    for what, state, seen in _findings(store):
        click.echo(f"{state:<8} {what:<10} {seen}")
        problems += state == "problem"
    click.echo("all in order" if not problems else f"{problems} problem{'' if problems == 1 else 's'}")
    return EXIT_CHECK if problems else EXIT_DONE


def _findings(store: str | None) -> Iterator[Finding]:
    yield "papermesh", "ok", __version__
    supported = sys.version_info >= (3, 11)
    yield "python", "ok" if supported else "problem", f"{platform.python_version()} on {platform.system()}"
    engine = engine_version()
    yield "engine", "ok" if engine.startswith("kglite") else "note", engine
    for name in ("neo4j", "networkx", "pyvis", "httpx"):
        version = package_version(name)
        yield name, "problem" if version == "missing" else "ok", version
    yield from _ontology()
    yield from _variables()
    try:
        settings = settings_for(store)
    except PapermeshError as error:
        yield "settings", "problem", _in_one_line(error)
        return
    yield "settings", "ok", f"{settings.config}{'' if settings.config.exists() else ' (none: the defaults hold)'}"
    yield from _overlay(settings.overlay)
    yield from _language_model(settings)
    yield from _services(settings)
    yield from _store(settings)


def _in_one_line(error: PapermeshError) -> str:
    parts = [error.message, f"({error.where})" if error.where else "", f"try: {error.hint}" if error.hint else ""]
    return " ".join(" ".join(part.split()) for part in parts if part)


def _variables() -> Iterator[Finding]:
    """Name variables that look like settings and are none: a typing error in one is silent everywhere else."""
    from papermesh.settings import VARIABLES

    for name in sorted(os.environ):
        if name.startswith("PAPERMESH_") and name not in VARIABLES and not name.startswith(OTHER_VARIABLES):
            near = difflib.get_close_matches(name, VARIABLES, n=1)
            yield "variables", "note", f"{name} is no setting" + (f": did you mean {near[0]}?" if near else "")


def _ontology() -> Iterator[Finding]:
    from papermesh.ontology import load_ontology
    from papermesh.ontology.check import check_ontology

    try:
        ontology = load_ontology()
        check_ontology(ontology)
    except PapermeshError as error:
        yield "ontology", "problem", _in_one_line(error)
        return
    counts = (
        f"{len(ontology.methods)} methods, {len(ontology.hardware)} hardware, {len(ontology.benchmarks)} benchmarks"
    )
    yield "ontology", "ok", counts


def _overlay(path: Path) -> Iterator[Finding]:
    from papermesh.loaders.overlay import read_overlay

    try:
        overlay = read_overlay(path)
    except PapermeshError as error:
        yield "overlay", "problem", _in_one_line(error)
        return
    yield "overlay", "ok", f"{path} ({len(overlay.accepted)} accepted, {len(overlay.rejected)} rejected links)"


def _language_model(settings: Settings) -> Iterator[Finding]:
    """Say which model could be asked, and how many answers there are; nothing is asked here."""
    if settings.language_model_url is None and settings.language_model is None:
        return
    from papermesh.loaders.language_model import language_model_of

    try:
        model = language_model_of(settings, asks=True)
    except PapermeshError as error:
        yield "model", "problem", _in_one_line(error)
        return
    if model is not None:
        named = f"{model.report.model} at {model.report.host}"
        yield "model", "ok", f"{named}, asked only with --language-model; {model.answers_kept()} answers are kept"


def _services(settings: Settings) -> Iterator[Finding]:
    """Tell for which services something is set; a key itself is never shown."""
    from papermesh.service_settings import SERVICES

    for service in SERVICES:
        said = ["a key is set"] if service in settings.service_keys else []
        said += [f"asked at {settings.service_urls[service]}"] if service in settings.service_urls else []
        if said:
            yield "service", "ok", f"{service}: {', '.join(said)}"


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        with opener(settings)(False) as graph:
            yield "store", "ok", f"{graph.address} ({graph.engine})"
            rows = graph.read("MATCH (n) RETURN count(n) AS nodes")
            yield "nodes", "ok", str(rows.rows[0][0])
            orphans = graph.read(LOST_RECORDS).rows[0][0]
            if orphans:
                yield "records", "problem", f"{orphans} describe no paper: load any file again to mend it"
            unfinished = graph.read(UNFINISHED_RUNS).rows
            if unfinished:
                named = ", ".join(row[0] for row in unfinished)
                yield "runs", "note", f"{named} did not end: run the same load again"
    except StoreMissing:
        yield "store", "note", f"{settings.store} (not there yet: `papermesh load` makes it)"
    except PapermeshError as error:
        yield "store", "problem", _in_one_line(error)
