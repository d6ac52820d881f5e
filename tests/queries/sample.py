"""A small graph made by hand: invented papers with every kind of node, edge and gap that the queries tell apart."""

from __future__ import annotations

from typing import Any, Literal

from papermesh.graph import schema
from papermesh.graph.schema import Edge, Node
from papermesh.graph.store import Store
from papermesh.graph.write import prepare, write_edges, write_nodes

TextScope = Literal["none", "title", "abstract", "fulltext"]

SQUEEZE = "arxiv:2401.00001"
"""Introduces SqueezeNum; uses GPTQ; runs on H100; has official code; cites three papers."""
FOURBIT = "arxiv:2305.00002"
"""Uses GPTQ and SqueezeNum's rival; runs on A100 80GB; code archived."""
SERVE = "doi:10.5555/serve"
"""Introduces ServeFast; targets GPUs; no hardware model stated; compares with vLLM."""
GATES = "arxiv:2311.00004"
"""On an FPGA; no code stated."""
PLAIN = "title:a-plain-note-on-weights"
"""A title without abstract: nothing stated."""
SURVEY = "arxiv:2402.00006"
"""A survey: cites many, mentions hardware in passing."""
VAGUE = "arxiv:2403.00007"
"""Uses GPTQ, says nothing of hardware, benchmarks or code."""
OLD = "arxiv:2208.00008"
"""Introduces GPTQ in this invented world; cited by most."""
CITED = "arxiv:1706.00009"
"""Only cited, title known."""
NAMELESS = "doi:10.5555/nameless"
"""Only cited, not even a title."""


def _paper(key: str, title: str | None, abstract: str | None = None, **extra: Any) -> schema.Paper:
    scope: TextScope = "abstract" if abstract else "title"
    stated: dict[str, Any] = {"hardware_stated": False, "benchmark_stated": False, "code_stated": False}
    return schema.Paper(
        **{
            "paper_id": key,
            "title": title,
            "abstract": abstract,
            "text_scope": scope,
            "title_key": "-".join(title.lower().replace(":", " ").split()) if title else None,
            "arxiv_id": key.removeprefix("arxiv:") if key.startswith("arxiv:") else None,
            "doi": key.removeprefix("doi:") if key.startswith("doi:") else None,
            "sources": ["jsonl"],
            **stated,
            **extra,
        }
    )


PAPERS: list[Node] = [
    _paper(
        SQUEEZE,
        "SqueezeNum: packing weights into four bits",
        "We present SqueezeNum, which packs weights into four bits. It extends GPTQ. On one H100 it serves Llama 2 "
        "faster, and it loses nothing on MMLU.",
        year=2024,
        published="2024-01-03",
        venue="Workshop on Small Numbers",
        url="https://example.org/squeeze",
        former_ids=["title:squeezenum-packing-weights-into-four-bits"],
        references_known=True,
        hardware_stated=True,
        benchmark_stated=True,
        code_stated=True,
        conflicts=["year: 2023 (bibtex:squeeze)"],
        sources=["bibtex", "jsonl"],
    ),
    _paper(
        FOURBIT,
        "Four bits are enough",
        "Weights quantized by GPTQ to four bits keep their accuracy on MMLU-Pro and HumanEval. We run on A100 80GB.",
        year=2023,
        references_known=True,
        hardware_stated=True,
        benchmark_stated=True,
        code_stated=True,
    ),
    _paper(
        SERVE,
        "ServeFast: a scheduler for shared accelerators",
        "ServeFast schedules requests on GPUs. It is twice as fast as vLLM on HumanEval prompts.",
        year=2024,
        references_known=False,
        hardware_stated=True,
        benchmark_stated=True,
        code_stated=True,
    ),
    _paper(
        GATES,
        "Four-bit weights in programmable gates",
        "An Alveo U280 FPGA runs Llama 2 with GPTQ weights at half the energy of an A100.",
        year=2023,
        references_known=True,
        hardware_stated=True,
    ),
    _paper(PLAIN, "A plain note on weights"),
    _paper(
        SURVEY,
        "A survey of small numbers",
        "We survey quantization: GPTQ, SqueezeNum and others, mostly measured on GPUs with MMLU.",
        year=2024,
        references_known=True,
        hardware_stated=True,
        benchmark_stated=True,
    ),
    _paper(VAGUE, "Rounding, revisited", "We study how GPTQ rounds weights.", year=2024),
    _paper(
        OLD,
        "GPTQ in an invented world",
        "We propose GPTQ, a quantization method for weights, and report HumanEval.",
        year=2022,
        references_known=True,
        benchmark_stated=True,
        code_stated=True,
    ),
    schema.Paper(
        paper_id=CITED, title="Attention to everything", title_key="attention-to-everything", year=2017,
        arxiv_id="1706.00009",
    ),
    schema.Paper(paper_id=NAMELESS, doi="10.5555/nameless"),
]  # fmt: skip

