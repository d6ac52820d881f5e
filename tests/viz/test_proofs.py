"""Where a mention stands in the sentence that proves an edge."""

from __future__ import annotations

import pytest

from papermesh.viz.proofs import located

TEXT = "GPTQ is fast. AWQ is compared with GPTQ and GPTQ again. The end."
SENTENCE = "AWQ is compared with GPTQ and GPTQ again."


@pytest.mark.parametrize(
    ("start", "text", "mention", "begin"),
    [
        (35, TEXT, (21, 25), 14),  # the first of the two in the sentence
        (44, TEXT, (30, 34), 14),  # the second: only the offset tells
        (44, None, (21, 25), None),  # text not at hand: the first place
        (None, TEXT, (21, 25), 14),
        (3, TEXT, (21, 25), 14),  # an offset that fits no place in the sentence
    ],
)
def test_mention_in_sentence(start: int | None, text: str | None, mention: tuple[int, int], begin: int | None) -> None:
    """The offset into the text decides, the first place in the sentence is second choice."""
    proof = located(
        paper="p", label="USES", sentence=SENTENCE, surface="GPTQ", field="abstract", start=start, text=text
    )
    assert proof.mention == mention
    assert proof.start == begin
    assert proof.sentence[slice(*proof.mention)] == "GPTQ"


def test_a_surface_that_the_sentence_lacks_is_not_marked() -> None:
    """No mark is better than a wrong one."""
    proof = located(paper="p", label="USES", sentence=SENTENCE, surface="QuIP", field="abstract", start=5, text=TEXT)
    assert proof.mention is None


def test_the_occurrence_around_the_mention_counts() -> None:
    """A sentence that stands twice in a text is taken where the mention is."""
    text = "It is fast. It is fast."
    proof = located(
        paper="p", label="USES", sentence="It is fast.", surface="fast", field="abstract", start=18, text=text
    )
    assert (proof.start, proof.mention) == (12, (6, 10))
