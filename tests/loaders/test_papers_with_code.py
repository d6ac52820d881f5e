"""The archived dumps of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.papers_with_code import parse

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources"
SLUG = "https://paperswithcode.com/paper/a-title"
PAPER = {"paper_url": SLUG, "arxiv_id": "2412.99991", "title": "A Title", "abstract": "An abstract.", "url_abs": None}
LINK = {"paper_url": SLUG, "paper_title": "A Title", "paper_arxiv_id": "2412.99991", "is_official": False}


def read(*rows: object, path: str = "dump.json") -> Parsed:
    """Return what the source makes of a list of rows."""
    return parse(json.dumps(rows).encode(), Origin("papers-with-code", path))


def paper(**fields: Any) -> PaperRecord:
    """Return the record of a paper with these fields besides the usual ones."""
    (record,) = read(PAPER | fields).records
    return record


def link(repository: str, **fields: Any) -> dict[str, Any]:
    """Return a row of links."""
    return LINK | {"repo_url": repository} | fields


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded files stand beside the repository; they are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("papers-with-code-dumps/papers-with-abstracts.sample.json", (1, 0, 3)),
        ("papers-with-code-dumps/links-between-papers-and-code.sample.json", (1, 0, 1)),
        ("papers-with-code-dumps/PWC_DATA_INVENTORY.md", "neither a list nor an object"),
        ("papers-with-code-dumps/all_tasks_detailed.csv", "neither a list nor an object"),
        ("papers-with-code-dumps/nlp_tasks_detailed.csv", "neither a list nor an object"),
        ("papers-with-code-dumps/research_areas.csv", "neither a list nor an object"),
        ("pwc-evaluation-tables/cmrc.json", "these are the evaluation tables"),
        ("pwc-evaluation-tables/example_json_format.json", "these are the evaluation tables"),
        ("pwc-evaluation-tables/nlp-progress.json", "these are the evaluation tables"),
        ("pwc-evaluation-tables/ogb.json", "these are the evaluation tables"),
        ("pwc-evaluation-tables/redditsota.json", "these are the evaluation tables"),
        ("pwc-evaluation-tables/snli.json", "these are the evaluation tables"),
    ],
)
def test_every_recorded_file_is_read_or_refused(name: str, expected: tuple[int, int, int] | str) -> None:
    """Every recorded file is read or refused."""
    data = (REAL / name).read_bytes()
    origin = Origin("papers-with-code", name)
    if isinstance(expected, str):
        with pytest.raises(ParseError, match=expected):
            parse(data, origin)
        return
    parsed = parse(data, origin)
    assert (len(parsed.records), len(parsed.rejected), len(parsed.noted)) == expected
    assert recognise(data, name).name == "papers-with-code"


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded files stand beside the repository; they are not here")
def test_evaluation_tables_are_recognised_so_that_the_refusal_can_say_what_they_are() -> None:
    """Evaluation tables are recognised so that the refusal can say what they are."""
    tables = sorted((REAL / "pwc-evaluation-tables").glob("*.json"))
    assert len(tables) == 6
    assert {recognise(path.read_bytes(), path.name).name for path in tables} == {"papers-with-code"}


def test_both_files_make_one_paper_with_its_repositories() -> None:
    """Both files make one paper with its repositories, also where nothing but the site's address joins them."""
    for arxiv in ("2412.99991", None):
        papers = read(PAPER | {"arxiv_id": arxiv, "date": "2024-12-19", "authors": ["Ada Example"]})
        own, other = (
            link(f"https://github.com/{name}/code", paper_arxiv_id=arxiv, is_official=name == "own")
            for name in ("own", "other")
        )
        links = read(own, other, path="links.json")
        (merged,) = merge_papers([*papers.records, *links.records])
        assert {(fact.url, fact.official) for fact in merged.repositories} == {
            ("https://github.com/own/code", True),
            ("https://github.com/other/code", False),
        }
        assert merged.paper.abstract == "An abstract."
        assert len(merged.record_ids) == 2


def test_parts_of_a_dump_undo_each_other_nothing() -> None:
    """Parts of a dump undo each other nothing: what they say of one paper makes two records."""
    one, other = (read(link(f"https://github.com/{name}/code")).records[0] for name in ("one", "other"))
    assert one.record_id != other.record_id
    assert len(merge_papers([one, other])[0].repositories) == 2


def test_flags_say_whose_a_repository_is_and_the_others_are_counted() -> None:
    """Flags say whose a repository is and the others are counted."""
    parsed = read(
        link("https://github.com/a/one", is_official=True, mentioned_in_paper=True),
        link("https://github.com/a/two", mentioned_in_paper=True, mentioned_in_github=True, framework="jax"),
        link("https://github.com/a/three", is_official=None, mentioned_in_paper=False),
    )
    assert {fact.url[-3:]: fact.official for fact in parsed.records[0].repositories} == {
        "one": True,
        "two": False,
        "ree": None,
    }
    assert {(note.what.partition(" is not kept")[0], note.count) for note in parsed.noted} == {
        ("that the paper mentions the repository (mentioned_in_paper)", 2),
        ("that the repository mentions the paper (mentioned_in_github)", 1),
        ("the framework of a repository", 1),
    }


