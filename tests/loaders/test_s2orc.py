"""Full texts of S2ORC."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.s2orc import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "s2orc-s2ag"
ORIGIN = Origin("s2orc", "texts.jsonl")


def read(*documents: object) -> Parsed:
    """Return what the source makes of documents, one a line."""
    return parse("".join(json.dumps(one) + "\n" for one in documents).encode(), ORIGIN)


def paragraph(text: str, section: object = "Results", **marks: str) -> dict[str, Any]:
    """Return a paragraph in which the references named cite what stands behind their names."""
    spans = [
        {"start": text.index(mark), "end": text.index(mark) + len(mark), "ref_id": key} for key, mark in marks.items()
    ]
    return {"text": text, "section": section, "cite_spans": spans, "ref_spans": []}


def document(*body: object, **fields: Any) -> PaperRecord:
    """Return the record of a document with these paragraphs."""
    content = {"paper_id": "9900", "metadata": {"title": "A Title"}, "body_text": body, "bib_entries": {}, **fields}
    (record,) = read(content).records
    return record


def bulk(text: str, **spans: object) -> dict[str, Any]:
    """Return a line of the bulk data with this text and spans."""
    annotations = {kind: json.dumps(value) for kind, value in spans.items()}
    return {"corpusid": 9900, "externalids": {}, "content": {"text": text, "annotations": annotations}}


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded texts stand beside the repository; they are not here")
def test_the_recorded_texts_are_read_with_their_sections_and_citing_sentences() -> None:
    """The recorded texts are read with their sections and citing sentences."""
    counts = {}
    for name in ("20190928-10002293.json", "20210101-24e6b80e.json"):
        data = (REAL / name).read_bytes()
        assert sniff(data[:65_536])
        parsed = parse(data, Origin("s2orc", name))
        (record,) = parsed.records
        contexts = [sentence for reference in record.references for sentence in reference.contexts]
        text = "\n".join(section.text for section in record.sections)
        assert record.abstract
        assert all(sentence in text for sentence in contexts)
        counts[name] = (len(record.sections), len(record.references), record.references_known, len(contexts))
        assert not parsed.rejected
    assert counts == {"20190928-10002293.json": (1, 61, True, 68), "20210101-24e6b80e.json": (4, 67, True, 99)}


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded texts stand beside the repository; they are not here")
@pytest.mark.parametrize(
    ("name", "sections", "references", "contexts"),
    [("20200705-18980463.json", 19, 60, 87), ("20200705-94551546.json", 23, 43, 60)],
)
def test_a_recorded_text_without_its_title_needs_the_metadata_in_the_same_input(
    name: str, sections: int, references: int, contexts: int
) -> None:
    """A recorded text without its title needs the metadata in the same input."""
    data = (REAL / name).read_bytes()
    with pytest.raises(ParseError, match="and no title") as caught:
        parse(data, Origin("s2orc", name))
    assert "cat metadata.jsonl" in (caught.value.hint or "")
    number = json.loads(data)["paper_id"]
    line = json.dumps({"paper_id": number, "title": "A Title", "has_pdf_parse": True})
    parsed = parse(line.encode() + b"\n" + data, Origin("s2orc", name))
    said, text = parsed.records
    assert (said.title, text.title, text.id) == ("A Title", "A Title", f"{number}/text")
    assert (len(text.sections), len(text.references)) == (sections, references)
    assert sum(len(reference.contexts) for reference in text.references) == contexts
    (paper,) = merge_papers(parsed.records)
    assert len(paper.record_ids) == 2


def test_consecutive_paragraphs_of_one_heading_are_one_section() -> None:
    """Consecutive paragraphs of one heading are one section."""
    record = document(
        paragraph("", ""),
        paragraph("One.", ""),
        paragraph("Two.", "A"),
        paragraph("Three.", "A"),
        paragraph("", "Above B"),
        paragraph("Four.", "B"),
        paragraph("Five.", "A"),
    )
    assert [(section.heading, section.text) for section in record.sections] == [
        (None, "One."),
        ("A", "Two.\nThree."),
        ("Above B", ""),
        ("B", "Four."),
        ("A", "Five."),
    ]


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"section": "Setup", "sec_num": "3.1"}, "3.1 Setup"),
        ({"section": "3.1 Setup", "sec_num": "3.1"}, "3.1 Setup"),
        ({"section": ["Results", "Setup"]}, "Results Setup"),
        ({"section": None, "sec_num": "3"}, None),
        ({"section": "  "}, None),
        ({"section": 7}, None),
    ],
)
def test_a_heading_has_its_number(fields: dict[str, Any], heading: str | None) -> None:
    """A heading has its number."""
    assert document({**paragraph("Text."), **fields}).sections[0].heading == heading


def test_a_reference_has_each_sentence_that_cites_it_once() -> None:
    """A reference has each sentence that cites it once."""
    record = document(
        paragraph("We cut [1] and [2]. Then we sew.", b0="[1]", b1="[2]"),
        paragraph("Sewing  was\nslow [1].", b0="[1]"),
        paragraph("Sewing was slow [1].", b0="[1]"),
        abstract=[paragraph("Cuts are old [1].", b0="[1]")],
        bib_entries={"b0": {"title": "Cuts"}, "b1": {"title": "More Cuts"}, "b2": {"title": "No Cuts"}},
    )
    assert [(reference.title, reference.contexts) for reference in record.references] == [
        ("Cuts", ("Cuts are old [1].", "We cut [1] and [2].", "Sewing was slow [1].")),
        ("More Cuts", ("We cut [1] and [2].",)),
        ("No Cuts", ()),
    ]
    assert record.references_known is True


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"links": "17", "other_ids": {"doi": ["10.5555/A"]}}, ("10.5555/a", None, ("corpusid:17",))),
        ({"link": 17, "other_ids": {}}, (None, None, ("corpusid:17",))),
        ({"link": None, "other_ids": {"arXiv": ["1706.99999v2"], "PMID": ["5"]}}, (None, "1706.99999", ("pmid:5",))),
        ({"other_ids": {"DOI": ["10.48550/arXiv.1706.99999"]}}, (None, "1706.99999", ())),
        ({"other_ids": {"DOI": ["10.5555/S0000-0000(05", "10.5555/whole(05)1"]}}, (None, None, ())),
        ({"other_ids": {"DOI": [], "PMCID": "PMC6"}}, (None, None, ("pmcid:PMC6",))),
        ({"other_ids": None}, (None, None, ())),
    ],
)
def test_ids_of_a_reference_are_read_from_every_release(entry: dict[str, Any], expected: tuple[object, ...]) -> None:
    """Ids of a reference are read from every release; a DOI that was cut at a bracket is none."""
    (reference,) = document(bib_entries={"b0": {"title": "T", **entry}}).references
    assert (reference.doi, reference.arxiv_id, reference.other_ids) == expected


@pytest.mark.parametrize(
    ("identifier", "others"),
    [
        ("9900", ("corpusid:9900",)),
        ("PMC77", ("pmcid:PMC77",)),
        ("ab" * 20, ()),
        ("9" * 40, ()),
        (9900, ("corpusid:9900",)),
    ],
)
def test_the_id_of_a_document_is_what_it_is(identifier: object, others: tuple[str, ...]) -> None:
    """The id of a document is what it is: a corpus id, PubMed Central's, or the hash of a PDF."""
    assert document(paper_id=identifier).other_ids == others


