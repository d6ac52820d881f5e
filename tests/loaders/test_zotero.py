"""Zotero's own exports."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.zotero import parse
from tests.loaders import golden

ORIGIN = Origin("zotero", "library")
COLUMNS = [
    "Key",
    "Item Type",
    "Publication Year",
    "Author",
    "Title",
    "DOI",
    "Url",
    "Abstract Note",
    "Date",
    "Extra",
    "Notes",
]
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" '
    'xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def read(*items: object) -> Parsed:
    """Return what the source makes of items as the web API gives them."""
    data = [
        {"key": "ABCD2345", "version": 1, "library": {}, "data": one} if isinstance(one, dict) else one for one in items
    ]
    return parse(json.dumps(data).encode(), ORIGIN)


def item(**fields: Any) -> PaperRecord:
    """Return the record of an article with these fields."""
    (record,) = read({"itemType": "journalArticle", "title": "A Title", **fields}).records
    return record


def table(*rows: dict[str, str], ends: str = "\n") -> bytes:
    """Return a CSV export of these rows."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=ends)
    writer.writerow(COLUMNS)
    writer.writerows([[row.get(name, "") for name in COLUMNS] for row in rows])
    return ("\ufeff" + file.getvalue()).encode()


def rdf(*elements: str) -> Parsed:
    """Return what the source makes of an RDF export of these elements."""
    return parse((RDF + "".join(elements) + "</rdf:RDF>").encode(), ORIGIN)


def article(inner: str, about: str = "#item_1") -> str:
    """Return an article of an RDF export."""
    return f'<bib:Article rdf:about="{about}"><z:itemType>journalArticle</z:itemType>{inner}</bib:Article>'


@pytest.mark.parametrize(
    ("extra", "arxiv", "doi", "others"),
    [
        ("arXiv: 2301.99991", "2301.99991", None, ()),
        ("arXiv:2301.99991 [cs]", "2301.99991", None, ()),
        ("Citation Key: a\narXiv:2301.99991 [cs]", "2301.99991", None, ()),
        ("DOI: 10.5555/A\nPMID: 5\nPMCID: PMC6", None, "10.5555/a", ("pmid:5", "pmcid:PMC6")),
        ("tex.eprint: 2301.99991", "2301.99991", None, ()),
        ("better than arXiv:2301.99991", None, None, ()),
        (None, None, None, ()),
        (7, None, None, ()),
    ],
)
def test_ids_are_read_from_lines_of_extra(
    extra: object, arxiv: str | None, doi: str | None, others: tuple[str, ...]
) -> None:
    """Ids are read from lines of extra."""
    record = item(extra=extra)
    assert (record.arxiv_id, record.doi, record.other_ids) == (arxiv, doi, others)


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ({"DOI": "10.48550/arXiv.2301.99991"}, "2301.99991"),
        ({"url": "http://arxiv.org/abs/2301.99991v2"}, "2301.99991"),
        ({"archiveID": "arXiv:2301.99991"}, "2301.99991"),
        ({"repository": "arXiv", "archiveID": "2301.99991"}, "2301.99991"),
        ({"libraryCatalog": "arXiv.org", "number": "2301.99991"}, "2301.99991"),
        ({"repository": "Zenodo", "archiveID": "2301.99991"}, None),
        ({"publicationTitle": "arXiv:2301.99991 [cs]"}, "2301.99991"),
    ],
)
def test_the_arxiv_id_is_found_where_zotero_puts_it(fields: dict[str, str], identifier: str | None) -> None:
    """The arXiv id is found where Zotero puts it, and arXiv is no venue and no DOI."""
    record = item(**fields)
    assert (record.arxiv_id, record.doi, record.venue) == (identifier, None, None)


@pytest.mark.parametrize(
    ("creators", "names"),
    [
        ([{"firstName": "Ada", "lastName": "Example", "creatorType": "author"}], ["Ada Example"]),
        ([{"name": "Group, Nowhere", "creatorType": "author"}], ["Group, Nowhere"]),
        ([{"lastName": "Example", "creatorType": "editor"}], []),
        ([{"lastName": "B", "creatorType": "contributor"}, {"lastName": "Ada", "creatorType": "author"}], ["Ada"]),
        ([{"firstName": "Bo", "lastName": "Talk", "creatorType": "presenter"}], ["Bo Talk"]),
        ([{"firstName": "Cy", "lastName": "Help", "creatorType": "contributor"}], ["Cy Help"]),
        ([{"lastName": "", "firstName": "", "creatorType": "author"}], []),
        ([7, None, {"creatorType": "author"}], []),
        (None, []),
        ({}, []),
    ],
)
def test_authors_are_those_whose_work_it_is(creators: object, names: list[str]) -> None:
    """Authors are those whose work it is: no editors, and who contributed only where nobody else is named."""
    assert [author.name for author in item(creators=creators).authors] == names


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"publicationTitle": "Letters"}, "Letters"),
        ({"itemType": "conferencePaper", "proceedingsTitle": "Proceedings", "conferenceName": "WSN"}, "Proceedings"),
        ({"itemType": "conferencePaper", "proceedingsTitle": "", "conferenceName": "WSN"}, "WSN"),
        ({"itemType": "bookSection", "bookTitle": "A Book"}, "A Book"),
        ({"itemType": "thesis", "series": "Theses"}, None),
        ({"publicationTitle": "arXiv"}, None),
    ],
)
def test_the_venue_is_where_it_was_published(fields: dict[str, str], venue: str | None) -> None:
    """The venue is where it was published."""
    assert item(**fields).venue == venue


