"""What GROBID reads out of a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Section
from papermesh.loaders.sources.citing_sentences import Paragraph
from papermesh.loaders.sources.grobid import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "grobid-tei"
COUNTS = {"2020.acl-main.207": (19, 56, 36), "N18-3011": (12, 27, 17)}
"""Sections, references, and references with a citing sentence of each recorded answer."""
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def read(body: str = "", *, header: str = "", back: str = "", title: str = "A Title") -> Parsed:
    """Return what the source makes of a document with these parts."""
    text = (
        f"{HEAD}<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><sourceDesc>{header}</sourceDesc>"
        f"</fileDesc></teiHeader>\n<text><body>{body}</body><back>{back}</back></text></TEI>"
    )
    return parse(text.encode(), Origin("grobid", "paper.tei.xml"))


def record(body: str = "", *, header: str = "", back: str = "") -> PaperRecord:
    """Return the record of a document with these parts."""
    (found,) = read(body, header=header, back=back).records
    return found


def entry(content: str, number: str = "b0") -> str:
    """Return a list of references with one entry."""
    return f'<div type="references"><listBibl><biblStruct xml:id="{number}">{content}</biblStruct></listBibl></div>'


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
@pytest.mark.parametrize("name", COUNTS)
def test_the_recorded_answers_are_read(name: str) -> None:
    """The recorded answers are read, each as one paper with nothing rejected."""
    data = (REAL / f"{name}.tei.xml").read_bytes()
    assert sniff(data)
    result = parse(data, Origin("grobid", name))
    (paper,) = result.records
    cited = sum(bool(reference.contexts) for reference in paper.references)
    assert (len(paper.sections), len(paper.references), cited) == COUNTS[name]
    assert paper.abstract
    assert paper.authors
    assert result.rejected == ()


def test_a_section_is_its_number_its_heading_and_a_line_for_each_paragraph() -> None:
    """A section is its number, its heading, and a line for each paragraph and item; formulas are counted."""
    result = read(
        '<div><head n="4.1">Set\n up</head><p>One\n <hi>two</hi>.</p><formula>x = 1</formula><p>Three.</p>'
        "<list><item>Four.</item></list></div><div><p>No heading.</p></div><div/>"
    )
    (paper,) = result.records
    assert paper.sections == (
        Section(heading="4.1 Set up", text="One two.\nThree.\nFour."),
        Section(text="No heading."),
    )
    assert [(note.what, note.count) for note in result.noted] == [("formulas left out", 1)]


def test_a_number_that_stands_in_the_heading_is_not_repeated() -> None:
    """Some versions leave the number in the heading's words."""
    assert record('<div><head n="5.">5. Results</head><p>x</p></div>').sections[0].heading == "5. Results"


def test_a_heading_over_subsections_and_a_division_within_one_are_sections() -> None:
    """A heading over subsections alone is a section without text, and a division within one is a section."""
    paper = record('<div><head n="4">Experiments</head><div><head n="4.1">Speed</head><p>Fast.</p></div></div>')
    assert [(part.heading, part.text) for part in paper.sections] == [("4 Experiments", ""), ("4.1 Speed", "Fast.")]


def test_a_reference_has_the_sentences_that_cite_it() -> None:
    """A reference has the sentences that cite it, each once, and what its own words say of it."""
    body = (
        '<div><head>Results</head><p>We begin. It is known <ref type="bibr" target="#b0">[1]</ref>'
        '<ref type="bibr" target="#b0">[1]</ref>, as in <ref type="figure" target="#b0">Fig. 1</ref>. '
        'Others <ref type="bibr">[9]</ref> agree.</p><p>See <ref type="bibr" target="#b0 #b7">[1, 8]</ref>.</p></div>'
    )
    content = (
        '<analytic><title level="a" type="main">Older Counts</title></analytic><monogr><title level="j">arXiv preprint '
        'arXiv:2101.99992</title><imprint><date when="2021-01-07"/></imprint></monogr><idno type="DOI">10.5555/A</idno>'
    )
    paper = record(body, back=entry(content))
    (cited,) = paper.references
    assert cited.contexts == ("It is known [1][1], as in Fig. 1.", "See [1, 8].")
    assert (cited.title, cited.year, cited.arxiv_id, cited.doi) == ("Older Counts", 2021, "2101.99992", "10.5555/a")
    assert paper.references_known is True


def test_ids_of_the_paper_are_read_and_its_pdf_names_the_record() -> None:
    """The digest of the PDF names the record: the same PDF read anew by another version takes its place."""
    ids = (
        '<idno type="MD5">0123456789ABCDEF0123456789ABCDEF</idno><idno type="DOI">10.48550/arXiv.2412.99991</idno>'
        '<idno type="PMID">123</idno>'
    )
    paper = record(header=f"<biblStruct>{ids}</biblStruct>")
    assert paper.record_id == "grobid:md5-0123456789abcdef0123456789abcdef"
    assert (paper.arxiv_id, paper.doi, paper.other_ids) == ("2412.99991", None, ("pmid:123",))
    assert record(header='<biblStruct><idno type="MD5">?</idno></biblStruct>').record_id.startswith(
        "grobid:title:a-title~"
    )


