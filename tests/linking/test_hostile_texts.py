"""What holds for ten thousand texts that nobody writes: they are read, and every link leads back to its words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking import LinkedText, Text, link_corpus
from papermesh.ontology import load_ontology
from tests.linking.hostile_texts import PREFIXES, REPEATED, mixed, repeated

ONTOLOGY = load_ontology()
NAMES = sorted({form.text for form in ONTOLOGY.forms()})
ROOT = Path(__file__).parents[2]

BATCHES, PAPERS = 45, 100
"""So many corpora of so many papers are mixed, each paper of two texts."""

# Each of these once took time that grew with the square of the length.
_ONCE_SLOW = (
    "devices on hyphens", "a model's versions", "names in need of context", "and of a fold", "names in a list",
    "numbered names on slashes", "abbreviations", "addresses", "times and letters",
)  # fmt: skip
_LINKED_IN_TIME = f"""
from papermesh.loaders.linking import Text, link_corpus
from papermesh.ontology import load_ontology
from tests.linking.hostile_texts import repeated
for name in {_ONCE_SLOW}:
    text = repeated(name, 100_000)
    link_corpus([Text("k", text, None), Text("l", "On a matter", text)], load_ontology())
link_corpus([Text("k", repeated("names in need of context", 100_000), repeated("proposals", 100_000))], load_ontology())
"""


def _check(linked: LinkedText, text: Text) -> None:
    words = {"title": text.title, "abstract": text.abstract or ""}
    for link in linked.links:
        assert words[link.field][link.start : link.end] == link.surface != ""
        assert link.surface in link.sentence
        assert link.sentence in words[link.field]
    for url in linked.urls:
        assert words[url.field][url.start : url.end] == url.surface != ""
        assert url.surface in words[url.field]
    for rejected in linked.rejected_urls:
        assert words[rejected.field].startswith(rejected.surface, rejected.start)
        assert rejected.reason


def _link(texts: list[Text]) -> None:
    corpus = link_corpus(texts, ONTOLOGY)
    for text in texts:
        _check(corpus.linked[text.key], text)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_links_lead_back_in_texts_that_mix_everything(seed: int) -> None:
    """Links lead back in texts that mix everything."""
    texts = list(mixed(NAMES, 2 * PAPERS, seed))
    _link([Text(f"k{at}", texts[at], texts[PAPERS + at], 2000 + at % 26) for at in range(PAPERS)])


@pytest.mark.parametrize("name", [*REPEATED, *PREFIXES])
def test_links_lead_back_in_texts_that_repeat_one_thing(name: str) -> None:
    """Links lead back in texts that repeat one thing."""
    texts = [repeated(name, length) for length in (1, 7, 40, 150, 600, 5_000)]
    _link([Text(f"k{at}", text, text[::-1]) for at, text in enumerate(texts)])


@settings(max_examples=500)
@given(st.text(max_size=200), st.text(alphabet=st.sampled_from("aA1Z .-–(){}$\\/:,'\n\u0301\u200b²"), max_size=80))
def test_links_lead_back_in_any_text(title: str, abstract: str) -> None:
    """Links lead back in any text, a name at its head included."""
    _link([Text("k", title, abstract), Text("l", f"LoRA{abstract}", f"We propose GPT-4{title} on an A100{abstract}")])


def test_one_line_of_a_megabyte_is_read() -> None:
    """One line of a megabyte without spaces is read."""
    text = repeated("letters", 1_000_000)
    _link([Text("k", text, f"LoRA{text}"), Text("l", "LoRA", f"https://a.b/{text}")])


def test_long_texts_are_linked_at_all() -> None:
    """Long texts are linked at all: with work that grows with the square of their length, it would take an hour.

    The limit only ends a test that hangs; how the times grow is measured in `bench/linking.py`.
    """
    subprocess.run([sys.executable, "-c", _LINKED_IN_TIME], check=True, timeout=600, cwd=ROOT)


@pytest.mark.parametrize("text", ["GPT-\u00b2 is", f"GPT-{'1' * 5000} is", "BERT-\u00bd", "H100-\u00b2"])
def test_a_power_after_a_name_is_no_version(text: str) -> None:
    """A power, or a number of thousands of digits, after a name is read as no version and no size."""
    _link([Text("k", text, text)])


@pytest.mark.parametrize("address", ["https://gitlab.example.org", "https://gitlab.com/-/explore"])
def test_a_site_without_a_project_is_no_repository(address: str) -> None:
    """The address of a GitLab site, or of one of its own pages, is no repository."""
    linked = link_corpus([Text("k", "On a matter", f"See {address} for more.")], ONTOLOGY).linked["k"]
    assert [(url.kind, url.url, url.repo) for url in linked.urls] == [("other", address, None)]


def test_an_address_of_thousands_of_characters_is_rejected() -> None:
    """An address of thousands of characters is rejected, with its place."""
    linked = link_corpus([Text("k", "On a matter", f"See https://a.org/{'b' * 5000}")], ONTOLOGY).linked["k"]
    assert not linked.urls
    assert [(one.start, one.reason) for one in linked.rejected_urls] == [
        (4, "the address is longer than 2000 characters")
    ]


def test_a_name_of_one_paper_does_not_hide_that_of_another() -> None:
    """Of many papers that give their work one name, each has its own."""
    texts = [Text(f"k{at}", "Zentrix7: a system", "We propose Zentrix7, a system.") for at in range(50)]
    linked = link_corpus(texts, ONTOLOGY).linked
    assert {link.role for text in texts for link in linked[text.key].links} == {"introduces"}
    assert len({link.entity_id for text in texts for link in linked[text.key].links}) == len(texts)
