"""What goes wrong when a service is asked, in words that never hold the user's key."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from papermesh.errors import FetchError
from papermesh.loaders.fetching.limits import PASSING, Limits

if TYPE_CHECKING:
    from stamina import _core

QUOTED = 200
"""Most characters of a service's own words that an error repeats."""
WEB_PAGE = "the service answered with a web page (bot check or error page)"


class Passing(Exception):
    """A failure that may be gone on the next attempt, and how long the service asks to wait."""

    def __init__(self, error: FetchError, wait_s: float | None = None) -> None:
        super().__init__(error.message)
        self.error, self.wait_s = error, wait_s


def attempts(limits: Limits, again: Callable[[Exception], bool | float]) -> Iterator[_core.Attempt]:
    """Return the attempts of one request, with waits between them that grow, and differ by chance.

    Args:
        limits: How many, and how long the first wait is.
        again: Whether an error is worth another attempt; a number is the wait in seconds that the service asked for.
    """
    import stamina

    keep_off_the_terminal("stamina")
    return iter(
        stamina.retry_context(
            on=again,
            attempts=limits.attempts,
            timeout=None,
            wait_initial=limits.first_wait_s,
            wait_max=limits.longest_wait_s,
            wait_jitter=limits.first_wait_s,
        )
    )


def keep_off_the_terminal(library: str) -> None:
    """Let a library's warnings go to whoever set up logging, instead of to the terminal where nobody did."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def keyless(text: str, key: str | None) -> str:
    """Return a text without the key, also where an address spells it with escapes."""
    for spelling in spellings(key) if key else ():
        text = text.replace(spelling, "…")
    return text


def spellings(key: str) -> set[str]:
    """Return the key as it is, and as addresses spell it."""
    return {key, quote(key, safe=""), quote_plus(key)}


def quoted(text: str, key: str | None) -> str:
    """Return the beginning of a foreign text in one line, without the key."""
    return " ".join(keyless(text, key).split())[:QUOTED]


def refused(
    status: int, reason: str, headers: Mapping[str, str], data: bytes, *, url: str, key: str | None
) -> FetchError:
    """Return what a status says that is no answer.

    Args:
        status: Of the answer.
        reason: The phrase beside it; HTTP/2 has none.
        headers: By name, in whatever case the mapping takes.
        data: The body, in which the service may say more.
        url: Where it came from, without the key.
        key: What is to be left out.
    """
    said = "a web page" if is_web_page(headers.get("content-type", ""), data) else quoted(own_words(data), key)
    hint = "check the address"
    if 300 <= status < 400:
        said = f"it sends the request on to {quoted(headers.get('location', ''), key)}"
        hint = "name the address that answers itself: redirects are not followed"
    elif status in {401, 403}:
        hint = "check the key" if key else "the service may ask for a key"
    elif status in PASSING:
        hint = "try again later"
    message = f"the service answered {status} {reason}".rstrip()
    return FetchError(message + (f": {said}" if said else ""), where=url, hint=hint, status=status)


def own_words(data: bytes) -> str:
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


def is_web_page(content_type: str, data: bytes) -> bool:
    """Tell whether an answer is a page for readers.

    >>> is_web_page("text/html; charset=utf-8", b""), is_web_page("", b"  <!DOCTYPE HTML>"), is_web_page("", b"<feed/>")
    (True, True, False)
    """
    kind = content_type.partition(";")[0].strip().lower()
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return kind == "text/html" or start.startswith((b"<!doctype html", b"<html"))