def test_what_anyone_could_write_reaches_no_record() -> None:
    """What anyone could write reaches no record."""
    spam = {"name": "zzQpx", "full_name": "call +1-800-555-0100", "description": "Please enter a description"}
    parsed = read(PAPER | {"methods": [spam], "tasks": ["zzQpx"]})
    assert "zzQpx" not in parsed.records[0].model_dump_json()
    assert parsed.records[0].digest == paper().digest
    assert {note.what for note in parsed.noted} == {
        "methods, which anyone could edit, are not kept",
        "tasks, which anyone could edit, are not kept",
    }


@pytest.mark.parametrize(
    ("proceeding", "venue", "year"),
    [
        ("NeurIPS 2018 12", "NeurIPS", 2018),
        ("ICLR 2022 4", "ICLR", 2022),
        ("ACL (RepL4NLP) 2021", "ACL (RepL4NLP)", 2021),
        ("Journal of Counting", "Journal of Counting", None),
        ("arXiv", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_proceeding_is_a_venue_with_year_and_month(
    proceeding: str | None, venue: str | None, year: int | None
) -> None:
    """A proceeding is a venue with year and month."""
    record = paper(proceeding=proceeding, date="2017-12-05")
    assert (record.venue, record.year, record.published) == (venue, year, "2017-12-05")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"arxiv_id": "2412.99991v3"}, {"arxiv_id": "2412.99991"}),
        ({"arxiv_id": None, "url_abs": "http://arxiv.org/abs/2412.99992v1"}, {"arxiv_id": "2412.99992", "url": None}),
        ({"arxiv_id": None, "url_pdf": "http://arxiv.org/pdf/hep-th/9901001.pdf"}, {"arxiv_id": "hep-th/9901001"}),
        ({"url_abs": "https://doi.org/10.5555/ABC"}, {"doi": "10.5555/abc", "url": "https://doi.org/10.5555/ABC"}),
        ({"url_abs": "https://aclanthology.org/P19-1001"}, {"other_ids": ("acl:P19-1001", "pwc:a-title")}),
        ({"url_abs": "https://www.aclweb.org/anthology/P19-1001/"}, {"other_ids": ("acl:P19-1001", "pwc:a-title")}),
        ({"openreview_id": "AbCdEfGhIj"}, {"other_ids": ("openreview:AbCdEfGhIj", "pwc:a-title")}),
        ({"nips_id": 8192}, {"other_ids": ("nips:8192", "pwc:a-title")}),
        ({"paper_url": None}, {"other_ids": ()}),
    ],
)
def test_ids_are_found_where_the_dump_has_them(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    """Ids are found where the dump has them."""
    record = paper(**fields)
    assert {name: getattr(record, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (["task", "categories", "description", "subtasks", "synonyms", "source_link", "datasets"], "evaluation tables"),
        (["url", "name", "full_name", "introduced_year", "source_url", "code_snippet_url", "collections"], "methods"),
        (["url", "name", "full_name", "homepage", "modalities", "num_papers", "data_loaders"], "datasets"),
    ],
)
def test_the_other_files_of_the_dump_are_refused_with_the_names_of_the_right_ones(keys: list[str], what: str) -> None:
    """The other files of the dump are refused with the names of the right ones."""
    data = json.dumps([dict.fromkeys(keys, "")]).encode()
    assert recognise(data, "dump.json").name == "papers-with-code"
    with pytest.raises(ParseError, match=f"these are the {what} of Papers with Code") as caught:
        parse(data, Origin("papers-with-code", "dump.json"))
    assert "papers-with-abstracts.json" in (caught.value.hint or "")


@pytest.mark.parametrize("content", [b"<html>", b"id,title\n1,A", b'[{"title": "A Record of Another"}]', b"[3]", b"{}"])
def test_what_is_no_dump_is_refused(content: bytes) -> None:
    """What is no dump is refused."""
    with pytest.raises(ParseError):
        parse(content, Origin("papers-with-code", "dump.json"))


@pytest.mark.parametrize("form", ["{}\n{}\n", "[{}, {}]", '{{"rows": [{{"row": {}}}, {{"row": {}}}]}}', "{}\r\n\r\n{}"])
def test_rows_are_read_as_a_list_one_a_line_and_from_a_dataset_server(form: str) -> None:
    """Rows are read as a list, one a line, and from a dataset server."""
    rows = [json.dumps(PAPER), json.dumps(PAPER | {"paper_url": SLUG + "-1", "arxiv_id": "2412.99992"})]
    parsed = parse(form.format(*rows).encode(), Origin("papers-with-code", "dump.json"))
    assert [record.id for record in parsed.records] == ["a-title", "a-title-1"]
    assert not parsed.rejected


def test_a_row_of_other_bytes_costs_that_row_its_field_alone() -> None:
    """A row of other bytes costs that row its field alone."""
    data = json.dumps([PAPER | {"abstract": "Caf@"}, PAPER | {"title": "Another@"}]).encode().replace(b"@", b"\xe9")
    parsed = parse(data, Origin("papers-with-code", "dump.json"))
    assert [(record.title, record.abstract) for record in parsed.records] == [("A Title", None)]
    assert [bad.reason for bad in parsed.rejected] == ["title holds half a character (a lone surrogate)"]


def test_numbers_without_end_and_without_value_are_not_known() -> None:
    """Numbers without end and without value are not known."""
    data = json.dumps([PAPER]).replace('"url_abs": null', '"url_abs": NaN, "nips_id": ' + "9" * 5000).encode()
    assert parse(data, Origin("papers-with-code", "dump.json")).records[0].digest == paper().digest
