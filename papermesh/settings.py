"""Where things are and how they behave: flags, then `PAPERMESH_*` variables, then the user's config.toml.

| setting | variable | key in config.toml | default |
|---|---|---|---|
| store | `PAPERMESH_STORE` | `store` | `graph.kgl` in the user's data folder |
| overlay | `PAPERMESH_OVERLAY` | `overlay` | `overlay.toml` beside config.toml |
| Neo4j user | `PAPERMESH_NEO4J_USER` | `neo4j_user` | `neo4j` |
| Neo4j password | `PAPERMESH_NEO4J_PASSWORD` | `neo4j_password` | none |
| longest query | `PAPERMESH_TIMEOUT_MS` | `timeout_ms` | 60000 ms |
| cache | `PAPERMESH_CACHE` | `cache` | the user's cache folder |
| language model: address | `PAPERMESH_LANGUAGE_MODEL_URL` | `language_model_url` | none |
| language model: name | `PAPERMESH_LANGUAGE_MODEL` | `language_model` | none |
| language model: key | `PAPERMESH_LANGUAGE_MODEL_KEY` | never in the file | none |
| USD a million tokens read | `PAPERMESH_LANGUAGE_MODEL_PRICE_IN` | `language_model_price_in` | not known |
| USD a million tokens written | `PAPERMESH_LANGUAGE_MODEL_PRICE_OUT` | `language_model_price_out` | not known |
| mail address for services | `PAPERMESH_CONTACT` | `contact` | none |
| key for a service, such as GitHub | `PAPERMESH_GITHUB_KEY` | `github` in `[keys]` | none |
| another address of a service | `PAPERMESH_GITHUB_URL` | `github` in `[urls]` | the service's own |

`PAPERMESH_CONFIG` names another config.toml. A variable that is empty counts as not set.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from papermesh.errors import ConfigError
from papermesh.service_settings import (
    SERVICES,
    TABLES,
    check_table,
    contact_address,
    service_key,
    service_url,
    service_variable,
    settings_of_services,
)

APP = "papermesh"
PRICES = ("language_model_price_in", "language_model_price_out")
KEYS = (
    "store", "overlay", "neo4j_user", "neo4j_password", "timeout_ms", "cache", "language_model_url", "language_model",
    *PRICES, "contact",
)  # fmt: skip
"""Every setting of one value, as config.toml spells it."""
MODEL_KEY = "PAPERMESH_LANGUAGE_MODEL_KEY"
"""The variable of a language model's key, which no file holds: such a key can spend much of its owner's money."""
LONGEST_MS = 2**31 - 1
"""Longest time that both stores take, in milliseconds: 24 days."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, resolved."""

    store: str
    overlay: Path
    neo4j_user: str
    neo4j_password: str | None
    timeout_ms: int
    config: Path
    cache: Path
    language_model_url: str | None = None
    language_model: str | None = None
    language_model_key: str | None = field(default=None, repr=False)
    language_model_price_in: float | None = None
    """USD for a million tokens that the model reads."""
    language_model_price_out: float | None = None
    """USD for a million tokens that the model writes."""
    contact: str | None = None
    """The user's mail address, told to services."""
    service_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By the service's name; never printed."""
    service_urls: Mapping[str, str] = field(default_factory=dict)
    """Other addresses than the services' own, by the service's name, without a slash at their end."""


def variable(key: str) -> str:
    """Return the environment variable of a setting."""
    return f"PAPERMESH_{key.upper()}"


VARIABLES = frozenset({
    *map(variable, KEYS), MODEL_KEY, "PAPERMESH_CONFIG",
    *(service_variable(service, table) for service in SERVICES for table in TABLES),
})  # fmt: skip
"""Every variable that means something to Papermesh."""


def config_path(environ: Mapping[str, str]) -> Path:
    """Return where the user's config.toml is, whether or not it exists.

    Raises:
        ConfigError: `PAPERMESH_CONFIG` names the home folder of a user who is not there.
    """
    if given := environ.get("PAPERMESH_CONFIG"):
        return _expanded(given, "PAPERMESH_CONFIG")
    from platformdirs import user_config_path

    return user_config_path(APP) / "config.toml"


