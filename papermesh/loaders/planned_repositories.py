"""Repositories as they should be stored: who links them, and how they were when they were last checked.

Facts come from the records of papers and from those of the repositories themselves. Whichever was checked last wins,
property by property; a host's own answer stands alone, since what it leaves out is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from papermesh.graph import schema
from papermesh.loaders.linking.links import UrlLink
from papermesh.loaders.linking.passages import read_passage
from papermesh.loaders.linking.urls import find_urls
from papermesh.loaders.merge import MergedPaper
from papermesh.loaders.planned_graph import Graph
from papermesh.loaders.records import PaperRecord, Rejected, RepositoryFact, RepositoryRecord

_FACTS = ("stars", "license", "topics", "archived", "pushed_at")
"""What a host's answer says of a repository that it has, under the same names as the node."""


class Repositories:
    """The repositories of a graph while it is built: links paper by paper, then what is known of each."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._facts: dict[str, list[RepositoryFact]] = defaultdict(list)

    def connect(self, paper: MergedPaper, by_id: Mapping[str, PaperRecord]) -> bool:
        """Connect a paper with what its records say is its code, and return whether there is any.

        Their word on `official` wins over that of the text.
        """
        graph, paper_id = self._graph, paper.paper.paper_id
        code = False
        for fact in paper.repositories:
            found = _repository_of(fact.url)
            if found is None or len(found.key) > schema.MAX_KEY_LENGTH:
                place = _place_of_repository(fact.url, paper, by_id)
                graph.rejected[paper_id].append(Rejected("this is no address of a repository", place, fact.url[:80]))
                continue
            code = True
            self._facts[found.key].append(fact)
            graph.add(schema.Repository(repository_id=found.key, name=found.repo or found.key, url=found.url))
            edge_key = (schema.HasCode, paper_id, found.key)
            edge = graph.edges.get(edge_key)
            said = fact.model_dump(include=set(fact.OF_LINK), exclude_none=True)
            if edge is None:
                graph.connect(
                    schema.HasCode(
                        tail_key=paper_id, head_key=found.key, basis="imported", sources=sorted(paper.paper.sources),
                        **said,
                    )
                )  # fmt: skip
            else:
                graph.edges[edge_key] = edge.model_copy(update=said)
        return code

    def describe(self, checks: Iterable[RepositoryRecord]) -> None:
        """Give each repository what is known of it, when all papers are connected.

        A check of one that no paper links is kept as a record, and makes no node: when a paper links it again, or for
        the first time, what is known of it is there.
        """
        checked = {check.record_id: check for check in checks}
        for key in sorted(self._facts.keys() | checked.keys()):
            node = self._graph.nodes.get((schema.Repository.label, key))
            if node is None:
                continue
            check = checked.get(key)
            known = _merged(self._facts[key], check)
            self._graph.nodes[schema.Repository.label, key] = schema.Repository.model_validate(
                {**dict(node), **known, "repository_id": key}
            )
            if check is not None:
                self._graph.connect(
                    schema.DescribesRepository(tail_key=check.record_id, head_key=key, sources=[check.source])
                )


def _merged(facts: Iterable[RepositoryFact], check: RepositoryRecord | None) -> dict[str, Any]:
    """Return what is known of a repository, that which was checked last first."""
    statements = [(fact.checked_at or "", fact.model_dump_json(), _stated(fact), False) for fact in facts]
    if check is not None:
        whole = check.state in {"alive", "moved"}
        statements.append((check.checked_at, check.model_dump_json(), _answered(check), whole))
    merged: dict[str, Any] = {}
    for _, _, said, whole in sorted(statements, key=lambda one: one[:2], reverse=True):
        for name, value in said.items():
            merged.setdefault(name, value)
        if whole:
            break
    if merged.get("state") != "moved":
        merged.pop("moved_to", None)
    return merged


def _stated(fact: RepositoryFact) -> dict[str, Any]:
    return fact.model_dump(exclude={"url", *fact.OF_LINK}, exclude_none=True)


def _answered(check: RepositoryRecord) -> dict[str, Any]:
    """Return a check as properties of the node; where the host has no such repository, it says nothing else of it."""
    said: dict[str, Any] = {"state": check.state, "checked_at": check.checked_at}
    if check.state in {"alive", "moved"}:
        said |= {name: getattr(check, name) for name in _FACTS} | {"topics": list(check.topics)}
    if check.state == "moved":
        said["moved_to"] = check.name
    elif check.name is not None:
        said["name"] = check.name
    return said


def _place_of_repository(url: str, paper: MergedPaper, by_id: Mapping[str, PaperRecord]) -> str:
    records = [by_id[record_id] for record_id in paper.record_ids]
    source = next(record for record in records if any(fact.url == url for fact in record.repositories))
    return f"{source.place or source.record_id} (repositories)"


def _repository_of(url: str) -> UrlLink | None:
    """Return the repository that an address names, repaired as addresses in texts are."""
    links, _ = find_urls(read_passage("url", url))
    return next((link for link in links if link.kind == "repository"), None)
