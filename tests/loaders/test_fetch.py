"""What is sent to a service, what is tried again, what is refused, and where a key goes."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.__about__ import __version__
from papermesh.errors import BudgetSpent, FetchError
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.fetching.failures import WEB_PAGE
from tests.loaders.scripted_service import ACCESS, ASKED, BASE, KEY, QUICK, Body, ScriptedService, ask, failed, said


def test_a_request_says_who_asks_and_what_for() -> None:
    """One User-Agent with the user's address, the terms' headers, gzip and nothing else."""
    access = replace(ACCESS, headers={"X-Version": "7"}, contact_param="mailto")
    answer, service = ask(said(), access=access, contact="ada@example.org", key=KEY)
    (request,) = service.requests
    assert request.url == httpx.URL(f"{BASE}/papers?q=a+b&mailto=ada%40example.org")
    assert request.headers["User-Agent"] == f"papermesh/{__version__} (mailto:ada@example.org)"
    assert request.headers["Accept-Encoding"] == "gzip"
    assert request.headers["X-Version"] == "7"
    assert [name for name, value in request.headers.items() if KEY in value] == ["authorization"]
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert answer.url == f"{BASE}/papers?q=a+b"
    assert (answer.status, answer.data, answer.cached) == (200, b'{"fine": true}', False)


def test_a_body_is_sent_as_json() -> None:
    """With its type."""
    _, service = ask(said(), request=Request("/batch", method="POST", body='{"ids": ["é"]}'))
    assert service.requests[0].content == '{"ids": ["é"]}'.encode()
    assert service.requests[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    """Each attempt counts in the budget."""
    budget = Budget()
    _, service = ask(said(status), said(), budget=budget)
    assert (len(service.requests), budget.used) == (2, 2)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
        httpx.Response(200, stream=Body([b"{", httpx.ReadError("reset")])),
        said(body=gzip.compress(b'{"a": 1}' * 99)[:-9], Content_Encoding="gzip"),
        said(body=b"\x1f\x8b\x08 no gzip at all", Content_Encoding="gzip"),
    ],
    ids=["refused", "no connection", "silence", "cut", "reset", "half a gzip", "damaged gzip"],
)
def test_a_lost_answer_is_asked_for_again(failure: httpx.Response | Exception) -> None:
    """The second attempt has it; one that is always lost is an error."""
    assert len(ask(failure, said())[1].requests) == 2


def test_a_service_that_stays_away_is_an_error_after_a_few_attempts() -> None:
    """The last failure is the one that is told."""
    error, service = failed(*[httpx.ConnectError("nobody listens")] * 5)
    assert "nobody listens" in error.message
    assert len(service.requests) == QUICK.attempts
    error, _ = failed(*[said(503, b'{"message": "out for lunch"}') for _ in range(5)])
    assert (error.status, "out for lunch" in error.message) == (503, True)


def test_silence_after_a_post_is_final() -> None:
    """The service may be at work on the first one."""
    error, service = failed(httpx.ReadTimeout("slow"), request=Request("/batch", method="POST", body="{}"))
    assert "no answer within 5 s" in error.message
    assert len(service.requests) == 1


def test_a_budget_ends_the_asking() -> None:
    """In requests and in USD; the error is no failure of the service."""
    service = ScriptedService(said(), said(500), said())
    with service.fetcher(budget=Budget(max_requests=2)) as fetcher:
        fetcher.ask(ASKED)
        with pytest.raises(BudgetSpent) as caught:
            fetcher.ask(ASKED)
        assert (fetcher.budget.used, fetcher.budget.left) == (2, 0)
    assert not isinstance(caught.value, FetchError)
    service = ScriptedService(*[said() for _ in range(9)])
    dear = replace(ASKED, cost=0.1)
    with service.fetcher(budget=Budget(max_cost=0.3)) as fetcher:
        for _ in range(3):
            fetcher.ask(dear)
        with pytest.raises(BudgetSpent, match=r"0\.3000 USD"):
            fetcher.ask(dear)
        fetcher.ask(ASKED)
        assert (fetcher.budget.used, round(fetcher.budget.cost, 9), fetcher.budget.left) == (4, 0.3, None)


@pytest.mark.parametrize("status", [400, 401, 403, 410, 451])
def test_a_refusal_is_final(status: int) -> None:
    """It has the service's words without the key, and is not tried again."""
    error, service = failed(said(status, f'{{"error": "not with {KEY}"}}'.encode()))
    assert (error.status, len(service.requests)) == (status, 1)
    assert "not with …" in error.message


