"""Rows of the two dumps of Papers with Code that describe papers: papers with abstracts, and links to code."""

from __future__ import annotations

import re
from typing import Any

from papermesh.loaders.records import EntityFact, Noted, PaperRecord
from papermesh.loaders.sources.account import Fields
from papermesh.loaders.sources.checked import checked
from papermesh.loaders.sources.json_document import kind_of
from papermesh.loaders.sources.papers_with_code_catalogue import METHOD, introduces, method_fact, note_left_out
from papermesh.loaders.sources.papers_with_code_papers import (
    Gathered,
    joined,
    name_of,
    paper_fields,
    slug_of,
    venue_and_year,
)
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import shown, with_digest

_PAPER_KEPT = {
    "paper_url", "arxiv_id", "nips_id", "openreview_id", "title", "abstract", "short_abstract", "url_abs", "url_pdf",
    "proceeding", "authors", "date", "methods",
}  # fmt: skip
_LINK_KEPT = {
    "paper_url", "paper_title", "paper_arxiv_id", "paper_url_abs", "paper_url_pdf", "repo_url", "is_official",
    "mentioned_in_paper", "mentioned_in_github", "framework",
}  # fmt: skip
_METHOD_NOT_KEPT = {
    "code_snippet_url": "code and collections of methods are not kept",
    "main_collection": "code and collections of methods are not kept",
}
_NOT_KEPT = {
    "tasks": "tasks, which anyone could edit, are not kept",
    "conference": "addresses and names of conference pages are not kept",
    "conference_url_abs": "addresses and names of conference pages are not kept",
    "conference_url_pdf": "addresses and names of conference pages are not kept",
    "reproduces_paper": "which paper it reproduces (reproduces_paper) is not kept",
}
_FLAGS = {
    "is_official": "official",
    "mentioned_in_paper": "mentioned_in_paper",
    "mentioned_in_github": "mentioned_in_github",
}
"""Names of the dump, with those of our records."""
_NO_FRAMEWORK = {"none", "other", ""}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")


def is_paper(row: dict[str, Any]) -> bool:
    """Return whether a row is one of papers-with-abstracts.json."""
    return bool({"paper_url", "url_abs", "proceeding"} & row.keys())


def is_link(row: dict[str, Any]) -> bool:
    """Return whether a row is one of links-between-papers-and-code.json."""
    return "repo_url" in row or "paper_title" in row


def read_paper(row: dict[str, Any], place: str, gathered: Gathered) -> PaperRecord:
    """Return the record of a paper.

    Raises:
        Unusable: It has no title.
    """
    fields = Fields(row, place, gathered.account)
    note_left_out(fields, _PAPER_KEPT, _NOT_KEPT)
    day = _DAY.match(row["date"]) if isinstance(row.get("date"), str) else None
    venue, year = venue_and_year(row.get("proceeding"))
    abstract = row.get("abstract") or row.get("short_abstract")
    others = [
        f"{scheme}:{str(row[name]).strip()}"
        for scheme, name in (("openreview", "openreview_id"), ("nips", "nips_id"))
        if isinstance(row.get(name), str | int) and str(row[name]).strip()
    ]
    addresses = [
        row.get("paper_url") if slug_of(row.get("paper_url")) else None,
        row.get("url_abs"),
        row.get("url_pdf"),
    ]
    ids = paper_fields(row.get("title"), addresses, gathered.noted, place, arxiv=row.get("arxiv_id"), others=others)
    content = ids | {
        "source": gathered.account.origin.source,
        "id": slug_of(row.get("paper_url")),
        "abstract": plain(abstract) if isinstance(abstract, str) else abstract,
        # That of the preprint mostly, whose year would contradict that of the venue.
        "published": day[0] if day else row.get("date") or None,
        "year": year,
        "venue": venue,
        "authors": row.get("authors"),
        "entities": joined(_methods(fields, ids, gathered)),
        "place": place,
    }
    record = checked(content, gathered.noted)
    return record if record.id else with_digest(record, name_of(record))


def read_link(row: dict[str, Any], place: str, gathered: Gathered) -> None:
    """Take a link to code.

    Raises:
        Unusable: It does not name its paper.
    """
    note_left_out(Fields(row, place, gathered.account), _LINK_KEPT, _NOT_KEPT)
    addresses = [
        row.get("paper_url") if slug_of(row.get("paper_url")) else None,
        row.get("paper_url_abs"),
        row.get("paper_url_pdf"),
    ]
    paper = paper_fields(row.get("paper_title"), addresses, gathered.noted, place, arxiv=row.get("paper_arxiv_id"))
    key = gathered.paper(paper, "code", place)
    said: dict[str, Any] = {}
    for name, ours in _FLAGS.items():
        value = row.get(name)
        if isinstance(value, bool):
            said[ours] = value
        elif value is not None:
            gathered.account.note(f"{name} is {kind_of(value)}, not true or false: left out", place)
    framework = Fields(row, place, gathered.account).text("framework")
    if framework and framework.lower() not in _NO_FRAMEWORK:
        said["framework"] = framework
    if not gathered.repository(key, row.get("repo_url"), place, **said):
        gathered.noted.append(Noted(f"the same link stands before: {shown(str(row['repo_url']))}", place))


def _methods(fields: Fields, ids: dict[str, Any], gathered: Gathered) -> list[EntityFact]:
    title = ids["title"] if isinstance(ids["title"], str) else None
    facts = []
    for method in fields.parts("methods"):
        note_left_out(method, METHOD, _METHOD_NOT_KEPT)
        role = "introduces" if introduces(method, title, ids["arxiv_id"]) else "uses"
        facts.append(method_fact(method, gathered.account, role))
    return [fact for fact in facts if fact is not None]
