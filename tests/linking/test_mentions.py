"""Names are found as whole words, the longest wins, and versions stay apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papermesh.loaders.linking import Link

Names = Callable[..., dict[str, Link]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Llama 3.1 here.", {"Llama 3.1"}),
        ("We use Llama 3 here.", {"Llama 3"}),
        ("We use Llama-2-7B-Chat here.", {"Llama 2"}),
        ("We use Llama2 and LLaMA 2 here.", {"Llama 2"}),
        ("We use Llama 4 here.", set()),
        ("We use GPT-4 here.", {"GPT-4"}),
        ("We use GPT-4o here.", {"GPT-4o"}),
        ("We use GPT-4.5 here.", set()),
        ("We use GPTQ here.", {"GPTQ"}),
        ("We use a 20B GPT model here.", {"GPT"}),
        ("We use QLoRA here.", {"QLoRA"}),
        ("We use Lora the explorer here.", set()),
        ("We measure MMLU-Pro here.", {"MMLU-Pro"}),
        ("We measure MMLU here.", {"MMLU"}),
        ("We measure HumanEval+ here.", {"HumanEval+"}),
        ("We measure HumanEval, and so on.", {"HumanEval"}),
        ("Trained on A1000 cards.", set()),
        ("Trained on L40S cards.", set()),
        ("Trained on L40 cards.", {"NVIDIA L40"}),
        ("A mixtures-of-experts layer.", set()),
        ("A mixture-of-experts layer with MoEs.", {"Mixture of Experts"}),
        ("A moe layer.", set()),
        ("A flash-attention kernel and flashattention.", {"FlashAttention"}),
        ("The key-value cache and KV-caches.", {"KV Cache"}),
        ("A BERT-based and BERT-style encoder.", {"BERT"}),
        ("A RoBERTa encoder.", set()),
        ("Distil-BERT encoder.", set()),
        ("An albert encoder.", set()),
        ("The black mamba is a snake, mamba-like.", {"Mamba"}),
        (r"Results on {\tau}-Bench and $\tau$-bench.", {"τ-bench"}),
        ("Results on tau-bench.", {"τ-bench"}),
        ("We use ResNet8 and ResNet-50 here.", {"ResNet"}),
        ("Data- and model-parallelism.", {"Data Parallelism", "Model Parallelism"}),
        ("It runs on mobile and edge devices.", {"Mobile Device", "Edge Device"}),
    ],
)
def test_finds(names: Names, text: str, expected: set[str]) -> None:
    """Each text mentions just these entries of the ontology."""
    found = {name for name, one in names(text).items() if one.basis == "ontology"}
    assert found == expected


def test_a_name_within_a_longer_one_is_not_mentioned(names: Names) -> None:
    """A name within a longer one is not mentioned."""
    found = names("We present EfficientViT-SAM, a new family of models.", "EfficientViT-SAM: Fast Segmentation")
    assert set(found) == {"EfficientViT-SAM"}


def test_the_parts_of_an_unknown_compound_are_not_mentioned(names: Names) -> None:
    """The parts of an unknown compound are not mentioned."""
    assert "Segment Anything Model" not in names("Unlike the older EfficientViT-SAM it is fast.")


@pytest.mark.parametrize(
    ("text", "name", "count", "memory", "form"),
    [
        ("on 8 A100 GPUs", "NVIDIA A100", 8, None, None),
        ("on 8xA100 GPUs", "NVIDIA A100", 8, None, None),
        ("on 8×A100 GPUs", "NVIDIA A100", 8, None, None),
        (r"on 8$\times$A100 GPUs", "NVIDIA A100", 8, None, None),
        ("on 8timesA100 GPUs", "NVIDIA A100", 8, None, None),
        ("on 8 NVIDIA A100s", "NVIDIA A100", 8, None, None),
        ("on eight H100 GPUs", "NVIDIA H100", 8, None, None),
        ("on a single H100", "NVIDIA H100", 1, None, None),
        ("on 10,000 H100s", "NVIDIA H100", 10000, None, None),
        ("on 6K H100 GPUs", "NVIDIA H100", 6000, None, None),
        ("in 2023 H100 GPUs were scarce", "NVIDIA H100", None, None, None),
        ("on 3.5 H100 days", "NVIDIA H100", None, None, None),
        ("on A100-80GB GPUs", "NVIDIA A100 80GB", None, 80.0, None),
        ("on 4 A100 (80GB) GPUs", "NVIDIA A100 80GB", 4, 80.0, None),
        ("on 8 80GB A100 GPUs", "NVIDIA A100 80GB", 8, 80.0, None),
        ("on A100-40GB GPUs", "NVIDIA A100", None, 40.0, None),
        ("on 16 H100-SXM5-80GB GPUs", "NVIDIA H100", 16, 80.0, "SXM5"),
        ("on H100 PCIe cards", "NVIDIA H100", None, None, "PCIe"),
        ("on 4000 GPUs", "GPU", 4000, None, None),
        ("on RTX 4000 GPUs", "GPU", None, None, None),
    ],
)
def test_reads_quantities(
    names: Names, text: str, name: str, count: int | None, memory: float | None, form: str | None
) -> None:
    """Count, memory and form factor stay on the link; a stated memory size is an entity of its own."""
    found = names(f"We train {text}.")
    assert set(found) == {name}
    one = found[name]
    assert (one.device_count, one.memory_gb, one.form_factor) == (count, memory, form)


@pytest.mark.parametrize(
    ("text", "name", "size"),
    [
        ("Llama-3.1-70B", "Llama 3.1", "70B"),
        ("Llama 3.1 70B", "Llama 3.1", "70B"),
        ("Llama 3.1 (405B)", "Llama 3.1", "405B"),
        ("Qwen2.5-0.5B-Instruct", "Qwen2.5", "0.5B"),
        ("Llama 3.1 with 70B tokens", "Llama 3.1", None),
    ],
)
def test_reads_the_size_of_a_model(names: Names, text: str, name: str, size: str | None) -> None:
    """Reads the size of a model."""
    assert names(f"We evaluate {text}.")[name].size == size


def test_a_configuration_of_known_names_mentions_each(names: Names) -> None:
    """A configuration of known names mentions each."""
    assert set(names("We route with Qwen2.5-0.5B-DPO.")) == {"Qwen2.5", "Direct Preference Optimization"}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("We train on Frontier with 384 GPUs.", True),
        ("They reach the Pareto Frontier of GPUs.", False),
        ("Frontier models are large.", False),
        ("We push the frontier with GPUs.", False),
    ],
)
def test_an_ambiguous_name_needs_its_context(names: Names, text: str, is_found: bool) -> None:
    """An ambiguous name needs its context."""
    assert ("Frontier" in names(text)) is is_found


def test_a_class_word_that_completes_a_device_is_no_link_of_its_own(names: Names) -> None:
    """A class word that completes a device is no link of its own."""
    assert set(names("It ran on H100 GPUs.")) == {"NVIDIA H100"}
    assert set(names("It ran on H100 GPUs and other GPUs.")) == {"NVIDIA H100", "GPU"}


def test_names_in_an_address_are_no_mentions(names: Names) -> None:
    """Names in an address are no mentions."""
    assert names("Code: https://github.com/someone/BERT-GPTQ") == {}


def test_an_abbreviation_that_the_paper_defines_otherwise_is_not_the_known_one(names: Names) -> None:
    """An abbreviation that the paper defines otherwise is not the known one."""
    assert "Segment Anything Model" not in names("The surface-to-air missile (SAM) flies. A SAM is fast.")
    assert "Segment Anything Model" in names("The Segment Anything Model (SAM) segments.")


def test_a_name_that_looks_like_the_end_of_a_sentence_stays_whole() -> None:
    """The sentence holds the whole mention, also where a full stop stands inside the name."""
    from papermesh.loaders.linking.corpus import link_corpus
    from papermesh.loaders.linking.links import Text
    from papermesh.ontology import load_ontology

    text = "Others help-Dr. GRPO is what we use. It works."
    (link,) = (
        one
        for one in link_corpus([Text("k", "On policies", text)], load_ontology()).linked["k"].links
        if one.entity_id == "dr-grpo"
    )
    assert link.surface in link.sentence
    assert text[link.start : link.end] == link.surface


def test_a_plural_in_es_needs_a_hiss() -> None:
    """A plural in "es" needs a hiss: "ensembles" are no genome database."""
    from papermesh.loaders.linking.corpus import link_corpus
    from papermesh.loaders.linking.links import Text
    from papermesh.ontology import load_ontology

    links = link_corpus([Text("k", "On uncertainty", "Ensembles help. Genomes stand in Ensembl.")], load_ontology())
    assert [one.surface for one in links.linked["k"].links if one.entity_id == "ensembl"] == ["Ensembl"]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("We serve Llama-3.1-70B.", "Llama-3.1-70B"), ("We serve Llama 3.1 70B.", "Llama 3.1 70B"),
        ("We serve Llama 3.1 (70B).", "Llama 3.1"),
    ],
)  # fmt: skip
def test_a_size_that_is_part_of_the_name_is_part_of_the_mention(names: Names, text: str, surface: str) -> None:
    """The entity is the model, the mention what the text writes."""
    (one,) = names(text).values()
    assert (one.surface, one.size) == (surface, "70B")
