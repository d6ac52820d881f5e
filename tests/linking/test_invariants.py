"""What holds for every text: offsets re-read to the surface, equal input gives equal output, no text takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking import LinkedText, Text, link_corpus
from papermesh.loaders.linking.rules import CONFIDENCE
from papermesh.ontology import slug
from tests.linking.conftest import small_ontology

ONTOLOGY = small_ontology()

PIECES = st.sampled_from(
    [
        "Llama 3.1", "Llama-3.1-70B", "8xA100", "8×A100-80GB", "A100s", "H100 (SXM5)", "GPU-based", "LoRA", "(MoE)", "GPT-4o",
        "{\\tau}-Bench", "τ-bench", "$\\alpha$", "we propose", "Zentrix", "(ZTX)", "a novel framework called", "outperforms",
        "compared with", "on 8 GPUs", "https://github.com/a/b", "\\url{http://x.org/y}", "{this url}", "github.com/", "...",
        "e.g.", "i.e.,", "et al.", "\n\n", "\x00", "\u202e", "é", "e\u0301", "ﬁ", "ß", "—", "--", "(", "[", "{", "}", "]",
        ")", ":", ";", ",", ".", "and", "the", "X-Y-Z", "FooBench dataset", "is proposed", "without", "İ", "𝒜", "½", "５",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=120),
)


def check(linked: LinkedText, texts: dict[str, str]) -> None:
    """Hold every link against the texts that it was found in."""
    seen = set()
    for link in linked.links:
        text = texts[link.field]
        assert text[link.start : link.end] == link.surface != ""
        assert link.surface in link.sentence
        assert link.sentence in text
        assert 0 < link.confidence <= 1
        assert link.confidence == CONFIDENCE[link.rule]
        assert link.role == link.roles_seen[0]
        assert link.mentions >= 1
        assert link.entity_id
        assert link.basis == "ontology" or slug(link.name) == link.entity_id.partition("--")[0]
        assert (link.entity_type, link.entity_id) not in seen
        seen.add((link.entity_type, link.entity_id))
    for url in linked.urls:
        assert texts[url.field][url.start : url.end] == url.surface
        assert url.url.startswith("https://")
    for rejected in linked.rejected_urls:
        assert texts[rejected.field].startswith(rejected.surface, rejected.start)
        assert rejected.reason


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_every_link_leads_back_to_its_words(title: str, abstract: str) -> None:
    """Every link leads back to its words."""
    text = Text("k", title, abstract)
    linked = link_corpus([text], ONTOLOGY).linked["k"]
    check(linked, {"title": title, "abstract": abstract})
    assert link_corpus([text], ONTOLOGY).linked["k"] == linked


def _seconds(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    start = time.process_time()
    linked = link_corpus([Text("k", text, text)], ONTOLOGY).linked["k"]
    spent = time.process_time() - start
    check(linked, {"title": text, "abstract": text})
    return spent


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "\ufeff"])
def test_an_empty_text_has_no_links(text: str) -> None:
    """An empty text has no links."""
    assert link_corpus([Text("k", text, text)], ONTOLOGY).linked["k"] == LinkedText()
