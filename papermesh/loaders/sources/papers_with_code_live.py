"""Papers as the API of paperswithcode.co gives them, and that of the archived site before it.

The site says which earlier papers a paper follows: these are among its references, and a later paper that follows it
is a record of its own that cites it.
"""

from __future__ import annotations

from typing import Any

from papermesh.loaders.identity import arxiv_id
from papermesh.loaders.records import EntityFact, PaperRecord, Reference
from papermesh.loaders.sources.account import Fields
from papermesh.loaders.sources.addresses import is_repository
from papermesh.loaders.sources.checked import Unusable, checked
from papermesh.loaders.sources.papers_with_code_catalogue import introduces, method_fact, note_left_out
from papermesh.loaders.sources.papers_with_code_papers import (
    Gathered,
    entity_fact,
    joined,
    name_of,
    paper_fields,
    venue_and_year,
)
from papermesh.loaders.sources.papers_with_code_tables import result_fact
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import shown, with_digest

PREDECESSOR = "predecessor"
"""The intent of a citation that the site's lineage of papers states."""

_OWN = {
    "has_official_implementation", "code_repository_count", "citation_count", "predecessor_papers", "successor_papers",
    "hf_models", "hf_datasets", "hf_spaces", "project_pages", "leaderboard_ranks", "introduced_benchmarks",
    "route_identifier", "repositories",
}  # fmt: skip
_KEPT = {
    "id", "arxiv_id", "title", "abstract", "authors", "author_links", "published", "date_published", "url_abs",
    "url_pdf", "conference_name", "proceeding", "methods", "introduced_benchmarks", "introduced_frameworks",
    "leaderboard_ranks", "repositories", "predecessor_papers", "successor_papers", "route_identifier", "reference",
    "evaluations",
}  # fmt: skip
_LINKED = "pages and artifacts that the site links to a paper are not kept: project pages, models, datasets, spaces"
_COUNTED = "counts, flags and summaries of the site are not kept"
_NOT_KEPT = {
    "organizations": "organizations are not kept",
    "tasks": "tasks are not kept",
    "citation_count": "the number of citations is not kept",
    "tldr": "a summary that the site wrote (tldr) is not kept",
    **dict.fromkeys(("project_pages", "hf_models", "hf_datasets", "hf_spaces", "hf_artifact_summary"), _LINKED),
    **dict.fromkeys(
        ("has_official_implementation", "code_repository_count", "conference_award", "conference_url_abs",
         "conference_url_pdf", "conference", "source", "source_url", "nips_id", "frameworks", "slug", "versions",
         "created_at", "updated_at", "thumbnail_url", "short_abstract", "trending_score", "score"),
        _COUNTED,
    ),
}  # fmt: skip


def is_live_paper(row: dict[str, Any]) -> bool:
    """Return whether a row is a paper of the API: the dumps name it by its address on the site."""
    return "title" in row and "paper_url" not in row and ("id" in row or bool(_OWN & row.keys()))


