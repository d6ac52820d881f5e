"""A draft that is not in the graph, linked with what the graph knows."""

from __future__ import annotations

from papermesh.errors import SourceError
from papermesh.graph.store import Store
from papermesh.loaders.linking.corpus import link_corpus
from papermesh.loaders.linking.links import Discovered, LinkedText, Text
from papermesh.loaders.reading import read_input
from papermesh.ontology import EntityType, load_ontology

DISCOVERED: tuple[tuple[EntityType, str], ...] = (
    ("method", "MATCH (n:Method {basis: 'discovered'}) RETURN n.method_id, n.name, n.kind ORDER BY n.method_id"),
    (
        "hardware",
        "MATCH (n:Hardware {basis: 'discovered'}) RETURN n.hardware_id, n.name, n.level ORDER BY n.hardware_id",
    ),
    (
        "benchmark",
        "MATCH (n:Benchmark {basis: 'discovered'}) RETURN n.benchmark_id, n.name, n.kind ORDER BY n.benchmark_id",
    ),
)
"""For each entity type, the names that papers of the graph introduce."""


def read_draft(path: str) -> Text:
    """Return a draft as a text to link: its first line is the title, the rest the abstract.

    Raises:
        SourceError: It cannot be read, or holds no text.
    """
    try:
        text = read_input(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the draft is not UTF-8 text: byte {error.start + 1} is not",
            where=path,
            hint="convert it: iconv -f latin1 -t utf-8 FILE > utf8.txt",
        ) from error
    return draft_of(text, where=path)


def draft_of(text: str, *, where: str = "draft") -> Text:
    """Return a text as a draft to link: its first line is the title, the rest the abstract.

    Raises:
        SourceError: It is blank.
    """
    title, _, rest = text.strip().partition("\n")
    if not title:
        raise SourceError("the draft holds no text", where=where, hint="write its title in the first line")
    return Text("draft", title.strip(), rest.strip() or None)


def names_introduced(store: Store) -> list[Discovered]:
    """Return the names that the graph's papers introduce and no ontology file has."""
    return [
        Discovered(entity_type, entity_id, name, kind, "")
        for entity_type, text in DISCOVERED
        for entity_id, name, kind in store.read(text).rows
    ]


def link_draft(store: Store, draft: Text) -> LinkedText:
    """Return what a draft links to, by the ontology and by the names that the graph's papers introduce."""
    return link_corpus([draft], load_ontology(), extra=names_introduced(store)).linked[draft.key]
