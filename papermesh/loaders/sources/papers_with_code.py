"""The archived dumps of Papers with Code: papers with their abstracts, and links between papers and code.

Both are JSON lists; their rows as a dataset server or JSON Lines give them are read as well. Links of one paper make
one record, so that both files together give one paper with its repositories. Anyone could edit the site, so methods
and tasks, which carry its spam, are counted and not kept; no repository is official unless the dump says so.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.identity import arxiv_id, paper_key
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected, RepositoryFact
from papermesh.loaders.sources.addresses import PaperIds, is_address, is_repository, paper_at
from papermesh.loaders.sources.checked import Unusable, checked
from papermesh.loaders.sources.json_document import Entry, kind_of, read_document
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import Source, shown, told_apart, with_digest

ID_LENGTH = 200

_SLUG = re.compile(r"(?:https?://)?(?:www\.)?paperswithcode\.com/paper/([^/?#\s]+)/?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
_PROCEEDING = re.compile(r"(.*\S)\s+((?:19|20)[0-9]{2})(?:\s+[0-9]{1,2})?")
"""`NeurIPS 2018 12`: venue, year, month."""
_PREPRINTS = {"arxiv", "corr", "arxiv preprint"}
_KEPT = {
    "paper_url", "arxiv_id", "nips_id", "openreview_id", "title", "abstract", "short_abstract", "url_abs", "url_pdf",
    "proceeding", "authors", "date",
    "paper_title", "paper_arxiv_id", "paper_url_abs", "paper_url_pdf", "repo_url", "is_official",
}  # fmt: skip
_OWN_FIELDS = {"paper_url", "url_abs", "repo_url", "paper_title", "proceeding"}
_NOT_KEPT = {
    "methods": "methods, which anyone could edit, are not kept",
    "tasks": "tasks, which anyone could edit, are not kept",
    "conference": "addresses and names of conference pages are not kept",
    "conference_url_abs": "addresses and names of conference pages are not kept",
    "conference_url_pdf": "addresses and names of conference pages are not kept",
    "reproduces_paper": "which paper it reproduces (reproduces_paper) is not kept",
    "framework": "the framework of a repository is not kept",
    "mentioned_in_paper": "that the paper mentions the repository (mentioned_in_paper) is not kept",
    "mentioned_in_github": "that the repository mentions the paper (mentioned_in_github) is not kept",
}
_OTHER_FILES = (
    ("evaluation tables", (b"subtasks", b"datasets", b"source_link")),
    ("evaluation tables", (b"datasets", b"dataset_citations", b"sota")),
    ("methods", (b"full_name", b"introduced_year", b"code_snippet_url")),
    ("datasets", (b"full_name", b"modalities", b"data_loaders")),
)
_PAPERS = ((b"paper_url", b"url_abs"), (b"paper_url", b"repo_url"), (b"paper_title", b"repo_url", b"is_official"))
_LIST_OR_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a dump.

    Raises:
        ParseError: It is no JSON, or another file of the dump, or holds no paper in its format.
    """
    _refuse_other_files(data, origin)
    document = read_document(data, origin, within=("rows",))
    records: list[PaperRecord] = []
    rejected: list[Rejected] = []
    noted: list[Noted] = []
    links = _Links(origin, noted)
    counts: Counter[str] = Counter()
    first_seen: dict[str, str] = {}
    rows = [(entry, _row(entry)) for entry in document.entries]
    if rows and not any(_OWN_FIELDS & set(row or ()) for _, row in rows):
        raise ParseError(
            "no paper as Papers with Code gives them",
            where=rows[0][0].place,
            hint="give papers-with-abstracts.json or links-between-papers-and-code.json, unpacked",
        )
    if not rows:
        noted.append(Noted("an empty list: no paper", f"{origin.path}:1"))
    for entry, row in rows:
        if row is None:
            rejected.append(Rejected(f"a paper is a JSON object; this is {kind_of(entry.value)}", entry.place))
            continue
        for what in _left_out(row):
            counts[what] += 1
            first_seen.setdefault(what, entry.place)
        try:
            if "repo_url" in row or "paper_title" in row:
                links.add(row, entry.place)
            else:
                records.append(_paper(row, origin, entry.place, noted))
        except Unusable as error:
            rejected.append(Rejected(str(error), entry.place, shown(str(row.get("paper_url") or ""))))
    noted += [Noted(what, first_seen[what], counts[what]) for what in sorted(counts)]
    kept, repeated = told_apart([*records, *links.records()])
    return Parsed(kept, (*rejected, *document.rejected), (*noted, *repeated))


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with the fields of one of the dump's files."""
    return bool(_LIST_OR_OBJECT.match(data)) and (_is_papers(data) or _other_file(data) is not None)


