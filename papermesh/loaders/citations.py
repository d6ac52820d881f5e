"""Who cites whom: the references of a paper's records as one list, and of all papers as edges to papers."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from papermesh.graph.schema import Paper
from papermesh.loaders.grouping import Identity, identity, is_generic, joined, partition, years_agree
from papermesh.loaders.identity import paper_ids, paper_key
from papermesh.loaders.records import PaperRecord

Value = TypeVar("Value", str, int)


@dataclass(frozen=True, slots=True)
class MergedReference:
    """One paper that a paper cites, from all of its records."""

    paper_id: str
    """Its key by what the references say of it; `resolve_references` tells which paper it is."""
    title: str | None
    year: int | None
    arxiv_id: str | None
    doi: str | None
    contexts: tuple[str, ...]
    intents: tuple[str, ...]
    record_ids: tuple[str, ...]
    identity: Identity


@dataclass(frozen=True, slots=True)
class References:
    """Every citation between papers."""

    edges: dict[str, list[tuple[str, MergedReference]]]
    """Cited papers by the key of the citing one, each cited paper once, in the order of their keys."""
    stubs: tuple[Paper, ...]
    """The cited papers that are not loaded, in the order of their keys."""


class _Citing(Protocol):
    @property
    def paper(self) -> Paper: ...
    @property
    def identity(self) -> Identity: ...
    @property
    def references(self) -> tuple[MergedReference, ...]: ...


def merge_references(records: Sequence[PaperRecord]) -> tuple[MergedReference, ...]:
    """Return what the records of one paper cite, each cited paper once, in the order of their keys.

    A reference that has neither an id nor a title names no paper and is left out.

    Args:
        records: The most trusted first.
    """
    stated = [(record.record_id, reference) for record in records for reference in record.references]
    stated = [(record_id, reference) for record_id, reference in stated if paper_key(reference)]
    identities = [identity(reference) for _, reference in stated]
    merged = []
    for part in partition(identities):
        members = [stated[index] for index in part]
        ids = [paper_ids(reference) for _, reference in members]
        arxiv = next((arxiv for arxiv, _ in ids if arxiv), None)
        doi = next((doi for _, doi in ids if doi), None)
        title = next((reference.title for _, reference in members if reference.title), None)
        keys = [key for _, reference in members if (key := paper_key(reference))]
        merged.append(
            MergedReference(
                paper_id=_best_key(keys),
                title=title,
                year=next((reference.year for _, reference in members if reference.year), None),
                arxiv_id=arxiv,
                doi=doi,
                contexts=_union(reference.contexts for _, reference in members),
                intents=_union(reference.intents for _, reference in members),
                record_ids=_union([record_id] for record_id, _ in members),
                identity=joined(identities[index] for index in part),
            )
        )
    return tuple(sorted(merged, key=_order))


def resolve_references(papers: Iterable[_Citing]) -> References:
    """Return the citations between these papers, with a bare paper for each cited one that is not among them.

    References that name one paper in different ways are taken together first, then found among the papers by id, or
    else by title under the guards of `grouping`. A paper that cites itself has no edge for it.
    """
    loaded = sorted(papers, key=lambda paper: paper.paper.paper_id)
    cited = [(paper.paper.paper_id, reference) for paper in loaded for reference in paper.references]
    shelf = _Shelf(loaded)
    targets: dict[int, str] = {}
    unknown: list[tuple[list[int], Identity]] = []
    for part in partition([reference.identity for _, reference in cited]):
        who = joined(cited[index][1].identity for index in part)
        target = shelf.find(who)
        if target is None:
            unknown.append((part, who))
        for index in part if target else ():
            # One reference may join the ids of two papers: each that states an id itself goes where its own leads.
            targets[index] = shelf.find_by_id(cited[index][1].identity) or target or ""
    keys = distinct_keys(
        [
            (_best_key([cited[i][1].paper_id for i in part]), who.years, sorted({cited[i][0] for i in part}))
            for part, who in unknown
        ],
        taken={paper.paper.paper_id for paper in loaded},
    )
    same: dict[str, list[int]] = defaultdict(list)
    for key, (part, _) in zip(keys, unknown, strict=True):
        same[key] += part
        targets.update(dict.fromkeys(part, key))
    stubs = [_stub(key, [cited[index][1] for index in part]) for key, part in sorted(same.items())]
    edges: dict[str, dict[str, MergedReference]] = defaultdict(dict)
    for index, (citing, reference) in enumerate(cited):
        target = targets[index]
        if target != citing:
            known = edges[citing].get(target)
            edges[citing][target] = _both(known, reference) if known else reference
    return References(
        edges={citing: sorted(found.items(), key=lambda item: item[0]) for citing, found in edges.items()},
        stubs=tuple(stubs),
    )


def distinct_keys(
    wanted: Sequence[tuple[str, Collection[int], Iterable[str]]], taken: Collection[str] = ()
) -> list[str]:
    """Return a key for each paper, its own where no other wants it.

    Different papers of one title get `title:<key>--<year>` where that tells them apart, else `--` and a digest.

    Args:
        wanted: For each paper the key that it would have alone, its years, and what else tells it from others.
        taken: Keys that none of them may have.
    """
    count = Counter(key for key, _, _ in wanted)
    dated = Counter(f"{key}--{min(years)}" for key, years, _ in wanted if years)
    keys = []
    for key, years, marks in wanted:
        with_year = f"{key}--{min(years)}" if years else None
        if count[key] == 1 and key not in taken:
            keys.append(key)
        elif with_year and dated[with_year] == 1 and with_year not in taken:
            keys.append(with_year)
        else:
            keys.append(f"{key}--{hashlib.sha256(chr(10).join(marks).encode()).hexdigest()[:12]}")
    return keys


class _Shelf:
    """The loaded papers, by id and by title."""

    def __init__(self, papers: Sequence[_Citing]) -> None:
        self._by_id: dict[str, str] = {}
        self._by_title: dict[str, list[_Citing]] = defaultdict(list)
        for paper in papers:
            for key in paper.identity.hard:
                self._by_id[key] = paper.paper.paper_id
            for key in paper.identity.titles:
                self._by_title[key].append(paper)

    def find(self, who: Identity) -> str | None:
        return self.find_by_id(who) or self._find_by_title(who)

    def find_by_id(self, who: Identity) -> str | None:
        return next((self._by_id[key] for key in sorted(who.hard) if key in self._by_id), None)

    def _find_by_title(self, who: Identity) -> str | None:
        found = {
            paper.paper.paper_id
            for key in who.titles
            for paper in self._by_title.get(key, ())
            if years_agree(paper.identity.years, who.years)
            and not (is_generic(key) and not (paper.identity.years and who.years))
            and not (paper.identity.arxiv_ids and who.arxiv_ids)
            and not (paper.identity.dois and who.dois)
        }
        return found.pop() if len(found) == 1 else None


def _stub(key: str, references: Sequence[MergedReference]) -> Paper:
    who = joined(reference.identity for reference in references)
    title = _most_common(reference.title for reference in references)
    keys = {*who.hard, *(f"title:{title_key}" for title_key in who.titles)}
    return Paper(
        paper_id=key,
        title=title,
        title_key=min(who.titles, default=None),
        year=_most_common(reference.year for reference in references),
        arxiv_id=min(who.arxiv_ids, default=None),
        doi=min(who.dois, default=None),
        other_ids=sorted(who.hard - {f"arxiv:{one}" for one in who.arxiv_ids} - {f"doi:{one}" for one in who.dois}),
        former_ids=sorted(keys - {key}),
        text_scope="none",
    )


def _most_common(values: Iterable[Value | None]) -> Value | None:
    count: Mapping[Value, int] = Counter(value for value in values if value is not None)
    return min(count, key=lambda value: (-count[value], value), default=None)


def _best_key(keys: Iterable[str]) -> str:
    # Ids at other services come last: a reference goes by them where it has nothing else.
    schemes = ("arxiv", "doi", "title")
    rank = {scheme: position for position, scheme in enumerate(schemes)}
    return min(keys, key=lambda key: (rank.get(key.partition(":")[0], len(schemes)), key))


def _both(one: MergedReference, other: MergedReference) -> MergedReference:
    first, second = sorted((one, other), key=_order)
    return replace(
        first,
        title=first.title or second.title,
        year=first.year or second.year,
        arxiv_id=first.arxiv_id or second.arxiv_id,
        doi=first.doi or second.doi,
        contexts=_union([first.contexts, second.contexts]),
        intents=_union([first.intents, second.intents]),
        record_ids=_union([first.record_ids, second.record_ids]),
        identity=joined([first.identity, second.identity]),
    )


def _order(reference: MergedReference) -> tuple[str, str, int, tuple[str, ...]]:
    return reference.paper_id, reference.title or "", reference.year or 0, reference.contexts


def _union(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({item for part in parts for item in part}))
