"""The pure parts of relatedness: measures, terms and weights, each a function without a store."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.queries.relatedness.components import (
    EntityKey,
    Tie,
    closure,
    distances,
    rarity,
    salton,
    saturated,
    shared_entities,
)
from papermesh.queries.relatedness.sentences import short_title
from papermesh.queries.relatedness.terms import cosine, index, terms
from papermesh.queries.relatedness.weights import (
    COMPONENTS,
    EDGE_STRENGTH,
    ENTITY_COMPONENTS,
    WEIGHTS,
    millionths,
)

PARENTS: dict[EntityKey, list[EntityKey]] = {
    ("method", "awq"): [("method", "ptq")],
    ("method", "gptq"): [("method", "ptq")],
    ("method", "ptq"): [("method", "quantization")],
    ("method", "nf4"): [("method", "quantization")],
    ("hardware", "h100"): [("hardware", "gpu")],
    ("hardware", "a100"): [("hardware", "gpu")],
}
ANCESTORS = {entity: distances(entity, PARENTS) for entity in PARENTS}
ENTITIES = sorted({*PARENTS, ("method", "quantization"), ("hardware", "gpu"), ("method", "rare")})
RARITIES = {
    ("method", "rare"): 0.9, ("method", "gptq"): 0.8, ("method", "awq"): 0.8, ("method", "nf4"): 0.7,
    ("method", "ptq"): 0.5, ("method", "quantization"): 0.3, ("hardware", "h100"): 0.6, ("hardware", "a100"): 0.5,
    ("hardware", "gpu"): 0.05,
}  # fmt: skip
strengths = st.dictionaries(st.sampled_from(ENTITIES), st.floats(0.05, 1.0), max_size=6)


def value(a: Mapping[EntityKey, float], b: Mapping[EntityKey, float]) -> float:
    """Return the value of all that two papers share, as one component."""
    found = shared_entities(closure(a, ANCESTORS), closure(b, ANCESTORS), RARITIES, ANCESTORS)
    return saturated(math.fsum(one.value for one in found))


def test_the_weights_add_up_to_one_and_name_every_component() -> None:
    assert math.fsum(WEIGHTS.values()) == pytest.approx(1.0, abs=1e-12)
    assert tuple(WEIGHTS) == COMPONENTS
    assert set(ENTITY_COMPONENTS.values()) <= set(COMPONENTS)
    assert all(0 < weight <= 1 for weight in EDGE_STRENGTH.values())


def test_millionths_are_whole_and_halves_go_to_the_even_side() -> None:
    assert millionths("direct_citation", 1.0) == 150_000
    assert [millionths("text", half / 2 / 250_000) for half in (1, 3, 5)] == [0, 2, 2]


@pytest.mark.parametrize(
    ("shared", "own", "theirs", "expected"),
    [(0, 0, 0, 0.0), (0, 3, 4, 0.0), (2, 2, 2, 1.0), (1, 4, 9, 1 / 6), (3, 3, 12, 0.5)],
)
def test_salton_is_the_cosine_of_two_sets(shared: int, own: int, theirs: int, expected: float) -> None:
    assert salton(shared, own, theirs) == pytest.approx(expected)
    assert salton(shared, own, theirs) == salton(shared, theirs, own)


def test_rarity_falls_from_the_rarest_to_almost_nothing() -> None:
    values = [rarity(papers, 227) for papers in (1, 2, 7, 30, 150, 227)]
    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert 0 < values[-1] < 0.001
    assert rarity(5, 0) == 0.0
    assert rarity(9, 3) == rarity(3, 3)


def test_an_ancestor_counts_less_with_every_step() -> None:
    ties = closure({("method", "gptq"): 0.8}, ANCESTORS)
    assert ties == {
        ("method", "gptq"): Tie(0.8, 0, ("method", "gptq")),
        ("method", "ptq"): Tie(0.4, 1, ("method", "gptq")),
        ("method", "quantization"): Tie(0.2, 2, ("method", "gptq")),
    }


def test_the_firmest_tie_to_an_ancestor_wins() -> None:
    ties = closure({("method", "gptq"): 0.8, ("method", "ptq"): 0.5}, ANCESTORS)
    assert ties["method", "ptq"] == Tie(0.5, 0, ("method", "ptq"))


def test_a_cycle_in_the_hierarchy_does_not_lead_back() -> None:
    cycle: dict[EntityKey, list[EntityKey]] = {("method", "a"): [("method", "b")], ("method", "b"): [("method", "a")]}
    assert distances(("method", "a"), cycle) == {("method", "b"): 1}


def test_what_a_shared_method_is_counts_with_it() -> None:
    both = closure({("method", "gptq"): 1.0}, ANCESTORS)
    (only,) = shared_entities(both, both, RARITIES, ANCESTORS)
    assert only.entity == ("method", "gptq")
    assert set(only.implied) == {("method", "ptq"), ("method", "quantization")}
    assert only.value == pytest.approx(0.8**2 + 0.5**2 / 4 + 0.3**2 / 16)


def test_siblings_share_their_nearest_class() -> None:
    (only,) = shared_entities(
        closure({("method", "gptq"): 1.0}, ANCESTORS),
        closure({("method", "awq"): 1.0}, ANCESTORS),
        RARITIES,
        ANCESTORS,
    )
    assert (only.entity, only.implied) == (("method", "ptq"), (("method", "quantization"),))


def test_a_class_that_both_name_is_a_reason_of_its_own() -> None:
    both = closure({("method", "gptq"): 1.0, ("method", "quantization"): 1.0}, ANCESTORS)
    found = {one.entity for one in shared_entities(both, both, RARITIES, ANCESTORS)}
    assert found == {("method", "gptq"), ("method", "quantization")}


def test_a_rare_method_says_more_than_a_common_device() -> None:
    rare = value({("method", "rare"): 1.0}, {("method", "rare"): 1.0})
    common = value({("hardware", "gpu"): 1.0}, {("hardware", "gpu"): 1.0})
    inherited = value({("hardware", "h100"): 1.0}, {("hardware", "a100"): 1.0})
    assert rare > 100 * common > 0
    assert common > inherited > 0


@given(strengths, strengths)
def test_sharing_is_symmetric_and_below_one(a: dict[EntityKey, float], b: dict[EntityKey, float]) -> None:
    ties_a, ties_b = closure(a, ANCESTORS), closure(b, ANCESTORS)
    assert shared_entities(ties_a, ties_b, RARITIES, ANCESTORS) == shared_entities(ties_b, ties_a, RARITIES, ANCESTORS)
    assert 0.0 <= value(a, b) < 1.0


@given(strengths, strengths)
def test_every_shared_entity_is_counted_once(a: dict[EntityKey, float], b: dict[EntityKey, float]) -> None:
    ties_a, ties_b = closure(a, ANCESTORS), closure(b, ANCESTORS)
    counted = [
        key for one in shared_entities(ties_a, ties_b, RARITIES, ANCESTORS) for key in (one.entity, *one.implied)
    ]
    assert sorted(counted) == sorted(set(ties_a) & set(ties_b))


@given(strengths, strengths, st.sampled_from(ENTITIES), st.floats(0.05, 1.0))
def test_one_more_shared_entity_never_lowers_the_value(
    a: dict[EntityKey, float], b: dict[EntityKey, float], entity: EntityKey, strength: float
) -> None:
    more_a = a | {entity: max(strength, a.get(entity, 0))}
    more_b = b | {entity: max(strength, b.get(entity, 0))}
    assert value(more_a, more_b) >= value(a, b)


def test_terms_are_words_that_say_something() -> None:
    assert terms("The KV-cache of LLMs: a study on GPUs (2024) with 4-bit weights and loss") == [
        "kv", "cache", "llm", "gpu", "bit", "weight", "loss",
    ]  # fmt: skip
    assert terms("") == []


def test_alike_texts_are_near_and_vectors_have_length_one() -> None:
    corpus = index(
        [
            ("a", "Paging the cache", "Attention keys are paged."),
            ("b", "Paged attention", "A cache of keys and values."),
            ("c", "Sparse gradients", "Training with sparse gradients."),
            ("d", None, None),
        ]
    )
    assert math.fsum(w * w for w in corpus.vectors["a"].values()) == pytest.approx(1.0)
    assert corpus.vectors["d"] == {}
    near, shared = cosine(corpus.vectors["a"], corpus.vectors["b"])
    far, none = cosine(corpus.vectors["a"], corpus.vectors["c"])
    assert near > far == 0.0
    assert set(shared) == {"attention", "cache", "key", "paged"}
    assert none == []
    assert cosine(corpus.vectors["a"], corpus.vectors["a"])[0] == pytest.approx(1.0)
    assert corpus.near(corpus.vectors["a"], 5) == ["a", "b"]
    assert corpus.vector("Paging the cache", "Attention keys are paged.") == corpus.vectors["a"]


texts = st.lists(st.text(alphabet="abcde ", max_size=30), min_size=2, max_size=5)


@given(texts)
def test_the_cosine_of_texts_is_symmetric_and_at_most_one(some: list[str]) -> None:
    corpus = index((str(number), text, None) for number, text in enumerate(some))
    a, b = corpus.vectors["0"], corpus.vectors["1"]
    assert cosine(a, b) == cosine(b, a)
    assert 0.0 <= cosine(a, b)[0] <= 1.0


def test_long_titles_are_quoted_in_part() -> None:
    assert short_title("ServeFast: a scheduler") == "ServeFast"
    assert short_title("A plain note on weights") == "A plain note on weights"
    assert short_title("word " * 30) == "word " * 12 + "…"
