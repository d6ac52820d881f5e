"""Papers that may be one: what speaks for a pair, what against it, and that no pair is looked over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders import twins
from papermesh.loaders.twins import Candidate, possible_twins

TITLE = "sparse attention for long contexts on small servers"


def paper(key: str, title: str = TITLE, year: int | None = 2023, authors: str = "ada bo", **ids: str) -> Candidate:
    """Return a paper with these folded words and surnames."""
    return Candidate(
        key, title, tuple(title.split()), year, frozenset(authors.split()), ids.get("arxiv"), ids.get("doi"),
        frozenset((key, f"jsonl:{key}")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "score", "reasons"),
    [
        (paper("b"), 100.0, ("same title", "2 authors in common", "same year")),
        (paper("b", year=2020, authors=""), 90.0, ("same title", "3 years apart")),
        (paper("b", authors="cy"), 90.0, ("same title", "no author in common", "same year")),
        (paper("b", TITLE.replace("contexts", "context"), year=None), 99.0,
         ("titles 99% alike", "2 authors in common")),
        (paper("b", "on small servers sparse attention for long contexts"), 100.0,
         ("titles 100% alike", "2 authors in common", "same year")),
        (paper("b", "sparse attention for long"), 85.0,
         ("one title begins with the other", "2 authors in common", "same year")),
        (paper("b", arxiv="2301.00002"), 80.0,
         ("same title", "2 authors in common", "same year", "different arXiv ids")),
        (paper("b", TITLE.replace("contexts", "context"), authors="", year=2021), None, ()),
        (paper("b", TITLE.replace("sparse", "dense").replace("small", "large")), None, ()),
        (paper("b", f"{TITLE} part 2"), None, ()),
    ],
)  # fmt: skip
def test_what_speaks_for_a_pair(other: Candidate, score: float | None, reasons: tuple[str, ...]) -> None:
    """The likeness of the titles, less where authors or ids do not agree; nothing where too little agrees."""
    found = possible_twins([paper("a", arxiv="2301.00001"), other])
    if score is None:
        assert found == []
    else:
        (pair,) = found
        assert (round(pair.score), pair.reasons) == (score, reasons)


def test_series_are_no_twins() -> None:
    """Titles that differ in a number are of different papers, however alike."""
    assert possible_twins([paper("a", f"{TITLE} part 1"), paper("b", f"{TITLE} part 2")]) == []
    assert possible_twins([paper("a", f"{TITLE} part 1"), paper("b", f"{TITLE} part 1")])


def test_a_pair_that_the_user_settled_is_left_out() -> None:
    """By any of its keys, in any order."""
    pair = [paper("a"), paper("b")]
    assert possible_twins(pair, {("jsonl:b", "a")}) == []
    assert len(possible_twins(pair, {("jsonl:b", "c")})) == 1


WORDS = st.sampled_from(["sparse", "dense", "cached", "attention", "kernels", "weights", "servers", "phones", "tuned"])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.lists(WORDS, min_size=4, max_size=6, unique=True), st.integers(2020, 2023)), max_size=25),
    st.integers(2, 400),
)
def test_blocks_lose_no_pair_of_one_title(titles: list[tuple[list[str], int]], largest: int) -> None:
    """However small a block may be, and however often a title comes; each pair comes once."""
    papers = [paper(f"p{number}", " ".join(words), year) for number, (words, year) in enumerate(titles)]
    before = twins.LARGEST_BLOCK
    twins.LARGEST_BLOCK = largest
    try:
        found = [(pair.one.paper_id, pair.other.paper_id) for pair in possible_twins(papers)]
    finally:
        twins.LARGEST_BLOCK = before
    assert len(found) == len(set(found))
    wanted = {
        (a.paper_id, b.paper_id) for a in papers for b in papers if a.paper_id < b.paper_id and a.words == b.words
    }
    assert wanted <= set(found) or any(
        sum(other.words == one.words for other in papers) > twins.NEIGHBOURS for one in papers
    )
