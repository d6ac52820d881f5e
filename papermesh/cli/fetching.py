"""The one place where a command gets what asks a service: with the settings' key, address and cache, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from papermesh.loaders.answers_walk import Ask
    from papermesh.loaders.exchange import Access
    from papermesh.loaders.fetching.budget import Budget
    from papermesh.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command may ask of a service, as its flags say."""

    max_requests: int | None = None
    max_cost: float | None = None
    """USD."""
    offline: bool = False
    refresh: bool = False


def fetching_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has which asks services; it gets them as one argument, `limits`."""

    @wraps(command)
    def with_limits(*args: Any, **options: Any) -> Any:
        given = {name: options.pop(name) for name in ("max_requests", "max_cost", "offline", "refresh")}
        return command(*args, limits=Limits(**given), **options)

    wrapped: Callable[..., Any] = with_limits
    options = (
        click.option("--max-requests", type=click.IntRange(min=1), metavar="N", help="Most requests that are sent."),
        click.option("--max-cost", type=click.FloatRange(min=0), metavar="USD", help="Most that requests may cost."),
        click.option("--offline", is_flag=True, help="Ask nobody: answers come from the cache alone."),
        click.option("--refresh", is_flag=True, help="Ask about kept answers, too, however fresh they are."),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


@contextmanager
def asking(
    settings: Settings, access: Access, limits: Limits, budget: Budget | None = None
) -> Iterator[tuple[Ask, Budget]]:
    """Give what asks a service, and what it may still ask.

    Args:
        settings: Have its key, its address and the cache.
        access: The terms of the service.
        limits: What the user allows.
        budget: One that several services share; `None` makes one for this service.

    Raises:
        ConfigError: The cache cannot be used.
        FetchError: The service cannot be asked without a key.
    """
    from papermesh.loaders.fetching.budget import Budget as Allowed
    from papermesh.loaders.fetching.fetcher import Fetcher

    with Fetcher(
        access,
        base=settings.service_urls.get(access.name),
        key=settings.service_keys.get(access.name),
        contact=settings.contact,
        cache=settings.cache,
        offline=limits.offline,
        refresh=limits.refresh,
        budget=budget or Allowed(limits.max_requests, limits.max_cost),
    ) as fetcher:
        yield fetcher.ask, fetcher.budget