def test_attachments_notes_and_marks_are_counted_and_are_no_papers() -> None:
    """Attachments, notes and marks are counted and are no papers."""
    parsed = read(
        {"itemType": "attachment", "title": "PDF", "linkMode": "imported_file"},
        {"itemType": "attachment", "title": "Snapshot", "linkMode": "imported_url"},
        {"itemType": "note", "note": "<p>A</p>"},
        {"itemType": "annotation", "parentItem": "ABCD2345"},
        {"itemType": "journalArticle", "title": "A", "attachments": [{}, {}], "notes": [{}]},
    )
    assert [record.title for record in parsed.records] == ["A"]
    assert [(note.what, note.count) for note in parsed.noted] == [
        ("an attachment, not a paper", 2),
        ("a note, not a paper", 1),
        ("a mark in a PDF, not a paper", 1),
        ("attachments of an item are no papers", 2),
        ("notes to an item are no papers", 1),
    ]
    assert not parsed.rejected


def test_no_path_of_a_file_is_kept() -> None:
    """No path of a file is kept."""
    for sample in golden.samples("zotero"):
        kept = json.dumps([record.model_dump(mode="json") for record in golden.parsed(sample).records])
        assert "/home/" not in kept
        assert ".pdf" not in kept


def test_texts_of_a_table_can_go_over_lines_and_hold_quotes_and_commas() -> None:
    """Texts of a table can go over lines and hold quotes and commas, and each row has its line."""
    rows = (
        {
            "Key": "ABCD2345",
            "Title": 'Of "Quotes", and More',
            "Abstract Note": 'One,\n"two"\n\nthree.',
            "Author": "A, B; C, D",
        },
        {"Key": "BCDE3456", "Title": "Next", "Notes": "<p>\n</p>"},
    )
    for ends in ("\n", "\r\n", "\r"):
        first, second = parse(table(*rows, ends=ends), ORIGIN).records
        assert (first.title, first.abstract) == ('Of "Quotes", and More', 'One,\n"two"\nthree.')
        assert [author.name for author in first.authors] == ["B A", "D C"]
        assert (first.id, first.place, second.place) == ("ABCD2345", "library:2", "library:6")


def test_the_year_of_a_table_counts_where_its_date_is_missing() -> None:
    """The year of a table counts where its date is missing."""
    data = table(
        {"Title": "A", "Publication Year": "2021"}, {"Title": "B", "Publication Year": "2021", "Date": "May 2022"}
    )
    assert [record.published for record in parse(data, ORIGIN).records] == ["2021", "2022-05"]


def test_bytes_of_a_table_that_are_no_text_cost_their_field() -> None:
    """Bytes of a table that are no text cost their field."""
    parsed = parse(table({"Title": "A", "Abstract Note": "SIGN"}).replace(b"SIGN", b"\xff\xfe"), ORIGIN)
    assert [(record.title, record.abstract) for record in parsed.records] == [("A", None)]
    assert [note.what for note in parsed.noted] == ["abstractNote holds bytes or characters that are no text: left out"]


def test_a_row_that_does_not_fit_is_rejected_and_the_next_is_read() -> None:
    """A row that does not fit is rejected and the next is read."""
    data = table({"Title": "A"}) + b'"one","two"\n"a"b,\n' + table({"Title": "B"}).split(b"\n", 1)[1]
    parsed = parse(data, ORIGIN)
    assert [record.title for record in parsed.records] == ["A", "B"]
    assert [bad.place for bad in parsed.rejected] == ["library:3", "library:4"]


def test_the_doi_of_an_article_stands_with_its_journal() -> None:
    """The DOI of an article stands with its journal, inside of it or on its own; one of two articles it is neither's."""
    journal = (
        "<dc:title>Letters</dc:title><dc:identifier>ISSN 0</dc:identifier><dc:identifier>DOI 10.5555/A</dc:identifier>"
    )
    inside = article(f"<dcterms:isPartOf><bib:Journal>{journal}</bib:Journal></dcterms:isPartOf><dc:title>A</dc:title>")
    apart = article('<dcterms:isPartOf rdf:resource="urn:issn:0"/><dc:title>A</dc:title>')
    alone = f'<bib:Journal rdf:about="urn:issn:0">{journal}</bib:Journal>'
    for parsed in (rdf(inside), rdf(apart, alone), rdf(alone, apart)):
        assert [(record.venue, record.doi) for record in parsed.records] == [("Letters", "10.5555/a")]
    shared = rdf(apart, apart.replace("<dc:title>A", "<dc:title>B"), alone)
    assert [(record.title, record.venue, record.doi) for record in shared.records] == [
        ("A", "Letters", None),
        ("B", "Letters", None),
    ]


