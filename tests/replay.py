"""A service that a test scripts: real HTTP on this machine, with the faults that real services have.

A route is a path and some of its parameters; what it answers is a list, whose last member is given again and again.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Reply:
    """One answer, or one fault."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """Close the connection after so many bytes of the body."""
    drip_s: float = 0.0
    """Seconds between two bytes."""
    endless: bool = False
    """Send the body again and again."""


def json_reply(text: str | bytes, **more: object) -> Reply:
    """Return JSON."""
    body = text if isinstance(text, bytes) else text.encode()
    return Reply(body, headers={"Content-Type": "application/json"}, **more)  # type: ignore[arg-type]


TOO_MANY = Reply(b"slow down", 429, {"Retry-After": "0"})
TOO_MANY_UNTOLD = Reply(b"slow down", 429)
BROKEN = Reply(b"<html><body>Internal error</body></html>", 500, {"Content-Type": "text/html"})
BOT_CHECK = Reply(
    b"<!DOCTYPE html><html><body>Are you a robot?</body></html>", 200, {"Content-Type": "application/json"}
)


def cut(reply: Reply) -> Reply:
    """Return an answer whose connection breaks in the middle."""
    return Reply(reply.body, reply.status, reply.headers, cut_after=len(reply.body) // 2)


def truncated_gzip(reply: Reply) -> Reply:
    """Return an answer whose packed body ends too early, though the connection does not."""
    packed = gzip.compress(reply.body)
    return Reply(packed[: len(packed) // 2], reply.status, {**reply.headers, "Content-Encoding": "gzip"})


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class _Route:
    path: str
    params: Mapping[str, str]
    replies: list[Reply]


class ReplayServer(ThreadingHTTPServer):
    """The service; `url` is its address."""

    daemon_threads = True

    def __init__(self) -> None:
        self.routes: list[_Route] = []
        self.asked: list[Asked] = []
        self.otherwise: Callable[[Asked], Reply] = lambda _: Reply(b"no such page", 404)
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answers(self, path: str, params: Mapping[str, str], *replies: Reply) -> None:
        """Answer what is asked for a path with at least these parameters; of two routes that fit, by the later."""
        self.routes.insert(0, _Route(path, params, list(replies)))

    def reply_to(self, asked: Asked) -> Reply:
        """Return the answer to a request, and keep the request."""
        with self.lock:
            self.asked.append(asked)
            for route in self.routes:
                if route.path == asked.path and route.params.items() <= asked.params.items():
                    return route.replies.pop(0) if len(route.replies) > 1 else route.replies[0]
        return self.otherwise(asked)

    def targets(self) -> Sequence[str]:
        """Return the paths that were asked for."""
        return [one.path for one in self.asked]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, params, headers, body)
        self._send(cast(ReplayServer, self.server).reply_to(asked))

    do_POST = do_GET  # noqa: N815 (the name that the standard library calls)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not reply.endless:
            self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        body = reply.body if reply.cut_after is None else reply.body[: reply.cut_after]
        try:
            while True:
                for start in range(0, len(body), 1 if reply.drip_s else max(1, len(body))):
                    self.wfile.write(body[start : start + (1 if reply.drip_s else len(body))])
                    self.wfile.flush()
                    time.sleep(reply.drip_s)
                if not reply.endless:
                    return
        except OSError:
            return  # who asked has had enough


@contextmanager
def replay() -> Iterator[ReplayServer]:
    """Run a service while the block lasts."""
    server = ReplayServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
