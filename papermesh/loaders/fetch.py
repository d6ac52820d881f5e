"""Requests to services: the only file that knows httpx, which is imported when the first client is made.

What holds for each request: it has a limit in time and in size, it says who asks, it follows no redirect (so that a key
never goes to another host than the one it is for), and it is tried again only where that can help.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from papermesh.__about__ import __version__
from papermesh.errors import FetchError

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"papermesh/{__version__}"
PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be gone when the same is asked again."""
QUOTED = 200
"""Most characters of a service's own words that an error repeats."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a request may take, how large its answer may be, and how often it is tried."""

    connect_s: float = 10.0
    silence_s: float = 120.0
    """Longest wait for the next byte: a model on a laptop thinks for a minute before the first."""
    total_s: float = 300.0
    answer_bytes: int = 4 * 1024 * 1024
    attempts: int = 4
    first_wait_s: float = 0.5
    """Before the second attempt; doubled before each further one, and taken by chance from half to one and a half."""
    longest_wait_s: float = 60.0
    """Longest wait that a service may ask for by `Retry-After`; one that asks for more is not asked again."""


LIMITS = Limits()


class Client:
    """Asks one service, over connections that it keeps; use it in a `with` block.

    Args:
        base: The address that paths are added to, without a slash at its end.
        key: Sent as a bearer token, and nowhere else: it is in no message, also where the service repeats it.
        limits: What is too long, too large and too often.
    """

    def __init__(self, base: str, *, key: str | None = None, limits: Limits = LIMITS) -> None:
        import httpx

        self._base, self._key, self._limits = base, key, limits
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(limits.silence_s, connect=limits.connect_s),
            follow_redirects=False,
            # A proxy of the environment cannot reach what runs on this machine.
            trust_env=not is_this_machine(urlsplit(base).hostname),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def post_json(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the service answers with.

        A passing failure (a lost connection, 429, a server's 5xx) is tried again after a wait; silence is not, since
        the service may still be at work, and be paid, for the first request.

        Raises:
            FetchError: There is no such answer; `status` says what came instead.
        """
        url = self._base + path
        attempt = 1
        while True:
            try:
                return self._post_once(url, body)
            except _Passing as passing:
                wait = self._limits.first_wait_s * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
                wait = wait if passing.wait_s is None else passing.wait_s
                if attempt >= self._limits.attempts or wait > self._limits.longest_wait_s:
                    raise passing.error from passing.__cause__
            time.sleep(wait)
            attempt += 1

    def _post_once(self, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        import httpx

        try:
            with self._client.stream("POST", url, json=body) as response:
                data = self._read(response, url)
        except httpx.TimeoutException as error:
            seconds = self._limits.connect_s if isinstance(error, httpx.ConnectTimeout) else self._limits.silence_s
            late = FetchError(
                f"no answer within {seconds:g} s", where=url, hint="check the address, and that the service is not busy"
            )
            if isinstance(error, httpx.ConnectTimeout):
                raise _Passing(late) from error
            raise late from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            lost = FetchError(
                f"the connection failed: {self._quoted(str(error)) or type(error).__name__}",
                where=url,
                hint="check the address, and that the service runs",
            )
            raise _Passing(lost) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(
                f"this cannot be asked: {self._quoted(str(error))}", where=url, hint="check the address"
            ) from error
        if not response.is_success:
            refused = self._refused(response, data, url)
            if response.status_code in PASSING:
                raise _Passing(refused, retry_after(response.headers.get("Retry-After")))
            raise refused
        return self._parsed(data, url)

    def _read(self, response: httpx.Response, url: str) -> bytes:
        """Return the body as it was sent: asked for without compression, so that a small one cannot grow large."""
        border = time.monotonic() + self._limits.total_s
        data = bytearray()
        for piece in response.iter_raw():
            data += piece
            if len(data) > self._limits.answer_bytes:
                raise FetchError(
                    f"the answer has more than {self._limits.answer_bytes} bytes",
                    where=url,
                    hint="check that the address is the service's",
                    status=response.status_code,
                )
            if time.monotonic() > border:
                raise FetchError(
                    f"the answer was not complete within {self._limits.total_s:g} s",
                    where=url,
                    hint="check that the service is not busy",
                    status=response.status_code,
                )
        return bytes(data)

    def _refused(self, response: httpx.Response, data: bytes, url: str) -> FetchError:
        status = response.status_code
        said = self._quoted(_own_words(data))
        hint = "check the address"
        if response.is_redirect:
            said = f"it sends the request on to {self._quoted(response.headers.get('Location', ''))}"
            hint = "name the address that answers itself: redirects are not followed"
        elif status in {401, 403}:
            hint = "check the key"
        elif status in PASSING:
            hint = "try again later"
        message = f"the service answered {status} {response.reason_phrase}".rstrip()
        return FetchError(message + (f": {said}" if said else ""), where=url, hint=hint, status=status)

    def _parsed(self, data: bytes, url: str) -> dict[str, Any]:
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            start = self._quoted(data[:QUOTED].decode("utf-8", "replace"))
            raise FetchError(
                f"the answer is no JSON object; it begins {start!r}",
                where=url,
                hint="check that the address is the service's",
                status=200,
            )
        return answer

    def _quoted(self, text: str) -> str:
        """Return the beginning of a foreign text in one line, without the key."""
        return " ".join((text.replace(self._key, "…") if self._key else text).split())[:QUOTED]


class _Passing(Exception):
    """A failure that may be gone on the next attempt, and how long the service asks to wait."""

    def __init__(self, error: FetchError, wait_s: float | None = None) -> None:
        super().__init__(error.message)
        self.error, self.wait_s = error, wait_s


def is_this_machine(host: str | None) -> bool:
    """Tell whether a host's name can only mean the machine that we run on.

    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.9", "::1", "192.168.0.7", "localhost.example.org")]
    [True, True, True, False, False]
    """
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def retry_after(value: str | None) -> float | None:
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
        except ValueError:
            return None
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, (date - datetime.now(UTC)).total_seconds())
    return seconds if 0 <= seconds < math.inf else None


def _own_words(data: bytes) -> str:
    """Return what a service says of a failure: the message in its JSON, else the text as it is."""
    text = data[:65_536].decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for name in ("error", "message", "detail"):
        if isinstance(said, dict) and name in said:
            said = said[name]
    return said if isinstance(said, str) else text