def _has(data: bytes, names: tuple[bytes, ...]) -> bool:
    return all(re.search(rb'"' + name + rb'"\s*:', data) for name in names)


def _is_papers(data: bytes) -> bool:
    return any(_has(data, names) for names in _PAPERS)


def _other_file(data: bytes) -> str | None:
    """Return which of the dump's files this is that hold no papers, by the names of the fields at its start."""
    return next((what for what, names in _OTHER_FILES if _has(data, names)), None)


def _refuse_other_files(data: bytes, origin: Origin) -> None:
    start = data[:65_536]
    what = None if _is_papers(start) else _other_file(start)
    if what:
        raise ParseError(
            f"these are the {what} of Papers with Code, which hold no papers of their own",
            where=origin.path,
            hint="papers are in papers-with-abstracts.json, their code in links-between-papers-and-code.json",
        )


def _row(entry: Entry) -> dict[str, Any] | None:
    """Return the record of an entry, also where a dataset server has put it under `row`."""
    value = entry.value
    if isinstance(value, dict) and isinstance(value.get("row"), dict):
        value = value["row"]
    return value if isinstance(value, dict) else None


def _left_out(row: dict[str, Any]) -> set[str]:
    """Return what is said in a row that its record does not hold; what is empty or `false` says nothing."""
    found = set()
    for name in set(row) - _KEPT:
        if row[name] or name not in _NOT_KEPT:
            found.add(_NOT_KEPT.get(name) or f"unknown property {shown(name)!r} ignored")
    return found


def _paper(row: dict[str, Any], origin: Origin, place: str, noted: list[Noted]) -> PaperRecord:
    """Return the record of a row of papers-with-abstracts."""
    day = _DAY.match(row["date"]) if isinstance(row.get("date"), str) else None
    venue, year = _venue(row.get("proceeding"))
    abstract = row.get("abstract") or row.get("short_abstract")
    fields = _identity(row, "", noted, place) | {
        "source": origin.source,
        "id": _slug(row),
        "abstract": plain(abstract) if isinstance(abstract, str) else abstract,
        # That of the preprint mostly, whose year would contradict that of the venue.
        "published": day[0] if day else row.get("date") or None,
        "year": year,
        "venue": venue,
        "authors": row.get("authors"),
        "place": place,
    }
    record = checked(fields, noted)
    return record if record.id else with_digest(record, _name(record))


