"""How good the links are: F1 on labelled papers, set by set and pooled, with the scorer that stands beside.

    python -m bench.linking_quality [--errors N]

Sets: 57 papers that came with labels and were looked at while rules were written; others of the same page; papers from
the recorded answers of other sources, of other fields and years. It fails where a figure is below what the first set is
held to. A name or role that two readers could see differently is `optional`, and counts for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from bench.labelled import TYPES, LabelledSet, Row, labelled_sets, scorer

LEAST: dict[str, tuple[str, float]] = {
    "links": ("f1", 1.0), "hardware": ("f1", 0.95), "benchmarks": ("f1", 0.92), "methods": ("f1", 0.80),
    "methods:introduces": ("f1", 0.92),
}  # fmt: skip
"""What the first set is held to."""


def predicted(labelled: LabelledSet) -> list[Row]:
    """Return the extraction rows of every paper of a set, linked as one corpus."""
    from papermesh.loaders.linking import Text, extraction_row, link_corpus
    from papermesh.ontology import load_ontology

    texts = [Text(f"title:{number}", title, abstract) for number, (title, abstract) in enumerate(labelled.texts)]
    corpus = link_corpus(texts, load_ontology())
    return [extraction_row(text.key, text.title, corpus.linked[text.key]) for text in texts]


def scores(
    score: ModuleType, gold: list[Row], rows: list[Row]
) -> Iterator[tuple[dict[str, Any], list[tuple[str, str, str]]]]:
    """Yield (result, errors) of each type, then of the methods that are introduced."""
    by_title = {score.title_key(row["title"]): row for row in gold}
    found = {score.title_key(row["title"]): row for row in rows}
    for kind, role in [*((kind, None) for kind in TYPES), ("methods", "introduces")]:
        yield score.score(by_title, found, kind, role)


def main(errors: int) -> None:
    """Print the tables, and fail where the first set misses what it is held to."""
    score = scorer()
    sets = labelled_sets()
    rows = [predicted(one) for one in sets]
    pooled_gold = [{**row, "title": f"{number} {row['title']}"} for number, one in enumerate(sets) for row in one.gold]
    pooled_rows = [{**row, "title": f"{number} {row['title']}"} for number, found in enumerate(rows) for row in found]
    missed = []
    for number, (name, gold, found) in enumerate(
        [
            *((one.name, one.gold, had) for one, had in zip(sets, rows, strict=True)),
            ("pooled", pooled_gold, pooled_rows),
        ]
    ):
        print(f"\n{name}: {len(gold)} papers")
        print(f"{'':<20}{'required':>9}{'precision':>11}{'recall':>8}{'F1':>7}{'canonical':>11}{'role':>7}")
        for result, wrong in scores(score, gold, found):
            print(f"{result['type']:<20}{result['required']:>9}{result['precision']:>11.3f}{result['recall']:>8.3f}"
                  f"{result['f1']:>7.3f}{_share(result['canonical']):>11}{_share(result['role']):>7}")  # fmt: skip
            for sign, title, what in wrong[:errors]:
                print(f"    {sign} {what}  [{title[:60]}]")
            figure, least = LEAST[result["type"]]
            if number == 0 and result[figure] < least:
                missed.append(f"{result['type']} {result[figure]:.3f}, held to {least}")
    if missed:
        sys.exit("missed: " + "; ".join(missed))


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also print the first N errors of each type")
    main(parser.parse_args().errors)
