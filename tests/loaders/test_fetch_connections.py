"""Real connections: only to public addresses, cut off in time, closed in the end; and with what the settings name."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Request, Window
from papermesh.loaders.fetching.addresses import addresses_of
from papermesh.loaders.fetching.fetcher import Fetcher
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.fetching.waits import Clock
from papermesh.loaders.fetching.windows import Windows, windows_of
from tests.loaders.scripted_service import KEY, FakeClock

ACCESS = Access("local", "https://papers.example/api", (Window(1000, 1),), key_header="x-api-key")
QUICK = Limits(
    connect_s=2, silence_s=2, total_s=2, answer_bytes=10_000, attempts=2, first_wait_s=0.001, longest_wait_s=1
)
FINE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def _listening(talk: Callable[[socket.socket, bytes], None]) -> Iterator[tuple[str, list[bytes]]]:
    """Give the address of a server that talks to each connection after it has read the head of a request."""
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    head = b""
                    while b"\r\n\r\n" not in head and (piece := connection.recv(4096)):
                        head += piece
                    if not head:
                        return
                    heads.append(head)
                    try:
                        talk(connection, head)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/api", heads
        finally:
            # The last connection, without a request, ends the server.
            socket.create_connection(server.getsockname()[:2]).close()
            thread.join()


def _fetcher(
    base: str | None, access: Access = ACCESS, *, limits: Limits = QUICK, cache: Path | None = None
) -> Fetcher:
    windows = Windows(access.windows, FakeClock().clock)
    return Fetcher(access, base=base, key=KEY, limits=limits, cache=cache, windows=windows)


def test_a_setting_may_name_this_machine(tmp_path: Path) -> None:
    """The server sees the key; all connections and files are closed in the end."""
    with _listening(lambda connection, _: connection.sendall(FINE)) as (base, heads):
        with _fetcher(base, cache=tmp_path) as fetcher:
            assert fetcher.ask(Request("/papers")).data == b"{}"
        assert heads[0].startswith(b"GET /api/papers HTTP/1.1\r\n")
        assert f"x-api-key: {KEY}\r\n".encode() in heads[0]


def test_a_connection_that_is_cut_is_made_again() -> None:
    """The first answer stops in the middle, each time."""
    with _listening(lambda connection, _: connection.sendall(FINE[:-1])) as (base, heads):
        with _fetcher(base) as fetcher, pytest.raises(FetchError, match="the connection failed"):
            fetcher.ask(Request("/papers"))
        assert len(heads) == QUICK.attempts


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", FINE.replace(b": 2", b": 9000")], ids=["headers", "body"])
def test_an_answer_that_drips_is_cut_off(start: bytes) -> None:
    """No silence is long, and the whole is never complete."""

    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(start)
        for _piece in range(200):
            connection.sendall(b"x")
            time.sleep(0.01)

    limits = Limits(connect_s=1, silence_s=1, total_s=0.2, attempts=2, first_wait_s=0.001)
    with _listening(drip) as (base, heads):
        with _fetcher(base, limits=limits) as fetcher, pytest.raises(FetchError, match=r"not complete within 0\.2 s"):
            fetcher.ask(Request("/papers"))
        assert len(heads) == 1


def test_silence_is_an_error() -> None:
    """After as many attempts as are allowed."""
    limits = Limits(connect_s=1, silence_s=0.05, total_s=5, attempts=2, first_wait_s=0.001)
    with _listening(lambda connection, _: time.sleep(0.1)) as (base, heads):
        fetcher = _fetcher(base, limits=limits)
        with fetcher, pytest.raises(FetchError, match=r"no answer within 0\.05 s"):
            fetcher.ask(Request("/papers"))
    assert len(heads) == 2


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:192.168.0.1", "224.0.0.251"]
)
def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Whatever the name servers say; no connection is tried."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    def told(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        assert host == "papers.example"
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))
        return [public, (family, socket.SOCK_STREAM, 6, "", (address, port))]

    def connected(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be connected to")

    monkeypatch.setattr(socket, "getaddrinfo", told)
    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr("urllib.request.getproxies", dict)
    with _fetcher(None) as fetcher, pytest.raises(FetchError, match="no public address") as caught:
        fetcher.ask(Request("/papers"))
    assert address in caught.value.message
    assert addresses_of("papers.example", 443, trusted=frozenset({"papers.example"}))[1] == address


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up, which could lead elsewhere, is not made."""
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError("not here")

    def told(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("93.184.216.35", port))]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    monkeypatch.setattr(socket, "create_connection", connect)
    with _fetcher(None) as fetcher, pytest.raises(FetchError, match="the connection failed: not here"):
        fetcher.ask(Request("/papers"))
    assert connected == ["93.184.216.34", "93.184.216.35"] * QUICK.attempts


def test_a_redirect_from_this_machine_leads_nowhere_else_inside() -> None:
    """The setting names one host; another one inside is not meant."""
    away = b"HTTP/1.1 302 Found\r\nLocation: http://localhost/x\r\nContent-Length: 0\r\n\r\n"
    access = Access("local", ACCESS.base, ACCESS.windows, hosts=frozenset({"localhost"}))
    with _listening(lambda connection, _: connection.sendall(away)) as (base, heads):
        with _fetcher(base, access) as fetcher, pytest.raises(FetchError, match="localhost leads to"):
            fetcher.ask(Request("/papers"))
        assert KEY.encode() not in heads[0]


def test_windows_are_those_of_the_process() -> None:
    """Whoever asks; with a key, at another server, or under a shared name they are others or the same."""
    base = "https://counted.example"
    access = Access("counted", base, (Window(1, 3),), shared_windows="shared")
    other = Access("counted-too", "https://other.example", (Window(1, 3),), shared_windows="shared")
    assert windows_of(access, base, keyed=False) is windows_of(access, base, keyed=False)
    assert windows_of(access, base, keyed=False) is windows_of(other, other.base, keyed=False)
    assert windows_of(access, base, keyed=True) is not windows_of(access, base, keyed=False)
    assert windows_of(access, "http://localhost", keyed=False) is not windows_of(access, base, keyed=False)


def test_a_clock_tells_the_time_of_the_world() -> None:
    """Rounded up, so that asking then is not too early."""
    assert Clock(wall=lambda: 0.5).told(9.1) == "1970-01-01 00:00:10 UTC"
    assert Clock(wall=lambda: 0.0).told(1e300).startswith("1971")
