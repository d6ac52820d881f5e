"""Versions stay apart: each release has an entry of its own, and leads up to what it is a version of."""

from __future__ import annotations

import re

import pytest

from papermesh.ontology import BenchmarkEntry, Entry, MethodEntry, Ontology, load_ontology
from papermesh.ontology.slug import fold

BASE_AND_VERSION = """
Stable Diffusion / Stable Diffusion 3
Stable Diffusion / Stable Diffusion v1.5
Stable Diffusion 2 / Stable Diffusion v2.1
Stable Diffusion 3 / Stable Diffusion 3.5
FLUX.1 / FLUX.1-dev
Wan / Wan2.1
Wan / Wan 2.2
Veo / Veo 3
CogView / CogView3
Open-Sora / Open-Sora 1.2
VideoCrafter / VideoCrafter2
BigVGAN / BigVGAN-v2
CosyVoice / CosyVoice2
Deep Speech / Deep Speech 2
NaturalSpeech / NaturalSpeech 3
Qwen-Audio / Qwen2-Audio
StyleTTS / StyleTTS 2
XTTS / XTTS-v2
Dreamer / DreamerV3
TD-MPC / TD-MPC2
ROS / ROS2
Lean / Lean 4
ORB-SLAM / ORB-SLAM3
RVT / RVT-2
Claude 3 / Claude 3 Opus
Claude 3.5 / Claude 3.5 Sonnet
Claude 4 / Claude Sonnet 4
Claude 2 / Claude 2.1
Gemini 1.5 / Gemini 1.5 Pro
Gemini 2.0 / Gemini 2.0 Flash
Gemini 2.0 Flash / Gemini 2.0 Flash Thinking
Gemini 2.5 / Gemini 2.5 Pro
GPT-3.5 / GPT-3.5-Turbo
OpenAI o1 / o1-preview
Command R / Command R+
Phi-3 / Phi-3-mini
Phi-3.5 / Phi-3.5-mini
Mistral / Mistral-7B-v0.3
StableLM / StableLM 2
Yi / Yi-1.5
Llama 4 / Llama 4 Scout
DeepSeek-R1-Distill / DeepSeek-R1-Distill-Qwen
DNABERT / DNABERT-2
Evo / Evo 2
ESM-1b / ESM-1v
LayoutLM / LayoutLMv3
Idefics / Idefics3
PaLI / PaLI-3
Emu / Emu3
Janus / Janus-Pro
Inception / InceptionV3
VGG / VGG-16
ResNet / ResNet50
DenseNet / DenseNet-121
DeepLab / DeepLabv3+
YOLOv3 / YOLOv3-tiny
ColBERT / ColBERTv2
Depth Anything / Depth Anything V2
PyTorch / PyTorch 2.0
HAWQ / HAWQ-V3
FSDP / FSDP2
Ensemble Learning / Deep Ensembles
Offloading / CPU Offloading
BFCL / BFCL v3
Arena-Hard / Arena-Hard v2.0
SQuAD / SQuAD v2.0
VQA v1 / VQAv2
MiniWoB / MiniWoB++
MultiWOZ / MultiWOZ 2.1
TREC-DL / TREC DL 2019
RoboTwin / RoboTwin 2.0
ScanNet / ScanNet v2
HMMT / HMMT 2025
VoxCeleb1 / VoxCeleb2
"""

SISTERS = """
Wan 2.1 / Wan 2.2
DreamerV2 / DreamerV3
LayoutLMv2 / LayoutLMv3
Gemini 2.0 Flash / Gemini 2.0 Pro
Gemini 2.5 Flash / Gemini 2.5 Pro
Gemini 1.5 Pro / Gemini 2.5 Pro
Claude 3 Opus / Claude Opus 4
Claude 3.5 Sonnet / Claude 3.7 Sonnet
Phi-3-mini / Phi-4-mini
Emu2 / Emu3
VGG-16 / VGG-19
Inception-v3 / Inception-v4
Stable Diffusion v1.4 / Stable Diffusion v1.5
TREC DL 2019 / TREC DL 2020
AIME 2024 / AIME 2025
"""

TOGETHER = """
wav2vec2 / wav2vec 2.0
AIME24 / AIME 2024
WMT 2014 / WMT14
SQuAD 1.1 / SQuAD
ILSVRC-2012 / ImageNet
GPT-1 / GPT
Llama 1 / Llama
MobileNetV1 / MobileNet
LLaVA-1.6 / LLaVA-NeXT
best-of-n sampling / Best-of-N
K8s / Kubernetes
"""

