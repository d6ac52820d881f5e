"""As many requests as a service allows in each of its windows, over everything that this process asks."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Window
from papermesh.loaders.fetching.waits import Clock


class Windows:
    """The windows of one service, and the time until which it wants to be left alone; threads may share it.

    Args:
        windows: Requests and seconds; any number of them hold together.
        clock: Time.
    """

    def __init__(self, windows: Sequence[Window], clock: Clock) -> None:
        from pyrate_limiter import InMemoryBucket, Rate

        self._clock = clock
        # A bucket for each: one bucket refuses windows of which one implies another.
        self._buckets = [InMemoryBucket([Rate(window.requests, round(window.seconds * 1000))]) for window in windows]
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def close_for(self, seconds: float) -> None:
        """Let nothing through for so many seconds, as the service asked."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock.monotonic() + seconds)

    def enter(self, longest_wait_s: float, where: str) -> None:
        """Wait until a request may be sent, and count it; the first goes at once.

        Raises:
            FetchError: That would take longer than `longest_wait_s`; nothing was counted.
        """
        while (wait := self._try()) > 0:
            if wait > longest_wait_s:
                raise FetchError(
                    f"the service may not be asked again before {self._clock.told(wait)}",
                    where=where,
                    hint="go on after that time; a key of one's own mostly allows more",
                    until=self._clock.told(wait),
                )
            self._clock.sleep(wait)

    def _try(self) -> float:
        """Count a request that may go now, and return 0; else count nothing, and return the seconds to wait."""
        from pyrate_limiter import RateItem

        with self._lock:
            now = self._clock.monotonic()
            if self._closed_until > now:
                return self._closed_until - now
            item = RateItem("request", int(now * 1000))
            for number, bucket in enumerate(self._buckets):
                bucket.leak(item.timestamp)
                if not bucket.put(item):
                    wait_ms = bucket.waiting(item)
                    assert isinstance(wait_ms, int)  # an awaitable in buckets of other kinds
                    for entered in self._buckets[:number]:
                        entered.items.pop()
                    return max(1, wait_ms) / 1000
            return 0.0


_OF_SERVICE: dict[tuple[str, str, bool], Windows] = {}
_LOCK = threading.Lock()


def windows_of(access: Access, base: str, *, keyed: bool) -> Windows:
    """Return the windows of a service: the same object in the whole process, whoever asks."""
    allowed = access.keyed_windows if keyed and access.keyed_windows is not None else access.windows
    name = access.shared_windows or access.name
    # A base of the user's own is another server, with a count of its own.
    at = (name, "" if base == access.base else base, keyed)
    with _LOCK:
        if at not in _OF_SERVICE:
            _OF_SERVICE[at] = Windows(allowed, Clock())
        return _OF_SERVICE[at]
