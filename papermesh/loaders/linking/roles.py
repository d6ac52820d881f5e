"""Says what a paper does with what it names, by the cue words of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papermesh.loaders.linking.mentions import CueHit, Mention, Passage

STRENGTH: dict[str, tuple[str, ...]] = {
    "method": ("introduces", "uses", "compares"),
    "hardware": ("evaluated_on", "targets", "mentions"),
    "benchmark": ("introduces", "evaluates", "mentions"),
}
"""The roles of each entity type, strongest first."""

_STOPS = re.compile(
    r"[;:]|\.\s|,\s+(?:we|our|it|this|these|which|while|whereas|but|and we|thus|thereby|making|achieving|demonstrating|"
    r"showing|enabling|reducing|with|by|in terms of|yet|so|where|when)\b|"
    r"\b(?:while|whereas|because|although|but|which|that (?:is|are|can|have|has)|when|where|in terms of|by (?:up|a|an|\d)|"
    r"using|via|achieving|demonstrating|without|thanks to|due to|on (?:the|a|an|both|several|various|multiple|\d)?)\b"
)
_RUN_LEFT = re.compile(
    r"\b(?:on|across|over|using|with|utilizing|leveraging|of|per|than|versus|vs\.?|to|and|or|,|\()\s+"
    r"(?:(?:a|an|the|two|three|four|eight|single|multiple|several|various|different|many|real|both|modern|one|commodity|"
    r"consumer|consumer-grade|embedded|commercial|\d[\w.,]*|up to|more than|thousands of|hundreds of|only|just|an?|"
    r"state-of-the-art|existing|same|latest|high-end|low-end|popular|powerful|mainstream|heterogeneous|our|"
    r"NVIDIA|Nvidia|AMD|Intel|Google|Apple|Xilinx|ARM|Arm|[\w-]+-(?:grade|class|end|based|level|core))\s+)*\Z"
)
_DEPLOY = re.compile(r"\b(?:deploy\w*|offload\w*|serv\w+|execution|targets?|targeting|design\w*|support\w*|intended)\b[^.;]{0,60}\Z", re.I)
_MEASURED = re.compile(
    r"\b(?:experiments?|evaluat\w+|measure\w*|benchmark(?:ed|ing|s)?|test(?:ed|s|ing)?|implement\w*|prototype\w*|run(?:s|ning)?|"
    r"ran|train(?:ed|ing|s)?|speed-?ups?|throughput|latency|faster|results?|performance|achiev\w+|compar\w+|outperform\w*|"
    r"conducted|profil\w+|hours?|optimi[sz]ed|accelerat\w+|inference|reduc\w+|scal\w+|demonstrat\w+|deliver\w*|energy|"
    r"wall-clock|executed?|pre-?train\w*|fine-?tun\w*|using|cluster|observe|build)\b",
    re.I,
)
_NEGATED = re.compile(
    r"\b(?:without|no|not|lack(?:s|ing)? of|lacking|absence of|avoid(?:s|ing)?|eliminat\w+|free of|nor|"
    r"(?:need|reliance|dependence) (?:for|on))\s+(?:\w+ing\s+)?(?:the need for\s+)?(?:any\s+|a\s+|an\s+|the\s+)?(?:[\w-]+\s+)?\Z", re.I
)
_FREE = re.compile(r"-free\b")
_FOR = re.compile(r"\b(?:for|targeting|targets|tailored (?:to|for)|aimed at|suitable for|onto)\s+(?:[\w-]+\s+){0,2}\Z")
_BASELINE_AFTER = re.compile(r"(?:[-\s]+[\w-]+){0,2}[-\s]+baselines?\b|\s+(?:counterparts?)\b")
_PRIOR = re.compile(
    r"\b(?:existing|prior|previous|earlier|traditional|conventional|current|popular|commonly used|well-known|unlike|"
    r"inspired by|similar to|akin to|in contrast to|limitations? of|such as|like|analogous to)\b[^.;]{0,80}\Z", re.I
)
_SHORTCOMING = re.compile(
    r"\b(?:limit\w*|fail\w*|suffer\w*|struggl\w*|lack\w*|insufficien\w*|neglect\w*|overlook\w*|saturat\w*|contaminat\w*|"
    r"only focus|fundamental|cannot|do not|does not|ignore\w*|shortcoming\w*|exacerbat\w*|however)\b", re.I
)
_LONGEST_CLAUSE = 130


def method_role(passage: Passage, mention: Mention, cues: Sequence[CueHit]) -> str | None:
    """Return "compares" or "uses" where the clause says so, None where it says nothing."""
    if passage.field == "title":
        return "uses"
    text = passage.text
    start, end = passage.sentences[mention.sentence]
    before = text[max(start, mention.start - _LONGEST_CLAUSE) : mention.start]
    if _NEGATED.search(before) or _FREE.match(text, mention.end):
        return "compares"
    if _BASELINE_AFTER.match(text, mention.end, min(end, mention.end + 40)):
        return "compares"
    if _governed(passage, mention, cues, "compare"):
        return "compares"
    if _PRIOR.search(before) and _SHORTCOMING.search(text, mention.end, end):
        return "compares"
    return "uses" if _governed(passage, mention, cues, "use") else None


def _governed(passage: Passage, mention: Mention, cues: Sequence[CueHit], kind: str) -> bool:
    """Tell whether a cue of this kind stands before the mention with no clause border between them."""
    start, _ = passage.sentences[mention.sentence]
    reach = _LONGEST_CLAUSE if kind == "compare" else 60
    for cue in cues:
        if cue.kind == kind and start <= cue.start and cue.end <= mention.start and mention.start - cue.end <= reach:
            between = passage.text[cue.end : mention.start]
            if not _STOPS.search(between):
                return True
    return False


def hardware_role(passage: Passage, mention: Mention) -> str | None:
    """Return the role that the clause gives a device, None where it says nothing."""
    text = passage.text
    start, _ = passage.sentences[mention.sentence]
    before = text[max(start, mention.start - _LONGEST_CLAUSE) : mention.start]
    if _NEGATED.search(before) or _FREE.match(text, mention.end):
        return "mentions"
    if passage.field == "title":
        return "evaluated_on" if _RUN_LEFT.search(before) and re.search(r"\bon\b", before) else "targets"
    if _FOR.search(before):
        return "targets"
    found = _RUN_LEFT.search(before)
    if found:
        word = found.group().split()[0].lower()
        if word == "on":
            return "targets" if _DEPLOY.search(before[: found.start()]) else "evaluated_on"
        if _MEASURED.search(before[: found.start()]) and word not in {"to", "of", "and", "or", ",", "("}:
            return "evaluated_on"
    return None


def benchmark_role(passage: Passage, mention: Mention, cues: Sequence[CueHit]) -> str | None:
    """Return "mentions" where the clause only speaks of what exists, "evaluates" where results stand on it."""
    text = passage.text
    start, end = passage.sentences[mention.sentence]
    before = text[max(start, mention.start - _LONGEST_CLAUSE) : mention.start]
    if _MEASURED.search(text, start, end):
        return "evaluates"
    if _PRIOR.search(before) and _SHORTCOMING.search(text, start, end):
        return "mentions"
    return None
