"""One writer of an embedded graph, beside readers, and what is left when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from papermesh.errors import (
    NotAGraph,
    StoreError,
    StoreHeld,
)
from papermesh.graph.embedded import open_file
from papermesh.graph.schema import Cites, Paper
from papermesh.graph.write import delete_nodes, prepare, write_edges, write_nodes
from tests.contract.graphs import fill, keys

WRITER = """
import sys
from papermesh.graph.schema import Paper
from papermesh.graph.store import open_graph
from papermesh.graph.write import prepare, write_nodes

store = open_graph(sys.argv[1], write=True)
if sys.argv[2] == "open":
    print("open", flush=True)
    sys.stdin.read()
prepare(store)
if sys.argv[2] == "checkpoint":
    write_nodes(store, [Paper(paper_id="in the checkpoint")])
    store.checkpoint()
for batch in range(10**9):
    write_nodes(store, [Paper(paper_id=f"{batch}:{row}", title="t") for row in range(50)])
    if sys.argv[2] == "checkpoints":
        store.checkpoint()
    print(batch, flush=True)
    if sys.argv[2] == "checkpoint":
        sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a path without a file."""
    return tmp_path / "graph.kgl"


@pytest.fixture
def writers() -> Iterator[list[subprocess.Popen[str]]]:
    """Hold the processes that a test starts, and end them after it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def start_writer(path: Path, mode: str, writers: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """Start a process that writes batch after batch, and return it when the first line of it has come."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), mode],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    writers.append(process)
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def test_one_writer(path: Path, writers: list[subprocess.Popen[str]]) -> None:
    """A second writer is refused with the first one's process id; when that ends, writing is free."""
    process = start_writer(path, "open", writers)
    with pytest.raises(StoreHeld, match=str(process.pid)) as caught:
        open_file(str(path), write=True)
    assert caught.value.where == str(path)
    assert caught.value.hint
    process.kill()
    process.wait()
    with open_file(str(path), write=True) as store:
        prepare(store)


def test_the_same_process_twice(path: Path) -> None:
    """Forgetting to close is told apart from another process; closing frees the place."""
    with open_file(str(path), write=True), pytest.raises(StoreHeld, match="this same process"):
        open_file(str(path), write=True)
    open_file(str(path), write=True).close()


def test_a_failed_opening_holds_nothing(path: Path) -> None:
    """After a refusal the place is free for another writer."""
    with open_file(str(path), write=True) as store:
        store.write("CREATE (:Person {name: 'A'})")
    for _ in range(2):
        with pytest.raises(NotAGraph):
            open_file(str(path), write=True)


def test_a_first_write_cut_short(path: Path, writers: list[subprocess.Popen[str]]) -> None:
    """A writer killed before its first batch leaves a graph that can be read and written."""
    process = start_writer(path, "open", writers)
    process.kill()
    process.wait()
    with open_file(str(path)) as store:
        assert store.read("MATCH (n) RETURN count(n) AS n").rows == [(0,)]
    with open_file(str(path), write=True) as store:
        prepare(store)
        fill(store)


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_killed_writer_leaves_its_last_checkpoint(
    path: Path, writers: list[subprocess.Popen[str]], signal_number: int
) -> None:
    """However a writer dies, the graph is that of its last checkpoint, whole, and can be written again."""
    process = start_writer(path, "checkpoint", writers)
    process.send_signal(signal_number)
    process.wait(timeout=20)
    with open_file(str(path)) as store:
        assert keys(store, "Paper", "paper_id") == {"in the checkpoint"}
    with open_file(str(path), write=True) as store:
        write_nodes(store, [Paper(paper_id="after it")])
        assert keys(store, "Paper", "paper_id") == {"in the checkpoint", "after it"}


def test_a_writer_killed_at_any_moment_leaves_a_whole_graph(path: Path, writers: list[subprocess.Popen[str]]) -> None:
    """Killed while it checkpoints again and again, it leaves one checkpoint or the next, and nothing between."""
    for moment in range(5):
        process = start_writer(path, "checkpoints", writers)
        time.sleep(0.05 + 0.07 * moment)
        process.kill()
        process.wait()
        with open_file(str(path)) as store:
            rows = store.read("MATCH (n:Paper) RETURN split(n.paper_id, ':')[0] AS batch, count(*) AS rows").rows
        assert rows
        assert {count for _, count in rows} == {50}


def test_reading_beside_a_writer(path: Path, writers: list[subprocess.Popen[str]]) -> None:
    """While a writer lives, the last checkpoint answers."""
    process = start_writer(path, "checkpoint", writers)
    with open_file(str(path)) as store:
        assert keys(store, "Paper", "paper_id") == {"in the checkpoint"}
    assert process.poll() is None


def test_numbers_of_deleted_nodes_do_not_stand_in_the_way(path: Path) -> None:
    """After deleting and opening again, new nodes and edges find their place: the engine's own numbers may repeat."""
    with open_file(str(path), write=True) as store:
        prepare(store)
        write_nodes(store, [Paper(paper_id=f"title:{n}") for n in range(8)])
        delete_nodes(store, [(Paper, "title:1"), (Paper, "title:2")])
    with open_file(str(path), write=True) as store:
        write_nodes(store, [Paper(paper_id=f"title:new-{n}") for n in range(8)])
        report = write_edges(store, [Cites(tail_key="title:7", head_key=f"title:new-{n}") for n in range(8)])
        assert (report.written["CITES"], report.missing_ends, report.rejected) == (8, [], [])
    with open_file(str(path)) as store:
        assert len(keys(store, "Paper", "paper_id")) == 14
        cited = store.read("MATCH (:Paper {paper_id: 'title:7'})-[:CITES]->(p:Paper) RETURN p.paper_id AS id").rows
        assert {row[0] for row in cited} == {f"title:new-{n}" for n in range(8)}


def test_a_reader_keeps_its_answer(path: Path) -> None:
    """A reader that is open does not see a later write, and does not stand in its way."""
    with open_file(str(path), write=True) as store:
        prepare(store)
    with open_file(str(path)) as reader:
        with open_file(str(path), write=True) as store:
            write_nodes(store, [Paper(paper_id="p")])
        assert keys(reader, "Paper", "paper_id") == set()
    with open_file(str(path)) as reader:
        assert keys(reader, "Paper", "paper_id") == {"p"}


def test_an_error_in_the_block_keeps_what_was_committed(path: Path) -> None:
    """Leaving the `with` block by an exception closes the store; committed batches are there."""

    def write_and_fail() -> None:
        with open_file(str(path), write=True) as store:
            prepare(store)
            write_nodes(store, [Paper(paper_id="p")])
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    with open_file(str(path)) as store:
        assert keys(store, "Paper", "paper_id") == {"p"}


def test_a_closed_store_says_so(path: Path) -> None:
    """Using a store after closing it is a typed error."""
    with open_file(str(path), write=True) as store:
        prepare(store)
    with pytest.raises(StoreError, match="closed"):
        store.read("RETURN 1 AS one")
    with pytest.raises(StoreError, match="closed"):
        store.write("CREATE (:Paper {paper_id: 'p'})")
