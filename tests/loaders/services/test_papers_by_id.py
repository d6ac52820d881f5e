"""Papers of a graph at four services: who is asked for by which id, in which request, and whose the answers are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.graph.export import Snapshot
from papermesh.graph.schema import Paper
from papermesh.graph.store import Store, open_graph
from papermesh.loaders.enrich import enrich
from papermesh.loaders.enrich_report import EnrichReport
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.identity import paper_ids
from papermesh.loaders.ingest import load
from papermesh.loaders.records import Origin, PaperRecord
from papermesh.loaders.services.enrichment import Enrichment, Finding, Subject, Unresolved
from papermesh.loaders.services.papers_by_id import ARXIV, CROSSREF, OPENALEX, SEMANTIC_SCHOLAR
from papermesh.loaders.sources import arxiv, crossref, openalex, semantic_scholar

ALL = {one.access.name: one for one in (SEMANTIC_SCHOLAR, OPENALEX, ARXIV, CROSSREF)}
SOURCES = {one.name: one for one in (semantic_scholar.SOURCE, openalex.SOURCE, arxiv.SOURCE, crossref.SOURCE)}
SHARED = Path(__file__).parents[4] / "shared" / "data" / "sources"
AT = "2026-01-31T09:30:00Z"
PAPERS = [
    Paper(paper_id="arxiv:2401.00001", arxiv_id="2401.00001", sources=["jsonl"]),
    Paper(paper_id="arxiv:2401.00002", arxiv_id="2401.00002", doi="10.5555/two", sources=["bibtex", "arxiv-oai"]),
    Paper(paper_id="doi:10.5555/three", doi="10.5555/three", sources=["crossref"]),
    Paper(paper_id="doi:10.5555/a|b", doi="10.5555/a|b", sources=["jsonl"]),
    Paper(paper_id="title:no-id", title="No id", sources=["jsonl"]),
    Paper(paper_id="arxiv:2401.00009", arxiv_id="2401.00009", title="Only cited"),
]


def snapshot(runs: dict[str, object] | None = None) -> Snapshot:
    """Return a graph of these papers, and of runs with their counts."""
    stored = Snapshot()
    for paper in PAPERS:
        stored.nodes["Paper", paper.paper_id] = paper.properties()
    for run_id, counts in (runs or {}).items():
        stored.nodes["Run", run_id] = {"counts": counts if isinstance(counts, str) else json.dumps(counts)}
    return stored


def asked(name: str, stored: Snapshot) -> list[tuple[str, str]]:
    """Return what a service is to be asked about, by key and by the service's name for it."""
    return [(one.key, one.asked) for one in ALL[name].select(stored, {}).subjects]


def question_path(name: str, *ids: str) -> Request:
    """Return the request for papers of these ids."""
    return ALL[name].question([Subject(f"key of {one}", one) for one in ids]).request


def said(enrichment: Enrichment, data: bytes, *ids: str, status: int = 200) -> Finding:
    """Return what a service's answer says of papers that were asked for by these ids."""
    question = enrichment.question([Subject(f"key of {one}", one) for one in ids])
    url = f"{enrichment.access.base}{question.request.path}"
    return enrichment.read(question, Answer(question.request, url, status, {}, data), AT)


@pytest.mark.parametrize(
    ("name", "expected", "not_asked"),
    [
        ("semantic-scholar", {"arxiv:2401.00001": "arxiv:2401.00001", "arxiv:2401.00002": "arxiv:2401.00002",
         "doi:10.5555/a|b": "doi:10.5555/a|b", "doi:10.5555/three": "doi:10.5555/three"}, ["title:no-id"]),
        ("openalex", {"arxiv:2401.00001": "doi:10.48550/arxiv.2401.00001", "arxiv:2401.00002": "doi:10.5555/two",
         "doi:10.5555/three": "doi:10.5555/three"}, ["doi:10.5555/a|b", "title:no-id"]),
        ("arxiv", {"arxiv:2401.00001": "arxiv:2401.00001"}, ["doi:10.5555/a|b", "doi:10.5555/three", "title:no-id"]),
        ("crossref", {"arxiv:2401.00002": "doi:10.5555/two"}, ["arxiv:2401.00001", "doi:10.5555/a|b", "title:no-id"]),
    ],
)  # fmt: skip
def test_papers_without_a_record_of_the_source_are_asked_for(
    name: str, expected: dict[str, str], not_asked: list[str]
) -> None:
    """By an id that the service takes; one without says why not, and what is only cited is left alone."""
    selection = ALL[name].select(snapshot(), {})
    assert {one.key: one.asked for one in selection.subjects} == expected
    assert [one.key for one in selection.unresolved] == not_asked
    assert all("has n" in one.reason for one in selection.unresolved)


