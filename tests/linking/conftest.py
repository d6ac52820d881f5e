"""A small ontology, written here, so that these tests do not change when the packaged entries do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from papermesh.loaders.linking import Corpus, Link, LinkedText, Text, link_corpus
from papermesh.ontology import BenchmarkEntry, HardwareEntry, MethodEntry, Ontology, slug

SOURCE = "https://example.org/"


def _method(name: str, kind: str = "technique", **fields: Any) -> tuple[str, MethodEntry]:
    return slug(name), MethodEntry.model_validate(
        {"id": slug(name), "name": name, "kind": kind, "source": SOURCE, **fields}
    )


def _device(name: str, level: str = "model", **fields: Any) -> tuple[str, HardwareEntry]:
    return slug(name), HardwareEntry.model_validate(
        {"id": slug(name), "name": name, "level": level, "source": SOURCE, **fields}
    )


def _benchmark(name: str, kind: str = "benchmark", **fields: Any) -> tuple[str, BenchmarkEntry]:
    return slug(name), BenchmarkEntry.model_validate(
        {"id": slug(name), "name": name, "kind": kind, "source": SOURCE, **fields}
    )


def small_ontology(extra_aliases: dict[str, tuple[str, ...]] | None = None) -> Ontology:
    """Return the ontology of these tests; `extra_aliases` adds aliases to methods by id."""
    aliases = extra_aliases or {}
    methods = dict(
        [
            _method("Low-Rank Adaptation", exact=["LoRA"]),
            _method("QLoRA", variant_of="low-rank-adaptation"),
            _method("GPTQ"),
            _method("GPT", "model", exact=["GPT"]),
            _method("GPT-4", "model"),
            _method("GPT-4o", "model"),
            _method("Llama 2", "model", aliases=["LLaMA-2"]),
            _method("Llama 3", "model"),
            _method("Llama 3.1", "model"),
            _method("Qwen2.5", "model"),
            _method("BERT", "model"),
            _method("ResNet", "model"),
            _method("Segment Anything Model", "model", exact=["SAM"]),
            _method("EfficientViT", "model"),
            _method("Mamba", "model"),
            _method("Direct Preference Optimization", exact=["DPO"]),
            _method("FlashAttention", aliases=["flash attention"]),
            _method("Mixture of Experts", aliases=["mixture of expert"], exact=["MoE"]),
            _method("KV Cache", aliases=["key value cache"], exact=["KV Cache"][:0]),
            _method("Pruning"),
            _method("Model Parallelism"),
            _method("Data Parallelism"),
            _method("vLLM", "system"),
            _method("PyTorch", "system", year=2019),
            _method("SYCL", "system"),
            _method("μP", exact=["μP", "muP"]),
            _method("Reinforcement Learning", exact=["RL"]),
        ]
    )
    for entry_id, more in aliases.items():
        methods[entry_id] = methods[entry_id].model_copy(update={"aliases": (*methods[entry_id].aliases, *more)})
    hardware = dict(
        [
            _device("GPU", "class", exact=["GPU"]),
            _device("CPU", "class", exact=["CPU"]),
            _device("FPGA", "class"),
            _device("Supercomputer", "class"),
            _device("NVIDIA A100", exact=["A100"], is_a=["gpu"]),
            _device("NVIDIA A100 80GB", is_a=["nvidia-a100"], memory_gb=80),
            _device("NVIDIA H100", exact=["H100"], is_a=["gpu"]),
            _device("NVIDIA L40", exact=["L40"], is_a=["gpu"]),
            _device("Frontier", exact=["Frontier"], is_a=["supercomputer"], unless=["pareto frontier"],
                    context=["supercomputer", "exascale", "nodes", "gpus"]),
            _device("Mobile Device", "class"),
            _device("Edge Device", "class"),
        ]
    )  # fmt: skip
    benchmarks = dict(
        [
            _benchmark("MMLU"),
            _benchmark("MMLU-Pro", variant_of="mmlu"),
            _benchmark("HumanEval"),
            _benchmark("HumanEval+", variant_of="humaneval"),
            _benchmark("C4", "dataset", exact=["C4"], context=["dataset", "corpus", "perplexity"]),
            _benchmark("τ-bench", aliases=["tau bench"]),
            _benchmark("GSM8K"),
        ]
    )
    return Ontology(methods, hardware, benchmarks)


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The small ontology."""
    return small_ontology()


@pytest.fixture(scope="session")
def link(ontology: Ontology) -> Callable[..., LinkedText]:
    """Link one abstract, with a title that says nothing unless one is given."""

    def linked(abstract: str, title: str = "On a matter", year: int | None = None) -> LinkedText:
        corpus: Corpus = link_corpus([Text("one", title, abstract, year)], ontology)
        return corpus.linked["one"]

    return linked


@pytest.fixture(scope="session")
def names(link: Callable[..., LinkedText]) -> Callable[..., dict[str, Link]]:
    """Link one abstract and return its links by name."""

    def by_name(abstract: str, title: str = "On a matter", year: int | None = None) -> dict[str, Link]:
        return {one.name: one for one in link(abstract, title, year).links}

    return by_name