def test_a_broken_file_keeps_what_stands_before_the_break_under_an_id_of_its_own() -> None:
    """What stands before the break is kept, and does not take the place of the whole."""
    whole = (
        f'{HEAD}<teiHeader><titleStmt><title>T</title></titleStmt><biblStruct><idno type="MD5">{"0" * 32}</idno>'
        "</biblStruct></teiHeader>\n<text><body><div><head>Results</head><p>Good.</p></div>\n<div><p>Cut"
    )
    result = parse(whole.encode(), Origin("grobid", "cut.xml"))
    (paper,) = result.records
    assert [part.text for part in paper.sections] == ["Good."]
    assert paper.references_known is None
    assert paper.id != f"md5-{'0' * 32}"
    assert [(bad.reason, bad.place) for bad in result.rejected] == [
        ("the file ends in the middle of its XML; nothing behind it is read", "cut.xml:3")
    ]


def test_bytes_that_are_no_text_cost_a_mark_and_not_the_paper() -> None:
    """Each bad byte is a mark in the text, and a note says so."""
    data = f"{HEAD}<teiHeader><titleStmt><title>T</title></titleStmt></teiHeader>\n<div><p>A \x01 b</p></div></TEI>"
    result = parse(data.encode().replace(b"\x01", b"\xff"), Origin("grobid", "bytes.xml"))
    assert result.records[0].sections[0].text == "A \ufffd b"
    assert [note.place for note in result.noted] == ["bytes.xml:2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[BAD_INPUT_DATA] PDF to XML conversion failed", "GROBID answers with an error: BAD_INPUT_DATA PDF to XML conv"),
        (b"[NO_BLOCKS] PDF parsing resulted in empty content", "GROBID answers with an error: NO_BLOCKS"),
        (b"<html><head><title>Error 503 Service Unavailable</title></head></html>", "a web page .'Error 503 Service Un"),
        (b"<!DOCTYPE html><html><body>busy</body></html>", "this is a web page, and no TEI"),
        (b"%PDF-1.5 \x00", "this is a PDF, and no TEI"),
        (b" \n", "this is empty"),
        (b"<article><title>A</title></article>", "this is no TEI: no TEI, but <article>"),
        (b"milk and eggs", "this is no TEI"),
    ],
)  # fmt: skip
def test_what_is_no_tei_is_refused_as_what_it_is(data: bytes, reason: str) -> None:
    """An error of GROBID's, a web page or a PDF is named, and the hint says how to run GROBID."""
    with pytest.raises(ParseError, match=reason) as caught:
        parse(data, Origin("grobid", "paper.tei.xml"))
    assert "processFulltextDocument" in (caught.value.hint or "")
    assert caught.value.where == "paper.tei.xml:1"


def test_a_document_without_a_title_is_rejected_with_its_place() -> None:
    """An answer in which GROBID found nothing is no paper, and the reason tells which of the two it is."""
    nothing = read(title="")
    assert [(bad.reason, bad.place) for bad in nothing.rejected] == [
        ("GROBID found no text in the PDF; a scan needs OCR first", "paper.tei.xml:1")
    ]
    untitled = read("<div><p>Words.</p></div>", title=" ")
    assert [(bad.reason, bad.snippet) for bad in untitled.rejected] == [("has no title: GROBID found none", "Words.")]
    assert nothing.records == untitled.records == ()


def test_other_xml_is_not_taken_for_tei() -> None:
    """Only a document whose first element is TEI is one."""
    assert sniff(b"<?xml version='1.0'?>\n<!-- made --><TEI>")
    assert sniff(b"\xef\xbb\xbf<tei:TEI xmlns:tei='http://www.tei-c.org/ns/1.0'>")
    assert not sniff(b"<feed><TEI></TEI></feed>")
    assert not sniff(b"<TEIother>")


PIECES = st.sampled_from(
    [
        "<div>", "</div>", "<p>", "</p>", "<head n='4'>", "</head>", "words. ", "More", "<ref type='bibr' target='#b0'>",
        "</ref>", "<figure>", "</figure>", "<listBibl>", "</listBibl>", "<biblStruct xml:id='b0'>", "</biblStruct>",
        "<title>", "</title>", "<date when='2020-13'/>", "<idno type='arXiv'>", "</idno>", "<!-- c -->", "<?pi?>", "&amp;",
        "<formula>", "</formula>", "\n", "é", "<list><item>", "</item></list>", "<teiHeader>", "</teiHeader>",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_elements_make_records_or_rejections(content: str) -> None:
    """Whatever stands within a document, it is a paper or a rejection, and every section has a heading or text."""
    data = (
        f"{HEAD}<teiHeader><titleStmt><title>T</title></titleStmt></teiHeader><text><body>{content}</body></text></TEI>"
    )
    result = parse(data.encode(), Origin("grobid", "any.xml"))
    assert len(result.records) == 1
    assert all(part.text or part.heading for paper in result.records for part in paper.sections)
    for paper in result.records:
        text = "\n".join(part.text for part in paper.sections)
        assert all(context in text for reference in paper.references for context in reference.contexts)


@given(st.lists(st.tuples(st.text(" ab.[1]\n", max_size=12), st.booleans()), max_size=12))
def test_a_citing_sentence_is_a_part_of_its_paragraph(pieces: list[tuple[str, bool]]) -> None:
    """The text is the words with one space between, and each citation that has words around it has its sentence."""
    paragraph = Paragraph()
    for text, cites in pieces:
        if cites:
            paragraph.cite("b0")
        paragraph.add(text)
    whole = " ".join("".join(text for text, _ in pieces).split())
    assert paragraph.text == whole
    contexts = paragraph.contexts()
    assert all(sentence in whole for _, sentence in contexts)
    assert bool(contexts) == (bool(whole) and any(cites for _, cites in pieces))
