"""Settings: what wins, and what is wrong, each with a message of three parts and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.errors import ConfigError
from papermesh.settings import VARIABLES, load_settings
from tests.cli.conftest import Papermesh

WRONG_CONFIG = [
    pytest.param('timeout_ms = "x"', "timeout_ms cannot be 'x'", id="time that is text"),
    pytest.param("timeout_ms = true", "timeout_ms cannot be True", id="time that is a switch"),
    pytest.param("timeout_ms = 1.5", "timeout_ms cannot be 1.5", id="time that is no whole number"),
    pytest.param("timeout_ms = 0", "from 1 to", id="no time"),
    pytest.param("timeout_ms = 9999999999", "from 1 to", id="time that no store takes"),
    pytest.param("overlay = 5", "overlay cannot be 5", id="overlay that is a number"),
    pytest.param("neo4j_password = 5", "neo4j_password cannot be 5", id="password that is a number"),
    pytest.param("neo4j_user = []", "neo4j_user cannot be []", id="user that is a list"),
    pytest.param("store = 5", "store cannot be 5", id="store that is a number"),
    pytest.param('store = ""', "store cannot be ''", id="store that is empty"),
    pytest.param('stroe = "x"', "unknown setting 'stroe'", id="unknown key"),
    pytest.param("store = \nstore", "cannot be read: Invalid value (at line 1", id="no TOML"),
    pytest.param('overlay = "~nobody-here/o.toml"', "no such home folder", id="home of nobody"),
]


@pytest.mark.parametrize(("text", "what"), WRONG_CONFIG)
def test_a_wrong_config_file_is_explained(papermesh: Papermesh, home: Path, text: str, what: str) -> None:
    """Each mistake names the value, the file and what to write; nothing is guessed."""
    (home / "config.toml").write_text(text, encoding="utf-8")
    outcome = papermesh("cypher", "RETURN 1 AS one")
    assert outcome.code == 2, outcome
    assert what in outcome.err
    assert str(home / "config.toml") in outcome.err
    assert "try:" in outcome.err


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("PAPERMESH_TIMEOUT_MS", "soon", "not 'soon'"),
        ("PAPERMESH_TIMEOUT_MS", "-5", "not '-5'"),
        ("PAPERMESH_STORE", "ftp://host", "ftp://"),
        ("PAPERMESH_STORE", "~nobody-here/g.kgl", "no such home folder"),
        ("PAPERMESH_CONFIG", "~nobody-here/c.toml", "no such home folder"),
    ],
)
def test_a_wrong_variable_is_named(
    papermesh: Papermesh, monkeypatch: pytest.MonkeyPatch, name: str, value: str, what: str
) -> None:
    """The message names the variable, or the address that stands in it."""
    monkeypatch.setenv(name, value)
    outcome = papermesh("stats")
    assert outcome.code == 2, outcome
    assert what in outcome.err
    assert name in outcome.err or value in outcome.err
    assert "try:" in outcome.err


def test_an_empty_store_flag_is_no_store(papermesh: Papermesh) -> None:
    """`--store "$UNSET"` must not fall back to another graph."""
    for address in ("", "  "):
        outcome = papermesh("stats", "--store", address)
        assert outcome.code == 2, outcome
        assert "--store" in outcome.err


def test_a_flag_wins_over_a_variable_over_the_file(tmp_path: Path) -> None:
    """Each setting is taken from the strongest place that has it; an empty variable has none."""
    config = tmp_path / "config.toml"
    config.write_text('store = "file.kgl"\ntimeout_ms = 7\nneo4j_user = "ada"\n', encoding="utf-8")
    environ = {"PAPERMESH_CONFIG": str(config)}
    assert load_settings(environ=environ).store == "file.kgl"
    environ |= {"PAPERMESH_STORE": "variable.kgl", "PAPERMESH_TIMEOUT_MS": "8", "PAPERMESH_NEO4J_USER": ""}
    settings = load_settings(environ=environ)
    assert (settings.store, settings.timeout_ms, settings.neo4j_user) == ("variable.kgl", 8, "ada")
    assert settings.overlay == tmp_path / "overlay.toml"
    settings = load_settings(store="bolt://host:7687", timeout_ms=9, environ=environ)
    assert (settings.store, settings.timeout_ms) == ("bolt://host:7687", 9)
    with pytest.raises(ConfigError, match="empty"):
        load_settings(store="", environ=environ)


def test_the_longest_time_holds_for_every_question(loaded: Papermesh, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PAPERMESH_TIMEOUT_MS` is handed to the store by the commands that ask."""
    from papermesh.graph.embedded import EmbeddedStore
    from papermesh.graph.store import Rows

    seen: list[object] = []
    read = EmbeddedStore.read

    def watched(self: EmbeddedStore, *args: object, **options: object) -> Rows:
        seen.append(options.get("timeout_ms"))
        return read(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(EmbeddedStore, "read", watched)
    monkeypatch.setenv("PAPERMESH_TIMEOUT_MS", "12345")
    for words in (
        ["find"], ["stats"], ["search", "quantization"], ["show", "gptq"], ["query", "coverage"],
        ["cypher", "RETURN 1 AS one"],
    ):  # fmt: skip
        seen.clear()
        assert loaded(*words).code == 0, words
        assert 12345 in seen, words


def test_services_have_keys_and_addresses(tmp_path: Path) -> None:
    """From the tables of the file, and from variables, which win; keys are in no picture of the settings."""
    config = tmp_path / "config.toml"
    config.write_text(
        'contact = "ada@example.org"\n[keys]\ngithub = "ghp_file"\nopenalex = "oa-file"\n'
        '[urls]\nsemantic-scholar = "http://localhost:8080/graph/"\n',
        encoding="utf-8",
    )
    environ = {"PAPERMESH_CONFIG": str(config), "PAPERMESH_GITHUB_KEY": "ghp_variable\n", "PAPERMESH_CROSSREF_KEY": ""}
    environ["PAPERMESH_ARXIV_OAI_URL"] = "https://mirror.example/oai"
    settings = load_settings(environ=environ)
    assert settings.service_keys == {"github": "ghp_variable", "openalex": "oa-file"}
    assert settings.service_urls == {
        "semantic-scholar": "http://localhost:8080/graph",
        "arxiv-oai": "https://mirror.example/oai",
    }
    assert settings.contact == "ada@example.org"
    assert "ghp_" not in repr(settings)
    assert environ.keys() <= VARIABLES


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('keys = "sk-secret"', "keys must be a table"),
        ('[keys]\ngithub = ["sk-secret"]', "github in [keys] must be text"),
        ('[keys]\ngithub = "sk-secret with more"', "no spaces"),
        ('[keys]\ngithub = "sk-secret\\u000d\\u000aX: y"', "no spaces"),
        ('[keys]\ngitlab = "sk-secret"', "unknown service 'gitlab'"),
        ('[urls]\ngithub = "ftp://localhost"', "no address of a service"),
        ('[urls]\ngithub = "https://ada:sk-secret@localhost"', "no address of a service"),
        ('[urls]\ngithub = "https://localhost:port"', "no address of a service"),
        ('[urls]\ngithub = "https://localhost/?key=sk-secret"', "no address of a service"),
        ('contact = "nobody"', "no mail address"),
        ('contact = "a@b\\u000d\\u000aX: y"', "no mail address"),
    ],
)
def test_a_wrong_setting_of_a_service_is_explained_without_the_key(tmp_path: Path, text: str, what: str) -> None:
    """The message names the file, never what may be a key."""
    config = tmp_path / "config.toml"
    config.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={"PAPERMESH_CONFIG": str(config)})
    error = caught.value
    assert what in error.message
    assert str(config) in str(error.where)
    assert error.hint
    assert "sk-secret" not in f"{error.message} {error.where} {error.hint}"
