"""The options of `papermesh load` that ask a service instead of reading files, and what is asked by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from papermesh.loaders.services.service import Query, Service

LIMIT = 1000
"""Most papers of a query, unless the user says otherwise."""

WORDS = {
    "text": "--query", "ids": "--ids", "set": "--set", "since": "--from", "until": "--until",
    "references": "--references", "citations": "--citations", "limit": "--limit",
}  # fmt: skip
"""The option of each property of a query."""


def asked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options by which a service is asked."""
    options = (
        click.option("--query", "text", metavar="WORDS", help="Ask the source's service for papers."),
        click.option("--ids", metavar="IDS", help="Ask for papers by id: with commas, or @FILE with one a line."),
        click.option("--set", "set_", metavar="PART", help="A part of the service: a set of arXiv-OAI, a filter."),
        click.option("--from", "since", metavar="DATE", help="First day, as 2026-01-31."),
        click.option("--until", metavar="DATE", help="Last day."),
        click.option("--references", is_flag=True, help="Also what the papers cite, with the sentences."),
        click.option("--citations", is_flag=True, help="Also who cites them."),
        click.option("--limit", type=click.IntRange(min=0), metavar="N",
                     help=f"Most papers; 0 for all.  [default: {LIMIT}, all of --ids]"),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def query_of(given: dict[str, Any]) -> Query | None:
    """Return what the options ask for, `None` where they ask for nothing.

    Raises:
        UsageError: A date is none, or the file of ids cannot be read.
    """
    from papermesh.loaders.services.service import Query

    ids = _ids(given["ids"]) if given["ids"] is not None else ()
    asked = {name: given[name] for name in ("text", "since", "until", "references", "citations")}
    asked["set"] = given["set_"]
    for name in ("since", "until"):
        if asked[name] is not None:
            _check_date(WORDS[name], asked[name])
    if not ids and not any(asked.values()):
        if given["limit"] is not None:
            raise click.UsageError("--limit is for what a service is asked: add --query or another of its options.")
        return None
    limit = given["limit"] if given["limit"] is not None else (None if ids else LIMIT)
    return Query(ids=ids, limit=limit or None, **asked)


def service_for(source: str | None, query: Query) -> Service:
    """Return the service of a source, for a query that it understands.

    Raises:
        UsageError: There is none, or it does not.
    """
    from papermesh.loaders.services import SERVICES

    by_name = {service.source: service for service in SERVICES}
    if source not in by_name:
        raise click.UsageError(f"Say which service to ask: papermesh load {'|'.join(by_name)} --query …")
    service = by_name[source]
    given = {name for name in WORDS if name != "limit" and getattr(query, name)}
    if strange := sorted(given - service.options):
        understood = ", ".join(WORDS[name] for name in WORDS if name in service.options)
        raise click.UsageError(
            f"{', '.join(WORDS[name] for name in strange)} means nothing to {source}; it understands {understood}."
        )
    return service


def _ids(given: str) -> tuple[str, ...]:
    text = given
    if given.startswith("@"):
        try:
            text = Path(given[1:]).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise click.UsageError(f"--ids {given}: the file cannot be read: {reason}") from None
    found = tuple(dict.fromkeys(part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()))
    if not found:
        raise click.UsageError(f"--ids {given!r} holds no id.")
    return found


def _check_date(option: str, text: str) -> None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise click.UsageError(f"{option} takes a date such as 2026-01-31, not {text!r}.")
