"""Labelled papers: what a title and an abstract link to, by hand, and the texts that the labels stand for.

The labels of `bench/labels/` hold offsets and no text. The texts stand beside the repository, in the folder `shared`,
where that is present; each is found by the digest of its words. There too are the 57 papers whose labels came with it.
"""

from __future__ import annotations

import hashlib
import html
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
LABELS = Path(__file__).parent / "labels"
SHARED = ROOT.parent / "shared"
PAGE = SHARED / "data" / "similar-papers-page.txt"
TYPES = ("methods", "hardware", "benchmarks", "links")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Labelled papers that are linked together, as one corpus with others from the same place."""

    name: str
    gold: list[Row]
    """As the scorer reads them: title, and entries with name, surface, role."""
    texts: list[tuple[str, str]]
    """Title and abstract of every paper of that place, labelled or not."""


def digest(title: str, abstract: str) -> str:
    """Return what a text is found by: 16 hexadecimal digits of its words."""
    return hashlib.sha256(f"{words(title)}\n{words(abstract)}".encode()).hexdigest()[:16]


def words(text: str) -> str:
    """Return a text with single spaces: offsets of the labels count in this form."""
    return re.sub(r"\s+", " ", text).strip()


def labelled_sets() -> list[LabelledSet]:
    """Return the sets; the program ends without a failure, and says why, where the texts are not there."""
    if not PAGE.is_file():
        print("skipped: the labelled texts stand beside the repository, in ../shared; they are not here")
        raise SystemExit
    page = list(_page())
    own = _rows(SHARED / "data" / "gold-dev.jsonl")
    return [
        LabelledSet("page, 57 papers that came with labels", own, page),
        LabelledSet("page, others", _with_texts("similar-papers-page.jsonl", page), page),
        LabelledSet("other sources", *_only_labelled("other-sources.jsonl")),
    ]


def scorer() -> ModuleType:
    """Return the scorer that stands beside the repository."""
    spec = importlib.util.spec_from_file_location("score_links", SHARED / "tools" / "score_links.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _with_texts(name: str, texts: list[tuple[str, str]]) -> list[Row]:
    by_digest = {digest(*text): text for text in texts}
    return [_gold(row, *by_digest[row["text"]]) for row in _rows(LABELS / name)]


def _only_labelled(name: str) -> tuple[list[Row], list[tuple[str, str]]]:
    wanted = {row["text"] for row in _rows(LABELS / name)}
    texts = list({digest(*text): text for text in _recorded() if digest(*text) in wanted}.values())
    return _with_texts(name, texts), texts


def _gold(row: Row, title: str, abstract: str) -> Row:
    fields = {"title": title, "abstract": abstract}
    gold: Row = {"title": title}
    for kind in TYPES:
        gold[kind] = []
        for entry in row[kind]:
            surfaces = [fields[field][start:end] for field, start, end in entry["at"]]
            gold[kind].append({**entry, "surface": surfaces[0], "also": surfaces[1:]})
    return gold


def _page() -> Iterator[tuple[str, str]]:
    from papermesh.loaders.records import Origin
    from papermesh.loaders.sources import source_named

    for record in source_named("listing").parse(PAGE.read_bytes(), Origin("listing", PAGE.name)).records:
        yield words(record.title), words(record.abstract or "")


def _recorded() -> Iterator[tuple[str, str]]:
    """Yield every title with an abstract in the recorded answers of the sources, whatever their format."""
    for path in sorted((SHARED / "data" / "sources").rglob("*")):
        if not path.is_file():
            continue
        text = path.read_text("utf-8", "replace")
        if path.suffix == ".json":
            try:
                yield from _in_json(json.loads(text))
            except ValueError:
                continue
        elif path.suffix == ".bib":
            for entry in re.split(r"\n@", text):
                yield from _pair(
                    re.search(r'\btitle\s*=\s*[{"](.*?)[}"],?\s*\n', entry, re.DOTALL | re.IGNORECASE),
                    re.search(r'\babstract\s*=\s*[{"](.*?)[}"],?\s*\n', entry, re.DOTALL | re.IGNORECASE),
                )
        if "<entry" in text:
            for entry in re.findall(r"<entry>.*?</entry>", text, re.DOTALL):
                yield from _pair(
                    re.search(r"<title[^>]*>(.*?)</title>", entry, re.DOTALL),
                    re.search(r"<summary[^>]*>(.*?)</summary>", entry, re.DOTALL),
                )
        elif path.suffix == ".xml":
            yield from _pair(
                re.search(r"<(?:\w+:)?title[^>]*>(.*?)</", text, re.DOTALL),
                re.search(r"<(?:\w+:)?(?:abstract|description)[^>]*>(.*?)</", text, re.DOTALL),
            )


def _pair(title: re.Match[str] | None, abstract: re.Match[str] | None) -> Iterator[tuple[str, str]]:
    if title and abstract:
        yield words(html.unescape(title[1])), words(html.unescape(abstract[1]))
        yield words(title[1]), words(abstract[1])


def _in_json(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        title = value.get("title")
        title = title[0] if isinstance(title, list) and title else title
        abstract = next((value[key] for key in ("abstract", "summary", "paperAbstract") if value.get(key)), None)
        if isinstance(title, str) and isinstance(abstract, str):
            yield words(title), words(re.sub(r"<[^>]+>", " ", html.unescape(abstract)))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _in_json(item)
    elif isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            yield from _in_json(json.loads(value))
        except ValueError:
            return
