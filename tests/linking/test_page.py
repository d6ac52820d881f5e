"""The page of 227 papers: every address is a link or a rejection, and what is linked is right often enough."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from papermesh.loaders.linking import Corpus, Text, extraction_row, link_corpus
from papermesh.loaders.records import Origin
from papermesh.loaders.sources.listing import SOURCE
from papermesh.ontology import load_ontology

SHARED = Path(__file__).resolve().parents[3] / "shared"
PAGE = SHARED / "data" / "similar-papers-page.txt"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAGE.exists(), reason="the page of papers does not stand beside the repository"),
]

LEAST = {"methods": 0.75, "hardware": 0.9, "benchmarks": 0.9, "links": 1.0, "methods:introduces": 0.9}
"""F1 below which a change has broken something; the figures reached are higher."""


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    """Return the papers of the page."""
    parsed = SOURCE.parse(PAGE.read_bytes(), Origin("listing", str(PAGE)))
    return [Text(str(record.id), record.title, record.abstract) for record in parsed.records]


@pytest.fixture(scope="module")
def corpus(texts: list[Text]) -> Corpus:
    """Return the corpus, linked once."""
    return link_corpus(texts, load_ontology())


def test_no_address_is_lost(texts: list[Text], corpus: Corpus) -> None:
    """No address is lost."""
    starts = re.compile(r"https?://|www\.")
    for text in texts:
        linked = corpus.linked[text.key]
        known = {(one.field, one.start) for one in linked.urls} | {
            (one.field, one.start) for one in linked.rejected_urls
        }
        for field, words in (("title", text.title), ("abstract", text.abstract or "")):
            for found in starts.finditer(words):
                assert (field, found.start()) in known, words[found.start() : found.start() + 60]


def test_every_link_leads_back_to_its_words(texts: list[Text], corpus: Corpus) -> None:
    """Every link leads back to its words."""
    count = 0
    for text in texts:
        linked = corpus.linked[text.key]
        words = {"title": text.title, "abstract": text.abstract or ""}
        for link in linked.links:
            assert words[link.field][link.start : link.end] == link.surface
        for url in linked.urls:
            assert words[url.field][url.start : url.end] == url.surface
        count += len(linked.links) + len(linked.urls)
    assert count > 700


def test_links_agree_with_labelled_papers(texts: list[Text], corpus: Corpus, tmp_path: Path) -> None:
    """Links agree with labelled papers."""
    labels, scorer = SHARED / "data" / "gold-dev.jsonl", SHARED / "tools" / "score_links.py"
    if not (labels.exists() and scorer.exists()):
        pytest.skip("no labelled papers stand beside the repository")
    rows = [extraction_row(text.key, text.title, corpus.linked[text.key]) for text in texts]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(scorer), str(labels), str(predicted), "--json"], capture_output=True, text=True, check=True
    )
    reached = {row["type"]: row["f1"] for row in map(json.loads, done.stdout.splitlines())}
    assert {name: reached[name] for name in LEAST if reached[name] < LEAST[name]} == {}
