"""How a failing batch is taken apart: which statements are sent, judged with a store that only records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from papermesh.errors import QueryError, StoreUnavailable
from papermesh.graph.schema import Method, Node, Paper
from papermesh.graph.store import Rows
from papermesh.graph.write import WriteReport, write_nodes


class RecordingStore:
    """Takes every batch but those with a bad key, and remembers what it was sent."""

    def __init__(self, *bad: str, error: Exception | None = None) -> None:
        self.bad = set(bad)
        self.error = error or QueryError("refused")
        self.sent: list[list[str]] = []

    def write(self, text: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Count the rows, or fail."""
        keys = [row.get("paper_id") or row["method_id"] for row in (params or {})["rows"]]
        self.sent.append(keys)
        if self.bad & set(keys):
            raise self.error
        return Rows(("written",), [(len(keys),)])


def written(store: RecordingStore, nodes: list[Node], **options: Any) -> WriteReport:
    """Write to a store that is none."""
    return write_nodes(store, nodes, **options)  # type: ignore[arg-type]


def test_only_the_bad_rows_are_rejected() -> None:
    """Two bad rows of 1,000 cost some twenty statements each, and 998 rows arrive, each once."""
    nodes: list[Node] = [Paper(paper_id=f"p{number}") for number in range(1000)]
    store = RecordingStore("p17", "p900")
    report = written(store, nodes)
    assert [row.key for row in report.rejected] == ["p17", "p900"]
    assert report.written["Paper"] == 998
    assert len(store.sent) <= 2 * 2 * 11
    taken = [key for keys in store.sent if not store.bad & set(keys) for key in keys]
    assert sorted(taken) == sorted(node.key_value for node in nodes if node.key_value not in store.bad)


def test_classes_do_not_share_a_batch() -> None:
    """Neighbours of one class do, up to the size; the order given is kept."""
    store = RecordingStore()
    nodes: list[Node] = [Paper(paper_id="a"), Paper(paper_id="b"), Paper(paper_id="c"), Method(method_id="m", name="M")]
    report = written(store, [*nodes, Paper(paper_id="d")], batch_size=2)
    assert store.sent == [["a", "b"], ["c"], ["m"], ["d"]]
    assert report.asked == {"Paper": 4, "Method": 1}


def test_a_store_that_is_gone_is_not_asked_again() -> None:
    """Only what a row can cause is bisected; a lost server ends the writing."""
    store = RecordingStore("p3", error=StoreUnavailable("gone"))
    with pytest.raises(StoreUnavailable):
        written(store, [Paper(paper_id=f"p{number}") for number in range(8)])
    assert len(store.sent) == 1


def test_reports_add_up() -> None:
    """Reports of several calls become one."""
    store = RecordingStore("b")
    report = written(store, [Paper(paper_id="a"), Paper(paper_id="b")])
    report.add(written(store, [Paper(paper_id="c"), Method(method_id="m", name="M")]))
    assert report.asked == {"Paper": 3, "Method": 1}
    assert report.written == {"Paper": 2, "Method": 1}
    assert [row.key for row in report.rejected] == ["b"]
