"""What all tests share: the versions that a log must name, and the two stores."""

from __future__ import annotations

import os
from importlib.metadata import version

from hypothesis import HealthCheck, settings

from tests.neo4j_server.fixtures import neo4j_address
from tests.stores import empty_server, place, store

__all__ = ["empty_server", "neo4j_address", "place", "store"]


def pytest_report_header() -> str:
    """Name what the tests run on."""
    names = ("papermesh", "kglite", "neo4j", "pydantic", "networkx", "pyvis")
    return "versions: " + ", ".join(f"{name} {version(name)}" for name in names)


# Tests assert results, never times: the machines that run them are shared.
# Property tests look for new cases at a desk; in CI they take the same ones each time, so that no landing hangs on chance.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("untimed")
