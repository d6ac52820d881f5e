"""Names travel between papers, and neither order nor repetition changes a link."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking import Corpus, Discovered, Text, extraction_row, link_corpus
from papermesh.ontology import Ontology
from tests.linking.conftest import small_ontology

ONTOLOGY = small_ontology()
PAPERS = (
    Text("a", "FlexiServe: A Serving System", "We present FlexiServe, a serving system built on vLLM.", 2023),
    Text("b", "Faster serving", "We propose QuickServe. It outperforms FlexiServe on 8 A100 GPUs.", 2024),
    Text("c", "FlexiServe: A Robot for Restaurants", "We present FlexiServe, a robot system with GPUs.", 2025),
    Text("d", "A study", "We compare QuickServe with vLLM on HumanEval. Code: https://github.com/x/y", None),
    Text("e", "Nothing", None),
)


def _roles(corpus: Corpus, key: str) -> dict[str, str]:
    return {one.entity_id: one.role for one in corpus.linked[key].links}


@pytest.fixture(scope="module")
def corpus(ontology: Ontology) -> Corpus:
    """Return the corpus, linked once."""
    return link_corpus(PAPERS, ontology)


def test_a_name_that_one_paper_introduces_is_linked_in_others(corpus: Corpus) -> None:
    """A name that one paper introduces is linked in others."""
    assert _roles(corpus, "b") == {
        "quickserve": "introduces",
        "flexiserve": "compares",
        "nvidia-a100": "evaluated_on",
    }
    assert _roles(corpus, "d")["quickserve"] == "compares"


def test_the_earliest_paper_has_the_bare_id_of_a_shared_name(corpus: Corpus) -> None:
    """The earliest paper has the bare id of a shared name."""
    assert _roles(corpus, "a")["flexiserve"] == "introduces"
    assert _roles(corpus, "c")["flexiserve--c"] == "introduces"
    assert [(one.entity_id, one.introduced_by) for one in corpus.discovered] == [
        ("flexiserve", "a"),
        ("flexiserve--c", "c"),
        ("quickserve", "b"),
    ]


def test_a_paper_older_than_the_name_does_not_mean_it(ontology: Ontology) -> None:
    """A paper older than the name does not mean it."""
    old = Text("old", "An early note", "FlexiServe was our waiter in 1999.", 1999)
    linked = link_corpus([*PAPERS, old], ontology).linked["old"]
    assert "flexiserve" not in {one.entity_id for one in linked.links if one.rule == "propagated"}


@settings(deadline=None)
@given(st.permutations(PAPERS))
def test_order_does_not_matter(papers: list[Text]) -> None:
    """Order does not matter."""
    assert link_corpus(papers, ONTOLOGY) == link_corpus(PAPERS, ONTOLOGY)


def test_linking_twice_is_linking_once(ontology: Ontology, corpus: Corpus) -> None:
    """Linking twice is linking once."""
    assert link_corpus(PAPERS, ontology) == corpus


def test_names_from_elsewhere_are_linked(ontology: Ontology) -> None:
    """Names from elsewhere are linked."""
    extra = Discovered("method", "flexiserve", "FlexiServe", "system", "a")
    corpus = link_corpus([Text("draft", "A draft", "It outperforms FlexiServe.")], ontology, extra=[extra])
    assert _roles(corpus, "draft") == {"flexiserve": "compares"}
    assert corpus.discovered == ()


def test_papers_with_names_from_elsewhere_equal_papers_linked_together(ontology: Ontology, corpus: Corpus) -> None:
    """Papers with names from elsewhere equal papers linked together."""
    first = link_corpus(PAPERS[:1], ontology)
    later = link_corpus(PAPERS[1:2], ontology, extra=first.discovered)
    assert later.linked["b"] == corpus.linked["b"]


def test_progress_is_told(ontology: Ontology) -> None:
    """Progress is told."""
    told: list[int] = []
    link_corpus(PAPERS, ontology, progress=told.append)
    assert told == [1, 2, 3, 4, 5]


@settings(deadline=None)
@given(st.sampled_from(["gptq", "pruning", "vllm", "bert"]), st.sampled_from(["zibble", "waldo net", "Quargle"]))
def test_an_alias_more_loses_no_link(entry_id: str, alias: str) -> None:
    """An alias more loses no link."""
    text = Text("k", f"{alias} and vLLM", f"We use {alias}, GPTQ and pruning with BERT. It outperforms vLLM.")
    before = {
        one.entity_id for one in link_corpus([text], small_ontology()).linked["k"].links if one.basis == "ontology"
    }
    ontology = small_ontology({entry_id: (alias,)})
    after = {one.entity_id for one in link_corpus([text], ontology).linked["k"].links if one.basis == "ontology"}
    assert before <= after
    assert entry_id in after


def test_the_row_has_the_keys_of_the_contract(corpus: Corpus) -> None:
    """The row has the keys of the contract."""
    row = extraction_row("b", PAPERS[1].title, corpus.linked["b"])
    assert list(row) == ["title", "paper_id", "methods", "hardware", "benchmarks", "links"]
    hardware = row["hardware"]
    assert isinstance(hardware, list)
    assert hardware[0] == {
        "name": "NVIDIA A100",
        "role": "evaluated_on",
        "kind": "model",
        "entity_id": "nvidia-a100",
        "surface": "A100",
        "field": "abstract",
        "start": 54,
        "end": 58,
        "sentence": "It outperforms FlexiServe on 8 A100 GPUs.",
        "confidence": 0.94,
        "rule": "lexicon",
        "mentions": 1,
        "basis": "ontology",
        "device_count": 8,
    }