def test_bytes_of_an_rdf_export_that_are_no_text_cost_their_field() -> None:
    """Bytes of an RDF export that are no text cost their field."""
    text = RDF + article("<dc:title>A</dc:title><dcterms:abstract>SIGN</dcterms:abstract>") + "</rdf:RDF>"
    parsed = parse(text.encode().replace(b"SIGN", b"\xff"), ORIGIN)
    assert [(record.title, record.abstract) for record in parsed.records] == [("A", None)]


def test_an_item_has_one_id_in_a_table_and_in_json() -> None:
    """An item has one id in a table and in JSON, so that an export of later takes the place of an earlier one."""
    (row,) = parse(table({"Key": "ABCD2345", "Title": "A"}), ORIGIN).records
    exported = {"items": [{"itemType": "book", "title": "B", "uri": "http://zotero.org/users/1/items/ABCD2345"}]}
    (better,) = parse(json.dumps(exported).encode(), ORIGIN).records
    assert {row.id, better.id, item().id} == {"ABCD2345"}


@pytest.mark.parametrize("title", [None, "", "  ", "<i></i>", 17, {}])
def test_an_item_without_a_title_is_rejected(title: object) -> None:
    """An item without a title is rejected."""
    parsed = read({"itemType": "book", "title": title}, {"itemType": "book", "title": "B"})
    assert [record.title for record in parsed.records] == ["B"]
    assert [bad.reason for bad in parsed.rejected] == ["this item has no title"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<rdf",
        b"{}",
        b"[1]",
        b'{"message": "Forbidden"}',
        b"Title,Year\nA,2020\n",
        b"Invalid user ID",
        b'"Key","Item',
    ],
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    """What is no export is refused."""
    with pytest.raises(ParseError):
        parse(data, ORIGIN)


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (table({"Title": "A"}), "zotero"),
        (table({"Title": "A"}).replace(b'"', b""), "zotero"),
        ((RDF + "</rdf:RDF>").encode(), "zotero"),
        (b'{"config": {"id": "0", "label": "BetterBibTeX JSON"}, "collections": {}, "items": []}', "zotero"),
        (b'[{"key": "ABCD2345", "library": {}, "data": {"itemType": "book", "title": "A"}}]', "zotero"),
        (b'{"title": "A", "abstract": "itemType, creators"}', "jsonl"),
        (b'[{"id": "http://zotero.org/users/1/items/A", "type": "book", "title": "A", "issued": {}}]', "csl"),
    ],
)
def test_an_export_is_known_by_what_only_zotero_names_so(data: bytes, source: str) -> None:
    """An export is known by what only Zotero names so."""
    assert recognise(data, "-").name == source


TEXT = st.text(max_size=20) | st.sampled_from(
    ["arXiv: 2301.99991", "10.5555/A", "May 2021", "A, B; C", "\n", '"', "\ud800"]
)
KEYS = st.sampled_from(
    ["itemType", "title", "creators", "firstName", "lastName", "creatorType", "abstractNote", "date", "DOI", "url", "extra",
     "archiveID", "repository", "publicationTitle", "citationKey", "attachments", "notes", "uri", "data", "key", "year"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_the_types_a_title_makes_a_record(content: dict[str, Any]) -> None:
    """Whatever the types a title makes a record."""
    content = {name: value for name, value in content.items() if name != "data"}
    parsed = read({**content, "itemType": "book", "title": "A Title"}, content)
    assert parsed.records[0].title == "A Title"
    assert len(parsed.records) + len(parsed.rejected) + len(parsed.noted) >= 2


@settings(deadline=None, max_examples=200)
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), TEXT.filter(lambda text: "\ud800" not in text)), max_size=4))
def test_every_row_of_a_table_is_accounted_for(rows: list[dict[str, str]]) -> None:
    """Every row of a table is accounted for."""
    rows = [{**row, "Title": f"T {number}", "Item Type": "book"} for number, row in enumerate(rows)]
    parsed = parse(table(*rows), ORIGIN)
    assert [record.title for record in parsed.records] == [row["Title"] for row in rows]
    assert not parsed.rejected


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"]), max_size=20),
        min_size=4,
        max_size=4,
    )
)
def test_any_text_can_stand_in_an_rdf_export(texts: list[str]) -> None:
    """Any text can stand in an RDF export."""
    title, abstract, name, extra = map(escape, texts)
    person = f"<foaf:Person><foaf:surname>{name}</foaf:surname></foaf:Person>"
    inner = f"<bib:authors><rdf:Seq><rdf:li>{person}</rdf:li></rdf:Seq></bib:authors><dc:title>T {title}</dc:title>"
    parsed = rdf(
        article(f"{inner}<dcterms:abstract>{abstract}</dcterms:abstract><dc:description>{extra}</dc:description>")
    )
    assert len(parsed.records) == 1
    assert not parsed.rejected
