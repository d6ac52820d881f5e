"""Record lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import AuthorName, EntityFact, Origin, PaperRecord, Parsed, Reference, RepositoryFact
from papermesh.loaders.sources.jsonl import parse, record_line

ORIGIN = Origin("jsonl", "lines.jsonl")


def read(*lines: str | dict[str, Any]) -> Parsed:
    """Return what the source makes of a text."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return parse(text.encode(), ORIGIN)


def reason(line: str | dict[str, Any]) -> str:
    """Return why a line is rejected that stands behind a good one."""
    parsed = read({"title": "Before"}, line)
    assert len(parsed.records) == len(parsed.rejected) == 1
    assert parsed.rejected[0].place == "lines.jsonl:2"
    return parsed.rejected[0].reason


def test_a_title_is_enough() -> None:
    """A title is enough."""
    (record,) = read({"title": "A Title"}).records
    assert record.title == "A Title"
    assert record.place == "lines.jsonl:1"
    assert record.id == f"title:a-title~{record.digest}"


def test_an_id_is_kept_and_one_is_made_of_what_identifies_the_paper() -> None:
    """An id is kept and one is made of what identifies the paper."""
    parsed = read(
        {"title": "A", "id": "mine"}, {"title": "B", "arxiv_id": "2412.99991v2"}, {"title": "C", "doi": "10.5555/C"}
    )
    made = [(record.id or "").partition("~")[0] for record in parsed.records]
    assert made == ["mine", "arxiv:2412.99991", "doi:10.5555/c"]


def test_two_files_that_differ_on_one_paper_make_two_records() -> None:
    """Two files that differ on one paper make two records."""
    one, other = (
        read({"title": "A", "arxiv_id": "2412.99991", **more}).records[0] for more in ({"year": 2024}, {"venue": "V"})
    )
    assert one.record_id != other.record_id


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"title": "Cut', "the line ends in the middle of its JSON"),
        ('{"title": "Cut", "abstract"', "the line ends in the middle of its JSON"),
        ('{"title": "A" "year": 2020}', "not JSON: Expecting ',' delimiter (column 15)"),
        ("nothing", "not JSON: Expecting value (column 1)"),
        ("[1]", "a record is a JSON object; this is a list"),
        ('"text"', "a record is a JSON object; this is a text"),
        ("null", "a record is a JSON object; this is null"),
        ("12", "a record is a JSON object; this is a number"),
        ('{"title": "A", "title": "B"}', "'title' is given twice"),
        ('{"title": "A", "year": NaN}', "NaN is not JSON"),
        ('{"title": "A", "year": ' + "9" * 5000 + "}", "a number is too long"),
        ("{}", "has no title"),
        ({"title": None}, "has no title"),
        ({"title": " \n"}, "title is empty"),
        ({"title": 3}, "title is 3, not text"),
        ({"title": "A", "abstract": ["x"]}, "abstract is a list, not text"),
        ({"title": "A", "year": "soon"}, 'year is "soon", not a whole number'),
        ({"title": "A", "year": 2020.5}, "year is 2020.5, not a whole number"),
        ({"title": "A", "year": 20240}, "year is 20240, which is out of range"),
        ({"title": "A", "published": "Dec 2024"}, 'published is "Dec 2024", not a date such as 2024, 2024-12 or 2024-12-19'),
        ({"title": "A", "authors": "Ada"}, 'authors is "Ada", not a list'),
        ({"title": "A", "authors": [["Ada"]]}, "authors[0] is a list, not an object"),
        ({"title": "A", "authors": [""]}, "authors[0].name is empty"),
        ({"title": "A", "references": [{"year": "x"}]}, 'references[0].year is "x", not a whole number'),
        ({"title": "A", "references_known": "maybe"}, 'references_known is "maybe", not true or false'),
        ({"title": "A", "source": "My Source"}, 'source is "My Source", not a name of small letters, digits, - and _'),
        (
            {"title": "A", "repositories": [{"url": "u", "state": "gone"}]},
            "repositories[0].state is \"gone\", not 'alive', 'missing', 'moved' or 'blocked'",
        ),
        (
            {"title": "A", "entities": [{"entity_type": "method", "name": "B", "role": "evaluates"}]},
            "entities[0] has the role 'evaluates'; the roles of method are introduces, uses, compares",
        ),
        ({"title": "A", "entities": [{"entity_type": "method", "role": "uses"}]}, "has no entities[0].name"),
        ({"title": "A", "arxiv_id": "x"}, "arxiv_id is 'x', which is no arXiv id"),
        ({"title": "A", "doi": "10.x"}, "doi is '10.x', which is no DOI"),
        ({"title": 1, "year": "x"}, "title is 1, not text (and 1 more)"),
        ('{"title": "\\ud800"}', "title holds half a character (a lone surrogate)"),
        ('{"title": "A", "references": [{"contexts": ["\\ud800"]}]}',
         "references[0].contexts[0] holds half a character (a lone surrogate)"),
    ],
)  # fmt: skip
def test_a_bad_line_is_rejected_with_a_reason_in_words(line: str | dict[str, Any], expected: str) -> None:
    """A bad line is rejected with a reason in words."""
    assert reason(line) == expected


