"""Ids in one form, and the keys under which titles and names compare."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.graph.schema import MAX_KEY_LENGTH
from papermesh.loaders.identity import (
    arxiv_id,
    author_key,
    doi,
    identity_keys,
    name_key,
    orcid,
    paper_key,
    title_key,
    year_of_arxiv_id,
)
from papermesh.loaders.records import AuthorName, PaperRecord, Reference

ANY = st.text(st.characters(exclude_categories=["Cs"]))
LATEX = st.text("ab {}$\\_^&<>/é-+#;'\"i", max_size=30)


@pytest.mark.parametrize(
    "text",
    [
        "2412.14590",
        "2412.14590v2",
        " 2412.14590 ",
        "arXiv:2412.14590",
        "ARXIV:2412.14590V12",
        "arXiv: 2412.14590 [cs.LG]",
        "arxiv 2412.14590",
        "https://arxiv.org/abs/2412.14590",
        "http://arxiv.org/abs/2412.14590v1",
        "arxiv.org/pdf/2412.14590v2.pdf",
        "https://www.arxiv.org/pdf/2412.14590",
        "https://export.arxiv.org/abs/2412.14590?context=cs#top",
        "https://arxiv.org/html/2412.14590v1/",
        "https://huggingface.co/papers/2412.14590",
        "10.48550/arXiv.2412.14590",
        "doi:10.48550/ARXIV.2412.14590",
        "https://doi.org/10.48550/arXiv.2412.14590",
        "2412.14590.",
    ],
)
def test_an_arxiv_id_is_read_in_any_form(text: str) -> None:
    """An arXiv id is read in any form."""
    assert arxiv_id(text) == "2412.14590"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:hep-th/9901001v3", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/cond-mat/0207270", "cond-mat/0207270"),
        ("0704.0001", "0704.0001"),
    ],
)
def test_old_arxiv_ids_are_read_too(text: str, expected: str) -> None:
    """Old arXiv ids are read too."""
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [None, "", "2413.14590", "2400.14590", "412.14590", "2412.145", "lack/1234567", "math/1234", "1234.5678 and more",
     "10.1145/2412.14590", "https://example.org/abs/2412.14590", "٢٤١٢.١٤٥٩٠", "math/9913001"],
)  # fmt: skip
def test_what_is_no_arxiv_id_is_none(text: str | None) -> None:
    """What is no arXiv id is none."""
    assert arxiv_id(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "10.1145/3620666.3651335",
        "10.1145/3620666.3651335.",
        " doi:10.1145/3620666.3651335",
        "DOI 10.1145/3620666.3651335",
        "https://doi.org/10.1145/3620666.3651335",
        "http://dx.doi.org/10.1145%2F3620666.3651335",
        "https://doi.org/10.1145/3620666.3651335?download=true",
        "(10.1145/3620666.3651335)",
        "<10.1145/3620666.3651335>,",
    ],
)
def test_a_doi_is_read_in_any_form(text: str) -> None:
    """A DOI is read in any form."""
    assert doi(text) == "10.1145/3620666.3651335"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1002/(SICI)1097-0258(19980815)17:15", "10.1002/(sici)1097-0258(19980815)17:15"),
        ("10.1016/S0140-6736(05)00001-X", "10.1016/s0140-6736(05)00001-x"),
        ("10.1000.10/AbC", "10.1000.10/abc"),
        ("10.1/abc", None),
        ("10.1145/", None),
        ("10.1145/a b", None),
        ("10.1145/.", None),
        ("11.1145/abc", None),
        ("10.5555/" + "x" * 600, None),
        ("", None),
        (None, None),
    ],
)
def test_dois_with_brackets_and_what_is_no_doi(text: str | None, expected: str | None) -> None:
    """DOIs with brackets and what is no DOI."""
    assert doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825", None),
        (None, None),
    ],
)
def test_an_orcid_needs_its_check_digit(text: str | None, expected: str | None) -> None:
    """An ORCID iD needs its check digit."""
    assert orcid(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "attention is all you need."),
        ("A: B -- C", "A  B—C"),
        ("Fine\u2011Tuning the ﬁne", "fine-tuning the fine"),
        ("Poincaré Maps", r"Poincar{\'e} Maps"),
        ("Schrödinger's Cat", r"Schr\"odinger’s {C}at"),
        ("k-Means", "$k$-Means"),
        ("H₂O", "H$_2$O"),
        ("H₂O", "H<sub>2</sub>O"),
        ("H₂O", r"H$_{2}$O"),
        ("Text & Data", r"Text {\&} Data"),
        ("Text & Data", "Text &amp; Data"),
        ("Text and Data", "Text & Data"),
        ("Learning fast", r"Learning \emph{fast}"),
        ("Learning\nfast", "Learning fast"),
        ("ＦＵＬＬ width", "full width"),
    ],
)
def test_titles_that_are_written_differently_compare_equal(one: str, other: str) -> None:
    """Titles that are written differently compare equal."""
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Code in C", "Code in C++"), ("Code in C", "Code in C#"), ("Llama 2", "Llama 3"), ("が", "か"), ("???", "!!!")],
)
def test_titles_that_differ_in_what_matters_do_not(one: str, other: str) -> None:
    """Titles that differ in what matters do not."""
    assert title_key(one) != title_key(other)


def test_long_titles_end_in_a_hash_that_tells_them_apart() -> None:
    """Long titles end in a hash that tells them apart."""
    one, other = title_key("word " * 200 + "a"), title_key("word " * 200 + "b")
    assert one != other
    assert max(len(one), len(other)) <= MAX_KEY_LENGTH - len("title:--0123456789ab")


@settings(deadline=None)
@given(ANY | LATEX | st.text("é\u0301ßİſ\u0345Ǆ가ガ", max_size=9) | st.text(max_size=900, alphabet="ab "))
def test_a_title_key_is_its_own_key_and_fits(title: str) -> None:
    """A title key is its own key and fits."""
    key = title_key(title)
    assert 0 < len(f"title:{key}--0123456789ab") <= MAX_KEY_LENGTH
    assert title_key(key) == key
    assert title_key(f"  {title}\n") == key


@settings(deadline=None)
@given(
    st.text("0123456789.v/arxiv:hep-thmathdoig", max_size=24)
    | st.from_regex(r"(arxiv:|doi:)?[01][0-9][01][0-9]\.[0-9]{4,6}(v1)?", fullmatch=True)
)
def test_normal_ids_are_their_own_normal_form(text: str) -> None:
    """Normal ids are their own normal form."""
    for normal in (arxiv_id, doi, orcid):
        once = normal(text)
        assert once is None or normal(once) == once


@settings(deadline=None)
@given(st.from_regex(r"10\.[0-9]{4,5}/\S{1,20}", fullmatch=True))
def test_a_normal_doi_is_its_own_normal_form(text: str) -> None:
    """A normal DOI is its own normal form."""
    once = doi(text)
    assert once is None or doi(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("José Müller", "jose muller"),
        ("A. M. Example", "A M Example"),
        ("O'Brien Pat", "O’Brien Pat"),
    ],
)
def test_names_that_are_written_differently_compare_equal(one: str, other: str) -> None:
    """Names that are written differently compare equal."""
    assert name_key(one) == name_key(other)


def test_an_author_is_known_by_orcid_or_else_by_name() -> None:
    """An author is known by ORCID iD or else by name."""
    assert author_key(AuthorName(name="Ada Example", orcid="0000-0002-1825-0097")) == "orcid:0000-0002-1825-0097"
    assert author_key(AuthorName(name="Ada Example", orcid="wrong")) == "name:ada example"
    assert len(author_key(AuthorName(name="x" * 900))) <= MAX_KEY_LENGTH


def test_the_key_is_arxiv_then_doi_then_title() -> None:
    """The key is arXiv then DOI then title."""
    both = PaperRecord(title="A Title", arxiv_id="2412.14590v2", doi="10.5555/X", other_ids=("s2:1", "loose"))
    assert paper_key(both) == "arxiv:2412.14590"
    assert identity_keys(both) == {"arxiv:2412.14590", "doi:10.5555/x", "title:a-title", "s2:1"}
    assert paper_key(PaperRecord(title="A Title", doi="10.5555/X")) == "doi:10.5555/x"
    assert paper_key(PaperRecord(title="A Title")) == "title:a-title"
    assert paper_key(Reference(year=2020)) is None


def test_ids_are_found_in_dois_and_addresses_too() -> None:
    """Ids are found in DOIs and addresses too."""
    assert identity_keys(PaperRecord(title="T", doi="10.48550/arXiv.2412.14590")) == {"arxiv:2412.14590", "title:t"}
    assert identity_keys(PaperRecord(title="T", url="https://arxiv.org/abs/2412.14590v1")) == {
        "arxiv:2412.14590",
        "title:t",
    }
    assert identity_keys(PaperRecord(title="T", url="https://doi.org/10.5555/x")) == {"doi:10.5555/x", "title:t"}
    assert identity_keys(PaperRecord(title="T", url="https://example.org/10.5555/x")) == {"title:t"}


@pytest.mark.parametrize(
    ("identifier", "year"), [("2412.1", 2024), ("0704.1", 2007), ("math/9911001", 1999), ("cs/0601001", 2006)]
)
def test_an_arxiv_id_tells_its_year(identifier: str, year: int) -> None:
    """An arXiv id tells its year."""
    assert year_of_arxiv_id(identifier) == year
