"""Proposed names: each is proved by its words, adds to the rules and never contradicts them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.loaders.linking import Link, Text, link_corpus
from papermesh.loaders.linking.passages import Spans, read_passage
from papermesh.loaders.linking.proposals import KINDS, ROLES, Proposal, address_spans, places, stands_for
from papermesh.loaders.linking.urls import find_urls
from papermesh.ontology import EntityType
from tests.linking.conftest import small_ontology
from tests.linking.test_invariants import PIECES, TEXTS, check

ONTOLOGY = small_ontology()


def _links(abstract: str, *proposals: Proposal, title: str = "On a matter") -> tuple[Link, ...]:
    corpus = link_corpus([Text("one", title, abstract)], ONTOLOGY, proposals={"one": proposals})
    return corpus.linked["one"].links


def _method(surface: str, name: str | None = None) -> Proposal:
    return Proposal("method", surface, name or surface, "uses", "technique")


def _added(links: Iterable[Link]) -> set[tuple[str, str, str]]:
    return {(link.entity_type, link.entity_id, link.surface) for link in links if link.rule == "language-model"}


def _addresses(text: str) -> Spans:
    passage = read_passage("abstract", text)
    return address_spans(find_urls(passage)[0], passage)


@st.composite
def _proposals(draw: st.DrawFn) -> Proposal:
    entity_type: EntityType = draw(st.sampled_from(["method", "hardware", "benchmark"]))
    surface = draw(st.one_of(PIECES, st.text(max_size=8), st.sampled_from(["we", "a novel", "Zentrix (ZTX)"])))
    name = draw(st.one_of(st.just(surface), PIECES, st.text(max_size=8)))
    role, kind = draw(st.sampled_from(ROLES[entity_type])), draw(st.sampled_from(KINDS[entity_type]))
    return Proposal(entity_type, surface, name, role, kind)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS, st.lists(_proposals(), max_size=8))
def test_every_proposed_link_leads_back_to_its_words(title: str, abstract: str, proposals: list[Proposal]) -> None:
    """Whatever is proposed: the proof holds, the links of the rules stay as they are, and order does not matter."""
    text = Text("k", title, abstract)
    alone = link_corpus([text], ONTOLOGY).linked["k"]
    linked = link_corpus([text], ONTOLOGY, proposals={"k": proposals}).linked["k"]
    check(linked, {"title": title, "abstract": abstract})
    assert set(alone.links) <= set(linked.links)
    assert {link.rule for link in set(linked.links) - set(alone.links)} <= {"language-model"}
    assert link_corpus([text], ONTOLOGY, proposals={"k": proposals[::-1]}).linked["k"] == linked
    assert link_corpus([text], ONTOLOGY, proposals={"another": proposals}).linked["k"] == alone


@pytest.mark.parametrize(
    ("text", "surface", "stands"),
    [
        ("It uses moss folding.", "moss folding", True),
        ("It uses moss\n  folding.", "moss folding", True),
        ("It uses mossy folding.", "moss", False),
        ("It uses multi-Moss and Moss-based trees.", "Moss", True),
        ("It uses Moss-4 only.", "Moss", False),
        ("It uses Moss 3.1 only.", "Moss 3", False),
        ("It uses Moss+ only.", "Moss", False),
        ("It uses X-Moss only.", "Moss", False),
        ("It uses Mose\u0301 only.", "Mose", False),
        ("See https://github.com/example/moss for it.", "moss", False),
        ("It grows moss. Trees follow.", "moss. Trees", False),
    ],
)
def test_a_surface_is_whole_words(text: str, surface: str, stands: bool) -> None:
    """A part of a longer name, of an address or of two sentences is none."""
    assert bool(places(read_passage("abstract", text), surface, _addresses(text))) == stands


def test_a_name_leads_to_the_ontology() -> None:
    """By its name, then by its surface; a context word that a rule asks for is not needed."""
    found = _added(
        _links("It adapts by low rank adapters on the C4.", _method("low rank adapters", "Low-Rank Adaptation"))
    )
    assert found == {("method", "low-rank-adaptation", "low rank adapters")}
    assert _added(_links("It is read on C4.", Proposal("benchmark", "C4", "C4", "evaluates", "dataset"))) == {
        ("benchmark", "c4", "C4")
    }


def test_the_rules_come_first() -> None:
    """What a rule found is not proposed again: under another role, another type, or as a part of it."""
    text = "We use GPTQ on an NVIDIA A100 with Llama 3.1."
    rules = _links(text)
    again = [
        _method("GPTQ"), Proposal("benchmark", "GPTQ", "GPTQ", "introduces", "dataset"), _method("NVIDIA"),
        Proposal("hardware", "A100", "A100 Mega", "targets", "model"), _method("Llama", "Llama"), _method("use GPTQ"),
    ]  # fmt: skip
    assert _links(text, *again) == rules


def test_the_longest_surface_has_the_words() -> None:
    """Two proposals never claim the same words, in whichever order they come."""
    both = (_method("moss folding"), _method("moss folding trees"))
    wanted = {("method", "moss-folding-trees", "moss folding trees")}
    text = "It uses moss folding trees."
    assert _added(_links(text, *both)) == _added(_links(text, *reversed(both))) == wanted


def test_a_name_of_another_paper_is_that_papers() -> None:
    """What one paper introduces and a model finds in another, however it is written, is one entity."""
    papers = [
        Text("a", "MossFolder: A Folding System", "We present MossFolder, a folding system."),
        Text("b", "A study", "It is built upon the mossfolder of others."),
    ]
    corpus = link_corpus(papers, ONTOLOGY, proposals={"b": [_method("mossfolder")]})
    (link,) = corpus.linked["b"].links
    assert (link.entity_id, link.name, link.kind) == ("mossfolder", "MossFolder", "system")


@pytest.mark.parametrize(
    ("name", "surface", "can"),
    [
        ("Llama 2", "LLaMA-2", True),
        ("NVIDIA A100", "A100s", True),
        ("Chain of Thought", "CoT", True),
        ("CoT", "chain-of-thought prompting", True),
        ("Low-Rank Adaptation", "LoRA", True),
        ("GPT-4", "our model", False),
        ("GPTQ", "tensors", False),
        ("a" * 60, "a " * 30 + "b", False),
        ("", "moss", False),
    ],
)
def test_a_name_shares_something_with_its_surface(name: str, surface: str, can: bool) -> None:
    """Else any words of a text could be the proof of any name."""
    assert stands_for(name, surface) == can
