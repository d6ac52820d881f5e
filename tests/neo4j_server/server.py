"""A real Neo4j 5.26 server for tests, from Maven artifacts: no Docker, only a JDK 17 and mvn."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import neo4j

HERE = Path(__file__).parent
PASSWORD = "papermesh-test"  # of a server that lives as long as the tests, on loopback
START_TIMEOUT_S = 180


class NoServer(Exception):
    """A server cannot be started here; the message says what is missing."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    user: str
    password: str
    process: subprocess.Popen[bytes]
    home: Path

    def stop(self) -> None:
        """End the server and remove its data."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        shutil.rmtree(self.home, ignore_errors=True)


def jars() -> Path:
    """Return the folder of the server's jars, filled by Maven the first time.

    Raises:
        NoServer: Java or Maven is missing, or the artifacts cannot be had.
    """
    for command in ("java", "mvn"):
        if shutil.which(command) is None:
            raise NoServer(f"{command} is not installed (a JDK 17 and mvn start Neo4j)")
    pom = HERE / "pom.xml"
    found = re.search(r"<neo4j\.version>(.+?)<", pom.read_text(encoding="utf-8"))
    assert found is not None
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "papermesh-tests"
    folder = cache / f"neo4j-{found[1]}"
    if not (folder / "complete").exists():
        command_line = ["mvn", "-q", "-ntp", "-B", "-f", str(pom), "dependency:copy-dependencies",
                        f"-DoutputDirectory={folder}", "-DincludeScope=runtime"]  # fmt: skip
        done = subprocess.run(command_line, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise NoServer(f"mvn could not bring Neo4j: {(done.stdout + done.stderr).strip()[-300:]}")
        (folder / "complete").touch()
    return folder


def start(password: str = PASSWORD) -> Server:
    """Start a server with authentication on and this password, and return it when Bolt answers.

    Raises:
        NoServer: It cannot be started here.
    """
    folder = jars()
    home = Path(tempfile.mkdtemp(prefix="papermesh-neo4j-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(
        ["java", "-Xms256m", "-Xmx1g", "-cp", f"{folder}/*", str(HERE / "Server.java"), str(home), str(port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    )  # fmt: skip
    log.close()
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process, home)
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == b"listening":
            _set_password(server)
            return server
    text = (home / "server.log").read_text(encoding="utf-8", errors="replace")[-500:]
    server.stop()
    raise NoServer(f"the server did not start: {text}")


def _set_password(server: Server) -> None:
    """Change the first password, as Neo4j asks before it serves anything."""
    with (
        neo4j.GraphDatabase.driver(server.address, auth=("neo4j", "neo4j"), telemetry_disabled=True) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password).consume()
