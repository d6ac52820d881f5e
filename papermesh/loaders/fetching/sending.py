"""One request as it leaves the machine: with the user's key, within the windows and the budget, tried again."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import formatdate

import httpx

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Request
from papermesh.loaders.fetching.answers import read_body, too_late
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.fetching.connections import Deadline
from papermesh.loaders.fetching.failures import (
    WEB_PAGE,
    Passing,
    attempts,
    is_web_page,
    keyless,
    quoted,
    refused,
    spellings,
)
from papermesh.loaders.fetching.limits import LONGEST_CHAIN, PASSING, USER_AGENT, Limits
from papermesh.loaders.fetching.waits import Clock, asked_wait
from papermesh.loaders.fetching.windows import Windows

ASSUMED = "x-papermesh-assumed"
"""Names what the service did not say of an answer's age; kept beside the answer, and shown to nobody."""
CAME_FROM = "x-papermesh-url"
"""Where an answer came from, after redirects."""
_CONDITIONS = ("if-none-match", "if-modified-since")
_CONNECTION = frozenset({
    "connection", "content-encoding", "content-length", "keep-alive", "set-cookie", "transfer-encoding",
})  # fmt: skip
"""Headers that belong to the connection or to the packed body; and cookies, which are kept nowhere."""


_KEY_LENGTH = 8
"""A shorter key is no secret, and may well be a part of a word in an answer."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends the requests of one service; what it returns holds no key, and can be kept."""

    access: Access
    base: str
    key: str | None = field(repr=False)
    contact: str | None
    limits: Limits
    budget: Budget
    windows: Windows
    clock: Clock
    transport: httpx.BaseTransport
    deadline: Deadline

    def send(self, request: Request, conditions: httpx.Headers) -> httpx.Response:
        """Return the service's answer, whole and unpacked: one of the statuses in `access.accepted`, or 304.

        Args:
            request: What is asked.
            conditions: The headers by which a cache asks whether its answer still holds; others are left out.

        Raises:
            FetchError: There is no such answer, or the service wants to be left alone for long.
            BudgetSpent: The request would be one too many, or too dear.
        """
        asked = {name: conditions[name] for name in _CONDITIONS if name in conditions and request.method == "GET"}
        try:
            for attempt in attempts(self.limits, self._again):
                with attempt:
                    return self._followed(request, asked)
        except Passing as passing:
            raise passing.error from passing.__cause__
        raise AssertionError("there is at least one attempt")

    def _again(self, error: Exception) -> bool | float:
        if not isinstance(error, Passing):
            return False
        if error.wait_s is None:
            return True
        # The windows wait, for this request as for every other one to the service.
        self.windows.close_for(error.wait_s)
        return 0.0 if error.wait_s <= self.limits.longest_wait_s else False

    def _followed(self, request: Request, conditions: dict[str, str]) -> httpx.Response:
        try:
            url = httpx.URL(self.base + request.target)
        except httpx.InvalidURL as error:
            where = keyless(self.base + request.target, self.key)
            raise FetchError(f"this cannot be asked: {error}", where=where, hint="check the address") from error
        if not self._is_own(url):
            raise FetchError("this is no address of the service", where=self._shown(url), hint="check the address")
        for _ in range(LONGEST_CHAIN + 1):
            response, data = self._exchanged(request, url, conditions)
            where = self._shown(url)
            status = response.status_code
            if status in self.access.accepted or (status == 304 and conditions):
                return self._kept(request, response, data, where)
            if not response.has_redirect_location or request.method != "GET":
                self._refuse(response, data, where)
            url = self._next(url, response.headers["Location"], where, status)
        raise FetchError(
            f"the service sends the request on more than {LONGEST_CHAIN} times",
            where=self._shown(url),
            hint="check the address",
        )

    def _exchanged(self, request: Request, url: httpx.URL, conditions: dict[str, str]) -> tuple[httpx.Response, bytes]:
        """Send one request, and return the answer with its unpacked body."""
        where = self._shown(url)
        self.budget.check(request.cost)  # before the wait, which would be in vain
        self.windows.enter(self.limits.longest_wait_s, where)
        self.budget.spend(request.cost)
        sent = self._with_key(request, url, conditions)
        until = self.deadline.set(self.limits.total_s)
        try:
            response = self.transport.handle_request(sent)
            try:
                data = read_body(response, where, self.limits, until)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise self._late(error, request, where) from error
        except httpx.TransportError as error:
            lost = FetchError(
                f"the connection failed: {quoted(str(error), self.key) or type(error).__name__}",
                where=where,
                hint="check the network and the address, and that the service runs",
            )
            # Nothing is asked twice that an address or a scheme makes impossible.
            raise lost if isinstance(error, httpx.UnsupportedProtocol) else Passing(lost) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        if (wait := asked_wait(headers, self.clock.wall())) is not None and response.status_code not in PASSING:
            self.windows.close_for(wait)
        return response, data

    def _late(self, error: httpx.TimeoutException, request: Request, where: str) -> Exception:
        if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
            seconds = self.limits.connect_s
        elif self.deadline.is_over():
            return too_late(where, self.limits)
        else:
            seconds = self.limits.silence_s
        late = FetchError(
            f"no answer within {seconds:g} s", where=where, hint="check the address, and that the service is not busy"
        )
        return Passing(late) if request.method == "GET" or isinstance(error, httpx.ConnectTimeout) else late

    def _with_key(self, request: Request, url: httpx.URL, conditions: dict[str, str]) -> httpx.Request:
        agent = f"{USER_AGENT} (mailto:{self.contact})" if self.contact else USER_AGENT
        headers = {**self.access.headers, "User-Agent": agent, "Accept": request.accept, "Accept-Encoding": "gzip"}
        headers |= conditions
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if self._is_own(url):
            if self.contact and self.access.contact_param:
                url = url.copy_set_param(self.access.contact_param, self.contact)
            if self.key and self.access.key_param:
                url = url.copy_set_param(self.access.key_param, self.key)
            if self.key and self.access.key_header:
                bearer = self.access.key_header.lower() == "authorization"
                headers[self.access.key_header] = f"Bearer {self.key}" if bearer else self.key
        timeout = httpx.Timeout(self.limits.silence_s, connect=self.limits.connect_s).as_dict()
        content = None if request.body is None else request.body.encode()
        return httpx.Request(request.method, url, headers=headers, content=content, extensions={"timeout": timeout})

    def _kept(self, request: Request, response: httpx.Response, data: bytes, where: str) -> httpx.Response:
        """Return an answer as it may be kept: unpacked, with an age, without cookies and the key."""
        if is_web_page(response.headers.get("Content-Type", ""), data) and "html" not in request.accept:
            raise FetchError(
                WEB_PAGE, where=where, hint="try again later; check the address", status=response.status_code
            )
        # As bytes of UTF-8: what a service sends, and what stands for a key, need not be ASCII.
        kept = [(name, keyless(value, self.key)) for name, value in response.headers.multi_items()]
        kept = [(name, value) for name, value in kept if name.lower() not in {*_CONNECTION, CAME_FROM, ASSUMED}]
        headers = httpx.Headers([(name.encode(), value.encode()) for name, value in [*kept, (CAME_FROM, where)]])
        if "Date" not in headers:
            headers["Date"] = formatdate(self.clock.wall(), usegmt=True)
        # What a 304 does not say stays as it was kept.
        if response.status_code != 304 and not any(name in headers for name in ("Cache-Control", "Expires", "Pragma")):
            headers["Cache-Control"] = f"max-age={round(self.access.fresh_s)}"
            headers[ASSUMED] = "cache-control"
        if self.key and len(self.key) >= _KEY_LENGTH:
            for spelling in spellings(self.key):
                data = data.replace(spelling.encode(), "…".encode())
        return httpx.Response(response.status_code, headers=headers, content=data)

    def _refuse(self, response: httpx.Response, data: bytes, where: str) -> None:
        status = response.status_code
        error = refused(status, response.reason_phrase, response.headers, data, url=where, key=self.key)
        headers = {name.lower(): value for name, value in response.headers.items()}
        wait = asked_wait(headers, self.clock.wall())
        if wait is not None and wait > self.limits.longest_wait_s:
            error.until = self.clock.told(wait)
            error.hint = f"try again after {self.clock.told(wait)}; a key of one's own mostly allows more"
        # GitHub says 403 where others say 429.
        if status in PASSING or (status == 403 and wait is not None):
            raise Passing(error, wait)
        raise error

    def _next(self, url: httpx.URL, location: str, where: str, status: int) -> httpx.URL:
        try:
            target = url.join(location)
        except httpx.InvalidURL:
            target = httpx.URL("")
        base = httpx.URL(self.base)
        known = _origin(target) == _origin(base) or (
            target.host in self.access.hosts and target.port is None and not target.userinfo
        )
        if not known or (target.scheme != "https" and base.scheme == "https"):
            raise FetchError(
                f"the service sends the request on to {quoted(location, self.key)}, which is not followed",
                where=where,
                hint="check the address",
                status=status,
            )
        if self.access.key_param:
            target = target.copy_remove_param(self.access.key_param)
        return target

    def _is_own(self, url: httpx.URL) -> bool:
        return _origin(url) == _origin(httpx.URL(self.base))

    def _shown(self, url: httpx.URL) -> str:
        return keyless(str(url), self.key)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    port = url.port or {"https": 443, "http": 80}.get(url.scheme)
    return url.scheme, url.host, port
