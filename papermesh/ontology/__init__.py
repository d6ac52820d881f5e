"""Names that papers use for methods, hardware and benchmarks: entries as TOML, their models and their hierarchy."""

from papermesh.ontology.check import check_ontology
from papermesh.ontology.entries import (
    BenchmarkEntry,
    EntityType,
    Entry,
    Form,
    HardwareEntry,
    MethodEntry,
    Ontology,
)
from papermesh.ontology.json_schema import ontology_json_schema
from papermesh.ontology.load import load_ontology
from papermesh.ontology.slug import fold, slug

__all__ = [
    "BenchmarkEntry",
    "EntityType",
    "Entry",
    "Form",
    "HardwareEntry",
    "MethodEntry",
    "Ontology",
    "check_ontology",
    "fold",
    "load_ontology",
    "ontology_json_schema",
    "slug",
]
