"""The one server of a test run, shared by all tests that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.neo4j_server.server import NoServer, start


@pytest.fixture(scope="session")
def neo4j_address() -> Iterator[str]:
    """Give the address of a real server; its password is in `PAPERMESH_NEO4J_PASSWORD`.

    `PAPERMESH_TEST_NEO4J_URI` names one that is running, whose content the tests remove. Else one is started. Where
    that cannot be, the tests are skipped with the reason, and fail under CI.
    """
    given = os.environ.get("PAPERMESH_TEST_NEO4J_URI")
    if given:
        yield given
        return
    try:
        server = start()
    except NoServer as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a real Neo4j: {error}", pytrace=False)
        pytest.skip(f"no Neo4j: {error}")
    before = os.environ.get("PAPERMESH_NEO4J_PASSWORD")
    os.environ["PAPERMESH_NEO4J_PASSWORD"] = server.password
    try:
        yield server.address
    finally:
        server.stop()
        if before is None:
            del os.environ["PAPERMESH_NEO4J_PASSWORD"]
        else:
            os.environ["PAPERMESH_NEO4J_PASSWORD"] = before