def test_a_text_finds_its_title_whichever_comes_first() -> None:
    """A text finds its title whichever comes first."""
    text = {"paper_id": "1", "body_text": [paragraph("A.")], "bib_entries": {}}
    line = {"paper_id": "1", "title": "A Title", "has_pdf_parse": True}
    for order in ((text, line), (line, text)):
        parsed = read(*order)
        assert {(record.title, len(record.sections)) for record in parsed.records} == {("A Title", 0), ("A Title", 1)}
        (paper,) = merge_papers(parsed.records)
        assert paper.paper.other_ids == ["corpusid:1"]


def test_metadata_alone_never_takes_the_place_of_a_text() -> None:
    """Metadata alone never takes the place of a text."""
    full = document(paragraph("A."), paper_id="1")
    (said,) = read({"paper_id": "1", "title": "A Title", "has_pdf_parse": True}).records
    assert full.id == "1"
    assert said.id == f"1~{said.digest}"


def test_spans_say_what_a_bulk_text_is() -> None:
    """Spans say what a bulk text is."""
    text = "Rows\nAda Example\nRows are short [1].\nRows. 2019."
    mark = text.index("[1]")
    entry = text.rindex("Rows")
    line = bulk(
        text,
        title=[{"start": 0, "end": 4}],
        author=[{"start": 5, "end": 16}],
        paragraph=[{"start": 17, "end": mark + 4}],
        bibref=[{"start": mark, "end": mark + 3, "attributes": {"ref_id": "b0"}}],
        bibentry=[{"start": str(entry), "end": str(len(text)), "attributes": {"id": "b0", "matched_paper_id": 12}}],
        bibtitle=[{"start": entry, "end": entry + 4}],
    )
    (record,) = read(line).records
    (reference,) = record.references
    assert (record.title, [author.name for author in record.authors]) == ("Rows", ["Ada Example"])
    assert [section.text for section in record.sections] == ["Rows are short [1]."]
    assert (reference.title, reference.year, reference.other_ids) == ("Rows", 2019, ("corpusid:12",))
    assert reference.contexts == ("Rows are short [1].",)


