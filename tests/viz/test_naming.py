"""Labels: what people call a thing, never two alike, never turned around."""

from __future__ import annotations

import pytest

from papermesh.viz.naming import LONGEST, plain, short_name, short_names
from tests.viz.hostile import PAYLOADS


@pytest.mark.parametrize(
    ("kind", "name", "short"),
    [
        ("Paper", "QLoRA: Efficient Finetuning of Quantized LLMs", "QLoRA"),
        ("Paper", "Attention Is All You Need", "Attention Is All You Need"),
        ("Paper", "Language Models are Few-Shot Learners", "Language Models are…"),
        ("Paper", "Efficient Memory Management for Large Language Model Serving", "Efficient Memory…"),
        ("Paper", "A title whose first part before the colon is long: rest", "A title whose first part…"),
        ("Paper", "Pneumonoultramicroscopicsilicovolcanoconiosis", "Pneumonoultramicroscopicsil…"),
        ("Method", "GPTQ", "GPTQ"),
        ("Repository", "vllm-project/vllm", "vllm"),
        ("Resource", "https://www.example.org/models", "example.org/models"),
    ],
)
def test_short_name(kind: str, name: str, short: str) -> None:
    """A label is the name before the colon, else the first words."""
    assert short_name(kind, name) == short


def test_no_two_labels_read_alike() -> None:
    """A method called as its paper says that it is a method; papers of one name show their year."""
    things = [
        ("Paper", "GPTQ: Accurate Post-Training Quantization", 2022),
        ("Method", "GPTQ", None),
        ("Repository", "IST-DASLab/gptq", None),
        ("Paper", "Survey: One", 2021),
        ("Paper", "Survey: Two", 2023),
    ]
    assert short_names(things) == ["GPTQ", "GPTQ · method", "gptq · code", "Survey (2021)", "Survey (2023)"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_becomes_a_short_plain_label(payload: str) -> None:
    """No label is long, and none holds a sign that turns text around."""
    label = short_name("Paper", payload)
    assert len(label) <= LONGEST
    assert label == plain(label)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain_keeps_the_length(payload: str) -> None:
    """Offsets into a text hold after its control signs are gone."""
    assert len(plain(payload)) == len(payload)
    plain(payload).encode("utf-8")
