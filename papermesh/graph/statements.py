"""Every Cypher text that writes our graph, and the schema's documentation: pure functions of the schema classes.

The texts run unmodified on both stores and set properties one by one, in the order of their declaration: a map
(`SET n += row`) would let a null erase, and would hide from the snapshot tests what is written. Rows are maps named
like the properties; an edge's ends are `tail_key` and `head_key`.
"""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from papermesh.graph.schema import (
    EDGES,
    FORMAT_VERSION,
    NODES,
    RUN_PROPERTIES,
    Benchmark,
    Edge,
    Hardware,
    Method,
    Node,
    Paper,
)

INDEXED: dict[type[Node], tuple[str, ...]] = {
    Paper: ("title_key", "arxiv_id", "doi", "year"),
    Method: ("name",),
    Hardware: ("name",),
    Benchmark: ("name",),
}
"""Properties beside the key by which nodes are looked up. None of them can grow longer than an index allows."""


@cache
def property_names(cls: type[Node] | type[Edge]) -> tuple[str, ...]:
    """Return the properties of a class in the order of declaration, those of runs last, without key or ends."""
    left_out = {cls.key} if issubclass(cls, Node) else {"tail_key", "head_key"}
    names = [name for name in cls.model_fields if name not in left_out]
    return tuple(sorted(names, key=lambda name: name in RUN_PROPERTIES))


def constraint(cls: type[Node]) -> str:
    """Return the statement that makes a node's key unique."""
    return f"CREATE CONSTRAINT {cls.label.lower()}_key IF NOT EXISTS FOR (n:{cls.label}) REQUIRE n.{cls.key} IS UNIQUE"


def indexes(cls: type[Node]) -> tuple[str, ...]:
    """Return the statements that index what nodes of a class are looked up by, beside their key."""
    return tuple(
        f"CREATE INDEX {cls.label.lower()}_{name} IF NOT EXISTS FOR (n:{cls.label}) ON (n.{name})"
        for name in INDEXED.get(cls, ())
    )


def declare(cls: type[Node]) -> str:
    """Return a statement that makes a store know every property of a class; it leaves no node behind.

    Without it the embedded store refuses `(:Paper {doi: $doi})` as misspelt while no paper has a DOI, and Neo4j
    sends a warning with each such query.
    """
    sets = ", ".join(f"n.{name} = {_sample(cls, name)}" for name in property_names(cls))
    return f"CREATE (n:{cls.label} {{{cls.key}: $key}}) SET {sets} WITH n DELETE n"


def merge_nodes(cls: type[Node], *, replace: bool = False) -> str:
    """Return the statement that writes `$rows` of a class and returns how many were `written`.

    A null in a row keeps what is stored, unless `replace`: then it removes the property.
    A new node gets its nulls set explicitly, because the embedded store invents a title where none was set.
    """
    names = property_names(cls)
    merge = f"UNWIND $rows AS row MERGE (n:{cls.label} {{{cls.key}: row.{cls.key}}})"
    return f"{merge} {_sets('n', names, replace=replace)} RETURN count(n) AS written"


def merge_edges(cls: type[Edge], *, replace: bool = False) -> str:
    """Return the statement that writes `$rows` of a class and returns how many were `written`.

    A row whose end is missing is not written; `missing_ends` names such rows. Nulls as in `merge_nodes`.
    """
    merge = f"UNWIND $rows AS row {_match_ends(cls)} MERGE (s)-[r:{cls.label}]->(h)"
    return f"{merge} {_sets('r', property_names(cls), replace=replace)} RETURN count(r) AS written"


def missing_ends(cls: type[Edge]) -> str:
    """Return the query for those of `$rows` that lack an end: `tail_key`, `head_key`."""
    return (
        f"UNWIND $rows AS row"
        f" OPTIONAL MATCH (s:{cls.tail.label} {{{cls.tail.key}: row.tail_key}})"
        f" OPTIONAL MATCH (h:{cls.head.label} {{{cls.head.key}: row.head_key}})"
        f" WITH row, s, h WHERE s IS NULL OR h IS NULL"
        f" RETURN row.tail_key AS tail_key, row.head_key AS head_key"
    )


def delete_nodes(cls: type[Node]) -> str:
    """Return the statement that deletes the nodes of `$keys` with all their edges, and returns how many."""
    return (
        f"UNWIND $keys AS key MATCH (n:{cls.label} {{{cls.key}: key}})"
        f" DETACH DELETE n RETURN count(*) AS deleted"
    )  # fmt: skip


def delete_edges(cls: type[Edge]) -> str:
    """Return the statement that deletes the edges of `$rows` (`tail_key`, `head_key`), and returns how many."""
    return (
        f"UNWIND $rows AS row"
        f" MATCH (s:{cls.tail.label} {{{cls.tail.key}: row.tail_key}})"
        f"-[r:{cls.label}]->(h:{cls.head.label} {{{cls.head.key}: row.head_key}})"
        f" DELETE r RETURN count(*) AS deleted"
    )