def lineage(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return an answer on the lineage of a paper as a paper of the API, `None` where it is none."""
    if not isinstance(row.get("paper"), dict) or not {"predecessors", "successors"} & row.keys():
        return None
    return {
        **row["paper"],
        "predecessor_papers": row.get("predecessors"),
        "successor_papers": row.get("successors"),
    }


def read_live_paper(row: dict[str, Any], place: str, gathered: Gathered) -> list[PaperRecord]:
    """Return the record of a paper, and one for each paper that follows it.

    Raises:
        Unusable: It has no title.
    """
    fields = Fields(row, place, gathered.account)
    note_left_out(fields, _KEPT, _NOT_KEPT)
    ids = _ids(fields, gathered)
    venue, year = venue_and_year(fields.text("conference_name", "proceeding"))
    abstract = fields.text("abstract")
    earlier = fields.parts("predecessor_papers")
    record = checked(
        {
            **ids,
            "source": gathered.account.origin.source,
            "abstract": plain(abstract) if abstract else None,
            "published": fields.date("published") or fields.date("date_published"),
            "year": year,
            "venue": venue,
            "authors": fields.texts("authors") or _linked_authors(fields),
            "repositories": _repositories(fields),
            "references": [one for part in earlier if (one := _reference(part, gathered))],
            "entities": joined(_entities(fields, ids["title"], ids["arxiv_id"], gathered)),
            "place": place,
        },
        gathered.noted,
    )  # fmt: skip
    name = record.arxiv_id or fields.identifier("id") or name_of(record)
    # An answer of a list knows less than that of the paper with its resources, and must not take its place.
    whole = "repositories" in fields and "abstract" in fields
    records = [record.model_copy(update={"id": f"api/{name}"}) if whole else with_digest(record, f"api/{name}")]
    cited = Reference(
        title=record.title, arxiv_id=record.arxiv_id, doi=record.doi, other_ids=record.other_ids, intents=(PREDECESSOR,)
    )
    followers = (_follower(part, cited, gathered) for part in fields.parts("successor_papers"))
    return records + [follower for follower in followers if follower is not None]


def _linked_authors(fields: Fields) -> list[str]:
    return [name for one in fields.parts("author_links") if (name := one.text("name"))]


def _ids(fields: Fields, gathered: Gathered) -> dict[str, Any]:
    number = fields.identifier("id")
    # A route is the arXiv id, or the site's own number of a paper that arXiv lacks.
    route = fields.text("route_identifier", "reference")
    stated = fields.text("arxiv_id") or (route if arxiv_id(route) else None)
    return paper_fields(
        fields.text("title"), [fields.text("url_abs"), fields.text("url_pdf")], gathered.noted, fields.place,
        arxiv=stated, others=[_own_id(number)] if number else (),
    )  # fmt: skip


def _own_id(identifier: str) -> str:
    """Return the site's id with its scheme: numbers are of the new site, words of the archived one."""
    return f"pwc-co:{identifier}" if identifier.isdigit() else f"pwc:{identifier.lower()}"


def _reference(fields: Fields, gathered: Gathered) -> Reference | None:
    ids = _ids(fields, gathered)
    if not ids["title"] and not ids["arxiv_id"] and not ids["other_ids"]:
        fields.note("a paper of a lineage without title and id is not kept")
        return None
    return Reference(
        title=ids["title"], arxiv_id=ids["arxiv_id"], doi=ids["doi"], other_ids=tuple(ids["other_ids"]),
        intents=(PREDECESSOR,),
    )  # fmt: skip


def _follower(fields: Fields, cited: Reference, gathered: Gathered) -> PaperRecord | None:
    source, place = gathered.account.origin.source, fields.place
    content = {**_ids(fields, gathered), "source": source, "references": [cited], "place": place}
    try:
        record = checked({**content, "published": fields.date("published")}, gathered.noted)
    except Unusable as error:
        gathered.account.reject(f"a paper that follows: {error}", place)
        return None
    return with_digest(record, f"api/{record.arxiv_id or name_of(record)}")


def _repositories(fields: Fields) -> list[dict[str, Any]]:
    found = []
    for one in fields.parts("repositories"):
        url, stars, official = one.text("url"), one.number("num_stars"), one.content.get("is_official")
        if not url or not is_repository(url):
            one.note(f"no address of a repository: {shown(str(one.content.get('url')))}")
            continue
        known = stars if stars is not None and stars >= 0 else None
        found.append({"url": url, "official": official if isinstance(official, bool) else None, "stars": known})
    return found


def _entities(fields: Fields, title: str | None, arxiv: str | None, gathered: Gathered) -> list[EntityFact]:
    account, place = gathered.account, fields.place
    facts = [
        method_fact(method, account, "introduces" if introduces(method, title, arxiv) else "uses")
        for method in fields.parts("methods")
    ]
    for benchmark in fields.parts("introduced_benchmarks"):
        if name := benchmark.text("name"):
            full = benchmark.text("full_name")
            others = (plain(full),) if full and full != name else ()
            facts.append(
                entity_fact(
                    account, place, entity_type="benchmark", name=plain(name), role="introduces", other_names=others
                )
            )
    for framework in fields.parts("introduced_frameworks"):
        if name := framework.text("name"):
            facts.append(
                entity_fact(account, place, entity_type="method", kind="system", name=plain(name), role="introduces")
            )
    for rank in fields.parts("leaderboard_ranks"):
        if name := rank.text("dataset_name"):
            metric, number = rank.text("best_metric"), rank.number("best_rank")
            results = [f"{plain(metric)}: rank {number}"] if metric and number is not None else []
            facts.append(
                entity_fact(
                    account, place, entity_type="benchmark", name=plain(name), role="evaluates", results=results
                )
            )
    for result in fields.part("evaluations").parts("results"):
        if name := result.text("dataset_name"):
            facts.append(result_fact(name, None, result, account))
    return [fact for fact in facts if fact is not None]
