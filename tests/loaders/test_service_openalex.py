"""Asking OpenAlex: filters of ids, searches, and what they cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.exchange import Request
from papermesh.loaders.services import Query
from papermesh.loaders.services.openalex import LIST_USD, SEARCH_USD, SERVICE
from tests.loaders.service_chain import answered, asked, bodies, fits, params

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "openalex"


def work(number: int, **fields: Any) -> dict[str, Any]:
    """Return a work as the service gives it, with all that is asked for."""
    kept: dict[str, Any] = {"abstract_inverted_index": None, "authorships": [], "referenced_works": []}
    return {"id": f"https://openalex.org/W{number}", "title": f"Work {number}", **kept, **fields}


def page_of(*works: object, cursor: object = None, count: int = 3) -> dict[str, Any]:
    """Return a page of results."""
    return {"meta": {"count": count, "per_page": 100, "next_cursor": cursor}, "results": list(works)}


def test_a_search_goes_on_by_its_cursor() -> None:
    """A search goes on by its cursor until there is none, with its filter and its price."""
    pages = {"*": page_of(work(1), work(2), cursor="C2"), "C2": page_of(work(3))}
    query = Query(text="kv cache", set="type:article", since="2024-01-01", until="2024-12-31")
    chain = asked(SERVICE, query, lambda request: pages[params(request)["cursor"]])
    assert [record.id for record in chain.records] == ["W1", "W2", "W3"]
    sent = params(chain.requests[0])
    assert (sent["search"], sent["per_page"]) == ("kv cache", "100")
    assert sent["filter"] == "type:article,from_publication_date:2024-01-01,to_publication_date:2024-12-31"
    assert {"id", "doi", "referenced_works", "abstract_inverted_index"} < set(sent["select"].split(","))
    assert [(request.cost, page.total) for request, page in zip(chain.requests, chain.pages, strict=True)] == [
        (SEARCH_USD, 3), (SEARCH_USD, 3)
    ]  # fmt: skip
    assert not chain.noted


@pytest.mark.parametrize("last", [{"meta": {"count": 1}, "results": []}, page_of(cursor="C9"), page_of(work(1))])
def test_paging_ends_without_a_cursor_or_without_works(last: object) -> None:
    """Paging ends where there is no cursor, or no work."""
    chain = asked(SERVICE, Query(set="type:article"), lambda _: last)
    assert [request.cost for request in chain.requests] == [LIST_USD]


def test_a_cursor_that_stays_makes_the_same_request() -> None:
    """A cursor that stays makes the same request, by which a harvest sees that it goes round."""
    chain = asked(SERVICE, Query(text="kv"), lambda _: page_of(work(1), cursor="C2"))
    assert [params(request)["cursor"] for request in chain.repeated] == ["C2"]


def test_an_error_in_the_middle_of_paging_is_an_error_with_its_address() -> None:
    """An error, or an answer that breaks off, in the middle of paging is an error with the address of that page."""
    answers: tuple[object, ...] = (
        {"error": "Invalid", "message": "no such cursor"},
        '{"meta": {"next_cursor": "C3"}, "results": [{',
        [],
    )
    for wrong in answers:
        pages: dict[str, object] = {"*": page_of(work(1), cursor="C2"), "C2": wrong}
        with pytest.raises(ParseError) as error:
            asked(SERVICE, Query(text="kv"), lambda request, pages=pages: pages[params(request)["cursor"]])  # type: ignore[misc]
        assert (error.value.where or "").endswith("cursor=C2")


def test_ids_are_filters_and_what_is_not_answered_is_not_known() -> None:
    """Ids are filters of fifty each; a DOI that is not among the answers is not known."""
    many = tuple(f"10.1000/{number}" for number in range(60))
    found = [work(number, doi=f"https://doi.org/10.1000/{number}") for number in range(1, 60)]
    found.append(work(99, doi="https://doi.org/10.48550/arXiv.2412.14590"))

    def answer(request: Request) -> object:
        wanted = params(request)["filter"].removeprefix("doi:").split("|")
        return page_of(*(one for one in found if one["doi"].lower().removeprefix("https://doi.org/") in wanted))

    chain = asked(SERVICE, Query(ids=(*many, "arXiv:2412.14590v3")), answer)
    assert [len(params(request)["filter"].split("|")) for request in chain.requests] == [50, 11]
    assert {request.cost for request in chain.requests} == {LIST_USD}
    assert [one.reason for one in chain.rejected] == ["OpenAlex does not know doi:10.1000/0"]
    assert len(chain.records) == 60
    assert chain.records[-1].arxiv_id == "2412.14590"


def test_a_work_that_was_merged_is_asked_for_alone() -> None:
    """An id of OpenAlex's own that a filter does not find is asked for alone, and then leads to another work."""

    def answer(request: Request) -> object:
        if request.path == "/works":
            assert params(request)["filter"] == "openalex:W1|W2|W3"
            return page_of(work(1))
        assert request.cost == 0
        return work(20) if request.path == "/works/W2" else (404, "<h1>Not Found</h1>")

    chain = asked(SERVICE, Query(ids=("https://openalex.org/W1", "W2", "w3")), answer)
    assert [record.id for record in chain.records] == ["W1", "W20"]
    assert [one.reason for one in chain.rejected] == ["OpenAlex does not know openalex:W3"]


