"""Requests: what is sent, what is tried again, what is refused, and that a key goes nowhere else."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from papermesh.__about__ import __version__
from papermesh.errors import FetchError
from papermesh.loaders.fetching.client import Client
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.fetching.waits import retry_after
from tests.loading.fake_language_model import FakeLanguageModel, Fault

KEY = "sk-made-up-for-these-tests"
QUICK = Limits(connect_s=5, silence_s=5, answer_bytes=10_000, attempts=3, first_wait_s=0.01, longest_wait_s=1)
FINE = b'{"fine": true}'


@pytest.fixture
def server() -> Iterator[FakeLanguageModel]:
    """A server on this machine, whose faults a test writes down."""
    with FakeLanguageModel() as running:
        yield running


def _post(server: FakeLanguageModel, *faults: Fault, limits: Limits = QUICK) -> dict[str, object]:
    server.faults = list(faults)
    with Client(server.url, key=KEY, limits=limits) as client:
        return client.post_json("/path", {"question": "¿qué?"})


def _failed(server: FakeLanguageModel, *faults: Fault, limits: Limits = QUICK) -> FetchError:
    with pytest.raises(FetchError) as caught:
        _post(server, *faults, limits=limits)
    error = caught.value
    assert error.hint
    assert error.where == server.url + "/path"
    assert KEY not in "".join(traceback.format_exception(error)) + str(error.hint)
    return error


def test_a_request_says_who_asks_and_carries_the_key_in_one_header(server: FakeLanguageModel) -> None:
    """One identifying User-Agent, the key as a bearer token, the body as JSON; the answer is a value."""
    assert _post(server, Fault(body=FINE)) == {"fine": True}
    (request,) = server.requests
    assert (request.path, request.body) == ("/v1/path", {"question": "¿qué?"})
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert headers["user-agent"] == f"papermesh/{__version__}"
    assert [name for name, value in headers.items() if KEY in value] == ["authorization"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, headers={"Retry-After": "0.01"}),
        Fault(429, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}),
        Fault(429, headers={"Retry-After": "whenever"}),
        Fault(500),
        Fault(502, b"<html>"),
        Fault(503),
        Fault(504),
        Fault(is_cut=True),
    ],
    ids=["429 seconds", "429 date", "429 nonsense", "500", "502", "503", "504", "cut"],
)
def test_a_passing_failure_is_tried_again(server: FakeLanguageModel, fault: Fault) -> None:
    """The second attempt gets the answer."""
    assert _post(server, fault, Fault(body=FINE)) == {"fine": True}
    assert len(server.requests) == 2


def test_a_failure_that_stays_is_an_error_after_a_few_attempts(server: FakeLanguageModel) -> None:
    """The error has the status and the service's own words."""
    error = _failed(server, *[Fault(503, b'{"error": {"message": "out for lunch"}}')] * 5)
    assert (error.status, len(server.requests)) == (503, 3)
    assert "503" in error.message
    assert "out for lunch" in error.message


def test_a_service_that_asks_for_a_long_wait_is_left_alone(server: FakeLanguageModel) -> None:
    """It is not asked again, neither at once nor after a wait that nobody would sit through."""
    error = _failed(server, *[Fault(429, headers={"Retry-After": "3600"})] * 3)
    assert (error.status, len(server.requests)) == (429, 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_final(server: FakeLanguageModel, status: int) -> None:
    """It is not tried again; a key that the service repeats in it is left out."""
    error = _failed(server, *[Fault(status, f'{{"error": "what a key: {KEY}"}}'.encode())] * 3)
    assert (error.status, len(server.requests)) == (status, 1)
    assert "what a key: …" in error.message


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(server: FakeLanguageModel, status: int) -> None:
    """The other host sees nothing of the request and its key; the error names the way."""
    with FakeLanguageModel() as other:
        error = _failed(server, Fault(status, headers={"Location": f"{other.url}/elsewhere"}))
        assert (error.status, other.connections) == (status, 0)
        assert f"{other.url}/elsewhere" in error.message


def test_an_answer_that_is_too_large_is_not_read_to_its_end(server: FakeLanguageModel) -> None:
    """The limit is in bytes as they come, so that nothing small unpacks into something large."""
    assert "more than 10000 bytes" in _failed(server, Fault(body=b" " * 20_000)).message
    assert "more than 10000 bytes" in _failed(server, Fault(400, b"x" * 20_000)).message
    (first, *_) = server.requests
    assert first.headers["Accept-Encoding"] == "identity"


def test_a_service_that_says_nothing_is_not_waited_for(server: FakeLanguageModel) -> None:
    """Silence is an error, and not tried again: the service may still be at work for the first request."""
    error = _failed(server, Fault(is_silent=True), limits=Limits(silence_s=0.05))
    assert "no answer within 0.05 s" in error.message
    assert len(server.requests) == 1


def test_an_answer_that_takes_too_long_in_all_is_given_up(server: FakeLanguageModel) -> None:
    """A service that sends a byte now and then does not hold us forever."""
    assert "not complete within" in _failed(server, Fault(body=FINE), limits=Limits(total_s=-1)).message


@pytest.mark.parametrize("body", [b"", b"<html>hello</html>", b"[1]", b"\xff\xfe", b"[" * 9_000, b"null"])
def test_what_is_no_json_object_is_an_error(server: FakeLanguageModel, body: bytes) -> None:
    """The error shows how the answer begins."""
    assert "no JSON object" in _failed(server, Fault(body=body)).message


def test_where_nobody_listens_the_error_says_so() -> None:
    """A lost connection is tried again, then named."""
    with FakeLanguageModel() as gone:
        pass
    error = _failed(gone)
    assert (error.status, error.exit_code) == (None, 1)
    assert "the connection failed" in error.message


def test_a_service_on_this_machine_is_asked_without_a_proxy(
    server: FakeLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment could not reach it."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert _post(server, Fault(body=FINE)) == {"fine": True}


def test_the_key_is_in_no_log(server: FakeLanguageModel, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where everything is logged."""
    with caplog.at_level(logging.DEBUG):
        _post(server, Fault(500), Fault(body=FINE))
    assert KEY not in caplog.text


def test_a_date_to_come_back_at_is_a_number_of_seconds() -> None:
    """The other form of `Retry-After`; a date that is over asks for no wait."""
    soon = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert soon is not None
    assert 3000 < soon <= 3600
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0


def test_httpx_is_imported_by_the_files_that_ask_and_only_then() -> None:
    """Loading without a language model does not even import it."""
    root = Path(__file__).parents[2] / "papermesh"
    users = {path.parent.name for path in root.rglob("*.py") if "import httpx" in path.read_text(encoding="utf-8")}
    assert users == {"fetching"}
    code = (
        "import sys, papermesh.api, papermesh.loaders.ingest, papermesh.loaders.extract; print('httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
