"""What a user's words name: exact before partial, loaded before only cited, and a question where several fit."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import pytest

from papermesh.errors import Ambiguous, NotFound
from papermesh.graph import schema
from papermesh.graph.store import Store
from papermesh.graph.write import write_edges, write_nodes
from papermesh.queries.names import (
    nearest,
    paper_keys,
    resolve_author,
    resolve_entity,
    resolve_paper,
    resolve_repository,
    title_key,
)
from tests.queries.sample import CITED, FOURBIT, NAMELESS, OLD, SERVE, SQUEEZE, VAGUE, write_sample


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        (SQUEEZE, SQUEEZE),
        ("2401.00001", SQUEEZE),
        ("2401.00001v3", SQUEEZE),
        ("arXiv:2401.00001", SQUEEZE),
        ("https://arxiv.org/abs/2401.00001v2", SQUEEZE),
        ("https://arxiv.org/pdf/2401.00001.pdf", SQUEEZE),
        ("https://doi.org/10.48550/arXiv.2401.00001", SQUEEZE),
        ("title:squeezenum-packing-weights-into-four-bits", SQUEEZE),  # a former key
        ("10.5555/SERVE", SERVE),
        ("https://doi.org/10.5555/serve", SERVE),
        ("doi:10.5555/nameless", NAMELESS),
        ("squeezenum: packing weights into FOUR bits", SQUEEZE),
        ("SqueezeNum", SQUEEZE),
        ("OPTQ", OLD),  # an alias of what it introduces
        ("Four bits are enough!", FOURBIT),
        ("rounding", VAGUE),
        ("attention to everything", CITED),
    ],
)
def test_a_paper_is_found(sample: Store, text: str, paper_id: str) -> None:
    assert resolve_paper(sample, text).paper_id == paper_id


def test_a_part_of_several_titles_is_a_question(sample: Store) -> None:
    with pytest.raises(Ambiguous, match="'four' fits 3 papers") as caught:
        resolve_paper(sample, "four")
    assert caught.value.hint == (
        "name one of:\n"
        "arxiv:2305.00002  Four bits are enough (2023)\n"
        "arxiv:2311.00004  Four-bit weights in programmable gates (2023)\n"
        "arxiv:2401.00001  SqueezeNum: packing weights into four bits (2024)"
    )


def test_a_misspelled_title_is_answered_with_the_nearest(sample: Store) -> None:
    with pytest.raises(NotFound, match="no paper 'four bits are enuogh'") as caught:
        resolve_paper(sample, "four bits are enuogh")
    assert (caught.value.hint or "").splitlines()[:2] == ["nearest:", "arxiv:2305.00002  Four bits are enough"]
    with pytest.raises(NotFound) as nothing_near:
        resolve_paper(sample, "qqqqqq")
    assert nothing_near.value.hint == "papermesh search WORDS"
    with pytest.raises(NotFound):
        resolve_paper(sample, "  ")


@pytest.mark.parametrize(
    ("text", "entity_type", "key"),
    [
        ("h100", None, "hardware:nvidia-h100"),
        ("H100 SXM5", None, "hardware:nvidia-h100"),
        ("nvidia-h100", None, "hardware:nvidia-h100"),
        ("hardware:nvidia-h100", None, "hardware:nvidia-h100"),
        ("NVIDIA H100", "hardware", "hardware:nvidia-h100"),
        ("graphics", "hardware", "hardware:gpu"),
        ("llama2", "method", "method:llama-2"),
        ("Llama-2", None, "method:llama-2"),
        ("4-bit quantization", None, "method:int4-quantization"),
        ("quantisation", None, "method:quantization"),
        ("mmlu", None, "benchmark:mmlu"),
        ("MMLU Pro", None, "benchmark:mmlu-pro"),
    ],
)
def test_an_entity_is_found(sample: Store, text: str, entity_type: str | None, key: str) -> None:
    assert resolve_entity(sample, text, entity_type).typed_key == key


def test_an_entity_that_several_names_fit_is_a_question(sample: Store) -> None:
    with pytest.raises(Ambiguous, match="'nvidia' fits 3 entities") as caught:
        resolve_entity(sample, "nvidia")
    assert (caught.value.hint or "").splitlines()[1] == "hardware:nvidia-a100  NVIDIA A100"
    with pytest.raises(NotFound) as missing:
        resolve_entity(sample, "squeezenumm", "method")
    assert missing.value.hint == "nearest:\nmethod:squeezenum  SqueezeNum"


def test_a_name_that_two_papers_introduced_for_two_things_is_a_question(store: Store) -> None:
    write_sample(store)
    write_nodes(store, [schema.Method(method_id="squeezenum--arxiv-2305-00002", name="SqueezeNum", basis="discovered")])
    write_edges(store, [schema.IntroducesMethod(tail_key=FOURBIT, head_key="squeezenum--arxiv-2305-00002")])
    with pytest.raises(Ambiguous, match="fits 2 methods"):
        resolve_entity(store, "SqueezeNum", "method")
    assert resolve_entity(store, "method:squeezenum").id == "squeezenum"
    with pytest.raises(Ambiguous, match="fits 2 papers"):
        resolve_paper(store, "SqueezeNum")


def test_an_author_is_found_by_either_order_of_names(sample: Store) -> None:
    assert {resolve_author(sample, text).author_id for text in ("Ada Example", "Example, Ada", "name:ada example")} == {
        "name:ada example"
    }
    assert resolve_author(sample, "placeholder").author_id == "orcid:0000-0002-1825-0097"
    with pytest.raises(Ambiguous, match="'a' fits 3 authors"):
        resolve_author(sample, "a")
    with pytest.raises(NotFound) as caught:
        resolve_author(sample, "Ada Exampel")
    assert caught.value.hint == "nearest:\nname:ada example  Ada Example"


@pytest.mark.parametrize(
    "text",
    [
        "github:invented/squeezenum", "Invented/SqueezeNum", "https://github.com/invented/SqueezeNum.git",
        "github.com/Invented/SqueezeNum/", "squeezenum", "squeeze",
    ],
)  # fmt: skip
def test_a_repository_is_found(sample: Store, text: str) -> None:
    found = resolve_repository(sample, text)
    assert (found.id, found.name) == ("github:invented/squeezenum", "Invented/SqueezeNum")


def test_a_repository_that_is_not_there_is_answered_with_the_nearest(sample: Store) -> None:
    with pytest.raises(Ambiguous, match="fits 4 repositories"):
        resolve_repository(sample, "invented")
    with pytest.raises(NotFound) as caught:
        resolve_repository(sample, "invented/squezenum")
    assert (caught.value.hint or "").startswith("nearest:\ngithub:invented/squeezenum")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("math.GT/0309136", ["math.GT/0309136", "arxiv:math/0309136"]),
        ("hep-th/9901001v2", ["hep-th/9901001v2", "arxiv:hep-th/9901001"]),
        ("10.1145/3620666.3651335).", ["10.1145/3620666.3651335).", "doi:10.1145/3620666.3651335"]),
        ("https://arxiv.org/abs/2412.14590?context=cs", None),
        ("Llama 3.1", ["Llama 3.1"]),
        ("a title of 2024.12345 words", ["a title of 2024.12345 words"]),
    ],
)
def test_the_ids_in_a_text_are_read(text: str, keys: list[str] | None) -> None:
    assert paper_keys(text) == (keys or [text, "arxiv:2412.14590"])


def test_a_title_folds_as_the_loaders_fold_it() -> None:
    # The loaders' own function stands above the queries' layer; a test may look at both.
    from papermesh.loaders.identity import title_key as loaders_key

    for title in ("FlashAttention-2: Faster!", "C++ & C#: A  Tale", "Poincaré's Größe", "LLM.int8(): 8-bit", "日本語"):
        assert title_key(title) == loaders_key(title)


def test_the_nearest_names_come_in_a_fixed_order() -> None:
    named = {"b": ["gptq"], "a": ["gptq"], "c": ["awq"], "d": ["flash attention"]}
    assert nearest("gptg", named) == ["a", "b"]
    assert nearest("attentoin", named) == ["d"]
