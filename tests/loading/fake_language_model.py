"""A language model that is none: a server on this machine that speaks the protocol of chat completions.

What it answers is written down by the test, by the title of the paper; faults come first, one for each request.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

TOKENS_IN, TOKENS_OUT = 1000, 200
"""What each answer says that it read and wrote."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that is not what was asked for."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_silent: bool = False
    """Says nothing until the server is closed."""
    is_cut: bool = False
    """Closes the connection without a word."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def title(self) -> str:
        """The title of the paper that it asks about."""
        return str(self.body["messages"][-1]["content"]).partition("\n")[0].removeprefix("Title: ")


class FakeLanguageModel:
    """The server; use it in a `with` block.

    Args:
        answers: What the model writes for each title, as text or as a value that JSON can hold.
        faults: What comes before that.
        key: The key without which it answers 401, and repeats what it was given instead.
    """

    def __init__(
        self, answers: Mapping[str, Any] | None = None, faults: Sequence[Fault] = (), key: str | None = None
    ) -> None:
        self.answers, self.faults, self.key = dict(answers or {}), list(faults), key
        self.usage: object = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        self.requests: list[Request] = []
        self.connections = 0
        self.closing = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fake.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def verify_request(self, *_: object) -> bool:
                fake.connections += 1
                return True

            def handle_error(self, *_: object) -> None:
                pass  # a client that has gone

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address that a user would set."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request: with a fault where one is left, else with what the test wrote down."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        request = Request(handler.path, dict(handler.headers), json.loads(body))
        self.requests.append(request)
        if self.faults:
            fault = self.faults.pop(0)
        elif self.key is not None and handler.headers.get("Authorization") != f"Bearer {self.key}":
            given = handler.headers.get("Authorization", "").removeprefix("Bearer ")
            fault = Fault(401, json.dumps({"error": {"message": f"no such key: {given}"}}).encode())
        else:
            content = self.answers.get(request.title, {})
            fault = Fault(body=completion(content, self.usage))
        if fault.is_silent:
            self.closing.wait(10)
        if fault.is_silent or fault.is_cut:
            return
        handler.send_response(fault.status)
        for name, value in {"Content-Type": "application/json", **fault.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(fault.body)))
        handler.end_headers()
        handler.wfile.write(fault.body)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def completion(content: object, usage: object = None) -> bytes:
    """Return a chat completion in which the model writes this."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    return json.dumps({"choices": [{"index": 0, "message": message}], "usage": usage}).encode()