def test_a_status_that_is_an_answer_is_one() -> None:
    """Crossref says in plain text that there is no such paper."""
    answer, _ = ask(said(404, b"Resource not found.", Content_Type="text/plain"))
    assert (answer.status, answer.data) == (404, b"Resource not found.")


@pytest.mark.parametrize(
    "page",
    [
        said(body=b"<p>hello", Content_Type="text/html; charset=utf-8"),
        said(body=b"\xef\xbb\xbf \n<!doctype HTML><title>Just a moment", Content_Type="application/json"),
        said(404, b"<html lang=en>"),
    ],
)
def test_a_page_for_readers_is_no_answer(page: httpx.Response) -> None:
    """A bot check comes with status 200."""
    error, service = failed(page)
    assert error.message == WEB_PAGE
    assert len(service.requests) == 1


def test_a_page_is_an_answer_where_it_was_asked_for() -> None:
    """By `accept`."""
    request = replace(ASKED, accept="text/html")
    assert ask(said(body=b"<html>", Content_Type="text/html"), request=request)[0].data == b"<html>"


def test_a_refusal_by_a_page_does_not_quote_it() -> None:
    """Its markup says nothing."""
    error, _ = failed(said(403, b"<!doctype html><html><head>" + b"x" * 500))
    assert error.message == "the service answered 403 Forbidden: a web page"


def test_gzip_is_unpacked_within_the_limit() -> None:
    """Also in two members; what is counted is what comes out."""
    packed = gzip.compress(b"[1,") + gzip.compress(b"2]")
    assert ask(said(body=packed, Content_Encoding="gzip"))[0].data == b"[1,2]"
    exact = b"x" * QUICK.answer_bytes
    assert ask(said(body=gzip.compress(exact), Content_Encoding="gzip"))[0].data == exact
    bomb = said(body=gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    error, service = failed(bomb)
    assert f"more than {QUICK.answer_bytes} bytes" in error.message
    assert len(service.requests) == 1
    assert isinstance(bomb.stream, Body)
    assert bomb.stream.is_closed
    assert "packed as 'br'" in failed(said(body=b"?", Content_Encoding="br"))[0].message
    assert "more than" in failed(said(body=exact + b"x"))[0].message


def test_an_answer_that_drips_is_given_up() -> None:
    """However short each silence is."""
    error, _ = failed(said(), limits=replace(QUICK, total_s=-1))
    assert "not complete within" in error.message


def test_a_service_that_needs_a_key_says_which_setting_has_it() -> None:
    """Before anything is asked; offline no key is needed."""
    access = replace(ACCESS, name="semantic-scholar", key_needed=True)
    with pytest.raises(FetchError) as caught:
        ScriptedService().fetcher(access)
    assert "PAPERMESH_SEMANTIC_SCHOLAR_KEY" in str(caught.value.hint)
    with ScriptedService().fetcher(access, offline=True) as fetcher, pytest.raises(FetchError, match="has no answer"):
        fetcher.ask(ASKED)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Logging at its most talkative."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_the_key_is_in_no_log(everything_logged: pytest.LogCaptureFixture) -> None:
    """Nor where it is a parameter, and a second attempt is made."""
    access = replace(ACCESS, key_header=None, key_param="api_key")
    ask(said(500), said(), access=access, key=KEY)
    assert "stamina" in everything_logged.text
    assert KEY not in everything_logged.text
    assert "made-up" not in everything_logged.text


def test_a_key_is_not_sent_in_the_open() -> None:
    """Over http it goes to this machine alone, as a language model's."""
    for base in ("http://papers.example", "http://10.0.0.1"):
        with pytest.raises(FetchError, match="over https"):
            ScriptedService().fetcher(base=base, key=KEY)
    for base, key in (("http://papers.example", None), ("http://localhost:8080", KEY)):
        with ScriptedService(said()).fetcher(base=base, key=key) as fetcher:
            assert fetcher.ask(ASKED).url.startswith(base)


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "br", "identity", "GZIP, gzip"]), st.integers(200, 599))
def test_any_answer_is_an_answer_or_an_error(data: bytes, packing: str, status: int) -> None:
    """And nothing else."""
    service = ScriptedService(*[said(status, data, Content_Encoding=packing) for _ in range(QUICK.attempts)])
    with service.fetcher(limits=replace(QUICK, first_wait_s=0)) as fetcher:
        try:
            outcome: Answer | FetchError = fetcher.ask(ASKED)
        except FetchError as error:
            outcome = error
    assert outcome.hint if isinstance(outcome, FetchError) else outcome.status in ACCESS.accepted
