"""Requests to a language model: a value out, a value back, over one connection.

What holds for each request: it has a limit in time and in size, it says who asks, it follows no redirect (so that a key
never goes to another host than the one it is for), and it is tried again only where that can help.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from papermesh.errors import FetchError
from papermesh.loaders.fetching.addresses import is_this_machine
from papermesh.loaders.fetching.answers import read_body
from papermesh.loaders.fetching.failures import QUOTED, Passing, attempts, quoted, refused
from papermesh.loaders.fetching.limits import LIMITS, PASSING, USER_AGENT, Limits
from papermesh.loaders.fetching.waits import retry_after


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
        try:
            for attempt in attempts(self._limits, self._again):
                with attempt:
                    return self._post_once(url, body)
        except Passing as passing:
            raise passing.error from passing.__cause__
        raise AssertionError("there is at least one attempt")

    def _again(self, error: Exception) -> bool | float:
        if not isinstance(error, Passing):
            return False
        return True if error.wait_s is None else error.wait_s if error.wait_s <= self._limits.longest_wait_s else False

    def _post_once(self, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        import httpx

        try:
            with self._client.stream("POST", url, json=body) as response:
                data = read_body(response, url, self._limits, time.monotonic() + self._limits.total_s)
        except httpx.TimeoutException as error:
            seconds = self._limits.connect_s if isinstance(error, httpx.ConnectTimeout) else self._limits.silence_s
            late = FetchError(
                f"no answer within {seconds:g} s", where=url, hint="check the address, and that the service is not busy"
            )
            if isinstance(error, httpx.ConnectTimeout):
                raise Passing(late) from error
            raise late from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            lost = FetchError(
                f"the connection failed: {quoted(str(error), self._key) or type(error).__name__}",
                where=url,
                hint="check the address, and that the service runs",
            )
            raise Passing(lost) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(
                f"this cannot be asked: {quoted(str(error), self._key)}", where=url, hint="check the address"
            ) from error
        if not response.is_success:
            failure = refused(
                response.status_code, response.reason_phrase, response.headers, data, url=url, key=self._key
            )
            if response.status_code in PASSING:
                raise Passing(failure, retry_after(response.headers.get("Retry-After")))
            raise failure
        return self._parsed(data, url)

    def _parsed(self, data: bytes, url: str) -> dict[str, Any]:
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            start = quoted(data[:QUOTED].decode("utf-8", "replace"), self._key)
            raise FetchError(
                f"the answer is no JSON object; it begins {start!r}",
                where=url,
                hint="check that the address is the service's",
                status=200,
            )
        return answer
