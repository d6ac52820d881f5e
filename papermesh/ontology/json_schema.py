"""A JSON Schema of the ontology's TOML files, for editors."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from papermesh.ontology.entries import BenchmarkEntry, HardwareEntry, MethodEntry

_MODELS = (MethodEntry, HardwareEntry, BenchmarkEntry)


def ontology_json_schema() -> dict[str, Any]:
    """Return the schema of one file: tables by id, each a method, a hardware or a benchmark entry."""
    _, schema = models_json_schema([(model, "validation") for model in _MODELS], title="Papermesh ontology file")
    definitions: dict[str, Any] = schema["$defs"]
    for definition in definitions.values():
        # The id is the key of the table, not a field in it.
        del definition["properties"]["id"]
        definition["required"].remove("id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "type": "object",
        "additionalProperties": {"anyOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in _MODELS]},
    }
