"""The edge classes of the graph, each from its tail to its head, and each property with what it means."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from papermesh.graph.nodes import Author, Benchmark, Hardware, Method, Paper, Repository, Resource, SourceRecord
from papermesh.graph.rows import FirstRun, LastRun, Node, Row

Basis = Literal["stated", "imported", "derived"]


class Edge(Row):
    """One edge from `tail` to `head`, at most one of its label between the same two nodes."""

    label: ClassVar[str]
    tail: ClassVar[type[Node]]
    head: ClassVar[type[Node]]

    tail_key: str
    head_key: str
    basis: Annotated[Basis, Field(description="stated: in the text; imported: a source says so; derived: computed")] = (
        "imported"
    )
    sources: Annotated[list[str], Field(description="The records or sources that say so")] = []
    first_run: FirstRun = None
    last_run: LastRun = None

    def properties(self) -> dict[str, Any]:
        """All properties, `None` where not known."""
        return {name: value for name, value in self if name not in {"tail_key", "head_key"}}


class Stated(Edge):
    """An edge that a text states, with its proof."""

    basis: Annotated[Basis, Field(description="stated: in the text; imported: a source says so; derived: computed")] = (
        "stated"
    )
    evidence: Annotated[str | None, Field(description="The sentence that says so")] = None
    field: Annotated[str | None, Field(description="`title`, `abstract` or the heading of a section")] = None
    span_start: Annotated[int | None, Field(description="First character of the mention in that field")] = None
    span_end: Annotated[int | None, Field(description="Character after the mention in that field")] = None
    surface: Annotated[str | None, Field(description="The mention as written")] = None
    mentions: Annotated[int | None, Field(description="How often the paper mentions it")] = None
    confidence: Annotated[float | None, Field(ge=0, le=1, description="0 to 1")] = None
    rule: Annotated[str | None, Field(description="The rule that found it")] = None


class Linked(Stated):
    """A stated edge to an entity: what else the text says of the use."""

    roles_seen: Annotated[list[str], Field(description="All roles that hold, the strongest first")] = []


class _OnHardware(Linked):
    device_count: Annotated[int | None, Field(description="How many devices the text states")] = None
    memory_gb: Annotated[float | None, Field(description="Memory per device in GB, as the text states it")] = None
    form_factor: Annotated[str | None, Field(description="SXM5, PCIe, … as the text states it")] = None


class _OfMethod(Linked):
    size: Annotated[str | None, Field(description="Model size as the text states it, such as 70B")] = None


class IntroducesMethod(_OfMethod):
    """A paper proposes a method."""

    label: ClassVar[str] = "INTRODUCES"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Method


class Uses(_OfMethod):
    """A paper builds on, applies or studies a method."""

    label: ClassVar[str] = "USES"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Method


class ComparesWith(_OfMethod):
    """A paper names a method as a baseline or comparison only."""

    label: ClassVar[str] = "COMPARES_WITH"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Method


class RunsOn(_OnHardware):
    """A paper was evaluated on hardware."""

    label: ClassVar[str] = "RUNS_ON"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Hardware


class Targets(_OnHardware):
    """A paper is designed for, or is about, hardware."""

    label: ClassVar[str] = "TARGETS"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Hardware


class MentionsHardware(_OnHardware):
    """A paper names hardware in passing."""

    label: ClassVar[str] = "MENTIONS"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Hardware


class IntroducesBenchmark(Linked):
    """A paper proposes a benchmark or dataset."""

    label: ClassVar[str] = "INTRODUCES"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Benchmark


class EvaluatesOn(Linked):
    """A paper trains or evaluates on a benchmark or dataset."""

    label: ClassVar[str] = "EVALUATES_ON"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Benchmark

    results: Annotated[
        list[str], Field(description="Results as a source reports them, each as `metric: value (model)`")
    ] = []


class MentionsBenchmark(Linked):
    """A paper names a benchmark or dataset in passing."""

    label: ClassVar[str] = "MENTIONS"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Benchmark


class HasCode(Stated):
    """A paper's text or a source links a code repository."""

    label: ClassVar[str] = "HAS_CODE"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Repository

    official: Annotated[bool | None, Field(description="Whether it is the paper's own; null: not said")] = None
    mentioned_in_paper: Annotated[
        bool | None, Field(description="Whether the paper mentions it, as a source says; null: not said")
    ] = None
    mentioned_in_github: Annotated[
        bool | None, Field(description="Whether it mentions the paper, as a source says; null: not said")
    ] = None
    framework: Annotated[str | None, Field(description="Framework that the code uses, as a source says")] = None


