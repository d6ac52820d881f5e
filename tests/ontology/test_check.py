"""Checks over a whole ontology: the packaged one passes, and each check finds what it is for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from papermesh.ontology import BenchmarkEntry, HardwareEntry, MethodEntry, Ontology, check_ontology, load_ontology
from papermesh.ontology import ontology_json_schema as json_schema
from papermesh.ontology.slug import slug

SOURCE = "https://example.org/"


def test_the_packaged_ontology_has_no_problem() -> None:
    """No name belongs to two entries, all parents exist, no cycle, no dead exception, every file is sorted."""
    problems = [f"{problem.where}: {problem.message}" for problem in check_ontology(load_ontology())]
    assert problems == []


def test_ids_do_not_collide_between_types() -> None:
    """A name that a user types leads to one entry, whatever its type."""
    counts = Counter(entry.id for entry in load_ontology().entries())
    assert [entry_id for entry_id, count in counts.items() if count > 1] == []


def test_every_hardware_model_belongs_to_a_class() -> None:
    """Models and families lead up to a class, so that a search for GPUs finds an A100."""
    ontology = load_ontology()
    rootless = [
        entry.id
        for entry in ontology.hardware.values()
        if entry.level != "class"
        and not any(ontology.hardware[up].level == "class" for up in ontology.ancestors("hardware", entry.id))
    ]
    assert rootless == []


def test_a_class_is_no_kind_of_model() -> None:
    """The chain goes from model to family to class and never back down."""
    rank = {"model": 0, "family": 1, "class": 2}
    ontology = load_ontology()
    wrong = [
        (entry.id, parent)
        for entry in ontology.hardware.values()
        for parent in entry.is_a
        if rank[ontology.hardware[parent].level] < rank[entry.level]
    ]
    assert wrong == []


def test_a_memory_variant_says_its_memory() -> None:
    """An entry named after its memory states the same number."""
    wrong = [
        entry.id
        for entry in load_ontology().hardware.values()
        if entry.name.endswith("GB") and f" {entry.memory_gb}GB" not in entry.name
    ]
    assert wrong == []


def test_one_form_of_two_types_is_found() -> None:
    """The same name without its separator, in another type, is reported on the second entry."""
    ontology = Ontology(
        methods={"star-gate": MethodEntry(id="star-gate", name="Star Gate", kind="system", source=SOURCE)},
        benchmarks={"stargate": BenchmarkEntry(id="stargate", name="StarGate", kind="dataset", source=SOURCE)},
        paths={("method", "star-gate"): "m.toml", ("benchmark", "stargate"): "b.toml"},
    )
    (problem,) = check_ontology(ontology)
    assert (problem.message, problem.where) == ("'StarGate' also names 'star-gate' in m.toml", "b.toml [stargate] name")


def test_an_exception_that_excepts_nothing_is_found() -> None:
    """An `unless` phrase has to contain a form of the entry, in the singular or plural."""
    entry = HardwareEntry(
        id="frontier",
        name="Frontier",
        unless=("research frontiers", "the front line"),
        level="model",
        source=SOURCE,
    )
    (problem,) = check_ontology(Ontology(hardware={"frontier": entry}))
    assert (problem.entry, problem.field) == ("frontier", "unless")
    assert "'the front line'" in problem.message


def test_a_name_that_is_its_own_context_is_found() -> None:
    """A context phrase equal to an ambiguous form would let every match through."""
    entry = BenchmarkEntry(id="c4", name="C4", exact=("C4",), context=("corpus", "c4"), kind="dataset", source=SOURCE)
    (problem,) = check_ontology(Ontology(benchmarks={"c4": entry}))
    assert (problem.entry, problem.field) == ("c4", "context")
    assert problem.message.startswith("'c4' is the entry's own name")


def test_an_alias_that_adds_nothing_is_found() -> None:
    """An alias that differs from the name or another alias in case and hyphens alone is reported."""
    entry = MethodEntry(
        id="flash-attention", name="Flash Attention", aliases=("flash-attention",), kind="technique", source=SOURCE
    )
    (problem,) = check_ontology(Ontology(methods={"flash-attention": entry}))
    assert (problem.entry, problem.field) == ("flash-attention", "aliases")
    assert "stands twice" in problem.message


def test_an_unsorted_table_is_found() -> None:
    """Order counts within a file, not between files."""
    entries = {
        name: MethodEntry(id=name, name=name, kind="system", source=SOURCE) for name in ("okapi", "giraffe", "zebra")
    }
    paths = {name: ("b.toml" if name == "zebra" else "a.toml") for name in entries}
    ontology = Ontology(methods=entries, paths={("method", name): path for name, path in paths.items()})
    (problem,) = check_ontology(ontology)
    assert (problem.where, problem.message) == ("a.toml [giraffe] id", "the table stands below 'okapi'")


def test_the_editor_schema_knows_every_field() -> None:
    """The schema allows what the models allow: all fields but the id, and no others."""
    schema = json_schema()
    json.dumps(schema)
    for model in (MethodEntry, HardwareEntry, BenchmarkEntry):
        definition = schema["$defs"][model.__name__]
        assert set(definition["properties"]) == set(model.model_fields) - {"id"}
        assert definition["additionalProperties"] is False
        assert {"name", "source"} < set(definition["required"])
        assert {"$ref": f"#/$defs/{model.__name__}"} in schema["additionalProperties"]["anyOf"]


@pytest.mark.parametrize("folder", ["methods", "hardware", "benchmarks"])
def test_files_are_named_by_topic(folder: str) -> None:
    """File names are slugs, so that they sort and read like ids."""
    stems = {Path(path).stem for path in load_ontology().paths.values() if Path(path).parent.name == folder}
    assert stems
    assert stems == {slug(stem) for stem in stems}
