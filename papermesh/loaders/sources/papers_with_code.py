"""Papers with Code: the archived dumps, their rows as a dataset server gives them, and answers of the site's API.

The dumps are JSON lists: papers with abstracts, links between papers and code, methods, datasets, and evaluation
tables. Each row is told by its fields, so that any list of them is read, also one that mixes them. What rows of links,
tables, methods and datasets say of one paper makes one record. No repository is official unless the site says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.checked import Unusable
from papermesh.loaders.sources.json_document import Document, Entry, kind_of, read_document
from papermesh.loaders.sources.papers_with_code_catalogue import is_dataset, is_method, read_dataset, read_method
from papermesh.loaders.sources.papers_with_code_live import is_live_paper, lineage, read_live_paper
from papermesh.loaders.sources.papers_with_code_papers import Gathered
from papermesh.loaders.sources.papers_with_code_rows import is_link, is_paper, read_link, read_paper
from papermesh.loaders.sources.papers_with_code_tables import is_evaluation, is_task, read_evaluation, read_task
from papermesh.loaders.sources.source import Source, shown, told_apart

_LISTS = ("rows", "results")
"""Where answers hold their list: a dataset server's, and the API's."""
_HINT = "give a file of the dump, unpacked, rows of it from a dataset server, or an answer of the API on papers"
_LIST_OR_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
_INVENTORY = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:Category,Task Name,Dataset Count,|Task Name,Dataset Count,|Research Area,Task Count,)"
)
_MARKS = (
    (b"paper_url", b"url_abs"), (b"paper_url", b"repo_url"), (b"paper_title", b"repo_url", b"is_official"),
    (b"task", b"datasets", b"subtasks"), (b"dataset", b"sota", b"rows"),
    (b"full_name", b"introduced_year", b"code_snippet_url"), (b"full_name", b"modalities", b"data_loaders"),
    (b"title", b"has_official_implementation"), (b"title", b"code_repository_count"),
    (b"title", b"predecessor_papers"), (b"title", b"leaderboard_ranks"), (b"title", b"hf_models"),
    (b"arxiv_id", b"citation_count", b"next_page"), (b"arxiv_id", b"citation_count", b"applied_filters"),
    (b"paper", b"predecessors", b"successors"), (b"model_name", b"metrics", b"paper_arxiv_id"),
    (b"name", b"source_title", b"area_id"), (b"name", b"slug", b"introducing_paper"),
)  # fmt: skip
"""Fields of which all stand in one of the site's files, and in no other source's."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a file of the dump, or of an answer.

    Raises:
        ParseError: It is no JSON, an error of the service, or holds nothing in the site's formats.
    """
    if _INVENTORY.match(data):
        raise ParseError(
            "this is a table of the tasks of Papers with Code, which names no papers",
            where=origin.path,
            hint="which paper evaluates on what is in evaluation-tables.json",
        )
    document = read_document(data, origin, within=_LISTS)
    account = Account(origin)
    noted: list[Noted] = []
    gathered = Gathered(origin, account, noted)
    records: list[PaperRecord] = []
    entries = [inner for entry in document.entries for inner in _unwrapped(entry)]
    _refuse_others(entries, origin)
    _note_missing(document, account)
    if not entries:
        account.note("an empty list: no paper", f"{origin.path}:1")
    for entry in entries:
        row = _row(entry, account)
        if row is None:
            account.reject(f"a paper is a JSON object; this is {kind_of(entry.value)}", entry.place)
            continue
        try:
            records += _read(row, entry.place, gathered)
        except Unusable as error:
            account.reject(str(error), entry.place, str(row.get("paper_url") or row.get("id") or row.get("name") or ""))
    kept, repeated = told_apart([*records, *gathered.records()])
    rest = account.parsed(list(document.rejected))
    return Parsed(kept, rest.rejected, (*noted, *rest.noted, *repeated))


def sniff(data: bytes) -> bool:
    """Return whether the start of a file has the fields of the site's files, or is one of its tables of tasks."""
    return bool(_INVENTORY.match(data) or (_LIST_OR_OBJECT.match(data) and any(_has(data, names) for names in _MARKS)))


def _has(data: bytes, names: tuple[bytes, ...]) -> bool:
    return all(re.search(rb'"' + name + rb'"\s*:', data) for name in names)


def _read(row: dict[str, Any], place: str, gathered: Gathered) -> list[PaperRecord]:
    """Return the records of a row; of most kinds of rows it is only gathered what they say of their papers."""
    row = lineage(row) or row
    if is_task(row):
        read_task(row, place, gathered)
    elif is_evaluation(row):
        read_evaluation(row, place, gathered)
    elif is_link(row):
        read_link(row, place, gathered)
    elif is_live_paper(row):
        return read_live_paper(row, place, gathered)
    elif is_method(row):
        read_method(row, place, gathered)
    elif is_dataset(row):
        read_dataset(row, place, gathered)
    else:
        return [read_paper(row, place, gathered)]
    return []


def _is_known(row: dict[str, Any]) -> bool:
    kinds = (is_task, is_evaluation, is_link, is_paper, is_live_paper, is_method, is_dataset)
    return lineage(row) is not None or any(is_kind(row) for is_kind in kinds)


def _unwrapped(entry: Entry) -> Iterator[Entry]:
    """Yield what an entry holds, where the site's own command has put an answer under `data`."""
    value = entry.value
    if isinstance(value, dict) and "schema_version" in value and isinstance(value.get("data"), dict):
        value = value["data"]
        listed = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        yield from (Entry(one, entry.place) for one in ([value] if listed is None else listed))
    else:
        yield entry


def _row(entry: Entry, account: Account) -> dict[str, Any] | None:
    """Return the record of an entry, also where a dataset server has put it under `row`, without what it cut off."""
    value = entry.value
    if not isinstance(value, dict) or not isinstance(value.get("row"), dict):
        return value if isinstance(value, dict) else None
    cut = value.get("truncated_cells")
    names = {name for name in cut if isinstance(name, str)} if isinstance(cut, list) else set()
    for name in sorted(names):
        account.note(f"the dataset server cut off {shown(name)}: left out", entry.place)
    return {name: cell for name, cell in value["row"].items() if name not in names}


def _note_missing(document: Document, account: Account) -> None:
    """Note that an answer is a page of many."""
    for head in document.heads:
        content = head.value if isinstance(head.value, dict) else {}
        total = content.get("num_rows_total")
        if content.get("next") or content.get("next_page") or content.get("partial") is True:
            account.note("this page is not the last of its answer", head.place)
        elif isinstance(total, int) and total > len(document.entries):
            account.note(f"this page has {len(document.entries)} of {total} rows", head.place)


def _refuse_others(entries: list[Entry], origin: Origin) -> None:
    rows = [entry.value.get("row", entry.value) for entry in entries if isinstance(entry.value, dict)]
    found = [row for row in rows if isinstance(row, dict)]
    if len(entries) == 1 and found and {"error", "detail"} & found[0].keys() and not _is_known(found[0]):
        words = found[0].get("error") or found[0].get("detail")
        raise ParseError(f"this is an error of the service: {shown(str(words))}", where=origin.path, hint=_HINT)
    if entries and not any(map(_is_known, found)):
        raise ParseError("nothing as Papers with Code gives it", where=entries[0].place, hint=_HINT)


SOURCE = Source(
    name="papers-with-code",
    summary=(
        "Papers with Code: dumps of papers, links to code, methods, datasets and evaluation tables (JSON), and answers "
        "of its API"
    ),
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_elements,
)
