"""One paper from its records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.identity import identity_keys
from papermesh.loaders.merge import MergedPaper, merge, merge_papers
from papermesh.loaders.records import AuthorName, PaperRecord, Reference, RepositoryFact
from papermesh.loaders.sources import SOURCES
from papermesh.loaders.trust import TRUST

TITLE = "Counting Caches Without Looking"


def record(source: str = "jsonl", name: str = "a", **properties: Any) -> PaperRecord:
    """Return a record with these properties."""
    return PaperRecord(**{"source": source, "id": name, "title": TITLE, **properties})


def test_one_record_makes_a_paper() -> None:
    """One record makes a paper."""
    merged = merge([record(abstract="Words.", year=2024, arxiv_id="2412.14590v2", authors=("Ada Example",))])
    paper = merged.paper
    assert (paper.paper_id, paper.arxiv_id, paper.title, paper.year) == ("arxiv:2412.14590", "2412.14590", TITLE, 2024)
    assert paper.title_key == "counting-caches-without-looking"
    assert paper.former_ids == ["title:counting-caches-without-looking"]
    assert paper.url == "https://arxiv.org/abs/2412.14590"
    assert paper.text_scope == "abstract"
    assert (paper.hardware_stated, paper.benchmark_stated, paper.code_stated) == (None, None, None)
    assert merged.authors == (AuthorName(name="Ada Example"),)
    assert merged.record_ids == ("jsonl:a",)
    assert paper.sources == ["jsonl"]


def test_each_property_says_which_record_gave_it() -> None:
    """The most trusted that has it; a date in finer precision is that of the record which states it."""
    merged = merge(
        [
            record("bibtex", "b", venue="Proc. of Tests", year=2024, published="2024"),
            record("crossref", "c", venue="Tests", doi="10.1000/x", published="2024-05"),
            record("arxiv", "a", abstract="We test.", arxiv_id="2403.00001", authors=("Ada Example",)),
        ]
    )
    assert merged.paper.property_sources == [
        "abstract: arxiv:a", "arxiv_id: arxiv:a", "authors: arxiv:a", "doi: crossref:c", "published: crossref:c",
        "title: arxiv:a", "venue: bibtex:b", "year: bibtex:b",
    ]  # fmt: skip
    assert merged.paper.conflicts == ["venue: Tests (crossref:c)"]
    assert "year: arxiv:a" in merge([record("arxiv", "a", arxiv_id="2403.00001")]).paper.property_sources


def test_a_paper_needs_a_record() -> None:
    """A paper needs a record."""
    with pytest.raises(ValueError, match="needs a record"):
        merge([])


def test_a_preprint_and_its_published_version_are_one_paper_with_both_ids() -> None:
    """A preprint and its published version are one paper with both ids."""
    merged = merge([record(arxiv_id="2412.14590"), record("bibtex", "b", doi="10.5555/X", venue="Workshop")])
    assert merged.paper.paper_id == "arxiv:2412.14590"
    assert merged.paper.doi == "10.5555/x"
    assert merged.paper.venue == "Workshop"
    assert merged.paper.former_ids == ["doi:10.5555/x", "title:counting-caches-without-looking"]
    assert merged.paper.conflicts == []


def test_every_source_is_ranked_for_every_property() -> None:
    """Every source is ranked for every property."""
    for order in TRUST.values():
        assert sorted(order) == sorted(source.name for source in SOURCES)


@pytest.mark.parametrize(
    ("name", "values", "winner"),
    [
        ("year", {"jsonl": 2023, "bibtex": 2024}, "jsonl"),
        ("abstract", {"jsonl": "A summary.", "listing": "The abstract.", "bibtex": "Another."}, "listing"),
        ("venue", {"jsonl": "WSN", "bibtex": "Workshop on Small Numbers"}, "bibtex"),
        ("arxiv_id", {"jsonl": "2412.14590", "bibtex": "2412.14591"}, "jsonl"),
    ],
)
def test_the_trusted_source_wins_and_the_others_are_conflicts(name: str, values: dict[str, Any], winner: str) -> None:
    """The trusted source wins and the others are conflicts."""
    paper = merge([record(source, "r", **{name: value}) for source, value in values.items()]).paper
    assert getattr(paper, name) == values[winner]
    assert paper.conflicts == sorted(
        f"{name}: {value} ({source}:r)" for source, value in values.items() if source != winner
    )


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("title", TITLE, "counting {Caches} without looking."),
        ("venue", "Workshop on Counting", "workshop  on counting"),
        ("url", "https://example.org/a", "https://example.org/b"),
        ("published", "2024-12-19", "2024"),
        ("authors", ("Ada Example",), ("Example, A.",)),
        ("doi", "10.5555/X", "https://doi.org/10.5555/x"),
    ],
)
def test_a_difference_that_says_nothing_else_is_no_conflict(name: str, one: Any, other: Any) -> None:
    """A difference that says nothing else is no conflict."""
    assert merge([record(name="a", **{name: one}), record(name="b", **{name: other})]).paper.conflicts == []


def test_a_long_conflict_is_shortened() -> None:
    """A long conflict is shortened."""
    (conflict,) = merge([record("listing", abstract="A"), record(abstract="word " * 100)]).paper.conflicts
    assert conflict.startswith("abstract: word word")
    assert conflict.endswith("… (jsonl:a)")
    assert len(conflict) < 150


def test_the_date_has_the_best_precision_of_the_trusted_one() -> None:
    """The date has the best precision of the trusted one."""
    paper = merge([record("jsonl", published="2024"), record("bibtex", published="2024-12-19T08:00:00Z")]).paper
    assert (paper.published, paper.year, paper.conflicts) == ("2024-12-19", 2024, [])
    other = merge([record("jsonl", published="2024-11"), record("bibtex", published="2024-12-19")]).paper
    assert (other.published, other.conflicts) == ("2024-11", ["published: 2024-12-19 (bibtex:a)"])


@pytest.mark.parametrize(
    ("properties", "year"),
    [({"year": 2023, "published": "2024", "arxiv_id": "2212.14590"}, 2023), ({"published": "2024-01", "arxiv_id": "2312.14590"}, 2024),
     ({"arxiv_id": "2312.14590"}, 2023), ({}, None)],
)  # fmt: skip
def test_the_year_is_stated_or_follows_from_the_date_or_the_arxiv_id(
    properties: dict[str, Any], year: int | None
) -> None:
    """The year is stated or follows from the date or the arXiv id."""
    assert merge([record(**properties)]).paper.year == year


@pytest.mark.parametrize(
    ("stated", "known"), [((None, None), None), ((None, False), False), ((False, True), True), ((None, True), True)]
)
def test_references_are_known_when_a_record_says_so(stated: tuple[bool | None, ...], known: bool | None) -> None:
    """References are known when a record says so."""
    records = [record(name=str(index), references_known=value) for index, value in enumerate(stated)]
    assert merge(records).paper.references_known is known


def test_authors_come_from_one_record_and_orcids_from_any() -> None:
    """Authors come from one record and ORCID iDs from any."""
    merged = merge([
        record(authors=("Ada Example", "Bo Sample")),
        record("bibtex", authors=(AuthorName(name="Example, Ada", orcid="0000-0002-1825-0097"),)),
    ])  # fmt: skip
    assert merged.authors == (AuthorName(name="Ada Example", orcid="0000-0002-1825-0097"), AuthorName(name="Bo Sample"))
    assert merged.paper.conflicts == ["authors: Example, Ada (bibtex:a)"]


def test_references_to_one_paper_are_one_whatever_they_are_known_by() -> None:
    """References to one paper are one whatever they are known by."""
    merged = merge([
        record(references=(Reference(title="The Cited Paper Here", arxiv_id="2001.00001", contexts=("one",)),)),
        record("bibtex", references=(
            Reference(title="the cited paper here", contexts=("two", "one"), intents=("background",)),
            Reference(arxiv_id="arXiv:2001.00001v2", doi="10.5555/cited"),
            Reference(title="Another Cited Paper"), Reference(year=2020),
        )),
    ])  # fmt: skip
    first, second = merged.references
    assert (first.paper_id, first.doi, first.title) == ("arxiv:2001.00001", "10.5555/cited", "The Cited Paper Here")
    assert (first.contexts, first.intents) == (("one", "two"), ("background",))
    assert first.record_ids == ("bibtex:a", "jsonl:a")
    assert second.paper_id == "title:another-cited-paper"


def test_a_repository_is_one_whatever_its_address_and_the_newest_check_counts() -> None:
    """A repository is one whatever its address and the newest check counts."""
    merged = merge([
        record(repositories=(
            RepositoryFact(url="https://github.com/Example/Cache", official=True, stars=5, checked_at="2025-01-01", license="MIT"),
        )),
        record("bibtex", repositories=(
            RepositoryFact(url="http://www.github.com/example/cache.git", stars=9, checked_at="2026-01-01"),
            RepositoryFact(url="https://github.com/example/cache/tree/main/src"),
            RepositoryFact(url="https://github.com/example/other"),
        )),
    ])  # fmt: skip
    first, second = merged.repositories
    assert (first.stars, first.checked_at, first.license, first.official) == (9, "2026-01-01", "MIT", True)
    assert second.url == "https://github.com/example/other"


def test_different_papers_of_one_title_get_keys_that_tell_them_apart() -> None:
    """Different papers of one title get keys that tell them apart."""
    papers = merge_papers([record(name="a", year=2016), record(name="b", year=2024), record(name="c")])
    key = "title:counting-caches-without-looking"
    assert [paper.paper.paper_id for paper in papers][:2] == [f"{key}--2016", f"{key}--2024"]
    assert papers[2].paper.paper_id.startswith(f"{key}--")
    assert all(paper.paper.former_ids == [key] for paper in papers)


def test_a_title_beside_a_paper_that_has_an_id_keeps_its_key() -> None:
    """A title beside a paper that has an id keeps its key."""
    papers = merge_papers([record(name="a", arxiv_id="1612.14590"), record(name="b", year=2024)])
    assert [paper.paper.paper_id for paper in papers] == ["arxiv:1612.14590", "title:counting-caches-without-looking"]


TEXTS = st.sampled_from([None, "One.", "Two.", "one."])
RECORDS = st.lists(
    st.builds(
        record,
        source=st.sampled_from(["jsonl", "bibtex", "listing", "other"]),
        name=st.sampled_from("abc"),
        abstract=TEXTS,
        venue=TEXTS,
        year=st.sampled_from([None, 2020, 2021]),
        published=st.sampled_from([None, "2020", "2020-05", "2021-01-01"]),
        arxiv_id=st.sampled_from([None, "2001.00001"]),
        doi=st.sampled_from([None, "10.5555/X", "10.5555/y"]),
        url=st.sampled_from([None, "https://example.org"]),
        other_ids=st.sampled_from([(), ("s2:1",), ("s2:1", "s2:2")]),
        authors=st.sampled_from([(), ("Ada X",), ("X, Ada", "Bo Y"), (AuthorName(name="Ada X", orcid="0000-0002-1825-0097"),)]),
        references_known=st.sampled_from([None, True, False]),
        references=st.lists(
            st.builds(
                Reference,
                title=st.sampled_from([None, "The Cited Paper Here", "Editorial"]),
                year=st.sampled_from([None, 2018, 2019]),
                arxiv_id=st.sampled_from([None, None, "1801.00001"]),
                contexts=st.sampled_from([(), ("c",), ("d", "c")]),
            ),
            max_size=3,
        ).map(tuple),
        repositories=st.lists(
            st.builds(
                RepositoryFact,
                url=st.sampled_from(["https://github.com/a/b", "https://GitHub.com/A/b.git"]),
                stars=st.sampled_from([None, 1, 2]),
                official=st.sampled_from([None, True, False]),
                checked_at=st.sampled_from([None, "2025-01-01", "2026-01-01"]),
            ),
            max_size=2,
        ).map(tuple),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(RECORDS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(records: list[PaperRecord], random: Any) -> None:
    """Order and repetition do not matter."""
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(records)


@settings(deadline=None, max_examples=100)
@given(RECORDS, st.sampled_from(["jsonl", "bibtex", "listing", "other"]))
def test_a_record_of_nulls_changes_nothing_but_the_list_of_records(records: list[PaperRecord], source: str) -> None:
    """A record of nulls changes nothing but the list of records."""

    def content(merged: MergedPaper) -> Any:
        # The title that all of them have may be that of the record of nulls.
        known = [one for one in merged.paper.property_sources if not one.startswith("title: ")]
        paper = merged.paper.model_copy(update={"sources": [], "property_sources": known})
        return paper, merged.authors, merged.references, merged.repositories

    empty = PaperRecord(source=source, id="empty", title=TITLE)
    with_it = merge([*records, empty])
    assert content(with_it) == content(merge(records))
    assert set(with_it.record_ids) == {*(r.record_id for r in records), empty.record_id}


@settings(deadline=None, max_examples=100)
@given(RECORDS)
def test_every_key_that_a_part_of_the_records_would_have_is_kept(records: list[PaperRecord]) -> None:
    """Every key that a part of the records would have is kept."""
    paper = merge(records).paper
    known = {paper.paper_id, *paper.former_ids}
    assert paper.paper_id not in paper.former_ids
    for size in range(1, len(records) + 1):
        assert merge(records[:size]).paper.paper_id in known
    assert known == set().union(*(identity_keys(r) for r in records))


@settings(deadline=None, max_examples=100)
@given(RECORDS)
def test_every_value_is_the_papers_or_a_conflict(records: list[PaperRecord]) -> None:
    """Every value is the papers or a conflict."""
    paper = merge(records).paper
    for member in records:
        for name in ("abstract", "venue", "year"):
            value = getattr(member, name)
            if value is not None and str(value).casefold() != str(getattr(paper, name)).casefold():
                assert f"{name}: {value} ({member.record_id})" in paper.conflicts


def test_the_full_text_is_all_of_the_most_trusted_record_that_has_one() -> None:
    """The full text is all of the most trusted record that has one; headings without words are none."""
    own = {"sections": [{"heading": "1 A", "text": "Ours."}, {"heading": "2 B", "text": "Too."}]}
    read_from_pdf = {"sections": [{"heading": "1 A", "text": "Theirs."}]}
    empty = {"sections": [{"heading": "1 A"}]}
    records = [
        record("grobid", "g", **read_from_pdf),
        record("jsonl", "j", **own),
        record("arxiv", "a", abstract="Short."),
    ]
    merged = merge(records)
    assert merged == merge(records[::-1])
    assert (merged.sections, merged.sections_from) == (records[1].sections, "jsonl:j")
    assert (merged.paper.text_scope, merged.paper.conflicts) == ("fulltext", [])
    without = merge([record("jsonl", "j", **empty), records[2]])
    assert (without.sections, without.sections_from, without.paper.text_scope) == ((), None, "abstract")
    assert merge([record("jsonl", "j", **empty), records[0]]).sections_from == "grobid:g"
