"""Bibliographies."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources.bibtex import parse
from papermesh.loaders.sources.latex import decoded, unescaped_url

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "bibtex"


def read(text: str) -> Parsed:
    """Return what the source makes of a text."""
    return parse(text.encode(), Origin("bibtex", "refs.bib"))


def entry(fields: str) -> PaperRecord:
    """Return the record of an entry with these fields."""
    (record,) = read(f"@article{{key, title = {{A Title}}, {fields}}}").records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real bibliographies stand beside the repository; they are not here")
@pytest.mark.parametrize(
    ("name", "records", "rejected", "noted"),
    [
        ("example_input.bib", 190, 1, 3),
        ("example_output.bib", 190, 0, 1),
        ("iclr2019.bib", 502, 0, 1),
        ("neurips2020.bib", 1000, 0, 0),
    ],
)
def test_every_entry_of_the_real_bibliographies_is_accounted_for(
    name: str, records: int, rejected: int, noted: int
) -> None:
    """Every entry of the real bibliographies is accounted for."""
    data = (REAL / name).read_bytes()
    parsed = parse(data, Origin("bibtex", name))
    noted_entries = [note for note in parsed.noted if "@string" not in note.what]
    assert (len(parsed.records), len(parsed.rejected), len(noted_entries)) == (records, rejected, noted)
    entries = sum(line.startswith(b"@") and not line.lower().startswith(b"@string") for line in data.split(b"\n"))
    assert records + rejected + noted == entries
    assert all(record.authors and record.year for record in parsed.records)
    assert not any(set("{}\\") & set(record.title) for record in parsed.records)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Example and Bo Sample", ["Ada Example", "Bo Sample"]),
        ("Example, Ada and Sample, Jr., Bo", ["Ada Example", "Bo Sample Jr."]),
        ("van der Sample, Bo", ["Bo van der Sample"]),
        ("{The Counting Group} and others", ["The Counting Group"]),
        (r"M{\"u}ller, Jos{\'e} and {\L}ukasz \v{C}apek", ["José Müller", "Łukasz Čapek"]),
        ("Wei Example 0001", ["Wei Example"]),
        ("Ada\n   Example  and\n Bo Sample", ["Ada Example", "Bo Sample"]),
    ],
)
def test_authors_are_named_first_name_first(author: str, names: list[str]) -> None:
    """Authors are named first name first."""
    assert [person.name for person in entry(f"author = {{{author}}}").authors] == names


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("eprint = {2412.99991}, archiveprefix = {arXiv}", "2412.99991"),
        ("eprint = {2412.99991v3}", "2412.99991"),
        ("eprint = {2412.99991}, eprinttype = {arxiv}", "2412.99991"),
        ("eprint = {hep-th/9901001}, archivePrefix = {arXiv}", "hep-th/9901001"),
        ("journal = {arXiv preprint arXiv:2412.99991}", "2412.99991"),
        ("journal = {CoRR}, volume = {abs/2412.99991}", "2412.99991"),
        ("journal = {ArXiv}, volume = {abs/2412.99991}", "2412.99991"),
        ("note = {arXiv:2412.99991 [cs.LG]}", "2412.99991"),
        ("doi = {10.48550/arXiv.2412.99991}", "2412.99991"),
        ("eprint = {12345}, archiveprefix = {hal}", None),
        ("eprint = {2412.99991}, archiveprefix = {hal}", None),
        ("journal = {Journal of Counting}, volume = {2412}", None),
    ],
)
def test_the_arxiv_id_is_found_where_people_write_it(fields: str, identifier: str | None) -> None:
    """The arXiv id is found where people write it."""
    record = entry(fields)
    assert record.arxiv_id == identifier
    assert record.doi is None


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("journal = {Information \\& Counting}", "Information & Counting"),
        ("booktitle = {Workshop}", "Workshop"),
        ("journal = {arXiv preprint arXiv:2412.99991}", None),
        ("journal = {CoRR}", None),
    ],
)
def test_the_venue_is_where_it_was_published(fields: str, venue: str | None) -> None:
    """The venue is where it was published."""
    assert entry(fields).venue == venue


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (r"{BERT}: {\textdollar}k{\textdollar}-Means for {\"U}ber Models", "BERT: k-Means for Über Models"),
        (r"Costs of $5 and more", "Costs of $5 and more"),
        (r"Saving 50% of it", "Saving 50% of it"),
        (r"Saving 50\% of {\emph{it}}", "Saving 50% of it"),
        (r"Text {\&} Data", "Text & Data"),
        (r"Learning{\unicode{8203}} Well", "Learning Well"),
        ("Plain {Braces}", "Plain Braces"),
    ],
)
def test_latex_becomes_plain_text(raw: str, plain: str) -> None:
    """LaTeX becomes plain text."""
    assert decoded([raw]) == [plain]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        (r"{\textless}i{\textgreater}k{\textless}/i{\textgreater}-{Means}", "k-Means"),
        (r"H{\textless}sub{\textgreater}2{\textless}/sub{\textgreater}O", "H2O"),
        (r"When p \textless 0.05 and q \textgreater{} 1", "When p < 0.05 and q > 1"),
        (r'{\textless}span class="nocase"{\textgreater}bert{\textless}/span{\textgreater}', "bert"),
    ],
)
def test_tags_that_zotero_spells_out_are_tags(title: str, plain: str) -> None:
    """Tags that Zotero spells out are tags, and other signs stay."""
    (record,) = read(f"@article{{key, title = {{{title}}}}}").records
    assert record.title == plain


def test_ids_in_a_note_of_zotero_are_read() -> None:
    """Ids in a note of Zotero are read."""
    record = entry("note = {DOI: 10.5555/A\nPMID: 12\nPMCID: PMC34}")
    assert (record.doi, record.other_ids) == ("10.5555/a", ("pmid:12", "pmcid:PMC34"))
    assert entry("pmid = {12}, doi = {10.5555/B}, note = {DOI: 10.5555/A}").doi == "10.5555/b"
    assert entry("file = {Full Text:/home/reader/10.5555/C.pdf:application/pdf}, urldate = {2024-01-05}").year is None


def test_an_address_loses_its_latex() -> None:
    """An address loses its LaTeX."""
    assert unescaped_url(r"\url{https://example.org/a\_b}") == "https://example.org/a_b"
    assert entry(r"url = {https://example.org/a\_b\%20c}").url == "https://example.org/a_b%20c"


def test_dates_are_read_and_a_year_that_is_none_is_noted() -> None:
    """Dates are read and a year that is none is noted."""
    assert (entry("year = 2020").year, entry("year = {c. 2020}").year) == (2020, 2020)
    dated = entry("date = {2021-03-04}")
    assert (dated.year, dated.published) == (2021, "2021-03-04")
    assert [note.what for note in read("@misc{a, title={B}, year={in press}}").noted] == ["no year in 'in press'"]


def test_a_file_of_abbreviations_alone_is_accounted_for() -> None:
    """A file of abbreviations alone is accounted for."""
    parsed = parse(b'% mine\n@string{ws = "Workshop"}\n@string{jr = "Journal"}\n', Origin("bibtex", "any.bib"))
    assert not parsed.records
    assert ("abbreviations are defined (@string)", "any.bib:2", 2) in {(n.what, n.place, n.count) for n in parsed.noted}


def test_strings_are_put_in_and_joined() -> None:
    """Strings are put in and joined."""
    text = (
        '@string{ws = {Workshop}}\n@string{full = ws # " on Counting"}\n@misc{a, title = {B}, journal = full # { 2020}}'
    )
    assert read(text).records[0].venue == "Workshop on Counting 2020"


def test_field_names_are_read_in_any_case_and_blocks_in_brackets_too() -> None:
    """Field names are read in any case and blocks in brackets too."""
    (record,) = read('@ARTICLE(key, TITLE = "A {Title}", Year = "2020")').records
    assert (record.title, record.year) == ("A Title", 2020)


def test_a_key_used_for_different_entries_loses_none_of_them_whatever_their_order() -> None:
    """A key used for different entries loses none of them whatever their order."""
    one, other = "@misc{k, title = {One}}", "@misc{k, title = {Other}}"
    first, second = read(f"{one}\n{other}\n{one}"), read(f"{other}\n{one}")
    assert {r.record_id for r in first.records} == {r.record_id for r in second.records}
    assert [(note.what, note.place) for note in first.noted] == [("the same record stands at refs.bib:1", "refs.bib:3")]


def test_one_key_in_two_files_makes_two_records() -> None:
    """One key in two files makes two records."""
    one, other = read("@misc{smith2020, title = {One}}"), read("@misc{smith2020, title = {Other}}")
    assert one.records[0].record_id != other.records[0].record_id


def test_an_entry_of_other_bytes_is_rejected_alone() -> None:
    """An entry of other bytes is rejected alone."""
    data = b"@misc{a, title = {Caf\xe9}}\n@misc{b, title = {Caf\xc3\xa9}}"
    parsed = parse(data, Origin("bibtex", "refs.bib"))
    assert [record.title for record in parsed.records] == ["Café"]
    assert [(item.place, item.reason) for item in parsed.rejected] == [("refs.bib:1", "holds bytes that are not UTF-8")]


def test_the_parser_keeps_its_complaints_to_itself(caplog: pytest.LogCaptureFixture) -> None:
    """The parser keeps its complaints to itself."""
    with caplog.at_level(logging.DEBUG):
        parsed = read("@misc{a, title = {Never closed\n@misc{b, title = {B}}")
    assert len(parsed.rejected) == len(parsed.records) == 1
    assert caplog.records == []