ENTITIES: list[Node] = [
    schema.Method(method_id="quantization", name="quantization", aliases=["quantisation"]),
    schema.Method(method_id="int4-quantization", name="INT4 quantization", aliases=["4-bit quantization"]),
    schema.Method(method_id="gptq", name="GPTQ", aliases=["OPTQ"], year=2022),
    schema.Method(method_id="squeezenum", name="SqueezeNum", basis="discovered"),
    schema.Method(method_id="servefast", name="ServeFast", kind="system", basis="discovered"),
    schema.Method(method_id="vllm", name="vLLM", kind="system"),
    schema.Method(method_id="llama-2", name="Llama 2", kind="model", aliases=["LLaMA-2"]),
    schema.Hardware(hardware_id="gpu", name="GPU", level="class", aliases=["graphics processor"]),
    schema.Hardware(hardware_id="nvidia-h100", name="NVIDIA H100", vendor="NVIDIA", memory_gb=80.0,
                    aliases=["H100", "H100 SXM5"], release_year=2022),
    schema.Hardware(hardware_id="nvidia-a100", name="NVIDIA A100", level="family", vendor="NVIDIA", aliases=["A100"]),
    schema.Hardware(hardware_id="nvidia-a100-80gb", name="NVIDIA A100 80GB", vendor="NVIDIA", memory_gb=80.0),
    schema.Hardware(hardware_id="fpga", name="FPGA", level="class"),
    schema.Hardware(hardware_id="amd-alveo-u280", name="AMD Alveo U280", vendor="AMD", memory_gb=8.0,
                    aliases=["Alveo U280"]),
    schema.Benchmark(benchmark_id="mmlu", name="MMLU"),
    schema.Benchmark(benchmark_id="mmlu-pro", name="MMLU-Pro"),
    schema.Benchmark(benchmark_id="humaneval", name="HumanEval"),
    schema.Repository(repository_id="github:invented/squeezenum", name="Invented/SqueezeNum",
                      url="https://github.com/Invented/SqueezeNum", stars=120, license="Apache-2.0", archived=False,
                      topics=["quantization"],
                      pushed_at="2025-11-02T10:00:00Z", checked_at="2025-12-01", state="alive"),
    schema.Repository(repository_id="github:invented/fourbit", name="invented/fourbit",
                      url="https://github.com/invented/fourbit", stars=7, license="MIT", archived=True,
                      pushed_at="2023-06-01T00:00:00Z", checked_at="2025-12-01", state="alive"),
    schema.Repository(repository_id="github:invented/gone", name="invented/gone",
                      url="https://github.com/invented/gone", checked_at="2025-12-01", state="missing"),
    schema.Repository(repository_id="github:invented/unchecked", name="invented/unchecked",
                      url="https://github.com/invented/unchecked"),
    schema.Resource(resource_id="https://example.org/squeeze-page", name="example.org/squeeze-page",
                    kind="project-page"),
    schema.Author(author_id="name:ada example", name="Ada Example"),
    schema.Author(author_id="name:bo sample", name="Bo Sample"),
    schema.Author(author_id="orcid:0000-0002-1825-0097", name="Cy Placeholder"),
    schema.SourceRecord(record_id="jsonl:squeeze", source="jsonl", record="{}", place="papers.jsonl:1"),
    schema.SourceRecord(record_id="bibtex:squeeze", source="bibtex", record="{}", place="papers.bib:4"),
    schema.SourceRecord(record_id="jsonl:fourbit", source="jsonl", record="{}", place="papers.jsonl:2"),
    schema.Run(run_id="20251201T100000-1", command="load jsonl papers.jsonl", started="2025-12-01T10:00:00Z",
               ended="2025-12-01T10:00:01Z", state="done", records=6, papers=6, links_added=12, links_changed=0,
               links_retired=0, writer="0123456789ab:1234:"),
    schema.Run(run_id="20251202T100000-1", command="load bibtex papers.bib", started="2025-12-02T10:00:00Z",
               ended="2025-12-02T10:00:01Z", state="done"),
]  # fmt: skip

