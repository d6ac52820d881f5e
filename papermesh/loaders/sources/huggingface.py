"""Papers as the Hub of Hugging Face gives them: the days' papers, a search, or one paper.

The fields of a paper stand in the item itself or under its `paper`. `ai_keywords` and `ai_summary` are a model's words
and not the paper's, so they are noted and not kept.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, paper_key
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected, RepositoryFact
from papermesh.loaders.sources.addresses import is_address, is_repository
from papermesh.loaders.sources.checked import Unusable, checked
from papermesh.loaders.sources.json_document import Entry, kind_of, read_document
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import Source, shown, told_apart, with_digest

ID_LENGTH = 80

_KEPT = {"id", "title", "summary", "publishedAt", "authors", "githubRepo", "githubStars", "projectPage", "paper"}
_NOT_KEPT = {
    "ai_keywords": "keywords that a model wrote (ai_keywords) are not kept",
    "ai_summary": "a summary that a model wrote (ai_summary) is not kept",
}
_OF_THE_PAGE = {
    "_id", "ai_summary_model", "comments", "discussionId", "githubRepoAddedBy", "isAuthorParticipating",
    "linkedDatasets", "linkedModels", "linkedSpaces", "mediaUrls", "mediaUrl", "numComments", "numTotalDatasets",
    "numTotalModels", "numTotalSpaces", "organization", "source", "submittedBy", "submittedOnDailyAt",
    "submittedOnDailyBy", "thumbnail", "upvoters", "upvotes", "withdrawnAt",
}  # fmt: skip
_MARKS = re.compile(
    rb'"(upvotes|discussionId|submittedOnDailyBy|submittedOnDailyAt|ai_keywords|ai_summary|githubRepo|githubStars|'
    rb'isAuthorParticipating|numTotalModels|linkedModels|numComments|summary|publishedAt)"\s*:'
)
_LIST_OR_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of an answer.

    Raises:
        ParseError: It is no JSON, an error of the service, or holds no paper in the Hub's format.
    """
    document = read_document(data, origin)
    _refuse_errors(document.entries, origin)
    records: list[PaperRecord] = []
    rejected: list[Rejected] = []
    noted: list[Noted] = []
    counts: Counter[str] = Counter()
    first_seen: dict[str, str] = {}
    if not document.entries:
        noted.append(Noted("an empty list: no paper", f"{origin.path}:1"))
    for entry in document.entries:
        if not isinstance(entry.value, dict):
            rejected.append(Rejected(f"a paper is a JSON object; this is {kind_of(entry.value)}", entry.place))
            continue
        inner, outer = _levels(entry.value)
        for what in _left_out(inner, outer):
            counts[what] += 1
            first_seen.setdefault(what, entry.place)
        try:
            records.append(_record(inner, outer, origin, entry.place, noted))
        except Unusable as error:
            rejected.append(Rejected(str(error), entry.place, shown(str(inner.get("id") or ""))))
    noted += [Noted(what, first_seen[what], counts[what]) for what in sorted(counts)]
    kept, repeated = told_apart(records)
    return Parsed(kept, (*rejected, *document.rejected), (*noted, *repeated))


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with several fields that only the Hub names so."""
    names = {found[1] for found in _MARKS.finditer(data)}
    return bool(_LIST_OR_OBJECT.match(data)) and len(names) > 2 and bool(names - {b"summary", b"publishedAt"})


def _refuse_errors(entries: tuple[Entry, ...], origin: Origin) -> None:
    values = [entry.value for entry in entries if isinstance(entry.value, dict)]
    if len(entries) == 1 and values and "error" in values[0] and "title" not in values[0]:
        raise ParseError(
            f"this is no paper but an error of the service: {shown(str(values[0]['error']))}",
            where=origin.path,
            hint="ask again: huggingface.co/api/papers/ID takes an arXiv id without its version",
        )
    if entries and not any({"paper", "summary", "publishedAt", "upvotes"} & set(value) for value in values):
        raise ParseError(
            "no paper as huggingface.co/api gives them",
            where=entries[0].place,
            hint="give an answer of /api/daily_papers, /api/papers/search or /api/papers/ID",
        )


def _levels(item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the paper and what stands around it, which is empty where the item is the paper itself."""
    paper = item.get("paper")
    return (paper, item) if isinstance(paper, dict) else (item, {})


def _record(
    inner: dict[str, Any], outer: dict[str, Any], origin: Origin, place: str, noted: list[Noted]
) -> PaperRecord:
    def value(name: str) -> Any:
        # The item around a paper repeats its title and abstract; its date is that of the page.
        stated = inner.get(name)
        return outer.get(name) if stated is None else stated

    identifier = value("id")
    arxiv = arxiv_id(identifier) if isinstance(identifier, str) else None
    published = value("publishedAt")
    day = _DAY.match(published) if isinstance(published, str) else None
    title, abstract, page = value("title"), value("summary"), value("projectPage")
    record = checked(
        {
            "source": origin.source,
            "id": arxiv or identifier,
            "title": plain(title) if isinstance(title, str) else title,
            "abstract": plain(abstract) if isinstance(abstract, str) else abstract,
            # No year beside it: that of a preprint would contradict the year of a venue.
            "published": day[0] if day else published,
            "authors": _authors(value("authors"), place, noted),
            "arxiv_id": arxiv,
            "url": page if is_address(page) and not arxiv else None,
            "repositories": _repositories(value("githubRepo"), value("githubStars"), place, noted),
            "place": place,
        },
        noted,
    )
    if page and (arxiv or not is_address(page)):
        why = "beside the arXiv id" if is_address(page) else "no address"
        noted.append(Noted(f"project page not kept, {why}: {shown(str(page))}", place))
    return record if record.id else with_digest(record, (paper_key(record) or "")[:ID_LENGTH].rstrip("-"))


def _authors(listed: object, place: str, noted: list[Noted]) -> object:
    """Return the authors that the page shows; those that are no list are left to be found out."""
    if not isinstance(listed, list):
        return listed
    hidden = [author for author in listed if isinstance(author, dict) and author.get("hidden") is True]
    if hidden:
        noted.append(Noted("an author that the Hub hides as wrong is not kept", place, len(hidden)))
    return [
        {"name": author.get("name")} if isinstance(author, dict) else author
        for author in listed
        if not (isinstance(author, dict) and author.get("hidden") is True)
    ]


def _repositories(url: object, stars: object, place: str, noted: list[Noted]) -> list[RepositoryFact] | None:
    if not url:
        return None
    if not isinstance(url, str) or not is_repository(url):
        noted.append(Noted(f"githubRepo is no address of a repository: {shown(str(url))}", place))
        return None
    counted = stars if isinstance(stars, int) and not isinstance(stars, bool) and stars >= 0 else None
    if counted is None and stars is not None:
        noted.append(Noted(f"githubStars is {shown(str(stars))!r}, not a count: left out", place))
    return [RepositoryFact(url=url, stars=counted)]


def _left_out(inner: dict[str, Any], outer: dict[str, Any]) -> set[str]:
    """Return what is said of a paper that its record does not hold, once each."""
    found = set()
    for name in {*inner, *outer} - _KEPT:
        if name in _NOT_KEPT:
            found.add(_NOT_KEPT[name])
        elif name in _OF_THE_PAGE:
            found.add("what is of the page and not of the paper is not kept: votes, comments, submitters, pictures")
        else:
            found.add(f"unknown property {shown(name)!r} ignored")
    return found


SOURCE = Source(
    name="huggingface",
    summary="Papers of huggingface.co/api: daily_papers, papers/search, papers/ID (JSON)",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_elements,
)
