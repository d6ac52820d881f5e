"""How we ask: who we say that we are, how long an answer may take, how large it may be, how often we try."""

from __future__ import annotations

from dataclasses import dataclass

from papermesh.__about__ import __version__

USER_AGENT = f"papermesh/{__version__}"
PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be gone when the same is asked again."""
LONGEST_CHAIN = 5
"""Most redirects that one request follows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a request may take, how large its answer may be, and how often it is tried."""

    connect_s: float = 10.0
    silence_s: float = 120.0
    """Longest wait for the next byte: a model on a laptop thinks for a minute before the first."""
    total_s: float = 300.0
    answer_bytes: int = 4 * 1024 * 1024
    """Of the unpacked answer."""
    attempts: int = 4
    first_wait_s: float = 0.5
    """Before the second attempt; doubled before each further one, with up to as much again by chance."""
    longest_wait_s: float = 60.0
    """Longest wait that a service may ask for; one that asks for more is not asked again."""


LIMITS = Limits()
SERVICE_LIMITS = Limits(silence_s=60.0, total_s=180.0, answer_bytes=64 * 1024 * 1024, attempts=5, first_wait_s=1.0)
"""Of the services that know papers: they have much to send, and little to think about."""