FIRST = "the first version is what the field means by the plain name"
ONE_RELEASE = "there is one release, and its number is part of its full name"
SAME_DATA = "the number names the same data"
SAME_VERSION = {
    "AISHELL-1": FIRST,
    "ARC-AGI-1": FIRST,
    "Arena-Hard v0.1": FIRST,
    "MultiWOZ 2.0": "the release that the paper of the plain name describes",
    "OpenMathInstruct-1": FIRST,
    "RedPajama v1": FIRST,
    "SQuAD 1.1": FIRST,
    "SQuAD v1.1": FIRST,
    "Spider 1.0": FIRST,
    "VoxCeleb1": FIRST,
    "claude instant 1": FIRST,
    "gemma 1": FIRST,
    "gpt 1": FIRST,
    "llama 1": FIRST,
    "llava 1.0": FIRST,
    "mistral v0.1": FIRST,
    "mobilenet v1": FIRST,
    "mobilenetv1": FIRST,
    "qwen 1": FIRST,
    "yolo v1": FIRST,
    "yolo9000": "the paper's other name for the same detector",
    "lenet 5": "the network of 1998 that LeNet stands for; the earlier ones are hardly used",
    "Mochi 1": ONE_RELEASE,
    "Mochi-1": ONE_RELEASE,
    "timegpt 1": ONE_RELEASE,
    "SPEC HPC 2021": ONE_RELEASE,
    "SPEChpc 2021": ONE_RELEASE,
    "OntoNotes 5.0": "the release in use, which the source of the plain name is",
    "OntoNotes v5": "the release in use, which the source of the plain name is",
    "Atari 2600": "the console whose games they are",
    "Atari-57": "the usual choice of those games",
    "OTB-2013": SAME_DATA,
    "OTB2013": SAME_DATA,
    "OTB-2015": SAME_DATA,
    "OTB2015": SAME_DATA,
    "COCO 2014": SAME_DATA,
    "COCO 2017": SAME_DATA,
    "CUB-200": "papers mean the edition of 2011 by it",
    "ElectricityLoadDiagrams20112014": SAME_DATA,
    "FiQA-2018": SAME_DATA,
    "ImageNet-2012": SAME_DATA,
    "Tiny-ImageNet-200": SAME_DATA,
}
"""Aliases that end in another number than their entry's name and yet mean the same, with the reason."""

_NUMBERED = re.compile(r"(?P<stem>.*?[^\d.])v?(?P<number>\d+(?:\.\d+)*)")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The packaged entries."""
    return load_ontology()


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = [line.split(" / ") for line in text.strip().splitlines()]
    return [(one, other) for one, other in pairs]


def _only(ontology: Ontology, name: str) -> Entry:
    (entry,) = ontology.resolve(name)
    return entry


def _parts(name: str) -> tuple[str, str]:
    """Return a name's stem and its trailing version number without `.0` and the century, "" where it has none."""
    compact = fold(name).replace(" ", "")
    if (found := _NUMBERED.fullmatch(compact)) is None:
        return compact, ""
    number = re.sub(r"\.0$", "", found["number"])
    return found["stem"].removesuffix("'"), re.sub(r"^(?:19|20)(?=\d\d$)", "", number)


@pytest.mark.parametrize(("base", "version"), _pairs(BASE_AND_VERSION))
def test_a_version_leads_to_its_base(ontology: Ontology, base: str, version: str) -> None:
    """Both names mean one entry each, and who follows the version upwards comes to the base."""
    below, above = _only(ontology, version), _only(ontology, base)
    assert below.id != above.id
    assert below.entity_type == above.entity_type
    assert above.id in ontology.ancestors(below.entity_type, below.id)


@pytest.mark.parametrize(("one", "other"), _pairs(SISTERS))
def test_versions_of_one_thing_stay_apart(ontology: Ontology, one: str, other: str) -> None:
    """Two versions are two entries, and neither is an ancestor of the other."""
    first, second = _only(ontology, one), _only(ontology, other)
    assert first.id != second.id
    assert second.id not in ontology.ancestors(first.entity_type, first.id)
    assert first.id not in ontology.ancestors(second.entity_type, second.id)


@pytest.mark.parametrize(("spelling", "name"), _pairs(TOGETHER))
def test_spellings_of_one_version_come_together(ontology: Ontology, spelling: str, name: str) -> None:
    """A mere spelling, or a first version that is the thing itself, has no entry of its own."""
    assert _only(ontology, spelling).id == _only(ontology, name).id


def _other_versions(ontology: Ontology) -> list[tuple[str, str]]:
    """Return the names and aliases of models, benchmarks and data sets that differ in their trailing number alone."""
    found = []
    entries: list[MethodEntry | BenchmarkEntry] = [*ontology.methods.values(), *ontology.benchmarks.values()]
    for entry in entries:
        if entry.kind in {"model", "benchmark", "dataset"}:
            stem, number = _parts(entry.name)
            for alias in dict.fromkeys((*entry.aliases, *entry.exact)):
                other_stem, other = _parts(alias)
                if other and other_stem in {stem, stem + number} and other != number:
                    found.append((entry.name, alias))
    return found


def test_no_alias_is_another_version(ontology: Ontology) -> None:
    """An alias that is the name with another trailing number needs an entry of its own, or a reason here."""
    assert [(name, alias) for name, alias in _other_versions(ontology) if alias not in SAME_VERSION] == []


def test_every_exception_is_needed(ontology: Ontology) -> None:
    """The list of equal versions names only aliases that exist and that the guard would report."""
    assert set(SAME_VERSION) - {alias for _, alias in _other_versions(ontology)} == set()
