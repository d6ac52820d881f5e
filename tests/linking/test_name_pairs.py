"""Names that are often confused stay apart with the packaged entries, and names for one thing come together."""

from __future__ import annotations

import pytest

from papermesh.loaders.linking import Text, link_corpus
from papermesh.ontology import load_ontology

APART = """
A100/H100 H100/H200 Gaudi-2/Gaudi-3 RTX_3090/RTX_4090 TPU_v4/TPU_v5e L40/L40S V100/P100 MI250X/MI300X BERT/RoBERTa
BERT/DistilBERT GPT-3/GPT-4 LLaMA-2/LLaMA-3 ResNet-50/ResNet-101 GPTQ/GPT AWQ/SmoothQuant LoRA/QLoRA
FlashAttention/FlashAttention-2 vLLM/LLM KV_cache/KV_cache_quantization HumanEval/HumanEval+ MMLU/MMLU-Pro
CIFAR-10/CIFAR-100 WikiText-2/WikiText-103 ImageNet/ImageNet-C C4/C4.5 AIME24/AIME25 GSM8K/GSM8K-Hard
SWE-bench/SWE-bench_Lite A100_40GB/A100_80GB ResNet50/ResNet101 Stable_Diffusion_3/Stable_Diffusion_3.5 Wan_2.1/Wan_2.2
"""
TOGETHER = """
NVIDIA_A100/A100 H100_SXM5/H100_GPUs mixture-of-experts/MoE MoE/Mixture_of_Experts Low-Rank_Adaptation/LoRA
speculative_decoding/speculative_sampling KV_cache/key-value_cache MS_COCO/Microsoft_COCO Microsoft_COCO/COCO
FP8/8-bit_floating_point post-training_quantization/PTQ ResNet50/ResNet-50
"""


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for pair in text.split():
        one, _, other = pair.replace("_", " ").partition("/")
        pairs.append((one, other))
    return pairs


def _entities(name: str) -> set[tuple[str, str]]:
    abstract = f"We evaluate {name} on the dataset and measure perplexity."
    links = link_corpus([Text("k", "On a matter", abstract)], load_ontology()).linked["k"].links
    start = abstract.index(name)
    return {
        (one.entity_type, one.entity_id)
        for one in links
        if one.start >= start and one.end <= start + len(name) and one.entity_id != "gpu"
    }


@pytest.mark.parametrize(("one", "other"), _pairs(APART))
def test_stays_apart(one: str, other: str) -> None:
    """No entity is found under both names, and the first name is known."""
    assert _entities(one)
    assert not _entities(one) & _entities(other)


@pytest.mark.parametrize(("one", "other"), _pairs(TOGETHER))
def test_comes_together(one: str, other: str) -> None:
    """Both names lead to the same entity."""
    assert _entities(one) == _entities(other) != set()
