"""A full text from its file to the page: what it adds to the graph, and that each proof can be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from papermesh.errors import StoreError
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import Store, open_graph
from papermesh.loaders.extract import extract
from papermesh.loaders.ingest import load
from papermesh.loaders.report import LoadReport
from papermesh.queries.links import evidence
from papermesh.queries.papers import records_of_paper
from papermesh.viz.annotated_page import build_annotated_page
from papermesh.viz.marked_text import marked_paper, marked_pieces

SAMPLE = Path(__file__).parents[1] / "loaders" / "samples" / "grobid" / "paper.tei.xml"
PAPER = "arxiv:2412.99991"
SECTION = "3.1 How Fast Is It?"
SENTENCE = "All models were trained on eight NVIDIA A100 GPUs with the Adam optimizer [2]."


def _load(address: str, folder: Path, *files: Path) -> LoadReport:
    return load(
        lambda write: open_graph(address, write=write),
        [str(file) for file in files],
        overlay=folder / "overlay.toml",
        command="load",
    )


def _lines(folder: Path, name: str, *records: Mapping[str, object]) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def loaded(tmp_path: Path) -> str:
    """A graph of the one full text, with what a bibliography says of it."""
    address = str(tmp_path / "graph.kgl")
    beside = _lines(
        tmp_path, "a.jsonl", {"id": "1", "title": "LedgerNet: Counting with Four Bits", "arxiv_id": "2412.99991"}
    )
    _load(address, tmp_path, SAMPLE, beside)
    return address


def _sections(graph: Store) -> dict[str, str]:
    """Return the section texts of the stored record, by the heading."""
    (row,) = (row for row in records_of_paper(graph, PAPER) if row.source == "grobid")
    return {part.get("heading", ""): part.get("text", "") for part in json.loads(row.record)["sections"]}


def test_a_sentence_of_the_experiments_proves_on_what_a_paper_ran(loaded: str) -> None:
    """The edge has the heading as its field, and its span is the mention in the stored section."""
    with open_graph(loaded) as graph:
        (edge,) = evidence(graph, PAPER, "hardware:nvidia-a100")
        text = _sections(graph)[SECTION]
        rows = graph.read(
            "MATCH (p:Paper {paper_id: $paper}) RETURN p.text_scope, p.hardware_stated, p.benchmark_stated",
            {"paper": PAPER},
        ).rows
    assert (edge.edge, edge.field, edge.evidence) == ("RUNS_ON", SECTION, SENTENCE)
    assert text[edge.start : edge.end] == edge.surface
    assert rows == [("fulltext", True, True)]


def test_related_work_makes_no_comparison(loaded: str) -> None:
    """A method of the experiments is compared with; one of the related work is no link at all."""
    with open_graph(loaded) as graph:
        assert [one.edge for one in evidence(graph, PAPER, "method:gptq")] == ["COMPARES_WITH"]
        assert evidence(graph, PAPER, "method:flashattention") == []


def test_a_citation_has_its_sentences(loaded: str) -> None:
    """What is cited has the citing sentences on its edge."""
    with open_graph(loaded) as graph:
        rows = graph.read(
            "MATCH (:Paper)-[r:CITES]->(p:Paper {paper_id: 'doi:10.5555/ledger.1'}) RETURN r.contexts"
        ).rows
    assert "We compare with GPTQ [1] on MMLU." in rows[0][0]


def test_every_stated_edge_leads_back_to_its_words(loaded: str) -> None:
    """The offsets of each edge give its surface in the text that its field names, and annotating shows that text."""
    with open_graph(loaded) as graph:
        marked = marked_paper(graph, PAPER)
        rows = graph.read(
            "MATCH (:Paper)-[r]->() WHERE r.surface IS NOT NULL RETURN r.field, r.span_start, r.span_end, r.surface"
        ).rows
    assert SECTION in {row[0] for row in rows}
    for field, start, end, surface in rows:
        assert marked.text(field)[start:end] == surface
    assert marked.fields == ("title", "abstract", SECTION, "A Training Details")
    for field in marked.fields:
        assert "".join(piece for piece, _ in marked_pieces(marked, field)) == marked.text(field)
    page = build_annotated_page(marked, "a test")
    assert f'<h2 dir="auto">{SECTION}</h2>' in page
    assert "<mark>A100</mark>" in page or "<mark>NVIDIA A100</mark>" in page
    assert '<p class="section" dir="auto">Batches hold 32 counts.' in page
    assert "FlashAttention" not in page


def test_loading_again_changes_nothing_and_without_the_full_text_its_links_go(loaded: str, tmp_path: Path) -> None:
    """The same file twice is the same graph; a record of that id without sections takes their links along."""
    with open_graph(loaded) as graph:
        before = list(canonical_dump(graph))
    assert not _load(loaded, tmp_path, SAMPLE).changed
    with open_graph(loaded) as graph:
        assert list(canonical_dump(graph)) == before
    bare = tmp_path / "bare.tei.xml"
    text = SAMPLE.read_text("utf-8")
    bare.write_text(text[: text.index("<body>")] + "<body/></text></TEI>", "utf-8")
    _load(loaded, tmp_path, bare)
    with open_graph(loaded) as graph:
        assert evidence(graph, PAPER, "hardware:nvidia-a100") == []
        assert graph.read("MATCH (p:Paper {paper_id: $paper}) RETURN p.text_scope", {"paper": PAPER}).rows == [
            ("abstract",)
        ]


def test_the_links_of_a_section_are_extracted_without_a_store() -> None:
    """A row has the heading as its field, and the offsets count in that section."""
    (row,) = extract([str(SAMPLE)]).rows
    (device,) = (one for one in row["hardware"] if one["entity_id"] == "nvidia-a100")
    assert (device["role"], device["field"], device["sentence"]) == ("evaluated_on", SECTION, SENTENCE)
    assert SENTENCE[device["start"] : device["end"]] == device["surface"]


def test_a_bad_address_in_a_section_has_its_place(tmp_path: Path) -> None:
    """The rejection names the file and line of the record that has the full text, and the section."""
    title = "Counting Addresses"
    short = {"id": "1", "title": title, "arxiv_id": "2412.99993"}
    full = {"id": "2", "title": title, "arxiv_id": "2412.99993",
            "sections": [{"heading": "5 Results", "text": "See https://github.com/... for more."}]}  # fmt: skip
    report = _load(str(tmp_path / "g.kgl"), tmp_path, _lines(tmp_path, "a.jsonl", short, full))
    (bad,) = report.rejected
    assert bad.place == f"{tmp_path / 'a.jsonl'}:2 (5 Results, character 4)"


def test_a_record_that_was_changed_by_hand_is_named(loaded: str) -> None:
    """Where the record of a full text is no record any more, annotating says so."""
    with open_graph(loaded, write=True) as graph:
        graph.write("MATCH (r:SourceRecord {source: 'grobid'}) SET r.record = '{'")
        with pytest.raises(StoreError, match="the stored record grobid:md5-0123456789abcdef") as caught:
            marked_paper(graph, PAPER)
    assert "DETACH DELETE" in (caught.value.hint or "")


@pytest.mark.neo4j
def test_a_full_text_is_the_same_graph_on_both_stores(loaded: str, tmp_path: Path, empty_server: str) -> None:
    """The canonical dumps are equal, and so is what annotating shows."""
    with open_graph(empty_server, write=True) as graph:
        graph.write("MATCH (n) DETACH DELETE n")
    _load(empty_server, tmp_path, SAMPLE, tmp_path / "a.jsonl")
    with open_graph(loaded) as embedded, open_graph(empty_server) as server:
        assert list(canonical_dump(server)) == list(canonical_dump(embedded))
        assert marked_paper(server, PAPER) == marked_paper(embedded, PAPER)
