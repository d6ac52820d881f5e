"""Whether a confidence is the share of links that hold: by rule, and in five bins of equal count.

    python -m bench.calibration

All labelled papers at hand are pooled. A link holds where the labels have its entity, optional ones included; its role
is not asked. A bin fails where the 95 % interval of its share (Wilson 1927) excludes the mean confidence of its links.
The column `fitted` is (right + 1) / (links + 2), what `papermesh/loaders/linking/rules.py` takes for a rule with ten
links or more.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from types import ModuleType

from bench.labelled import TYPES, LabelledSet, labelled_sets, scorer
from bench.linking_quality import predicted

BINS = 5
Z = 1.959964
"""Quantile of the normal distribution for 95 %."""

Judged = tuple[float, str, bool]
"""Confidence and rule of a link, and whether it holds."""


def judged(score: ModuleType, labelled: LabelledSet) -> list[Judged]:
    """Return every link of the labelled papers of a set, with whether the labels have it."""
    rows = {score.title_key(row["title"]): row for row in predicted(labelled)}
    found: list[Judged] = []
    for paper in labelled.gold:
        row = rows[score.title_key(paper["title"])]
        for kind in TYPES:
            of = score.url_key if kind == "links" else score.key
            names = {form for entry in paper[kind] for form in score.forms(entry, of)}
            for link in row[kind]:
                holds = bool({of(link["name"]), of(link["surface"])} & names)
                found.append((link["confidence"], link["rule"], holds))
    return found


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (E. B. Wilson, 1927).

    >>> tuple(round(end, 3) for end in wilson(8, 10))
    (0.49, 0.943)
    """
    share, square = right / count, Z * Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return middle - half, middle + half


def main() -> None:
    """Print both tables, and fail where a bin's interval excludes its mean confidence."""
    score = scorer()
    # Links of one confidence stay in the order of the papers: whether they hold must not decide on their bin.
    links = sorted((one for labelled in labelled_sets() for one in judged(score, labelled)), key=lambda one: one[0])
    by_rule: dict[str, list[Judged]] = defaultdict(list)
    for one in links:
        by_rule[one[1]].append(one)
    print(f"{'rule':<24}{'links':>6}{'right':>7}{'share':>8}{'fitted':>8}{'confidence':>12}")
    for rule, some in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        right = sum(one[2] for one in some)
        print(f"{rule:<24}{len(some):>6}{right:>7}{right / len(some):>8.3f}{(right + 1) / (len(some) + 2):>8.3f}"
              f"{some[0][0]:>12.2f}")  # fmt: skip
    print(f"\n{'bin':<6}{'links':>6}{'confidence':>12}{'share':>8}{'95 % interval':>17}")
    failed = 0
    for number in range(BINS):
        some = links[number * len(links) // BINS : (number + 1) * len(links) // BINS]
        mean, right = sum(one[0] for one in some) / len(some), sum(one[2] for one in some)
        low, high = wilson(right, len(some))
        is_outside = not low <= mean <= high
        failed += is_outside
        print(f"{number + 1:<6}{len(some):>6}{mean:>12.3f}{right / len(some):>8.3f}{low:>9.3f} {high:>7.3f}"
              f"{'  outside' if is_outside else ''}")  # fmt: skip
    if failed:
        sys.exit(f"{failed} of {BINS} bins: the confidence is not the share of links that hold")


if __name__ == "__main__":
    main()
