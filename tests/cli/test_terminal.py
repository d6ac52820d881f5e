"""The program as a process: closed and broken pipes, other encodings, odd file names, Ctrl-C, completion."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import PAGE, Papermesh

PROGRAM = [sys.executable, "-m", "papermesh.cli.main"]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def process(loaded: Papermesh, home: Path) -> Process:
    """Run the program in a folder whose graph holds two papers."""

    def call(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, **environ}
        return subprocess.run([*PROGRAM, *words], cwd=home, env=environment, capture_output=True, check=False)

    return call


@pytest.mark.parametrize(
    "words",
    [["stats"], ["find", "--format", "json"], ["view", "BigServe", "-o", "-"]],
    ids=lambda words: words[0],
)
def test_a_reader_that_has_had_enough_is_no_failure(loaded: Papermesh, home: Path, words: list[str]) -> None:
    """`papermesh … | head` ends with 0, without a traceback, whichever way the answer is drawn."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([*PROGRAM, *words], cwd=home, stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_leads_nowhere(loaded: Papermesh, home: Path, closed: str) -> None:
    """A program started without one of its streams runs all the same."""
    command = f'"{sys.executable}" -m papermesh.cli.main stats {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=home, capture_output=True, check=False)
    assert done.returncode == 0, done
    assert b"Traceback" not in done.stderr
    nothing = f'"{sys.executable}" -m papermesh.cli.main cypher <&-'
    done = subprocess.run(["sh", "-c", nothing], cwd=home, capture_output=True, check=False)
    assert done.returncode == 2, done


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_explained(loaded: Papermesh, home: Path) -> None:
    """What cannot be written is an error of three parts."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "find"], cwd=home, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr
    assert b"try:" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_an_encoding_that_lacks_a_sign_loses_nothing(process: Process, encoding: str) -> None:
    """JSON stays JSON with the same content; a table is printed with the sign spelled out."""
    text = "RETURN '“é”–ā😀' AS signs"
    done = process("cypher", text, "--format", "json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding if encoding != "ascii" else "utf-8"))["rows"] == [
        {"signs": "“é”–ā😀"}
    ]
    for words in (["cypher", text], ["related", "BigServe", "--why"]):
        done = process(*words, PYTHONIOENCODING=encoding)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done


@pytest.mark.parametrize(
    "name", [b"two words.txt", "ünï → 页.txt".encode(), b"caf\xe9.txt"], ids=["spaces", "script", "bytes"]
)
def test_a_file_name_may_be_any_bytes(loaded: Papermesh, home: Path, name: bytes) -> None:
    """Spaces, other scripts and bytes that are no UTF-8: the file is read, its name is spelled out where it is kept."""
    path = os.fsdecode(name)
    try:
        (home / path).write_text(PAGE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    again = loaded("load", "listing", path)
    assert (again.code, "2 unchanged" in again.out) == (0, True), again
    assert loaded("load", "listing", path, "--store", "new.kgl").code == 0
    missing = loaded("load", f"no-{path}")
    assert (missing.code, "no such file" in missing.err) == (1, True), missing


def test_ctrl_c_while_linking_leaves_no_graph(loaded: Papermesh, home: Path) -> None:
    """A load that is stopped before it writes has made nothing; while it writes, it says how to finish."""
    script = (
        "import os, signal\n"
        "from papermesh.{module} import {holder}\n"
        "real = {holder}.{name}\n"
        "def stopped(*args, **options):\n"
        "    result = real(*args, **options)\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    return result\n"
        "{holder}.{name} = stopped\n"
        "from papermesh.cli.main import main\n"
        "main(['load', 'listing', 'page.txt', '--store', 'new.kgl'])\n"
    )
    linking = script.format(module="loaders", holder="build", name="link_corpus")
    done = subprocess.run([sys.executable, "-c", linking], cwd=home, capture_output=True, check=False)
    assert done.returncode == 130, done
    assert done.stderr.strip() == b"interrupted"
    assert not list(home.glob("new.kgl*"))
    writing = script.format(module="graph", holder="write", name="write_edges")
    done = subprocess.run([sys.executable, "-c", writing], cwd=home, capture_output=True, check=False)
    assert done.returncode == 130, done
    assert b"run the same command again" in done.stderr
    states = loaded("cypher", "MATCH (r:Run) RETURN r.state AS state", "--store", "new.kgl", "--format", "jsonl")
    assert json.loads(states.out) == {"state": "interrupted"}
    assert loaded("load", "listing", "page.txt", "--store", "new.kgl").code == 0


def test_ctrl_c_ends_a_query(process: Process, home: Path) -> None:
    """The query is given up, the exit code says so."""
    script = (
        "import signal, threading, time, os\n"
        "threading.Timer(0.6, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "from papermesh.cli.main import main\n"
        "main(['cypher', 'UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS total'])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=home, capture_output=True, check=False, timeout=30)
    # An interruption inside of an import ends Python by the signal itself, which a shell reports as 130, too.
    assert done.returncode in {130, -signal.SIGINT}, done
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_bash_completes_commands_options_and_sources(process: Process, home: Path) -> None:
    """The script that `completion bash` prints, sourced, offers what can stand at the cursor."""
    (home / "completion.sh").write_bytes(process("completion", "bash").stdout)
    cases = {
        "rel": ["related"],
        "load --dry": ["--dry-run"],
        "load lis": ["listing"],
        "find --format js": ["json", "jsonl"],
        "find --has": ["--has-code"],
        "query method-lin": ["method-lineage"],
        "query nonsense --": ["--help"],
        "nonsense --": ["--help"],
        "completion z": ["zsh"],
    }
    script = "compopt() { :; }\nsource completion.sh\n"
    for typed in cases:
        words = " ".join(["papermesh", *typed.split()])
        script += (
            f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n"
            '_papermesh_completion papermesh; echo "${COMPREPLY[*]}"\n'
        )
    (home / "papermesh").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m papermesh.cli.main "$@"\n', encoding="utf-8"
    )
    (home / "papermesh").chmod(0o755)
    environment = {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], cwd=home, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    for line, wanted in zip(done.stdout.splitlines(), cases.values(), strict=True):
        assert [word for word in wanted if word not in line.split()] == [], done.stdout
