"""Which records are of one paper: a partition that depends on the set of records and on nothing else.

Records that share an arXiv id, a DOI or an id at another service are one paper. Titles come second, with guards:

1. Papers of one title whose years stand more than one apart are different. Years chain: 2020, 2021 and 2022 are one.
2. A record without a year joins the one chain of its title, and none where there are several.
3. A title of fewer than three words ("Editorial") needs more: years that chain, or else a common author or the same
   abstract; authors that have nobody in common speak against the years.
4. Where titles would join different arXiv ids, or different DOIs, nothing that has an id is joined by its title.

Each rule looks at all records of a title at once, never at pairs in turn, which is why order cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from papermesh.loaders.identity import hard_keys, identity_keys, name_key, paper_ids, title_key, year_of_arxiv_id
from papermesh.loaders.records import PaperRecord, Reference

GENERIC_WORDS = 3
"""A title with fewer words names no paper by itself."""
YEAR_GAP = 1
"""Years by which a preprint and its published version may differ."""
_FIRST_CJK = "\u2e80"


@dataclass(frozen=True, slots=True)
class Identity:
    """What of a record says which paper it is of."""

    hard: frozenset[str]
    arxiv_ids: frozenset[str]
    dois: frozenset[str]
    titles: frozenset[str]
    years: frozenset[int]
    authors: frozenset[str] = frozenset()
    abstracts: frozenset[str] = frozenset()


Pairs = Collection[tuple[str, str]]
"""Two papers each, by a key of the paper or the id of a record."""


def group(records: Iterable[PaperRecord], same: Pairs = (), different: Pairs = ()) -> list[tuple[PaperRecord, ...]]:
    """Return the records in groups, one for each paper; groups and members are sorted by `record_id`.

    Args:
        records: In any order.
        same: What the user says is one paper: joined, whatever the rules say.
        different: What the user says is not one: a group that holds both is parted.
    """
    ordered = sorted(set(records), key=lambda record: (record.record_id, record.digest, record.place or ""))
    parts = partition([identity(record) for record in ordered])
    if same or different:
        parts = decided(parts, ordered, same, different)
    return [tuple(ordered[index] for index in part) for part in parts]


def decided(parts: list[list[int]], records: Sequence[PaperRecord], same: Pairs, different: Pairs) -> list[list[int]]:
    """Return a partition of records as the user wants it."""
    names = [{record.record_id, *identity_keys(record)} for record in records]
    for pair in sorted(different):
        parts = [piece for part in parts for piece in _parted(part, names, sorted(pair))]
    for one, other in sorted(same):
        ends = [[part for part in parts if any(key in names[index] for index in part)] for key in (one, other)]
        # A title that several papers have names none of them.
        if len(ends[0]) == len(ends[1]) == 1 and ends[0] != ends[1]:
            parts = [part for part in parts if part not in (*ends[0], *ends[1])] + [sorted(ends[0][0] + ends[1][0])]
    return sorted(parts)


def _parted(part: list[int], names: Sequence[set[str]], pair: Sequence[str]) -> list[list[int]]:
    """Return a group in two, where it holds both papers of a pair.

    A record with both names is of the one that fewer have: so a record's own id parts it from its paper. What shares
    an id with these alone goes with them, everything else stays with the other.
    """
    found = [[index for index in part if key in names[index]] for key in pair]
    few, many = sorted(found, key=len)
    many = [index for index in many if index not in few]
    if not few or not many:
        return [part]
    own = set().union(*(names[index] for index in few)) - set().union(*(names[index] for index in many))
    own = {key for key in own if not key.startswith("title:")}
    few = [index for index in part if index in few or (index not in many and names[index] & own)]
    return [[index for index in part if index not in few], few]


def identity(record: PaperRecord | Reference) -> Identity:
    """Return what of a record or a reference says which paper it is of."""
    arxiv, doi = paper_ids(record)
    year = record.year
    authors: frozenset[str] = frozenset()
    abstracts: frozenset[str] = frozenset()
    if isinstance(record, PaperRecord):
        year = year or (int(record.published[:4]) if record.published else None)
        authors = frozenset(person(author.name) for author in record.authors)
        if record.abstract and is_generic(title_key(record.title)):  # no other title needs it
            abstracts = frozenset([title_key(record.abstract)])
    if year is None and arxiv:
        year = year_of_arxiv_id(arxiv)
    return Identity(
        hard=frozenset(hard_keys(record)),
        arxiv_ids=frozenset([arxiv] if arxiv else ()),
        dois=frozenset([doi] if doi else ()),
        titles=frozenset([title_key(record.title)] if record.title else ()),
        years=frozenset([year] if year else ()),
        authors=authors,
        abstracts=abstracts,
    )


def joined(identities: Iterable[Identity]) -> Identity:
    """Return the identity of several records of one paper."""
    members = list(identities)
    if len(members) == 1:
        return members[0]
    return Identity(
        hard=frozenset().union(*(member.hard for member in members)),
        arxiv_ids=frozenset().union(*(member.arxiv_ids for member in members)),
        dois=frozenset().union(*(member.dois for member in members)),
        titles=frozenset().union(*(member.titles for member in members)),
        years=frozenset().union(*(member.years for member in members)),
        authors=frozenset().union(*(member.authors for member in members)),
        abstracts=frozenset().union(*(member.abstracts for member in members)),
    )


def partition(identities: Sequence[Identity]) -> list[list[int]]:
    """Return the positions of the identities, those of one paper together; parts and positions ascend."""
    by_id = _components(len(identities), _shared(identities, lambda member: member.hard))
    papers = [joined(identities[index] for index in part) for part in by_id]
    parts = []
    for component in _components(len(papers), _same_titles(papers)):
        pieces = [component]
        if _contradicts([papers[index] for index in component]):
            without_id = [index for index in component if not papers[index].hard]
            inner = _same_titles([papers[index] for index in without_id])
            pieces = [[index] for index in component if papers[index].hard]
            pieces += [[without_id[i] for i in piece] for piece in _components(len(without_id), inner)]
        parts += [sorted(index for paper in piece for index in by_id[paper]) for piece in pieces]
    return sorted(parts)


def is_generic(key: str) -> bool:
    """Return whether a title's key has too few words to name a paper by itself."""
    return key.count("-") + 1 + sum(character >= _FIRST_CJK for character in key) < GENERIC_WORDS