def _identity(row: dict[str, Any], prefix: str, noted: list[Noted], place: str) -> dict[str, Any]:
    """Return title, ids and address of the paper of a row; in rows of links their names have a prefix."""
    title, stated = row.get(f"{prefix}title"), row.get(f"{prefix}arxiv_id")
    addresses = [row.get(f"{prefix}{name}") for name in ("url_abs", "url_pdf")]
    web = [url.strip() for url in addresses if isinstance(url, str) and is_address(url)]
    for url in addresses:
        if url and not is_address(url):
            noted.append(Noted(f"no address of a paper: {shown(str(url))}", place))
    ids = [PaperIds(arxiv_id(stated) if isinstance(stated, str) else None), *map(paper_at, web)]
    arxiv = next((one.arxiv_id for one in ids if one.arxiv_id), None)
    if stated and not ids[0].arxiv_id:
        noted.append(Noted(f"no arXiv id: {shown(str(stated))}", place))
    others = {one.other for one in ids if one.other}
    for scheme, name in (("openreview", "openreview_id"), ("nips", "nips_id")):
        if isinstance(row.get(name), str | int) and str(row[name]).strip():
            others.add(f"{scheme}:{str(row[name]).strip()}")
    if slug := _slug(row):
        others.add(f"pwc:{slug}")
    elsewhere = [url for url in web if not paper_at(url).arxiv_id]
    return {
        "title": plain(title) if isinstance(title, str) else title,
        "arxiv_id": arxiv,
        "doi": next((one.doi for one in ids if one.doi), None),
        "other_ids": sorted(others),
        # Where arXiv has the paper, its address follows from the id.
        "url": elsewhere[0] if elsewhere else None,
    }


def _venue(proceeding: object) -> tuple[object, int | None]:
    """Return the venue and its year, the month at the end cut off; what is no text is left to be found out."""
    if not isinstance(proceeding, str):
        return proceeding, None
    found = _PROCEEDING.fullmatch(proceeding.strip())
    venue, year = (found[1], int(found[2])) if found else (proceeding.strip(), None)
    return (None if venue.lower() in _PREPRINTS else venue or None), year


def _slug(row: dict[str, Any]) -> str | None:
    """Return the paper's name in its address on the site: the dump's own id."""
    found = _SLUG.fullmatch(row["paper_url"].strip()) if isinstance(row.get("paper_url"), str) else None
    return found[1].lower()[:ID_LENGTH] if found else None


def _name(record: PaperRecord) -> str:
    return (paper_key(record) or "")[:80].rstrip("-")


class _Links:
    """Rows of links, gathered by their paper."""

    def __init__(self, origin: Origin, noted: list[Noted]) -> None:
        self.origin = origin
        self.noted = noted
        self.papers: dict[str, PaperRecord] = {}
        self.repositories: dict[str, dict[tuple[str, bool | None], RepositoryFact]] = {}

    def add(self, row: dict[str, Any], place: str) -> None:
        """Take a row.

        Raises:
            Unusable: It does not name its paper.
        """
        fields = _identity(row, "paper_", self.noted, place)
        paper = checked({"source": self.origin.source, **fields, "place": place}, self.noted)
        # Rows that differ in what they say of the paper are not of one record, whatever address they give.
        key = f"{_slug(row) or ''} {paper.digest}"
        if key not in self.papers:
            name = f"{_slug(row) or _name(paper)}/code"
            self.papers[key] = paper.model_copy(update={"id": name})
            self.repositories[key] = {}
        url, official = row.get("repo_url"), row.get("is_official")
        if not isinstance(url, str) or not is_repository(url):
            self.noted.append(Noted(f"no address of a repository: {shown(str(url))}", place))
            return
        if official is not None and not isinstance(official, bool):
            self.noted.append(Noted(f"is_official is {kind_of(official)}, not true or false: left out", place))
            official = None
        fact = RepositoryFact(url=url, official=official)
        first = self.repositories[key].setdefault((fact.url, official), fact)
        if first is not fact:
            self.noted.append(Noted(f"the same link stands before: {shown(url)}", place))

    def records(self) -> list[PaperRecord]:
        """Return one record for each paper; its id holds what it says, so that a part of a dump undoes no other."""
        whole = []
        for key, paper in self.papers.items():
            facts = sorted(self.repositories[key].values(), key=lambda fact: (fact.url, str(fact.official)))
            record = paper.model_copy(update={"repositories": tuple(facts)})
            whole.append(with_digest(record, paper.id or ""))
        return whole


SOURCE = Source(
    name="papers-with-code",
    summary="Dumps of Papers with Code: papers-with-abstracts, links-between-papers-and-code (JSON)",
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
