"""Asking Semantic Scholar: batches, searches, and what papers cite and who cites them."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.answers_walk import AnswersWalk
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.harvest_report import HarvestReport
from papermesh.loaders.merge import merge_papers
from papermesh.loaders.services import Query
from papermesh.loaders.services.semantic_scholar import SERVICE
from tests.loaders.service_chain import answered, asked, bodies, params

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "semantic-scholar" / "decoded"
A, B, C = "a" * 40, "b" * 40, "c" * 40
URL = "https://api.semanticscholar.org/graph/v1"


def paper(own: str | None, **fields: Any) -> dict[str, Any]:
    """Return a paper as the service gives it."""
    return {"paperId": own, "title": f"Paper {own and own[0]}", "abstract": None, "authors": [], "year": 2024, **fields}


def test_ids_are_asked_for_in_batches_in_the_forms_of_the_service() -> None:
    """Ids of any form are asked for once each, five hundred at a time."""
    ids = ["2412.14590v2", "arXiv:2412.14590", "https://doi.org/10.1145/1.2", A.upper(), "CorpusId:7", "ACL:W12-3903"]
    many = tuple(ids) + tuple(f"10.1000/{number}" for number in range(1000))
    requests = SERVICE.first(Query(ids=many))
    asked_for = [json.loads(request.body or "")["ids"] for request in requests]
    assert [len(names) for names in asked_for] == [500, 500, 5]
    assert asked_for[0][:5] == ["ARXIV:2412.14590", "DOI:10.1145/1.2", A, "CorpusId:7", "ACL:W12-3903"]
    assert {(request.path, request.method) for request in requests} == {("/paper/batch", "POST")}


def test_null_in_a_batch_is_a_rejection_with_its_id_and_its_line() -> None:
    """Null in a batch is a rejection that names the id that is not known, at its line."""
    content = f"[\n{json.dumps(paper(A))},\nnull,\n{json.dumps(paper(B))},\nnull]"
    chain = asked(SERVICE, Query(ids=(A, "10.1000/none", B, "2412.14590")), lambda _: content)
    assert [record.title for record in chain.records] == ["Paper a", "Paper b"]
    assert [(one.reason, one.place.rpartition(":")[2]) for one in chain.rejected] == [
        ("Semantic Scholar does not know DOI:10.1000/none", "3"),
        ("Semantic Scholar does not know ARXIV:2412.14590", "5"),
    ]
    assert not chain.noted


def test_a_batch_of_which_nothing_is_known_is_rejections() -> None:
    """A batch of which nothing is known is rejections, whether as null or as an error."""
    for answer in ([None, None], (400, {"error": "No valid paper ids given"})):
        chain = asked(SERVICE, Query(ids=(A, B)), lambda _, answer=answer: answer)  # type: ignore[misc]
        assert [one.reason for one in chain.rejected] == [f"Semantic Scholar does not know {own}" for own in (A, B)]
        assert not chain.records


@pytest.mark.parametrize(
    "content",
    [
        {"error": "Unrecognized or unsupported fields: [x]"},
        {"message": "Too Many Requests", "code": "429"},
        [paper(A)],
        paper(A),
        '[{"paperId": "',
        "<html>",
        b"\xff",
        "",
    ],
)
def test_what_is_no_answer_to_a_batch_is_an_error_with_its_address(content: object) -> None:
    """An error, another number of papers and a broken answer are errors with the address of the answer."""
    with pytest.raises(ParseError) as error:
        asked(SERVICE, Query(ids=(A, B)), lambda _: content)
    assert error.value.where is not None
    assert error.value.where.startswith(f"{URL}/paper/batch?fields=title")


def test_a_search_goes_on_by_its_token() -> None:
    """A search goes on by its token until there is none, and its days are sent."""
    pages = {
        None: {"total": 2, "token": "T1", "data": [paper(A)]},
        "T1": {"total": 2, "token": None, "data": [paper(B)]},
    }
    query = Query(text="kv cache", since="2024-01-01")
    chain = asked(SERVICE, query, lambda request: pages[params(request).get("token")])
    assert [record.title for record in chain.records] == ["Paper a", "Paper b"]
    assert [page.total for page in chain.pages] == [2, 2]
    assert {params(request)["publicationDateOrYear"] for request in chain.requests} == {"2024-01-01:"}
    assert not chain.noted


def test_a_token_that_stays_makes_the_same_request() -> None:
    """A token that stays makes the same request, by which a harvest sees that it goes round."""
    chain = asked(SERVICE, Query(text="kv"), lambda _: {"total": 9, "token": "T", "data": [paper(A)]})
    assert [params(request)["token"] for request in chain.repeated] == ["T"]


def test_an_error_in_the_middle_of_paging_is_an_error_with_its_address() -> None:
    """An error in the middle of paging is an error with the address of that page."""
    pages: dict[str | None, object] = {None: {"total": 2, "token": "T1", "data": [paper(A)]}, "T1": {"error": "down"}}
    with pytest.raises(ParseError, match="down") as error:
        asked(SERVICE, Query(text="kv"), lambda request: pages[params(request).get("token")])
    assert (error.value.where or "").endswith("token=T1")


@pytest.mark.parametrize("content", [{"total": 0, "offset": 0}, {"total": 0, "token": None, "data": []}])
def test_a_search_can_find_nothing(content: object) -> None:
    """A search can find nothing."""
    chain = asked(SERVICE, Query(text="kv"), lambda _: content)
    assert [page.total for page in chain.pages] == [0]
    assert [note.what for note in chain.noted] == ["the search found no paper"]


def test_references_come_with_their_sentences_and_intents() -> None:
    """Pages of references make records of the citing paper, one a page, and merge with it."""

    def answer(request: Request) -> object:
        if request.path == "/paper/batch":
            return [paper(A, referenceCount=3, corpusId=7)]
        assert request.path == f"/paper/{A}/references"
        known = {"contexts": ["As B shows."], "intents": ["background"], "citedPaper": {"paperId": B, "title": "B"}}
        unmatched: dict[str, Any] = {
            "contexts": [],
            "intents": None,
            "citedPaper": {"paperId": None, "title": "By Title Alone"},
        }
        nothing = {"citedPaper": {"paperId": None, "title": None}}
        if params(request)["offset"] == "0":
            return {"offset": 0, "next": 2, "data": [known, unmatched]}
        return {"offset": 2, "data": [nothing, {"citedPaper": {"paperId": C, "title": "C"}}, 7]}

    chain = asked(SERVICE, Query(ids=("2412.14590",), references=True), answer)
    assert [record.id for record in chain.records[1:]] == [f"{A}/references~0", f"{A}/references~2"]
    first, last = (record.references for record in chain.records[1:])
    assert [(one.title, one.other_ids, one.contexts, one.intents) for one in first] == [
        ("B", (f"s2:{B}",), ("As B shows.",), ("background",)),
        ("By Title Alone", (), (), ()),
    ]
    assert [one.title for one in last] == ["C"]
    assert {note.what for note in chain.noted} == {
        "reference without an id or a title ignored",
        "references[] is a number, not an object: left out",
    }
    assert [page.extra for page in chain.pages] == [False, True, True]
    (merged,) = merge_papers(chain.records)
    assert {one.title for one in merged.references} == {"B", "By Title Alone", "C"}


def test_a_harvest_goes_on_between_two_pages_of_references() -> None:
    """What is still to be asked survives as JSON with the paper that it is about, and a limit counts no citing paper."""
    asked_for = []

    def ask(request: Request, *, again: bool = False) -> Answer:
        asked_for.append(request.path)
        content: object = {"data": [{"citingPaper": paper(C)}, {"citingPaper": paper("d" * 40)}]}
        if request.path == "/paper/batch":
            content = [paper(A), paper(B)]
        return answered(SERVICE, request, content)

    query = Query(ids=(A, B), citations=True, limit=1)
    walk = AnswersWalk(SERVICE, query, ask, HarvestReport())
    pages = walk.records()
    first = next(pages)
    next(pages)  # what was given counts as asked when the next is asked for
    place = json.loads(json.dumps(walk.place))
    rest = [record for page in AnswersWalk(SERVICE, query, ask, HarvestReport(), place).records() for record in page]
    assert [record.id for record in rest] == [f"{C}/cites~{A}", f"{'d' * 40}/cites~{A}"]
    # The page that was given and not yet counted is asked for again.
    assert (len(first), asked_for) == (1, ["/paper/batch", *[f"/paper/{A}/citations"] * 2])


def test_citations_are_papers_that_cite_with_their_sentences() -> None:
    """Each paper on a page of citations is a record that cites the paper that was asked for."""

    def answer(request: Request) -> object:
        if request.path == "/paper/batch":
            return [paper(A)]
        cites = {"contexts": ["We follow A."], "intents": ["methodology"]}
        return {"offset": 0, "data": [{**cites, "citingPaper": paper(B)}, {"citingPaper": paper(C, title=None)}, {}]}

    chain = asked(SERVICE, Query(ids=(A,), citations=True), answer)
    record = chain.records[1]
    assert (record.id, record.title, record.references_known) == (f"{B}/cites~{A}", "Paper b", None)
    (cited,) = record.references
    assert (cited.title, cited.other_ids) == ("Paper a", (f"s2:{A}",))
    assert (cited.contexts, cited.intents) == (("We follow A.",), ("methodology",))
    assert [one.reason for one in chain.rejected] == ["has no title", "has no title"]


def test_what_a_paper_is_known_to_lack_is_not_asked_for() -> None:
    """Nothing is asked about papers without references, nor about more papers than are wanted."""
    papers = [paper(A, referenceCount=0), paper(B, referenceCount=2), paper(C, referenceCount=1)]
    query = Query(text="kv", references=True, limit=2)
    (request,) = SERVICE.first(query)
    page = SERVICE.read(query, answered(SERVICE, request, {"total": 3, "data": papers}))
    assert [one.path for one in page.next] == [f"/paper/{B}/references"]
    assert page.next[0].about == (("paperId", B), ("title", "Paper b"))
    assert "about" not in page.next[0].target


@pytest.mark.parametrize(
    ("status", "content", "reasons", "notes"),
    [
        (404, {"error": "Paper not found"}, [f"Semantic Scholar does not know {A}"], []),
        (200, {"data": None}, [], [f"no list of references of {A}: a publisher can withhold it"]),
        (200, {"offset": 0, "data": []}, [], [f"an empty page: no references of {A}"]),
    ],
)
def test_a_paper_without_a_list_of_references_is_told(
    status: int, content: object, reasons: list[str], notes: list[str]
) -> None:
    """A paper of which no list of references comes is told."""
    request = Request(
        f"/paper/{A}/references",
        (("fields", "title"), ("offset", "0"), ("limit", "9")),
        about=(("paperId", A), ("title", "A")),
    )
    page = SERVICE.read(Query(references=True), answered(SERVICE, request, content, status))
    assert ([one.reason for one in page.parsed.rejected], [one.what for one in page.parsed.noted]) == (reasons, notes)
    assert not page.next


def test_citations_end_where_the_service_ends_them() -> None:
    """No request goes beyond the last citation that the service gives, and a note says so."""
    request = Request(
        f"/paper/{A}/citations", (("fields", "title"), ("offset", "8000"), ("limit", "1000")),
        about=(("paperId", A), ("title", "A")),
    )  # fmt: skip

    def page_to(next_offset: int) -> Any:
        content = {"next": next_offset, "data": [{"citingPaper": paper(B)}]}
        return SERVICE.read(Query(citations=True), answered(SERVICE, request, content))

    (following,) = page_to(9000).next
    assert (params(following)["offset"], params(following)["limit"]) == ("9000", "999")
    last = page_to(9999)
    assert not last.next
    assert "Semantic Scholar gives no more than the first 9,999 citations of a paper" in [
        one.what for one in last.parsed.noted
    ]


@pytest.mark.parametrize(
    "query",
    [
        Query(), Query(text=" "), Query(since="2024-01-01"), Query(ids=("?",)), Query(ids=(A,), text="kv"),
        Query(text="kv", since="2024"), Query(text="kv", since="2024-02-01", until="2024-01-01"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_not_asked(query: Query) -> None:
    """What is no question is refused before anything is asked."""
    with pytest.raises(SourceError):
        SERVICE.first(query)


@given(
    st.sampled_from(["batch", "search/bulk", f"{A}/references", f"{A}/citations"]),
    bodies("data", "next", "token", "total", "error", "citedPaper", "citingPaper", "paperId", "title", "contexts"),
)
def test_any_answer_is_a_page_or_a_parse_error(path: str, data: bytes) -> None:
    """Any bytes are a page or a parse error, and nothing else."""
    request = Request(
        f"/paper/{path}", (("fields", "title"), ("offset", "0"), ("limit", "9")),
        about=(("asked", A), ("paperId", A), ("title", "A")),
    )  # fmt: skip
    answer = answered(SERVICE, request, data)
    with suppress(ParseError):
        page = SERVICE.read(Query(references=True, citations=True), answer)
        assert all(one.title for one in page.parsed.records)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_recorded_pages_are_read_to_their_end() -> None:
    """The recorded pages of references and citations lead from one to the next, and each citation is a reference."""
    with (REAL / "INDEX.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row
            for row in csv.DictReader(lines, delimiter="\t")
            if "paper_references" in row["file"] or "paper_citations" in row["file"]
        ]
    counts = {"references": 0, "citations": 0}
    following: Request | None = None
    for row in sorted(rows, key=lambda row: row["file"]):
        url = urlsplit(row["uri"])
        kind = url.path.rpartition("/")[2]
        request = Request(
            f"/paper/{A}/{kind}", tuple(parse_qsl(url.query)), about=(("paperId", A), ("title", "A Title"))
        )  # fmt: skip
        assert following is None or following == request
        page = SERVICE.read(Query(), answered(SERVICE, request, (REAL / row["file"]).read_bytes()))
        counts[kind] += sum(len(record.references) for record in page.parsed.records)
        following = page.next[0] if page.next else None
    assert counts == {"references": 67, "citations": 1881}
    batch = (REAL / "test_get_papers_not_found_warning.00.200.json").read_bytes()
    names = [f"CorpusId:{number}" for number in range(len(json.loads(batch)))]
    (request,) = SERVICE.first(Query(ids=tuple(names)))
    page = SERVICE.read(Query(), answered(SERVICE, request, batch))
    assert (len(page.parsed.records), len(page.parsed.rejected), page.parsed.noted) == (3, 1, ())
    bulk = (REAL / "test_search_paper_bulk_retrieval.00.200.json").read_bytes()
    (request,) = SERVICE.first(Query(text="kubernetes"))
    page = SERVICE.read(Query(text="kubernetes"), answered(SERVICE, request, bulk))
    assert (len(page.parsed.records), page.total, params(page.next[0])["token"]) == (
        1000, 2674, json.loads(bulk)["token"]
    )  # fmt: skip
    assert replace(page.next[0], params=request.params) == request
