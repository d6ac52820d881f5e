"""Asking paperswithcode.co: papers by id with their repositories, and pages of a search."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.services import Query
from papermesh.loaders.services.papers_with_code import SERVICE
from tests.loaders.service_chain import asked, bodies, fits, params


def paper(number: int, **fields: Any) -> dict[str, Any]:
    """Return a paper as the site gives it."""
    return {"id": str(number), "arxiv_id": f"2412.{number}", "title": f"Paper {number}", "citation_count": 1, **fields}


def test_papers_are_asked_for_one_by_one_with_their_repositories() -> None:
    """Each paper is asked for alone with its repositories; one that the site lacks is not known."""
    code = [{"url": "https://github.com/example/count-kv", "is_official": True}]
    answers: dict[str, object] = {
        "/papers/2412.14590": paper(14590, abstract="An abstract.", repositories=code),
        "/papers/2412.14591": (404, {"detail": "Not found."}),
        "/papers/86122": paper(14592),
    }
    query = Query(ids=("arXiv:2412.14590v2", "2412.14590", "2412.14591", "86122"))
    chain = asked(SERVICE, query, lambda request: answers[request.path])
    assert {params(request)["include_resources"] for request in chain.requests} == {"true"}
    assert [record.arxiv_id for record in chain.records] == ["2412.14590", "2412.14592"]
    assert [one.url for one in chain.records[0].repositories] == ["https://github.com/example/count-kv"]
    assert [one.reason for one in chain.rejected] == ["Papers with Code does not know 2412.14591"]


def test_a_search_goes_on_by_the_number_of_its_page() -> None:
    """A search goes on by the number of its next page, and its words and days are sent."""
    pages = {
        "1": {"count": 2, "next_page": 2, "results": [paper(14590), 7]},
        "2": {"count": 2, "next_page": None, "results": [paper(14591)]},
    }
    query = Query(text="kv cache", since="2024-01-01", until="2024-12-31")
    chain = asked(SERVICE, query, lambda request: pages[params(request)["page"]])
    assert [record.title for record in chain.records] == ["Paper 14590", "Paper 14591"]
    assert [page.total for page in chain.pages] == [2, 2]
    assert chain.requests[1].path == "/papers/"
    assert params(chain.requests[1]) == {
        "search": "kv cache", "start_date": "2024-01-01", "end_date": "2024-12-31", "page_size": "50", "page": "2"
    }  # fmt: skip
    assert [one.reason for one in chain.rejected] == ["a paper is a JSON object; this is a number"]
    assert not [note for note in chain.noted if "page" in note.what]


def test_a_page_that_names_itself_as_the_next_makes_the_same_request() -> None:
    """A page that names itself as the next makes the same request, by which a harvest sees that it goes round."""
    chain = asked(SERVICE, Query(text="kv"), lambda _: {"count": 9, "next_page": 1, "results": [paper(14590)]})
    assert len(chain.repeated) == 1


def test_a_search_can_find_nothing() -> None:
    """A search can find nothing."""
    chain = asked(SERVICE, Query(text="kv"), lambda _: {"count": 0, "next_page": None, "results": []})
    assert ([page.total for page in chain.pages], chain.records) == ([0], [])


@pytest.mark.parametrize(
    "wrong", [{"detail": "Invalid page."}, (404, {"detail": "Invalid page."}), "<html>", {"results": 7}]
)
def test_an_error_in_the_middle_of_paging_is_an_error_with_its_address(wrong: object) -> None:
    """An error in the middle of paging is an error with the address of that page."""
    pages: dict[str, object] = {"1": {"next_page": 2, "results": [paper(14590)]}, "2": wrong}
    with pytest.raises(ParseError) as error:
        asked(SERVICE, Query(text="kv"), lambda request: pages[params(request)["page"]])
    assert (error.value.where or "").endswith("page=2")


@pytest.mark.parametrize("query", [Query(), Query(ids=("10.1145/1.2",)), Query(ids=("86122",), since="2024-01-01")])
def test_what_is_no_question_is_not_asked(query: Query) -> None:
    """What is no question is refused before anything is asked."""
    with pytest.raises(SourceError):
        SERVICE.first(query)


@given(bodies("results", "next_page", "count", "id", "title", "detail"), st.booleans())
def test_any_answer_is_a_page_or_a_parse_error(data: bytes, by_id: bool) -> None:
    """Any bytes are a page or a parse error, and nothing else."""
    fits(SERVICE, Query(ids=("86122",)) if by_id else Query(text="kv"), data)
