"""What becomes of each recorded answer of a service, as a table: `python -m tests.loaders.recorded` writes it.

The recorded answers stand beside the repository; a table that was made from them is checked where they do.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papermesh.errors import FetchError, PapermeshError, ParseError
from papermesh.loaders.inputs import read_files
from papermesh.loaders.records import RepositoryRecord
from papermesh.loaders.services.enrichment import Question, Subject
from papermesh.loaders.services.github import read
from tests.loaders.services.test_github import recorded

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT.parent / "shared" / "data" / "sources"
PAGE = ROOT / "docs" / "recorded-answers.md"
LEFT_OUT = {"SOURCE.txt", "README.md", "INDEX.tsv"}
"""Files that tell of the others."""
LONGEST = 110
HEAD = """<!-- Made by `python -m tests.loaders.recorded`; do not edit. -->

# What becomes of recorded answers

Each file of a collection of recorded answers, as `papermesh load` takes it without being told what it is: the source
that recognises it, and how many papers, rejections and notes come of it, or what the error says. `.yaml` files and the
`.json` files of `arxiv-atom` are recordings of whole exchanges, whose answers stand decoded beside them; those of
`github-rest` are read answer by answer as `papermesh enrich github` reads them.

| file | source | papers | rejected | noted | else |
| --- | --- | ---: | ---: | ---: | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one file."""

    file: str
    source: str = ""
    papers: int | None = None
    rejected: int | None = None
    noted: int | None = None
    said: str = ""

    def __str__(self) -> str:
        numbers = ["" if one is None else str(one) for one in (self.papers, self.rejected, self.noted)]
        return f"| {' | '.join([self.file, self.source, *numbers, self.said])} |"


def rows() -> Iterator[Row]:
    """Yield a row for each file, in the order of their names."""
    exchanges = _exchanges()
    for path in sorted(ANSWERS.rglob("*"), key=lambda path: path.relative_to(ANSWERS).parts):
        if not path.is_file() or path.name in LEFT_OUT:
            continue
        name = path.relative_to(ANSWERS).as_posix()
        if name.startswith("github-rest/"):
            yield Row(f"`{name}`", "github", said=exchanges.get(path.name, "holds no answer on a single repository"))
            continue
        try:
            (file,), _ = read_files([str(path)], None)
        except PapermeshError as error:
            yield Row(f"`{name}`", said=_short(error.message))
        else:
            noted = sum(note.count for note in file.noted)
            yield Row(f"`{name}`", file.source, file.records, len(file.rejected), noted)


def _exchanges() -> dict[str, str]:
    """Return what `enrich` makes of the answers on repositories in each file of GitHub's."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for name, answer in recorded():
        asked = answer.request.path.removeprefix("/repos/").lower()
        # The answer to an id belongs to the question that was sent on to it.
        asked = "protoncoin/protoncoin" if asked.startswith("/") else asked
        try:
            finding = read(
                Question((Subject(f"github:{asked}", asked),), answer.request), answer, "2026-01-01T00:00:00Z"
            )
        except (ParseError, FetchError) as error:
            said[name][_short(error.message)] += 1
            continue
        states: list[str] = [one.state for one in finding.records if isinstance(one, RepositoryRecord)]
        said[name].update(states or ["sent on" for _ in finding.next])
    return {
        name: ", ".join(what if count == 1 else f"{what} (×{count})" for what, count in counts.items())
        for name, counts in said.items()
    }


def _short(text: str) -> str:
    line = " ".join(text.replace(f"{ANSWERS}/", "").replace("|", "\\|").split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def page() -> str:
    """Return the table as Markdown."""
    return HEAD + "".join(f"{row}\n" for row in rows())


if __name__ == "__main__":
    if not ANSWERS.is_dir():
        sys.exit("the recorded answers do not stand beside this checkout")
    PAGE.write_text(page(), encoding="utf-8")