def test_a_doi_that_is_no_part_of_a_filter_is_asked_for_alone() -> None:
    """A DOI with a sign that joins filters is asked for alone, with the sign escaped."""
    (request,) = SERVICE.first(Query(ids=("10.1000/a|b,c",)))
    assert request.path == "/works/doi:10.1000/a%7Cb%2Cc"
    chain = asked(SERVICE, Query(ids=("10.1000/a|b,c",)), lambda _: (404, {"error": "404 Not Found"}))
    assert [one.reason for one in chain.rejected] == ["OpenAlex does not know doi:10.1000/a|b,c"]


def test_a_work_that_is_no_paper_is_known() -> None:
    """What was found and is no paper is noted, and not told to be unknown."""
    answer = page_of(work(1, doi="https://doi.org/10.1000/1", type="dataset"))
    chain = asked(SERVICE, Query(ids=("10.1000/1",)), lambda _: answer)
    assert ([note.what for note in chain.noted], chain.rejected) == (["dataset, not a paper: Work 1"], [])


@pytest.mark.parametrize("query", [Query(), Query(ids=("A5023888391",)), Query(ids=("W1",), set="type:article")])
def test_what_is_no_question_is_not_asked(query: Query) -> None:
    """What is no question is refused before anything is asked."""
    with pytest.raises(SourceError):
        SERVICE.first(query)


@given(bodies("meta", "results", "next_cursor", "count", "id", "doi", "title"), st.booleans())
def test_any_answer_is_a_page_or_a_parse_error(data: bytes, by_id: bool) -> None:
    """Any bytes are a page or a parse error, and nothing else."""
    fits(SERVICE, Query(ids=("W1", "10.1000/1")) if by_id else Query(text="kv"), data)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_a_recorded_work_is_found_by_its_doi_and_its_id() -> None:
    """A recorded work is found by its DOI and by its id, and holds all fields that are asked for."""
    recorded = json.loads((REAL / "work.json").read_bytes())
    for name in ("10.7717/peerj.4375", "W2741809807"):
        (request,) = SERVICE.first(Query(ids=(name,)))
        selected = {key: recorded.get(key) for key in params(request)["select"].split(",")}
        assert set(selected) <= recorded.keys()
        chain = asked(SERVICE, Query(ids=(name,)), lambda _, selected=selected: page_of(selected, count=1))  # type: ignore[misc]
        whole = SERVICE.read(Query(), answered(SERVICE, Request("/works/W2741809807"), recorded))
        assert [one.content for one in chain.records] == [one.content for one in whole.parsed.records]
        assert not chain.rejected
