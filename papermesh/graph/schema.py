"""Every node and edge class of the graph, declared once.

The class is the record that is written, its label is the label in the store, its fields are the properties, and
their descriptions are the documentation. Constraints, indexes, `MERGE` texts and `docs/schema.md` are derived from
these classes by `statements.py`; nothing else in the project repeats a property's name.

Rules that both stores need, checked here before either sees a value: no lone surrogates, no NaN, lists of one scalar
type without nulls, keys of at most 512 characters.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

FORMAT_VERSION = 1
"""Raised when a graph written by this version cannot be read by the previous one."""

MAX_KEY_LENGTH = 512
"""Longest key, in characters: Neo4j refuses long indexed values and then fails the whole batch."""

Scalar = str | int | float | bool
Value = Scalar | list[str] | list[int] | list[float] | list[bool] | None

FirstRun = Annotated[str | None, Field(description="The run that first wrote this")]
LastRun = Annotated[str | None, Field(description="The run that last changed this")]
RUN_PROPERTIES = ("first_run", "last_run")
"""Left out of the canonical dump: they say when a thing was seen, not what it is."""


class _Row(BaseModel):
    """What nodes and edges have in common: frozen, no unknown fields, values that both stores take."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def _storable(self) -> _Row:
        for name, value in self:
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, str) and not _encodable(item):
                    msg = f"{name} holds a lone surrogate, which no store can keep"
                    raise ValueError(msg)
                if isinstance(item, float) and not math.isfinite(item):
                    msg = f"{name} is not a finite number"
                    raise ValueError(msg)
        return self


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Node(_Row):
    """One node. `key` names the field that identifies it."""

    label: ClassVar[str]
    key: ClassVar[str]

    first_run: FirstRun = None
    last_run: LastRun = None

    @property
    def key_value(self) -> str:
        """The key: a string with a scheme or a slug, never the engine's internal id."""
        return str(getattr(self, self.key))

    def properties(self) -> dict[str, Any]:
        """All properties but the key, `None` where not known."""
        return {name: value for name, value in self if name != self.key}

    @model_validator(mode="after")
    def _short_key(self) -> Node:
        if not 0 < len(self.key_value) <= MAX_KEY_LENGTH:
            msg = f"{self.key} must have 1 to {MAX_KEY_LENGTH} characters"
            raise ValueError(msg)
        return self


class Paper(Node):
    """A paper, merged from all records that describe it."""

    label: ClassVar[str] = "Paper"
    key: ClassVar[str] = "paper_id"

    paper_id: Annotated[
        str,
        Field(
            description="`arxiv:2412.14590`, else `doi:…`, else `title:<key>`; a cited one may have only `openalex:…`"
        ),
    ]
    title: Annotated[str | None, Field(description="The title; null for a cited paper known by its id alone")] = None
    title_key: Annotated[str | None, Field(description="The folded title, by which titles are compared")] = None
    abstract: Annotated[str | None, Field(description="The abstract, or another summary that a source brings")] = None
    year: Annotated[int | None, Field(description="Year of first publication")] = None
    published: Annotated[
        str | None, Field(description="ISO date in the precision known: 2024, 2024-12, 2024-12-19")
    ] = None
    venue: Annotated[str | None, Field(description="Journal or conference")] = None
    arxiv_id: Annotated[str | None, Field(description="arXiv id without version")] = None
    doi: Annotated[str | None, Field(description="DOI, lower case, without resolver")] = None
    other_ids: Annotated[list[str], Field(description="Ids at other services, each with its scheme")] = []
    former_ids: Annotated[
        list[str], Field(description="Other keys under which its records alone would stand; lookups accept them")
    ] = []
    url: Annotated[str | None, Field(description="Where it can be read")] = None
    text_scope: Annotated[
        Literal["none", "title", "abstract", "fulltext"],
        Field(
            description="How much of its text is known; of a full text the sections on experiments are linked, too; "
            "none: only cited"
        ),
    ] = "none"
    references_known: Annotated[
        bool | None, Field(description="Whether its list of references is complete; null: nobody said")
    ] = None
    hardware_stated: Annotated[bool | None, Field(description="Whether its text names hardware; null without text")] = (
        None
    )
    benchmark_stated: Annotated[
        bool | None, Field(description="Whether its text names a benchmark; null without text")
    ] = None
    code_stated: Annotated[
        bool | None, Field(description="Whether its text or a source links code; null without text")
    ] = None
    conflicts: Annotated[
        list[str], Field(description="Where sources differ: `property: value (record)` for each other value")
    ] = []
    property_sources: Annotated[
        list[str], Field(description="Which record gave each property that records can differ in: `property: record`")
    ] = []
    sources: Annotated[list[str], Field(description="The sources whose records describe it")] = []


