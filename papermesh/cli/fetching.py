"""The one place where a command gets what asks a service: the settings' key, cache and limits become an `ask`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from papermesh.errors import FetchError

if TYPE_CHECKING:
    from papermesh.loaders.enrich import Ask
    from papermesh.loaders.exchange import Answer, Request
    from papermesh.settings import Settings


@contextmanager
def asking(settings: Settings, service: str) -> Iterator[tuple[Ask, bool]]:
    """Give what asks a service, and whether it has a key for it; nothing is opened before the first request."""

    def ask(request: Request) -> Answer:
        raise FetchError(
            "this version has no way to services yet", where=request.target, hint="papermesh load reads saved answers"
        )

    yield ask, False