class LinksTo(Stated):
    """A paper's text links a page that is not a repository."""

    label: ClassVar[str] = "LINKS_TO"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Resource

    official: Annotated[bool | None, Field(description="Whether it is the paper's own; null: not said")] = None


class Cites(Edge):
    """A paper cites another."""

    label: ClassVar[str] = "CITES"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Paper

    contexts: Annotated[list[str], Field(description="Sentences that cite it, where a source gives them")] = []
    intents: Annotated[list[str], Field(description="Why it is cited, where a source says so")] = []


class Wrote(Edge):
    """An author wrote a paper."""

    label: ClassVar[str] = "WROTE"
    tail: ClassVar[type[Node]] = Author
    head: ClassVar[type[Node]] = Paper

    position: Annotated[int | None, Field(ge=1, description="1 for the first author")] = None


class BuildsOn(Edge):
    """A paper uses or compares with what another introduces."""

    label: ClassVar[str] = "BUILDS_ON"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Paper

    basis: Annotated[Basis, Field(description="stated: in the text; imported: a source says so; derived: computed")] = (
        "derived"
    )
    via: Annotated[list[str], Field(description="Keys of the entities that connect them, each with its label")] = []


class Describes(Edge):
    """A record describes a paper."""

    label: ClassVar[str] = "DESCRIBES"
    tail: ClassVar[type[Node]] = SourceRecord
    head: ClassVar[type[Node]] = Paper


class DescribesRepository(Edge):
    """A record says how a repository was when it was checked."""

    label: ClassVar[str] = "DESCRIBES"
    tail: ClassVar[type[Node]] = SourceRecord
    head: ClassVar[type[Node]] = Repository


class _Hierarchy(Edge):
    basis: Annotated[Basis, Field(description="stated: in the text; imported: a source says so; derived: computed")] = (
        "imported"
    )


class MethodIsA(_Hierarchy):
    """A method belongs to a class or family of methods."""

    label: ClassVar[str] = "IS_A"
    tail: ClassVar[type[Node]] = Method
    head: ClassVar[type[Node]] = Method


class HardwareIsA(_Hierarchy):
    """A device belongs to a family or class (H100 IS_A GPU; A100 80GB IS_A A100)."""

    label: ClassVar[str] = "IS_A"
    tail: ClassVar[type[Node]] = Hardware
    head: ClassVar[type[Node]] = Hardware


class BenchmarkIsA(_Hierarchy):
    """A benchmark belongs to a family of benchmarks."""

    label: ClassVar[str] = "IS_A"
    tail: ClassVar[type[Node]] = Benchmark
    head: ClassVar[type[Node]] = Benchmark


class MethodVariantOf(_Hierarchy):
    """A method is a direct variant of another (QLoRA VARIANT_OF LoRA)."""

    label: ClassVar[str] = "VARIANT_OF"
    tail: ClassVar[type[Node]] = Method
    head: ClassVar[type[Node]] = Method


class HardwareVariantOf(_Hierarchy):
    """A device is a direct variant of another."""

    label: ClassVar[str] = "VARIANT_OF"
    tail: ClassVar[type[Node]] = Hardware
    head: ClassVar[type[Node]] = Hardware


class BenchmarkVariantOf(_Hierarchy):
    """A benchmark is a direct variant of another (MMLU-Pro VARIANT_OF MMLU)."""

    label: ClassVar[str] = "VARIANT_OF"
    tail: ClassVar[type[Node]] = Benchmark
    head: ClassVar[type[Node]] = Benchmark
