"""Kaggle's snapshot of arXiv's metadata."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources.arxiv_snapshot import parse, sniff

ORIGIN = Origin("arxiv-snapshot", "snapshot.json")
FULL = {
    "id": "2412.99991", "submitter": "Ada Example", "authors": "Ada Example", "title": "A Title", "comments": None,
    "journal-ref": None, "doi": None, "report-no": None, "categories": "cs.LG", "license": None,
    "abstract": "  An abstract.\n", "versions": [{"version": "v1", "created": "Thu, 19 Dec 2024 17:59:46 GMT"}],
    "update_date": "2025-02-04", "authors_parsed": [["Example", "Ada", ""]],
}  # fmt: skip


def read(*lines: str | dict[str, Any]) -> Parsed:
    """Return what the source makes of lines."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return parse(text.encode(), ORIGIN)


def paper(**changes: object) -> PaperRecord:
    """Return the record of a full line with changes."""
    (record,) = read({**FULL, **changes}).records
    return record


def test_a_line_is_a_paper() -> None:
    """A line is a paper."""
    parsed = read(FULL)
    (record,) = parsed.records
    assert (record.id, record.arxiv_id, record.title, record.abstract) == (
        "2412.99991", "2412.99991", "A Title", "An abstract."
    )  # fmt: skip
    assert (record.year, record.published) == (2024, "2024-12-19T17:59:46Z")
    assert [author.name for author in record.authors] == ["Ada Example"]
    assert (parsed.rejected, parsed.noted) == ((), ())


@pytest.mark.parametrize(
    ("parsed", "line", "names"),
    [
        ([["Sample", "Bo van der", "Jr."]], "B. Sample", ["Bo van der Sample Jr."]),
        ([["The Group", "", ""], [":", "", ""], ["Test", "C.", ""]], "", ["The Group", "C. Test"]),
        ([['M\\"uller', "Jos\\'e", ""]], "", ["José Müller"]),
        ([["Example"]], "", ["Example"]),
        ([], "Ada Example and Bo Sample", ["Ada Example", "Bo Sample"]),
        (None, "Ada Example (Here), Bo Sample", ["Ada Example", "Bo Sample"]),
        (["Example, Ada"], "Ada Example", ["Ada Example"]),
        ([["Example", 7]], "Ada Example", ["Ada Example"]),
        ([[]], "Ada Example", ["Ada Example"]),
        (None, None, []),
    ],
)
def test_names_come_from_their_parts_where_these_are_well_formed(
    parsed: object, line: str | None, names: list[str]
) -> None:
    """Names come from their parts where these are well formed."""
    assert [author.name for author in paper(authors_parsed=parsed, authors=line).authors] == names


def test_affiliations_are_noted_once() -> None:
    """Affiliations are noted once."""
    named = {**FULL, "authors_parsed": [["Example", "Ada", "", "Here", "There"]]}
    lined = {**FULL, "id": "2412.99992", "authors_parsed": None, "authors": "Ada Example (Here)"}
    assert [(note.what, note.place, note.count) for note in read(named, lined).noted] == [
        ("affiliations of authors are not kept", "snapshot.json:1", 3)
    ]


@pytest.mark.parametrize(
    ("versions", "published"),
    [
        ([{"version": "v2", "created": "Fri, 20 Dec 2024 00:00:00 GMT"}, FULL["versions"][0]], "2024-12-19T17:59:46Z"),  # type: ignore[index]
        ([{"created": "Thu, 19 Dec 2024 17:59:46 GMT"}], "2024-12-19T17:59:46Z"),
        ([{"version": "v1", "created": "2024-12-19"}], "2024-12-19"),
        ([{"version": "v2", "created": "Fri, 20 Feb 2026 00:00:00 GMT"}], "2024-12"),
        ([{"version": "v1", "created": "Thu, 99 Dec 99999 17:59:46 GMT"}], None),
        ([], None),
        (["v1"], None),
        ({"v1": "today"}, None),
    ],
)
def test_the_first_version_says_when_it_was_published(versions: object, published: str | None) -> None:
    """The first version says when it was published."""
    assert paper(versions=versions).published == published


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FULL)), JSON)
def test_one_wrong_field_keeps_the_rest(field: str, value: object) -> None:
    """One wrong field keeps the rest, and a wrong title rejects the line."""
    parsed = read({**FULL, field: value})
    assert len(parsed.records) + len(parsed.rejected) == 1
    if field != "title":
        assert parsed.records[0].title == "A Title"
    if parsed.rejected:
        assert parsed.rejected[0].place == "snapshot.json:1"


