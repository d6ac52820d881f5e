"""`papermesh show`: one thing as a card, whatever kind of thing it is."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.errors import Ambiguous, NotFound, PapermeshError

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.queries.answer import Answer

KINDS = ("paper", "method", "hardware", "benchmark", "repository", "author")
CARDS = {
    "paper": ("show-paper", "paper"),
    "author": ("papers-by-author", "author"),
    "repository": ("show-repository", "repository"),
}
"""The query that makes a card, and its parameter, by kind; for the others it is `show-entity`."""
PAPER_KEYS = ("arxiv:", "doi:", "title:", "openalex:", "s2:")
"""What the key of a paper, and of nothing else, begins with."""
SHOWN = 12
"""Most lines of one list on a card; the machine formats have all."""

NOT_FACTS = frozenset(
    {"edge", "paper_id", "record_id", "id", "title", "name", "evidence", "entity_type", "field", "start", "end", "rule",
     "basis", "url", "loaded", "mentions"}
)  # fmt: skip
"""Keys of a listed thing that its line shows otherwise, or leaves to the machine formats."""

EPILOG = """\b
Examples:
  papermesh show arxiv:2205.14135
  papermesh show method flashattention
  papermesh show h100
  papermesh show repository vllm-project/vllm
  papermesh show author "Tri Dao"

\b
Without a kind the best fit is shown: a whole title or name before a part of one.
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, required=True, metavar="[KIND] NAME")
@answer_options
def show(words: tuple[str, ...], form: str, store: str | None) -> None:
    """A paper, method, device, benchmark, repository or author, as a card."""
    from papermesh.cli.output import emit

    kind = words[0] if len(words) > 1 and words[0] in KINDS else None
    name = " ".join(words[1:] if kind else words)
    settings = settings_for(store)
    with open_store(settings) as graph:
        answer = _card(graph, kind, name, settings.timeout_ms)
    emit(answer, form, table=_draw)


def _card(graph: Store, kind: str | None, name: str, timeout_ms: int) -> Answer:
    from papermesh.queries import catalog
    from papermesh.queries.ask import ask

    found_kind, key = _resolve(graph, kind, name)
    query, param = CARDS.get(found_kind, ("show-entity", "entity"))
    value = key if found_kind in CARDS else f"{found_kind}:{key}"
    return ask(graph, catalog.query(query), {param: value}, timeout_ms=timeout_ms)


def _resolve(graph: Store, kind: str | None, name: str) -> tuple[str, str]:
    """Return the kind and key of what a name fits best.

    Raises:
        Ambiguous: It fits several things of the first kind that it fits.
        NotFound: It fits nothing.
    """
    from papermesh.ontology.slug import fold
    from papermesh.queries import names

    def paper() -> tuple[str, str, str]:
        ref = names.resolve_paper(graph, name)
        return "paper", ref.paper_id, ref.title or ref.paper_id

    def entity(kind: str | None = None) -> tuple[str, str, str]:
        ref = names.resolve_entity(graph, name, kind)
        return ref.entity_type, ref.id, ref.name

    def repository() -> tuple[str, str, str]:
        ref = names.resolve_repository(graph, name)
        return "repository", ref.id, ref.name

    def author() -> tuple[str, str, str]:
        ref = names.resolve_author(graph, name)
        return "author", ref.author_id, ref.name

    resolvers: dict[str, Callable[[], tuple[str, str, str]]] = {
        "paper": paper, "entity": entity, "repository": repository, "author": author,
    }  # fmt: skip
    if kind is not None:
        found = resolvers[kind]() if kind in resolvers else entity(kind)
        return found[0], found[1]
    if names.paper_keys(name)[1:] or name.startswith(PAPER_KEYS):
        return paper()[:2]
    hits: list[tuple[str, str, str]] = []
    failures: list[PapermeshError] = []
    for word in ("entity", "paper", "repository", "author"):
        try:
            hits.append(resolvers[word]())
        except (NotFound, Ambiguous) as error:
            failures.append(error)
    whole = [hit for hit in hits if fold(hit[2]) == fold(name) or hit[1] == name]
    for hit in whole or hits:
        return hit[0], hit[1]
    raise next((error for error in failures if isinstance(error, Ambiguous)), _nothing_named(name, failures))


def _nothing_named(name: str, failures: Sequence[PapermeshError]) -> NotFound:
    """Return one error for a name that fits nothing of any kind, with what comes nearest of each kind."""
    near = [line for error in failures for line in (error.hint or "").splitlines()[1:]]
    hint = "\n".join(["nearest:", *near]) if near else f"papermesh search {shlex.quote(name)}"
    return NotFound(f"nothing is named {name!r} in the graph", hint=hint)


def _draw(answer: Answer) -> None:
    """Print a card: what is one value on a line, what is a list below its name; what is not known is left out."""
    from papermesh.cli.output import cell, draw_table, printable

    if len(answer.rows) != 1 or not any(column.type == "json" for column in answer.columns):
        draw_table(answer)
        return
    record = answer.records()[0]
    for column in answer.columns:
        value = record[column.name]
        if value is None or value == []:
            continue
        name = column.name.replace("_", " ")
        if column.type == "json":
            click.echo(f"\n{name}")
            for item in value[:SHOWN]:
                click.echo(f"  {printable(_line(item))}")
            if len(value) > SHOWN:
                click.echo(f"  … {len(value) - SHOWN} more")
        else:
            click.echo(f"{name:<17} {cell(value)}")


def _line(item: dict[str, Any]) -> str:
    """Return one thing of a list on a card: what it is, then what is known of it, then the sentence."""
    from papermesh.cli.output import cell

    head = [str(item[key]) for key in ("edge", "paper_id", "record_id", "id") if item.get(key) is not None]
    name = item.get("title") or item.get("name")
    if name and name not in head:
        head.append(str(name))
    facts = [
        f"{key.replace('_', ' ')} {cell(value)}"
        for key, value in item.items()
        if key not in NOT_FACTS and value not in (None, [], item.get("name"))
    ]
    text = "  ".join(head) + (f" ({', '.join(facts)})" if facts else "")
    return text + (f": “{item['evidence']}”" if item.get("evidence") else "")