class Method(Node):
    """A technique, model or software system that papers introduce, use or compare with."""

    label: ClassVar[str] = "Method"
    key: ClassVar[str] = "method_id"

    method_id: Annotated[str, Field(description="Slug of the name")]
    name: Annotated[str, Field(description="Canonical name")]
    aliases: Annotated[list[str], Field(description="Other names under which it is found")] = []
    kind: Annotated[Literal["technique", "model", "system"], Field(description="What it is")] = "technique"
    description: Annotated[str | None, Field(description="One sentence, where a source has one")] = None
    year: Annotated[int | None, Field(description="Year in which it appeared")] = None
    basis: Annotated[Literal["ontology", "discovered"], Field(description="From the ontology, or a text or source")] = (
        "ontology"
    )


class Hardware(Node):
    """A device, family or class of devices, machine, instruction set, memory or interconnect."""

    label: ClassVar[str] = "Hardware"
    key: ClassVar[str] = "hardware_id"

    hardware_id: Annotated[str, Field(description="Slug of the name")]
    name: Annotated[str, Field(description="Canonical name")]
    aliases: Annotated[list[str], Field(description="Other names under which it is found")] = []
    level: Annotated[Literal["class", "family", "model"], Field(description="How specific it is")] = "model"
    vendor: Annotated[str | None, Field(description="Who makes it")] = None
    memory_gb: Annotated[float | None, Field(description="Memory in GB, where the name fixes it")] = None
    release_year: Annotated[int | None, Field(description="Year of release")] = None
    basis: Annotated[Literal["ontology", "discovered"], Field(description="From the ontology, or a text or source")] = (
        "ontology"
    )


class Benchmark(Node):
    """A named dataset, benchmark, test suite, corpus or leaderboard."""

    label: ClassVar[str] = "Benchmark"
    key: ClassVar[str] = "benchmark_id"

    benchmark_id: Annotated[str, Field(description="Slug of the name")]
    name: Annotated[str, Field(description="Canonical name")]
    aliases: Annotated[list[str], Field(description="Other names under which it is found")] = []
    kind: Annotated[Literal["benchmark", "dataset"], Field(description="What it is")] = "benchmark"
    year: Annotated[int | None, Field(description="Year in which it appeared")] = None
    basis: Annotated[Literal["ontology", "discovered"], Field(description="From the ontology, or a text or source")] = (
        "ontology"
    )


class Repository(Node):
    """A code repository."""

    label: ClassVar[str] = "Repository"
    key: ClassVar[str] = "repository_id"

    repository_id: Annotated[str, Field(description="`github:owner/name` in lower case, or another host")]
    name: Annotated[str, Field(description="`owner/name` as its host spells it where it was asked, else as written")]
    url: Annotated[str, Field(description="Where it is")]
    stars: Annotated[int | None, Field(description="Stars when last checked")] = None
    license: Annotated[str | None, Field(description="SPDX id of its licence")] = None
    topics: Annotated[list[str], Field(description="Topics that its owner gave it")] = []
    archived: Annotated[bool | None, Field(description="Whether its owner archived it")] = None
    pushed_at: Annotated[str | None, Field(description="ISO time of the last push")] = None
    checked_at: Annotated[str | None, Field(description="ISO date or time at which these facts were taken")] = None
    state: Annotated[str | None, Field(description="`alive`, `missing`, `moved` or `blocked`; null: not checked")] = (
        None
    )
    moved_to: Annotated[str | None, Field(description="`owner/name` under which it is now, where it moved")] = None


class Resource(Node):
    """A linked page that is not a code repository."""

    label: ClassVar[str] = "Resource"
    key: ClassVar[str] = "resource_id"

    resource_id: Annotated[str, Field(description="The normalised URL")]
    name: Annotated[str, Field(description="The URL without scheme, for reading")]
    kind: Annotated[
        Literal["project-page", "model", "dataset", "organization", "short-link", "other"],
        Field(description="What the URL points to"),
    ] = "other"


class Author(Node):
    """An author, by ORCID where known, else by name; homonyms are not told apart."""

    label: ClassVar[str] = "Author"
    key: ClassVar[str] = "author_id"

    author_id: Annotated[str, Field(description="`orcid:…`, else `name:<folded name>`")]
    name: Annotated[str, Field(description="Name as first written")]


