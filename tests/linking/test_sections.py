"""Sections of a full text: which are linked, by what names, and what they change in the links of a paper."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from papermesh.loaders.linking import Link, LinkedText, SectionText, Text, experiment_sections, link_corpus
from papermesh.loaders.linking.proposals import Proposal
from tests.linking.conftest import small_ontology
from tests.linking.test_invariants import TEXTS, check

ONTOLOGY = small_ontology()


def fields(*headings: str | None) -> list[str]:
    """Return the fields of the sections that are linked, out of sections with these headings."""
    return [section.field for section in experiment_sections((heading, "text") for heading in headings)]


def linked(sections: Mapping[str, str], title: str = "On a matter", abstract: str | None = None) -> LinkedText:
    """Link a paper with these sections."""
    text = Text("one", title, abstract, sections=tuple(SectionText(*item) for item in sections.items()))
    found = link_corpus([text], ONTOLOGY).linked["one"]
    check(found, {"title": title, "abstract": abstract or "", **sections})
    return found


def by_name(found: LinkedText) -> dict[str, Link]:
    """Return links by the name of the entity."""
    return {link.name: link for link in found.links}


@pytest.mark.parametrize(
    "heading",
    [
        "Experiments", "5 EXPERIMENTS", "IV. Experimental Setup", "4.1. Datasets", "Results and Discussion", "C.2 Hardware",
        "Evaluation", "Main results", "Training details", "Implementation Details", "Ablation study", "6) Set-up",
        "Data sets", "Hyper-parameters", "Computational resources", "Empirical study", "Baselines", "Error analysis",
        "6.3 Comparison with Existing Methods",
    ],
)  # fmt: skip
def test_a_heading_tells_of_experiments(heading: str) -> None:
    """Headings of experiments are known with and without number, in any letter case."""
    assert fields(heading) == [heading]


@pytest.mark.parametrize(
    "heading",
    [
        None, "Introduction", "2 Related Work", "2 Prior benchmarks", "A comparison of related work", "Related work on evaluation", "Previous results", "Method", "Problem setup",
        "Conclusion", "Background: benchmarks", "Convergence analysis", "Acknowledgements", "results " * 40,
    ],
)  # fmt: skip
def test_a_heading_tells_of_something_else(heading: str | None) -> None:
    """Related work, background and theory are none, nor is a paragraph that was taken for a heading."""
    assert fields(heading) == []


def test_a_subsection_counts_by_its_number() -> None:
    """What is numbered under experiments counts, what stands under something else or under no number does not."""
    assert fields(
        "3 Method", "3.1 Who Counts?", "4 Experiments", "4.1 Who Counts?", "4.1.2 And How?", "Who Counts?"
    ) == [
        "4 Experiments",
        "4.1 Who Counts?",
        "4.1.2 And How?",
    ]
    assert fields("4 Experiments", "4.1 Related Work", "4.1.1 Older Counters", "14.1 Who Counts?") == ["4 Experiments"]
    assert fields("IV. RESULTS", "IV-A Who Counts?", "A Training Details", "A.1 Seeds") == [
        "IV. RESULTS", "IV-A Who Counts?", "A Training Details", "A.1 Seeds",
    ]  # fmt: skip


def test_a_heading_without_a_text_still_stands_above_its_subsections() -> None:
    """A heading over subsections alone has no text to link, and still says what they tell of."""
    sections = experiment_sections([("4 Experiments", ""), ("4.1 Who Counts?", "text")])
    assert sections == (SectionText("4.1 Who Counts?", "text"),)


def test_fields_are_unique() -> None:
    """The second of two sections with one heading is counted, whatever other headings look like."""
    assert fields("Results", "Results", "Results (2)", "Results") == [
        "Results", "Results (2)", "Results (2) (2)", "Results (3)",
    ]  # fmt: skip
    assert fields("4 Results", "4.1 x", "4.1 x") == ["4 Results", "4.1 x", "4.1 x (2)"]


def test_what_a_paper_ran_on_is_found_in_its_sections() -> None:
    """A device of the experiments is what the paper ran on, with the heading as its field."""
    found = by_name(linked({"4.1 Setup": "Models are small.\nTraining took two days on eight A100 GPUs."}))
    link = found["NVIDIA A100"]
    assert (link.role, link.field, link.surface, link.device_count) == ("evaluated_on", "4.1 Setup", "A100", 8)
    assert link.sentence == "Training took two days on eight A100 GPUs."


def test_a_line_of_a_section_ends_a_sentence() -> None:
    """Paragraphs stand one a line, and a sentence does not go on behind its own."""
    found = by_name(linked({"Setup": "Optimizer and schedule\nWe use QLoRA throughout"}))
    assert found["QLoRA"].sentence == "We use QLoRA throughout"


def test_the_best_mention_is_of_the_title_then_the_abstract_then_a_section() -> None:
    """Of equally sure mentions the first field has the proof, and all of them are counted."""
    sections = {"Setup": "vLLM serves. GPTQ is run.", "Results": "GPTQ and QLoRA with vLLM."}
    found = by_name(linked(sections, "Serving with vLLM", "We use GPTQ."))
    assert {name: (found[name].field, found[name].mentions) for name in ("vLLM", "GPTQ", "QLoRA")} == {
        "vLLM": ("title", 3),
        "GPTQ": ("abstract", 3),
        "QLoRA": ("Results", 1),
    }
    assert [link.field for link in linked(sections, "Serving with vLLM", "We use GPTQ.").links] == [
        "title", "abstract", "Results",
    ]  # fmt: skip
    surer = by_name(linked({"Setup": "We use vLLM."}, "On a matter", "We use VLLM."))["vLLM"]
    assert (surer.field, surer.rule) == ("Setup", "lexicon")


def test_an_abbreviation_of_the_abstract_holds_in_sections() -> None:
    """A short form that the abstract defines as something else is no entity of that name in the sections either."""
    sections = {"Results": "We compare with SAM and LoRA."}
    assert "Segment Anything Model" in by_name(linked(sections))
    own = by_name(linked(sections, abstract="We study Selective Adder Memory (SAM)."))
    assert "Segment Anything Model" not in own
    assert "Low-Rank Adaptation" in own
    introduced = by_name(linked({"Results": "CMT counts faster."}, abstract="We propose CounterMix Trees (CMT)."))
    assert {(link.name, link.role, link.mentions) for link in introduced.values()} == {
        ("CounterMix Trees", "introduces", 3)
    }


def test_a_name_is_introduced_by_title_and_abstract_alone() -> None:
    """What a section proposes of its own is no method of the paper's."""
    assert all(link.role != "introduces" for link in linked({"Results": "We propose Zentrix, a novel system."}).links)


