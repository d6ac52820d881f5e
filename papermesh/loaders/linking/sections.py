"""Which sections of a full text are linked: those that tell of experiments, by their headings and numbers.

What a paper did stands there. Elsewhere a full text names a hundred other works, and each would become a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from papermesh.loaders.linking.links import SectionText

LONGEST_HEADING = 200
"""Characters of a heading: a longer one is a paragraph that was taken for one."""
_I = re.IGNORECASE
_EXPERIMENTS = re.compile(
    r"\b(?:experiment\w*|evaluat\w+|results?|ablations?|empirical\w*|implementations?|hardware|"
    r"analys[ei]s|data\s?-?sets?|benchmark\w*|corpora|corpus|baselines?|test-?\s?beds?|hyper-?\s?parameters?|"
    r"(?:training|pre-?training|fine-?tuning|inference|model|optimi[sz]ation) "
    r"(?:details?|settings?|configurations?|procedures?|recipes?|regimes?|data)|"
    r"set-?\s?ups?|settings|performance|throughput|latency|speed-?\s?ups?|"
    r"comput(?:e|ing|ation|ational) (?:cost|costs|resources?|infrastructure|requirements?|budget)|"
    r"comparisons?|case stud(?:y|ies)|user stud(?:y|ies)|reproducibility)\b",
    _I,
)
# "Problem setup" and "Related work" match words above, or stand among the experiments; neither tells of them.
_OTHER = re.compile(
    r"\b(?:related works?|literature (?:review|survey)|background|preliminar(?:y|ies)|future works?|acknowledge?ments?|"
    r"problem (?:set-?\s?up|settings?)|(?:theoretical|convergence|complexity|asymptotic) "
    r"(?:analys[ei]s|results?|evaluations?))\b",
    _I,
)
# "Previous work" is related work; "Comparison with previous work" tells of results.
_OTHERS_WORK = re.compile(r"(?:related|previous|prior|existing)\b", _I)
_NUMBER = re.compile(
    r"\s*(?:(?:Section|Sec\.|Appendix|Chapter)\s+)?"
    r"(?P<number>(?:[0-9]{1,2}|[IVX]{1,5}|[A-Z])(?:[.-](?:[0-9]{1,2}|[A-Z]))*)(?:[.:)]\s*|\s+)(?=\S)"
)


def experiment_sections(sections: Iterable[tuple[str | None, str]]) -> tuple[SectionText, ...]:
    """Return the sections that tell of experiments, in their order.

    A section does whose heading says so, and one whose number stands under that of such a section: 4.2 under 4. The
    field of each is its heading as written; of several with the same the later ones are counted: `Results (2)`.

    >>> texts = [("4 Experiments", "a"), ("4.1 Who Wins?", "b"), ("4.2 Related Work", "c"), ("5 Results", "d")]
    >>> [section.field for section in experiment_sections(texts)]
    ['4 Experiments', '4.1 Who Wins?', '5 Results']

    Args:
        sections: Heading and text of each, in the order of the paper.
    """
    linked: list[SectionText] = []
    taken = {"title", "abstract"}
    tells: dict[tuple[str, ...], bool] = {}
    for heading, text in sections:
        if heading is None or len(heading) > LONGEST_HEADING:
            continue
        field = _unique(heading, taken)
        taken.add(field)
        number = section_number(heading)
        is_told = _tells(heading, _above(number, tells))
        if number:
            tells[number] = is_told
        if is_told and text:
            linked.append(SectionText(field, text))
    return tuple(linked)


def section_number(heading: str) -> tuple[str, ...]:
    """Return the parts of the number that a heading begins with, none where it has no number.

    >>> section_number("4.2. Setup"), section_number("IV-A Data"), section_number("Setup")
    (('4', '2'), ('IV', 'A'), ())
    """
    found = _NUMBER.match(heading)
    return tuple(re.split(r"[.-]", found["number"])) if found else ()


def _above(number: tuple[str, ...], tells: dict[tuple[str, ...], bool]) -> bool:
    """Tell whether the nearest section above one, by its number, tells of experiments."""
    known = (tells[number[:length]] for length in range(len(number) - 1, 0, -1) if number[:length] in tells)
    return next(known, False)


def _tells(heading: str, above: bool) -> bool:
    number = _NUMBER.match(heading)
    if _OTHER.search(heading) or _OTHERS_WORK.match(heading, number.end() if number else 0):
        return False
    return above or _EXPERIMENTS.search(heading) is not None


def _unique(heading: str, taken: set[str]) -> str:
    field, count = heading, 1
    while field in taken:
        count += 1
        field = f"{heading} ({count})"
    return field
