"""Folding finds what is written alike, and leads back to the original place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking.folding import fold_name, fold_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Flash-Attention", " flash attention"),
        ("Flash\u2011Attention", " flash attention"),
        (r"$\tau$-bench", " tau bench"),
        (r"{\tau}-Bench", " tau bench"),
        ("τ-bench", " tau bench"),
        ("Poincaré", " poincare"),
        ("Poincare\u0301", " poincare"),
        ("ﬁne-tuning", " fine tuning"),
        ("C++ and Llama 3.1", " c++ and llama 3.1"),
        ("8xA100", " 8 a100"),
        ("8times H100", " 8times h100"),
        ("8timesH100", " 8     h100"),
        ("key \n value", " key value"),
        ("Sort & Search", " sort search"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    """Case, marks, dashes, TeX and glued counts fold away."""
    assert fold_text(text).text == folded


def test_a_run_of_separators_in_a_name_is_one_space() -> None:
    """A run of separators in a name is one space."""
    assert fold_name("key -- value") == " key value"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_place_leads_back_into_the_text(text: str) -> None:
    """Every place leads back into the text."""
    folded = fold_text(text)
    places = [folded.original(place) for place in range(1, len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@settings(deadline=None)
@given(st.text(alphabet="aB-ατé{}$\\ \n—8x", max_size=40), st.text(alphabet="aB-ατé{}$\\ \n—8x", max_size=40))
def test_a_word_is_found_where_it_stands(before: str, after: str) -> None:
    """A word is found where it stands."""
    text = f"{before} Qwertz {after}"
    folded = fold_text(text)
    start = folded.text.index(" qwertz") + 1
    first, last = folded.span(start, start + 6)
    assert text[first:last] == "Qwertz"