def test_deep_nesting_is_rejected_and_does_not_end_the_load() -> None:
    """Deep nesting is rejected and does not end the load."""
    assert reason('{"title": "A", "x": ' + "[" * 100_000 + "]" * 100_000 + "}") == "not a record: nested too deeply"


def test_bytes_that_are_not_text_are_rejected_with_their_place() -> None:
    """Bytes that are not text are rejected with their place."""
    parsed = parse(b'{"title": "A"}\n{"title": "Caf\xe9"}', ORIGIN)
    assert [(item.place, item.reason) for item in parsed.rejected] == [
        ("lines.jsonl:2", "not UTF-8 text at byte 15 of the line")
    ]


def test_sections_are_read_and_written_again() -> None:
    """A full text comes with the sections of a line, and goes out as it came; what a section has beyond is noted."""
    line = (
        '{"title": "A", "sections": [{"heading": "4 Results", "text": "One.\\nTwo.", "z": 1}, {"heading": "5 More"}]}'
    )
    result = parse(line.encode(), Origin("jsonl", "lines.jsonl"))
    (record,) = result.records
    assert [(part.heading, part.text) for part in record.sections] == [("4 Results", "One.\nTwo."), ("5 More", "")]
    assert [note.what for note in result.noted] == ["unknown property 'sections[].z' ignored"]
    again = parse(record_line(record).encode(), Origin("jsonl", "lines.jsonl")).records
    assert [one.sections for one in again] == [record.sections]


def test_unknown_properties_are_ignored_and_counted() -> None:
    """Unknown properties are ignored and counted."""
    parsed = read(
        {"title": "A"},
        {"title": "B", "x": 1, "place": "there"},
        {"title": "C", "x": 2, "authors": [{"name": "D", "y": 1}]},
    )
    assert len(parsed.records) == 3
    assert {(note.what, note.place, note.count) for note in parsed.noted} == {
        ("unknown property 'x' ignored", "lines.jsonl:2", 2),
        ("unknown property 'place' ignored", "lines.jsonl:2", 1),
        ("unknown property 'authors[].y' ignored", "lines.jsonl:3", 1),
    }


def test_null_means_not_known() -> None:
    """Null means not known."""
    nulls: dict[str, Any] = {
        name: None for name in PaperRecord.model_fields if name not in {"title", "place", "abstract_place"}
    }
    (record,) = read({"title": "A", **nulls}).records
    assert record.digest == read({"title": "A"}).records[0].digest


def test_a_property_that_came_later_does_not_change_what_older_records_are_known_by() -> None:
    """A property that came later does not change what older records are known by."""
    line = {"title": "A Title", "references": [{"title": "B", "year": 2020, "contexts": ["c"]}]}
    assert read(line).records[0].digest == "81d44092ae1f"
    nothing = {"title": "A Title", "references": [{"title": "B", "year": 2020, "contexts": ["c"], "other_ids": []}]}
    assert read(nothing).records[0].digest == "81d44092ae1f"


