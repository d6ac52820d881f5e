"""Answers of Semantic Scholar and lines of its bulk data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.merge import merge_papers, resolve_references
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Reference
from papermesh.loaders.sources.semantic_scholar import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "semantic-scholar" / "decoded"
ORIGIN = Origin("semantic-scholar", "answer")
ID = "0123456789abcdef0123456789abcdef01234567"
NO_PAPERS = {
    "test_bad_query_parameters.00.400.json": "Unrecognized or unsupported fields",
    "test_get_available_releases.00.200.json": "this list holds no papers, but 2022-05-10",
    "test_get_dataset_diffs.00.200.json": "tells of dataset, start_release",
    "test_get_release.00.200.json": "tells of release_id, README",
    "test_not_found.00.404.json": "Paper with id 0 not found",
    "test_not_found.01.404.json": "Author with id 0 not found",
}
COUNTS = {
    # Records, rejections, notes; every page but the last says that more follow.
    "test_empty_paginated_results.00.200.json": (0, 0, 1),
    "test_get_authors.00.200.json": (0, 0, 3),
    "test_get_paper.00.200.json": (1, 0, 0),
    "test_get_paper_authors.00.200.json": (0, 0, 4),
    "test_get_paper_citations.18.200.json": (81, 0, 0),
    "test_get_paper_references.00.200.json": (50, 0, 1),
    "test_get_paper_references.01.200.json": (17, 0, 0),
    "test_get_papers.00.200.json": (0, 3, 0),
    "test_get_papers_not_found_warning.00.200.json": (3, 0, 1),
    "test_get_recommended_papers.00.200.json": (100, 0, 0),
    "test_search_paper.00.200.json": (100, 0, 1),
    "test_search_paper_bulk_retrieval.00.200.json": (1000, 0, 1),
    "test_search_paper_match_title.00.200.json": (1, 0, 0),
    "test_search_paper_next_page.00.200.json": (100, 0, 1),
    "test_search_paper_next_page.01.200.json": (100, 0, 1),
    "test_search_snippet.00.200.json": (2, 0, 2),
} | {f"test_get_paper_citations.{page:02}.200.json": (100, 0, 1) for page in range(18)}


def read(content: object) -> Parsed:
    """Return what the source makes of an answer."""
    return parse(json.dumps(content).encode(), ORIGIN)


def paper(**fields: Any) -> PaperRecord:
    """Return the record of a paper with these fields."""
    (record,) = read({"paperId": ID, "title": "A Title", **fields}).records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_recorded_answer_is_accounted_for() -> None:
    """Every recorded answer is accounted for."""
    files = {path.name: path for path in REAL.iterdir() if path.name != "INDEX.tsv"}
    assert set(files) == {*COUNTS, *NO_PAPERS}
    for name, expected in COUNTS.items():
        data = files[name].read_bytes()
        parsed = parse(data, Origin("semantic-scholar", name))
        assert (len(parsed.records), len(parsed.rejected), sum(note.count for note in parsed.noted)) == expected, name
        assert all(record.title and not set("<>{}\\") & set(record.title) for record in parsed.records)
    for name, words in NO_PAPERS.items():
        with pytest.raises(ParseError, match=words):
            parse(files[name].read_bytes(), Origin("semantic-scholar", name))


def test_a_paper_that_was_given_in_full_has_its_own_id() -> None:
    """A paper that was given in full has its own id."""
    full: dict[str, Any] = {"abstract": None, "authors": [], "year": 2024, "references": []}
    assert paper(**full).id == ID
    assert read([{"corpusid": 7, "title": "A"}]).records[0].id == "corpusid:7"


def test_a_part_never_takes_the_place_of_a_fuller_record() -> None:
    """A part never takes the place of a fuller record."""
    part, other = paper(), paper(year=2024)
    assert part.id == f"{ID}~{part.digest}"
    assert other.id != part.id


@pytest.mark.parametrize(
    ("outside", "arxiv", "doi", "others"),
    [
        ({"ArXiv": "2412.99991v2"}, "2412.99991", None, []),
        ({"DOI": "10.48550/ARXIV.2412.99991"}, "2412.99991", None, []),
        ({"DOI": "10.5555/X", "ArXiv": "math/0309136"}, "math/0309136", "10.5555/x", []),
        ({"MAG": 17, "PubMed": "18", "PubMedCentral": "19"}, None, None, ["mag:17", "pmid:18", "pmcid:PMC19"]),
        ({"CorpusId": 7, "ACL": "P19-9999"}, None, None, ["corpusid:7", "acl:P19-9999"]),
        ({"DBLP": "conf/x/Y24", "Unheard": ["z"]}, None, None, ["dblp:conf/x/Y24"]),
        (None, None, None, []),
    ],
)
def test_ids_come_in_one_form(outside: Any, arxiv: str | None, doi: str | None, others: list[str]) -> None:
    """Ids come in one form."""
    record = paper(externalIds=outside)
    assert (record.arxiv_id, record.doi, list(record.other_ids)) == (arxiv, doi, [f"s2:{ID}", *others])


def test_an_answer_of_the_first_version_keeps_its_ids() -> None:
    """An answer of the first version keeps its ids."""
    record = paper(arxivId="2412.99991", doi="10.5555/X", corpusId=7)
    assert (record.arxiv_id, record.doi, record.other_ids[1:]) == ("2412.99991", "10.5555/x", ("corpusid:7",))


def test_the_open_pdf_tells_the_arxiv_id_where_nothing_else_does() -> None:
    """The open PDF tells the arXiv id where nothing else does."""
    assert paper(openAccessPdf={"url": "https://arxiv.org/pdf/2412.99991"}).arxiv_id == "2412.99991"


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"venue": "arXiv.org", "journal": {"name": "ArXiv"}}, None),
        ({"venue": "", "journal": {"name": "CoRR"}}, None),
        ({"venue": "arXiv.org", "journal": {"name": "Invented Letters"}}, "Invented Letters"),
        ({"publicationVenue": {"name": "Workshop"}, "journal": {"name": "ArXiv"}}, "Workshop"),
        ({"venue": "Correlation Letters"}, "Correlation Letters"),
    ],
)
def test_arxiv_is_no_venue(fields: dict[str, Any], venue: str | None) -> None:
    """ArXiv is no venue."""
    assert paper(**fields).venue == venue


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"referenceCount": 1, "references": [{"title": "B"}]}, True),
        ({"referenceCount": 2, "references": [{"title": "B"}]}, False),
        ({"referenceCount": 1, "references": [{"paperId": None, "title": None}]}, False),
        ({"referenceCount": 2, "references": None}, False),
        ({"referenceCount": 0, "references": []}, None),
        ({"references": [{"title": "B"}]}, None),
        ({"referenceCount": 2}, None),
    ],
)
def test_a_list_of_references_is_known_only_where_it_is_complete(fields: dict[str, Any], known: bool | None) -> None:
    """A list of references is known only where it is complete."""
    assert paper(**fields).references_known is known


def test_a_paper_that_cites_this_one_is_a_record_that_does() -> None:
    """A paper that cites this one is a record that does."""
    cited, citing = read({"paperId": ID, "title": "Cited", "citations": [{"paperId": "1" * 40, "title": "C"}]}).records
    (reference,) = citing.references
    assert (citing.title, reference.title, reference.other_ids) == ("C", "Cited", (f"s2:{ID}",))
    papers = merge_papers([cited, citing])
    assert resolve_references(papers).edges["title:c"][0][0] == "title:cited"


def test_a_page_of_citations_keeps_each_paper_and_counts_what_cannot_be_attached() -> None:
    """A page of citations keeps each paper and counts what cannot be attached."""
    citing = {"contexts": ["Here."], "intents": ["background"], "citingPaper": {"paperId": ID, "title": "A"}}
    parsed = read({"offset": 0, "data": [citing, {**citing, "citingPaper": {"paperId": None, "title": "B"}}]})
    assert [record.title for record in parsed.records] == ["A", "B"]
    assert [(note.what.partition(":")[0], note.count) for note in parsed.noted] == [
        ("contexts and intents cannot be attached", 4)
    ]


def test_the_papers_of_an_author_are_papers() -> None:
    """The papers of an author are papers."""
    parsed = read({"authorId": "1", "name": "Ada", "papers": [{"paperId": ID, "title": "A"}]})
    assert [record.title for record in parsed.records] == ["A"]


LINE = {"corpusid": 7, "externalids": {}, "title": "A Title", "url": f"https://www.semanticscholar.org/paper/{ID}"}
ABSTRACT = {
    "corpusid": 7,
    "openaccessinfo": {"externalids": {"DOI": "10.5555/A", "ArXiv": "2412.99991"}},
    "abstract": "Text.",
}
CITATION = {
    "citationid": 1,
    "citingcorpusid": 7,
    "citedcorpusid": 8,
    "contexts": ["Here [1]."],
    "intents": [["a", "b"], ["a"]],
}


def lines(*contents: object) -> Parsed:
    """Return what the source makes of lines of the bulk data."""
    return parse("".join(json.dumps(content) + "\n" for content in contents).encode(), ORIGIN)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_abstracts_and_citations_find_their_paper_in_the_same_input(order: tuple[int, ...]) -> None:
    """Abstracts and citations find their paper in the same input, whatever their order."""
    contents = (LINE, ABSTRACT, CITATION)
    parsed = lines(*(contents[index] for index in order))
    (paper,) = merge_papers(parsed.records)
    (reference,) = paper.references
    assert (paper.paper.title, paper.paper.abstract, paper.paper.paper_id) == ("A Title", "Text.", "arxiv:2412.99991")
    assert (reference.contexts, reference.intents) == (("Here [1].",), ("a", "b"))
    assert paper.paper.other_ids == ["corpusid:7", f"s2:{ID}"]


def test_a_paper_loaded_again_without_its_abstract_loses_nothing() -> None:
    """A paper loaded again without its abstract loses nothing: each line is a record of its own."""
    together = lines(LINE, ABSTRACT, CITATION)
    (alone,) = lines(LINE).records
    kept = {record.record_id: record for record in together.records}
    assert kept[alone.record_id] == alone
    assert {record.id for record in together.records} - {alone.id} == {
        "corpusid:7/abstract",
        f"corpusid:7/citations~{together.records[-1].digest}",
    }


def test_a_citation_of_a_paper_in_the_input_becomes_an_edge() -> None:
    """A citation of a paper in the input becomes an edge."""
    cited = {"corpusid": 8, "title": "Cited"}
    papers = merge_papers(lines(LINE, cited, CITATION).records)
    assert [target for target, *_ in resolve_references(papers).edges["title:a-title"]] == ["title:cited"]


@pytest.mark.parametrize("content", [ABSTRACT, CITATION])
def test_parts_of_papers_without_any_title_are_refused_with_the_way_to_join_them(content: dict[str, Any]) -> None:
    """Parts of papers without any title are refused with the way to join them."""
    with pytest.raises(ParseError, match="known by number alone") as caught:
        lines(content, content)
    assert "cat papers.jsonl abstracts.jsonl" in (caught.value.hint or "")


def test_parts_of_other_papers_are_rejected_or_counted() -> None:
    """Parts of other papers are rejected or counted."""
    other = {**CITATION, "citingcorpusid": 9}
    parsed = lines(LINE, {**ABSTRACT, "corpusid": 9}, other, other, {**CITATION, "citedcorpusid": None})
    assert [record.title for record in parsed.records] == ["A Title"]
    assert [(bad.reason, bad.place) for bad in parsed.rejected] == [
        ("no line of this input has the title of corpus id 9", "answer:2")
    ]
    assert [(note.what, note.count) for note in parsed.noted] == [
        ("citations by a paper whose title is not in this input are not kept", 2),
        ("a citation by or of a paper that is not known is not kept", 1),
    ]


def test_lines_of_other_datasets_are_no_papers() -> None:
    """Lines of other datasets are no papers."""
    parsed = lines(
        {"corpusid": 7, "model": "tldr@v2.0.0", "text": "Short."},
        {"corpusid": 7, "model": "specter", "vector": "[0.1]"},
        {"sha": ID, "corpusid": 7, "primary": True},
        {"id": "v", "name": "Venue", "alternate_names": []},
        {"authorid": "1", "name": "Ada"},
        {"corpusid": 7, "externalids": {}, "content": {"text": "Text.", "annotations": {}}},
    )
    assert not parsed.records
    assert len(parsed.noted) == 6
    assert [bad.reason for bad in parsed.rejected] == ["has no title"]


def test_a_wrong_field_costs_the_field_alone() -> None:
    """A wrong field costs the field alone."""
    parsed = read(
        [{"paperId": 3, "title": "A", "abstract": ["x", 1], "year": True, "authors": {}, "externalIds": "x",
          "references": [3, {"title": 4, "year": 1999}], "journal": [], "publicationDate": "2024-12-19T00:00:00Z"}]
    )  # fmt: skip
    (record,) = parsed.records
    assert (record.title, record.published, record.references) == ("A", "2024-12-19", ())
    assert {note.what for note in parsed.noted} == {
        "abstract is a list, not text: left out",
        "year is true or false, not a whole number: left out",
        "authors is an object, not a list: left out",
        "externalIds is a text, not an object: left out",
        "references[] is a number, not an object: left out",
        "references[].title is a number, not text: left out",
        "journal is a list, not an object: left out",
        "paperId is a number, not text: left out",
        "reference without an id or a title ignored",
    }


def test_half_characters_and_bytes_that_are_no_text_cost_what_holds_them() -> None:
    """Half characters and bytes that are no text cost what holds them."""
    parsed = parse(
        b'[{"paperId": "x", "title": "A", "abstract": "\\ud800"},\n{"paperId": "y", "title": "\xff"}]', ORIGIN
    )
    assert [record.abstract for record in parsed.records] == [None]
    assert [(bad.place, bad.reason, bad.snippet) for bad in parsed.rejected] == [("answer:2", "has no title", "y")]


def test_deep_nesting_ends_in_a_rejection() -> None:
    """Deep nesting ends in a rejection."""
    deep = '{"citations": [' * 20_000
    assert parse(deep.encode(), ORIGIN).rejected[0].reason == "this is nested too deeply"
    inside = (
        '{"paperId": "x", "title": "A", "citations": ' + '[{"title": "B", "citations": ' * 150 + "[]" + "}]" * 150 + "}"
    )
    assert [record.title for record in parse(inside.encode(), ORIGIN).records] == ["A", "B"]


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (b'{"paperId": "x"}', True),
        (b'\xef\xbb\xbf [null, {"paperId": "x"}]', True),
        (b'{"total": 1, "data": [{"paperId": "x"}]}', True),
        (b'{"corpusid": 1, "title": "A"}\n', True),
        (b'{"title": "paperId", "abstract": "corpusid: none"}', False),
        (b'"paperId":', False),
    ],
)
def test_an_answer_is_known_by_its_keys(answer: bytes, fits: bool) -> None:
    """An answer is known by its keys."""
    assert sniff(answer) is fits


KEYS = st.sampled_from(
    ["paperId", "title", "abstract", "authors", "name", "externalIds", "references", "citations", "year", "data", "error",
     "citedPaper", "contexts", "venue", "citingcorpusid", "citedcorpusid", "intents", "openaccessinfo", "content", "journal", "corpusid", "publicationDate", "referenceCount", "openAccessPdf", "url"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(["2024-12-19", "\ud800", "7"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_the_types_a_title_makes_a_record(content: dict[str, Any]) -> None:
    """Whatever the types a title makes a record."""
    parsed = read([{**content, "title": "A Title", "citedPaper": None} if "citedPaper" in content else content, None])
    assert parsed.records or parsed.rejected or len(parsed.noted) > 1
    parsed = read([{**{k: v for k, v in content.items() if k != "citedPaper"}, "title": "A Title"}])
    assert "A Title" in [record.title for record in parsed.records]


def test_a_reference_that_has_its_id_alone_is_kept() -> None:
    """A reference that has its id alone is kept."""
    citing = paper(references=[{"paperId": "1" * 40, "title": None}])
    assert citing.references == (Reference(other_ids=(f"s2:{'1' * 40}",)),)