def load_settings(
    *, store: str | None = None, timeout_ms: int | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings; a flag wins over a variable, a variable over the config file.

    Raises:
        ConfigError: The config file is no TOML, has an unknown key, or a value does not fit.
    """
    environ = os.environ if environ is None else environ
    path = config_path(environ)
    config = _read(path)
    given = {key: (value, str(path)) for key, value in config.items() if key not in TABLES}
    given |= {key: (environ[variable(key)], variable(key)) for key in KEYS if environ.get(variable(key))}
    if store is not None:
        given["store"] = (store, "--store")
    if timeout_ms is not None:
        given["timeout_ms"] = (timeout_ms, "--timeout-ms")
    return Settings(
        store=_address(given.get("store")),
        overlay=_expanded(*given["overlay"]) if "overlay" in given else path.parent / "overlay.toml",
        neo4j_user=given["neo4j_user"][0] if "neo4j_user" in given else "neo4j",
        neo4j_password=given["neo4j_password"][0] if "neo4j_password" in given else None,
        timeout_ms=_milliseconds(*given["timeout_ms"]) if "timeout_ms" in given else 60_000,
        config=path,
        cache=_cache(given.get("cache")),
        language_model_url=given["language_model_url"][0] if "language_model_url" in given else None,
        language_model=given["language_model"][0] if "language_model" in given else None,
        language_model_key=environ.get(MODEL_KEY) or None,
        language_model_price_in=_price(given, "language_model_price_in"),
        language_model_price_out=_price(given, "language_model_price_out"),
        contact=contact_address(given.get("contact")),
        service_keys={
            name: service_key(*value) for name, value in settings_of_services(config, "keys", path, environ).items()
        },
        service_urls={
            name: service_url(*value) for name, value in settings_of_services(config, "urls", path, environ).items()
        },
    )


def _cache(given: tuple[Any, str] | None) -> Path:
    if given is not None:
        return _expanded(*given)
    from platformdirs import user_cache_path

    return user_cache_path(APP)


def _address(given: tuple[Any, str] | None) -> str:
    if given is None:
        from platformdirs import user_data_path

        return str(user_data_path(APP) / "graph.kgl")
    address, where = given
    if not address.strip():
        # An empty flag is a variable of the user's shell that is not set: never a reason to take another graph.
        raise ConfigError(
            "the address of the graph is empty", where=where, hint="name a file or a server, or leave it out"
        )
    return address if "://" in address else str(_expanded(address, where))


def _expanded(given: str, where: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise ConfigError(
            f"there is no such home folder: {given}", where=where, hint="write the path in full, from / on"
        ) from None


def _milliseconds(value: str | int, where: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if not 0 < number <= LONGEST_MS:
        raise ConfigError(
            f"timeout_ms must be a whole number of milliseconds from 1 to {LONGEST_MS}, not {value!r}",
            where=where,
            hint="set it to 60000 for one minute",
        )
    return number


def _price(given: Mapping[str, tuple[Any, str]], key: str) -> float | None:
    if key not in given:
        return None
    value, where = given[key]
    try:
        price = float(value)
    except (ValueError, OverflowError):
        price = -1.0
    if not 0 <= price < math.inf:
        raise ConfigError(
            f"{key} must be a price in USD for a million tokens, not {value!r}",
            where=where,
            hint="write a number such as 0.15; 0 for a model that costs nothing",
        )
    return price


def _read(path: Path) -> dict[str, Any]:
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(
            f"the settings cannot be read: {reason}", where=str(path), hint="mend or remove the file"
        ) from error
    for key, value in config.items():
        if key == MODEL_KEY.removeprefix("PAPERMESH_").lower():
            raise ConfigError(
                "a language model's key does not belong in a file",
                where=str(path),
                hint=f"remove the line, and set the variable {MODEL_KEY}",
            )
        if key in TABLES:
            check_table(key, value, path)
            continue
        if key not in KEYS:
            known = ", ".join([*sorted(KEYS), *(f"[{table}]" for table in TABLES)])
            raise ConfigError(f"unknown setting {key!r}", where=str(path), hint=f"known settings are {known}")
        if key == "timeout_ms":
            fits, example = isinstance(value, int) and not isinstance(value, bool), "60000"
        elif key in PRICES:
            fits, example = isinstance(value, int | float) and not isinstance(value, bool), "0.15"
        else:
            fits, example = isinstance(value, str) and value != "", '"…"'
        if not fits:
            raise ConfigError(
                f"{key} cannot be {value!r}", where=str(path), hint=f"write {key} = {example}, or remove the line"
            )
    return config