def test_a_bulk_text_with_nothing_but_its_venue_keeps_it_unless_that_is_arxiv() -> None:
    """A bulk text with nothing but its venue keeps it, unless that is arXiv."""
    for text, venue in (("Invented Letters", "Invented Letters"), ("arXiv", None)):
        line = bulk(text, title=[{"start": 0, "end": 5}], venue=[{"start": 0, "end": len(text)}])
        assert read(line).records[0].venue == venue


@pytest.mark.parametrize(
    ("spans", "note"),
    [
        ("no json", "the spans of title are no JSON: left out"),
        ("[" * 100_000, "the spans of title are no JSON: left out"),
        ("{}", "the spans of title are no list: left out"),
        ('[{"start": 0, "end": 99}]', "a span of title lies outside of the text: left out"),
        ('[{"start": 3, "end": 2}]', "a span of title lies outside of the text: left out"),
        ("[null]", "a span of title lies outside of the text: left out"),
    ],
)
def test_spans_that_are_none_cost_themselves(spans: str, note: str) -> None:
    """Spans that are none cost themselves."""
    line = bulk("Rows")
    line["content"]["annotations"]["title"] = spans
    parsed = read({**line, "title": "A Title"})
    assert note in [noted.what for noted in parsed.noted]
    assert [record.title for record in parsed.records] == ["A Title"]


def test_a_mark_outside_of_its_paragraph_is_at_its_end() -> None:
    """A mark outside of its paragraph is at its end."""
    odd = {"text": "First. Last.", "section": None, "cite_spans": [{"start": 900, "ref_id": "b0"}]}
    record = document(odd, bib_entries={"b0": {"title": "Cuts"}})
    assert record.references[0].contexts == ("Last.",)


@pytest.mark.parametrize(
    "data", [b"", b"<TEI/>", b"[1]", b"{}", b'{"error": "no"}', b"17", b'{"paper_id": "1", "body_text": []}']
)
def test_what_is_no_paper_of_s2orc_is_refused(data: bytes) -> None:
    """What is no paper of S2ORC is refused."""
    with pytest.raises(ParseError):
        parse(data, ORIGIN)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ({"paper_id": "1", "metadata": {}, "s2_pdf_hash": "", "grobid_parse": {}}, "s2orc"),
        ({"paper_id": "1", "_pdf_hash": "", "abstract": []}, "s2orc"),
        ({"paper_id": "1", "metadata": {"title": "A"}, "body_text": []}, "s2orc"),
        ({"corpusid": 1, "externalids": {}, "content": {"source": {}}}, "s2orc"),
        ({"corpusid": 1, "title": "A", "body": {"text": ""}}, "s2orc"),
        ({"corpusid": 1, "externalids": {}, "title": "A"}, "semantic-scholar"),
        ({"corpusid": 1, "openaccessinfo": {}, "abstract": "A"}, "semantic-scholar"),
        ({"title": "A", "sections": [{"text": "body_text"}]}, "jsonl"),
    ],
)
def test_s2orc_is_told_from_other_json_by_its_keys(value: object, source: str) -> None:
    """S2ORC is told from other JSON by its keys."""
    assert recognise(json.dumps(value).encode(), "-").name == source


KEYS = st.sampled_from(
    ["paper_id", "metadata", "title", "abstract", "authors", "year", "grobid_parse", "pdf_parse", "body_text", "text", "section",
     "cite_spans", "start", "ref_id", "bib_entries", "BIBREF0", "other_ids", "DOI", "links", "content", "annotations", "corpusid",
     "paragraph", "sectionheader", "author", "bibentry", "bibref", "outbound_citations", "sec_num", "body", "bibliography", "externalids", "middle"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.text(max_size=6)
    | st.sampled_from(
        [
            "2019",
            "BIBREF0",
            "\ud800",
            '[{"start": 0, "end": 1, "attributes": {"id": [], "ref_id": {}}}]',
            "[1, {}]",
            '[{"start": 0, "end": 1, "attributes": {"n": "\\ud800"}}]',
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(KEYS, JSON, max_size=9))
def test_whatever_the_types_a_title_makes_a_record(content: dict[str, Any]) -> None:
    """Whatever the types a title makes a record."""
    parsed = read({**content, "title": "A Title", "metadata": {"title": "A Title"}})
    assert [record.title for record in parsed.records] == ["A Title"]
    try:
        parsed = read(content, {"paper_id": "x" * 40, "title": "Another"})
    except ParseError:
        return
    assert len(parsed.records) + len(parsed.rejected) >= 2
