"""A draft that is not in the graph, linked with what the graph knows."""

from __future__ import annotations

from papermesh.errors import SourceError
from papermesh.graph.store import Store
from papermesh.loaders.linking.corpus import link_corpus
from papermesh.loaders.linking.links import Discovered, LinkedText, Text
from papermesh.loaders.reading import read_input
from papermesh.ontology import load_ontology

DISCOVERED = (
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
    text = read_input(path).decode("utf-8", errors="replace").strip()
    title, _, rest = text.partition("\n")
    if not title:
        raise SourceError("the draft holds no text", where=path, hint="write its title in the first line")
    return Text("draft", title.strip(), rest.strip() or None)


def link_draft(store: Store, draft: Text) -> LinkedText:
    """Return what a draft links to, by the ontology and by the names that the graph's papers introduce."""
    known = [
        Discovered(entity_type, entity_id, name, kind, "")
        for entity_type, text in DISCOVERED
        for entity_id, name, kind in store.read(text).rows
    ]
    return link_corpus([draft], load_ontology(), extra=known).linked[draft.key]
