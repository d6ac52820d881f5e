"""Where things are and how they behave: flags, then `PAPERMESH_*` variables, then the user's config.toml.

| setting | variable | key in config.toml | default |
|---|---|---|---|
| store | `PAPERMESH_STORE` | `store` | `graph.kgl` in the user's data folder |
| overlay | `PAPERMESH_OVERLAY` | `overlay` | `overlay.toml` in the user's settings folder |
| Neo4j user | `PAPERMESH_NEO4J_USER` | `neo4j_user` | `neo4j` |
| Neo4j password | `PAPERMESH_NEO4J_PASSWORD` | `neo4j_password` | none |
| longest query | `PAPERMESH_TIMEOUT_MS` | `timeout_ms` | 60000 ms |

`PAPERMESH_CONFIG` names another config.toml.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from papermesh.errors import ConfigError

APP = "papermesh"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, resolved."""

    store: str
    overlay: Path
    neo4j_user: str
    neo4j_password: str | None
    timeout_ms: int
    config: Path


def config_path(environ: Mapping[str, str]) -> Path:
    """Return where the user's config.toml is, whether or not it exists."""
    if given := environ.get("PAPERMESH_CONFIG"):
        return Path(given).expanduser()
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

    def pick(key: str, flag: Any = None) -> Any:
        if flag is not None:
            return flag
        variable = f"PAPERMESH_{key.upper()}"
        return environ[variable] if environ.get(variable) else config.get(key)

    overlay = pick("overlay")
    return Settings(
        store=str(pick("store", store) or _default_store()),
        overlay=Path(overlay).expanduser() if overlay else path.parent / "overlay.toml",
        neo4j_user=str(pick("neo4j_user") or "neo4j"),
        neo4j_password=pick("neo4j_password"),
        timeout_ms=_milliseconds(pick("timeout_ms", timeout_ms), path),
        config=path,
    )


def _default_store() -> str:
    from platformdirs import user_data_path

    return str(user_data_path(APP) / "graph.kgl")


def _milliseconds(value: Any, path: Path) -> int:
    if value is None:
        return 60_000
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if number <= 0:
        raise ConfigError(
            f"timeout_ms must be a whole number of milliseconds above 0, not {value!r}",
            where=f"PAPERMESH_TIMEOUT_MS or {path}",
            hint="set it to 60000 for one minute",
        )
    return number


def _read(path: Path) -> dict[str, Any]:
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"the settings cannot be read: {error}", where=str(path), hint="mend or remove the file"
        ) from error
    known = {field.name for field in fields(Settings)} - {"config"}
    for key in config:
        if key not in known:
            raise ConfigError(
                f"unknown setting {key!r}", where=str(path), hint=f"known settings are {', '.join(sorted(known))}"
            )
    return config
