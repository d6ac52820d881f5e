"""`papermesh doctor`: is everything here that is needed, and is it in order?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from papermesh.__about__ import __version__
from papermesh.cli.about import engine_version, package_version
from papermesh.cli.options import settings_for, store_option
from papermesh.errors import EXIT_CHECK, EXIT_DONE, PapermeshError, StoreMissing

Finding = tuple[str, str, str]
"""What was looked at, `ok`, `note` or `problem`, and what was seen."""

LOST_RECORDS = "MATCH (r:SourceRecord) WHERE NOT EXISTS { (r)-[:DESCRIBES]->(:Paper) } RETURN count(r) AS records"
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
    for name in ("neo4j", "networkx", "pyvis"):
        version = package_version(name)
        yield name, "problem" if version == "missing" else "ok", version
    yield from _ontology()
    try:
        settings = settings_for(store)
    except PapermeshError as error:
        yield "settings", "problem", f"{error.message} ({error.where})"
        return
    yield "settings", "ok", f"{settings.config}{'' if settings.config.exists() else ' (none: the defaults hold)'}"
    yield from _overlay(settings.overlay)
    yield from _store(settings.store, settings.neo4j_user, settings.neo4j_password)


def _ontology() -> Iterator[Finding]:
    from papermesh.ontology import load_ontology
    from papermesh.ontology.check import check_ontology

    try:
        ontology = load_ontology()
        check_ontology(ontology)
    except PapermeshError as error:
        yield "ontology", "problem", f"{error.message} ({error.where})"
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
        yield "overlay", "problem", f"{error.message} ({error.where})"
        return
    yield "overlay", "ok", f"{path} ({len(overlay.accepted)} accepted, {len(overlay.rejected)} rejected links)"


def _store(address: str, user: str, password: str | None) -> Iterator[Finding]:
    from papermesh.graph.store import open_graph

    try:
        with open_graph(address, user=user, password=password) as graph:
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
        yield "store", "note", f"{address} (not there yet: `papermesh load` makes it)"
    except PapermeshError as error:
        yield "store", "problem", f"{error.message}; {error.hint or ''}"
