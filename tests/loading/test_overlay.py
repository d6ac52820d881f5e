"""The file of decisions, edited by hand: comments survive, mistakes are named with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.errors import OntologyError
from papermesh.loaders.overlay import decide, read_overlay

BY_HAND = """# what I think of some links

[[accept]]
# they compare with it in the appendix
paper = "arxiv:2205.14135"  # FlashAttention
entity = "method:gptq"
role = "compares"

[[reject]]
paper = "arxiv:2205.14135"
entity = "hardware:gpu"  # too broad
"""


def test_comments_and_order_survive(tmp_path: Path) -> None:
    """A new decision is added behind the others; the opposite one, and nothing else, is taken out."""
    path = tmp_path / "a folder" / "overlay.toml"
    path.parent.mkdir()
    path.write_text(BY_HAND, encoding="utf-8")
    assert decide(path, "accept", "arxiv:1", "method:awq")
    text = path.read_text(encoding="utf-8")
    for comment in ("# what I think of some links", "# they compare", "# FlashAttention", "# too broad"):
        assert comment in text
    assert decide(path, "reject", "arxiv:1", "method:awq")
    assert decide(path, "accept", "arxiv:2205.14135", "hardware:gpu", "mentions")
    overlay = read_overlay(path)
    assert overlay.accepted == {
        ("arxiv:2205.14135", "method:gptq"): "compares",
        ("arxiv:2205.14135", "hardware:gpu"): "mentions",
    }
    assert overlay.rejected == {("arxiv:1", "method:awq")}
    assert "# they compare" in path.read_text(encoding="utf-8")
    assert list(path.parent.iterdir()) == [path]


def test_a_decision_made_before_changes_nothing(tmp_path: Path) -> None:
    """The file keeps its bytes; another role is another decision."""
    path = tmp_path / "overlay.toml"
    assert decide(path, "accept", "arxiv:1", "method:awq", "uses")
    before = path.read_bytes()
    assert not decide(path, "accept", "arxiv:1", "method:awq", "uses")
    assert path.read_bytes() == before
    assert decide(path, "accept", "arxiv:1", "method:awq", "compares")
    assert read_overlay(path).accepted == {("arxiv:1", "method:awq"): "compares"}
    assert decide(path, "reject", "arxiv:2", "method:awq", former_keys=["arxiv:1"])
    assert read_overlay(path).accepted == {}


def test_a_list_on_one_line_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """TOML has two ways to write a list of tables; both can be added to and taken from."""
    path = tmp_path / "overlay.toml"
    path.write_text('accept = [{paper = "arxiv:1", entity = "method:awq"}]\nreject = []\n', encoding="utf-8")
    assert decide(path, "accept", "arxiv:2", "method:gptq")
    assert decide(path, "reject", "arxiv:1", "method:awq")
    overlay = read_overlay(path)
    assert overlay.accepted == {("arxiv:2", "method:gptq"): None}
    assert overlay.rejected == {("arxiv:1", "method:awq")}


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    """Settings are often links into a repository of their own."""
    real, link = tmp_path / "real.toml", tmp_path / "overlay.toml"
    real.write_text(BY_HAND, encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    assert decide(link, "accept", "arxiv:1", "method:awq")
    assert link.is_symlink()
    assert "method:awq" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ('[[accept]\npaper = "x"', "no TOML", "line 1"),
        ('[[acept]]\npaper = "x"\nentity = "method:a"', "no table 'acept'", ""),
        ('accept = "x"', "no list", "accept"),
        ('[accept]\npaper = "x"\nentity = "method:a"', "no list", "accept"),
        ("accept = [5]", "no entry", "accept, entry 1"),
        ('[[accept]]\npaper = "x"', "entity is missing", "accept, entry 1"),
        ('[[reject]]\npaper = "x"\nentity = "method:a"\n[[reject]]\npaper = 1\nentity = "method:a"',
         "paper cannot be 1", "reject, entry 2"),
        ('[[accept]]\npaper = ""\nentity = "method:a"', "paper cannot be ''", "accept, entry 1"),
        ('[[accept]]\npaper = "x"\nentity = "gptq"', "'gptq' is no entity", "accept, entry 1"),
        ('[[accept]]\npaper = "x"\nentity = "method:"', "'method:' is no entity", "accept, entry 1"),
        ('[[accept]]\npaper = "x"\nentity = "method:a"\nrole = "evaluates"', "no role of method:a", "accept, entry 1"),
        ('[[accept]]\npaper = "x"\nentity = "method:a"\nrol = "uses"', "has no rol", "accept, entry 1"),
        ('[[reject]]\npaper = "x"\nentity = "method:a"\nrole = "uses"', "has no role", "reject, entry 1"),
        ('[[accept]]\npaper = "x"\nentity = "method:a"\n[[reject]]\npaper = "x"\nentity = "method:a"',
         "is in both [[accept]] and [[reject]]", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, what: str, place: str) -> None:
    """Each has what is wrong, the file and the entry, and what to write; a decision does not overwrite it."""
    path = tmp_path / "overlay.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        read_overlay(path)
    assert what in caught.value.message
    assert str(path) in (caught.value.where or "")
    assert place in f"{caught.value.where} {caught.value.message}"
    assert caught.value.hint
    with pytest.raises(OntologyError):
        decide(path, "accept", "arxiv:1", "method:awq")
    assert path.read_text(encoding="utf-8") == text


def test_what_is_no_text_or_no_file_is_named(tmp_path: Path) -> None:
    """Other bytes, and a folder in the file's place."""
    path = tmp_path / "overlay.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match="cannot be read"):
        read_overlay(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(OntologyError, match="cannot be read"):
        decide(path, "accept", "arxiv:1", "method:awq")