def years_agree(one: Iterable[int], other: Iterable[int]) -> bool:
    """Return whether two papers of one title may be the same by their years; an unknown year agrees with all."""
    first, second = set(one), set(other)
    if not first or not second:
        return True
    return min(first) - max(second) <= YEAR_GAP and min(second) - max(first) <= YEAR_GAP


def person(name: str) -> str:
    """Return last name and first initial, in which "Ada Lovelace" and "Lovelace, A." agree."""
    words = name_key(name).split(" ")
    return f"{words[-1]} {words[0][0]}"


def _contradicts(papers: Sequence[Identity]) -> bool:
    for identifiers in ([p.arxiv_ids for p in papers if p.arxiv_ids], [p.dois for p in papers if p.dois]):
        # Papers that share an id are one already, so two that have any have different ones.
        if len(identifiers) > 1:
            return True
    return False


def _same_titles(papers: Sequence[Identity]) -> list[tuple[int, int]]:
    """Return which papers their titles would join, as links between neighbours."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        for key in paper.titles:
            by_title[key].append(index)
    links: list[tuple[int, int]] = []
    for key, members in by_title.items():
        if len(members) > 1:
            for cluster in _clusters(members, papers, generic=is_generic(key)):
                links += pairwise(cluster)
    return links


def _clusters(members: Sequence[int], papers: Sequence[Identity], *, generic: bool) -> list[list[int]]:
    """Return the members of one title in clusters, by rules 1 to 3."""
    dated = sorted((m for m in members if papers[m].years), key=lambda m: (min(papers[m].years), m))
    undated = [m for m in members if not papers[m].years]
    chains: list[list[int]] = []
    last = 0
    for member in dated:
        if chains and min(papers[member].years) - last <= YEAR_GAP:
            chains[-1].append(member)
        else:
            chains.append([member])
        last = max(last, *papers[member].years)
    if not generic:
        if len(chains) > 1:
            return [*chains, undated] if undated else chains
        return [[m for chain in chains for m in chain] + undated]
    chains = [part for chain in chains for part in _by_authors(chain, papers)]
    loose = _agreeing(undated, papers)
    for part in loose:
        near = [chain for chain in chains if len(_agreeing([*chain, *part], papers, merged=[chain, part])) == 1]
        if len(near) == 1:
            near[0].extend(part)
        else:
            chains.append(part)
    return chains


def _by_authors(chain: Sequence[int], papers: Sequence[Identity]) -> list[list[int]]:
    """Return the members that may be one paper by their authors; those without authors join where there is one."""
    named = [m for m in chain if papers[m].authors]
    unnamed = [m for m in chain if not papers[m].authors]
    parts = _agreeing(named, papers)
    if len(parts) <= 1:
        return [list(chain)]
    return [*parts, unnamed] if unnamed else parts


def _agreeing(
    members: Sequence[int], papers: Sequence[Identity], merged: Iterable[Sequence[int]] = ()
) -> list[list[int]]:
    """Return the members in parts, joined by a common author or the same abstract, or because they are `merged`."""
    chosen = [papers[m] for m in members]
    links = _shared(chosen, lambda p: {f"author {a}" for a in p.authors} | {f"abstract {a}" for a in p.abstracts})
    position = {m: index for index, m in enumerate(members)}
    for part in merged:
        links += [(position[a], position[b]) for a, b in pairwise(part)]
    return [[members[index] for index in part] for part in _components(len(members), links)]


def _shared(papers: Sequence[Identity], keys: Callable[[Identity], Iterable[str]]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [(first.setdefault(key, index), index) for index, paper in enumerate(papers) for key in keys(paper)]


def _components(size: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components of `size` points, each ascending, in the order of their first point."""
    root = list(range(size))

    def top(point: int) -> int:
        while root[point] != point:
            root[point] = root[root[point]]
            point = root[point]
        return point

    for one, other in links:
        first, second = sorted((top(one), top(other)))
        root[second] = first
    parts: dict[int, list[int]] = defaultdict(list)
    for point in range(size):
        parts[top(point)].append(point)
    return list(parts.values())
