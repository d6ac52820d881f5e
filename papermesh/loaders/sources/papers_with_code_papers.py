"""The papers that Papers with Code speaks of: their ids in one form, and what many rows say of one as one record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from papermesh.loaders.identity import arxiv_id, paper_key
from papermesh.loaders.records import EntityFact, Noted, Origin, PaperRecord, RepositoryFact
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.addresses import PaperIds, is_address, is_repository, paper_at
from papermesh.loaders.sources.checked import checked
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import shown, with_digest

ID_LENGTH = 200

_SLUG = re.compile(r"(?:https?://)?(?:www\.)?paperswithcode\.com/paper/([^/?#\s]+)/?", re.IGNORECASE)
_LIVE = re.compile(r"(?:https?://(?:www\.)?paperswithcode\.co)?/paper/([^?#\s]+?)/?", re.IGNORECASE)
"""The site that came back names a paper by its arXiv id, also in addresses without a host."""
_PROCEEDING = re.compile(r"(.*\S)\s+((?:19|20)[0-9]{2})(?:\s+[0-9]{1,2})?")
"""`NeurIPS 2018 12`: venue, year, month."""
_PREPRINTS = {"arxiv", "corr", "arxiv preprint"}


def slug_of(url: object) -> str | None:
    """Return a paper's name in its address on the archived site: the dump's own id."""
    found = _SLUG.fullmatch(url.strip()) if isinstance(url, str) else None
    return found[1].lower()[:ID_LENGTH] if found else None


def paper_fields(
    title: object,
    addresses: Iterable[object],
    noted: list[Noted],
    place: str,
    *,
    arxiv: object = None,
    others: Iterable[str] = (),
) -> dict[str, Any]:
    """Return title, ids and address of a paper as properties of its record.

    Args:
        title: As it stands, text or not.
        addresses: Where the paper is, on the site or elsewhere; `None` and empty ones are none.
        noted: Takes a note for each that is no address.
        place: File and line.
        arxiv: The arXiv id that is stated beside them.
        others: Ids at other services, each with its scheme.
    """
    named: set[str] = {*others}
    ids = [PaperIds(arxiv_id(arxiv) if isinstance(arxiv, str) else None)]
    if arxiv and not ids[0].arxiv_id:
        noted.append(Noted(f"no arXiv id: {shown(str(arxiv))}", place))
    web: list[str] = []
    for url in addresses:
        bare = url.strip() if isinstance(url, str) else url
        if slug := slug_of(bare):
            named.add(f"pwc:{slug}")
        elif isinstance(bare, str) and (found := _LIVE.fullmatch(bare)):
            ids.append(PaperIds(arxiv_id(found[1])))
        elif isinstance(bare, str) and is_address(bare):
            web.append(bare)
        elif bare:
            noted.append(Noted(f"no address of a paper: {shown(str(bare))}", place))
    at = {url: paper_at(url) for url in web}
    ids += at.values()
    elsewhere = [url for url, found in at.items() if not found.arxiv_id]
    return {
        "title": plain(title) if isinstance(title, str) else title,
        "arxiv_id": next((one.arxiv_id for one in ids if one.arxiv_id), None),
        "doi": next((one.doi for one in ids if one.doi), None),
        "other_ids": sorted(named | {one.other for one in ids if one.other}),
        # Where arXiv has the paper, its address follows from the id.
        "url": elsewhere[0] if elsewhere else None,
    }


def venue_and_year(proceeding: object) -> tuple[object, int | None]:
    """Return the venue and its year, the month at the end cut off; what is no text is left to be found out."""
    if not isinstance(proceeding, str):
        return proceeding, None
    found = _PROCEEDING.fullmatch(proceeding.strip())
    venue, year = (found[1], int(found[2])) if found else (proceeding.strip(), None)
    return (None if venue.lower() in _PREPRINTS else venue or None), year


def name_of(record: PaperRecord) -> str:
    """Return what a record is called by where the dump has no id for its paper."""
    return (paper_key(record) or "")[:80].rstrip("-")


class Gathered:
    """Rows that say something of papers, gathered by their paper."""

    def __init__(self, origin: Origin, account: Account, noted: list[Noted]) -> None:
        self.account = account
        self.noted = noted
        self._source = origin.source
        self._papers: dict[str, PaperRecord] = {}
        self._published: dict[str, set[str]] = {}
        self._repositories: dict[str, set[RepositoryFact]] = {}
        self._entities: dict[str, set[EntityFact]] = {}

    def paper(self, fields: dict[str, Any], part: str, place: str) -> str:
        """Take a paper, and return the key under which to add what is said of it.

        Args:
            fields: As `paper_fields` gives them.
            part: What the rows are about; it stands in the id of the record.
            place: File and line.

        Raises:
            Unusable: It has no title.
        """
        paper = checked({"source": self._source, **fields, "place": place}, self.noted)
        slug = next((other[4:] for other in paper.other_ids if other.startswith("pwc:")), None)
        # Rows that differ in what they say of the paper are not of one record, whatever address they give.
        key = f"{part} {slug or ''} {paper.digest}"
        if key not in self._papers:
            self._papers[key] = paper.model_copy(update={"id": f"{slug or name_of(paper)}/{part}"})
            self._published[key], self._repositories[key], self._entities[key] = set(), set(), set()
        return key

    def published(self, key: str, date: str | None) -> None:
        """Take a date of a paper; of several the first counts."""
        if date:
            self._published[key].add(date)

    def repository(self, key: str, url: object, place: str, **said: Any) -> bool:
        """Take a link to code, or note why it is none; return whether it is new, or none.

        Args:
            key: The paper.
            url: The address, text or not.
            place: File and line.
            said: Properties of `RepositoryFact`, of the right types.
        """
        if not isinstance(url, str) or not is_repository(url):
            self.noted.append(Noted(f"no address of a repository: {shown(str(url))}", place))
            return True
        fact = RepositoryFact(url=url, **said)
        is_new = fact not in self._repositories[key]
        self._repositories[key].add(fact)
        return is_new

    def entity(self, key: str, fact: EntityFact | None, place: str) -> None:
        """Take a link to an entity."""
        if fact is None:
            return
        if fact in self._entities[key]:
            self.account.note("the same is said of a paper twice", place)
        self._entities[key].add(fact)

    def records(self) -> list[PaperRecord]:
        """Return one record for each paper; its id holds what it says, so that a part of a dump undoes no other."""
        whole = []
        for key, paper in self._papers.items():
            repositories = sorted(self._repositories[key], key=lambda fact: (fact.url, str(fact.official), str(fact)))
            said = {
                "published": min(self._published[key], default=None),
                "repositories": tuple(repositories),
                "entities": joined(self._entities[key]),
            }
            whole.append(with_digest(paper.model_copy(update=said), paper.id or ""))
        return whole


def entity_fact(account: Account, place: str, **said: Any) -> EntityFact | None:
    """Return a link to an entity, or note why it is none."""
    try:
        return EntityFact.model_validate(said)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"])) or "it"
        account.note(f"a {said['entity_type']} is left out: {where}: {problem['msg']}", place)
        return None


def joined(facts: Iterable[EntityFact]) -> tuple[EntityFact, ...]:
    """Return the facts with all results of one role of one entity in one of them, in the order of their names."""
    together: dict[tuple[str, str, str], EntityFact] = {}
    for fact in sorted(facts, key=lambda fact: fact.model_dump_json()):
        key = (fact.entity_type, fact.name, fact.role)
        known = together.get(key)
        if known is None:
            together[key] = fact
            continue
        together[key] = known.model_copy(
            update={
                "other_names": tuple(sorted({*known.other_names, *fact.other_names})),
                "kind": known.kind or fact.kind,
                "year": known.year or fact.year,
                "results": tuple(sorted({*known.results, *fact.results})),
            }
        )
    return tuple(together[key] for key in sorted(together))
