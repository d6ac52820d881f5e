"""Reading TOML files: what is accepted, and how each mistake is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.errors import OntologyError
from papermesh.ontology import BenchmarkEntry, load_ontology

GOOD = """
["zebra-corpus-5.1"]
name = "Zebra Corpus 5.1"
aliases = ["striped corpus of zebras"]
exact = ["ZbC"]
kind = "dataset"
source = "https://example.org/zebra"
"""


def written(folder: Path, text: str, file: str = "benchmarks/own.toml") -> Path:
    """Return the file, written below the folder."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> OntologyError:
    """Return the error with which the file is refused."""
    with pytest.raises(OntologyError) as caught:
        load_ontology([path])
    return caught.value


def test_packaged_entries_load_once() -> None:
    """The packaged ontology has all three types and is read once in a process."""
    ontology = load_ontology()
    assert ontology is load_ontology()
    assert ontology.methods or ontology.hardware
    assert "nvidia-a100" in ontology.hardware
    assert "mmlu" in ontology.benchmarks


def test_an_extra_file_joins_the_packaged_entries(tmp_path: Path) -> None:
    """A file in a folder named after a type adds entries of that type."""
    ontology = load_ontology([written(tmp_path, GOOD)])
    entry = ontology.benchmarks["zebra-corpus-5.1"]
    assert isinstance(entry, BenchmarkEntry)
    assert entry.aliases == ("striped corpus of zebras",)
    assert ontology.resolve("STRIPED-corpus of zebras") == [entry]
    assert "nvidia-a100" in ontology.hardware
    assert "zebra-corpus-5.1" not in load_ontology().benchmarks


def test_an_extra_folder_is_read_by_its_subfolders(tmp_path: Path) -> None:
    """A folder laid out like the package's own adds all its files."""
    written(tmp_path, GOOD)
    written(tmp_path, '[zebrachip]\nname = "ZebraChip"\nlevel = "model"\nsource = "https://e.org"', "hardware/z.toml")
    ontology = load_ontology([tmp_path])
    assert "zebra-corpus-5.1" in ontology.benchmarks
    assert ontology.paths["hardware", "zebrachip"] == (tmp_path / "hardware" / "z.toml").as_posix()


MISTAKES = {
    "unknown field": ('colour = "red"', "colour", "Extra inputs are not permitted"),
    "wrong type": ('year = "2020"', "year", "valid integer"),
    "year out of range": ("year = 20", "year", "greater than or equal to 1950"),
    "list expected": ('aliases = "one"', "aliases", "valid tuple"),
    "member is no text": ("context = [1]", "context", "valid string"),
    "empty alias": ('aliases = [""]', "aliases", "at least 1 character"),
    "alias with a space at its end": ('aliases = ["an alias "]', "aliases", "pattern"),
    "short alias": ('aliases = ["zbr"]', "aliases", "'zbr' has under 4 characters and must also stand in exact"),
    "alias twice": ('aliases = ["two words", "Two-Words"]', "aliases", "'Two-Words' stands twice"),
    "alias repeats the name": ('aliases = ["zebra"]', "aliases", "'zebra' stands twice"),
    "context in upper case": ('context = ["Stripes"]', "context", "'Stripes' must be in lower case"),
    "unless in upper case": ('unless = ["The Zebra"]', "unless", "'The Zebra' must be in lower case"),
    "parent that is not there": ('is_a = ["no-such-animal"]', "is_a", "there is no benchmark entry 'no-such-animal'"),
    "own base version": ('variant_of = "zebra"', "variant_of", "zebra -> zebra"),
    "form of another entry": ('aliases = ["gsm-8k"]', "aliases", "'gsm-8k' also names 'gsm8k'"),
    "form of another type": ('exact = ["NVIDIA-A100"]', "exact", "'NVIDIA-A100' also names 'nvidia-a100'"),
    "id inside the table": ('id = "zebra"', "id", "is not repeated"),
}


@pytest.mark.parametrize(("line", "field", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_reported_with_its_place(tmp_path: Path, line: str, field: str, message: str) -> None:
    """Each broken rule names file, entry, field, what is wrong and what to do."""
    path = written(tmp_path, f'[zebra]\nname = "Zebra"\nkind = "dataset"\nsource = "https://example.org"\n{line}\n')
    error = refused(path)
    assert message in error.message
    assert (error.path, error.entry, error.field) == (path.as_posix(), "zebra", field)
    assert error.hint


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ('name = "Zebra"\nsource = "https://example.org"', "kind", "Field required"),
        ('name = "Zebra"\nkind = "dataset"', "source", "Field required"),
        ('name = "Zebra"\nkind = "animal"\nsource = "https://example.org"', "kind", "'benchmark' or 'dataset'"),
        ('name = "Zebra"\nkind = "dataset"\nsource = "a book"', "source", "pattern"),
        ('name = "Okapi"\nkind = "dataset"\nsource = "https://example.org"', "id", "the id must be 'okapi'"),
    ],
)
def test_a_required_field_is_missing_or_wrong(tmp_path: Path, text: str, field: str, message: str) -> None:
    """What every entry must have is asked for by name."""
    error = refused(written(tmp_path, f"[zebra]\n{text}\n"))
    assert message in error.message
    assert (error.entry, error.field) == ("zebra", field)


def test_an_id_of_the_package_is_taken(tmp_path: Path) -> None:
    """A user's entry cannot replace a packaged one."""
    error = refused(written(tmp_path, '[mmlu]\nname = "MMLU"\nkind = "benchmark"\nsource = "https://example.org"\n'))
    assert "the id is taken by papermesh/ontology/data/benchmarks/" in error.message
    assert (error.entry, error.field) == ("mmlu", "id")


def test_a_longer_cycle_is_shown(tmp_path: Path) -> None:
    """The message walks the whole cycle."""
    rest = 'kind = "dataset"\nsource = "https://example.org"\n'
    text = "".join(
        f'[{one}]\nname = "{one}"\nis_a = ["{next_one}"]\n{rest}'
        for one, next_one in [("zebra", "okapi"), ("okapi", "giraffe"), ("giraffe", "zebra")]
    )
    error = refused(written(tmp_path, text))
    assert error.message == "the entry is its own ancestor: zebra -> okapi -> giraffe -> zebra"
    assert error.field == "is_a"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[zebra\n", "the file is not TOML: "),
        (b"[zebra]\nname = 1\n[zebra]\nname = 2\n", "the file is not TOML: "),
        (b"\xff\xfe[", "the file is not UTF-8 text (byte 0)"),
        (b'zebra = "striped"\n', "expected a table, found str"),
    ],
)
def test_a_file_that_is_no_table_of_entries(tmp_path: Path, content: bytes, message: str) -> None:
    """Malformed files are refused with their path."""
    path = tmp_path / "methods" / "own.toml"
    path.parent.mkdir()
    path.write_bytes(content)
    error = refused(path)
    assert message in error.message
    assert error.path == path.as_posix()


def test_a_missing_file(tmp_path: Path) -> None:
    """A path that leads nowhere is an error, not an empty ontology."""
    assert "cannot be read" in refused(tmp_path / "methods" / "none.toml").message


def test_a_place_that_says_no_type(tmp_path: Path) -> None:
    """The folder tells the type, so a file elsewhere and an empty folder are refused."""
    assert "does not say what type" in refused(written(tmp_path, GOOD, "animals/own.toml")).message
    assert "holds no entries" in refused(tmp_path).message
