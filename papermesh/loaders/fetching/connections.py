"""Connections: only to addresses that were checked, and cut off when the time of an answer is over."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from papermesh.loaders.fetching.addresses import addresses_of, is_this_machine

_LOGGED = ("httpcore", "hpack")
"""They log headers, and so the key, where everything is logged."""


def transport(base: str, trusted: frozenset[str], deadline: Deadline) -> httpx.BaseTransport:
    """Return what carries requests to a service, by HTTP/2 where it speaks it.

    A proxy that the environment names is used: then the proxy looks names up, and addresses are its affair.

    Args:
        base: The address of the service.
        trusted: Hosts that may be anywhere, also on this machine.
        deadline: When to cut off.
    """
    for name in _LOGGED:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.INFO))
    parts = urlsplit(base)
    host = parts.hostname or ""
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if proxy and not is_this_machine(host) and not proxy_bypass(host):
        return httpx.HTTPTransport(http2=True, proxy=proxy)
    return _Direct(_Network(trusted, deadline))


class Deadline:
    """When the answer that a thread waits for must be whole, by `time.monotonic`."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def set(self, seconds: float) -> float:
        """Begin an answer; return the moment at which it must be whole."""
        self._of_thread.at = time.monotonic() + seconds
        return float(self._of_thread.at)

    def is_over(self) -> bool:
        """Tell whether the answer is late."""
        at = getattr(self._of_thread, "at", None)
        return at is not None and time.monotonic() >= at - 0.001

    def cut(self, timeout: float | None) -> float | None:
        """Return a timeout that ends no later than the answer's."""
        at = getattr(self._of_thread, "at", None)
        if at is None:
            return timeout
        left = max(0.001, at - time.monotonic())
        return float(left if timeout is None else min(left, timeout))


class _Direct(httpx.HTTPTransport):
    """HTTP over connections of our own network."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        self._pool.close()
        # httpx has no parameter for the network; httpcore, on which it stands, has.
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=4,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            network_backend=network,
        )


class _Network(httpcore.NetworkBackend):
    """Looks a host up, checks where it leads to, and connects to the very address that was checked."""

    def __init__(self, trusted: frozenset[str], deadline: Deadline) -> None:
        self._trusted, self._deadline = trusted, deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = addresses_of(host, port, trusted=self._trusted)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address is known for {host}") from error
        failure: Exception = httpcore.ConnectError(f"no address is known for {host}")
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.cut(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection on which no wait is longer than what the answer has left, also one for its headers."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cut(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.cut(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