@pytest.mark.parametrize("field", ["id", "doi", "comments", "journal-ref", "authors", "abstract"])
def test_half_a_character_costs_its_field_at_most(field: str) -> None:
    """Half a character costs its field at most."""
    broken = "10.5555/a\ud800b https://github.com/a/b\ud800c"
    parsed = read({**FULL, "authors_parsed": None, field: broken})
    assert [record.title for record in parsed.records] == ["A Title"]
    assert parsed.noted
    parsed.records[0].model_dump_json().encode()
    "".join(note.what for note in parsed.noted).encode()


@given(st.sets(st.sampled_from(sorted(FULL.keys() - {"title"}))))
def test_nulls_and_missing_fields_are_not_known(fields: set[str]) -> None:
    """Nulls and missing fields are not known."""
    nulls = read({**FULL, "categories": "cs", **dict.fromkeys(fields, None)})
    assert (len(nulls.records), nulls.rejected, nulls.noted) == (1, (), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[" * 200_000, "nested too deeply"),
        ('{"title": "A", "abstr', "the line ends in the middle of its JSON"),
        ("title: A", "not JSON"),
        ('"A"', "a paper is a JSON object; this is a text"),
        ('{"title": "\\ud800"}', "title holds half a character"),
        ('{"title": "\\u0007"}', "title is empty"),
        ("{}", "has no title"),
        ('{"title": 7}', "title is a number, not text"),
    ],
)
def test_a_bad_line_is_rejected_alone(line: str, reason: str) -> None:
    """A bad line is rejected alone."""
    parsed = read(FULL, "", line)
    assert len(parsed.records) == 1
    ((place, told),) = [(item.place, item.reason) for item in parsed.rejected]
    assert place == "snapshot.json:3"
    assert reason in told


def test_a_number_too_long_for_python_costs_its_field() -> None:
    """A number too long for Python costs its field."""
    line = json.dumps(FULL).replace('"doi": null', f'"doi": {"9" * 5000}')
    parsed = read(line)
    assert [note.what for note in parsed.noted] == ["doi is a number, not text: left out"]


def test_one_id_for_different_papers_loses_neither_whatever_their_order() -> None:
    """One id for different papers loses neither whatever their order."""
    other = {**FULL, "title": "Another Title"}
    one, two = read(FULL, other, FULL), read(other, FULL)
    assert {record.record_id for record in one.records} == {record.record_id for record in two.records}
    assert [note.what for note in one.noted] == ["the same record stands at snapshot.json:1"]


@pytest.mark.parametrize("text", ["", "\n", "no paper", '{"title": "A line of another kind"}', "[1, 2]"])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    """What is no snapshot is refused."""
    with pytest.raises(ParseError, match="no line of this is a paper"):
        read(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (json.dumps(FULL), True),
        ("\ufeff\n" + json.dumps(FULL), True),
        ('{"title": "A", "authors": ["B"], "doi": "10.5555/a"}', False),
        ('{"title": "A"}\n' + json.dumps(FULL), False),
        ("[" + json.dumps(FULL) + "]", False),
    ],
)
def test_its_keys_tell_the_snapshot(text: str, is_one: bool) -> None:
    """Its keys tell the snapshot."""
    assert sniff(text.encode()) is is_one
