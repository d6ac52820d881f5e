"""The sample graph in a file, opened for reading: for all that need not be tried on both stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from papermesh.graph.store import Store, open_graph
from tests.queries.sample import write_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the sample graph, opened for reading."""
    address = str(tmp_path_factory.mktemp("sample") / "sample.kgl")
    with open_graph(address, write=True) as writing:
        write_sample(writing)
    with open_graph(address) as reading:
        yield reading
