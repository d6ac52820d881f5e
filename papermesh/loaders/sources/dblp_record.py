"""What a record of DBLP says of a paper, whether it came as XML or as JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName, Reference
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.addresses import PaperIds, is_address, paper_at
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.stated_facts import service_ids, venue_of
from papermesh.loaders.sources.written_facts import person, written_arxiv, written_date

_CORR = re.compile(r"corr\b", re.IGNORECASE)
_WHOLE_DOTS = re.compile(r"\.\.\.?$|\b(?:[A-Z]\.){2,}$|\b(?:etc|al|Inc|Jr|Vol)\.$")
"""Ends of titles whose dot is their own."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The fields of a record as they stand in it, each on one line, "" where it has none."""

    key: str | None
    title: str
    authors: tuple[tuple[str, str | None], ...]
    """Each with the ORCID iD that is stated."""
    year: str
    venues: tuple[str, ...]
    volume: str
    addresses: tuple[str, ...]
    month: str = ""
    dois: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    """Keys of other records; `...` is one that DBLP does not have."""


def plain_title(text: str) -> str:
    """Return a title without the dot that DBLP puts behind each.

    >>> plain_title("Counting Things."), plain_title("And So On..."), plain_title("Who Counts?")
    ('Counting Things', 'And So On...', 'Who Counts?')
    """
    return text if _WHOLE_DOTS.search(text) else text.removesuffix(".")


def content_of(stated: Stated, account: Account, place: str) -> dict[str, Any]:
    """Return what a record states, as properties of `PaperRecord`."""
    published = written_date(f"{stated.month} {stated.year}")
    if stated.year and not published:
        account.note(f"the year is {shown(stated.year)!r}: left out", place)
    found = [paper_at(address) for address in stated.addresses]
    dois = [*map(doi, stated.dois), *(one.doi for one in found)]
    is_corr = any(_CORR.match(venue) for venue in stated.venues)
    of_volume = arxiv_id(stated.volume) or written_arxiv(stated.volume) if is_corr else None
    of_addresses = (one.arxiv_id for one in found)
    return {
        "title": stated.title or None,
        "year": int(published[:4]) if published else None,
        "published": published,
        "venue": venue_of(stated.venues),
        "authors": [
            AuthorName(name=name, orcid=orcid(iD)) for author, iD in stated.authors if (name := person(author))
        ],
        "arxiv_id": of_volume or next(filter(None, [*map(arxiv_id, stated.dois), *of_addresses]), None),
        "doi": next((one for one in dois if one and not arxiv_id(one)), None),
        "other_ids": (
            *service_ids([("dblp", stated.key)]),
            *dict.fromkeys(one.other for one in found if one.other),
        ),
        # An address that says no more than the DOI or the arXiv id is left to those.
        "url": next(
            (a for a, one in zip(stated.addresses, found, strict=True) if is_address(a) and _is_own(one)), None
        ),
        "references": [
            Reference(other_ids=ids) for key in dict.fromkeys(stated.cited) if (ids := service_ids([("dblp", key)]))
        ],
    }


def _is_own(ids: PaperIds) -> bool:
    return ids.doi is None and ids.arxiv_id is None
