"""Citations between papers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.merge import References, merge_papers, resolve_references
from papermesh.loaders.records import PaperRecord, Reference

CITED = "The Cited Paper Here"


def record(name: str, title: str, *references: Reference, **properties: Any) -> PaperRecord:
    """Return a record with these properties."""
    return PaperRecord(id=name, title=title, references=references, **properties)


def resolved(*records: PaperRecord) -> References:
    """Return the citations between the papers of these records."""
    return resolve_references(merge_papers(records))


def targets(references: References) -> dict[str, list[str]]:
    """Return the cited keys by citing key."""
    return {citing: [target for target, _ in cited] for citing, cited in references.edges.items()}


CITING = "A Paper That Cites"
KEY = "title:a-paper-that-cites"


@pytest.mark.parametrize(
    "reference",
    [
        Reference(arxiv_id="2001.00001v3"),
        Reference(doi="https://doi.org/10.48550/arXiv.2001.00001"),
        Reference(doi="10.5555/CITED"),
        Reference(title="the cited paper: here"),
        Reference(title=CITED, year=2021),
        Reference(title="Misspelt By The Source", arxiv_id="2001.00001"),
        Reference(other_ids=("openalex:W1",)),
        Reference(other_ids=("openalex:W9", "s2:1")),
    ],
)
def test_a_loaded_paper_is_found_by_whatever_names_it(reference: Reference) -> None:
    """A loaded paper is found by whatever names it."""
    cited = record("b", CITED, arxiv_id="2001.00001", doi="10.5555/cited", other_ids=("openalex:W1", "s2:1"))
    found = resolved(record("a", CITING, reference), cited)
    assert targets(found) == {KEY: ["arxiv:2001.00001"]}
    assert found.stubs == ()


@pytest.mark.parametrize(
    "reference",
    [
        Reference(title=CITED, year=2010),
        Reference(title=CITED, arxiv_id="2001.00002"),
        Reference(title="Another Cited Paper"),
        Reference(doi="10.5555/other"),
        Reference(other_ids=("openalex:W2",)),
    ],
)
def test_another_paper_becomes_a_bare_one(reference: Reference) -> None:
    """Another paper becomes a bare one."""
    found = resolved(record("a", CITING, reference), record("b", CITED, arxiv_id="2001.00001"))
    (stub,) = found.stubs
    assert targets(found) == {KEY: [stub.paper_id]}
    assert stub.text_scope == "none"
    assert stub.title == reference.title
    assert (stub.abstract, stub.sources) == (None, [])


def test_references_that_name_one_paper_in_different_ways_meet_in_one_bare_paper() -> None:
    """References that name one paper in different ways meet in one bare paper."""
    found = resolved(
        record("a", CITING, Reference(arxiv_id="2001.00001", title=CITED)),
        record("b", "B Paper That Cites", Reference(title=CITED, year=2020)),
        record("c", "C Paper That Cites", Reference(arxiv_id="2001.00001", doi="10.5555/cited")),
    )
    (stub,) = found.stubs
    assert (stub.paper_id, stub.doi, stub.year, stub.title) == ("arxiv:2001.00001", "10.5555/cited", 2020, CITED)
    assert stub.former_ids == ["doi:10.5555/cited", "title:the-cited-paper-here"]
    assert {target for cited in targets(found).values() for target in cited} == {stub.paper_id}


def test_a_reference_by_id_follows_another_one_to_the_paper_of_its_title() -> None:
    """A reference by id follows another one to the paper of its title."""
    found = resolved(
        record("a", CITING, Reference(arxiv_id="2001.00001", title=CITED)),
        record("b", "B Paper That Cites", Reference(arxiv_id="2001.00001")),
        record("c", CITED),
    )
    assert set(map(tuple, targets(found).values())) == {("title:the-cited-paper-here",)}
    assert found.stubs == ()


def test_a_reference_by_an_id_at_a_service_alone_is_not_lost() -> None:
    """A reference by an id at a service alone is not lost."""
    found = resolved(
        record("a", CITING, Reference(other_ids=("s2:1", "openalex:W1")), Reference(other_ids=("no scheme",))),
        record("b", "B Paper That Cites", Reference(other_ids=("openalex:W1",))),
        record("c", "C Paper That Cites", Reference(other_ids=("s2:1",), title=CITED)),
    )
    (stub,) = found.stubs
    assert {target for cited in targets(found).values() for target in cited} == {stub.paper_id}
    assert (stub.paper_id, stub.title) == ("title:the-cited-paper-here", CITED)
    assert stub.other_ids == ["openalex:W1", "s2:1"]
    assert stub.former_ids == ["openalex:W1", "s2:1"]


def test_a_bare_paper_that_was_known_by_its_number_keeps_that_key_when_it_is_loaded() -> None:
    """A bare paper that was known by its number keeps that key when it is loaded."""
    citing = record("a", CITING, Reference(other_ids=("openalex:W1",)))
    (stub,) = resolved(citing).stubs
    assert stub.paper_id == "openalex:W1"
    loaded = merge_papers([citing, record("b", CITED, other_ids=("openalex:W1",))])
    assert stub.paper_id in next(paper.paper.former_ids for paper in loaded if paper.paper.title == CITED)


def test_an_id_that_is_too_long_for_a_key_names_no_paper() -> None:
    """An id that is too long for a key names no paper."""
    assert resolved(record("a", CITING, Reference(other_ids=(f"s2:{'1' * 600}",)))) == References({}, ())


def test_a_title_that_fits_two_papers_is_decided_for_neither() -> None:
    """A title that fits two papers is decided for neither."""
    found = resolved(
        record("a", CITING, Reference(title=CITED)),
        record("b", CITED, arxiv_id="2001.00001"),
        record("c", CITED, arxiv_id="1001.0001"),
    )
    assert [stub.paper_id for stub in found.stubs] == ["title:the-cited-paper-here"]


def test_a_bare_paper_never_takes_the_key_of_a_loaded_one() -> None:
    """A bare paper never takes the key of a loaded one."""
    found = resolved(record("a", CITING, Reference(title="Editorial")), record("b", "Editorial", year=2020))
    (stub,) = found.stubs
    assert stub.paper_id.startswith("title:editorial--")
    assert stub.former_ids == ["title:editorial"]


def test_a_paper_cited_twice_has_one_edge_with_both_contexts() -> None:
    """A paper cited twice has one edge with both contexts."""
    by_id, by_doi = (
        Reference(arxiv_id="2001.00001", contexts=("one",)),
        Reference(doi="10.5555/cited", contexts=("two",)),
    )
    found = resolved(record("a", CITING, by_id, by_doi), record("b", CITED, arxiv_id="2001.00001", doi="10.5555/cited"))
    ((target, reference),) = found.edges[KEY]
    assert (target, reference.contexts) == ("arxiv:2001.00001", ("one", "two"))


def test_a_paper_that_cites_itself_has_no_edge() -> None:
    """A paper that cites itself has no edge."""
    found = resolved(record("a", CITING, Reference(title=CITING)))
    assert targets(found) == {}
    assert found.stubs == ()


REFERENCES = st.lists(
    st.builds(
        Reference,
        title=st.sampled_from([None, CITED, CITING, "Editorial"]),
        year=st.sampled_from([None, None, 2018, 2020, 2021]),
        arxiv_id=st.sampled_from([None, None, "2001.00001", "2001.00002"]),
        doi=st.sampled_from([None, None, "10.5555/x", "10.5555/y"]),
        other_ids=st.sampled_from([(), (), ("openalex:W1",), ("openalex:W2", "s2:1"), ("s2:1",)]),
        contexts=st.sampled_from([(), ("c",), ("d",)]),
    ),
    max_size=4,
).map(tuple)
RECORDS = st.lists(
    st.builds(
        PaperRecord,
        id=st.sampled_from("abcdef"),
        title=st.sampled_from([CITED, CITING, "Editorial"]),
        year=st.sampled_from([None, 2018, 2020]),
        arxiv_id=st.sampled_from([None, None, "2001.00001", "2001.00002"]),
        doi=st.sampled_from([None, None, "10.5555/x"]),
        other_ids=st.sampled_from([(), (), ("openalex:W1",), ("s2:1",)]),
        references=REFERENCES,
    ),
    max_size=6,
    unique_by=lambda member: member.record_id,
)


@settings(deadline=None, max_examples=120)
@given(RECORDS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(records: list[PaperRecord], random: Any) -> None:
    """Neither order nor repetition matters."""
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)
    assert merge_papers(shuffled) == merge_papers(records)
    assert resolved(*shuffled) == resolved(*records)


@settings(deadline=None, max_examples=120)
@given(RECORDS)
def test_every_key_is_one_papers_and_every_edge_has_two_ends(records: list[PaperRecord]) -> None:
    """Every key is one papers and every edge has two ends."""
    papers = merge_papers(records)
    found = resolve_references(papers)
    keys = [paper.paper.paper_id for paper in papers] + [stub.paper_id for stub in found.stubs]
    assert len(keys) == len(set(keys))
    ends = {key for citing, cited in targets(found).items() for key in (citing, *cited)}
    assert ends <= set(keys)
    assert {stub.paper_id for stub in found.stubs} <= ends
