"""Entries and the container that holds them."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from papermesh.ontology import BenchmarkEntry, Form, HardwareEntry, MethodEntry, Ontology

SOURCE = "https://example.org/"


def hardware(
    entry_id: str, name: str, *, is_a: tuple[str, ...] = (), exact: tuple[str, ...] = (), aliases: tuple[str, ...] = ()
) -> HardwareEntry:
    """Return a hardware entry with the fields that these tests vary."""
    return HardwareEntry(id=entry_id, name=name, level="model", source=SOURCE, is_a=is_a, exact=exact, aliases=aliases)


@pytest.fixture
def ontology() -> Ontology:
    """Return a chain of four devices, one of them under two parents, a method and a benchmark."""
    devices = [
        hardware("gpu", "GPU", exact=("GPU",), aliases=("graphics processor",)),
        hardware("nvidia-gpu", "NVIDIA GPU", is_a=("gpu",)),
        hardware("accelerator", "Accelerator"),
        hardware("nvidia-a100", "NVIDIA A100", is_a=("nvidia-gpu", "accelerator"), aliases=("A100",)),
        hardware("nvidia-a100-80gb", "NVIDIA A100 80GB", is_a=("nvidia-a100",)),
    ]
    return Ontology(
        methods={
            "arc": MethodEntry(id="arc", name="Arc", exact=("Arc",), kind="system", source=SOURCE),
            "lora": MethodEntry(id="lora", name="LoRA", kind="technique", source=SOURCE),
            "qlora": MethodEntry(id="qlora", name="QLoRA", kind="technique", source=SOURCE, variant_of="lora"),
        },
        hardware={device.id: device for device in devices},
        benchmarks={"arc": BenchmarkEntry(id="arc", name="ARC", exact=("ARC",), kind="benchmark", source=SOURCE)},
    )


def test_ancestors_come_nearest_first(ontology: Ontology) -> None:
    """Both parents stand before the grandparent, and nothing comes twice."""
    assert ontology.ancestors("hardware", "nvidia-a100-80gb") == ("nvidia-a100", "nvidia-gpu", "accelerator", "gpu")


def test_ancestors_follow_variants_and_stay_in_the_type(ontology: Ontology) -> None:
    """A base version is an ancestor; an id of another type is unknown."""
    assert ontology.ancestors("method", "qlora") == ("lora",)
    assert ontology.ancestors("hardware", "qlora") == ()


def test_ancestors_of_a_cycle_end() -> None:
    """A cycle, which the checks report, does not hang a reader."""
    ring = {"a": hardware("a", "a", exact=("a",), is_a=("b",)), "b": hardware("b", "b", exact=("b",), is_a=("a",))}
    assert Ontology(hardware=ring).ancestors("hardware", "a") == ("b",)


def test_forms_are_exact_where_the_entry_says_so(ontology: Ontology) -> None:
    """A name in `exact` comes once, as exact; an alias beside it stays folded."""
    forms = [form for form in ontology.forms() if form.entry_id == "gpu"]
    assert forms == [Form("GPU", True, "hardware", "gpu"), Form("graphics processor", False, "hardware", "gpu")]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("nvidia-a100", ["nvidia-a100"]),
        ("NVIDIA A100", ["nvidia-a100"]),
        ("a100", ["nvidia-a100"]),
        ("Graphics-Processor", ["gpu"]),
        ("QLORA", ["qlora"]),
        ("nothing", []),
    ],
)
def test_resolve(ontology: Ontology, word: str, expected: list[str]) -> None:
    """An id, a name and any folded form lead to the entry."""
    assert [entry.id for entry in ontology.resolve(word)] == expected


def test_resolve_prefers_the_name_as_written_and_shows_ambiguity(ontology: Ontology) -> None:
    """ARC and Arc are told apart by case; their common id is not, unless the type is given."""
    assert [entry.entity_type for entry in ontology.resolve("ARC")] == ["benchmark"]
    assert [entry.entity_type for entry in ontology.resolve("Arc")] == ["method"]
    assert [entry.entity_type for entry in ontology.resolve("arc")] == ["method", "benchmark"]
    assert [entry.entity_type for entry in ontology.resolve("arc", "benchmark")] == ["benchmark"]


def test_get_needs_the_right_type(ontology: Ontology) -> None:
    """An id belongs to one type."""
    found = ontology.get("hardware", "gpu")
    assert found is not None
    assert found.name == "GPU"
    assert ontology.get("method", "gpu") is None


def test_entries_cannot_be_changed(ontology: Ontology) -> None:
    """The loaded ontology is shared by every caller, so its entries are frozen."""
    with pytest.raises(ValidationError, match="frozen"):
        ontology.hardware["gpu"].name = "CPU"  # type: ignore[misc]


def test_an_ontology_survives_pickling(ontology: Ontology) -> None:
    """Worker processes receive it by pickle."""
    assert pickle.loads(pickle.dumps(ontology)) == ontology
