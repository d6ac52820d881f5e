"""The node classes of the graph, each property with what it means."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from papermesh.graph.rows import FORMAT_VERSION, Node


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
