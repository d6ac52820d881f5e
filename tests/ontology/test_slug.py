"""Ids and comparison keys of names."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papermesh.ontology import fold, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("FlashAttention", "flashattention"),
        ("Llama 3.1", "llama-3.1"),
        ("HumanEval+", "humanevalplus"),
        ("C++", "cplusplus"),
        ("C#", "csharp"),
        ("A* search", "astar-search"),
        ("  x -- y/z_w ", "x-y-z-w"),
        ("v1.", "v1"),
        ("a.b", "a-b"),
        ("1.x", "1-x"),
        ("ﬁne", "fine"),
        ("ＦＰ８", "fp8"),
        ("Straße", "strasse"),
        ("τ-bench", "τ-bench"),
        ("—", ""),
    ],
)
def test_slug_of_known_names(name: str, expected: str) -> None:
    """Each rule of the slug has a name that shows it."""
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flash-Attention", "flash attention"),
        ("TriviaQA", "triviaqa"),
        ("MS\u2013MARCO", "ms_marco"),
        ("read / write", "read/write"),
        ("two\n words", "two words"),
        ("non\u2011breaking", "non-breaking"),
    ],
)
def test_forms_with_the_same_key(one: str, other: str) -> None:
    """Case and kind of separator do not tell names apart."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Llama 2", "Llama 3"), ("HumanEval", "HumanEval+"), ("v1.5", "v1 5")])
def test_forms_with_different_keys(one: str, other: str) -> None:
    """Digits, plus signs and dots do tell names apart."""
    assert fold(one) != fold(other)


@given(st.text())
@example("İ")
@example("ͅ ά")
def test_slug_is_stable_and_well_formed(text: str) -> None:
    """A slug is its own slug, has no space, no double hyphen, and no hyphen at either end."""
    result = slug(text)
    assert slug(result) == result
    assert not any(character.isspace() for character in result)
    assert "--" not in result
    assert result == result.strip("-")


@given(st.text(), st.text())
def test_same_key_has_same_slug(one: str, other: str) -> None:
    """Folding loses nothing that the slug keeps."""
    assert slug(fold(one)) == slug(one)
    assert (slug(one) == slug(other)) or (fold(one) != fold(other))


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    """Folding twice equals folding once, and upper case folds to the same key for ASCII."""
    assert fold(fold(text)) == fold(text)
    if text.isascii():
        assert fold(text.upper()) == fold(text)