def test_the_asking_goes_on_behind_what_was_asked_about_last() -> None:
    """So papers that the service does not know do not keep the others waiting; other services' runs do not count."""
    keys = ["arxiv:2401.00001", "arxiv:2401.00002", "doi:10.5555/a|b", "doi:10.5555/three"]
    runs: dict[str, object] = {
        "run-1": {"service": "semantic-scholar", "last": keys[0]},
        "run-2": {"service": "semantic-scholar", "last": keys[1]},
        "run-3": {"service": "semantic-scholar", "last": None},
        "run-4": {"service": "crossref", "last": keys[3]},
        "run-5": {"files": 1},
        "run-6": "not JSON",
        "run-7": [],
    }
    assert [key for key, _ in asked("semantic-scholar", snapshot(runs))] == keys[2:] + keys[:2]
    assert [key for key, _ in asked("semantic-scholar", snapshot())] == keys


def test_each_service_is_asked_in_its_own_words() -> None:
    """One request for many papers."""
    batch = question_path("semantic-scholar", "arxiv:2401.00001", "doi:10.5555/two")
    assert (batch.method, json.loads(batch.body or "")) == ("POST", {"ids": ["ARXIV:2401.00001", "DOI:10.5555/two"]})
    assert "references.externalIds" in dict(batch.params)["fields"].split(",")
    assert question_path("openalex", "doi:10.5555/two", "doi:10.48550/arxiv.2401.00001").params == (
        ("filter", "doi:10.5555/two|10.48550/arxiv.2401.00001"), ("per_page", "100"),
    )  # fmt: skip
    assert question_path("arxiv", "arxiv:2401.00001", "arxiv:hep-th/9901001").target == (
        "/api/query?id_list=2401.00001%2Chep-th%2F9901001&max_results=2"
    )
    assert question_path("crossref", "doi:10.5555/two", "doi:10.5555/three").params == (
        ("filter", "doi:10.5555/two,doi:10.5555/three"), ("rows", "2"),
    )  # fmt: skip


S2_PAPER: dict[str, Any] = {
    "paperId": "a" * 40, "corpusId": 11, "externalIds": {"ArXiv": "2401.00001", "CorpusId": 11},
    "url": "https://www.semanticscholar.org/paper/a", "title": "Weights in Four Bits", "abstract": "We study weights.",
    "year": 2024, "venue": "", "authors": [{"authorId": "1", "name": "Ada Example"}], "referenceCount": 1,
    "references": [{"paperId": "b" * 40, "title": "An Older Paper", "year": 2019, "externalIds": {"DOI": "10.5555/OLD"}}],
}  # fmt: skip
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>https://arxiv.org/api/x</id><title>arXiv Query</title>
  <entry><id>http://arxiv.org/abs/2401.00001v2</id><title>Weights in Four Bits</title><summary>We study weights.</summary>
    <published>2024-01-01T00:00:00Z</published><updated>2024-02-01T00:00:00Z</updated>
    <author><name>Ada Example</name></author></entry>
