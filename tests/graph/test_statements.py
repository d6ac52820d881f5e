"""The generated Cypher and the generated documentation, reviewed as text.

After a change of the schema, `python -m tests.graph.test_statements` writes the snapshot anew; read its difference.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from papermesh.graph import statements
from papermesh.graph.read_only import refuse_outside, refuse_writes
from papermesh.graph.schema import EDGES, NODES, Cites, Edge, Node, Paper, Uses

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).parent / "snapshots" / "statements.cypher"


def test_the_generated_texts_are_those_reviewed() -> None:
    """Every generated text equals the snapshot, so that a change is seen."""
    assert statements.all_statements() == SNAPSHOT.read_text(encoding="utf-8")


def test_the_schema_documentation_is_fresh() -> None:
    """`docs/schema.md` is what the schema says now; `make docs` writes it."""
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == statements.schema_markdown()


def test_the_texts_do_not_depend_on_chance() -> None:
    """Properties are set in the order of their declaration, those that only tell of runs last."""
    names = re.findall(r"r\.(\w+) =", statements.merge_edges(Uses, replace=True))
    declared = [name for name in Uses.model_fields if name not in {"tail_key", "head_key", "first_run", "last_run"}]
    assert names == [*declared, "first_run", "last_run"] == list(statements.property_names(Uses))


def test_a_null_is_kept_out_by_the_text() -> None:
    """When a node is matched each property falls back to what is stored; with `replace` none does."""
    text = statements.merge_nodes(Paper)
    matched = text.partition(" ON MATCH SET ")[2]
    assert re.findall(r"n\.(\w+) = coalesce\(row\.\1, n\.\1\)", matched) == list(statements.property_names(Paper))
    assert "coalesce" not in statements.merge_nodes(Paper, replace=True)


@pytest.mark.parametrize("cls", NODES, ids=lambda cls: cls.__name__)
def test_no_node_uses_a_name_that_the_embedded_engine_takes(cls: type[Node]) -> None:
    """`id`, `type`, and `title` and `name` as two things of one label, would be mixed up."""
    names = {cls.key, *statements.property_names(cls)}
    assert not names & {"id", "type", "label", "labels"}
    assert ("title" in names) == (cls is Paper)
    assert cls is not Paper or "name" not in names


@pytest.mark.parametrize("cls", [*NODES, *EDGES], ids=lambda cls: cls.__name__)
def test_every_declared_property_is_a_field(cls: type[Node] | type[Edge]) -> None:
    """No field is shadowed by a class variable; each has a description and a type that both stores keep."""
    declared = {
        name for base in cls.__mro__ for name in getattr(base, "__annotations__", {}) if not name.startswith("_")
    } - {"label", "key", "tail", "head", "model_config", "model_fields", "model_computed_fields"}
    declared = {name for name in declared if not name.startswith("model_")}
    assert declared == set(cls.model_fields)
    assert all(cls.model_fields[name].description for name in statements.property_names(cls))


def test_labels_and_edges_are_told_apart() -> None:
    """Labels are unique, and so is each edge's label with the labels of its ends."""
    assert len({cls.label for cls in NODES}) == len(NODES)
    assert len({statements.shape(cls) for cls in EDGES}) == len(EDGES)
    assert all(cls.tail in NODES and cls.head in NODES for cls in EDGES)
    assert statements.shape(Cites) == "(:Paper)-[:CITES]->(:Paper)"


def test_reading_texts_read_and_writing_texts_stay_inside() -> None:
    """What is generated passes the guard it will meet."""
    for cls in NODES:
        refuse_writes(statements.all_nodes(cls))
        refuse_outside(statements.merge_nodes(cls))
    for edge in EDGES:
        refuse_writes(statements.all_edges(edge))
        refuse_writes(statements.missing_ends(edge))
        refuse_outside(statements.delete_edges(edge))


if __name__ == "__main__":
    SNAPSHOT.write_text(statements.all_statements(), encoding="utf-8")
