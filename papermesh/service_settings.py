"""Settings of the services: a key and an address each, and the mail address that they are told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from papermesh.errors import ConfigError

SERVICES = (
    "arxiv", "arxiv-oai", "huggingface", "semantic-scholar", "openalex", "crossref", "datacite", "papers-with-code",
    "github",
)  # fmt: skip
"""The services that have settings: a key each in the table `keys`, and an address in `urls`."""
TABLES = {"keys": "KEY", "urls": "URL"}
"""The tables of config.toml with a line for each service, and how their variables end."""


def service_variable(service: str, table: str) -> str:
    """Return the environment variable of a service's line in a table.

    >>> service_variable("semantic-scholar", "keys")
    'PAPERMESH_SEMANTIC_SCHOLAR_KEY'
    """
    return f"PAPERMESH_{service.replace('-', '_').upper()}_{TABLES[table]}"


def settings_of_services(
    config: Mapping[str, Any], table: str, path: Path, environ: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return a table's values with their places, by service; variables win."""
    given = {service: (value, f"{path} [{table}] {service}") for service, value in config.get(table, {}).items()}
    names = {service: service_variable(service, table) for service in SERVICES}
    return given | {service: (environ[name], name) for service, name in names.items() if environ.get(name)}


def service_key(value: str, where: str) -> str:
    """Return a key that a header can hold.

    Raises:
        ConfigError: It cannot; the message does not repeat it.
    """
    key = value.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        # The value is not repeated: it may be a key with a letter too many.
        raise ConfigError(
            "a key has only letters, digits and signs of ASCII, and no spaces", where=where, hint="copy the key again"
        )
    return key


def service_url(value: str, where: str) -> str:
    """Return an address of a service, without a slash at its end.

    Raises:
        ConfigError: It is none.
    """
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or parts.username or parts.password or parts.query or parts.fragment or not value.isprintable():
        raise ConfigError(
            "this is no address of a service: it has a scheme and a host, and no user, query or fragment",
            where=where,
            hint="write an address such as http://localhost:8080/api",
        )
    return value.rstrip("/")


def contact_address(given: tuple[Any, str] | None) -> str | None:
    """Return the user's mail address; `given` is the value with its place.

    Raises:
        ConfigError: It is no mail address.
    """
    if given is None:
        return None
    contact, where = given[0].strip(), given[1]
    name, at, host = contact.partition("@")
    if (
        not (name and at and host)
        or not contact.isascii()
        or set(contact) & set(' ()<>,;"\\')
        or "@" in host
        or not contact.isprintable()
    ):
        raise ConfigError(f"{contact!r} is no mail address", where=where, hint='write contact = "you@example.org"')
    return str(contact)


def check_table(table: str, value: Any, path: Path) -> None:
    """Check that a table has text for services that there are; no value is repeated, since it may be a key."""
    hint = f'write [{table}], and below it a line such as github = "…"'
    if not isinstance(value, dict):
        raise ConfigError(f"{table} must be a table", where=str(path), hint=hint)
    for service, text in value.items():
        if service not in SERVICES:
            raise ConfigError(
                f"unknown service {service!r} in [{table}]",
                where=str(path),
                hint=f"known services are {', '.join(SERVICES)}",
            )
        if not isinstance(text, str) or not text:
            raise ConfigError(f"{service} in [{table}] must be text", where=str(path), hint=hint)
