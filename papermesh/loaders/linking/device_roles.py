"""Says what a paper does with a device that it names: it ran there, it is made for it, or it only names it."""

from __future__ import annotations

import re

from papermesh.loaders.linking.passages import Mention, Passage
from papermesh.loaders.linking.roles import FREE, LONGEST_CLAUSE, MEASURED, NEGATED, OWN, SENTENCE, SHORTCOMING, around

_I = re.IGNORECASE
_DETERMINERS = (
    r"(?:(?:a|an|the|one|two|three|four|eight|single|multiple|several|various|different|diverse|many|numerous|real|both|"
    r"modern|commodity|consumer|embedded|commercial|off-the-shelf|powerful|mainstream|heterogeneous|our|same|latest|"
    r"existing|popular|state-of-the-art|high-end|low-end|up to|more than|thousands of|hundreds of|only|just|actual|"
    r"(?:number|variety|range|set|cluster|pair|wide range|node|total) (?:of|with)|\d[\w.,]*(?:\sGB)?|6K|\d+K|"
    r"clusters? of|NVIDIA|Nvidia|AMD|Intel|Google|Apple|Xilinx|ARM|Arm|Qualcomm|Huawei|"
    r"[\w-]+-(?:grade|class|end|based|level|core|constrained|limited))\s+)*"
    # one adjective that no list has: "on flagship GPUs"
    r"(?:(?!(?:of|for|in|with|to|and|or|by|as|from|on|over|than|top|par)\b)[a-z][a-z-]+\s+)?"
)
_RUN_LEFT = re.compile(
    rf"\b(?P<word>(?:[Oo]n|[Aa]cross|[Oo]ver|[Uu]sing|[Ww]ith|utilizing|leveraging|per|than|versus|vs\.?))\s+{_DETERMINERS}\Z"
)
_NOT_RUN = re.compile(
    r"\b(?:based|depend\w*|rely|relies|relying|focus\w*|built|builds?|work|research|survey|insights?|attention)\s+\Z|"
    r"\b(?:impact|effects?|influence)\b[^.;,]{0,60}\Z",
    _I,
)
_DEPLOY = re.compile(
    r"\b(?:deploy\w*|offload\w*|serv(?:e|es|ing)|targets?|targeting|design\w*|support\w*|intended|runnable|availab\w+)\b"
    r"[^.;]{0,60}\Z",
    _I,
)
_TARGET = re.compile(
    r"\b(?:for|targeting|targets|tailored (?:to|for)|aimed at|suitable for|onto|support(?:s|ing)?|utilization of|"
    r"underutilized|programming|makes? use of|exploit(?:s|ing)?|takes? advantage of|harness(?:es|ing)?|"
    r"optimi[sz]ed for|design(?:ed|ing)? (?:for|of))\s+(?:[\w-]+\s+){0,3}\Z",
    _I,
)
_ABOUT = re.compile(
    r"\b(?:deploy\w*|platforms?|support\w*|architectures?|accelerators?|utiliz\w+|programming|programmed|resources?|"
    r"constrained|capacity|execution|offload\w*|heterogeneous|memory|kernels?|idl\w+)\b",
    _I,
)
# The device is what is measured, or what something is measured against.
_MEASURED_OBJECT = re.compile(
    r"\b(?:evaluat\w+|compar(?:e|es|ed|ing|ison)|benchmark(?:ed|ing|s)?|assess\w*|characteri[sz]\w+|analy[sz]e[sd]?|tested|"
    rf"measured|profiled)(?:(?:\s+(?:of|between))?\s+{_DETERMINERS}|\b[\w\s,-]{{0,60}}\bincluding\s[^.;()]{{0,100}})\Z",
    _I,
)
# "While accelerators such as GPUs run these, CPUs ...": what others have is set aside.
_CONCESSION = re.compile(r"\b(?:While|Although|Though|[Uu]nlike|[Ww]hereas)\b[^,;.]*\Z")
_AIM = re.compile(r"\b(?:to|for|targeting)\s+(?:[\w-]+\s+){0,2}\Z")
_COMPARED = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|ison|isons)\s+(?:\w+\s+){0,3}(?:with|to|against)|against|outperform(?:s|ed|ing)?|"
    r"beat(?:s|ing)?|surpass(?:es|ed|ing)?|an alternative to|(?:faster|better|higher|lower|slower) than)\s+"
    r"(?:[\w'’-]+\s+){0,4}(?:\(e\.g\.,?\s+)?\Z",
    _I,
)
# What a class of device may be followed by and still be the device: anything else is an aspect of it ("GPU memory").
_STILL_DEVICE = re.compile(
    r"\s*(?:\Z|[,.;:()/]|-based\b|-?(?:days?|hours?)\b|(?:and|or|by|with|when|while|in|on|at|as|using|from|of|is|are|was|were|that|which|can|"
    r"to|for|than|without|under|compared|during|through|via|after|before|across|over|clusters?|servers?|systems?|platforms?|machines?|nodes?|devices?|cards?|boards?|"
    r"chips?|cores?|processors?|pods?|slices?|setups?|settings|environments?|demonstrate\w*|show\w*|reveal\w*|"
    r"we|our|it|achiev\w+|without|within|yield\w*|has|have)\b)"
)
_PROPOSED = re.compile(r"\b(?:propos|present|introduc|develop|describ)(?:e|es|ed|ing|s)?\b", _I)
_PROVED = re.compile(
    r"\b(?:evaluat\w+|experiment\w*|measur\w+|achiev\w+|prototyp\w*|implement\w*|demonstrat\w+|benchmark\w*|compar\w+|"
    r"train(?:s|ed)|ran|runs|tested|speed-?ups?|faster|outperform\w*|reduc\w+|conduct\w*)\b",
    _I,
)
_UNSOLVED = re.compile(
    r"\b(?:existing|challeng\w+|difficult|hard to|expensive|costly|prohibitive\w*|impractical)\b", _I
)
_TOOK = re.compile(
    r"\b(?:ran|runs?|took|takes|trained?|trains|training (?:ran|took|used)|tested|timed|measure[sd]?|measurements?|"
    r"evaluated?|used|fine-tuned|decodes?|benchmarked|implemented?|prototyped|compare[sd]?|comparison|achiev\w+|experiment\w*|"
    r"faster|speed-?ups?|throughput|outperforms?|beats|suffices|fits?|generate[sd]?|results?)\b",
    _I,
)
# "our hardware-efficient design, we evaluate it on": the nearer verb governs.
_MEASURED_LAST = re.compile(r"\b(?:evaluat\w+|test(?:ed|s)?|measur\w+|benchmark\w*|experiment\w*)\b[^.;,]{0,40}\Z", _I)
_TOPIC_REACH = 90