_TEXT = {node.paper_id: f"{node.title} {node.abstract or ''}" for node in PAPERS if isinstance(node, schema.Paper)}


def _stated(
    cls: type[schema.Stated], tail: str, head: str, surface: str, confidence: float = 0.97, **extra: Any
) -> Edge:
    """Return an edge with the proof that its paper's text holds, wherever the surface first stands."""
    paper = next(one for one in PAPERS if isinstance(one, schema.Paper) and one.paper_id == tail)
    for field, text in (("title", paper.title or ""), ("abstract", paper.abstract or "")):
        start = text.find(surface)
        if start >= 0:
            sentence = next(s for s in text.replace(". ", ".\n").split("\n") if surface in s)
            return cls(
                tail_key=tail, head_key=head, evidence=sentence, field=field, span_start=start,
                span_end=start + len(surface), surface=surface, mentions=_TEXT[tail].count(surface),
                confidence=confidence, rule="lexicon", sources=["jsonl"], **extra,
            )  # fmt: skip
    raise AssertionError(f"{surface} does not stand in {tail}")


EDGES: list[Edge] = [
    _stated(schema.IntroducesMethod, SQUEEZE, "squeezenum", "SqueezeNum", roles_seen=["introduces", "uses"]),
    _stated(schema.Uses, SQUEEZE, "gptq", "GPTQ", roles_seen=["uses"]),
    _stated(schema.Uses, SQUEEZE, "llama-2", "Llama 2", roles_seen=["uses"]),
    _stated(schema.RunsOn, SQUEEZE, "nvidia-h100", "H100", roles_seen=["evaluated_on"], device_count=1),
    _stated(schema.EvaluatesOn, SQUEEZE, "mmlu", "MMLU", roles_seen=["evaluates"]),
    _stated(schema.Uses, FOURBIT, "gptq", "GPTQ", roles_seen=["uses"]),
    _stated(schema.Uses, FOURBIT, "int4-quantization", "Four bits", 0.55, roles_seen=["uses"]),
    _stated(schema.RunsOn, FOURBIT, "nvidia-a100-80gb", "A100 80GB", roles_seen=["evaluated_on"], memory_gb=80.0),
    _stated(schema.EvaluatesOn, FOURBIT, "mmlu-pro", "MMLU-Pro", roles_seen=["evaluates"]),
    _stated(schema.EvaluatesOn, FOURBIT, "humaneval", "HumanEval", roles_seen=["evaluates"]),
    _stated(schema.IntroducesMethod, SERVE, "servefast", "ServeFast", roles_seen=["introduces"]),
    _stated(schema.ComparesWith, SERVE, "vllm", "vLLM", 0.8, roles_seen=["compares"]),
    _stated(schema.Targets, SERVE, "gpu", "GPUs", roles_seen=["targets"]),
    _stated(schema.EvaluatesOn, SERVE, "humaneval", "HumanEval", 0.9, roles_seen=["evaluates"]),
    _stated(schema.Uses, GATES, "gptq", "GPTQ", roles_seen=["uses"]),
    _stated(schema.Uses, GATES, "llama-2", "Llama 2", roles_seen=["uses"]),
    _stated(schema.RunsOn, GATES, "amd-alveo-u280", "Alveo U280", roles_seen=["evaluated_on"]),
    _stated(schema.MentionsHardware, GATES, "nvidia-a100", "A100", 0.5, roles_seen=["mentions"]),
    _stated(schema.Uses, SURVEY, "quantization", "quantization", roles_seen=["uses"]),
    _stated(schema.Uses, SURVEY, "gptq", "GPTQ", roles_seen=["uses"]),
    _stated(schema.Uses, SURVEY, "squeezenum", "SqueezeNum", roles_seen=["uses"]),
    _stated(schema.MentionsHardware, SURVEY, "gpu", "GPUs", roles_seen=["mentions"]),
    _stated(schema.MentionsBenchmark, SURVEY, "mmlu", "MMLU", roles_seen=["mentions"]),
    _stated(schema.Uses, VAGUE, "gptq", "GPTQ", roles_seen=["uses"]),
    _stated(schema.IntroducesMethod, OLD, "gptq", "GPTQ", roles_seen=["introduces"]),
    _stated(schema.Uses, OLD, "quantization", "quantization", roles_seen=["uses"]),
    _stated(schema.EvaluatesOn, OLD, "humaneval", "HumanEval", roles_seen=["evaluates"]),
    schema.HasCode(tail_key=SQUEEZE, head_key="github:invented/squeezenum", official=True, sources=["jsonl"]),
    schema.HasCode(tail_key=SURVEY, head_key="github:invented/squeezenum", official=False, sources=["jsonl"]),
    schema.HasCode(tail_key=FOURBIT, head_key="github:invented/fourbit", official=True, sources=["jsonl"]),
    schema.HasCode(tail_key=SERVE, head_key="github:invented/gone", sources=["jsonl"]),
    schema.HasCode(tail_key=OLD, head_key="github:invented/unchecked", official=True, sources=["jsonl"]),
    schema.LinksTo(tail_key=SQUEEZE, head_key="https://example.org/squeeze-page", sources=["jsonl"]),
    *(schema.Cites(tail_key=tail, head_key=head, sources=["jsonl"]) for tail, head in [
        (SQUEEZE, OLD), (SQUEEZE, FOURBIT), (SQUEEZE, CITED), (FOURBIT, OLD), (FOURBIT, CITED), (GATES, OLD),
        (GATES, NAMELESS), (SURVEY, SQUEEZE), (SURVEY, FOURBIT), (SURVEY, OLD), (OLD, CITED), (SERVE, CITED),
    ]),
    schema.Wrote(tail_key="name:ada example", head_key=SQUEEZE, position=1),
    schema.Wrote(tail_key="name:bo sample", head_key=SQUEEZE, position=2),
    schema.Wrote(tail_key="name:ada example", head_key=OLD, position=1),
    schema.Wrote(tail_key="orcid:0000-0002-1825-0097", head_key=SERVE, position=1),
    *(schema.BuildsOn(tail_key=tail, head_key=OLD, via=["method:gptq"], sources=["papermesh"])
      for tail in (SQUEEZE, FOURBIT, GATES, SURVEY, VAGUE)),
    schema.BuildsOn(tail_key=SURVEY, head_key=SQUEEZE, via=["method:squeezenum"], sources=["papermesh"]),
    schema.Describes(tail_key="jsonl:squeeze", head_key=SQUEEZE),
    schema.Describes(tail_key="bibtex:squeeze", head_key=SQUEEZE),
    schema.Describes(tail_key="jsonl:fourbit", head_key=FOURBIT),
    schema.MethodIsA(tail_key="int4-quantization", head_key="quantization", sources=["ontology"]),
    schema.MethodIsA(tail_key="gptq", head_key="quantization", sources=["ontology"]),
    schema.HardwareIsA(tail_key="nvidia-h100", head_key="gpu", sources=["ontology"]),
    schema.HardwareIsA(tail_key="nvidia-a100", head_key="gpu", sources=["ontology"]),
    schema.HardwareIsA(tail_key="nvidia-a100-80gb", head_key="nvidia-a100", sources=["ontology"]),
    schema.HardwareIsA(tail_key="amd-alveo-u280", head_key="fpga", sources=["ontology"]),
    schema.BenchmarkVariantOf(tail_key="mmlu-pro", head_key="mmlu", sources=["ontology"]),
]  # fmt: skip


def write_sample(store: Store, *, backwards: bool = False) -> None:
    """Write the sample into an empty store opened for writing, last node and edge first if `backwards`."""
    prepare(store)
    step = -1 if backwards else 1
    nodes = write_nodes(store, [*PAPERS, *ENTITIES][::step])
    edges = write_edges(store, EDGES[::step])
    assert not nodes.rejected
    assert not edges.rejected
    assert not edges.missing_ends
    store.checkpoint()
