"""`papermesh view`: where the page goes, and where it cannot go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Papermesh


def test_the_page_is_written_into_folders_that_are_made(loaded: Papermesh, home: Path) -> None:
    """Nothing else is left beside it, and a second page replaces the first."""
    for _ in range(2):
        outcome = loaded("view", "BigServe", "-o", "a new folder/ünï.html")
        assert outcome.code == 0, outcome
        assert [path.name for path in (home / "a new folder").iterdir()] == ["ünï.html"]
    assert (home / "a new folder" / "ünï.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_page_goes_to_standard_output(loaded: Papermesh, home: Path) -> None:
    """With `-o -` the page alone is on standard output; no file of that name is made."""
    outcome = loaded("view", "BigServe", "-o", "-")
    assert outcome.code == 0, outcome
    assert outcome.out.startswith("<!DOCTYPE html>")
    assert outcome.out.rstrip().endswith("</html>")
    assert "works offline" in outcome.err
    assert not (home / "-").exists()
    assert loaded("view", "BigServe", "-o", "-", "--open").code == 2


def test_a_link_and_what_is_no_file_stay_what_they_are(loaded: Papermesh, home: Path) -> None:
    """A symbolic link keeps its target; a device or pipe is written into, never replaced."""
    (home / "real.html").write_text("old", encoding="utf-8")
    (home / "real.html").chmod(0o600)
    (home / "link.html").symlink_to("real.html")
    assert loaded("view", "BigServe", "-o", "link.html").code == 0
    assert (home / "link.html").is_symlink()
    assert (home / "real.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (home / "real.html").stat().st_mode & 0o777 == 0o600
    (home / "null").symlink_to("/dev/null")
    assert loaded("view", "BigServe", "-o", "null").code == 0
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("output", [".", "", "page.txt/related.html", "/proc/nowhere/related.html"])
def test_a_place_that_takes_no_page_is_named(loaded: Papermesh, output: str) -> None:
    """A folder, a file taken for a folder, a file system that refuses: three parts, exit code 2."""
    outcome = loaded("view", "BigServe", "-o", output)
    assert outcome.code == 2, outcome
    for part in ("error:", "where:", "-o"):
        assert part in outcome.err
