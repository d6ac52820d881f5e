"""Copied pages, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.sources.listing import SOURCE, kind, parse

PAGE = Path(__file__).parents[3] / "shared" / "data" / "similar-papers-page.txt"
ABSTRACT = (
    "This abstract has two sentences that say little. It is written by hand, long enough to be one, and names nothing."
)
OTHER = "Another abstract, by the same hand and of the same use. It differs from the first so that nothing is repeated."


def read(text: str) -> Parsed:
    """Return what the source makes of a text."""
    return parse(text.encode(), Origin("listing", "page"))


def titles(parsed: Parsed) -> list[str]:
    """Return the titles of the records."""
    return [record.title for record in parsed.records]


@pytest.mark.shared
@pytest.mark.skipif(not PAGE.exists(), reason="the real page stands beside the repository; it is not here")
def test_the_real_page_holds_227_papers_and_nothing_is_lost() -> None:
    """The real page holds 227 papers and nothing is lost."""
    data = PAGE.read_bytes()
    parsed = parse(data, Origin("listing", "page"))
    lines = data.decode().split("\n")
    assert len(parsed.records) == 227
    assert parsed.rejected == ()
    assert len(parsed.noted) == 3
    assert not any("Subscribe" in record.title for record in parsed.records)
    assert parsed.records[0].title == lines[2].removeprefix("Subscribe")
    assert titles(parsed)[1:] == lines[4::2]
    assert [record.abstract for record in parsed.records] == lines[3::2]
    assert [record.place for record in parsed.records] == [f"page:{n}" for n in range(3, 457, 2)]
    assert [record.abstract_place for record in parsed.records] == [f"page:{n}" for n in range(4, 457, 2)]


@pytest.mark.shared
@pytest.mark.skipif(not PAGE.exists(), reason="the real page stands beside the repository; it is not here")
@pytest.mark.parametrize("missing", [3, 100, 451])
def test_the_real_page_without_one_abstract_loses_that_paper_alone(missing: int) -> None:
    """The real page without one abstract loses that paper alone."""
    lines = PAGE.read_bytes().split(b"\n")
    del lines[missing]
    parsed = parse(b"\n".join(lines), Origin("listing", "page"))
    # Line `missing` counted from 0 was an abstract where it is odd, else a title.
    reason = "no abstract follows this title" if missing % 2 else "no title stands before this abstract"
    assert len(parsed.records) == 226
    assert [item.reason for item in parsed.rejected] == [reason]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n \t\n", "\r\n\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\u200b\n", "\n\n"])
def test_line_ends_blank_lines_and_marks_do_not_matter(start: str, end: str) -> None:
    """Line ends blank lines and marks do not matter."""
    parsed = read(start + end.join(["A Title", ABSTRACT, "Another Title", OTHER]))
    assert [(r.title, r.abstract) for r in parsed.records] == [("A Title", ABSTRACT), ("Another Title", OTHER)]
    assert not parsed.rejected
    assert not parsed.noted


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("SubscribeMixing: A Title", "Mixing: A Title"),
        ("SubscribevLike: A Title", "vLike: A Title"),
        ("Subscribe1-Bit Title", "1-Bit Title"),
        ("Subscribe Mixing: A Title", "Mixing: A Title"),
        ("Mixing: A Title", "Mixing: A Title"),
    ],
)
def test_the_button_goes_from_the_title_behind_the_inbox_line(first: str, title: str) -> None:
    """The button goes from the title behind the inbox line."""
    assert titles(read(f"Get trending papers in your email inbox!\n{first}\n{ABSTRACT}")) == [title]


@pytest.mark.parametrize("title", ["Subscribers Leave: A Study of Churn", "Subscribe to Learn", "SubscribeMe"])
def test_a_title_that_begins_with_the_word_keeps_it(title: str) -> None:
    """A title that begins with the word keeps it."""
    assert titles(read(f"A Title\n{ABSTRACT}\n{title}\n{OTHER}"))[1] == title


def test_two_pages_in_one_file_are_both_read() -> None:
    """Two pages in one file are both read."""
    page = "Get trending papers in your email inbox!\nSubscribe{}\n{}\n"
    assert titles(read(page.format("One Title", ABSTRACT) + page.format("Two Title", OTHER))) == [
        "One Title",
        "Two Title",
    ]


def test_a_missing_abstract_is_rejected_with_its_line_and_the_rest_is_read() -> None:
    """A missing abstract is rejected with its line and the rest is read."""
    parsed = read(f"A Title\nLeft Alone\nIs It? A Study\n{ABSTRACT}\nLast Title")
    assert titles(parsed) == ["Is It? A Study"]
    assert [(item.place, item.snippet, item.reason) for item in parsed.rejected] == [
        ("page:1", "A Title", "no abstract follows this title"),
        ("page:2", "Left Alone", "no abstract follows this title"),
        ("page:5", "Last Title", "no abstract follows this title"),
    ]


def test_an_abstract_without_a_title_is_rejected_with_its_line() -> None:
    """An abstract without a title is rejected with its line."""
    parsed = read(f"A Title\n{ABSTRACT}\n{OTHER}\nNext Title\n{OTHER}")
    assert titles(parsed) == ["A Title", "Next Title"]
    assert [(item.place, item.reason) for item in parsed.rejected] == [
        ("page:3", "no title stands before this abstract")
    ]


def test_a_short_abstract_is_taken_where_an_abstract_must_stand() -> None:
    """A short abstract is taken where an abstract must stand."""
    parsed = read(f"A Title\nWe count caches.\nNext Title\n{ABSTRACT}")
    assert [(r.title, r.abstract) for r in parsed.records] == [
        ("A Title", "We count caches."),
        ("Next Title", ABSTRACT),
    ]


def test_a_title_that_ends_with_a_full_stop_is_taken_where_a_title_must_stand() -> None:
    """A title that ends with a full stop is taken where a title must stand."""
    assert titles(read(f"Counting Is All You Need.\n{ABSTRACT}\nAnother One.\n{OTHER}")) == [
        "Counting Is All You Need.",
        "Another One.",
    ]


@pytest.mark.parametrize(
    "line",
    ["Upvote", "12", "1.2k", "Dec 19, 2024", "3 days ago", "· 7 authors", "View all", "Back to top", "© 2026 Somebody",
     "Submitted by somebody", "Previous 1 2 3 Next", "Hugging Face"],
)  # fmt: skip
def test_text_of_the_page_is_noted_wherever_it_stands(line: str) -> None:
    """Text of the page is noted wherever it stands."""
    parsed = read(f"{line}\nA Title\n{line}\n{ABSTRACT}\n{line}\nNext Title\n{OTHER}\n{line}")
    assert titles(parsed) == ["A Title", "Next Title"]
    assert [item.place for item in parsed.noted] == ["page:1", "page:3", "page:5", "page:8"]
    assert parsed.rejected == ()


@pytest.mark.parametrize(
    "title",
    [
        "Models of Everything",
        "Code Search by Counting",
        "Copyright Traps for Counters",
        "12 Angry Caches",
        "Search and Find",
    ],
)
def test_a_title_that_begins_like_page_text_is_a_title(title: str) -> None:
    """A title that begins like page text is a title."""
    assert titles(read(f"{title}\n{ABSTRACT}")) == [title]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HEAP -- An Open Set of Meters", "title"),
        ("How Efficient Is It? A Rigorous Study", "either"),
        ("Are We There Yet?", "title"),
        ("A Fact about Counting.", "either"),
        ("First sentence here. Second sentence there.", "abstract"),
        (ABSTRACT, "abstract"),
        ("word " * 70, "abstract"),
    ],
)
def test_a_line_is_told_by_its_structure(text: str, expected: str) -> None:
    """A line is told by its structure."""
    assert kind(text.strip()) == expected


def test_a_line_of_other_bytes_is_rejected_alone() -> None:
    """A line of other bytes is rejected alone."""
    parsed = parse(
        b"A Title\n" + ABSTRACT.encode() + b"\nCaf\xe9\nNext Title\n" + OTHER.encode(), Origin("listing", "page")
    )
    assert titles(parsed) == ["A Title", "Next Title"]
    assert [(item.place, item.reason) for item in parsed.rejected] == [("page:3", "not UTF-8 text")]


def test_the_id_does_not_depend_on_the_order() -> None:
    """The id does not depend on the order."""
    one, other = read(f"A Title\n{ABSTRACT}\nB Title\n{OTHER}"), read(f"B Title\n{OTHER}\nA Title\n{ABSTRACT}")
    assert {record.record_id for record in one.records} == {record.record_id for record in other.records}


def test_a_repeated_paper_is_noted_and_another_abstract_makes_another_record() -> None:
    """A repeated paper is noted and another abstract makes another record."""
    parsed = read(f"A Title\n{ABSTRACT}\nA Title\n{ABSTRACT}\nA Title\n{OTHER}")
    assert len({record.record_id for record in parsed.records}) == len(parsed.records) == 2
    assert [(item.what, item.place) for item in parsed.noted] == [("the same record stands at page:1", "page:3")]


LINES = st.sampled_from(
    [
        "A Title",
        "Is It? A Study",
        "Ends Here.",
        ABSTRACT,
        OTHER,
        "",
        " ",
        "Upvote",
        "42",
        "Get trending papers in your email inbox!",
        "SubscribeGlued Title",
        "https://example.org/x",
    ]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(deadline=None, max_examples=100)
@given(st.lists(LINES, max_size=25))
def test_every_line_is_in_a_record_a_rejection_or_a_note(lines: list[str]) -> None:
    """Every line is in a record a rejection or a note."""
    parsed = read("\n".join(lines))
    places = [record.place for record in parsed.records] + [record.abstract_place for record in parsed.records]
    places += [item.place for item in parsed.rejected] + [item.place for item in parsed.noted]
    filled = {f"page:{number}" for number, line in enumerate(lines, 1) if line.strip().strip("\ufeff\u200b").strip()}
    # The abstract of a repeated paper stands behind its title, which is noted.
    repeated = {item.place for item in parsed.noted if item.what.startswith("the same record")}
    assert set(places) <= filled
    assert len(filled - set(places)) <= len(repeated)


def test_a_log_is_no_page() -> None:
    """One long line below a short one among many makes no page of titles and abstracts."""
    log = "\n".join(
        ["interactions:", "- request:", "    body: ''", *(["    headers:", "      - gzip"] * 15), "word " * 80]
    )
    assert not SOURCE.sniff(log.encode())
