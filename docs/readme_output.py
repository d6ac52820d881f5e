"""The commands that README.md shows, run again: their output in the README is real, and stays so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(?<=^```console\n)(?P<content>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
RUN_ID = re.compile(r"run-\d{8}T\d{6}Z-\d+")
WIDTH = "118"


def readme_with_output(text: str) -> str:
    """Return the README with every line that begins with `$ ` run, in order, on one store, and its output below it.

    A line whose command is `make …` is left as it is, with what stands below it.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        (Path(folder) / "demo").mkdir()
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PAPERMESH_STORE": "demo/graph.kgl",
            "PAPERMESH_CONFIG": "demo/config.toml",
            "COLUMNS": WIDTH,
        }

        def run(match: re.Match[str]) -> str:
            lines = []
            content = match["content"]
            if content.startswith("$ make"):
                return content
            for line in content.splitlines():
                if line.startswith("$ "):
                    lines += [line, *_output(line[2:], folder, environment), ""]
            return "\n".join(lines).rstrip() + "\n"

        return BLOCK.sub(run, text)


def _output(command: str, folder: str, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 3}:
        raise SystemExit(f"README: {command!r} ended with {done.returncode}: {done.stderr}")
    out = RUN_ID.sub("run-…", done.stdout + done.stderr)
    return [line.rstrip() for line in out.strip("\n").splitlines()]