class SourceRecord(Node):
    """What one source said of one paper or repository, kept whole: papers are computed from these."""

    label: ClassVar[str] = "SourceRecord"
    key: ClassVar[str] = "record_id"

    record_id: Annotated[str, Field(description="`<source>:<id>`")]
    source: Annotated[str, Field(description="Name of the source")]
    record: Annotated[str, Field(description="The record as JSON")]
    place: Annotated[str | None, Field(description="File and line it was read from")] = None


class Run(Node):
    """One command that wrote to the graph."""

    label: ClassVar[str] = "Run"
    key: ClassVar[str] = "run_id"

    run_id: Annotated[str, Field(description="Start time and a number")]
    command: Annotated[str, Field(description="The command as given")]
    started: Annotated[str, Field(description="ISO time, UTC")]
    ended: Annotated[str | None, Field(description="ISO time, UTC; null while it runs or when it was killed")] = None
    state: Annotated[
        Literal["running", "paused", "done", "failed", "interrupted"],
        Field(description="How it ended; paused: its budget was used up, the same command goes on"),
    ] = "running"
    writer: Annotated[str | None, Field(description="The machine and process that write, or wrote last")] = None
    counts: Annotated[str | None, Field(description="What came in, was written, was rejected, as JSON")] = None
    checkpoint: Annotated[
        str | None, Field(description="What the command reads, as a digest (`job`), and where to go on, as JSON")
    ] = None
    records: Annotated[int | None, Field(description="Records that it read")] = None
    papers: Annotated[int | None, Field(description="Loaded papers in the graph when it ended")] = None
    links_added: Annotated[int | None, Field(description="Links of papers that it added")] = None
    links_changed: Annotated[int | None, Field(description="Links whose role or proof it changed")] = None
    links_retired: Annotated[int | None, Field(description="Links that it removed")] = None


class ChangeLog(Node):
    """A part of what a run changed, as it was before: with it, every earlier state of records and links is known."""

    label: ClassVar[str] = "ChangeLog"
    key: ClassVar[str] = "log_id"

    log_id: Annotated[str, Field(description="Number of the writing, and of the part: `000012.0001`, in order")]
    run_id: Annotated[str, Field(description="The run that wrote")]
    entries: Annotated[str, Field(description="Lines of JSON, compressed by zlib, as Base64")]


class Meta(Node):
    """One node that says which format the graph has."""

    label: ClassVar[str] = "Meta"
    key: ClassVar[str] = "meta_id"

    meta_id: Annotated[str, Field(description="Always `papermesh`")] = "papermesh"
    format_version: Annotated[int, Field(description="Format of the graph")] = FORMAT_VERSION


Basis = Literal["stated", "imported", "derived"]


class Edge(_Row):
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


class _Linked(Stated):
    """A stated edge to an entity: what else the text says of the use."""

    roles_seen: Annotated[list[str], Field(description="All roles that hold, the strongest first")] = []


class _OnHardware(_Linked):
    device_count: Annotated[int | None, Field(description="How many devices the text states")] = None
    memory_gb: Annotated[float | None, Field(description="Memory per device in GB, as the text states it")] = None
    form_factor: Annotated[str | None, Field(description="SXM5, PCIe, … as the text states it")] = None


class _OfMethod(_Linked):
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


class IntroducesBenchmark(_Linked):
    """A paper proposes a benchmark or dataset."""

    label: ClassVar[str] = "INTRODUCES"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Benchmark


class EvaluatesOn(_Linked):
    """A paper trains or evaluates on a benchmark or dataset."""

    label: ClassVar[str] = "EVALUATES_ON"
    tail: ClassVar[type[Node]] = Paper
    head: ClassVar[type[Node]] = Benchmark

    results: Annotated[
        list[str], Field(description="Results as a source reports them, each as `metric: value (model)`")
    ] = []


class MentionsBenchmark(_Linked):
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


NODES: tuple[type[Node], ...] = (
    Paper, Method, Hardware, Benchmark, Repository, Resource, Author, SourceRecord, Run, ChangeLog, Meta,
)  # fmt: skip
EDGES: tuple[type[Edge], ...] = (
    IntroducesMethod, Uses, ComparesWith, RunsOn, Targets, MentionsHardware, IntroducesBenchmark, EvaluatesOn,
    MentionsBenchmark, HasCode, LinksTo, Cites, Wrote, BuildsOn, Describes, DescribesRepository, MethodIsA,
    HardwareIsA, BenchmarkIsA, MethodVariantOf, HardwareVariantOf, BenchmarkVariantOf,
)  # fmt: skip
ENTITIES: tuple[type[Node], ...] = (Method, Hardware, Benchmark)
ROLE_EDGES: dict[tuple[str, str], type[_Linked]] = {
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
