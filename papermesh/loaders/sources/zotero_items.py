"""One item of a Zotero library as a record, whatever the export that it comes from.

The fields are those of Zotero's own data model (https://api.zotero.org/schema): each export is brought into its names.
"""

from __future__ import annotations

import re
from typing import Any

from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.records import AuthorName
from papermesh.loaders.sources.account import ID_LENGTH, Account, Fields
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.stated_facts import service_ids, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.written_facts import labelled, person, written_arxiv, written_date

_BESIDE = {
    "attachment": "an attachment, not a paper",
    "note": "a note, not a paper",
    "annotation": "a mark in a PDF, not a paper",
}
_NO_PAPERS = {
    "artwork", "audioRecording", "bill", "case", "email", "film", "hearing", "instantMessage", "interview", "letter",
    "map", "patent", "podcast", "radioBroadcast", "statute", "tvBroadcast", "videoRecording",
}  # fmt: skip
_NO_VENUE = {"book", "thesis"}
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle", "blogTitle",
    "websiteTitle", "conferenceName", "meetingName", "series", "seriesTitle",
)  # fmt: skip
_AUTHORS = {"author", "presenter", "programmer", "contributor", "bookAuthor", "cartographer", "inventor", ""}
"""Whose work an item is: editors and translators are not meant. Who only contributed counts where nobody else does."""
_EPRINT = re.compile(r"[A-Za-z.-]{0,20}/?[0-9][0-9.v]{3,14}")


def take(item: Fields, account: Account, identifier: str | None, *, whole: bool) -> None:
    """Account for an item: a record, a note for what is no paper, or a rejection.

    Args:
        item: Its fields by Zotero's names; `creators` is a list of objects.
        account: Takes what becomes of it.
        identifier: Names it in its library, or in its export.
        whole: Whether the identifier names it everywhere, as `Account.record` means it.
    """
    kind = item.text("itemType") or ""
    if kind in _BESIDE:
        item.note(_BESIDE[kind])
        return
    title = one_line(item.text(*_TITLES) or "")
    if kind in _NO_PAPERS:
        item.note(f"{kind}, not a paper: {shown(title)}")
        return
    if not title:
        account.reject("this item has no title", item.place, identifier or item.text("DOI") or "")
        return
    abstract = item.text("abstractNote")
    venues = [one_line(found) for name in _VENUES if (found := item.text(name))]
    content: dict[str, Any] = {
        "title": title,
        "abstract": paragraphs(abstract) if abstract else None,
        **_dates(item),
        "venue": None if kind in _NO_VENUE else venue_of(venues),
        "authors": _authors(item),
        **_ids(item),
        "url": _address(item.text("url")),
    }
    bare = " ".join((identifier or "")[:ID_LENGTH].split())
    account.record(bare or None, content, item.place, whole=whole and bool(bare))


def _dates(item: Fields) -> dict[str, Any]:
    stated = item.text("date") or item.identifier("year") or ""
    date = written_date(stated)
    if stated and not date:
        item.note(f"no year in {shown(stated)!r}")
    return {"year": int(date[:4]) if date else None, "published": date}


def _authors(item: Fields) -> list[AuthorName]:
    named: dict[str, list[str]] = {}
    for creator in item.parts("creators"):
        kind = creator.text("creatorType") or ""
        if kind not in _AUTHORS:
            continue
        spoken = " ".join(part for key in ("firstName", "lastName") if (part := creator.text(key)))
        # A single name can be that of a group, in which a comma is a comma.
        name = one_line(person(spoken) if spoken else creator.text("name") or "")
        if name and person(name):
            named.setdefault(kind, []).append(name)
    chosen = next((names for kind, names in named.items() if kind != "contributor"), named.get("contributor", []))
    return [AuthorName(name=name) for name in named.get("author", chosen)]


def _ids(item: Fields) -> dict[str, Any]:
    """Return the ids that an item states in its fields, or on lines of their own under `extra`."""
    extra = labelled([item.text("extra") or ""])
    stated, url = item.text("DOI"), item.text("url") or ""
    if stated and not doi(stated):
        item.note(f"no DOI: {shown(stated)!r}")
    found = doi(stated) or doi(extra.get("doi")) or (doi(url) if "doi.org/" in url.lower() else None)
    services = [
        ("pmid", item.identifier("PMID") or extra.get("pmid")),
        ("pmcid", item.identifier("PMCID") or extra.get("pmcid")),
    ]
    return {
        "doi": None if arxiv_id(found) else found,
        "arxiv_id": arxiv_id(found) or extra.get("arxiv") or arxiv_id(url) or _arxiv(item),
        "other_ids": service_ids(services),
    }


def _arxiv(item: Fields) -> str | None:
    """Return the arXiv id in a number of the item: named as such, or next to arXiv as its archive."""
    numbers = [
        item.text(key) or "" for key in ("archiveID", "number", "reportNumber", "archiveLocation", "publicationTitle")
    ]
    if found := next((one for text in numbers if (one := written_arxiv(text))), None):
        return found
    archive = " ".join(
        item.text(key) or "" for key in ("repository", "archive", "libraryCatalog", "publisher", "institution")
    )
    if not re.search(r"\b(?:arxiv|corr)\b", archive, re.IGNORECASE):
        return None
    return next((one for text in numbers if _EPRINT.fullmatch(text) and (one := arxiv_id(text))), None)


def _address(url: str | None) -> str | None:
    return url if url and re.match(r"https?://\S+$", url) else None
