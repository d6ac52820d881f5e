"""Redirects: which are followed, which are answers, and where a key does not go."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from papermesh.loaders.exchange import Request
from tests.loaders.scripted_service import ACCESS, BASE, KEY, ask, failed, said


@pytest.mark.parametrize(
    "way",
    ["/api/papers/2", f"{BASE}/papers/2", "https://mirror.example/x", "https://papers.example:443/api/papers/2"],
)
def test_a_redirect_within_the_service_is_followed(way: str) -> None:
    """The key goes to the service's own host alone; the answer says where it came from."""
    access = replace(ACCESS, hosts=frozenset({"mirror.example"}))
    answer, service = ask(said(301, b"", Location=way), said(), access=access, key=KEY)
    first, second = service.requests
    assert answer.url == str(httpx.URL(BASE).join(way))
    assert "Authorization" in first.headers
    assert ("Authorization" in second.headers) == (second.url.host == "papers.example")
    assert KEY not in str(second.url)


@pytest.mark.parametrize(
    "way",
    [
        "https://elsewhere.example/api",
        "http://papers.example/api",
        "https://papers.example:8443/api",
        "https://papers.example.evil.example/",
        "//169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://mirror.example:22/",
        "https://user:word@mirror.example/",
        "http://mirror.example/",
        f"https://elsewhere.example/?key={KEY}",
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(way: str) -> None:
    """Nor one that gives up encryption."""
    access = replace(ACCESS, hosts=frozenset({"mirror.example"}))
    error, service = failed(said(302, b"", Location=way), access=access)
    assert (error.status, len(service.requests)) == (302, 1)
    assert "is not followed" in error.message


def test_redirects_come_to_an_end() -> None:
    """After five."""
    error, service = failed(*[said(307, b"", Location=f"/api/{number}") for number in range(9)])
    assert len(service.requests) == 6
    assert "more than 5 times" in error.message


def test_a_redirect_that_is_an_answer_is_not_followed() -> None:
    """OpenAlex tells by it that two works are one."""
    access = replace(ACCESS, accepted=frozenset({200, 301}))
    answer, service = ask(said(301, b"", Location="/api/works/2"), access=access)
    assert (answer.status, answer.headers["location"], len(service.requests)) == (301, "/api/works/2", 1)


def test_a_post_is_not_sent_on() -> None:
    """Its body was for this address."""
    error, service = failed(said(307, b"", Location="/api/2"), request=Request("/b", method="POST", body="{}"))
    assert (error.status, len(service.requests)) == (307, 1)


@pytest.mark.parametrize("path", [".evil.example/papers", "@evil.example/papers", ":99/papers", "/\x00"])
def test_a_path_cannot_lead_to_another_host(path: str) -> None:
    """It is added to an address without a slash at its end."""
    _, service = failed(request=Request(path), access=replace(ACCESS, base="https://papers.example"))
    assert service.requests == []
