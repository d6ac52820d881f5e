"""What the repository promises about itself: links, the wheel's content, the compose file."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.stores import Place

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("room", ["graph", "loaders", "queries", "viz"])
def test_top_level_names_are_links_into_the_package(room: str) -> None:
    """The four rooms can be found at the top, and are the package's."""
    assert (ROOT / room).resolve() == ROOT / "papermesh" / room


def test_the_wheel_holds_every_data_file_and_adds_one_name(tmp_path: Path) -> None:
    """Queries, ontology, template and assets are in the wheel; nothing but the package is."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "papermesh").rglob("*")
        if path.suffix in {".cypher", ".toml", ".j2", ".js", ".css", ".txt", ".typed", ".json"}
        or path.name == "py.typed"
    }
    assert len(data) > 20
    assert data <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"papermesh"}


def test_compose_starts_a_server_with_a_password_and_loads_into_it() -> None:
    """The compose file starts Neo4j 5.26 with authentication, a healthcheck and a volume, and papermesh beside it."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    server, ours = services["neo4j"], services["papermesh"]
    assert server["image"] == "neo4j:5.26-community"
    assert server["environment"]["NEO4J_AUTH"].startswith("neo4j/${PAPERMESH_NEO4J_PASSWORD")
    assert "RETURN 1" in server["healthcheck"]["test"][1]
    assert server["volumes"] == ["neo4j-data:/data"]
    assert all(port.startswith("127.0.0.1:") for port in server["ports"])
    assert ours["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert ours["environment"]["PAPERMESH_STORE"] == "neo4j://neo4j:7687"


@pytest.mark.neo4j
@pytest.mark.parametrize("place", ["neo4j"], indirect=True)
def test_the_settings_of_the_compose_file_work_on_a_real_server(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the compose file's own variables, and authentication on, the command loads and answers."""
    from papermesh.cli.main import run

    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    environment = services["papermesh"]["environment"]
    store = environment["PAPERMESH_STORE"].replace("neo4j:7687", place.address.partition("://")[2])
    monkeypatch.setenv("PAPERMESH_STORE", store)
    monkeypatch.setenv("PAPERMESH_NEO4J_USER", environment["PAPERMESH_NEO4J_USER"])
    monkeypatch.setenv("PAPERMESH_CONFIG", str(tmp_path / "config.toml"))
    assert run(["load", "jsonl", str(ROOT / "examples/papers-2017-2022.jsonl")]) in {0, 3}
    assert run(services["papermesh"]["command"]) == 0


def test_locks_name_no_host() -> None:
    """The locks hold versions and hashes only, so that any index serves."""
    for name in ("run.txt", "dev.txt", "bench.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
