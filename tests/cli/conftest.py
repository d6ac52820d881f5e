"""A command line with a store and settings of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from papermesh.cli.main import run
from papermesh.settings import VARIABLES

PAGE = """Get trending papers in your email inbox!
SubscribeTinyQuant: Four-Bit Weights for Small Servers
We propose TinyQuant, a post-training quantization method. On one NVIDIA A100 GPU it is faster than GPTQ and AWQ. Results on MMLU and WikiText-2 hold up well. The code is at https://github.com/example/tinyquant.
BigServe: Serving Many Adapters at Once
We present BigServe, a serving system for LoRA adapters. It is evaluated on eight H100 GPUs and compared with vLLM. We also quantize weights with TinyQuant before loading them onto the device.
"""
"""Two papers in the format of a copied page, written for these tests."""


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Papermesh = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a store of its own; `PAPERMESH_STORE` names a graph that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERMESH_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PAPERMESH_STORE", str(tmp_path / "graph.kgl"))
    monkeypatch.setenv("PAPERMESH_CACHE", str(tmp_path / "cache"))
    for name in VARIABLES - {"PAPERMESH_CONFIG", "PAPERMESH_STORE", "PAPERMESH_CACHE"}:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def papermesh(home: Path, capsys: pytest.CaptureFixture[str]) -> Papermesh:
    """Run a command and return what it printed."""

    def call(*words: str) -> Outcome:
        capsys.readouterr()
        try:
            code = run(list(words))
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def page(home: Path) -> Path:
    """A page of two papers."""
    path = home / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def loaded(papermesh: Papermesh, page: Path) -> Papermesh:
    """A command line whose store holds the page."""
    outcome = papermesh("load", "listing", str(page))
    assert outcome.code == 0, outcome
    return papermesh
