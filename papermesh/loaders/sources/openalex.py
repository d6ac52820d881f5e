"""Works as OpenAlex gives them: one, a page of results, or lines of its snapshot.

Abstracts come as an index of words with their positions, and references as ids of OpenAlex alone: only those that it
could match, so that no list of references is known to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers, told
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import service_id, service_ids, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs

_LISTS = (("results",),)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_SIGNS = re.compile(
    rb'"id"\s*:\s*"https://openalex\.org/|"(?:abstract_inverted_index|authorships|referenced_works)"\s*:'
    rb'|"meta"\s*:\s*\{\s*"count"\s*:[^{}]{0,200}"per_page"'
)
_KEPT = ("abstract_inverted_index", "authorships", "referenced_works")
"""Fields without which an answer is a part of what we keep of a work."""
_DELETED = "openalex:W4285719527"
"""The work to which deleted ones were merged; papers of all fields still seem to cite it."""
_NO_PAPERS = {
    "paratext", "libguides", "dataset", "grant", "peer-review", "supplementary-materials", "software", "component",
    "database", "journal", "journal-issue", "proceedings-series",
}  # fmt: skip
_PLACES = {"journal", "conference", "book series", "ebook platform"}
"""Types of a source in which papers are published; a repository is none."""
_WORK = re.compile(r"(?:https?://openalex\.org/)?[Ww][0-9]+")
_ENTITY = re.compile(r"https?://openalex\.org/(?:[a-z-]+/)?(?P<letter>[A-Za-z])[a-z-]*[0-9]*")
_KINDS = {
    "A": "an author", "C": "a concept", "F": "a funder", "I": "an institution", "K": "a keyword", "P": "a publisher",
    "S": "a source", "T": "a topic", "V": "a venue",
}  # fmt: skip
_HINT = "ask again, and save the answer that holds works (/works, /works/W…)"
_LEADING_ABSTRACT = re.compile(r"abstract\s*[:.—–]\s*", re.IGNORECASE)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
MOST_WORDS = 50_000
"""Words of an abstract: more are none, and could be a few words at millions of positions."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the works of an answer, or of lines of the snapshot.

    Raises:
        ParseError: It is no JSON, an error of the service, or an answer that is not about works.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        alone = len(answers) == 1
        if answer.items is not None:
            _page(answer, account, alone=alone)
        elif "error" in answer.head and "id" not in answer.head:
            words = answer.head.get("message") or answer.head.get("error")
            account.refuse(f"OpenAlex answered with an error: {told(words)}", _HINT, answer.place, alone=alone)
        else:
            _work(Fields(answer.head, answer.place, account), account, alone=alone)
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with ids or fields that only OpenAlex has."""
    return bool(_START.match(data) and _SIGNS.search(data))


def _page(answer: Answer, account: Account, *, alone: bool) -> None:
    if (items := account.page(answer, "work", _HINT, alone=alone)) is None:
        return
    head = Fields(answer.head, answer.place, account)
    meta = head.part("meta")
    count = meta.number("count")
    if count is not None and count > len(items):
        account.note(f"this page has {len(items)} of {count} results", answer.place)
    if head.content.get("group_by"):
        account.note("counts by group are not kept", answer.place)
    for item in items:
        if fields := account.fields(item):
            _work(fields, account, alone=False)


def _work(fields: Fields, account: Account, *, alone: bool) -> None:
    """Account for one object: a work, or another thing that OpenAlex knows."""
    stated = fields.text("id") or ""
    entity = _ENTITY.fullmatch(stated)
    if entity and not _WORK.fullmatch(stated):
        what = _KINDS.get(entity["letter"].upper(), "another thing")
        if alone:
            account.refuse(f"this tells of {what}, not of works", _HINT, fields.place, alone=True)
        account.note(f"{what}, not a work", fields.place)
        return
    if alone and not stated and not {"title", "display_name", "doi", *_KEPT} & set(fields.content):
        about = shown(", ".join(fields.content)) or "nothing"
        account.refuse(f"this is no answer about works; it tells of {about}", _HINT, fields.place, alone=True)
    identifier = service_id("openalex", stated)
    title = fields.text("title", "display_name")
    name = shown(title or stated)
    kind = "paratext" if fields.content.get("is_paratext") is True else fields.text("type")
    if identifier == _DELETED:
        account.note("the work in whose place deleted ones stand, not a paper", fields.place)
    elif kind in _NO_PAPERS:
        account.note(f"{kind}, not a paper: {name}", fields.place)
    else:
        if fields.content.get("is_retracted") is True:
            account.note(f"retracted: {name}", fields.place)
        whole = all(key in fields for key in _KEPT)
        bare = identifier.partition(":")[2] if identifier else None
        account.record(bare, _content(fields, title, identifier), fields.place, whole=whole)


def _content(fields: Fields, title: str | None, identifier: str | None) -> dict[str, Any]:
    locations = _locations(fields)
    ids = fields.part("ids")
    stated = fields.text("doi") or ids.text("doi")
    named = doi(stated)
    if stated and not named:
        fields.note(f"no DOI: {shown(stated)!r}")
    addresses = [address for place in locations for address in (place.text("landing_page_url"), place.text("pdf_url"))]
    arxiv = arxiv_id(named) or next((found for address in addresses if (found := arxiv_id(address))), None)
    mag, pmid, pmcid = ids.identifier("mag"), ids.identifier("pmid"), ids.identifier("pmcid")
    published = fields.date("publication_date")
    if fields.content.get("is_authors_truncated") is True:
        fields.note("a list of authors is cut short in a page of results")
    abstract = _abstract(fields)
    return {
        "title": one_line(title) if title else None,
        "abstract": abstract,
        "year": fields.year("publication_year"),
        # Where a publisher names the year alone, OpenAlex makes it the first of January.
        "published": published[:4] if published and published.endswith("-01-01") else published,
        "venue": _venue(fields, locations),
        "authors": _authors(fields),
        "arxiv_id": arxiv,
        "doi": None if arxiv_id(named) else named,
        "other_ids": service_ids(
            [("openalex", identifier and identifier.partition(":")[2]), ("mag", mag), ("pmid", pmid), ("pmcid", pmcid)]
        ),
        "url": next((address for address in addresses if address), None) or fields.text("id"),
        "references": _references(fields),
    }


def _locations(fields: Fields) -> list[Fields]:
    """Return where a work can be read, the main place first."""
    named = [fields.part("primary_location"), fields.part("best_oa_location")]
    return [place for place in (*named, *fields.parts("locations")) if place.content]


def _venue(fields: Fields, locations: list[Fields]) -> str | None:
    # `host_venue` is from snapshots of before 2023.
    sources = [*(place.part("source") for place in locations), fields.part("host_venue")]
    names = (one.text("display_name") for one in sources if (one.text("type") or "").lower() in _PLACES)
    return venue_of(one_line(name) for name in names if name)


def _authors(fields: Fields) -> list[AuthorName]:
    authors = []
    for authorship in fields.parts("authorships"):
        author = authorship.part("author")
        name = author.text("display_name") or authorship.text("raw_author_name")
        if name and (plain := one_line(name)):
            authors.append(AuthorName(name=plain, orcid=orcid(author.text("orcid"))))
    return authors


def _references(fields: Fields) -> list[Reference]:
    references = []
    for stated in fields.texts("referenced_works"):
        found = service_id("openalex", stated)
        if found == _DELETED:
            fields.note("a reference to a work that OpenAlex deleted")
        elif found:
            references.append(Reference(other_ids=(found,)))
        else:
            fields.note(f"no id of a work: {shown(stated)!r}")
    return references


def _abstract(fields: Fields) -> str | None:
    """Return the abstract that an index of words stands for."""
    placed = sorted(_placed(fields))
    text = " ".join(word for _, word in placed[:MOST_WORDS])
    leading = _LEADING_ABSTRACT.match(text)
    return paragraphs(text[leading.end() :] if leading else text) or None


def _placed(fields: Fields) -> Iterator[tuple[int, str]]:
    """Yield the words of an abstract with their positions."""
    index = fields.part("abstract_inverted_index")
    for word in index.content:
        if _HALF_CHARACTER.search(word):
            index.note("a word of an abstract holds bytes that are no text: left out")
            continue
        for position in index.positions(word):
            yield position, word


SOURCE = Source(
    name="openalex",
    summary="Works of OpenAlex: an answer of its API, or lines of its snapshot",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_objects,
)
