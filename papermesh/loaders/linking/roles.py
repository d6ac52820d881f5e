"""Says what a paper does with the methods and benchmarks that it names, by the cue words of the clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from papermesh.loaders.linking.passages import CueHit, Mention, Passage

STRENGTH: dict[str, tuple[str, ...]] = {
    "method": ("introduces", "uses", "compares"),
    "hardware": ("evaluated_on", "targets", "mentions"),
    "benchmark": ("introduces", "evaluates", "mentions"),
}
"""The roles of each entity type, strongest first."""

LONGEST_CLAUSE = 130
SENTENCE = 400
_REACH = {"compare": 130, "use": 60}
_I = re.IGNORECASE

# What ends the reach of a cue word to its right.
_STOPS = re.compile(
    r"[;:]|\.\s|,\s+(?:we|our|it|this|these|which|while|whereas|but|and we|thus|thereby|making|achieving|demonstrating|"
    r"showing|enabling|reducing|with|by|in terms of|yet|so|where|when)\b|"
    r"\b(?:while|whereas|because|although|but|which|that (?:is|are|can|have|has)|when|where|in terms of|"
    r"by (?:up|a|an|\d)|using|via|achieving|demonstrating|without|thanks to|due to|"
    r"on (?:the|a|an|both|several|various|multiple|\d)?)\b"
)
NEGATED = re.compile(
    r"\b(?:without|no|not|lack(?:s|ing)? of|lacking|absence of|avoid(?:s|ing)?|eliminat\w+|free of|nor|"
    r"(?:need|reliance|dependence) (?:for|on))\s+(?:\w+ing\s+)?(?:the need for\s+)?(?:any\s+|a\s+|an\s+|the\s+)?"
    r"(?:[\w-]+\s+)?\Z",
    _I,
)
FREE = re.compile(r"-free\b")
OWN = re.compile(r"\b(?:we|our|ours|this (?:paper|work|method|approach)|it|proposed|the resulting)\b", _I)

_BASELINE_AFTER = re.compile(r"(?:[-\s]+[\w-]+){0,2}[-\s]+baselines?\b|\s+(?:counterparts?)\b")
_PRIOR = re.compile(
    r"\b(?:existing|prior|previous|earlier|traditional|conventional|current|popular|commonly used|well-known|unlike|"
    r"inspired by|similar to|akin to|in contrast to|limitations? of|such as|like|analogous to)\b[^.;]{0,80}\Z",
    _I,
)
SHORTCOMING = re.compile(
    r"\b(?:limit\w*|fail\w*|suffer\w*|struggl\w*|lack\w*|insufficien\w*|neglect\w*|overlook\w*|saturat\w*|"
    r"contaminat\w*|only focus|fundamental|cannot|do not|does not|ignore\w*|shortcoming\w*|exacerbat\w*|however)\b",
    _I,
)

MEASURED = re.compile(
    r"\b(?:experiments?|evaluat\w+|measure\w*|benchmark(?:ed|ing|s)?|test(?:ed|s|ing)?|implement\w*|prototype\w*|"
    r"run(?:s|ning)?|ran|train(?:ed|ing|s)?|speed-?ups?|throughput|latency|faster|results?|performance|achiev\w+|"
    r"compar\w+|outperform\w*|conducted|profil\w+|hours?|optimi[sz]ed|accelerat\w+|inference|reduc\w+|scal\w+|"
    r"demonstrat\w+|deliver\w*|energy|wall-clock|executed?|pre-?train\w*|fine-?tun\w*|using|cluster|observe|build)\b",
    _I,
)


def method_role(passage: Passage, mention: Mention, own: Collection[int], others: Sequence[Mention]) -> str | None:
    """Return "compares" or "uses" where the clause says so, None where it says nothing.

    `own` has the places of the paper's own names, `others` the mentions of the sentence.
    """
    if passage.field == "title":
        return "uses"
    text = passage.text
    start, end = around(passage, mention)
    before = text[max(start, mention.start - LONGEST_CLAUSE) : mention.start]
    if NEGATED.search(before) or FREE.match(text, mention.end):
        return "compares"
    if _BASELINE_AFTER.match(text, mention.end, min(end, mention.end + 40)):
        return "compares"
    if any(not _is_between_others(passage, cue, start, own, others) for cue in _governing(passage, mention, "compare")):
        return "compares"
    if _PRIOR.search(before) and SHORTCOMING.search(text, mention.end, end):
        return "compares"
    return "uses" if any(_governing(passage, mention, "use")) else None


def around(passage: Passage, mention: Mention) -> tuple[int, int]:
    """Return the span of the mention's sentence, or of what is near it in a text without sentences."""
    start, end = passage.sentences[mention.sentence]
    return max(start, mention.start - SENTENCE), min(end, mention.end + SENTENCE)


def _governing(passage: Passage, mention: Mention, kind: str) -> Iterator[CueHit]:
    """Yield the cues of this kind before the mention with no clause border between them."""
    start, _ = passage.sentences[mention.sentence]
    for cue in passage.cues_between(max(start, mention.start - _REACH[kind]), mention.start):
        if cue.kind == kind and cue.start >= start and not _STOPS.search(passage.text[cue.end : mention.start]):
            yield cue


def _is_between_others(
    passage: Passage, cue: CueHit, start: int, own: Collection[int], others: Sequence[Mention]
) -> bool:
    """Tell whether the comparison is one between two things that are not this paper's: "Claude outperforms GPT-4o".

    What "is compared with" another is so by this paper, whatever stands before it.
    """
    if "compar" in passage.text[cue.start : cue.end].lower():
        return False
    subject = max(start, cue.start - 60)
    last = bisect_left(others, cue.start, key=lambda one: one.start)
    before = [
        one
        for one in others[max(0, last - 8) : last]
        if subject <= one.start and one.end <= cue.start and one.target.entity_type == "method"
    ]
    if not before or any(one.start in own for one in before):
        return False
    return cue.start - before[-1].end <= 20 and not OWN.search(passage.text, subject, cue.start)


def benchmark_role(passage: Passage, mention: Mention) -> str | None:
    """Return "mentions" where the clause only speaks of what exists, "evaluates" where results stand on it."""
    text = passage.text
    start, end = around(passage, mention)
    before = text[max(start, mention.start - LONGEST_CLAUSE) : mention.start]
    if _PRIOR.search(before) and SHORTCOMING.search(text, start, end) and not OWN.search(text, start, end):
        return "mentions"
    return "evaluates" if MEASURED.search(text, start, end) else None
