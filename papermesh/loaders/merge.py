"""One paper from all records that describe it: a pure function of their set.

Order, repetition and empty properties cannot matter. Of each property the most trusted record's value is taken, and
every other value is kept as a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from papermesh.graph.schema import Paper
from papermesh.loaders.citations import (
    MergedReference,
    References,
    distinct_keys,
    merge_references,
    resolve_references,
)
from papermesh.loaders.grouping import Identity, Pairs, group, identity, joined, person
from papermesh.loaders.identity import identity_keys, name_key, orcid, paper_ids, title_key, year_of_arxiv_id
from papermesh.loaders.records import AuthorName, PaperRecord, RepositoryFact, Section
from papermesh.loaders.trust import TRUST

__all__ = [
    "MergedPaper",
    "MergedReference",
    "References",
    "full_text",
    "group",
    "merge",
    "merge_papers",
    "resolve_references",
]

LONGEST_CONFLICT = 120
"""Characters of a differing value that a conflict quotes."""

_CODE_PATH = re.compile(r"(?:\.git)?(?:/(?:-/)?(?:tree|blob|raw|wiki|issues|releases)(?:/.*)?)?/*(?:[?#].*)?$")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """A paper with what its records say of other nodes."""

    paper: Paper
    """Without what linking finds: whether hardware, a benchmark or code is stated."""
    authors: tuple[AuthorName, ...]
    references: tuple[MergedReference, ...]
    repositories: tuple[RepositoryFact, ...]
    record_ids: tuple[str, ...]
    identity: Identity
    sections: tuple[Section, ...] = ()
    """The full text, all of one record."""
    sections_from: str | None = None
    """The id of that record."""


def merge_papers(records: Iterable[PaperRecord], same: Pairs = (), different: Pairs = ()) -> list[MergedPaper]:
    """Return the papers that these records describe, in the order of their keys, each key once.

    Different papers of one title that have no id get keys that tell them apart; `merge` alone cannot know of them.

    Args:
        records: Each `record_id` once.
        same: What the user says is one paper.
        different: What the user says is not one.
    """
    papers = [merge(members) for members in group(records, same, different)]
    keys = distinct_keys([(paper.paper.paper_id, paper.identity.years, paper.record_ids) for paper in papers])
    return sorted(map(_with_key, papers, keys), key=lambda paper: paper.paper.paper_id)


def merge(records: Iterable[PaperRecord]) -> MergedPaper:
    """Return the paper that these records of it describe.

    Raises:
        ValueError: There is no record.
    """
    distinct = {(record.record_id, record.digest): record for record in records}
    members = [distinct[key] for key in sorted(distinct)]
    if not members:
        msg = "a paper needs a record"
        raise ValueError(msg)
    given: dict[str, PaperRecord] = {}
    conflicts: list[str] = []
    ids = [paper_ids(record) for record in members]
    title = _chosen("title", [(r.title, r) for r in members], conflicts, given, same=title_key)
    abstract = _chosen("abstract", [(r.abstract, r) for r in members], conflicts, given)
    arxiv = _chosen("arxiv_id", [(i[0], r) for i, r in zip(ids, members, strict=True)], conflicts, given)
    doi = _chosen("doi", [(i[1], r) for i, r in zip(ids, members, strict=True)], conflicts, given)
    published = _published(members, conflicts, given)
    year = _chosen("year", [(r.year, r) for r in members], conflicts, given)
    if year is None:
        year = int(published[:4]) if published else (year_of_arxiv_id(arxiv) if arxiv else None)
        # Where no record states the year, it comes from the one that gave the date or the arXiv id.
        if origin := given.get("published") or given.get("arxiv_id"):
            given["year"] = origin
    keys = set().union(*(identity_keys(record) for record in members))
    key = f"arxiv:{arxiv}" if arxiv else f"doi:{doi}" if doi else f"title:{title_key(title or '')}"
    # Where a paper can be read is no claim about it: different addresses do not contradict each other.
    url = _chosen("url", [(r.url, r) for r in members], [], given)
    known = {record.references_known for record in members}
    authors = _authors(members, conflicts, given)
    venue = _chosen("venue", [(r.venue, r) for r in members], conflicts, given)
    full = full_text(members)
    paper = Paper(
        paper_id=key,
        title=title,
        title_key=title_key(title or ""),
        abstract=abstract,
        year=year,
        published=published,
        venue=venue,
        arxiv_id=arxiv,
        doi=doi,
        other_ids=sorted({other for record in members for other in record.other_ids}),
        former_ids=sorted(keys - {key}),
        url=url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}" if doi else None),
        text_scope="fulltext" if full else "abstract" if abstract else "title",
        references_known=True if True in known else (False if False in known else None),
        conflicts=sorted(set(conflicts)),
        property_sources=[f"{name}: {record.record_id}" for name, record in sorted(given.items())],
        sources=sorted({record.source for record in members}),
    )
    return MergedPaper(
        paper=paper,
        authors=authors,
        references=merge_references(_by_trust("references", members)),
        repositories=_repositories(members),
        record_ids=tuple(sorted({record.record_id for record in members})),
        identity=joined(identity(record) for record in members),
        sections=full.sections if full else (),
        sections_from=full.record_id if full else None,
    )


def full_text(records: Iterable[PaperRecord]) -> PaperRecord | None:
    """Return the most trusted of a paper's records that has its full text, None where none has.

    Its sections are taken as a whole: those of two records would say the same twice, in differing words.
    """
    ordered = sorted(records, key=lambda record: record.record_id)
    return next((one for one in _by_trust("sections", ordered) if any(part.text for part in one.sections)), None)


def _with_key(paper: MergedPaper, key: str) -> MergedPaper:
    own = paper.paper.paper_id
    if key == own:
        return paper
    former = sorted({*paper.paper.former_ids, own})
    return replace(paper, paper=paper.paper.model_copy(update={"paper_id": key, "former_ids": former}))


def _trust(name: str, record: PaperRecord) -> tuple[int, str]:
    order = TRUST.get(name, TRUST[""])
    return order.index(record.source) if record.source in order else len(order), record.source


def _by_trust(name: str, records: Iterable[PaperRecord]) -> list[PaperRecord]:
    """Return the records, the most trusted first; they come in the order of their ids, which equals keep."""
    return sorted(records, key=lambda record: _trust(name, record))


def _plain(value: object) -> str:
    return " ".join(str(value).casefold().split())


def _chosen(
    name: str,
    values: Iterable[tuple[Value | None, PaperRecord]],
    conflicts: list[str],
    given: dict[str, PaperRecord],
    same: Callable[[Any], str] = _plain,
) -> Value | None:
    """Return the most trusted value, and note which record gave it.

    The others that differ in more than case and spaces are added to the conflicts.
    """
    present = [(value, record) for value, record in values if value is not None]
    ordered = sorted(present, key=lambda item: _trust(name, item[1]))
    if not ordered:
        return None
    chosen, given[name] = ordered[0]
    conflicts += [_conflict(name, value, record) for value, record in ordered[1:] if same(value) != same(chosen)]
    return chosen


def _conflict(name: str, value: object, record: PaperRecord) -> str:
    text = " ".join(str(value).split())
    short = text if len(text) <= LONGEST_CONFLICT else text[: LONGEST_CONFLICT - 1].rstrip() + "…"
    return f"{name}: {short} ({record.record_id})"


def _published(records: Sequence[PaperRecord], conflicts: list[str], given: dict[str, PaperRecord]) -> str | None:
    """Return the trusted date in the best precision that any record has of it; a coarser date is no conflict."""
    dated = [(record.published[:10], record) for record in _by_trust("published", records) if record.published]
    if not dated:
        return None
    first = dated[0][0]
    chosen = min((date for date, _ in dated if date.startswith(first)), key=lambda date: (-len(date), date))
    given["published"] = next(record for date, record in dated if date == chosen)
    conflicts += [_conflict("published", date, record) for date, record in dated if not chosen.startswith(date)]
    return chosen


def _authors(
    records: Sequence[PaperRecord], conflicts: list[str], given: dict[str, PaperRecord]
) -> tuple[AuthorName, ...]:
    """Return the authors as the most trusted record names them, with the ORCID iDs that any record has of them."""
    listing = [record for record in _by_trust("authors", records) if record.authors]
    if not listing:
        return ()
    orcids: dict[str, set[str]] = {}
    for record in listing:
        for author in record.authors:
            if identifier := orcid(author.orcid):
                orcids.setdefault(name_key(author.name), set()).add(identifier)
    chosen, given["authors"] = listing[0].authors, listing[0]
    people = [person(author.name) for author in chosen]
    for record in listing[1:]:
        if [person(author.name) for author in record.authors] != people:
            conflicts.append(_conflict("authors", "; ".join(a.name for a in record.authors), record))
    return tuple(
        AuthorName(name=a.name, orcid=orcid(a.orcid) or min(orcids.get(name_key(a.name), ()), default=None))
        for a in chosen
    )


def _repositories(records: Sequence[PaperRecord]) -> tuple[RepositoryFact, ...]:
    """Return each repository once; its health is the newest that was checked, what that leaves out the next one's."""
    facts = [
        (fact.checked_at or "", -rank, fact)
        for rank, record in enumerate(_by_trust("repositories", records))
        for fact in record.repositories
    ]
    facts.sort(key=lambda item: (item[0], item[1], item[2].model_dump_json()), reverse=True)
    merged: dict[str, dict[str, object]] = {}
    for _, _, fact in facts:
        known = merged.setdefault(_repository_key(fact.url), {})
        for name, value in fact.model_dump(exclude_none=True).items():
            if name in fact.OF_LINK and isinstance(value, bool):
                known[name] = bool(value or known.get(name))  # official, or mentioned, as soon as one source says so
            known.setdefault(name, value)
    return tuple(RepositoryFact.model_validate(merged[key]) for key in sorted(merged))


def _repository_key(url: str) -> str:
    """Return the key under which addresses of one repository compare."""
    bare = re.sub(r"^(?:https?://|git@)?(?:www\.)?", "", url.strip().lower()).replace(":", "/", 1)
    return _CODE_PATH.sub("", bare)
