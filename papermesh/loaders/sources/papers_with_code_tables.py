"""Evaluation tables of Papers with Code: tasks, their datasets, and in each the results of papers.

A row makes its paper one that evaluates on the dataset, with what came of it. Where rows are of a part of a dataset,
they are the dataset's, and the part stands in the result. Results in the API's `evaluations` are rows of the same kind
that name their dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from papermesh.loaders.records import EntityFact
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.checked import Unusable
from papermesh.loaders.sources.papers_with_code_catalogue import note_left_out
from papermesh.loaders.sources.papers_with_code_papers import Gathered, entity_fact, paper_fields
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import shown

_TASK_KEPT = {"task", "datasets", "subtasks"}
_DATASET_KEPT = {"dataset", "subdataset", "sota", "subdatasets"}
_SOTA_KEPT = {"rows", "metrics"}
_ROW_KEPT = {"model_name", "paper_title", "paper_url", "paper_date", "code_links", "metrics"}
_EVALUATION_KEPT = {
    "id", "model_name", "dataset_name", "metrics", "paper_title", "paper_arxiv_id", "paper_published_date", "code_url",
}  # fmt: skip
_NOT_KEPT = {
    "categories": "categories, descriptions and synonyms of tasks are not kept",
    "description": "categories, descriptions and synonyms of tasks are not kept",
    "synonyms": "categories, descriptions and synonyms of tasks are not kept",
    "source_link": "where a table was taken from (source_link) is not kept",
    "dataset_links": "links of a dataset are not kept",
    "dataset_citations": "links of a dataset are not kept",
    "model_links": "links of a model are not kept",
    "uses_additional_data": "that a result used additional data is not kept",
} | {
    name: "what the site says of an evaluation beside paper, benchmark and metrics is not kept: ranks, tasks, links"
    for name in (
        "paper_id", "task_id", "dataset_id", "task_name", "task_slug", "dataset_slug", "best_metric", "best_rank",
        "is_open", "num_parameters", "harness", "methodology", "evaluated_on", "split", "split_name", "hf_model_url",
        "result_url", "external_source_url", "source_url", "updated_at", "created_at", "rank_scopes",
    )
}  # fmt: skip


def is_task(row: dict[str, Any]) -> bool:
    """Return whether a row is a task with its tables."""
    return "task" in row and bool({"datasets", "subtasks"} & row.keys())


def is_evaluation(row: dict[str, Any]) -> bool:
    """Return whether a row is a result as the API gives it."""
    return "model_name" in row and "metrics" in row


def read_task(row: dict[str, Any], place: str, gathered: Gathered) -> None:
    """Take the results of all tables of a task and of its subtasks; a bad row is rejected alone."""
    pending = [Fields(row, place, gathered.account)]
    while pending:
        task = pending.pop()
        note_left_out(task, _TASK_KEPT, _NOT_KEPT)
        for dataset in task.parts("datasets"):
            for name, part, result in _rows(dataset):
                try:
                    _read_row(name, part, result, gathered)
                except Unusable as error:
                    seen = result.text("paper_url", "model_name") or ""
                    gathered.account.reject(f"a result on {shown(name)}: {error}", place, seen)
        pending += task.parts("subtasks")


def read_evaluation(row: dict[str, Any], place: str, gathered: Gathered) -> None:
    """Take a result of the API.

    Raises:
        Unusable: Its paper has no title.
    """
    fields = Fields(row, place, gathered.account)
    note_left_out(fields, _EVALUATION_KEPT, _NOT_KEPT)
    name = fields.text("dataset_name")
    if not name:
        fields.note("a result that does not name its benchmark is not kept")
        return
    paper = paper_fields(fields.text("paper_title"), [], gathered.noted, place, arxiv=fields.text("paper_arxiv_id"))
    key = gathered.paper(paper, "evaluations", place)
    gathered.published(key, fields.date("paper_published_date"))
    if url := fields.text("code_url"):
        gathered.repository(key, url, place)
    gathered.entity(key, result_fact(name, None, fields, gathered.account), place)


def _rows(dataset: Fields) -> Iterator[tuple[str, str | None, Fields]]:
    """Yield the rows of a dataset and of its parts, each with the dataset's name and that of the part."""
    whole = dataset.text("dataset")
    pending: list[tuple[Fields, str | None]] = [(dataset, None)]
    while pending:
        table, part = pending.pop()
        note_left_out(table, _DATASET_KEPT, _NOT_KEPT)
        sota = table.part("sota")
        note_left_out(sota, _SOTA_KEPT, _NOT_KEPT)
        rows = sota.parts("rows")
        if whole:
            yield from ((whole, part, row) for row in rows)
        elif rows:
            table.note("a result on a dataset without a name is not kept", len(rows))
        pending += [(inner, inner.text("subdataset") or part) for inner in table.parts("subdatasets")]


def _read_row(name: str, part: str | None, row: Fields, gathered: Gathered) -> None:
    note_left_out(row, _ROW_KEPT, _NOT_KEPT)
    title, url = row.text("paper_title"), row.text("paper_url")
    if not title and not url:
        row.note("a result without a paper is not kept")
        return
    key = gathered.paper(paper_fields(title, [url], gathered.noted, row.place), "evaluations", row.place)
    gathered.published(key, row.date("paper_date"))
    for link in row.parts("code_links"):
        if address := link.text("url"):
            gathered.repository(key, address, row.place)
    gathered.entity(key, result_fact(name, part, row, gathered.account), row.place)


def result_fact(name: str, part: str | None, row: Fields, account: Account) -> EntityFact | None:
    """Return that a paper evaluates on a benchmark, with the metrics of a row, or note why that is none.

    Args:
        name: Of the benchmark.
        part: The part of the benchmark that the row is of.
        row: Has the metrics, and the model's name.
        account: Takes the notes.
    """
    about = "; ".join(plain(one) for one in (row.text("model_name"), part) if one)
    results = [f"{metric} ({about})" if about else metric for metric in _metrics(row)]
    return entity_fact(account, row.place, entity_type="benchmark", name=plain(name), role="evaluates", results=results)


def _metrics(row: Fields) -> Iterator[str]:
    """Yield each metric with its value; an empty one, or a dash, is none."""
    metrics = row.part("metrics")
    for metric, value in metrics.content.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{plain(shown(metric))}: {value}"
        elif isinstance(value, str | None):
            if (text := metrics.text(metric)) and text != "-":
                yield f"{plain(shown(metric))}: {plain(text)}"
        else:
            row.note("a metric that is neither a number nor text is not kept")
