"""Works of OpenAlex."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.merge import merge_papers, resolve_references
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources.openalex import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "openalex"
ORIGIN = Origin("openalex", "answer")
NO_WORKS = {
    "api-spec.toml": "this is no JSON",
    "author.json": "this tells of an author, not of works",
    "institution.json": "this tells of an institution, not of works",
    "source.json": "this tells of a source, not of works",
    "topic.json": "this tells of a topic, not of works",
}


def read(content: object) -> Parsed:
    """Return what the source makes of an answer."""
    return parse(json.dumps(content).encode(), ORIGIN)


def work(**fields: Any) -> PaperRecord:
    """Return the record of a work with these fields."""
    (record,) = read({"id": "https://openalex.org/W17", "title": "A Title", **fields}).records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_recorded_answer_is_accounted_for() -> None:
    """Every recorded answer is accounted for."""
    files = {path.name: path for path in REAL.iterdir() if path.name != "SOURCE.txt"}
    assert set(files) == {"work.json", *NO_WORKS}
    parsed = parse(files["work.json"].read_bytes(), Origin("openalex", "work.json"))
    (record,) = parsed.records
    assert (len(parsed.rejected), len(parsed.noted)) == (0, 0)
    assert (record.id, record.doi, record.published, record.venue) == (
        "W2741809807", "10.7717/peerj.4375", "2018-02-13", "PeerJ"
    )  # fmt: skip
    assert record.other_ids == ("openalex:W2741809807", "mag:2741809807", "pmid:29456894")
    assert (len(record.authors), sum(author.orcid is not None for author in record.authors)) == (9, 9)
    assert (len(record.references), record.references_known) == (54, None)
    index = json.loads(files["work.json"].read_bytes())["abstract_inverted_index"]
    assert len((record.abstract or "").split()) == sum(map(len, index.values()))
    for name, words in NO_WORKS.items():
        with pytest.raises(ParseError, match=words):
            parse(files[name].read_bytes(), Origin("openalex", name))


def test_a_work_that_was_given_in_full_has_its_own_id() -> None:
    """A work that was given in full has its own id."""
    full: dict[str, Any] = {"abstract_inverted_index": None, "authorships": [], "referenced_works": []}
    assert work(**full).id == "W17"
    part = work()
    assert part.id == f"W17~{part.digest}"


@pytest.mark.parametrize(
    ("index", "abstract"),
    [
        ({"keys": [1, 3], "Many": [0], "and": [2]}, "Many keys and keys"),
        ({"b": [10**15], "a": [7]}, "a b"),
        ({"Abstract:": [0], "Fewer": [1], "keys": [2]}, "Fewer keys"),
        ({"Abstract": [0], "Syntax": [1], "Networks": [2]}, "Abstract Syntax Networks"),
        ({"<jats:p>Fewer": [0], "H<sub>2</sub>O.</jats:p>": [1]}, "Fewer H2O."),
        ({"p": [0], "<": [1], "0.05": [2]}, "p < 0.05"),
        ({"x": [-1, 1.5, None, True, "2"]}, None),
        ({"\ud800": [0], "x": [1]}, "x"),
        ({}, None),
        (None, None),
        ("words", None),
    ],
)
def test_the_abstract_is_put_together_from_its_index(index: object, abstract: str | None) -> None:
    """The abstract is put together from its index."""
    assert work(abstract_inverted_index=index).abstract == abstract


@pytest.mark.parametrize(
    ("fields", "arxiv", "doi"),
    [
        ({"doi": "https://doi.org/10.48550/arxiv.2412.99991"}, "2412.99991", None),
        ({"locations": [{"landing_page_url": "http://arxiv.org/abs/2412.99991"}]}, "2412.99991", None),
        (
            {"doi": "https://doi.org/10.5555/X", "locations": [{"pdf_url": "https://arxiv.org/pdf/2412.99991v2"}]},
            "2412.99991",
            "10.5555/x",
        ),
        ({"ids": {"doi": "https://doi.org/10.5555/X"}}, None, "10.5555/x"),
        ({"primary_location": None, "locations": None, "doi": None}, None, None),
    ],
)
def test_the_arxiv_id_is_found_among_the_locations(fields: dict[str, Any], arxiv: str | None, doi: str | None) -> None:
    """The arXiv id is found among the locations."""
    record = work(**fields)
    assert (record.arxiv_id, record.doi) == (arxiv, doi)


def place(name: str, kind: str) -> dict[str, Any]:
    """Return a location."""
    return {"landing_page_url": "https://example.org", "source": {"display_name": name, "type": kind}}


@pytest.mark.parametrize(
    ("locations", "venue"),
    [
        ([place("arXiv (Cornell University)", "repository")], None),
        ([place("arXiv", "journal")], None),
        ([place("PubMed", "repository"), place("Invented Letters", "journal")], "Invented Letters"),
        ([place("Lecture Notes in Computer Science", "book series"), place("Workshop", "conference")], "Workshop"),
        ([place("Lecture Notes in Computer Science", "book series")], "Lecture Notes in Computer Science"),
        ([{"source": None}], None),
    ],
)
def test_the_venue_is_where_it_was_published(locations: list[Any], venue: str | None) -> None:
    """The venue is where it was published."""
    assert work(primary_location=locations[0], locations=locations).venue == venue


def test_the_first_of_january_stands_for_the_year() -> None:
    """The first of January stands for the year."""
    assert work(publication_date="2023-01-01").published == "2023"
    assert work(publication_date="2023-01-02").published == "2023-01-02"


def test_references_by_id_alone_become_edges() -> None:
    """References by id alone become edges."""
    citing = {"id": "https://openalex.org/W1", "title": "Citing", "referenced_works": [
        "https://openalex.org/W2", "https://openalex.org/W3"]}  # fmt: skip
    cited = {"id": "https://openalex.org/W2", "title": "The Cited Paper", "doi": "https://doi.org/10.5555/x"}
    found = resolve_references(merge_papers(read([citing, cited]).records))
    assert [target for target, _ in found.edges["title:citing"]] == ["doi:10.5555/x", "openalex:W3"]
    (stub,) = found.stubs
    assert (stub.paper_id, stub.title, stub.other_ids) == ("openalex:W3", None, ["openalex:W3"])


def test_deleted_works_are_noted_and_not_cited() -> None:
    """Deleted works are noted and not cited."""
    parsed = read([{"id": "https://openalex.org/W1", "title": "A", "referenced_works": [
        "https://openalex.org/W4285719527"]}, {"id": "https://openalex.org/W4285719527", "title": "Deleted Work"}])  # fmt: skip
    assert [(record.title, record.references) for record in parsed.records] == [("A", ())]
    assert [note.what for note in parsed.noted] == [
        "a reference to a work that OpenAlex deleted", "the work in whose place deleted ones stand, not a paper"
    ]  # fmt: skip


def test_a_retracted_work_is_kept_and_noted() -> None:
    """A retracted work is kept and noted."""
    parsed = read({"id": "https://openalex.org/W1", "title": "A", "is_retracted": True})
    assert (len(parsed.records), parsed.noted[0].what) == (1, "retracted: A")


@pytest.mark.parametrize("kind", ["dataset", "paratext", "peer-review", "software", "grant"])
def test_what_is_no_paper_is_noted(kind: str) -> None:
    """What is no paper is noted."""
    parsed = read({"id": "https://openalex.org/W1", "title": "A", "type": kind})
    assert (parsed.records, [note.what for note in parsed.noted]) == ((), [f"{kind}, not a paper: A"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"error": "Invalid query parameters error.", "message": "x is no filter"}, "x is no filter"),
        ({"meta": {"count": 1}, "results": ["x"]}, "this list holds no works, but x"),
        ({"foo": 1}, "it tells of foo"),
        ({}, "it tells of nothing"),
    ],
)
def test_an_answer_without_works_is_refused(content: object, words: str) -> None:
    """An answer without works is refused."""
    with pytest.raises(ParseError, match=words) as caught:
        read(content)
    assert (caught.value.where, bool(caught.value.hint)) == ("answer", True)


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (b'{"id": "https://openalex.org/W1", "title": "A"}', True),
        (b'{"meta": {"count": 3, "per_page": 25}, "results": [{"title": "A"}]}', True),
        (b'\n[{"authorships": []}]', True),
        (b'{"title": "A", "url": "https://openalex.org/W1"}', False),
        (b'@misc{a, title = {"authorships":}}', False),
    ],
)
def test_a_work_is_known_by_its_ids_and_fields(answer: bytes, fits: bool) -> None:
    """A work is known by its ids and fields."""
    assert sniff(answer) is fits


KEYS = st.sampled_from(
    ["doi", "ids", "primary_location", "locations", "source", "landing_page_url", "authorships", "author", "type", "mag",
     "display_name", "orcid", "abstract_inverted_index", "referenced_works", "publication_date", "publication_year"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("https://openalex.org/W2"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_the_types_a_title_makes_a_record_or_a_note(content: dict[str, Any]) -> None:
    """Whatever the types a title makes a record or a note."""
    parsed = read([{**content, "title": "A Title"}])
    assert parsed.records or parsed.noted
    assert all(record.title == "A Title" for record in parsed.records)
