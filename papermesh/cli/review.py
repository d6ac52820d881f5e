"""`papermesh review`: what is worth a second look, and the user's word on it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from papermesh.cli.curate import link_anew
from papermesh.cli.language_model import language_model_for
from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.errors import NotFound, PapermeshError

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.alias_proposals import AliasProposal
    from papermesh.loaders.overlay import Verdict
    from papermesh.queries.answer import Answer
    from papermesh.settings import Settings

LINKS_EPILOG = """\b
Examples:
  papermesh review links
  papermesh review links --below 0.8 --edge RUNS_ON --format csv
  papermesh review links --ask

\b
With --ask each link is shown with its sentence: a accepts, r rejects, s skips, q ends. What you said is written into
overlay.toml, and the graph is linked anew once, at the end. `papermesh accept` and `reject` do the same for one link.
"""
ALIASES_EPILOG = """\b
Examples:
  papermesh review aliases
  papermesh review aliases --ask
  papermesh review aliases --accept FD++ flash-decoding --reject FA flashattention

\b
A name that texts define beside an entity ("Long Form (LF)") and that means nothing yet is proposed as its alias. Where
it means another entity, same_as names that one: the two may be one thing. Nothing is merged without your word.
"""
CHOICES = click.Choice(["a", "r", "s", "q"])
DECIDED = {"a": True, "r": False}

_limit = click.option("--limit", type=click.IntRange(min=1), default=25, show_default=True, help="Most rows to list.")
_ask = click.option("--ask", is_flag=True, help="Go through them one by one: accept, reject, skip or quit.")


@click.group(
    epilog="""\b
Examples:
  papermesh review links --ask
  papermesh review aliases
