"""RIS, and the tagged files of Web of Science."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.ris import parse
from papermesh.loaders.sources.written_facts import labelled, person, written_arxiv, written_date

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "ris"


def read(*lines: str) -> Parsed:
    """Return what the source makes of lines."""
    return parse("\n".join(lines).encode(), Origin("ris", "refs.ris"))


def one(*fields: str) -> PaperRecord:
    """Return the record of an article with these fields."""
    (record,) = read("TY  - JOUR", "TI  - A Title", *fields, "ER  - ").records
    return record


def cited(*lines: str) -> PaperRecord:
    """Return the record of a paper of Web of Science with these lines."""
    (record,) = read("PT J", "TI A Title", *lines, "ER").records
    return record


def notes(parsed: Parsed) -> set[tuple[str, str, int]]:
    """Return what is noted as what, line and count."""
    return {(note.what, note.place.rpartition(":")[2], note.count) for note in parsed.noted}


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real RIS files stand beside the repository; they are not here")
def test_every_record_of_the_real_files_is_accounted_for() -> None:
    """Every record of the real files is accounted for."""
    counts = {}
    for path in sorted(REAL.glob("*.ris")):
        data = path.read_bytes()
        parsed = parse(data, Origin("ris", path.name))
        assert recognise(data, "-").name == "ris"
        assert all(record.authors and record.year and record.abstract for record in parsed.records)
        counts[path.name] = (len(parsed.records), len(parsed.rejected), len(parsed.noted))
    assert counts == {
        "example_extraneous_data.ris": (2, 0, 2),
        "example_full.ris": (2, 0, 2),
        "example_full_without_whitespace.ris": (2, 0, 2),
        "example_wos.ris": (2, 0, 3),
        "litstudy-example.ris": (25, 0, 1),
    }


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real RIS files stand beside the repository; they are not here")
def test_the_references_of_the_real_web_of_science_file_are_those_with_an_id() -> None:
    """The references of the real Web of Science file are those with an id."""
    data = (REAL / "example_wos.ris").read_bytes()
    parsed = parse(data, Origin("ris", "wos.ris"))
    assert [len(record.references) for record in parsed.records] == [54, 73]
    assert sum(len(record.references) for record in parsed.records) == data.count(b", DOI ")
    assert ("reference without an id or a title ignored", "3", 18) in notes(parsed)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["TY  - JOUR", "TI  - A Title", "ER  - "], "A Title"),
        (["TY  -JOUR", "TI  -A Title", "ER  -"], "A Title"),
        (["\ufeffTY  - JOUR\r", "TI  - A Title\r", "ER  - \r"], "A Title"),
        (["  TY  - JOUR", "  TI  - A Title", "  ER  - "], "A Title"),
        (["TY - JOUR", "TI - A Title", "ER - "], "A Title"),
        (["TY\t- JOUR", "TI\t- A Title", "ER"], "A Title"),
        (["TY  - JOUR", "T1  - A Title"], "A Title"),
        (["TY  - JOUR", "TI  - A <i>Title</i>", "      of &amp; Two Lines"], "A Title of & Two Lines"),
        (["Provider: X", "", "1.", "TY  - JOUR", "TI  - A Title", "TY  - JOUR"], "A Title"),
    ],
)
def test_a_title_is_found_however_the_tags_are_written(lines: list[str], title: str) -> None:
    """A title is found however the tags are written."""
    assert [record.title for record in read(*lines).records] == [title]


def test_a_record_without_its_end_loses_nothing() -> None:
    """A record without its end loses nothing."""
    parsed = read("TY  - JOUR", "TI  - One", "", "2. of 2", "TY  - JOUR", "TI  - Two")
    assert [(record.title, record.place) for record in parsed.records] == [("One", "refs.ris:1"), ("Two", "refs.ris:5")]
    assert notes(parsed) == {
        ("a record has no ER", "1", 1),
        ("text outside records: 2. of 2", "4", 1),
        ("the file ends before the record's ER", "5", 1),
    }


def test_every_line_that_is_in_no_record_is_noted() -> None:
    """Every line that is in no record is noted."""
    parsed = read("Head", "Second", "TY  - JOUR", "TI  - One", "ER  - ", "ER  - ", "Foot")
    assert notes(parsed) == {
        ("text outside records: Head", "1", 2),
        ("an ER without a record", "6", 1),
        ("text outside records: Foot", "7", 1),
    }


def test_a_record_without_its_type_is_read_and_one_without_a_title_rejected() -> None:
    """A record without its type is read and one without a title rejected."""
    parsed = read("TY  - JOUR", "AU  - Nobody", "ER  - ", "TI  - Typeless", "ER  - ")
    assert [record.title for record in parsed.records] == ["Typeless"]
    assert notes(parsed) == {("a record has no TY", "4", 1)}
    assert [(bad.reason, bad.place, bad.snippet) for bad in parsed.rejected] == [
        ("this record has no title", "refs.ris:1", "AU Nobody")
    ]


def test_unknown_tags_are_counted_and_of_repeated_ones_the_first_is_kept() -> None:
    """Unknown tags are counted and of repeated ones the first is kept."""
    record = ["TY  - JOUR", "TI  - A", "TI  - B", "TI  - A", "ZZ  - 1", "UK  - 2", "ER  - "]
    parsed = read(*record, *(line.replace("  - A", "  - C") for line in record))
    assert [paper.title for paper in parsed.records] == ["A", "C"]
    assert notes(parsed) == {
        ("unknown tag ZZ ignored", "1", 2),
        ("unknown tag UK ignored", "1", 2),
        ("tag given twice, the first is kept: TI", "1", 2),
    }


def test_what_is_no_paper_is_noted() -> None:
    """What is no paper is noted."""
    assert notes(read("TY  - PAT", "TI  - A Machine", "ER  - ")) == {("a patent, not a paper: A Machine", "1", 1)}


def test_bytes_that_are_no_text_cost_their_field() -> None:
    """Bytes that are no text cost their field."""
    parsed = parse(b"TY  - JOUR\nTI  - Sound\nAB  - Caf\xe9\nER  - \n", Origin("ris", "refs.ris"))
    assert [(record.title, record.abstract) for record in parsed.records] == [("Sound", None)]
    assert notes(parsed) == {("AB holds bytes that are not UTF-8: left out", "1", 1)}


def test_an_abstract_keeps_its_paragraphs_and_its_line() -> None:
    """An abstract keeps its paragraphs and its line."""
    record = one("AB  - First line", "of two.", "", "Second paragraph.", "AB  - Third.")
    assert record.abstract == "First line of two.\nSecond paragraph.\nThird."
    assert record.abstract_place == "refs.ris:3"
    assert one("N2  - Older tag.").abstract == "Older tag."


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (["AU  - Example, Ada", "AU  - Sample, Bo, Jr."], ["Ada Example", "Bo Sample Jr."]),
        (["AU  - M. Müller", "AU  - Group of Counting"], ["M. Müller", "Group of Counting"]),
        (["A1  - Example, Ada", "A2  - Editor, Ed"], ["Ada Example"]),
        (["AU  - Example, Ada; Sample, Bo", "AU  - et al."], ["Ada Example", "Bo Sample"]),
        (["AU  - Example, Ada", "Sample, Bo"], ["Ada Example", "Bo Sample"]),
    ],
)
def test_authors_are_named_first_name_first(fields: list[str], names: list[str]) -> None:
    """Authors are named first name first."""
    assert [author.name for author in one(*fields).authors] == names


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        (["DO  - 10.48550/arXiv.2412.99991"], "2412.99991"),
        (["UR  - http://arxiv.org/abs/2412.99991v2"], "2412.99991"),
        (["L1  - https://arxiv.org/pdf/2412.99991.pdf"], "2412.99991"),
        (["N1  - arXiv:2412.99991 [cs.LG]"], "2412.99991"),
        (["N1  - Compare arXiv:2412.99991"], None),
        (["M1  - arXiv:2412.99991"], "2412.99991"),
        (["AN  - 2412.99991", "DP  - arXiv.org"], "2412.99991"),
        (["AN  - 2412.99991"], None),
        (["JO  - CoRR", "VL  - abs/2412.99991"], "2412.99991"),
        (["JO  - arXiv preprint arXiv:2412.99991"], "2412.99991"),
    ],
)
def test_the_arxiv_id_is_found_where_exporters_put_it(fields: list[str], identifier: str | None) -> None:
    """The arXiv id is found where exporters put it."""
    record = one(*fields)
    assert (record.arxiv_id, record.doi, record.venue) == (identifier, None, None)


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        (["DO  - https://doi.org/10.5555/A.1"], "10.5555/a.1"),
        (["DO  - none", "DO  - 10.5555/a.1"], "10.5555/a.1"),
        (["M3  - doi: 10.5555/a.1"], "10.5555/a.1"),
        (["M3  - Article"], None),
        (["UR  - https://example.org/a; https://doi.org/10.5555/a.1"], "10.5555/a.1"),
    ],
)
def test_the_doi_is_found_where_exporters_put_it(fields: list[str], identifier: str | None) -> None:
    """The DOI is found where exporters put it."""
    assert one(*fields).doi == identifier


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        (["T2  - Journal of Counting", "J2  - J. Count."], "Journal of Counting"),
        (["T2  - Lecture Notes in Computer Science", "C3  - Workshop on Numbers"], "Workshop on Numbers"),
        (["JA  - J. Count."], "J. Count."),
        (["T2  - arXiv.org"], None),
    ],
)
def test_the_venue_is_the_fullest_name(fields: list[str], venue: str | None) -> None:
    """The venue is the fullest name."""
    assert one(*fields).venue == venue


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        (["PY  - 2019", "DA  - 2019/05/12/"], (2019, "2019-05-12")),
        (["PY  - 2019", "DA  - May 12"], (2019, "2019-05-12")),
        (["PY  - 2019", "Y1  - 24-27 Sept. 2019"], (2019, "2019-09")),
        (["PY  - 2019", "DA  - 2018/12/31"], (2019, "2019")),
        (["Y1  - 2014//"], (2014, "2014")),
        (["PY  - forthcoming"], (None, None)),
    ],
)
def test_the_most_precise_date_of_the_stated_year_counts(
    fields: list[str], date: tuple[int | None, str | None]
) -> None:
    """The most precise date of the stated year counts."""
    record = one(*fields)
    assert (record.year, record.published) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1 Jan.-Feb. 2019", "2019"),
        ("Mar. 3rd, 2021", "2021-03-03"),
        ("Spring 2019", "2019"),
        ("2019-2020", "2019"),
        ("2019/00/00", "2019"),
        ("[2019]", "2019"),
        ("2019 Dec 24", "2019-12-24"),
        ("12/05/2019", "2019"),
        ("20190512", None),
        ("n.d.", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_plain(text: str, date: str | None) -> None:
    """A date is as precise as it is plain."""
    assert written_date(text) == date


def test_ids_in_notes_stand_behind_their_label() -> None:
    """Ids in notes stand behind their label."""
    assert labelled(["tex.eprint: 2412.99991", "DOI: 10.5555/a", "see PMID: 1", "PMCID: PMC7"]) == {
        "arxiv": "2412.99991", "doi": "10.5555/a", "pmcid": "PMC7",
    }  # fmt: skip
    assert written_arxiv("math.GT/0309136") is None
    assert person("Counting, Measuring, Weighing, and Co.") == "Counting, Measuring, Weighing, and Co."


def test_web_of_science_gives_full_names_orcids_and_its_own_ids() -> None:
    """Web of Science gives full names, ORCIDs and its own ids."""
    record = cited(
        "AU Example, A", "   Sample, B", "AF Example, Ada", "   Sample, Bo",
        "OI Sample, Bo/0000-0002-1825-0097", "PM 123", "UT WOS:0009", "PD DEC 19", "PY 2024",
    )  # fmt: skip
    assert [(author.name, author.orcid) for author in record.authors] == [
        ("Ada Example", None),
        ("Bo Sample", "0000-0002-1825-0097"),
    ]
    assert record.other_ids == ("pmid:123", "wos:0009")
    assert record.published == "2024-12-19"
    assert (record.id or "").startswith("WOS:0009~")


def test_an_indented_line_that_looks_like_a_tag_goes_on_with_the_one_above() -> None:
    """An indented line that looks like a tag goes on with the one above."""
    assert cited("AB We count", "   AU and", "   ER").abstract == "We count AU and ER"


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (["CR Draft H, 1998, NUMBERS, V3, DOI 10.5555/a", "NR 1"], True),
        (["CR Draft H, 1998, NUMBERS, V3, DOI 10.5555/a", "NR 2"], False),
        (["CR Draft H, 1998, NUMBERS, V3, DOI 10.5555/a", "   Case D, 2001, COUNT, V1", "NR 2"], False),
        (["NR 0"], None),
    ],
)
def test_references_are_known_where_all_of_them_have_an_id(lines: list[str], known: bool | None) -> None:
    """References are known where all of them have an id."""
    assert cited(*lines).references_known is known


def test_one_paper_in_two_exports_makes_two_records() -> None:
    """One paper in two exports makes two records, so that neither load undoes the other."""
    assert one("ID  - 1", "PY  - 2019").record_id != one("ID  - 1", "PY  - 2020").record_id


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no line begins a record"),
        (b"<html><body>404</body></html>", "no line begins a record"),
        (b"PMID- 123\nTI  - A Title\n", "this is MEDLINE, not RIS"),
    ],
)
def test_what_is_no_ris_is_refused(data: bytes, words: str) -> None:
    """What is no RIS is refused."""
    with pytest.raises(ParseError, match=words):
        parse(data, Origin("ris", "refs.ris"))


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b"Provider: X\r\n\r\nTY  - JOUR\r\nTI  - A\r\n", "ris"),
        (b"\xef\xbb\xbfFN Clarivate\nVR 1.0\nPT J\nAU A, B\n", "ris"),
        (b"% see TY  - JOUR\n@article{a, title={B}}", "bibtex"),
    ],
)
def test_a_file_is_recognised_by_how_a_record_begins(data: bytes, source: str) -> None:
    """A file is recognised by how a record begins."""
    assert recognise(data, "export.txt").name == source
