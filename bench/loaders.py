"""What reading a source costs beside the plain parser of its format: `python -m bench.loaders [--full] [FORMAT…]`.

Both read the same generated file in a process of their own: ours makes records, checked, each with its place; the
rival only what its format holds. Printed are records a second, their ratio, and how much the peak of memory grows from
10,000 records to 100,000 (`--full`: to 1,000,000), which for ours must be next to nothing.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ABSTRACT = "We study how small models count on small devices, and what that costs in time and memory. " * 11
SMALL, LARGE, FULL = 10_000, 100_000, 1_000_000
GROWTH_MB = 60.0
"""Most that the peak of memory may grow with the file: pieces have 4 MB, and their records a few times that."""
GOAL = 2.0
"""Times the rival's time that we want to stay below; where we do not, the table says so."""


def _fields(number: int) -> dict[str, Any]:
    return {
        "title": f"Counting to {number} on Small Devices: A Study of Number {number}",
        "authors": [f"Ada{person} Example{number % 977}" for person in range(5)],
        "year": 2000 + number % 25,
        "abstract": ABSTRACT,
        "arxiv": f"{20 + number % 5}{1 + number % 12:02d}.{number % 100_000:05d}",
    }


def jsonl(number: int) -> str:
    """Return a record line."""
    f = _fields(number)
    return json.dumps({"id": f"p{number}", "title": f["title"], "abstract": f["abstract"], "year": f["year"],
                       "authors": f["authors"]}) + "\n"  # fmt: skip


def snapshot(number: int) -> str:
    """Return a line of arXiv's snapshot."""
    f = _fields(number)
    parsed = [[name.split()[1], name.split()[0], ""] for name in f["authors"]]
    return json.dumps({"id": f"{20 + number // 1_200_000}{1 + number // 100_000 % 12:02d}.{number % 100_000:05d}",
                       "submitter": "Ada", "authors": ", ".join(f["authors"]), "title": f["title"],
                       "abstract": f["abstract"], "categories": "cs.LG", "authors_parsed": parsed, "comments": None,
                       "journal-ref": None, "doi": None, "report-no": None, "license": None,
                       "update_date": "2024-01-02",
                       "versions": [{"version": "v1", "created": "Mon, 2 Jan 2023 10:00:00 GMT"}]}) + "\n"  # fmt: skip


def openalex(number: int) -> str:
    """Return a line of OpenAlex's snapshot."""
    f = _fields(number)
    words: dict[str, list[int]] = {}
    for place, word in enumerate(f["abstract"].split()):
        words.setdefault(word, []).append(place)
    return json.dumps({"id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.5555/x.{number}",
                       "title": f["title"], "display_name": f["title"], "publication_year": f["year"],
                       "publication_date": f"{f['year']}-03-04", "ids": {}, "type": "article", "is_paratext": False,
                       "authorships": [{"author": {"display_name": name}} for name in f["authors"]],
                       "abstract_inverted_index": words,
                       "referenced_works": [f"https://openalex.org/W{n}" for n in range(20)]}) + "\n"  # fmt: skip


def dump(number: int) -> str:
    """Return a member of a dump of Papers with Code."""
    f = _fields(number)
    return json.dumps({"paper_url": f"https://paperswithcode.com/paper/p{number}", "arxiv_id": None,
                       "title": f["title"], "abstract": f["abstract"], "authors": f["authors"],
                       "date": f"{f['year']}-03-04", "proceeding": None, "tasks": [], "methods": [],
                       "url_abs": f"https://example.org/{number}", "url_pdf": None})  # fmt: skip


def bib(number: int) -> str:
    """Return an entry of a bibliography."""
    f = _fields(number)
    return (f"@article{{key{number},\n  title = {{{f['title']}}},\n  author = {{{' and '.join(f['authors'])}}},\n"
            f"  year = {{{f['year']}}},\n"
            f"  journal = {{Journal of Small Numbers}},\n  abstract = {{{f['abstract']}}}\n}}\n\n")  # fmt: skip


def ris(number: int) -> str:
    """Return a record of RIS."""
    f = _fields(number)
    people = "".join(f"AU  - {name}\n" for name in f["authors"])
    return (
        f"TY  - JOUR\nTI  - {f['title']}\n{people}PY  - {f['year']}\nAB  - {f['abstract']}\nID  - r{number}\nER  - \n\n"
    )


