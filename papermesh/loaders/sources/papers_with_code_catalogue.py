"""What Papers with Code says of methods and datasets: which paper introduces one, and by which names it goes.

Anyone could edit the archived site. A method that nobody described, or whose name holds a telephone number, is spam
and reaches no graph.
"""

from __future__ import annotations

import re
from typing import Any

from papermesh.loaders.identity import arxiv_id, title_key
from papermesh.loaders.records import EntityFact
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.addresses import paper_at
from papermesh.loaders.sources.papers_with_code_papers import Gathered, entity_fact, paper_fields
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import shown

_PLACEHOLDER = re.compile(r"\W*(?:please enter a description|description|todo|none|n/?a|test)\b.{0,60}", re.I | re.S)
_TELEPHONE = re.compile(r"(?:[0-9OolI][\s().+/_*–-]{0,4}){10,}")
_DEFAULT_YEAR = 2000
"""What the site wrote where its editors left the year out."""

METHOD = {"name", "full_name", "description", "introduced_year", "source_url", "source_title"}
"""What is kept of a method, as it stands in a paper as well as in its own file."""
_METHOD_KEPT = METHOD | {"url", "paper", "id", "slug", "source_paper_id"}
_DATASET_KEPT = {
    "url", "name", "full_name", "paper", "introduced_date", "introduced_year", "introducing_paper",
    "introducing_paper_title", "id", "slug",
}  # fmt: skip
_NOT_KEPT = {
    name: "descriptions of methods and datasets are not kept: homepages, licences, areas, counts, code"
    for name in (
        "code_snippet_url", "num_papers", "collections", "main_collection", "area_id", "paper_count", "description",
        "short_description", "homepage", "license_name", "license_url", "modalities", "languages", "data_loaders",
        "image", "warning", "task_count", "evaluation_count", "hf_url", "pwc_url", "split", "split_name",
    )
} | {
    "tasks": "tasks are not kept",
    "variants": "variants of datasets are not kept",
}  # fmt: skip


def is_method(row: dict[str, Any]) -> bool:
    """Return whether a row is one of methods.json, or a method of the API."""
    return "name" in row and bool({"collections", "code_snippet_url", "source_title", "area_id"} & row.keys())


def is_dataset(row: dict[str, Any]) -> bool:
    """Return whether a row is one of datasets.json, or a benchmark of the API."""
    return "name" in row and bool(
        {"modalities", "data_loaders", "introduced_date", "introducing_paper", "introducing_paper_title"} & row.keys()
    )


def method_fact(fields: Fields, account: Account, role: str) -> EntityFact | None:
    """Return a method in a role, or note why it is none that can be believed."""
    name, full_name = fields.text("name"), fields.text("full_name")
    if not name:
        fields.note("a method without a name is not kept")
        return None
    if "description" in fields and not is_described(fields.text("description")):
        fields.note("a method that nobody described is not kept: the site's spam has none")
        return None
    if _TELEPHONE.search(name) or _TELEPHONE.search(full_name or ""):
        fields.note("a method whose name holds a telephone number is not kept: spam")
        return None
    year = fields.year("introduced_year")
    if year == _DEFAULT_YEAR:
        fields.note(f"introduced_year {_DEFAULT_YEAR} is what the site wrote for an unknown year: left out")
        year = None
    return entity_fact(
        account, fields.place, entity_type="method", name=plain(name), role=role, year=year,
        other_names=_other(name, full_name),
    )  # fmt: skip


def is_described(description: str | None) -> bool:
    """Return whether a description says anything.

    >>> is_described("Please enter a description about the method here"), is_described("A way to count.")
    (False, True)
    """
    return bool(description) and not _PLACEHOLDER.fullmatch(description or "")


def introduces(method: Fields, title: str | None, arxiv: str | None) -> bool:
    """Return whether the source that a method names is the paper of this title and arXiv id."""
    source, url = method.text("source_title"), method.text("source_url")
    if arxiv and url and (paper_at(url).arxiv_id or arxiv_id(url.rpartition("/paper/")[2])) == arxiv:
        return True
    return bool(source and title and title_key(source) == title_key(title))


def read_method(row: dict[str, Any], place: str, gathered: Gathered) -> None:
    """Take the paper that introduces a method.

    Raises:
        Unusable: The paper has no title.
    """
    fields = Fields(row, place, gathered.account)
    note_left_out(fields, _METHOD_KEPT, _NOT_KEPT)
    fact = method_fact(fields, gathered.account, "introduces")
    if fact is None:
        return
    paper = fields.part("paper")
    title, source = paper.text("title"), fields.text("source_title")
    addresses: list[object] = [paper.text("url")]
    if not title or not source or title_key(title) == title_key(source):
        addresses.append(fields.text("source_url"))
    else:
        fields.note("a method's source that is another than its paper is not kept")
    _introduced(fact, title or source, addresses, fields, gathered)


def read_dataset(row: dict[str, Any], place: str, gathered: Gathered) -> None:
    """Take the paper that introduces a dataset.

    Raises:
        Unusable: The paper has no title.
    """
    fields = Fields(row, place, gathered.account)
    note_left_out(fields, _DATASET_KEPT, _NOT_KEPT)
    name, full_name = fields.text("name"), fields.text("full_name")
    if not name:
        fields.note("a dataset without a name is not kept")
        return
    if _TELEPHONE.search(name) or _TELEPHONE.search(full_name or ""):
        fields.note("a dataset whose name holds a telephone number is not kept: spam")
        return
    date = fields.date("introduced_date")
    fact = entity_fact(
        gathered.account, place, entity_type="benchmark", name=plain(name), role="introduces", kind="dataset",
        other_names=_other(name, full_name), year=int(date[:4]) if date else fields.year("introduced_year"),
    )  # fmt: skip
    paper = fields.part("introducing_paper" if fields.content.get("introducing_paper") is not None else "paper")
    title = paper.text("title") or fields.text("introducing_paper_title")
    _introduced(fact, title, [paper.text("url")], fields, gathered, arxiv=paper.text("arxiv_id"))


def note_left_out(fields: Fields, kept: set[str], not_kept: dict[str, str]) -> None:
    """Note what an object says that no record holds; what is empty or `false` says nothing."""
    found = {
        not_kept.get(name) or f"unknown property {shown(name)!r} ignored"
        for name, value in fields.content.items()
        if name not in kept and (value or name not in not_kept)
    }
    for what in sorted(found):
        fields.note(what)


def _introduced(
    fact: EntityFact | None,
    title: str | None,
    addresses: list[object],
    fields: Fields,
    gathered: Gathered,
    arxiv: str | None = None,
) -> None:
    if fact is None:
        return
    if not title and not any(addresses) and not arxiv:
        fields.note(f"a {fact.kind or fact.entity_type} without a paper is not kept")
        return
    paper = paper_fields(title, addresses, gathered.noted, fields.place, arxiv=arxiv)
    if not title and not (paper["arxiv_id"] or paper["doi"] or paper["other_ids"]):
        fields.note(f"a {fact.kind or fact.entity_type} of which only an address is given, and no paper, is not kept")
        return
    key = gathered.paper(paper, "introduces", fields.place)
    gathered.entity(key, fact, fields.place)


def _other(name: str, full_name: str | None) -> tuple[str, ...]:
    return (plain(full_name),) if full_name and plain(full_name) != plain(name) else ()
