"""Every node and edge class of the graph, declared once.

The class is the record that is written, its label is the label in the store, its fields are the properties, and
their descriptions are the documentation. Constraints, indexes, `MERGE` texts and `docs/schema.md` are derived from
these classes by `statements.py`; nothing else in the project repeats a property's name.

The classes stand in `nodes.py` and `edges.py`, what they have in common in `rows.py`.
"""

from __future__ import annotations

from papermesh.graph.edges import (
    Basis,
    BenchmarkIsA,
    BenchmarkVariantOf,
    BuildsOn,
    Cites,
    ComparesWith,
    Describes,
    DescribesRepository,
    Edge,
    EvaluatesOn,
    HardwareIsA,
    HardwareVariantOf,
    HasCode,
    IntroducesBenchmark,
    IntroducesMethod,
    Linked,
    LinksTo,
    MentionsBenchmark,
    MentionsHardware,
    MethodIsA,
    MethodVariantOf,
    RunsOn,
    Stated,
    Targets,
    Uses,
    Wrote,
)
from papermesh.graph.nodes import (
    Author,
    Benchmark,
    ChangeLog,
    Hardware,
    Meta,
    Method,
    Paper,
    Repository,
    Resource,
    Run,
    SourceRecord,
)
from papermesh.graph.rows import (
    FORMAT_VERSION,
    MAX_KEY_LENGTH,
    RUN_PROPERTIES,
    FirstRun,
    LastRun,
    Node,
    Row,
    Scalar,
    Value,
)

__all__ = [
    "EDGES", "ENTITIES", "FORMAT_VERSION", "MAX_KEY_LENGTH", "NODES", "ROLE_EDGES", "RUN_PROPERTIES", "Author",
    "Basis", "Benchmark", "BenchmarkIsA", "BenchmarkVariantOf", "BuildsOn", "ChangeLog", "Cites", "ComparesWith",
    "Describes", "DescribesRepository", "Edge", "EvaluatesOn", "FirstRun", "Hardware", "HardwareIsA",
    "HardwareVariantOf", "HasCode", "IntroducesBenchmark", "IntroducesMethod", "LastRun", "Linked", "LinksTo",
    "MentionsBenchmark", "MentionsHardware", "Meta", "Method", "MethodIsA", "MethodVariantOf", "Node", "Paper",
    "Repository", "Resource", "Row", "Run", "RunsOn", "Scalar", "SourceRecord", "Stated", "Targets", "Uses",
    "Value", "Wrote",
]  # fmt: skip

NODES: tuple[type[Node], ...] = (
    Paper, Method, Hardware, Benchmark, Repository, Resource, Author, SourceRecord, Run, ChangeLog, Meta,
)  # fmt: skip
EDGES: tuple[type[Edge], ...] = (
    IntroducesMethod, Uses, ComparesWith, RunsOn, Targets, MentionsHardware, IntroducesBenchmark, EvaluatesOn,
    MentionsBenchmark, HasCode, LinksTo, Cites, Wrote, BuildsOn, Describes, DescribesRepository, MethodIsA,
    HardwareIsA, BenchmarkIsA, MethodVariantOf, HardwareVariantOf, BenchmarkVariantOf,
)  # fmt: skip
ENTITIES: tuple[type[Node], ...] = (Method, Hardware, Benchmark)
ROLE_EDGES: dict[tuple[str, str], type[Linked]] = {
    ("method", "introduces"): IntroducesMethod,
    ("method", "uses"): Uses,
    ("method", "compares"): ComparesWith,
    ("hardware", "evaluated_on"): RunsOn,
    ("hardware", "targets"): Targets,
    ("hardware", "mentions"): MentionsHardware,
    ("benchmark", "introduces"): IntroducesBenchmark,
    ("benchmark", "evaluates"): EvaluatesOn,
    ("benchmark", "mentions"): MentionsBenchmark,
}
"""The edge class of each entity type and role of the extraction contract."""
