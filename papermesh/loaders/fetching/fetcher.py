"""Asks a service: from the cache where it can, else over the network, within all that the user and the service allow.

The parts, each in its file: `cache` (what is kept), `sending` (one request with its key, redirects and
second attempts), `windows` and `waits` (how often), `budget` (how much), `connections` and
`addresses` (to where), `answers` (how large, how long), `failures` (what went wrong). A language
model is asked by `client`. No other file knows httpx, which is imported when something is first asked.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Answer, Request
from papermesh.loaders.fetching.addresses import is_this_machine
from papermesh.loaders.fetching.budget import Budget
from papermesh.loaders.fetching.failures import keyless
from papermesh.loaders.fetching.limits import SERVICE_LIMITS, Limits
from papermesh.loaders.fetching.waits import Clock
from papermesh.loaders.fetching.windows import Windows, windows_of

if TYPE_CHECKING:
    import httpx

    from papermesh.loaders.fetching.cache import Cache


class Fetcher:
    """Asks one service; use it in a `with` block.

    Args:
        access: The terms of the service.
        base: Another address of it, from the user's settings: it may be on this machine or in a private network.
        key: The user's key. It is added when a request is sent, to the service's own host alone, and is in nothing
            that is kept, shown or logged.
        contact: The user's mail address, for services that answer faster to whom they could write.
        cache: The folder of kept answers; `None` keeps nothing.
        offline: Ask nobody: answers come from the cache, however old they are.
        refresh: Ask the service about every kept answer, however fresh it is.
        budget: What may be asked and spent; without one, everything.
        limits: What is too long, too large and too often.
        windows: How often the service may be asked; without them, those of the whole process.
        clock: Time.
        transport: What carries requests; without it, connections to checked addresses.

    Raises:
        ConfigError: The cache cannot be used.
        FetchError: The service cannot be asked without a key, or the key would be sent in the open.
    """

    def __init__(
        self,
        access: Access,
        *,
        base: str | None = None,
        key: str | None = None,
        contact: str | None = None,
        cache: Path | None = None,
        offline: bool = False,
        refresh: bool = False,
        budget: Budget | None = None,
        limits: Limits = SERVICE_LIMITS,
        windows: Windows | None = None,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        from papermesh.loaders.fetching import connections, sending
        from papermesh.loaders.fetching.cache import Cache as Kept

        self._access, self._base, self._key = access, (base or access.base).rstrip("/"), key
        self._offline, self._refresh = offline, refresh
        self.budget = Budget() if budget is None else budget
        if access.key_needed and not key and not offline:
            raise FetchError(
                f"{access.name} answers only with a key",
                where=self._base,
                hint=f"set PAPERMESH_{access.name.upper().replace('-', '_')}_KEY",
            )
        parts = urlsplit(self._base)
        if key and parts.scheme != "https" and not is_this_machine(parts.hostname):
            raise FetchError(
                "a key is sent over https, and over http to this machine alone",
                where=self._base,
                hint="write https, or remove the key",
            )
        trusted = frozenset({parts.hostname or ""}) if base else frozenset()
        deadline = connections.Deadline()
        self._transport = transport or connections.transport(self._base, trusted, deadline)
        self._sender = sending.Sender(
            access=access,
            base=self._base,
            key=key,
            contact=contact,
            limits=limits,
            budget=self.budget,
            windows=windows or windows_of(access, self._base, keyed=bool(key)),
            clock=clock or Clock(),
            transport=self._transport,
            deadline=deadline,
        )
        self._assumed, self._came_from = sending.ASSUMED, sending.CAME_FROM
        self._cache: Cache | None = None if cache is None else Kept(cache, self._sender.send)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()
        if self._cache is not None:
            self._cache.close()

    def ask(self, request: Request, *, again: bool = False) -> Answer:
        """Return what a service answers; its status is one of those that `access.accepted` names.

        Requests of one fetcher go one after the other, as services ask for.

        Args:
            request: What is asked.
            again: Ask the service also where an answer is kept.

        Raises:
            FetchError: The service gave no such answer; `status` says what came instead. Offline: nothing is kept.
            BudgetSpent: The request would be one too many, or too dear.
        """
        import httpx

        with self._lock:
            if self._offline:
                return self._kept(request)
            if self._cache is None:
                return self._answer(request, self._sender.send(request, httpx.Headers()), cached=False)
            response, cached = self._cache.answer(request, self._base, refresh=self._refresh or again)
            return self._answer(request, response, cached=cached)

    def _kept(self, request: Request) -> Answer:
        response = None if self._cache is None else self._cache.kept(request, self._base)
        if response is None:
            raise FetchError(
                f"the cache has no answer to {request.method} {request.target}",
                where=keyless(self._base + request.target, self._key),
                hint="ask once without --offline; the answer is kept",
            )
        return self._answer(request, response, cached=True)

    def _answer(self, request: Request, response: httpx.Response, *, cached: bool) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        hidden = {self._assumed, self._came_from, headers.get(self._assumed, "")}
        return Answer(
            request=request,
            url=headers.get(self._came_from, self._base + request.target),
            status=response.status_code,
            headers={name: value for name, value in headers.items() if name not in hidden},
            data=response.content,
            cached=cached,
        )
