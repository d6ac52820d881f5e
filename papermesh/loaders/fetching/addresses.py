"""Which addresses of the network may be asked: public ones, and what a setting of the user's names."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from papermesh.errors import FetchError

_NAT64 = ip_network("64:ff9b::/96")


def is_this_machine(host: str | None) -> bool:
    """Tell whether a host's name can only mean the machine that we run on.

    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.9", "::1", "192.168.0.7", "localhost.example.org")]
    [True, True, True, False, False]
    """
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the internet at large, also inside of one of IPv6 that stands for it.

    >>> [is_public(address) for address in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "224.0.0.1", "0.0.0.0")]
    [True, False, False, False, False]
    >>> [is_public(address) for address in ("::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe", "fe80::1%eth0", "fd00::1")]
    [False, False, False, False]
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inner := _inner(ip)) is not None:
        ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 leads to."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def addresses_of(host: str, port: int, *, trusted: frozenset[str]) -> list[str]:
    """Return the addresses of a host, of which none may lead into a private network.

    Args:
        host: A name or an address.
        port: The port that will be asked.
        trusted: Hosts that a setting of the user's names: they may be anywhere.

    Raises:
        FetchError: One of the addresses is not public.
        OSError: The host has no address.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    inside = [address for address in addresses if not is_public(address)]
    if inside and host not in trusted:
        raise FetchError(
            f"{host} leads to {inside[0]}, which is no public address",
            where=host,
            hint="check your network; a service of your own is named by PAPERMESH_<NAME>_URL",
        )
    return addresses
