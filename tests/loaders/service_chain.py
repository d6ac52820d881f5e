"""Asks a service as the harvest does, of answers that a test gives: the first requests, then what each answer leads to."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.records import Noted, PaperRecord, Rejected
from papermesh.loaders.services import Page, Query, Service


@dataclass
class Chain:
    """What came of a query."""

    requests: list[Request] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    repeated: list[Request] = field(default_factory=list)
    """Requests that were made before: a harvest stops there."""

    @property
    def records(self) -> list[PaperRecord]:
        """All records."""
        return [record for page in self.pages for record in page.parsed.records]

    @property
    def rejected(self) -> list[Rejected]:
        """All rejections."""
        return [one for page in self.pages for one in page.parsed.rejected]

    @property
    def noted(self) -> list[Noted]:
        """All notes."""
        return [one for page in self.pages for one in page.parsed.noted]


def answered(service: Service, request: Request, content: object, status: int = 200) -> Answer:
    """Return an answer; bytes and text are its body as they are, all else is made JSON."""
    data = content if isinstance(content, bytes) else str(content).encode() if isinstance(content, str) else None
    body = json.dumps(content).encode() if data is None else data
    return Answer(request, service.access.base + request.target, status, {}, body)


def asked(service: Service, query: Query, answer: Callable[[Request], object]) -> Chain:
    """Return what comes of a query where a function gives the content of each answer, or its status and content."""
    chain = Chain()
    waiting = list(service.first(query))
    while waiting:
        request = waiting.pop(0)
        if request in chain.requests:
            chain.repeated.append(request)
            continue
        chain.requests.append(request)
        content = answer(request)
        status, content = content if isinstance(content, tuple) else (200, content)
        assert status in service.access.accepted
        page = service.read(query, answered(service, request, content, status))
        chain.pages.append(page)
        waiting += page.next
    return chain


def params(request: Request) -> dict[str, str]:
    """Return the parameters of a request by name."""
    return dict(request.params)


def bodies(*keys: str) -> st.SearchStrategy[bytes]:
    """Return bodies of answers: any bytes, and any JSON whose objects have some of these keys."""
    scalars = st.none() | st.booleans() | st.integers() | st.text()
    nested = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=4),
    )
    return st.binary() | nested.map(lambda content: json.dumps(content).encode())


def fits(service: Service, query: Query, data: bytes) -> None:
    """Check that any body makes a page of sound records, or a parse error, to each first request of a query."""
    for request in service.first(query):
        with suppress(ParseError):
            page = service.read(query, answered(service, request, data))
            assert all(one.title and one.id for one in page.parsed.records)
