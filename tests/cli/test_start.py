"""The command starts fast, because it imports nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

from papermesh.cli.commands import COMMANDS
from tests.cli.conftest import Papermesh

HEAVY = ("neo4j", "networkx", "pyvis", "httpx", "pydantic", "kglite", "rich", "ahocorasick", "numpy")


def test_help_imports_nothing_heavy() -> None:
    """`papermesh --help` imports click and our own few modules."""
    code = (
        "import sys\nfrom papermesh.cli.main import run\nrun(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "load" in done.stdout


def test_every_command_has_help_with_examples(papermesh: Papermesh) -> None:
    """Each command says what it does and shows how."""
    for name in COMMANDS:
        outcome = papermesh(name, "--help")
        assert outcome.code == 0, outcome
        assert "Examples:" in outcome.out, name


def test_version_names_engine_and_format(papermesh: Papermesh) -> None:
    """`--version` says which engine and which store format there is."""
    outcome = papermesh("--version")
    assert outcome.code == 0
    assert "engine kglite 0.21" in outcome.out
    assert "store format 1" in outcome.out


def test_completion_scripts(papermesh: Papermesh) -> None:
    """Each shell gets a script that names the program."""
    for shell in ("bash", "zsh", "fish"):
        assert "_PAPERMESH_COMPLETE" in papermesh("completion", shell).out
