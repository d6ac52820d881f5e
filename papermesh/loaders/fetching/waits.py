"""When a service may be asked again, by the headers of its answers."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EPOCH = 1_000_000_000
"""A reset above it is a time since 1970 (GitHub), one below a number of seconds from now (OpenAlex)."""
_LEFT = re.compile(r"\b(?:r|remaining)\s*=\s*(\d{1,12})\b")
_RESET = re.compile(r"\b(?:t|reset)\s*=\s*(\d{1,12})\b")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the fetcher sees it; tests have one that does not wait."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970."""
    sleep: Callable[[float], None] = time.sleep

    def told(self, seconds: float) -> str:
        """Return the moment so many seconds from now, as an error tells it."""
        at = datetime.fromtimestamp(math.ceil(self.wall() + min(seconds, 366 * 24 * 3600)), UTC)
        return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def retry_after(value: str | None, now: float | None = None) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, as a number or a date; `None` where it says neither.

    >>> [retry_after(value) for value in ("2", "0.5", "soon", "nan", "-1", None)]
    [2.0, 0.5, None, None, None, None]
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            date = parsedate_to_datetime(value)
            date = date if date.tzinfo else date.replace(tzinfo=UTC)
            return max(0.0, date.timestamp() - (time.time() if now is None else now))
        except (ValueError, OverflowError):
            return None
    return seconds if 0 <= seconds < math.inf else None


def asked_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds until a service wants to be asked again; `None` where it may be asked at once.

    `Retry-After` says so outright; rate-limit headers do where nothing is left: `RateLimit` in both its forms, and
    `X-RateLimit-Remaining` with `X-RateLimit-Reset` in their spellings.

    Args:
        headers: By name in lower case.
        now: Seconds since 1970.

    >>> asked_wait({"retry-after": "7"}, 0)
    7.0
    >>> asked_wait({"ratelimit": '"api";r=0;t=55'}, 0), asked_wait({"ratelimit": '"api";r=3;t=55'}, 0)
    (55.0, None)
    >>> asked_wait({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090"}, 1_800_000_000)
    90.0
    """
    wait = retry_after(headers.get("retry-after"), now)
    if wait is not None:
        return wait
    for prefix in ("x-ratelimit-", "x-rate-limit-", "ratelimit-"):
        left, reset = headers.get(f"{prefix}remaining", ""), headers.get(f"{prefix}reset", "")
        if _number(left) == 0 and (until := _number(reset)) is not None:
            return max(0.0, until - now if until > _EPOCH else until)
    policies = [(_LEFT.search(part), _RESET.search(part)) for part in _policies(headers.get("ratelimit", ""))]
    waits = [float(reset[1]) for left, reset in policies if left and reset and int(left[1]) == 0]
    return max(waits, default=None)


def _policies(value: str) -> list[str]:
    """Return the policies of a `RateLimit` header: its older form has one, whose values commas part."""
    return value.split(",") if ";" in value else [value]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None