"""
)
def review() -> None:
    """What is worth a second look: the least certain links, and names that may be aliases."""


@review.command(epilog=LINKS_EPILOG)
@click.option("--below", type=click.FloatRange(0, 1), default=0.85, show_default=True,
              help="Confidence below which a link is listed.")  # fmt: skip
@click.option("--edge", metavar="EDGE", help="One edge label only, such as RUNS_ON.")
@_limit
@_ask
@answer_options
def links(below: float, edge: str | None, limit: int, ask: bool, form: str, store: str | None) -> None:
    """List the least certain links, or decide on them one by one."""
    from papermesh.cli.output import emit, printable
    from papermesh.queries import catalog
    from papermesh.queries.ask import ask as ask_store

    settings = settings_for(store)
    with open_store(settings, write=ask) as graph:
        params = {"below": below, "edge": edge, "limit": limit}
        answer = ask_store(graph, catalog.query("low-confidence-links"), params, timeout_ms=settings.timeout_ms)
        if not ask:
            emit(answer, form)
            return
        decisions: list[tuple[Verdict, str, str]] = []
        for row in answer.records():
            entity = f"{row['entity_type']}:{row['entity_id']}"
            click.echo(printable(f"\n{row['title'] or row['paper_id']}\n  {row['edge']} {row['name']} ({entity})"))
            click.echo(printable(f"  “{row['evidence'] or 'no text states it'}”"))
            said = _said(f"  confidence {row['confidence']:.2f}, rule {row['rule']}")
            if said is None:
                break
            if said in DECIDED:
                decisions.append(("accept" if DECIDED[said] else "reject", row["paper_id"], entity))
        _keep(graph, settings, decisions)


@review.command(epilog=ALIASES_EPILOG)
@click.option("--accept", "accepted", nargs=2, multiple=True, metavar="NAME ENTITY",
              help="Make a name an alias of an entity.  [repeatable]")  # fmt: skip
@click.option("--reject", "rejected", nargs=2, multiple=True, metavar="NAME ENTITY",
              help="Never propose this name again; takes an accepted one back.  [repeatable]")  # fmt: skip
@_limit
@_ask
@answer_options
def aliases(
    accepted: Sequence[tuple[str, str]],
    rejected: Sequence[tuple[str, str]],
    limit: int,
    ask: bool,
    form: str,
    store: str | None,
) -> None:
    """List the names that texts set equal to an entity, or decide on them."""
    from papermesh.cli.output import emit, printable

    settings = settings_for(store)
    started = time.perf_counter()
    given: tuple[tuple[Verdict, Sequence[tuple[str, str]]], ...] = (("alias", accepted), ("no_alias", rejected))
    is_writing = ask or bool(accepted or rejected)
    with open_store(settings, write=is_writing) as graph:
        if accepted or rejected:
            _keep(graph, settings, [_alias(graph, word, *pair) for word, pairs in given for pair in pairs])
            return
        proposals = _proposals(graph, settings)
        if not ask:
            emit(_answer(graph, proposals, limit, started), form)
            return
        decisions: list[tuple[Verdict, str, str]] = []
        for one in proposals[:limit]:
            if one.same_as is not None:
                continue  # two entities: an alias cannot make them one
            click.echo(printable(f"\n{one.name} = {one.entity}? ({_papers(one)})\n  “{one.sentence}”"))
            said = _said("  an alias")
            if said is None:
                break
            if said in DECIDED:
                decisions.append(("alias" if DECIDED[said] else "no_alias", one.name, one.entity))
        _keep(graph, settings, decisions)


def _said(about: str) -> str | None:
    """Return what the user says to one proposal; None to end, also at the end of the input."""
    try:
        said = click.prompt(f"{about}: accept, reject, skip, quit", type=CHOICES, default="s")
    except click.Abort:
        click.echo()
        return None
    return None if said == "q" else said


def _papers(one: AliasProposal) -> str:
    return f"{len(one.papers)} paper{'' if len(one.papers) == 1 else 's'}"


def _keep(graph: Store, settings: Settings, decisions: Sequence[tuple[Verdict, str, str]]) -> None:
    """Write the decisions, and link the graph anew where any is new."""
    from papermesh.cli.output import printable
    from papermesh.loaders.overlay import decide

    model = language_model_for(settings)
    changed = 0
    for word, subject, entity in decisions:
        changed += decide(settings.overlay, word, subject, entity)
        click.echo(printable(f"{word.replace('_', ' ')}: {subject} {entity}"))
    if not changed:
        click.echo("nothing new was decided")
        return
    link_anew(graph, settings, model)


def _alias(graph: Store, word: Verdict, name: str, entity: str) -> tuple[Verdict, str, str]:
    """Return one decision on a name.

    Raises:
        PapermeshError: The name means another entity already.
        NotFound: The name is blank, or the graph has no such entity.
    """
    from papermesh.ontology import fold, load_ontology
    from papermesh.queries.names import resolve_entity

    found = resolve_entity(graph, entity)
    name = name.strip()
    if not name:
        raise NotFound("the name is blank", hint="write the name as papers do")
    others = {f"{one.entity_type}:{one.id}" for one in load_ontology().resolve(name)}
    others |= {other for other, names in _settled_names(graph).items() if fold(name) in map(fold, names)}
    if word == "alias" and (taken := sorted(others - {found.typed_key})):
        raise PapermeshError(
            f"{name!r} means {', '.join(taken)} already",
            where=graph.address,
            hint=f"two entities stay two; to unlink one from a paper: papermesh reject PAPER {taken[0]}",
        )
    return word, name, found.typed_key


def _settled_names(graph: Store) -> dict[str, tuple[str, ...]]:
    """Return the names of each entity that the ontology has or a paper introduces, by type:id.

    A name that was only found in passing is nobody's yet.
    """
    from papermesh.ontology import load_ontology
    from papermesh.queries.lookup import entity_names, introduced_entities

    known = {f"{one.entity_type}:{one.id}" for one in load_ontology().entries()}
    known |= {one.entity for one in introduced_entities(graph)}
    named = {f"{one.entity_type}:{one.entity_id}": (one.name, *one.aliases) for one in entity_names(graph)}
    return {entity: names for entity, names in named.items() if entity in known}


def _proposals(graph: Store, settings: Settings) -> list[AliasProposal]:
    from papermesh.loaders.alias_proposals import TextWithEntities, proposed_aliases
    from papermesh.loaders.overlay import read_overlay
    from papermesh.ontology import load_ontology
    from papermesh.queries.lookup import linked_texts

    overlay = read_overlay(settings.overlay)
    texts = [
        TextWithEntities(one.paper_id, one.title or "", one.abstract, frozenset(one.entities))
        for one in linked_texts(graph)
    ]
    return proposed_aliases(texts, _settled_names(graph), load_ontology(), overlay.aliases | overlay.refused_aliases)


def _answer(graph: Store, proposals: Sequence[AliasProposal], limit: int, started: float) -> Answer:
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import last_run

    columns = (
        Column("name", "str", description="The name that texts use"),
        Column("entity", "str", description="What they set it equal to, as type:id"),
        Column("same_as", "str", nullable=True, description="The other entity that has the name: they may be one"),
        Column("papers", "int", description="How many papers say so"),
        Column("paper_ids", "list[str]"),
        Column("evidence", "str", description="The sentence of the first of them"),
    )
    rows = [
        (one.name, one.entity, one.same_as, len(one.papers), list(one.papers), one.sentence)
        for one in proposals[:limit]
    ]  # fmt: skip
    return Answer(
        query="review-aliases", columns=columns, rows=rows, truncated=len(proposals) > limit, params={"limit": limit},
        store=graph.address, run=last_run(graph), elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip
