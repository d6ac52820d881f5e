"""The archived dumps of Papers with Code."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
        ("papers-with-code-dumps/papers-with-abstracts.sample.json", (1, 0, 4)),
        ("papers-with-code-dumps/links-between-papers-and-code.sample.json", (1, 0, 0)),
        ("papers-with-code-dumps/PWC_DATA_INVENTORY.md", "neither a list nor an object"),
        ("papers-with-code-dumps/all_tasks_detailed.csv", "a table of the tasks"),
        ("papers-with-code-dumps/nlp_tasks_detailed.csv", "a table of the tasks"),
        ("papers-with-code-dumps/research_areas.csv", "a table of the tasks"),
        ("pwc-evaluation-tables/cmrc.json", (5, 12, 2)),
        ("pwc-evaluation-tables/example_json_format.json", "Expecting property name"),
        ("pwc-evaluation-tables/nlp-progress.json", (326, 0, 3)),
        ("pwc-evaluation-tables/ogb.json", (0, 244, 1)),
        ("pwc-evaluation-tables/redditsota.json", (19, 0, 3)),
        ("pwc-evaluation-tables/snli.json", (41, 0, 1)),
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
def test_every_row_of_the_recorded_tables_is_a_result_a_rejection_or_a_note() -> None:
    """No row of the recorded tables is lost: each is a result of a paper, a rejection, or counted as without a paper."""
    for path in sorted((REAL / "pwc-evaluation-tables").glob("*.json")):
        data = path.read_bytes()
        assert recognise(data, path.name).name == "papers-with-code"
        if path.name == "example_json_format.json":
            continue
        rows = list(_rows_of(json.loads(data)))
        parsed = parse(data, Origin("papers-with-code", path.name))
        titles = {record.title for record in parsed.records}
        nameless = sum(note.count for note in parsed.noted if note.what == "a result without a paper is not kept")
        assert nameless == sum(not row["paper_title"] and not row["paper_url"] for row in rows), path.name
        assert len(parsed.rejected) == sum(not row["paper_title"] and bool(row["paper_url"]) for row in rows), path.name
        assert len(titles) > 0 or len(parsed.rejected) == len(rows)
        measured = sum(
            value not in {None, "", "-"} for row in rows if row["paper_title"] for value in set(row["metrics"].values())
        )
        results = [result for record in parsed.records for fact in record.entities for result in fact.results]
        assert len(results) <= sum(len(row["metrics"]) for row in rows)
        assert (measured > 0) == (len(results) > 0)


def _rows_of(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        tables = list(task["datasets"])
        while tables:
            table = tables.pop()
            yield from table["sota"].get("rows", [])
            tables += table["subdatasets"]
        yield from _rows_of(task["subtasks"])


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


def test_flags_say_whose_a_repository_is_who_mentions_whom_and_in_what_it_is_written() -> None:
    """Flags say whose a repository is, who mentions whom, and in what it is written; none of them is guessed."""
    parsed = read(
        link("https://github.com/a/one", is_official=True, mentioned_in_paper=True),
        link("https://github.com/a/two", mentioned_in_paper=True, mentioned_in_github=True, framework="jax"),
        link("https://github.com/a/three", is_official=None, mentioned_in_paper=False, framework="none"),
        link("https://github.com/a/four", is_official=None, mentioned_in_github="no", framework=3),
    )
    assert {
        fact.url.rpartition("/")[2]: (fact.official, fact.mentioned_in_paper, fact.mentioned_in_github, fact.framework)
        for fact in parsed.records[0].repositories
    } == {
        "one": (True, True, None, None),
        "two": (False, True, True, "jax"),
        "three": (None, False, None, None),
        "four": (None, None, None, None),
    }
    assert {note.what for note in parsed.noted} == {
        "mentioned_in_github is a text, not true or false: left out",
        "framework is a number, not text: left out",
    }


def test_two_sources_of_one_link_are_put_together() -> None:
    """A link is official, or mentioned, as soon as one record says so; what one does not say the other adds."""
    one = read(link("https://github.com/a/b", mentioned_in_github=False, framework="jax")).records[0]
    other = read(link("https://github.com/A/b.git", is_official=True, mentioned_in_github=True)).records[0]
    for records in ([one, other], [other, one]):
        (fact,) = merge_papers(records)[0].repositories
        assert (fact.official, fact.mentioned_in_paper, fact.mentioned_in_github, fact.framework) == (
            True, None, True, "jax",
        )  # fmt: skip


def test_spam_reaches_no_record() -> None:
    """A method that nobody described, or whose name is an advertisement, reaches no record; tasks do not either."""
    undescribed = {"name": "zzQpx", "full_name": "zzQpx", "description": "Please enter a description about the method"}
    advertised = {"name": "Help", "full_name": "zzQpx +1 (800) 555-0100", "description": "They answer at any hour."}
    parsed = read(PAPER | {"methods": [undescribed, advertised], "tasks": ["zzQpx"]})
    assert "zzQpx" not in parsed.records[0].model_dump_json()
    assert parsed.records[0].digest == paper().digest
    assert {note.what.partition(":")[0] for note in parsed.noted} == {
        "a method that nobody described is not kept",
        "a method whose name holds a telephone number is not kept",
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
