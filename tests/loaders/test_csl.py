"""CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Reference
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.csl import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "crossref"
ORIGIN = Origin("csl", "library.json")


def read(value: object) -> Parsed:
    """Return what the source makes of a value."""
    return parse(json.dumps(value).encode(), ORIGIN)


def item(**fields: Any) -> PaperRecord:
    """Return the record of an article with these fields, in which `_` stands for a hyphen."""
    known = {key.replace("_", "-"): value for key, value in fields.items()}
    (record,) = read([{"id": "a", "type": "article-journal", "title": "A Title", **known}]).records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real answers stand beside the repository; they are not here")
def test_of_the_real_answers_of_crossref_the_one_in_csl_is_read_and_all_others_are_refused() -> None:
    """Of the real answers of Crossref the one in CSL is read and all others are refused."""
    read_files, refused = {}, 0
    files = [path for path in sorted(REAL.rglob("*")) if path.suffix in {".json", ".txt"} and path.name != "SOURCE.txt"]
    for path in files:
        data = path.read_bytes()
        try:
            parsed = parse(data, Origin("csl", path.name))
        except ParseError:
            refused += 1
            assert not sniff(data)
            continue
        assert sniff(data)
        read_files[path.name] = (len(parsed.records), len(parsed.rejected), [note.count for note in parsed.noted])
        (record,) = parsed.records
        assert (len(record.references), record.references_known, record.published) == (46, False, "1970-08-14")
    # Of its 76 references, 30 have neither a title nor an id.
    assert read_files == {"test_content_negotiation_citeproc_json.01.200.json": (1, 0, [30])}
    assert (len(files), refused) == (39, 38)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"family": "Example", "given": "Ada"}, "Ada Example"),
        ({"family": "Sample", "given": "Bo", "non-dropping-particle": "van der"}, "Bo van der Sample"),
        ({"family": "Sample", "given": "Bo", "dropping-particle": "de", "suffix": "Jr."}, "Bo de Sample Jr."),
        ({"literal": "Group of Counting, Nowhere"}, "Group of Counting, Nowhere"),
        ({"name": "The Counting Group"}, "The Counting Group"),
        ({"family": "Müller"}, "Müller"),
        ({"family": "Caf<sub>2</sub>&amp;Co"}, "Caf2&Co"),
        ({"literal": "et al."}, None),
        ({"family": None, "given": " "}, None),
        ({}, None),
    ],
)
def test_authors_are_named_as_they_are_said(author: dict[str, Any], name: str | None) -> None:
    """Authors are named as they are said."""
    assert [author.name for author in item(author=[author]).authors] == ([name] if name else [])


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2024, 12, 19]]}, "2024-12-19"),
        ({"date-parts": [["2024", "12"]]}, "2024-12"),
        ({"date-parts": [[2024, 1, 5], [2024, 2, 6]]}, "2024-01-05"),
        ({"date-parts": [[2024, 13]]}, "2024"),
        ({"raw": "December 2024"}, "2024-12"),
        ({"literal": "2024-12-19"}, "2024-12-19"),
        ("2024-12", "2024-12"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[0]]}, None),
        ({"literal": "in press"}, None),
        (2024, None),
        ([], None),
    ],
)
def test_dates_have_the_precision_that_is_stated(issued: object, date: str | None) -> None:
    """Dates have the precision that is stated."""
    record = item(issued=issued)
    assert (record.published, record.year) == (date, int(date[:4]) if date else None)


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ({"DOI": "10.48550/arXiv.2412.99991"}, "2412.99991"),
        ({"URL": "http://arxiv.org/abs/2412.99991v1"}, "2412.99991"),
        ({"note": "arXiv:2412.99991 [cs.LG]\nread twice"}, "2412.99991"),
        ({"note": "_eprint: 2412.99991"}, "2412.99991"),
        ({"note": "better than arXiv:2412.99991"}, None),
        ({"number": "arXiv:2412.99991"}, "2412.99991"),
        ({"container_title": "arXiv:2412.99991 [cs]"}, "2412.99991"),
        ({"container_title": "CoRR", "volume": "abs/2412.99991"}, "2412.99991"),
        ({"archive": "arXiv", "archive_location": "2412.99991"}, "2412.99991"),
        ({"archive": "HAL", "archive_location": "2412.99991"}, None),
        ({"archive": "arXiv", "number": 2412.99991}, None),
    ],
)
def test_the_arxiv_id_is_found_where_programs_put_it(fields: dict[str, Any], identifier: str | None) -> None:
    """The arXiv id is found where programs put it."""
    record = item(**fields)
    assert (record.arxiv_id, record.doi, record.venue) == (identifier, None, None)


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"DOI": "https://doi.org/10.5555/A.1"}, "10.5555/a.1"),
        ({"note": "DOI: 10.5555/A.1"}, "10.5555/a.1"),
        ({"URL": "https://dx.doi.org/10.5555/A.1"}, "10.5555/a.1"),
        ({"DOI": "none"}, None),
    ],
)
def test_the_doi_is_found_where_programs_put_it(fields: dict[str, Any], doi: str | None) -> None:
    """The DOI is found where programs put it."""
    assert item(**fields).doi == doi


def test_ids_of_pubmed_are_read_as_numbers_as_texts_and_in_notes() -> None:
    """Ids of PubMed are read as numbers, as texts and in notes."""
    assert item(PMID=12, PMCID="PMC34").other_ids == ("pmid:12", "pmcid:PMC34")
    assert item(note="PMID: 12\nPMCID: PMC34").other_ids == ("pmid:12", "pmcid:PMC34")


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"container_title": "Text &amp; Data"}, "Text & Data"),
        ({"container_title": ["Transactions", "T."]}, "Transactions"),
        ({"event_title": "Workshop"}, "Workshop"),
        ({"event": "Workshop"}, "Workshop"),
        ({"event": {"name": "Workshop"}}, None),
        ({"type": "thesis", "container_title": "Theses of Nowhere"}, None),
        ({"container_title": "arXiv"}, None),
    ],
)
def test_the_venue_is_where_it_was_published(fields: dict[str, Any], venue: str | None) -> None:
    """The venue is where it was published."""
    assert item(**fields).venue == venue


def test_titles_lose_their_tags_and_gain_their_subtitle() -> None:
    """Titles lose their tags and gain their subtitle."""
    marked = '<span class="nocase">BERT</span>s for H<sub>2</sub>O: <i>a</i> <b>survey</b>'
    assert item(title=marked).title == "BERTs for H2O: a survey"
    assert item(title=["Counting"], subtitle=["A Survey"]).title == "Counting: A Survey"
    assert item(title="Counting: A Survey", subtitle="A survey").title == "Counting: A Survey"


def test_references_are_known_where_each_has_an_id_or_a_title() -> None:
    """References are known where each has an id or a title."""
    listed = [{"DOI": "10.5555/a"}, {"article-title": "B", "year": "1999b"}, {"unstructured": "C. arXiv:2412.99991."}]
    record = item(reference=listed, references_count=3)
    assert record.references == (
        Reference(doi="10.5555/a"),
        Reference(title="B", year=1999),
        Reference(arxiv_id="2412.99991"),
    )
    assert record.references_known is True
    assert item(reference=listed, references_count=4).references_known is False
    assert item(reference=[*listed, {"key": "d"}], references_count=4).references_known is False
    assert item(reference=listed).references_known is None


def test_a_field_of_the_wrong_type_costs_the_field() -> None:
    """A field of the wrong type costs the field."""
    fields = ("author", "abstract", "DOI", "URL", "note", "container-title", "issued", "reference", "PMID", "number")
    wrong: list[object] = [17, True, {}, {"a": [1]}, [3], [[]], [None], 1e300, "\ud800"]
    for value in wrong:
        content = {"id": value, "type": value, "title": "A Title", **dict.fromkeys(fields, value)}
        (record,) = read([content]).records
        assert (record.title, record.authors, record.doi, record.year) == ("A Title", (), None, None)


def test_nulls_say_nothing() -> None:
    """Nulls say nothing."""
    fields = ("id", "type", "author", "abstract", "DOI", "URL", "note", "container-title", "issued", "reference")
    parsed = read([{"title": "A Title", **dict.fromkeys(fields)}])
    assert [record.title for record in parsed.records] == ["A Title"]
    assert parsed.noted == ()


@pytest.mark.parametrize("title", [None, "", "  ", "<i></i>", 17, {}])
def test_an_item_without_a_title_is_rejected(title: object) -> None:
    """An item without a title is rejected."""
    parsed = read([{"id": "a", "type": "book", "title": title}, {"title": "B"}])
    assert [record.title for record in parsed.records] == ["B"]
    assert [(bad.reason, bad.snippet) for bad in parsed.rejected] == [("this item has no title", "a")]


@pytest.mark.parametrize("kind", ["motion_picture", "patent", "journal-issue", "peer-review"])
def test_what_is_no_paper_is_noted(kind: str) -> None:
    """What is no paper is noted."""
    parsed = read({"id": "a", "type": kind, "title": "A Thing"})
    assert [note.what for note in parsed.noted] == [f"{kind}, not a paper: A Thing"]
    assert not parsed.records


def test_a_list_one_item_and_items_line_by_line_are_read_alike() -> None:
    """A list, one item, and items line by line are read alike."""
    one, other = ({"id": name, "type": "article-journal", "title": name} for name in "AB")
    texts = [
        json.dumps([one, other]),
        json.dumps({"items": [one, other]}),
        "\ufeff" + json.dumps([one, other], indent=2),
        f"{json.dumps(one)}\n{json.dumps(other)}\n",
    ]
    for text in texts:
        assert [record.title for record in parse(text.encode(), ORIGIN).records] == ["A", "B"]
        assert sniff(text.encode())


def test_each_item_has_its_line() -> None:
    """Each item has its line."""
    text = json.dumps([{"title": "A"}, {"title": "B"}], indent=1)
    assert [record.place for record in parse(text.encode(), ORIGIN).records] == ["library.json:2", "library.json:5"]


def test_an_id_that_two_items_share_loses_neither() -> None:
    """An id that two items share loses neither."""
    parsed = read([{"id": 1, "title": "A"}, {"id": 1, "title": "B"}, {"id": 1, "title": "A"}])
    assert len({record.record_id for record in parsed.records}) == 2
    assert [note.what for note in parsed.noted] == ["the same record stands at library.json:1"]


def test_what_stands_before_a_break_is_kept() -> None:
    """What stands before a break is kept."""
    parsed = parse(b'[{"title": "A", "type": "book"},\n {"title": "B', ORIGIN)
    assert [record.title for record in parsed.records] == ["A"]
    assert [bad.place for bad in parsed.rejected] == ["library.json:2"]


@pytest.mark.parametrize(
    "data",
    [b"", b"Resource not found.", b"<html></html>", b"[1, 2]", b"{}", b'{"status": "failed", "message": []}', b"17"],
)
def test_what_is_no_csl_is_refused(data: bytes) -> None:
    """What is no CSL is refused."""
    with pytest.raises(ParseError):
        parse(data, ORIGIN)


def test_deep_nesting_is_rejected() -> None:
    """Deep nesting is rejected."""
    parsed = parse(b'[{"title": "A"}, {"title": ' + b"[" * 100_000, ORIGIN)
    assert ([record.title for record in parsed.records], len(parsed.rejected)) == (["A"], 1)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ([{"id": "a", "type": "article-journal", "title": "B"}], "csl"),
        ({"DOI": "10.5555/a", "title": 'Of "Quotes" {and} [brackets]', "author": []}, "csl"),
        ({"reference": [{"title": ["B"]}], "title": "B", "container-title": "C"}, "csl"),
        ({"title": "B", "doi": "10.5555/a", "url": "https://example.org"}, "jsonl"),
        ({"title": "B", "references": [{"DOI": "10.5555/a", "type": "thesis"}]}, "jsonl"),
        ({"title": 'Of "DOI": and "issued":'}, "jsonl"),
    ],
)
def test_csl_is_told_from_other_json_by_its_keys(value: object, source: str) -> None:
    """CSL is told from other JSON by its keys."""
    assert recognise(json.dumps(value).encode(), "export.json").name == source


def test_works_of_crossref_are_not_taken_for_csl() -> None:
    """Works of Crossref are not taken for CSL: their titles are lists."""
    work = {"DOI": "10.5555/a", "type": "journal-article", "title": ["B"], "container-title": ["C"]}
    for value in (work, [work], {"status": "ok", "message": work}, {"message": {"items": [work]}}):
        assert not sniff(json.dumps(value).encode())
