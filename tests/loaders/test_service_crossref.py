"""Asking Crossref: filters of DOIs, and pages by a cursor that can stay the same."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.exchange import Request
from papermesh.loaders.services import Query
from papermesh.loaders.services.crossref import SERVICE
from tests.loaders.service_chain import answered, asked, bodies, fits, params

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "crossref" / "decoded"


def work(number: int, **fields: Any) -> dict[str, Any]:
    """Return a work as the service gives it."""
    return {"DOI": f"10.1000/{number}", "title": [f"Work {number}"], "indexed": {}, "deposited": {}, **fields}


def page_of(*works: object, cursor: object = "C", total: object = 3) -> dict[str, Any]:
    """Return a page of works."""
    message = {"total-results": total, "next-cursor": cursor, "items": list(works)}
    return {"status": "ok", "message-type": "work-list", "message": message}


def test_pages_go_on_where_the_cursor_stays() -> None:
    """Pages go on by a cursor that stays the same, each request another one, to the last of the works."""
    pages = {"0": page_of(work(1)), "1": page_of(work(2)), "2": page_of(work(3))}
    query = Query(text="kv cache", set="type:journal-article", since="2024-01-01", until="2024-12-31")
    chain = asked(SERVICE, query, lambda request: pages[dict(request.about)["seen"]])
    assert [record.doi for record in chain.records] == ["10.1000/1", "10.1000/2", "10.1000/3"]
    assert [params(request)["cursor"] for request in chain.requests] == ["*", "C", "C"]
    sent = params(chain.requests[0])
    assert (sent["query.bibliographic"], sent["rows"]) == ("kv cache", "200")
    assert sent["filter"] == "type:journal-article,from-pub-date:2024-01-01,until-pub-date:2024-12-31"
    assert [page.total for page in chain.pages] == [3, 3, 3]
    assert (chain.noted, chain.repeated) == ([], [])
    assert SERVICE.access.fresh_s == 0  # the same address gives another page each time


def test_pages_end_with_an_empty_one() -> None:
    """Pages end with one that has no works, also where the service says that there are more."""
    pages = {"0": page_of(work(1), total=None), "1": page_of(total=9)}
    chain = asked(SERVICE, Query(text="kv"), lambda request: pages[dict(request.about)["seen"]])
    assert (len(chain.requests), [note.what for note in chain.noted]) == (2, ["an empty answer: no work"])


def test_an_error_in_the_middle_of_paging_is_an_error_with_its_address() -> None:
    """An error in the middle of paging is an error with the address of that page."""
    failed = {"status": "failed", "message-type": "validation-failure", "message": [{"message": "cursor is gone"}]}
    for wrong in (failed, "Resource not found.", '{"status": "ok", "message": {"items": [', {"message": {"items": 7}}):
        pages: dict[str, object] = {"*": page_of(work(1), cursor="C2"), "C2": wrong}
        with pytest.raises(ParseError) as error:
            asked(SERVICE, Query(text="kv"), lambda request, pages=pages: pages[params(request)["cursor"]])  # type: ignore[misc]
        assert (error.value.where or "").endswith("cursor=C2")


def test_dois_are_a_filter_and_those_of_arxiv_are_told() -> None:
    """DOIs are filters of fifty each; one that is not answered is not known, and one of arXiv's is DataCite's."""
    many = tuple(f"10.1000/{number}" for number in range(60))

    def answer(request: Request) -> object:
        dois = [one.removeprefix("doi:") for one in params(request)["filter"].split(",")]
        assert params(request)["rows"] == str(len(dois))
        return page_of(*(work(int(name.rpartition("/")[2])) for name in dois if name != "10.1000/7"), total=len(dois))

    chain = asked(SERVICE, Query(ids=(*many, "2412.14590", "https://doi.org/10.48550/arXiv.2412.14591")), answer)
    assert (len(chain.requests), len(chain.records)) == (2, 59)
    assert [one.reason for one in chain.rejected] == [
        "Crossref does not know 10.1000/7",
        "Crossref does not know 10.48550/arxiv.2412.14590: DataCite registers the DOIs of arXiv",
        "Crossref does not know 10.48550/arxiv.2412.14591: DataCite registers the DOIs of arXiv",
    ]


def test_a_doi_that_is_no_part_of_a_filter_is_asked_for_alone() -> None:
    """A DOI with a comma is asked for alone, and may not be known."""
    ids = ("10.1000/a,b", "10.1000/c,d", "2412.14590")
    answers: dict[str, object] = {
        "/works/10.1000%2Fa%2Cb": {"status": "ok", "message-type": "work", "message": work(1, DOI="10.1000/a,b")},
        "/works/10.1000%2Fc%2Cd": (404, "Resource not found."),
    }
    chain = asked(SERVICE, Query(ids=ids), lambda request: answers[request.path])
    assert [record.doi for record in chain.records] == ["10.1000/a,b"]
    assert [one.reason for one in chain.rejected] == [
        "Crossref does not know 10.48550/arxiv.2412.14590: DataCite registers the DOIs of arXiv",
        "Crossref does not know 10.1000/c,d",
    ]


@pytest.mark.parametrize(
    "query", [Query(), Query(ids=("W1",)), Query(ids=("2412.14590",)), Query(ids=("10.1/x",), text="kv")]
)
def test_what_is_no_question_is_not_asked(query: Query) -> None:
    """What is no question, or asks for papers of arXiv alone, is refused before anything is asked."""
    with pytest.raises(SourceError):
        SERVICE.first(query)


@given(bodies("message", "items", "next-cursor", "total-results", "DOI", "title", "status"), st.booleans())
@example(b'{"status": []}', False)
def test_any_answer_is_a_page_or_a_parse_error(data: bytes, by_id: bool) -> None:
    """Any bytes are a page or a parse error, and nothing else."""
    fits(SERVICE, Query(ids=("10.1000/1", "10.1000/a,b")) if by_id else Query(text="kv"), data)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_recorded_answers_are_pages() -> None:
    """Recorded pages of one search lead on by the same cursor, and recorded works are known or not known."""
    with (REAL / "INDEX.tsv").open(encoding="utf-8", newline="") as lines:
        status = {row["file"]: int(row["status"]) for row in csv.DictReader(lines, delimiter="\t")}
    pages = [(REAL / f"test_cursor_max.0{number}.200.json").read_bytes() for number in range(3)]
    seen = 0
    (request,) = SERVICE.first(Query(text="widget"))
    cursors = set()
    for data in pages:
        page = SERVICE.read(Query(text="widget"), answered(SERVICE, request, data))
        assert (page.total, len(json.loads(data)["message"]["items"])) == (454, 20)
        seen += 20
        (request,) = page.next
        assert dict(request.about)["seen"] == str(seen)
        cursors.add(params(request)["cursor"])
    assert len(cursors) == 1
    names = [name for name in sorted(status) if name.startswith("test_works_mixed_ids_warn")]
    single = Request("/works/10.1371%2Fx", about=(("asked", "10.1371/x"),))
    answers = [
        SERVICE.read(Query(), answered(SERVICE, single, (REAL / name).read_bytes(), status[name])) for name in names
    ]
    assert [(len(one.parsed.records), len(one.parsed.rejected)) for one in answers] == [(1, 0), (0, 1), (1, 0)]
    with pytest.raises(ParseError, match="no such filter"):
        SERVICE.read(
            Query(),
            answered(SERVICE, request, (REAL / "test_funders_filter_fails_noidsworks.00.400.json").read_bytes()),
        )
