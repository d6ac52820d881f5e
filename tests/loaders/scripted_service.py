"""A service in memory that answers what a test wrote down, and a clock that nobody waits for."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.fetching.fetcher import Fetcher
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.fetching.waits import Clock
from papermesh.loaders.fetching.windows import Windows

BASE = "https://papers.example/api"
KEY = "key-made-up/for+these=tests"
QUICK = Limits(connect_s=5, silence_s=5, answer_bytes=100_000, attempts=3, first_wait_s=0.001, longest_wait_s=60)
ACCESS = Access("papers", BASE, (Window(1000, 1),), key_header="Authorization", accepted=frozenset({200, 404}))

ASKED = Request("/papers", (("q", "a b"),))


class Body(httpx.SyncByteStream):
    """A body that comes in pieces, as from a connection; an exception among them is raised in its place."""

    def __init__(self, pieces: Sequence[bytes | Exception]) -> None:
        self._pieces = pieces
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Give the pieces."""
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self) -> None:
        """Say that nobody reads on."""
        self.is_closed = True


def said(
    status: int = 200, body: bytes = b'{"fine": true}', given: Mapping[str, str] | None = None, **headers: str
) -> httpx.Response:
    """Return an answer; `_` stands for `-` in the names of headers."""
    named = {name.replace("_", "-"): value for name, value in {**(given or {}), **headers}.items()}
    return httpx.Response(status, headers={"Content-Type": "application/json"} | named, stream=Body([body]))


@dataclass
class FakeClock:
    """Time that passes by sleeping alone."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """What the fetcher takes."""
        return Clock(lambda: self.now, lambda: 1_800_000_000 + self.now, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class ScriptedService(httpx.BaseTransport):
    """Gives its answers in order, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.time = FakeClock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Give the next answer."""
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        answer.request = request
        return answer

    def fetcher(self, access: Access = ACCESS, *, cache: Path | None = None, **options: Any) -> Fetcher:
        """Return a fetcher that asks this service, in no real time."""
        windows = Windows(access.windows, self.time.clock)
        given: dict[str, Any] = {"limits": QUICK, "windows": windows, "clock": self.time.clock, "transport": self}
        return Fetcher(access, cache=cache, **{**given, **options})


def ask(
    *answers: httpx.Response | Exception, request: Request = ASKED, **options: object
) -> tuple[Answer, ScriptedService]:
    """Return the answer to one request, and the service that was asked."""
    service = ScriptedService(*answers)
    with service.fetcher(**options) as fetcher:  # type: ignore[arg-type]
        return fetcher.ask(request), service


def failed(
    *answers: httpx.Response | Exception, request: Request = ASKED, **options: object
) -> tuple[FetchError, ScriptedService]:
    """Return the error and the service; nothing of the error holds the key."""
    service = ScriptedService(*answers)
    with service.fetcher(key=KEY, **options) as fetcher, pytest.raises(FetchError) as caught:  # type: ignore[arg-type]
        fetcher.ask(request)
    error = caught.value
    assert error.hint
    assert error.where
    assert KEY not in "".join(traceback.format_exception(error)) + str(error.hint) + str(error.where)
    return error, service