</feed>
"""
OPENALEX_PAGE = {
    "meta": {"count": 1, "per_page": 100, "page": 1},
    "results": [{
        "id": "https://openalex.org/W11", "doi": "https://doi.org/10.48550/arXiv.2401.00001", "type": "preprint",
        "title": "Weights in Four Bits", "display_name": "Weights in Four Bits", "publication_year": 2024,
        "abstract_inverted_index": None, "authorships": [], "referenced_works": ["https://openalex.org/W12"],
    }],
}  # fmt: skip
CROSSREF_PAGE = {
    "status": "ok", "message-type": "work-list", "message-version": "1.0.0",
    "message": {"total-results": 1, "items": [{
        "DOI": "10.5555/Two", "type": "proceedings-article", "title": ["Weights in Four Bits"], "indexed": {},
        "deposited": {}, "issued": {"date-parts": [[2024]]}, "reference-count": 0, "is-referenced-by-count": 0,
    }]},
}  # fmt: skip
ANSWERS = {
    "semantic-scholar": (json.dumps([S2_PAPER, None]), "arxiv:2401.00001", "arxiv:2401.00003"),
    "openalex": (json.dumps(OPENALEX_PAGE), "doi:10.48550/arxiv.2401.00001", "doi:10.5555/none"),
    "arxiv": (FEED, "arxiv:2401.00001", "arxiv:2401.00003"),
    "crossref": (json.dumps(CROSSREF_PAGE), "doi:10.5555/two", "doi:10.5555/none"),
}


@pytest.mark.parametrize("name", ALL)
def test_answers_are_matched_to_the_papers_by_their_ids(name: str) -> None:
    """A paper that the answer does not hold is not known; one that nobody asked for is noted."""
    data, known, unknown = ANSWERS[name]
    finding = said(ALL[name], data.encode(), unknown, known)
    (record,) = finding.records
    assert isinstance(record, PaperRecord)
    assert (record.source, record.title) == (name, "Weights in Four Bits")
    assert (record.place or "").startswith("https://")
    assert finding.unresolved == (Unresolved(f"key of {unknown}", "not known to the service"),)
    other = said(ALL[name], data.encode(), unknown)
    assert other.records == ()
    assert [note.what for note in other.noted if "not among" in note.what] == [
        "not among the papers that were asked for: Weights in Four Bits"
    ]


def test_a_batch_of_which_nothing_is_known_is_an_answer() -> None:
    """Semantic Scholar calls it an error; another error is one."""
    body = json.dumps({"error": "No valid paper ids given"}).encode()
    finding = said(SEMANTIC_SCHOLAR, body, "arxiv:2401.00003", status=400)
    assert finding.unresolved == (Unresolved("key of arxiv:2401.00003", "not known to the service"),)
    with pytest.raises(ParseError, match="Unrecognized or unsupported fields"):
        said(SEMANTIC_SCHOLAR, b'{"error": "Unrecognized or unsupported fields"}', "arxiv:2401.00003", status=400)


@pytest.mark.parametrize("name", ALL)
@given(data=st.binary(max_size=80) | st.text('[]{}",:<>/ab1null', max_size=60).map(str.encode))
def test_any_answer_is_read_or_refused(name: str, data: bytes) -> None:
    """Each paper that was asked for is accounted for, or the whole answer is refused."""
    _, one, other = ANSWERS[name]
    try:
        finding = said(ALL[name], data, one, other)
    except ParseError:
        return
    assert {unresolved.key for unresolved in finding.unresolved} == {f"key of {one}", f"key of {other}"}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded answers do not stand beside this checkout")
@pytest.mark.parametrize(
    ("name", "file", "ids"),
    [
        ("semantic-scholar", "semantic-scholar/decoded/test_get_papers_not_found_warning.00.200.json", 3),
        ("arxiv", "arxiv-atom/wire/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.200.xml", 1),
        ("arxiv", "arxiv-atom/wire/id_0000.0000_s0_m100_8b51d9633a68.200.xml", 0),
        ("crossref", "crossref/decoded/test_works_query.00.200.json", 2),
        ("openalex", "openalex/work.json", 1),
    ],
)
def test_recorded_answers_are_matched(name: str, file: str, ids: int) -> None:
    """Each paper of a real answer is found by an id of its own, and one more is not known."""
    data = (SHARED / file).read_bytes()
    listed = said(ALL[name], data, ANSWERS[name][2])
    stated = [record for record in SOURCES[name].parse(data, Origin(name, file)).records]
    asked_for = [f"arxiv:{one}" if one else f"doi:{other}" for one, other in map(paper_ids, stated)]
    assert (len(asked_for), len(listed.records), len(listed.unresolved)) == (ids, 0, 1)
    finding = said(ALL[name], data, *asked_for, ANSWERS[name][2])
    assert len(finding.records) == ids
    assert [one.key for one in finding.unresolved] == [f"key of {ANSWERS[name][2]}"]


def test_what_comes_is_merged_into_the_papers(tmp_path: Path) -> None:
    """References, people and ids are in the graph; asked again, only what is not known is asked for."""
    lines = [{"id": "1", "title": "Weights in four bits", "arxiv_id": "2401.00001"},
             {"id": "2", "title": "A paper nobody knows", "arxiv_id": "2401.00003"}]  # fmt: skip
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    overlay, asked_for = tmp_path / "overlay.toml", []

    def open_store(write: bool) -> Store:
        return open_graph(str(tmp_path / "graph.kgl"), write=write)

    def service(request: Request) -> Answer:
        ids = json.loads(request.body or "")["ids"]
        asked_for.append(ids)
        found = [S2_PAPER if one == "ARXIV:2401.00001" else None for one in ids]
        status, content = (200, found) if any(found) else (400, {"error": "No valid paper ids given"})
        url = f"{SEMANTIC_SCHOLAR.access.base}{request.path}"
        return Answer(request, url, status, {}, json.dumps(content).encode())

    def ask() -> EnrichReport:
        return enrich(
            open_store, SEMANTIC_SCHOLAR, service, overlay=overlay, command="enrich",
            now=lambda: datetime(2026, 1, 31, tzinfo=UTC),
        )  # fmt: skip

    load(open_store, [str(tmp_path / "papers.jsonl")], overlay=overlay, command="load")
    report = ask()
    assert (report.asked, report.records_new) == (2, 1)
    assert report.unresolved == [Unresolved("arxiv:2401.00003", "not known to the service")]
    with open_store(False) as graph:
        cited = graph.read("MATCH (p:Paper)-[:CITES]->(q:Paper) RETURN p.paper_id, q.paper_id").rows
        wrote = graph.read("MATCH (a:Author)-[:WROTE]->(p:Paper) RETURN a.name, p.sources").rows
    assert [tuple(row) for row in cited] == [("arxiv:2401.00001", "doi:10.5555/old")]
    assert [tuple(row) for row in wrote] == [("Ada Example", ["jsonl", "semantic-scholar"])]
    again = ask()
    assert (again.waiting, again.records, again.counts) == (1, 0, {})
    assert asked_for == [["ARXIV:2401.00001", "ARXIV:2401.00003"], ["ARXIV:2401.00003"]]