def rename_key(cls: type[Node]) -> str:
    """Return the statement that rewrites the key `$old` to `$new` in place, and returns how many were `renamed`."""
    return f"MATCH (n:{cls.label} {{{cls.key}: $old}}) SET n.{cls.key} = $new RETURN count(n) AS renamed"


def all_nodes(cls: type[Node]) -> str:
    """Return the query for all nodes of a class: `key`, then each property."""
    columns = ", ".join(f"n.{name} AS {name}" for name in property_names(cls))
    return f"MATCH (n:{cls.label}) RETURN n.{cls.key} AS key, {columns}"


def all_edges(cls: type[Edge]) -> str:
    """Return the query for all edges of a class: `tail_key`, `head_key`, then each property."""
    columns = ", ".join(f"r.{name} AS {name}" for name in property_names(cls))
    return (
        f"MATCH (s:{cls.tail.label})-[r:{cls.label}]->(h:{cls.head.label})"
        f" RETURN s.{cls.tail.key} AS tail_key, h.{cls.head.key} AS head_key, {columns}"
    )


def all_statements() -> str:
    """Return every generated text, one per line under a comment that names it: what the snapshot test compares."""
    lines = []
    for node in NODES:
        texts = [constraint(node), *indexes(node), declare(node), merge_nodes(node), merge_nodes(node, replace=True)]
        texts += [delete_nodes(node), rename_key(node), all_nodes(node)]
        lines += [f"// {node.label}", *texts, ""]
    for edge in EDGES:
        texts = [merge_edges(edge), merge_edges(edge, replace=True), missing_ends(edge), delete_edges(edge)]
        lines += [f"// {shape(edge)}", *texts, all_edges(edge), ""]
    return "\n".join(lines)


def shape(cls: type[Edge]) -> str:
    """Return how an edge looks in Cypher, such as `(:Paper)-[:USES]->(:Method)`."""
    return f"(:{cls.tail.label})-[:{cls.label}]->(:{cls.head.label})"


def schema_markdown() -> str:
    """Return `docs/schema.md`."""
    lines = [
        "# The graph's schema",
        "",
        f"Format {FORMAT_VERSION}.",
        "Generated from `papermesh/graph/schema.py` by `make docs`; do not edit by hand.",
        "",
        "Lists are never null: nothing known is an empty list.",
        "A `?` after a type means that the property is absent where nothing is known.",
        "",
        "## Nodes",
    ]
    for node in NODES:
        lines += ["", f"### {node.label}", "", _summary(node), ""]
        extra = [f"`{name}`" for name in INDEXED.get(node, ())]
        lines.append(f"Key: `{node.key}`, unique." + (f" Indexed: {', '.join(extra)}." if extra else ""))
        lines += ["", *_table(node, (node.key, *property_names(node)))]
    lines += ["", "## Edges", "", "At most one edge of a kind between the same two nodes."]
    for edge in EDGES:
        lines += ["", f"### `{shape(edge)}`", "", _summary(edge), "", *_table(edge, property_names(edge))]
    return "\n".join(lines) + "\n"


def _match_ends(cls: type[Edge]) -> str:
    return (
        f"MATCH (s:{cls.tail.label} {{{cls.tail.key}: row.tail_key}})"
        f" MATCH (h:{cls.head.label} {{{cls.head.key}: row.head_key}})"
    )


def _sets(variable: str, names: tuple[str, ...], *, replace: bool) -> str:
    given = ", ".join(f"{variable}.{name} = row.{name}" for name in names)
    if replace:
        return f"SET {given}"
    kept = ", ".join(f"{variable}.{name} = coalesce(row.{name}, {variable}.{name})" for name in names)
    return f"ON CREATE SET {given} ON MATCH SET {kept}"


def _summary(cls: type[Node] | type[Edge]) -> str:
    return (cls.__doc__ or "").strip().splitlines()[0]


def _table(cls: type[Node] | type[Edge], names: tuple[str, ...]) -> list[str]:
    lines = ["| property | type | meaning |", "|---|---|---|"]
    for name in names:
        description = (cls.model_fields[name].description or "").replace("|", "\\|")
        lines.append(f"| `{name}` | {_type_name(cls.model_fields[name].annotation)} | {description} |")
    return lines


def _type_name(annotation: Any) -> str:
    if get_origin(annotation) is Annotated:
        return _type_name(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        inner = [part for part in get_args(annotation) if part is not NoneType]
        return " or ".join(_type_name(part) for part in inner) + "?"
    if get_origin(annotation) is Literal:
        return " \\| ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) is list:
        return f"list of {_type_name(get_args(annotation)[0])}"
    return {str: "string", int: "integer", float: "float", bool: "boolean"}[annotation]


SAMPLES = {"string": "''", "integer": "0", "float": "0.0", "boolean": "false", "list of string": "['']"}


def _sample(cls: type[Node], name: str) -> str:
    """Return a literal of the property's type."""
    return SAMPLES.get(_type_name(cls.model_fields[name].annotation).rstrip("?"), "''")