def test_addresses_in_a_section_are_others_until_the_paper_says_that_it_releases_them() -> None:
    """An address that is only "available" is another's, one of "our code" the paper's own."""
    sections = {
        "Setup": "The code of vLLM is available at https://github.com/example/tool.",
        "Results": "We release our code at https://github.com/example/own.",
    }
    found = linked(sections)
    assert [(url.key, url.role, url.field) for url in found.urls] == [
        ("github:example/tool", "mentions", "Setup"),
        ("github:example/own", "official", "Results"),
    ]


def test_proposals_are_read_in_title_and_abstract_alone() -> None:
    """A language model was shown no section, and nothing that it says is proved by one."""
    proposal = Proposal("method", "grumble trees", "Grumble Trees", "compares", "technique")
    text = Text("one", "On a matter", "We grow trees.", sections=(SectionText("Results", "So do grumble trees."),))
    assert link_corpus([text], ONTOLOGY, proposals={"one": [proposal]}).linked["one"].links == ()
    shown = Text("one", "On a matter", "We grow grumble trees.", sections=text.sections)
    (link,) = link_corpus([shown], ONTOLOGY, proposals={"one": [proposal]}).linked["one"].links
    assert (link.field, link.mentions) == ("abstract", 1)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_every_link_of_a_section_leads_back_to_its_words(title: str, abstract: str, one: str, two: str) -> None:
    """The proof holds in every field, and sections change nothing of what other papers link to."""
    sections = experiment_sections([("Results", one), ("Results", two)])
    text = Text("k", title, abstract, sections=sections)
    other = Text("o", two, one)
    found = link_corpus([text, other], ONTOLOGY).linked
    check(found["k"], {"title": title, "abstract": abstract, **dict(sections)})
    without = link_corpus([Text("k", title, abstract), other], ONTOLOGY).linked
    assert found["o"] == without["o"]
    assert {
        (link.entity_type, link.entity_id) for link in without["k"].links if link.rule.startswith("introduced")
    } <= {(link.entity_type, link.entity_id) for link in found["k"].links}
