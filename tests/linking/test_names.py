"""New names are found by structure, and ordinary words are not taken for names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papermesh.loaders.linking import Link

Names = Callable[..., dict[str, Link]]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Zentrix: A Serving Engine for Agents", "Serving is slow.", {"Zentrix": ("method", "system")}),
        ("QuaxBench: Measuring Patience", "Patience matters.", {"QuaxBench": ("benchmark", "benchmark")}),
        ("WOMBAT: An Open Dataset of Digs", "Digs are many.", {"WOMBAT": ("benchmark", "dataset")}),
        ("Zentra LM 2 3B Technical Report", "We introduce Zentra LM 2 3B, a language model.",
         {"Zentra LM 2": ("method", "model")}),
        ("On serving", "We present Zentrix, an LLM serving system that is fast.", {"Zentrix": ("method", "system")}),
        ("On serving", "We then carefully design the Zentrix framework.", {"Zentrix": ("method", "system")}),
        ("On serving", "In this paper, a framework called Zentrix is proposed.", {"Zentrix": ("method", "system")}),
        ("On serving", "We propose a new optimizer, Quick Ascent Momentum (QAM), which helps.",
         {"Quick Ascent Momentum": ("method", "technique")}),
        ("QAM at scale", "We propose a new optimizer, Quick Ascent Momentum (QAM), which helps.",
         {"QAM": ("method", "technique")}),
        ("On search", "We propose a new approach for the planting of tailored orchards (PLATO).",
         {"PLATO": ("method", "technique")}),
        ("On search", "We introduce WISPR (Weighted Inference of Sparse Patterns), a novel method.",
         {"WISPR": ("method", "technique")}),
        ("On kernels", "To test this, we introduce kZoo (a platform) and kSet (a dataset).",
         {"kZoo": ("method", "system"), "kSet": ("benchmark", "dataset")}),
        ("On code", "As a proof of concept, we use it to create RunPerf, a benchmark with 12 tasks.",
         {"RunPerf": ("benchmark", "benchmark")}),
        ("On data", "Finally, the DiskTrain offloading framework is designed.", {"DiskTrain": ("method", "system")}),
        ("On data", "Central to this work is EcoPile, a dataset of runs.", {"EcoPile": ("benchmark", "dataset")}),
        ("On depth", "We adopt the scheme we call DepthP, which transfers.", {"DepthP": ("method", "technique")}),
        ("Text-to-Number Regression for Clusters", "We propose text-to-number regression as an alternative.",
         {"Text-to-Number Regression": ("method", "technique")}),
        ("On swarms", "We showcase these ideas in Zentrix - a decentralized system that runs anywhere.",
         {"Zentrix": ("method", "system")}),
        ("On swarms", "We showcase these ideas in vLLM, a serving system for all.", {"vLLM": ("method", "system")}),
        ("On pages", "We introduce NavTrix, an agent framework, built around PageTrix: a structured representation "
         "carefully made.", {"NavTrix": ("method", "system"), "PageTrix": ("method", "technique")}),
        ("On tools", "We survey all. The analysis tool, LLM-Gazer, is open-sourced.", {"LLM-Gazer": ("method", "system")}),
        ("On data", "Experiments on our Lumentra dataset are long.", {"Lumentra": ("benchmark", "dataset")}),
        ("On robots", "With this efficient VX-Grab system, we collect much.", {"VX-Grab": ("method", "system")}),
        ("On chips", "In this paper we present the design and implementation of Zentrix, a hardware accelerator.",
         {"Zentrix": ("method", "system")}),
        ("On rules", "We introduce Real-time Rule Induction and Checked Execution (RRICE), a pipeline.",
         {"Real-time Rule Induction and Checked Execution": ("method", "system")}),
        ("On sentiment", "For this we present a novel Zeq2SentiZeq model.",
         {"Zeq2SentiZeq": ("method", "model")}),
        ("On graphs", "Trees are read by a novel tree network block named ZagNet, which is small.",
         {"ZagNet": ("method", "model")}),
        ("On scaling", "We open a third way. This method, namely parallel stretching (ParStretch), stretches it.",
         {"ParStretch": ("method", "technique")}),
        ("On scaling", "We open a third way. This method, namely sparse weaving (SpWeave), weaves it.",
         {"SpWeave": ("method", "technique")}),
        ("On chips", "We build three Chip-Frugal Networks, or ChiFNets in short.",
         {"Chip-Frugal Networks": ("method", "model")}),
        ("PatrIx: Automated Zinterop and Testing", "We give a testbed to implement automated zinterop and testing.",
         {"PatrIx": ("method", "technique")}),
        ("Can They Act?", "We introduce the Zip Compression Benchmark (ZipCBench), a benchmark of all.",
         {"ZipCBench": ("benchmark", "benchmark")}),
        ("On evaluation", "We introduce Zort & Zearch, an efficient method.", {"Zort & Zearch": ("method", "technique")}),
        ("On evaluation", "We create Yearlong-MMLU, with many questions.", {"Yearlong-MMLU": ("benchmark", "benchmark")}),
        ("Frugal Helpers: Doing More", "Our findings inform Frugal Helpers, a novel agent framework.",
         {"Frugal Helpers": ("method", "system")}),
    ],
)  # fmt: skip
def test_introduces(names: Names, title: str, abstract: str, expected: dict[str, tuple[str, str]]) -> None:
    """Each structure gives just these names, with type and kind."""
    found = {
        name: (one.entity_type, one.kind) for name, one in names(abstract, title).items() if one.role == "introduces"
    }
    assert found == expected


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Scaling Laws: A Survey", "We study how loss scales."),
        ("Are We There Yet? A Study", "We present a comprehensive study of Large Language Models (LLMs)."),
        ("On chips", "This paper presents a SYCL implementation of perceptrons."),
        ("On agents", "We train a Reinforcement Learning (RL) agent that learns."),
        ("On serving", "We use Zentrix, a serving system."),
        ("MELTing point: Evaluation of Models", "We study how models melt."),
        ("Reinforcement Learning of a Forecaster", "We present the Reinforcement Learning of an application."),
        ("Set to Ordered Text: A Task", "We present set to ordered text, a language generation task."),
        ("On serving", "We propose a method that outperforms ZenTrix, a serving system."),
        ("On serving", "We study our vLLM system in depth."),
        ("On metrics", "We introduce the Token Patience of Service (TPS) metric."),
        ("On speech", "We present a novel text-to-speech (TTS) system for readers."),
        ("On models", "We show that our MatMul-free models are fast."),
        ("On energy", "This is what we call energy bloat."),
        ("On prior work", "Existing systems such as Zentrix are slow."),
    ],
)
def test_introduces_nothing(names: Names, title: str, abstract: str) -> None:
    """Surveys, known techniques, metrics and coined phrases are no new methods."""
    assert [name for name, one in names(abstract, title).items() if one.role == "introduces"] == []


def test_a_known_entity_is_introduced_as_itself(names: Names) -> None:
    """A known entity is introduced as itself."""
    one = names("PyTorch is a library.", "PyTorch: An Imperative Library", 2019)["PyTorch"]
    assert (one.role, one.basis, one.entity_id) == ("introduces", "ontology", "pytorch")


def test_an_old_name_for_a_new_thing_is_a_new_entity(names: Names) -> None:
    """An old name for a new thing is a new entity."""
    one = names("We present PyTorch, a torch for firefighters.", "PyTorch: A Tool", 2031)["PyTorch"]
    assert (one.role, one.basis, one.entity_id) == ("introduces", "discovered", "pytorch--one")


def test_a_name_of_another_type_than_the_known_one_is_a_new_entity(names: Names) -> None:
    """A name of another type than the known one is a new entity."""
    found = names("We introduce a communication-driven solution, namely the C4. C4 finds faults.", "Training with C4")
    assert (found["C4"].entity_type, found["C4"].basis, found["C4"].mentions) == ("method", "discovered", 3)


@pytest.mark.parametrize(
    ("text", "name", "entity_type", "role"),
    [
        ("It outperforms VectorServe by 2x.", "VectorServe", "method", "compares"),
        ("Compared with vLLM and FooServe, it is fast.", "FooServe", "method", "compares"),
        ("We build it on BarDB-X and PyTorch.", "BarDB-X", "method", "uses"),
        ("Experiments on the FooQA and BAR20 datasets show it.", "BAR20", "benchmark", "evaluates"),
        ("We report results on benchmarks such as GSM8K and ZedQA.", "ZedQA", "benchmark", "evaluates"),
    ],
)
def test_finds_names_by_their_place(names: Names, text: str, name: str, entity_type: str, role: str) -> None:
    """Finds names by their place."""
    found = names(text)
    assert name in found
    assert (found[name].entity_type, found[name].role, found[name].basis) == (entity_type, role, "discovered")


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI and GitHub released it in 2023 at NeurIPS.",
        "It uses 3 kJ, 5 GHz and 12 TFLOPS.",
        "The SLOs, TTFT and TPOT of LLMs on macOS improve.",
        "AbstractBackground is what pages glue together.",
    ],
)
def test_ordinary_capitals_are_no_names(names: Names, text: str) -> None:
    """Ordinary capitals are no names."""
    assert names(text) == {}
