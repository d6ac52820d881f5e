"""Which records are of one paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.grouping import group, identity, is_generic, partition
from papermesh.loaders.records import AuthorName, PaperRecord

TITLE = "Counting Caches Without Looking"


def record(name: str, title: str = TITLE, **properties: Any) -> PaperRecord:
    """Return a record with these properties."""
    return PaperRecord(id=name, title=title, **properties)


def grouped(*records: PaperRecord) -> set[frozenset[str]]:
    """Return the ids of the records, by paper."""
    return {frozenset(member.id or "" for member in members) for members in group(records)}


def together(*records: PaperRecord) -> bool:
    """Return whether the records are of one paper."""
    return len(group(records)) == 1


A = record("a")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv_id": "2412.14590"}, {"arxiv_id": "arXiv:2412.14590v3", "title": "Renamed Since Then"}),
        ({"doi": "10.5555/X"}, {"doi": "https://doi.org/10.5555/x", "title": "Renamed Since Then"}),
        ({"other_ids": ("s2:1",)}, {"other_ids": ("s2:1",), "title": "Renamed Since Then"}),
        ({"arxiv_id": "2412.14590"}, {"doi": "10.48550/arXiv.2412.14590", "title": "Renamed Since Then"}),
        ({"arxiv_id": "2412.14590"}, {"doi": "10.5555/x"}),
        ({}, {"title": TITLE.upper() + "."}),
        ({"year": 2024}, {"year": 2025}),
        ({"year": 2024}, {}),
        ({"arxiv_id": "2412.14590"}, {"year": 2025}),
        ({"arxiv_id": "2412.14590", "year": 2015}, {"arxiv_id": "2412.14590", "year": 2024}),
    ],
)
def test_records_of_one_paper_come_together(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Records of one paper come together."""
    assert together(
        PaperRecord(**{"id": "a", "title": TITLE, **one}), PaperRecord(**{"id": "b", "title": TITLE, **other})
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"title": "Another Title Of Four"}),
        ({"year": 2022}, {"year": 2024}),
        ({"published": "2022-05"}, {"year": 2024}),
        ({"arxiv_id": "2412.14590"}, {"arxiv_id": "2412.14591"}),
        ({"doi": "10.5555/x"}, {"doi": "10.5555/y"}),
        ({"arxiv_id": "1512.14590"}, {"year": 2024}),
        ({"title": "Editorial"}, {"title": "Editorial"}),
        ({"title": "Guest Editorial", "year": 2020}, {"title": "Guest Editorial"}),
        ({"title": "Editorial", "year": 2020}, {"title": "Editorial", "year": 2023}),
        (
            {"title": "Editorial", "year": 2020, "authors": ("Ada X",)},
            {"title": "Editorial", "year": 2020, "authors": ("Bo Y",)},
        ),
    ],
)
def test_records_of_different_papers_stay_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Records of different papers stay apart."""
    assert not together(
        PaperRecord(**{"id": "a", "title": TITLE, **one}), PaperRecord(**{"id": "b", "title": TITLE, **other})
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"year": 2020}, {"year": 2021}),
        ({"authors": ("Ada Example",)}, {"authors": ("Example, A.", "Bo Y")}),
        ({"authors": ("Ada Example",), "year": 2020}, {"authors": ("Ada Example",)}),
        ({"abstract": "The same words."}, {"abstract": "The same  words"}),
    ],
)
def test_a_short_title_is_enough_with_a_year_an_author_or_the_abstract(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """A short title is enough with a year an author or the abstract."""
    assert together(PaperRecord(id="a", title="Editorial", **one), PaperRecord(id="b", title="Editorial", **other))


def test_years_chain() -> None:
    """Years chain."""
    assert together(record("a", year=2020), record("b", year=2021), record("c", year=2022))


def test_a_record_without_year_joins_no_chain_where_there_are_two() -> None:
    """A record without year joins no chain where there are two."""
    assert grouped(record("a", year=2016), record("b", year=2024), record("c"), record("d")) == {
        frozenset("a"), frozenset("b"), frozenset("cd"),
    }  # fmt: skip


def test_a_title_between_two_arxiv_ids_joins_neither() -> None:
    """A title between two arXiv ids joins neither."""
    ids = record("a", arxiv_id="2412.14590"), record("b", arxiv_id="2412.14591")
    assert grouped(*ids, record("c"), record("d")) == {frozenset("a"), frozenset("b"), frozenset("cd")}


def test_two_titles_of_one_paper_never_join_two_arxiv_ids() -> None:
    """Two titles of one paper never join two arXiv ids."""
    renamed = record("c", doi="10.5555/x"), record("d", title="The Other Of Its Titles", doi="10.5555/x")
    ids = record("a", arxiv_id="2412.14590"), record("b", title="The Other Of Its Titles", arxiv_id="2412.14591")
    assert grouped(*ids, *renamed) == {frozenset("a"), frozenset("b"), frozenset("cd")}


def test_a_doi_joins_what_titles_would_not() -> None:
    """A DOI joins what titles would not."""
    assert together(
        record("a", arxiv_id="2412.14590", doi="10.5555/x"), record("b", arxiv_id="2412.14591", doi="10.5555/x")
    )


@pytest.mark.parametrize(
    ("key", "generic"),
    [("editorial", True), ("guest-editorial", True), ("a-survey-of", False), ("深度学习综述", False)],
)
def test_a_title_of_few_words_is_generic(key: str, generic: bool) -> None:
    """A title of few words is generic."""
    assert is_generic(key) is generic


TITLES = st.sampled_from([TITLE, "The Other Of Its Titles", "Editorial"])
RECORDS = st.lists(
    st.builds(
        PaperRecord,
        id=st.sampled_from("abcdefgh"),
        title=TITLES,
        year=st.sampled_from([None, None, 2019, 2020, 2021, 2022, 2024]),
        arxiv_id=st.sampled_from([None, None, None, "2001.00001", "2101.00002"]),
        doi=st.sampled_from([None, None, None, "10.5555/x", "10.5555/y"]),
        authors=st.sampled_from([(), (AuthorName(name="Ada X"),), (AuthorName(name="Bo Y"),), (AuthorName(name="X, Ada"), AuthorName(name="Bo Y"))]),
        abstract=st.sampled_from([None, None, "Some words.", "Other words."]),
    ),
    max_size=8,
)  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(records: list[PaperRecord], random: Any) -> None:
    """The order does not matter."""
    shuffled = list(records)
    random.shuffle(shuffled)
    assert group(shuffled) == group(records) == group([*records, *records])


@settings(deadline=None, max_examples=120)
@given(RECORDS)
def test_every_record_is_in_one_group_and_equal_ids_are_never_apart(records: list[PaperRecord]) -> None:
    """Every record is in one group and equal ids are never apart."""
    groups = group(records)
    assert sorted(id(m) for g in groups for m in g) == sorted({id(m) for g in groups for m in g})
    assert {m for g in groups for m in g} == set(records)
    for name in ("arxiv_id", "doi"):
        owners: dict[str, int] = {}
        for index, members in enumerate(groups):
            for member in members:
                if value := getattr(member, name):
                    assert owners.setdefault(value, index) == index


@settings(deadline=None, max_examples=120)
@given(RECORDS)
def test_titles_never_join_different_ids(records: list[PaperRecord]) -> None:
    """Titles never join different ids."""
    for members in group(records):
        untitled = [replace(identity(member), titles=frozenset()) for member in members]
        parts = [[untitled[index] for index in part] for part in partition(untitled)]
        # What has different ids and is together nevertheless was joined by another id, so it is without titles too.
        assert sum(any(member.arxiv_ids for member in part) for part in parts) <= 1
        assert sum(any(member.dois for member in part) for part in parts) <= 1
