"""Pairs of loaded papers that may be one: same title under different ids, or nearly the same title.

Titles are compared within blocks that share one of a title's rarest words, its numbers, and a surname or a year: two
papers that have nothing of these in common are no pair, and so nothing is compared with everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

LEAST_LIKENESS = 90.0
"""Least likeness of two titles, 0 to 100, by their words in any order (rapidfuzz's token_sort_ratio).

Measured on 5,360 different titles from recorded answers of services: of the pairs with a surname or about the year in
common, four reach it, of which two are misprints of one title, and one may be a preprint under another title; ten lie
between 80 and 90, and most of these are different papers.
"""
RARE_WORDS = 3
"""Rarest words of a title under which it is looked for."""
LARGEST_BLOCK = 400
"""Papers that are compared with each other at once; of larger blocks each is compared with its neighbours by title."""
NEIGHBOURS = 20
YEARS_APART = 1
"""Years by which a preprint and its published version may differ, as in `grouping`."""

BEGINNING = 85.0
"""Likeness of two titles of which one is the beginning of the other: a subtitle was left out."""
SHORTEST_BEGINNING = 3
"""Words of the shorter one, at least."""
NOTHING_ELSE = 0.9
"""What the likeness counts where authors are not known to agree."""
OTHER_IDS = 0.8
"""What it counts where both have an id of one kind and the ids differ."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What of a loaded paper says whether it may be another one, too."""

    paper_id: str
    title: str
    words: tuple[str, ...]
    """Of the folded title."""
    year: int | None
    surnames: frozenset[str]
    """Folded."""
    arxiv_id: str | None = None
    doi: str | None = None
    keys: frozenset[str] = frozenset()
    """All keys of the paper and the ids of its records, by which the user may have decided on it."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two papers that may be one."""

    score: float
    """0 to 100."""
    one: Candidate
    other: Candidate
    reasons: tuple[str, ...]


def possible_twins(papers: Iterable[Candidate], different: Collection[tuple[str, str]] = ()) -> list[Twins]:
    """Return the pairs of papers that may be one, the likeliest first.

    Args:
        papers: All loaded papers.
        different: Pairs that the user said are not one, by any of their keys.
    """
    ordered = sorted(papers, key=lambda paper: paper.paper_id)
    settled = {frozenset(pair) for pair in different}
    found = []
    for first, second in sorted(_near(ordered)):
        one, other = ordered[first], ordered[second]
        if settled and any(frozenset((a, b)) in settled for a in one.keys for b in other.keys):
            continue
        twins = _judged(one, other)
        if twins is not None:
            found.append(twins)
    return sorted(found, key=lambda twins: (-twins.score, twins.one.paper_id, twins.other.paper_id))


def _near(papers: Sequence[Candidate]) -> set[tuple[int, int]]:
    """Return pairs of positions worth a closer look."""
    near: set[tuple[int, int]] = set()
    titles: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        titles[paper.words].append(index)
    for same in titles.values():
        near.update(combinations(same, 2) if len(same) <= NEIGHBOURS else _beside(same))
    for block in _blocks(papers):
        if len(block) > LARGEST_BLOCK:
            near.update(_beside(sorted(block, key=lambda index: (papers[index].words, index))))
            continue
        texts = [" ".join(sorted(papers[index].words)) for index in block]
        scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
        near.update((block[a], block[b]) for a, b in zip(*scores.nonzero(), strict=True) if a < b)
        near.update(_beginnings(block, papers))
    return near


def _blocks(papers: Sequence[Candidate]) -> Iterator[list[int]]:
    """Yield positions of papers that share a rare word, and a surname or about the year."""
    frequency = Counter(word for paper in papers for word in set(paper.words))
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        rarest = sorted(set(paper.words), key=lambda word: (frequency[word], word))
        # A word that no other title has brings nobody together, and a misspelt one least of all.
        for word in [word for word in rarest if frequency[word] > 1][:RARE_WORDS]:
            marks = [*paper.surnames, *(("year", "?") if paper.year is None else ())]
            if paper.year is not None:
                marks += [f"{paper.year + step} {paper.year + step + 1}" for step in (-YEARS_APART, 0)]
            for mark in marks:
                blocks[word, mark, *_numbers(paper)].append(index)
    yield from (block for block in blocks.values() if len(block) > 1)


def _beside(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each position of a sorted block with those that follow closely."""
    for place, index in enumerate(block):
        for other in block[place + 1 : place + 1 + NEIGHBOURS]:
            yield min(index, other), max(index, other)


def _beginnings(block: Sequence[int], papers: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block of which one title begins with the other."""
    ordered = sorted(block, key=lambda index: (papers[index].words, index))
    for place, index in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if papers[other].words[: len(papers[index].words)] != papers[index].words:
                break
            yield min(index, other), max(index, other)


def _judged(one: Candidate, other: Candidate) -> Twins | None:
    """Return how likely two papers are one, and why; `None` where too little speaks for it."""
    shared = one.surnames & other.surnames
    apart = abs(one.year - other.year) if one.year is not None and other.year is not None else None
    if one.words == other.words:
        likeness, reasons = 100.0, ["same title"]
    else:
        if _numbers(one) != _numbers(other):
            return None  # Part 1 and Part 2, Llama 2 and Llama 3
        if not shared and (apart is None or apart > YEARS_APART):
            return None
        likeness = fuzz.ratio(" ".join(sorted(one.words)), " ".join(sorted(other.words)))
        reasons = [f"titles {likeness:.0f}% alike"]
        if likeness < LEAST_LIKENESS:
            shorter, longer = sorted((one.words, other.words), key=len)
            if not shared or len(shorter) < SHORTEST_BEGINNING or longer[: len(shorter)] != shorter:
                return None
            likeness, reasons = BEGINNING, ["one title begins with the other"]
    if shared:
        reasons.append(f"{len(shared)} author{'' if len(shared) == 1 else 's'} in common")
    else:
        likeness *= NOTHING_ELSE
        reasons += ["no author in common"] if one.surnames and other.surnames else []
    if apart is not None:
        reasons.append("same year" if apart == 0 else f"{apart} year{'' if apart == 1 else 's'} apart")
    for kind, mine, theirs in (("arXiv ids", one.arxiv_id, other.arxiv_id), ("DOIs", one.doi, other.doi)):
        if mine and theirs:
            likeness *= OTHER_IDS
            reasons.append(f"different {kind}")
    return Twins(round(likeness, 1), one, other, tuple(reasons))


def _numbers(paper: Candidate) -> list[str]:
    return sorted(word for word in paper.words if any(sign.isdigit() for sign in word))
