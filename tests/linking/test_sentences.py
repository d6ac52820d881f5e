"""Sentences end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We do this. It works.", ["We do this.", "It works."]),
        ("Methods (e.g. LoRA, i.e. Adapters) help. Done.", ["Methods (e.g. LoRA, i.e. Adapters) help.", "Done."]),
        ("As Smith et al. Showed it holds.", ["As Smith et al. Showed it holds."]),
        ("See Fig. 3 for Llama 3.1 and 2.5 points. Next.", ["See Fig. 3 for Llama 3.1 and 2.5 points.", "Next."]),
        ("Code: https://a.io/x.y. We release it.", ["Code: https://a.io/x.y.", "We release it."]),
        ("by J. Smith of the U.S. Government. End.", ["by J. Smith of the U.S. Government.", "End."]),
        ("strong capabilities.Here, we go.", ["strong capabilities.", "Here, we go."]),
        ('He said "stop." Then left! Why? So.', ['He said "stop."', "Then left!", "Why?", "So."]),
        ("First part\n\nsecond part", ["First part", "second part"]),
        ("one line\nsecond line", ["one line\nsecond line"]),
        ("", []),
        ("   ", []),
    ],
)
def test_splits(text: str, sentences: list[str]) -> None:
    """Abbreviations, decimals and addresses end no sentence."""
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_character_is_lost_or_twice(text: str) -> None:
    """No character is lost or twice."""
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
