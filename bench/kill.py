"""A load that is killed again and again: the graph that comes of it is that of an undisturbed one.

    python -m bench.kill [PAPERS] [KILLS] [STORE]

By default 20000 papers and 20 kills, on a file and, with Java, on Neo4j; STORE is file or neo4j for one of them alone.

Each attempt is the real command in a process of its own, ended by SIGKILL: one half at random moments of the time that
an undisturbed load takes, the other half while it writes. An attempt that ends before it is killed must have made the
graph of the undisturbed load; the next one begins with an empty store.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.generated_papers import lines
from papermesh.errors import PapermeshError
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import Store, open_graph

COMMAND = "from papermesh.cli.main import run; run(['load', 'jsonl', {file!r}])"
STATE = "MATCH (r:Run) RETURN r.run_id AS run_id, r.state AS state ORDER BY run_id"


@dataclass(slots=True)
class Outcome:
    """What became of a load that was killed."""

    kills: Counter[str] = field(default_factory=Counter)
    """By what the store held after the kill: `nothing`, `no run`, `a run`."""
    resumed: int = 0
    """Attempts that went on with the run of the one before."""
    ended: int = 0
    """Attempts that ended, each with the graph of the undisturbed load."""


def load_killed(
    address: str, empty: Callable[[], None], file: Path, kills: int, rng: random.Random
) -> tuple[Outcome, float]:
    """Load a file undisturbed, then killed so often, and return what came of it and the undisturbed load's seconds.

    Args:
        address: The store.
        empty: Empties it.
        file: What is loaded.
        kills: How often.
        rng: Says when.

    Raises:
        AssertionError: An attempt failed, or ended with another graph than the undisturbed load.
    """
    empty()
    started = time.perf_counter()
    _attempt(address, file).wait()
    took = time.perf_counter() - started
    wanted = _dump(address)
    assert wanted, "the undisturbed load wrote nothing"
    outcome = Outcome()
    running: str | None = None
    empty()
    while True:
        process = _attempt(address, file)
        killed = outcome.kills.total() < kills and _kill(process, address, took, rng)
        if not killed:
            assert process.wait() == 0, "an attempt failed"
        runs = _runs(address)
        if running is not None:
            assert runs is not None, "the run is gone"
            assert [run_id for run_id, _ in runs] == [running], "an attempt did not go on with the run before it"
            outcome.resumed += 1
        if killed:
            outcome.kills["nothing" if runs is None else "a run" if runs else "no run"] += 1
            # One that was killed behind its last write, while the program ends, has ended.
            if not runs or runs[0][1] != "done":
                running = runs[0][0] if runs else None
                continue
        assert runs is not None
        assert [state for _, state in runs] == ["done"], runs
        assert _dump(address) == wanted, "the graph is another one"
        outcome.ended += 1
        running = None
        if outcome.kills.total() == kills:
            return outcome, took
        empty()


def _attempt(address: str, file: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PAPERMESH_STORE": address, "PAPERMESH_CONFIG": str(file.parent / "no-settings.toml")}
    environment["PAPERMESH_OVERLAY"] = str(file.parent / "no-overlay.toml")
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(file=file.name)], cwd=file.parent, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _kill(process: subprocess.Popen[bytes], address: str, took: float, rng: random.Random) -> bool:
    """Kill an attempt at a random moment, and return whether it had not ended before."""
    if rng.random() < 0.5:
        moment = rng.uniform(0, took)
    else:
        while process.poll() is None and "running" not in {state for _, state in _runs(address) or ()}:
            time.sleep(0.02)
        moment = rng.uniform(0, took / 3)
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return process.returncode == -signal.SIGKILL
    return False


def _runs(address: str) -> list[tuple[str, str]] | None:
    """Return id and state of each run; `None` where there is no graph yet."""
    try:
        with _open(address) as graph:
            return [(str(run_id), str(state)) for run_id, state in graph.read(STATE).rows]
    except PapermeshError:
        return None


def _dump(address: str) -> list[str]:
    with _open(address) as graph:
        return list(canonical_dump(graph))


def _open(address: str, *, write: bool = False) -> Store:
    return open_graph(
        address, write=write, user=os.environ.get("PAPERMESH_NEO4J_USER", "neo4j"),
        password=os.environ.get("PAPERMESH_NEO4J_PASSWORD"),
    )  # fmt: skip


def empty_file(address: str) -> None:
    """Remove an embedded graph, with what stands beside it."""
    path = Path(address)
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()


def empty_server(address: str) -> None:
    """Remove all that a server holds, in parts that fit its memory."""
    with _open(address, write=True) as graph:
        # Edges first: one method can have more of them than a transaction can hold.
        while graph.read("MATCH ()-[r]->() RETURN 1 AS one LIMIT 1").rows:
            graph.write("MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r")
        while graph.read("MATCH (n) RETURN 1 AS one LIMIT 1").rows:
            graph.write("MATCH (n) WITH n LIMIT 20000 DELETE n")


def main(papers: int, kills: int, stores: str) -> None:
    """Print what became of the killed loads on each store."""
    from tests.neo4j_server.server import NoServer, start

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.jsonl"
        file.write_text(lines(papers), encoding="utf-8")
        if stores != "neo4j":
            address = str(Path(folder) / "graph.kgl")
            _print("a file", *load_killed(address, lambda: empty_file(address), file, kills, random.Random(1)))
            beside = sorted(path.name for path in Path(folder).iterdir() if path.name.startswith("graph.kgl"))
            print(f"left beside the file: {', '.join(beside)}", flush=True)
        if stores == "file":
            return
        try:
            server = start()
        except NoServer as reason:
            print(f"no Neo4j: {reason}")
            return
        os.environ["PAPERMESH_NEO4J_PASSWORD"] = server.password
        try:
            _print(
                "Neo4j",
                *load_killed(server.address, lambda: empty_server(server.address), file, kills, random.Random(1)),
            )
        finally:
            server.stop()


def _print(store: str, outcome: Outcome, took: float) -> None:
    kills = ", ".join(f"{count} left {what}" for what, count in sorted(outcome.kills.items()))
    print(f"{store}: undisturbed {took:.1f} s; {outcome.kills.total()} kills ({kills})")
    print(f"  {outcome.resumed} attempts went on with the run before; {outcome.ended} ended, each with the same graph")


if __name__ == "__main__":
    given = [*sys.argv[1:], *("20000", "20", "both")[len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), given[2])
