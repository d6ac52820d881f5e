"""What is kept of services' answers: when it is used again, when it is asked about, and that no key is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from papermesh.errors import ConfigError, FetchError
from papermesh.loaders.exchange import Request
from papermesh.loaders.fetching.cache import FILE
from tests.loaders.scripted_service import ACCESS, BASE, KEY, ScriptedService, said

ASKED = Request("/papers", (("q", "sparse attention"),))
BATCH = Request("/papers/batch", method="POST", body='{"ids": ["a"]}')


def _ago(hours: float) -> str:
    return format_datetime(datetime.now(UTC) - timedelta(hours=hours), usegmt=True)


def test_what_is_kept_costs_nothing(tmp_path: Path) -> None:
    """The second time nobody is asked: no request, no budget, no window; a new process has it, too."""
    service = ScriptedService(said())
    with service.fetcher(cache=tmp_path) as fetcher:
        first, second = fetcher.ask(ASKED), fetcher.ask(ASKED)
        assert (first.cached, second.cached, fetcher.budget.used) == (False, True, 1)
    assert first.data == second.data == b'{"fine": true}'
    with service.fetcher(cache=tmp_path) as fetcher:
        assert fetcher.ask(ASKED).cached
        assert fetcher.budget.used == 0
    assert len(service.requests) == 1


def test_without_a_folder_nothing_is_kept() -> None:
    """Each question is asked."""
    service = ScriptedService(said(), said())
    with service.fetcher() as fetcher:
        assert not fetcher.ask(ASKED).cached
        assert not fetcher.ask(ASKED).cached


@pytest.mark.parametrize(
    ("mark", "condition"),
    [({"ETag": '"v1"'}, ("if-none-match", '"v1"')), ({"Last_Modified": _ago(90)}, ("if-modified-since", None))],
)
def test_an_old_answer_is_asked_about(tmp_path: Path, mark: dict[str, str], condition: tuple[str, str | None]) -> None:
    """A 304 says that it still holds; it is a request, is fresh from then on, and keeps the length of its data."""
    again = said(304, b"", Date=_ago(0), given=mark)
    del again.headers["Content-Type"]
    service = ScriptedService(said(Date=_ago(1), Cache_Control="private, max-age=60", given=mark), again)
    with service.fetcher(cache=tmp_path, key=KEY) as fetcher:
        first = fetcher.ask(ASKED)
        second = fetcher.ask(ASKED)
        third = fetcher.ask(ASKED)
        assert fetcher.budget.used == 2
    # How long it is fresh, which the 304 does not repeat, stays the service's word.
    assert second.headers["cache-control"] == third.headers["cache-control"] == "private, max-age=60"
    name, value = condition
    assert name not in service.requests[0].headers
    assert service.requests[1].headers[name] == (value or first.headers["last-modified"])
    assert [answer.cached for answer in (first, second, third)] == [False, True, True]
    assert {(answer.status, answer.data) for answer in (first, second, third)} == {(200, first.data)}


def test_an_old_answer_that_has_changed_is_replaced(tmp_path: Path) -> None:
    """Offline, too, the newer one is taken."""
    old = said(Date=_ago(1), Cache_Control="max-age=60", ETag='"v1"')
    service = ScriptedService(old, said(body=b"[2]", ETag='"v2"', Date=_ago(0)))
    with service.fetcher(cache=tmp_path) as fetcher:
        fetcher.ask(ASKED)
        second = fetcher.ask(ASKED)
    assert (second.data, second.cached) == (b"[2]", False)
    with service.fetcher(cache=tmp_path, offline=True) as fetcher:
        assert fetcher.ask(ASKED).data == b"[2]"


def test_where_a_service_says_nothing_its_terms_say_how_long(tmp_path: Path) -> None:
    """`fresh_s` of the service; the answer does not show it as the service's own words."""
    service = ScriptedService(said(Date=_ago(2)), said(body=b"[]", Date=_ago(2)))
    with service.fetcher(replace(ACCESS, fresh_s=3 * 3600), cache=tmp_path) as fetcher:
        first = fetcher.ask(ASKED)
        second = fetcher.ask(ASKED)
    assert second.cached
    for answer in (first, second):
        assert not [name for name in answer.headers if name == "cache-control" or name.startswith("x-papermesh")]
    with service.fetcher(replace(ACCESS, fresh_s=3600), cache=tmp_path / "other") as fetcher:
        fetcher.ask(ASKED)
        service.answers = [said(body=b"[3]")]
        assert fetcher.ask(ASKED).data == b"[3]"


def test_a_service_that_forbids_keeping_is_obeyed(tmp_path: Path) -> None:
    """`no-store` is the service's word."""
    service = ScriptedService(said(Cache_Control="no-store"), said(Cache_Control="no-store"))
    with service.fetcher(cache=tmp_path) as fetcher:
        fetcher.ask(ASKED)
        assert not fetcher.ask(ASKED).cached


