"""Versions, for `--version` and `doctor`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def engine_version() -> str:
    """Return the embedded engine with its version, or what to do where it has no wheel."""
    try:
        return f"kglite {version('kglite')}"
    except PackageNotFoundError:
        return "no embedded engine on this platform: use Neo4j, --store bolt://HOST:7687"


def package_version(name: str) -> str:
    """Return an installed package's version, or `missing`."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
