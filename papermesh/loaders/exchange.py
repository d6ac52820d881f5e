"""What is asked of a service, what it answers, and the terms on which it may be asked: plain values, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a service, without the user's key, so that it can be shown, stored and compared."""

    path: str
    """Behind the service's base address, with a slash at its beginning."""
    params: tuple[tuple[str, str], ...] = ()
    method: Literal["GET", "POST"] = "GET"
    body: str | None = None
    """JSON text of a POST."""
    accept: str = "application/json"
    cost: float = 0.0
    """USD, by the service's list of prices."""
    about: tuple[tuple[str, str], ...] = ()
    """What its answer is to be read with, by name: ids that were asked for, the title of the paper whose references
    these are. Kept with the request, and never sent."""

    @property
    def target(self) -> str:
        """The path with its parameters."""
        return self.path + (f"?{urlencode(self.params)}" if self.params else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    request: Request
    url: str
    """Where it came from, after redirects, without a key."""
    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    data: bytes
    """The body, unpacked."""
    cached: bool = False
    """Whether the cache had it, or the service said that the cache's is still right (304)."""


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Access:
    """The terms of a service: where it is, how often it may be asked, and how it takes a key."""

    name: str
    """As in the settings: `arxiv`, `semantic-scholar`."""
    base: str
    """Scheme and host, and a path that all requests share; without a slash at its end."""
    windows: tuple[Window, ...]
    """Without a key. The service's own rate-limit headers count, too."""
    keyed_windows: tuple[Window, ...] | None = None
    """With a key; `None`: as without one."""
    key_header: str | None = None
    """The header that takes the key; `Authorization` takes it as a bearer token."""
    key_param: str | None = None
    """The parameter that takes the key, added when the request is sent and never seen again."""
    key_needed: bool = False
    hosts: frozenset[str] = frozenset()
    """Hosts to which the service may redirect, besides its own; the key goes only to its own."""
    accepted: frozenset[int] = frozenset({200})
    """Statuses that are answers (404: no such paper); all others are failures."""
    fresh_s: float = 24 * 3600.0
    """How long an answer may be used again where the service does not say."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with each request, such as the version of its interface."""
    shared_windows: str | None = None
    """The name under which requests are counted where several services share their windows; `None`: its own."""
    contact_param: str | None = None
    """The parameter that takes the user's address for a faster pool (Crossref's `mailto`)."""
