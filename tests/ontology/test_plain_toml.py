"""The fast TOML reader means what the standard one means."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.ontology.load import FOLDERS
from papermesh.ontology.plain_toml import _plain_tables, parse_toml

PLAIN = """# a comment
["zebra-5.1"]
name = "Zebra 5.1"
aliases = ["striped horse", "Zèbre"]
exact = [
  "ZBR",
  "Zbr",
]
year = 2020

[okapi]
is_a = []
"""


def test_packaged_files_are_plain_and_read_the_same() -> None:
    """Every packaged file takes the fast way, and the standard library reads the same from it."""
    data = resources.files("papermesh.ontology") / "data"
    files = [file for folder in FOLDERS for file in (data / folder).iterdir() if file.name.endswith(".toml")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert _plain_tables(text) == tomllib.loads(text), file.name


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "",
        '[a]\nb = "\\u00e9"\n',
        "[a]\nb = 'literal'\n",
        '[a.b]\nc = "nested"\n',
        "[a]\nb = 1_000\n",
        "[a]\nb = -1\n",
        "[a]\nb = true\n",
        '[a]\nb = [1, "two"]\n',
        '[a]\nb = ["x", # why\n "y"]\n',
        'a = "before any table"\n',
        '[a]\nb = "x" # why\n',
        '[ a ]\n"b" = "spaces"\n',
        '[a]\nb = """three\nlines"""\n',
        '["a"]\nb="tight"',
    ],
)
def test_both_readers_agree(text: str) -> None:
    """Plain or not, the result is the standard one."""
    assert parse_toml(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text", ["[a]\n[a]\n", '[a]\nb = "1"\nb = "2"\n', "[a\n", '[a]\nb = "open\n', "[a]\nb = 01\n", "[a]\nb\n", "[]\n"]
)
def test_mistakes_are_left_to_the_standard_reader(text: str) -> None:
    """What is not TOML raises the standard error."""
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_toml(text)


@given(st.integers(0, len(PLAIN)), st.integers(0, 3), st.text('[]"=,\n\\# abz019.\x00\x7f', max_size=4))
def test_damaged_text_is_never_misread(place: int, removed: int, inserted: str) -> None:
    """A text near a plain one gives the same tables, or the same refusal."""
    text = PLAIN[:place] + inserted + PLAIN[place + removed :]
    tables = _plain_tables(text)
    if tables is not None:
        assert tables == tomllib.loads(text)