def oai(number: int) -> str:
    """Return a record of OAI-PMH."""
    f = _fields(number)
    people = "".join(
        f"<author><keyname>{n.split()[1]}</keyname><forenames>{n.split()[0]}</forenames></author>" for n in f["authors"]
    )
    return (f"<record><header><identifier>oai:arXiv.org:{f['arxiv']}</identifier></header><metadata>"
            f"<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>{f['arxiv']}</id><created>2023-01-02</created>"
            f"<authors>{people}</authors><title>{f['title']}</title><abstract>{f['abstract']}</abstract></arXiv>"
            "</metadata></record>\n")  # fmt: skip


def _lines(path: str) -> int:
    with Path(path).open("rb") as file:
        return sum(1 for line in file if json.loads(line))


def _ijson(path: str) -> int:
    import ijson

    with Path(path).open("rb") as file:
        return sum(1 for _ in ijson.items(file, "item"))


def _bibtexparser(path: str) -> int:
    import bibtexparser

    return len(bibtexparser.parse_file(path).entries)  # type: ignore[attr-defined]


def _rispy(path: str) -> int:
    import rispy

    with Path(path).open(encoding="utf-8") as file:
        return len(rispy.load(file))


def _lxml(path: str) -> int:
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(path, tag="{*}record"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


FORMATS: dict[str, tuple[Callable[[int], str], str, str, str, str, Callable[[str], int]]] = {
    "jsonl": (jsonl, "", "", "", "json", _lines),
    "arxiv-snapshot": (snapshot, "", "", "", "json", _lines),
    "openalex": (openalex, "", "", "", "json", _lines),
    "papers-with-code": (dump, "[", ",\n", "]", "ijson", _ijson),
    "bibtex": (bib, "", "", "", "bibtexparser", _bibtexparser),
    "ris": (ris, "", "", "", "rispy", _rispy),
    "arxiv-oai": (
        oai, "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>\n", "",
        "</ListRecords></OAI-PMH>\n", "lxml", _lxml,
    ),
}  # fmt: skip
"""By source: what makes a record, what stands before, between and behind them, and the rival."""


def _ours(name: str, path: str) -> int:
    from papermesh.loaders.inputs import stream
    from papermesh.loaders.reading import open_input
    from papermesh.loaders.sources import source_named

    with open_input(path) as opened:
        return sum(len(parsed.records) for parsed in stream(opened, source_named(name), path))


def _write(name: str, count: int, path: Path) -> None:
    make, before, between, behind, *_ = FORMATS[name]
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        for number in range(count):
            file.write((between if number else "") + make(number))
        file.write(behind)


def _measured(who: str, name: str, path: Path) -> tuple[int, float, float]:
    """Return records, seconds and the peak of memory in MB of a process that reads a file."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.loaders", "--read", who, name, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    count, seconds, peak = json.loads(done.stdout)
    return count, seconds, peak


def _read(who: str, name: str, path: str) -> None:
    start = time.perf_counter()
    count = _ours(name, path) if who == "ours" else FORMATS[name][5](path)
    seconds = time.perf_counter() - start
    sys.stdout.write(json.dumps([count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _rows(names: list[str], large: int) -> Iterator[tuple[str, float, float]]:
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            small, big = Path(folder, "small"), Path(folder, "large")
            _write(name, SMALL, small)
            (count, ours, base), (theirs_count, theirs, _) = (_measured(who, name, small) for who in ("ours", "rival"))
            assert count == theirs_count == SMALL, (name, count, theirs_count)
            _write(name, large, big)
            count, _, peak = _measured("ours", name, big)
            assert count == large, (name, count)
        ratio, growth = ours / theirs, peak - base
        print(f"{name:<17} {SMALL / ours:>9,.0f} {SMALL / theirs:>9,.0f} {FORMATS[name][4]:<13} {ratio:>5.2f}"
              f"{'' if ratio <= GOAL else '  above the goal':<17} {base:>6.0f} MB {growth:>+7.0f} MB")  # fmt: skip
        yield name, ratio, growth


def main(arguments: list[str]) -> int:
    """Print a row for each format; the exit code is 1 where memory grows with the file."""
    if arguments[:1] == ["--read"]:
        _read(*arguments[1:4])
        return 0
    large = FULL if "--full" in arguments else LARGE
    names = [name for name in arguments if name in FORMATS] or list(FORMATS)
    print(f"records a second   ours     rival               ratio                  peak at {SMALL:,}, and at {large:,}")
    rows = list(_rows(names, large))
    grown = [name for name, _, growth in rows if growth > GROWTH_MB]
    if grown:
        print(f"memory grows by more than {GROWTH_MB:.0f} MB: {', '.join(grown)}")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
