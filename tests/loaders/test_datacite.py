"""Records of DataCite, in the form that its documentation describes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import AuthorName, Origin, PaperRecord, Reference
from papermesh.loaders.sources.datacite import SOURCE

ORIGIN = Origin("datacite", "datacite.json")
SAMPLES = Path(__file__).parent / "samples" / "datacite"


def parsed(name: str) -> list[PaperRecord]:
    """Return the records of a sample."""
    return list(SOURCE.parse((SAMPLES / name).read_bytes(), ORIGIN).records)


def test_a_record_of_arxiv_has_both_ids_and_its_references() -> None:
    """Its own DOI says no more than the arXiv id; that of the published version is the paper's."""
    (record,) = parsed("record.body")
    assert (record.arxiv_id, record.doi, record.published) == ("2401.00007", "10.5555/tiny.store", "2024-01-01")
    assert record.title == "TinyStore: Keeping Small Numbers Small"
    assert record.authors == (
        AuthorName(name="Ada Example", orcid="0000-0002-1825-0097"), AuthorName(name="Small Numbers Group"),
    )  # fmt: skip
    assert record.references == (Reference(arxiv_id="2301.00001"), Reference(doi="10.5555/other"))


def test_a_page_accounts_for_all_of_its_records() -> None:
    """Data is no paper, a record without a title is rejected, a field of the wrong type costs the field."""
    result = SOURCE.parse((SAMPLES / "page.body").read_bytes(), ORIGIN)
    assert [one.title for one in result.records] == ["A Paper of a Repository", "Odd"]
    assert [(one.reason, one.place) for one in result.rejected] == [
        ("has no title", "datacite.json:7"), ("a paper is a JSON object; this is null", "datacite.json:8"),
    ]  # fmt: skip
    assert "Dataset, not a paper: Numbers" in [note.what for note in result.noted]


def test_an_error_is_refused_in_its_own_words() -> None:
    """As is what is about something else."""
    error = json.dumps({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]})
    with pytest.raises(ParseError, match="doesn't exist"):
        SOURCE.parse(error.encode(), ORIGIN)
    with pytest.raises(ParseError, match="it tells of clients"):
        SOURCE.parse(b'{"clients": 1}', ORIGIN)


NAMES = ["data", "attributes", "doi", "titles", "title", "creators", "name", "types", "descriptions", "dates", "errors"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=15,
)  # fmt: skip


@given(st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()))
def test_anything_is_read_or_refused(data: bytes) -> None:
    """Records, rejections and notes, or a typed error, and nothing else."""
    try:
        result = SOURCE.parse(data, ORIGIN)
    except ParseError:
        return
    assert all(one.title for one in result.records)
