"""Loads that are killed: what they leave, and that the same command makes the graph of an undisturbed one."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bench.generated_papers import lines
from bench.kill import empty_file, empty_server, load_killed
from papermesh.graph.schema import Run
from papermesh.graph.store import Store
from papermesh.graph.write import write_nodes
from papermesh.graph.writer import may_live, this_writer
from papermesh.loaders.runs import job_of, open_run
from tests.stores import Place

KILLS = 6


def test_a_load_killed_again_and_again_makes_the_same_graph(place: Place, tmp_path: Path) -> None:
    """Each attempt goes on with the run of the one before, and what ends is the graph of an undisturbed load."""
    file = tmp_path / "generated.jsonl"
    file.write_text(lines(300), encoding="utf-8")

    def empty() -> None:
        (empty_file if place.engine == "embedded" else empty_server)(place.address)

    outcome, _ = load_killed(place.address, empty, file, KILLS, random.Random(5))
    assert outcome.kills.total() == KILLS
    assert outcome.ended >= 1
    assert outcome.kills["a run"] >= 1
    assert outcome.resumed >= 1


def test_a_run_that_did_not_end_is_gone_on_with(store: Store) -> None:
    """It keeps its id and gives back its checkpoint; a run that is done, or of another job, does not."""
    job, other = job_of("harvest", "x"), job_of("harvest", "y")
    with open_run(store, job, "first") as run:
        assert run.resumed is None
        run.checkpoint({"cursor": "page 2"})
        run.pause({"cursor": "page 3"})
    with open_run(store, other, "other") as unrelated:
        assert unrelated.run_id != run.run_id
    with open_run(store, job, "again") as again:
        assert (again.run_id, again.resumed) == (run.run_id, {"job": job, "cursor": "page 3"})
    with open_run(store, job, "once more") as fresh:
        assert fresh.resumed is None
        assert fresh.run_id not in {run.run_id, unrelated.run_id}
    rows = store.read("MATCH (r:Run) RETURN r.run_id, r.command, r.state").rows
    assert set(rows) == {
        (run.run_id, "first", "done"), (unrelated.run_id, "other", "done"), (fresh.run_id, "once more", "done"),
    }  # fmt: skip


@pytest.mark.parametrize(("error", "state"), [(ValueError("x"), "failed"), (KeyboardInterrupt(), "interrupted")])
def test_a_run_says_how_it_ended(store: Store, error: BaseException, state: str) -> None:
    """An error makes it failed, Ctrl-C interrupted; the checkpoint stays, for the same command to go on."""

    def fail() -> None:
        with open_run(store, job_of("load"), "load") as run:
            run.checkpoint({"cursor": "7"})
            raise error

    with pytest.raises(type(error)):
        fail()
    ((run_id, found, ended),) = store.read("MATCH (r:Run) RETURN r.run_id, r.state, r.ended").rows
    assert found == state
    assert ended
    with open_run(store, job_of("load"), "load") as again:
        assert (again.run_id, again.resumed) == (run_id, {"job": job_of("load"), "cursor": "7"})


def test_a_run_whose_writer_lives_is_left_alone(store: Store) -> None:
    """The same command beside it is a run of its own; when the writer is gone, it is taken over."""
    with open_run(store, job_of("load"), "load") as run, open_run(store, job_of("load"), "load") as second:
        assert second.run_id != run.run_id
        assert second.resumed is None
    write_nodes(
        store,
        [Run(run_id="run-z", command="load", started="2026-01-01T00:00:00+00:00", checkpoint='{"job": "j"}',
             writer=this_writer().replace(f":{os.getpid()}:", ":99999999:"))],
    )  # fmt: skip
    assert open_run(store, "j", "load").run_id == "run-z"


def test_a_living_writer_is_told_from_a_dead_one() -> None:
    """This process lives; one that was never there, or another one under its number, does not; others may."""
    machine, process, start = this_writer().split(":")
    assert may_live(f"{machine}:{process}:{start}")
    assert not may_live(f"{machine}:99999999:{start}")
    assert not may_live(f"{machine}:{process}:1@00000000") or not start
    assert may_live("another-machine:1:1")
    assert not may_live(None)
