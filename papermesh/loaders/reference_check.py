"""A bibliography held against what is known: which of its references are there, and which are likely wrong.

Pure: what is known comes as records, of the graph and of services that were asked. A reference and what is known of
its paper are brought together by the same rules as the records of a load (`grouping.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from papermesh.loaders.grouping import group, is_generic, person
from papermesh.loaders.identity import paper_ids, paper_key, title_key
from papermesh.loaders.merge import merge
from papermesh.loaders.records import PaperRecord, Rejected

Verdict = Literal["found", "cited", "preprint", "duplicate", "mismatch", "unknown", "unresolved", "rejected"]
VERDICTS: dict[Verdict, str] = {
    "found": "known, and it says the same",
    "cited": "known only as what loaded papers cite",
    "preprint": "known; it names a preprint that was published since",
    "duplicate": "another reference of the bibliography is the same paper",
    "mismatch": "its id is that of another paper, or its title, first author or year are other ones",
    "unknown": "not in the graph, and no service was asked",
    "unresolved": "neither in the graph nor at a service: likely wrong",
    "rejected": "the entry cannot be read",
}
PROBLEMS: tuple[Verdict, ...] = ("duplicate", "mismatch", "unresolved", "rejected")
"""Verdicts that end a check with a failure."""
CITED = "cited"
"""The source of records that stand for papers which are only cited."""
SAME_TITLE = 70.0
"""Least ratio (rapidfuzz, 0 to 100) of two titles of one paper: a subtitle that is left out stays above it."""
YEARS_APART = 1
"""Most years between a reference and one of the known dates: a paper of December is printed in January."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of one reference."""

    place: str
    """File and line."""
    key: str
    """As the bibliography names it."""
    title: str
    verdict: Verdict
    known_at: tuple[str, ...] = ()
    """Where its paper is known: `graph`, or services."""
    paper_id: str | None = None
    better: str | None = None
    """What could be cited instead of a preprint: DOI and venue."""
    details: tuple[str, ...] = field(default=())


def check(
    references: Sequence[PaperRecord],
    rejected: Sequence[Rejected],
    known: Sequence[PaperRecord],
    found_by: Mapping[str, str],
    *,
    asked: bool,
) -> list[Checked]:
    """Return what is said of each reference, in the order of the bibliography.

    Args:
        references: The bibliography.
        rejected: Its entries that cannot be read.
        known: Records of the graph, those of papers that are only cited under the source `CITED`, and of services.
        found_by: Who knows it, by `record_id` of the known records.
        asked: Whether services were asked, so that what nobody knows is likely wrong.
    """
    marked = [
        one.model_copy(update={"source": "reference", "id": str(number)}) for number, one in enumerate(references)
    ]
    numbers = {f"reference:{number}": number for number in range(len(references))}
    by_title: dict[str, list[PaperRecord]] = {}
    for one in known:
        by_title.setdefault(title_key(one.title), []).append(one)
    rows: dict[int, Checked] = {}
    for members in group([*marked, *known]):
        ours = sorted(numbers[one.record_id] for one in members if one.record_id in numbers)
        theirs = [one for one in members if one.record_id not in numbers]
        for number in ours:
            others = [references[other] for other in ours if other != number]
            row = _checked(references[number], others, theirs, found_by, asked=asked)
            rows[number] = row if theirs else _of_another_year(row, references[number], by_title)
    read = [rows[number] for number in sorted(rows)]
    return [*read, *(Checked(bad.place, "", bad.snippet, "rejected", details=(bad.reason,)) for bad in rejected)]


def _checked(
    reference: PaperRecord,
    others: Sequence[PaperRecord],
    known: Sequence[PaperRecord],
    found_by: Mapping[str, str],
    *,
    asked: bool,
) -> Checked:
    full = [one for one in known if one.source != CITED]
    details: list[str] = []
    paper_id = better = None
    verdict: Verdict = "unresolved" if asked else "unknown"
    if known:
        paper = merge(full or known).paper
        paper_id, verdict = paper.paper_id, "found" if full else "cited"
        better = _published(reference, paper.doi, paper.venue) if full else None
        if better:
            verdict = "preprint"
        details += _differences(reference, full)
    if others:
        details.insert(0, f"the same paper as {', '.join(_key(one) for one in others)}")
    if details:
        verdict = "duplicate" if others and len(details) == 1 else "mismatch"
    places = tuple(dict.fromkeys(found_by.get(one.record_id, "graph") for one in known))
    return Checked(
        reference.place or "", _key(reference), reference.title, verdict, places, paper_id, better, tuple(details)
    )


def _of_another_year(row: Checked, reference: PaperRecord, by_title: Mapping[str, Sequence[PaperRecord]]) -> Checked:
    """Return the row of a reference that nobody knows, with what is known of papers that have its title."""
    key = title_key(reference.title)
    alike = [] if is_generic(key) else [one for one in by_title.get(key, ()) if one.year]
    if not alike:
        return row
    known = ", ".join(sorted({f"{one.year} ({paper_key(one)})" for one in alike}))
    detail = f"papers of this title are of another year: {known}"
    return replace(row, verdict="mismatch", details=(*row.details, detail))


def _key(reference: PaperRecord) -> str:
    name, _, digest = (reference.id or "").rpartition("~")
    return name if name and digest == reference.digest else reference.id or ""


def _published(reference: PaperRecord, doi: str | None, venue: str | None) -> str | None:
    """Return DOI and venue of the published version of what a reference names by its preprint alone."""
    arxiv, stated = paper_ids(reference)
    if not arxiv or stated or reference.venue or not (doi or venue):
        return None
    return ", ".join(part for part in (f"doi:{doi}" if doi else None, venue) if part)


def _differences(reference: PaperRecord, known: Sequence[PaperRecord]) -> list[str]:
    """Return what the known records all say otherwise."""
    from rapidfuzz import fuzz

    differences = []
    titles = {title_key(one.title): one.title for one in known}
    own = title_key(reference.title)
    if titles and all(fuzz.ratio(own, other) < SAME_TITLE and not _begins(own, other) for other in titles):
        differences.append(f"its id is that of {next(iter(titles.values()))!r}")
    people = [{person(author.name) for author in one.authors} for one in known if one.authors]
    first = person(reference.authors[0].name) if reference.authors else None
    if first and people and all(first not in some for some in people):
        names = ", ".join(author.name for author in next(one for one in known if one.authors).authors[:3])
        differences.append(f"{reference.authors[0].name} is no author of it; its authors are {names}")
    years = sorted({year for one in known if (year := one.year or (int(one.published[:4]) if one.published else None))})
    if reference.year and years and all(abs(reference.year - year) > YEARS_APART for year in years):
        differences.append(f"{reference.year} is not its year, which is {', '.join(map(str, years))}")
    return differences


def _begins(one: str, other: str) -> bool:
    """Tell whether one title is the beginning of the other, which has a subtitle."""
    short, long = sorted((one, other), key=len)
    return long.startswith(f"{short}-")
