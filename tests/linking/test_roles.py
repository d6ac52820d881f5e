"""The clause says what a paper does with what it names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papermesh.loaders.linking import Link

Names = Callable[..., dict[str, Link]]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Our method outperforms GPTQ by 2 points.", "GPTQ", "compares"),
        ("We compare with GPTQ, vLLM and QLoRA.", "QLoRA", "compares"),
        ("It is 2x faster than state-of-the-art systems, such as vLLM.", "vLLM", "compares"),
        ("Unlike GPTQ, it needs no data.", "GPTQ", "compares"),
        ("It is on par with GPTQ.", "GPTQ", "compares"),
        ("It beats strong GPTQ baselines.", "GPTQ", "compares"),
        ("It works without pruning.", "Pruning", "compares"),
        ("It serves BERT over the wide network up to 10x faster than vLLM.", "vLLM", "compares"),
        ("It is built on vLLM.", "vLLM", "uses"),
        ("We study pruning. It outperforms everything.", "Pruning", "uses"),
        ("We use vLLM, and our kernel is faster than PyTorch.", "vLLM", "uses"),
        ("Compared to others, we reduce cost using GPTQ.", "GPTQ", "uses"),
        ("GPT-4o outperforms BERT on our tasks.", "BERT", "uses"),
        ("We train BERT on SQuAD, compared with vLLM and GPTQ.", "GPTQ", "compares"),
    ],
)
def test_methods(names: Names, text: str, name: str, role: str) -> None:
    """Use and comparison are told apart within the clause."""
    assert names(text)[name].role == role


def test_a_comparison_beside_a_bare_mention_stays_a_comparison(names: Names) -> None:
    """A comparison beside a bare mention stays a comparison."""
    one = names("Quantizers like GPTQ exist. Ours outperforms GPTQ.")["GPTQ"]
    assert (one.role, one.roles_seen, one.mentions) == ("compares", ("compares",), 2)


def test_use_is_stronger_than_comparison(names: Names) -> None:
    """Use is stronger than comparison."""
    one = names("It outperforms GPTQ. Its second stage uses GPTQ.")["GPTQ"]
    assert (one.role, one.roles_seen) == ("uses", ("uses", "compares"))


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Experiments on 8 A100 GPUs show a speedup.", "NVIDIA A100", "evaluated_on"),
        ("We observe a speedup of 2x on an FPGA.", "FPGA", "evaluated_on"),
        ("We measure throughput on a number of edge devices.", "Edge Device", "evaluated_on"),
        ("We used a cluster (48xA100).", "NVIDIA A100", "evaluated_on"),
        ("We design kernels for FPGAs.", "FPGA", "targets"),
        ("We deploy models on edge devices.", "Edge Device", "targets"),
        ("Training on many GPUs is costly. We save energy.", "GPU", "targets"),
        ("It runs without GPUs.", "GPU", "mentions"),
        ("The FPGA was once a curiosity.", "FPGA", "mentions"),
        ("We measure latency on CPUs and GPUs.", "GPU", "evaluated_on"),
        ("A metric based on CPU time is given.", "CPU", "mentions"),
        ("On NVIDIA A100 GPUs we train a small model.", "NVIDIA A100", "evaluated_on"),
        ("We compare it with a desktop CPU and the A100 GPU on three networks.", "CPU", "evaluated_on"),
        ("We compare it with a desktop CPU and the A100 GPU on three networks.", "NVIDIA A100", "evaluated_on"),
        ("It beats an A100 by a factor of two.", "NVIDIA A100", "evaluated_on"),
        ("We reached high throughput on burly GPUs during training.", "GPU", "evaluated_on"),
        ("While accelerators such as GPUs run these workloads, plain servers are cheap.", "GPU", "mentions"),
        ("We cut traffic between GPU devices. Training took 8 H100s.", "GPU", "evaluated_on"),
        ("This paper gives an evaluation of FPGAs as an alternative to GPUs.", "FPGA", "evaluated_on"),
        ("We analyze many platforms, including FPGAs and CPUs.", "FPGA", "evaluated_on"),
        ("With 40 GPU-days of computation we tune it, which helps.", "GPU", "evaluated_on"),
        ("An H100 is used for timing.", "NVIDIA H100", "evaluated_on"),
        ("All of it is timed on GPU, mobile GPU and ARM CPU.", "GPU", "evaluated_on"),
        ("We analyze many platforms, including boards from two vendors, A100 and CPUs.", "NVIDIA A100", "evaluated_on"),
        ("Kernels exploit the GPU.", "GPU", "targets"),
        ("Pre-training ran on GPUs.", "GPU", "evaluated_on"),
        ("We measure latency on CPU platforms and an emerging FPGA.", "FPGA", "evaluated_on"),
        ("With our frugal design, we evaluate it on GPUs.", "GPU", "evaluated_on"),
        ("We present a framework for fast training of large models on GPU clusters.", "GPU", "targets"),
        ("We show that existing kernels suffer from overhead on GPUs.", "GPU", "targets"),
        ("We study the impact of many settings on CPU performance.", "CPU", "mentions"),
        ("We present a simulator for scalable evaluation of FPGAs.", "FPGA", "targets"),
        ("Weights stay in GPU memory.", "GPU", "targets"),
    ],
)
def test_hardware(names: Names, text: str, name: str, role: str) -> None:
    """What it ran on, what it is for and what is only named are three roles."""
    assert names(text)[name].role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We evaluate on HumanEval.", "evaluates"),
        ("Existing benchmarks such as HumanEval suffer from leaks.", "mentions"),
    ],
)
def test_benchmarks(names: Names, text: str, role: str) -> None:
    """Results make an evaluation; a remark on what exists does not."""
    assert names(text)["HumanEval"].role == role


def test_the_proof_is_the_surest_mention_then_the_first(names: Names) -> None:
    """The proof is the surest mention then the first."""
    one = names("We use gptq. GPTQ is good. GPTQ it is.")["GPTQ"]
    assert (one.surface, one.field, one.start, one.sentence, one.mentions) == (
        "GPTQ",
        "abstract",
        13,
        "GPTQ is good.",
        3,
    )