def test_refresh_asks_about_what_is_fresh(tmp_path: Path) -> None:
    """With its ETag, so that GitHub's free 304 answers."""
    service = ScriptedService(said(ETag='"v1"'), said(304, b"", ETag='"v1"'))
    with service.fetcher(cache=tmp_path) as fetcher:
        fetcher.ask(ASKED)
    with service.fetcher(cache=tmp_path, refresh=True) as fetcher:
        answer = fetcher.ask(ASKED)
        assert (answer.cached, answer.status, fetcher.budget.used) == (True, 200, 1)
    assert service.requests[1].headers["If-None-Match"] == '"v1"'
    assert "Cache-Control" not in service.requests[1].headers


def test_a_batch_is_kept_by_its_body(tmp_path: Path) -> None:
    """A POST with the same body is answered by the cache, one with another is not; an old one is asked for anew."""
    service = ScriptedService(said(body=b"[1]", Date=_ago(1), ETag='"v1"'), said(body=b"[2]"), said(body=b"[3]"))
    other = replace(BATCH, body='{"ids": ["b"]}')
    with service.fetcher(cache=tmp_path) as fetcher:
        answers = [fetcher.ask(request) for request in (BATCH, other, BATCH)]
    assert [(answer.data, answer.cached) for answer in answers] == [(b"[1]", False), (b"[2]", False), (b"[1]", True)]
    assert {answer.url for answer in answers} == {f"{BASE}/papers/batch"}
    with service.fetcher(cache=tmp_path, refresh=True) as fetcher:
        assert fetcher.ask(BATCH).data == b"[3]"
    assert [request.method for request in service.requests] == ["POST"] * 3
    assert service.requests[2].content == b'{"ids": ["a"]}'
    assert "If-None-Match" not in service.requests[2].headers


def test_offline_gives_what_is_kept_however_old(tmp_path: Path) -> None:
    """What is missing is named; nobody is asked."""
    service = ScriptedService(said(Date=_ago(999), Cache_Control="max-age=1"), said(404, b"{}"))
    lost = Request("/papers/lost")
    with service.fetcher(cache=tmp_path) as fetcher:
        fetcher.ask(ASKED)
        fetcher.ask(lost)
    with service.fetcher(cache=tmp_path, offline=True) as fetcher:
        answer = fetcher.ask(ASKED)
        assert (answer.data, answer.cached, answer.request) == (b'{"fine": true}', True, ASKED)
        assert fetcher.ask(lost).status == 404
        with pytest.raises(FetchError, match="GET /papers/other") as caught:
            fetcher.ask(Request("/papers/other"))
        assert fetcher.budget.used == 0
    assert caught.value.where == f"{BASE}/papers/other"
    assert len(service.requests) == 2


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    """Neither a status that is no answer, nor a page for readers, nor half of an answer."""
    page = said(body=b"<!DOCTYPE html><p>Are you a robot?", Content_Type="text/html")
    half = [said(body=b"\x1f\x8b", Content_Encoding="gzip") for _ in range(3)]
    service = ScriptedService(said(400), page, *half, said())
    with service.fetcher(cache=tmp_path) as fetcher:
        for _ in range(3):
            with pytest.raises(FetchError):
                fetcher.ask(ASKED)
        assert not fetcher.ask(ASKED).cached


@pytest.mark.parametrize(
    "place", [{"key_header": "Authorization"}, {"key_header": "x-api-key"}, {"key_param": "api_key"}]
)
def test_the_key_is_sent_and_is_nowhere_else(tmp_path: Path, place: dict[str, str]) -> None:
    """Not in the file of the cache, though the service repeats it in its headers and in its data; not in the answer."""
    access = replace(ACCESS, key_header=None, key_param=None)
    access = replace(access, **place)  # type: ignore[arg-type]
    escaped = str(httpx.URL("https://x.example", params={"api_key": KEY}).query, "ascii")
    answers = [
        said(body=f'{{"next": "{BASE}/p?{escaped}", "you": "{KEY}"}}'.encode(), Link=f"<{BASE}?{escaped}>", ETag='"1"'),
        said(304, b"", Link=f"<{BASE}?{escaped}>", X_You=KEY, ETag='"1"'),
    ]
    service = ScriptedService(*answers)
    for refresh in (False, True):
        with service.fetcher(access, cache=tmp_path, key=KEY, refresh=refresh) as fetcher:
            answer = fetcher.ask(ASKED)
            assert KEY not in repr(fetcher._sender)
        shown = repr(answer)
        assert KEY not in shown
        assert escaped not in shown
    for request in service.requests:
        assert KEY in " ".join([*request.headers.values(), *request.url.params.values()])
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"sparse" in kept
    assert KEY.encode() not in kept
    assert escaped.removeprefix("api_key=").encode() not in kept


def test_a_file_that_is_no_cache_is_named(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    path = tmp_path / FILE
    path.write_bytes(b"my thesis, in the wrong place" * 100)
    with pytest.raises(ConfigError) as caught:
        ScriptedService().fetcher(cache=tmp_path)
    assert str(path) == caught.value.where
    assert path.read_bytes().startswith(b"my thesis")
    with pytest.raises(ConfigError):
        ScriptedService().fetcher(cache=path)


def test_a_database_of_another_kind_is_named(tmp_path: Path) -> None:
    """Its tables are left as they are."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("CREATE TABLE entries (mine TEXT)")
    with pytest.raises(ConfigError, match="cache cannot be used"):
        ScriptedService().fetcher(cache=tmp_path)
