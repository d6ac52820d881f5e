"""Answers of services kept on disk, by the rules of HTTP (RFC 9111): fresh ones are used, old ones asked about."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast

import hishel
import httpx
from hishel.httpx import CacheTransport

from papermesh.errors import ConfigError
from papermesh.loaders.exchange import Request
from papermesh.loaders.fetching.failures import keep_off_the_terminal

FILE = "services.db"
_REQUEST = "papermesh.request"
Send = Callable[[Request, httpx.Headers], httpx.Response]


class Cache:
    """The kept answers; close it when done.

    A POST that only asks (a batch of ids) is kept, too: to the cache it is a GET whose address ends in the digest of
    its body. It has no conditions, so an old answer to it is asked for anew.

    Args:
        folder: Where the file is, or will be.
        send: Asks the service itself.

    Raises:
        ConfigError: There can be no such file.
    """

    def __init__(self, folder: Path, send: Send) -> None:
        path = folder / FILE
        keep_off_the_terminal("hishel")  # a full disk is a traceback to it, and an answer that is not kept to us
        self._storage = hishel.SqliteStorage(database_path=path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=10)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.rollback()
            self._storage.get_entries("")  # makes the tables, or finds that they are another program's
        except (OSError, sqlite3.Error, RuntimeError) as error:
            self._storage.close()
            raise ConfigError(
                f"the cache cannot be used: {error}",
                where=str(path),
                hint="remove the file, or name another folder by PAPERMESH_CACHE",
            ) from error
        # A cache of one user: what a service marks as private may be kept.
        self._transport = CacheTransport(
            _Next(send), storage=self._storage, rfc=hishel.CacheOptions(shared=False, allow_stale=False)
        )

    def close(self) -> None:
        """Close the file."""
        self._storage.close()

    def answer(self, request: Request, base: str, *, refresh: bool) -> tuple[httpx.Response, bool]:
        """Return an answer, asking the service where none is kept, or what is kept is too old.

        Args:
            request: What is asked.
            base: The address of the service.
            refresh: Ask whether what is kept still holds, however fresh it is.

        Returns:
            The answer, and whether its body came from the cache.
        """
        asked = self._asked(request, base)
        if refresh:
            asked.headers["Cache-Control"] = "no-cache"
        response = self._transport.handle_request(asked)
        try:
            response.read()
        finally:
            response.close()
        return response, bool(response.extensions["caching"]["from_cache"])

    def kept(self, request: Request, base: str) -> httpx.Response | None:
        """Return the newest answer that is kept, however old it is; `None` where there is none."""
        asked = self._asked(request, base)
        entries = self._storage.get_entries(asked.extensions["caching"]["key"])
        if not entries:
            return None
        kept = max((entry.response for entry in entries), key=_date)
        headers = [(name, value) for name in kept.headers for value in kept.headers.get_list(name) or []]
        pieces = cast("list[bytes]", kept.stream)
        return httpx.Response(kept.status_code, headers=headers, content=b"".join(pieces))

    @staticmethod
    def _asked(request: Request, base: str) -> httpx.Request:
        """Return the request as the cache sees it: a GET, without a key."""
        digest = "" if request.body is None else f"#{hashlib.sha256(request.body.encode()).hexdigest()}"
        url = f"{base}{request.target}{digest}"
        identity = "\n".join((request.method, url, request.accept))
        key = hashlib.sha256(identity.encode()).hexdigest()
        return httpx.Request(
            "GET", url, headers={"Accept": request.accept}, extensions={_REQUEST: request, "caching": {"key": key}}
        )


def _date(response: hishel.Response) -> float:
    """Return when a kept answer was made, in seconds since 1970."""
    try:
        return parsedate_to_datetime(response.headers.get("date") or "").timestamp()
    except ValueError:
        return 0.0


class _Next(httpx.BaseTransport):
    """What the cache asks where it does not know."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._send(request.extensions[_REQUEST], request.headers)
