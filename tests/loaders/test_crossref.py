"""Works of Crossref."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Reference
from papermesh.loaders.sources.crossref import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "crossref"
ORIGIN = Origin("crossref", "answer")
COUNTS = {
    # Records, rejections, notes, references; notes count each reference that names no paper.
    "2018.3804742.json": (1, 0, 1, 23),
    "9781316535783.011.json": (1, 0, 0, 0),
    "PhysRevB.33.3547.2.json": (1, 0, 0, 0),
    "crossref-work-10.1016-j.softx.2022.101207.json": (1, 0, 2, 36),
    "crossref-works-cursor-page1.json": (0, 2, 0, 0),
    "crossref-works-cursor-page2.json": (0, 0, 1, 0),
    "s1463-4988(99)00060-3.json": (1, 0, 1, 19),
    "sample_crossref_record.json": (1, 0, 3, 97),
    "tasc.2017.2776938.json": (1, 0, 0, 0),
    "test_content_negotiation_citeproc_json.01.200.json": (1, 0, 30, 46),
    "test_cursor.00.200.json": (17, 0, 28, 40),
    "test_cursor_max.00.200.json": (17, 0, 28, 40),
    "test_cursor_max.01.200.json": (17, 0, 8, 21),
    "test_cursor_max.02.200.json": (19, 0, 8, 37),
    "test_cursor_max.03.200.json": (17, 0, 28, 40),
    "test_cursor_max.04.200.json": (17, 0, 8, 21),
    "test_limit_of_zero_with_id.00.200.json": (0, 0, 1, 0),
    "test_works_mixed_ids_warn.00.200.json": (1, 0, 0, 70),
    "test_works_mixed_ids_warn.02.200.json": (1, 0, 2, 52),
    "test_works_no_id_withlimit.00.200.json": (2, 0, 15, 52),
    "test_works_query.00.200.json": (2, 0, 1, 0),
    "test_works_with_many_ids.00.200.json": (1, 0, 0, 57),
    "test_works_with_many_ids.01.200.json": (1, 0, 0, 36),
    "test_works_with_many_ids.02.200.json": (1, 0, 0, 62),
    "test_works_with_many_ids.03.200.json": (1, 0, 2, 11),
    "test_works_with_many_ids.04.200.json": (1, 0, 0, 0),
    "test_works_with_one_id.00.200.json": (1, 0, 0, 70),
    "test_works_with_select_param.00.200.json": (20, 0, 1, 0),
    "test_worksquery_execute.00.200.json": (3, 0, 1, 0),
}
NO_WORKS = {
    "test_content_negotiation.00.302.txt": "HTML or XML",
    "test_content_negotiation.01.200.txt": "this is no JSON: @article",
    "test_content_negotiation_citeproc_json.00.301.txt": "HTML or XML",
    "test_content_negotiation_raises_an_http_error_with_bad_requests.00.404.txt": "HTML or XML",
    "test_content_negotiation_style.00.302.txt": "HTML or XML",
    "test_content_negotiation_style.01.200.txt": "this is no JSON: Frank, H. S.",
    "test_content_negotiation_style.02.302.txt": "HTML or XML",
    "test_content_negotiation_style.03.200.txt": "this list holds no works, but 1",
    "test_funders_filter_fails_noidsworks.00.400.json": "there is no such filter",
    "test_works_mixed_ids_warn.01.404.txt": "it has no such work",
}


def read(content: object) -> Parsed:
    """Return what the source makes of an answer."""
    return parse(json.dumps(content).encode(), ORIGIN)


def work(**fields: Any) -> PaperRecord:
    """Return the record of a work with these fields."""
    message = {"DOI": "10.5555/X", "title": ["A Title"], **fields}
    (record,) = read({"status": "ok", "message-type": "work", "message": message}).records
    return record


def reference(**fields: Any) -> Reference:
    """Return the reference with these fields."""
    (found,) = work(reference=[{"key": "1", **fields}]).references
    return found


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_recorded_answer_is_accounted_for() -> None:
    """Every recorded answer is accounted for."""
    files = {path.name: path for path in (*REAL.glob("*.json"), *(REAL / "decoded").glob("*.*.*.*"))}
    assert set(files) == {*COUNTS, *NO_WORKS}
    for name, expected in COUNTS.items():
        parsed = parse(files[name].read_bytes(), Origin("crossref", name))
        references = sum(len(record.references) for record in parsed.records)
        counted = (len(parsed.records), len(parsed.rejected), sum(note.count for note in parsed.noted), references)
        assert counted == expected, name
        for record in parsed.records:
            assert not set("<>{}\\") & set(record.title)
            assert "jats" not in (record.abstract or "")
    for name, words in NO_WORKS.items():
        with pytest.raises(ParseError, match=words):
            parse(files[name].read_bytes(), Origin("crossref", name))
    for wrapped in REAL.glob("*.yaml"):
        with pytest.raises(ParseError, match="this is no JSON"):
            parse(wrapped.read_bytes(), Origin("crossref", wrapped.name))


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": ["A  Paper\n  on Keys"]}, "A Paper on Keys"),
        ({"title": ["Serving {LLMs} over {a, b}"]}, "Serving LLMs over {a, b}"),
        ({"title": "A Paper", "subtitle": ["On Keys"]}, "A Paper: On Keys"),
        ({"title": ["A Paper: On Keys"], "subtitle": ["on keys"]}, "A Paper: On Keys"),
        ({"title": ["Keys?"], "subtitle": ["A Study"]}, "Keys? A Study"),
        ({"title": ["", "Second"]}, "Second"),
        ({"title": ["&lt;i&gt;K&lt;/i&gt; &amp;amp; R"]}, "K & R"),
        ({"title": ["<mml:math><mml:mi>k</mml:mi></mml:math>-Means"]}, "k-Means"),
    ],
)
def test_a_title_is_one_line_of_plain_text(fields: dict[str, Any], title: str) -> None:
    """A title is one line of plain text."""
    assert work(**fields).title == title


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ({"issued": {"date-parts": [[2018, 1, 5]]}}, "2018-01-05"),
        ({"issued": {"date-parts": [[2018, 1]]}}, "2018-01"),
        ({"issued": {"date-parts": [[2018]]}}, "2018"),
        ({"issued": {"date-parts": [[None]]}}, None),
        ({"issued": {"date-parts": [[]]}}, None),
        ({"issued": {"date-parts": []}}, None),
        ({"issued": {"date-parts": [["2018", "13"]]}}, "2018"),
        ({"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2017, 12]]}}, "2017-12"),
        ({"published": {"date-parts": [[2017]]}, "issued": {"date-parts": [[2018]]}}, "2017"),
        ({"created": {"date-parts": [[2019, 1, 1]]}}, None),
        ({"posted": {"date-parts": [[2020, 2, 30]]}}, "2020-02"),
        ({"issued": None}, None),
    ],
)
def test_a_date_has_the_precision_that_is_known(dates: dict[str, Any], published: str | None) -> None:
    """A date has the precision that is known."""
    record = work(**dates)
    assert (record.published, record.year) == (published, int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("abstract", "plain"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>We count.</jats:p>", "We count."),
        ("<jats:p>One.</jats:p>\n  <jats:p>Two\n  lines.</jats:p>", "One.\nTwo lines."),
        ("<jats:sec><jats:title>Aims.</jats:title>\n<jats:p>We count.</jats:p></jats:sec>", "Aims: We count."),
        ("<p>Ours, p &lt; 0.05.</p>", "Ours, p < 0.05."),
        ("<jats:p>10<jats:sup>3</jats:sup> <jats:italic>keys</jats:italic></jats:p>", "103 keys"),
    ],
)
def test_an_abstract_loses_its_tags(abstract: str, plain: str) -> None:
    """An abstract loses its tags."""
    assert work(abstract=abstract).abstract == plain


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"DOI": "10.5555/Y.1", "article-title": "Keys"}, Reference(title="Keys", doi="10.5555/y.1")),
        ({"volume-title": "The Big Book", "year": "2001"}, Reference(title="The Big Book", year=2001)),
        ({"series-title": "A Tool"}, Reference(title="A Tool")),
        ({"unstructured": "A. Nobody, arXiv:2412.99991v2 (2024)."}, Reference(arxiv_id="2412.99991")),
        ({"unstructured": "Nobody. https://arxiv.org/abs/2412.99991."}, Reference(arxiv_id="2412.99991")),
        ({"journal-title": "CoRR", "volume": "arXiv/2412.99991"}, Reference(arxiv_id="2412.99991")),
        ({"DOI": "10.48550/arXiv.2412.99991", "year": "2024b"}, Reference(arxiv_id="2412.99991", year=2024)),
        ({"unstructured": 'Nobody, "Keys Without Locks," 2011, doi:10.5555/z.'},
         Reference(title="Keys Without Locks", doi="10.5555/z")),
    ],
)  # fmt: skip
def test_a_reference_is_known_by_whatever_it_states(fields: dict[str, Any], expected: Reference) -> None:
    """A reference is known by whatever it states."""
    assert reference(**fields) == expected


def test_a_reference_without_id_and_title_is_counted_and_the_list_is_not_complete() -> None:
    """A reference without id and title is counted and the list is not complete."""
    listed = [{"key": "1", "article-title": "B"}, {"key": "2", "author": "Nobody", "year": "1987"}]
    parsed = read({"DOI": "10.5555/x", "title": ["A"], "reference-count": 2, "reference": listed})
    assert [(len(record.references), record.references_known) for record in parsed.records] == [(1, False)]
    assert [(note.what, note.count) for note in parsed.noted] == [("reference without an id or a title ignored", 1)]


@pytest.mark.parametrize(
    ("count", "listed", "known"), [(1, 1, True), (2, 1, False), (13, 0, False), (0, 0, None), (None, 1, None)]
)
def test_a_list_of_references_is_known_only_where_it_is_complete(
    count: int | None, listed: int, known: bool | None
) -> None:
    """A list of references is known only where it is complete."""
    record = work(**{"reference-count": count, "reference": [{"article-title": "B"}] * listed})
    assert record.references_known is known


def test_authors_are_people_and_groups() -> None:
    """Authors are people and groups."""
    record = work(
        author=[{"given": "Ada", "family": "Example", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
                {"family": "Sample", "suffix": "Jr."}, {"name": "The Group"}, {"sequence": "first"}]
    )  # fmt: skip
    assert [author.name for author in record.authors] == ["Ada Example", "Sample Jr.", "The Group"]
    assert record.authors[0].orcid == "0000-0002-1825-0097"


def test_the_preprint_that_a_work_names_is_the_same_paper() -> None:
    """The preprint that a work names is the same paper."""
    relation = {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2412.99991"}], "cites": []}
    assert work(relation=relation).arxiv_id == "2412.99991"
    assert work(relation={"has-review": [{"id-type": "arxiv", "id": "2412.99991"}]}).arxiv_id is None


def test_a_part_never_takes_the_place_of_a_fuller_record() -> None:
    """A part never takes the place of a fuller record."""
    part = work()
    assert part.id == f"10.5555/x~{part.digest}"
    assert work(indexed={}, deposited={}).id == "10.5555/x"


@pytest.mark.parametrize("kind", ["journal", "component", "dataset", "peer-review", "journal-issue", "grant"])
def test_what_is_no_paper_is_noted(kind: str) -> None:
    """What is no paper is noted."""
    parsed = read({"DOI": "10.5555/x", "title": ["A"], "type": kind})
    assert (parsed.records, [note.what for note in parsed.noted]) == ((), [f"{kind}, not a paper: A"])


def test_a_new_version_is_a_paper_and_a_correction_is_none() -> None:
    """A new version is a paper and a correction is none."""
    update = {"DOI": "10.5555/old", "type": "new_version"}
    assert len(read({"DOI": "10.5555/x", "title": ["A"], "update-to": [update]}).records) == 1
    assert not read({"DOI": "10.5555/x", "title": ["A"], "update-to": [{**update, "type": "correction"}]}).records


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Resource not found.", "it has no such work"),
        (b"\xef\xbb\xbf<html>", "HTML or XML"),
        (b'{"status": "failed", "message-type": "validation-failure", "message": [{"message": "no filter"}]}', "no filter"),
        (b'{"status": "failed", "message": null}', "error: null"),
        (b'{"status": "ok", "message-type": "journal-list", "message": {"items": [{"title": "J"}]}}', "a journal-list, not"),
        (b'{"status": "ok", "message-type": "member", "message": {"id": 1}}', "it tells of member"),
        (b'{"foo": 1}', "it tells of foo"),
    ],
)  # fmt: skip
def test_an_answer_without_works_is_refused(content: bytes, words: str) -> None:
    """An answer without works is refused."""
    with pytest.raises(ParseError, match=words) as caught:
        parse(content, ORIGIN)
    assert (caught.value.where, bool(caught.value.hint)) == ("answer", True)


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (b'{"status":"ok","message-type":"work"', True),
        (b'{"indexed": {}, "reference-count": 3}', True),
        (b'{"title": "A message-type of its own"}', False),
        (b'[{"id": "x", "type": "article-journal", "DOI": "10.5555/x"}]', False),
    ],
)
def test_a_work_is_known_by_its_wrapper_or_its_counts(answer: bytes, fits: bool) -> None:
    """A work is known by its wrapper or its counts."""
    assert sniff(answer) is fits


KEYS = st.sampled_from(
    ["DOI", "type", "author", "given", "family", "name", "container-title", "abstract", "issued", "date-parts", "reference",
     "unstructured", "relation", "has-preprint", "update-to", "updated-by", "event", "subtitle", "URL", "reference-count"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("10.5555/x"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_the_types_a_title_makes_a_record_or_a_note(content: dict[str, Any]) -> None:
    """Whatever the types a title makes a record or a note."""
    parsed = read({"message": {"items": [{**content, "title": "A Title"}]}})
    assert parsed.records or parsed.noted
    assert all(record.title.startswith("A Title") for record in parsed.records)
