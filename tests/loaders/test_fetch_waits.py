"""How often a service is asked: by its windows, its wishes and its rate-limit headers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Window
from papermesh.loaders.fetching.waits import Clock, asked_wait
from papermesh.loaders.fetching.windows import Windows
from tests.loaders.scripted_service import ACCESS, ASKED, FakeClock, ScriptedService, ask, said


def _in(seconds: float, now: float) -> str:
    return format_datetime(datetime.fromtimestamp(now, UTC) + timedelta(seconds=seconds), usegmt=True)


NOW = 1_800_001_000
"""What the service's clock says at first."""


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry_After": "7"}),
        (503, {"Retry_After": _in(7, NOW)}),
        (403, {"Retry_After": "7"}),
        (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(NOW + 7)}),
        (429, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "7"}),
        (429, {"RateLimit": '"api";r=0;t=7', "RateLimit_Policy": '"fixed window";"api";q=500;w=300'}),
        (429, {"RateLimit": "limit=100, remaining=0, reset=7"}),
        (429, {"RateLimit_Remaining": "0", "RateLimit_Reset": "7"}),
    ],
)
def test_a_service_is_left_alone_as_long_as_it_asks(status: int, headers: dict[str, str]) -> None:
    """By `Retry-After` or by its rate-limit headers; GitHub says 403."""
    _, service = ask(said(status, given=headers), said())
    assert service.time.slept == [7.0]


def test_nothing_left_after_an_answer_holds_the_next_request() -> None:
    """Before the service has to refuse it."""
    service = ScriptedService(
        said(X_RateLimit_Remaining="0", X_RateLimit_Reset="9"), said(X_RateLimit_Remaining="5"), said()
    )
    with service.fetcher() as fetcher:
        fetcher.ask(ASKED)
        assert service.time.slept == []
        fetcher.ask(ASKED)
        fetcher.ask(ASKED)
    assert service.time.slept == [9.0]


@pytest.mark.parametrize(
    "headers", [{"Retry_After": "3600"}, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(NOW + 3600)}]
)
def test_a_long_wait_is_told_and_not_slept(headers: dict[str, str]) -> None:
    """The error says until when; the next request is not even sent."""
    service = ScriptedService(said(403, given=headers))
    with service.fetcher() as fetcher:
        with pytest.raises(FetchError) as caught:
            fetcher.ask(ASKED)
        assert caught.value.status == 403
        assert "2027-01-15 09:16:40 UTC" in str(caught.value.hint)
        with pytest.raises(FetchError, match="not be asked again before 2027-01-15 09:16:40 UTC"):
            fetcher.ask(ASKED)
    assert service.time.slept == []
    assert len(service.requests) == 1


def test_windows_hold() -> None:
    """The first request goes at once; each later one as soon as each window allows."""
    service = ScriptedService(*[said() for _ in range(5)])
    access = replace(ACCESS, windows=(Window(2, 1), Window(3, 10)))
    times = []
    with service.fetcher(access) as fetcher:
        for _ in range(5):
            fetcher.ask(ASKED)
            times.append(service.time.now - 1000)
    assert times[:2] == [0, 0]
    assert 1 <= times[2] < 1.1
    assert 10 <= times[3] <= times[4] < 10.2


headers = st.dictionaries(
    st.sampled_from(["retry-after", "ratelimit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit-reset"]),
    st.one_of(st.text(max_size=30), st.integers().map(str), st.just("0"), st.from_regex(r"\"a\";r=0;t=\d+")),
)


@given(headers, st.floats(0, 4e9))
def test_any_headers_ask_for_a_time_or_for_none(headers: dict[str, str], now: float) -> None:
    """Nothing that a service sends is an error, and the time can be told."""
    wait = asked_wait(headers, now)
    assert wait is None or 0 <= wait < float("inf")
    Clock(wall=lambda: now).told(wait or 0)


@given(st.lists(st.builds(Window, st.integers(1, 9), st.floats(0.5, 20)), max_size=4))
def test_any_windows_hold_together(windows: list[Window]) -> None:
    """In no stretch of time as long as a window there are more requests than it allows; the first goes at once."""
    fake = FakeClock()
    entered = Windows(windows, fake.clock)
    times = []
    for _ in range(25):
        entered.enter(1e9, "here")
        times.append(fake.now)
    assert times[0] == 1000
    for window in windows:
        later = times[window.requests :]
        assert all(end - start >= window.seconds - 0.002 for start, end in zip(times, later, strict=False))