def hardware_role(passage: Passage, mention: Mention, *, is_counted: bool) -> str | None:
    """Return the role that the clause gives a device, None where it says nothing.

    `is_counted`: the text says how many there were, which it does of what it ran on.
    """
    text = passage.text
    start, end = around(passage, mention)
    before = text[max(start, mention.start - LONGEST_CLAUSE) : mention.start]
    is_class = mention.target.kind == "class"
    found = _RUN_LEFT.search(before)
    word = found["word"].lower() if found else ""
    left = before[: found.start()] if found else before
    if NEGATED.search(before) or FREE.match(text, mention.end):
        return "mentions"
    if passage.field == "title":
        return "evaluated_on" if word == "on" and not is_class else "targets"
    if is_class and _CONCESSION.search(before) and not OWN.search(before):
        return "mentions"
    is_aspect = is_class and _STILL_DEVICE.match(text, mention.end, end) is None
    is_background = is_class and (
        _is_background(passage, mention) or _is_problem(before) or _is_purpose(text[start : mention.start])
    )
    ran = not is_background and not is_aspect
    if ran and (_is_measured(before, is_class=is_class) or _COMPARED.search(before)):
        return "evaluated_on"
    if found and not _NOT_RUN.search(left):
        if word == "on" and _DEPLOY.search(left) and not _MEASURED_LAST.search(left):
            return "targets"
        if word in {"using", "utilizing", "leveraging"} and not is_class:
            return "evaluated_on"
        if word == "on" or (MEASURED.search(left) and word != "with"):
            return "evaluated_on" if ran else "targets"
        if word == "with" and MEASURED.search(left) and not is_class:
            return "evaluated_on"
    if is_counted and ran:
        return "evaluated_on"
    if _TARGET.search(before):
        return "targets"
    if not is_class and _TOOK.search(text, start, end):
        return "evaluated_on"
    about = _ABOUT.search(text, max(start, mention.start - _TOPIC_REACH), min(end, mention.end + 60))
    return "targets" if about else None


def _is_measured(before: str, *, is_class: bool) -> bool:
    """Tell whether a device is what was measured; a tool made "to evaluate GPUs" has measured no class of them yet."""
    found = _MEASURED_OBJECT.search(before)
    return found is not None and not (is_class and _AIM.search(before, 0, found.start()))


def _is_background(passage: Passage, mention: Mention) -> bool:
    """Tell whether the sentence stands before the first that speaks of this paper's own work."""
    start, end = passage.sentences[mention.sentence]
    start, end = max(start, mention.start - SENTENCE), min(end, mention.end + SENTENCE)
    if OWN.search(passage.text, start, end):
        return False
    if passage.own_from == len(passage.text):  # it never says "we": what took place is its own work
        return _TOOK.search(passage.text, start, end) is None
    return passage.own_from >= passage.sentences[mention.sentence][0]


def _is_problem(before: str) -> bool:
    """Tell whether the words before a device speak of what is hard, or of what others do there."""
    return _UNSOLVED.search(before) is not None or (
        SHORTCOMING.search(before) is not None and OWN.search(before) is None
    )


def _is_purpose(before: str) -> bool:
    """Tell whether a device belongs to the description of what is proposed: "we present X, a system for Y on GPUs"."""
    ends = [found.end() for found in _PROPOSED.finditer(before)]
    return bool(ends) and _PROVED.search(before, ends[-1]) is None