@pytest.mark.parametrize(
    "text", ['\ufeff{"title": "A"}', '{"title": "A"}\r\n\r\n{"title": "B"}\r\n', ' {"title": "A"} \n\n']
)
def test_marks_line_ends_and_blank_lines_do_not_matter(text: str) -> None:
    """Marks line ends and blank lines do not matter."""
    parsed = parse(text.encode(), ORIGIN)
    assert [record.title for record in parsed.records] == ["A", "B"][: len(parsed.records)]
    assert parsed.records
    assert parsed.rejected == ()


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    """A line separator inside a text ends no line."""
    assert read('{"title": "A\u2028B"}').records[0].title == "A B"


@pytest.mark.parametrize(("text", "hint"), [('[\n{"title": "A"}\n]', ".[]"), ('{\n"title": "A"\n}', "'.'")])
def test_one_json_document_is_refused_with_the_way_out(text: str, hint: str) -> None:
    """One JSON document is refused with the way out."""
    with pytest.raises(ParseError, match="one JSON document") as caught:
        parse(text.encode(), ORIGIN)
    assert caught.value.where == "lines.jsonl"
    assert hint in (caught.value.hint or "")


def test_equal_records_are_one_and_different_ones_of_one_id_are_told_apart_whatever_their_order() -> None:
    """Equal records are one and different ones of one id are told apart whatever their order."""
    lines: list[dict[str, Any]] = [{"id": "x", "title": "A"}, {"id": "x", "title": "B"}, {"id": "x", "title": "A"}]
    one, other = read(*lines), read(*reversed(lines))
    assert len(one.records) == 2
    assert {record.record_id for record in one.records} == {record.record_id for record in other.records}
    assert [note.what for note in one.noted] == ["the same record stands at lines.jsonl:1"]


PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FILLED = PLAIN.map(lambda text: f"x{text}")
MAYBE = st.none() | PLAIN
YEARS = st.none() | st.integers(1000, 2999)
RECORDS = st.builds(
    PaperRecord,
    source=st.sampled_from(["jsonl", "listing", "s2"]),
    id=FILLED,
    title=FILLED,
    abstract=MAYBE,
    year=YEARS,
    published=st.sampled_from([None, "2024", "2024-02", "2024-02-03"]),
    venue=MAYBE,
    authors=st.lists(st.builds(AuthorName, name=FILLED, orcid=MAYBE), max_size=2).map(tuple),
    arxiv_id=st.sampled_from([None, "2412.99991", "hep-th/9901001v2"]),
    doi=st.sampled_from([None, "10.5555/X", "https://doi.org/10.5555/y"]),
    other_ids=st.lists(FILLED, max_size=2).map(tuple),
    url=MAYBE,
    references=st.lists(
        st.builds(
            Reference,
            title=FILLED,
            year=YEARS,
            other_ids=st.sampled_from([(), ("s2:1",), ("openalex:W1", "mag:1")]),
            contexts=st.lists(FILLED, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    references_known=st.none() | st.booleans(),
    repositories=st.lists(
        st.builds(RepositoryFact, url=FILLED, stars=st.none() | st.integers(0, 9), official=st.none() | st.booleans()),
        max_size=2,
    ).map(tuple),
    entities=st.lists(
        st.builds(
            EntityFact,
            entity_type=st.just("benchmark"),
            name=FILLED,
            role=st.just("evaluates"),
            kind=st.sampled_from([None, "benchmark", "dataset"]),
            year=YEARS,
            results=st.lists(FILLED, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(deadline=None)
@given(RECORDS)
def test_a_record_comes_back_from_its_line(record: PaperRecord) -> None:
    """A record comes back from its line."""
    line = record_line(record)
    assert "\n" not in line
    parsed = parse(line.encode(), ORIGIN)
    assert not parsed.rejected
    assert not parsed.noted
    assert [r.model_copy(update={"place": None}) for r in parsed.records] == [record]
