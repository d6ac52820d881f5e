"""Papers as the Hub of Hugging Face gives them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed, RepositoryFact
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.huggingface import parse

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "huggingface-papers"
PAPER = {"id": "2412.99991", "title": "A Title", "summary": "An abstract.", "publishedAt": "2024-12-19T00:00:00.000Z"}


def read(content: object) -> Parsed:
    """Return what the source makes of a JSON document."""
    return parse(json.dumps(content).encode(), Origin("huggingface", "hub.json"))


def paper(**fields: Any) -> PaperRecord:
    """Return the record of a paper with these fields besides the usual ones."""
    (record,) = read([{"paper": {**PAPER, **fields}, "numComments": 0}]).records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_item_of_the_recorded_answer_is_accounted_for() -> None:
    """Every item of the recorded answer is accounted for."""
    files = sorted(path.name for path in REAL.iterdir() if path.name != "SOURCE.txt")
    assert files == ["hf_daily_papers.json"]
    data = (REAL / files[0]).read_bytes()
    parsed = parse(data, Origin("huggingface", files[0]))
    assert (len(parsed.records), len(parsed.rejected), len(parsed.noted)) == (12, 0, 9)
    assert all(record.arxiv_id and record.abstract and record.authors and record.published for record in parsed.records)
    assert sum(len(record.repositories) for record in parsed.records) == 8
    assert sum(len(record.authors) for record in parsed.records) == 71
    assert recognise(data, files[0]).name == "huggingface"


@pytest.mark.parametrize("content", [PAPER, [PAPER], {"paper": PAPER}, [{"paper": PAPER}], [{"paper": PAPER, **PAPER}]])
def test_fields_are_found_flat_and_nested(content: object) -> None:
    """Fields are found flat and nested."""
    (record,) = read(content).records
    assert (record.id, record.arxiv_id, record.title) == ("2412.99991", "2412.99991", "A Title")
    assert (record.abstract, record.published, record.year) == ("An abstract.", "2024-12-19", None)


def test_the_date_of_the_paper_counts_and_not_that_of_its_page() -> None:
    """The date of the paper counts and not that of its page."""
    (record,) = read([{"paper": PAPER, "publishedAt": "2025-01-02T03:04:05.000Z"}]).records
    assert record.published == "2024-12-19"


def test_a_repository_is_kept_with_its_stars_and_without_a_word_on_whose_it_is() -> None:
    """A repository is kept with its stars and without a word on whose it is."""
    record = paper(githubRepo="https://github.com/example/code", githubStars=7)
    assert record.repositories == (RepositoryFact(url="https://github.com/example/code", stars=7),)


@pytest.mark.parametrize(
    ("fields", "noted"),
    [
        ({"githubRepo": "https://example.org"}, "githubRepo is no address of a repository: https://example.org"),
        ({"githubRepo": {"url": 1}}, "githubRepo is no address of a repository: {'url': 1}"),
        ({"githubRepo": "https://github.com/a/b", "githubStars": "7"}, "githubStars is '7', not a count: left out"),
        ({"githubRepo": "https://github.com/a/b", "githubStars": True}, "githubStars is 'True', not a count: left out"),
        ({"authors": "Ada"}, "authors is 'Ada', not a list: left out"),
        ({"authors": [{"name": "Ada"}, {"name": " "}]}, "authors.1.name is empty: left out"),
        ({"authors": [{"name": "Ada"}, {"name": 7}]}, "authors.1.name is a number, not text: left out"),
        ({"authors": [{"name": "Ada"}, {"name": "Bo", "hidden": True}]},
         "an author that the Hub hides as wrong is not kept"),
        ({"summary": 7}, "abstract is a number, not text: left out"),
        ({"summary": "\ud800"}, "abstract holds half a character (a lone surrogate): left out"),
        ({"publishedAt": "soon"}, "published is 'soon', not a date: left out"),
        ({"publishedAt": "20241219"}, "published is '20241219', not a date: left out"),
        ({"projectPage": "https://x.org"}, "project page not kept, beside the arXiv id: https://x.org"),
        ({"mystery": None}, "unknown property 'mystery' ignored"),
        ({"ai_keywords": ["a"]}, "keywords that a model wrote (ai_keywords) are not kept"),
    ],
)  # fmt: skip
def test_what_is_wrong_or_not_kept_is_noted_and_the_rest_stays(fields: dict[str, Any], noted: str) -> None:
    """What is wrong or not kept is noted and the rest stays."""
    parsed = read([PAPER | fields])
    assert noted in [note.what for note in parsed.noted]
    (record,) = parsed.records
    assert (record.title, record.arxiv_id) == ("A Title", "2412.99991")


def test_a_models_summary_is_never_the_abstract() -> None:
    """A model's summary is never the abstract."""
    assert paper(summary=None, ai_summary="A model says so.").abstract is None


def test_a_project_page_is_the_address_only_where_there_is_no_arxiv_id() -> None:
    """A project page is the address only where there is no arXiv id."""
    assert paper(projectPage="https://example.org").url is None
    assert paper(id="report-7", projectPage="https://example.org").url == "https://example.org"


def test_a_version_is_no_part_of_the_id() -> None:
    """A version is no part of the id."""
    assert paper(id="2412.99991v2").record_id == "huggingface:2412.99991"


def test_latex_and_entities_are_as_a_reader_sees_them() -> None:
    """LaTeX and entities are as a reader sees them."""
    text = paper(summary="At $O(n^2)$ &amp; ~50%\nfor $5 to $10, \\emph{fast}.").abstract
    assert text == "At O(n^2) & ~50% for $5 to $10, fast."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"error": "Paper not found"}', "an error of the service: Paper not found"),
        (b"<!DOCTYPE html><html></html>", "HTML or XML, not JSON"),
        (b"Not Found", "neither a list nor an object"),
        (b'[{"title": "A Record of Another Service"}]', "no paper as huggingface.co/api gives them"),
        (b"[1, 2]", "no paper as huggingface.co/api gives them"),
        (b'[{"title": "Cut', "ends in the middle of a record"),
        (b'[{"upvotes": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_answer_with_papers_is_refused(content: bytes, message: str) -> None:
    """What is no answer with papers is refused."""
    with pytest.raises(ParseError, match=message):
        parse(content, Origin("huggingface", "hub.json"))


def test_an_answer_that_breaks_off_keeps_what_stands_before() -> None:
    """An answer that breaks off keeps what stands before."""
    whole = json.dumps([PAPER, PAPER | {"id": "2412.99992"}], indent=1)
    parsed = parse(whole[:-60].encode(), Origin("huggingface", "hub.json"))
    assert [record.arxiv_id for record in parsed.records] == ["2412.99991"]
    assert [(bad.place, bad.reason) for bad in parsed.rejected] == [
        ("hub.json:8", "the file ends in the middle of a record; nothing behind it is read")
    ]


def test_an_empty_answer_is_no_error() -> None:
    """An empty answer is no error."""
    assert [note.what for note in read([]).noted] == ["an empty list: no paper"]
