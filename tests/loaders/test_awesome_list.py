"""Lists of papers in Markdown."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.awesome_list import parse, sniff
from papermesh.loaders.sources.listed_venue import Said, said_by

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "papers-with-code-dumps" / "PWC_DATA_INVENTORY.md"
ARXIV = "https://arxiv.org/abs/2412.99991"


def read(text: str) -> Parsed:
    """Return what the source makes of a text."""
    return parse(text.encode(), Origin("awesome-list", "list.md"))


def entry(text: str) -> PaperRecord:
    """Return the record of a list with this entry, in which `@` is an address of a paper."""
    (record,) = read(text.replace("@", ARXIV)).records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="the recorded files stand beside the repository; they are not here")
def test_markdown_that_lists_no_papers_is_accounted_for() -> None:
    """Markdown that lists no papers is accounted for."""
    parsed = parse(REAL.read_bytes(), Origin("awesome-list", REAL.name))
    assert (len(parsed.records), len(parsed.rejected), len(parsed.noted)) == (0, 0, 4)
    assert not sniff(REAL.read_bytes())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- [A Title of a Paper](@)", "A Title of a Paper"),
        ("* [A Title with [Brackets] in It](@)", "A Title with [Brackets] in It"),
        ("12. [**A Title in Bold**](@) - what it does.", "A Title in Bold"),
        ("- **A Title in Bold.** ICLR 2021. [paper](@)", "A Title in Bold"),
        ("- **CC**: \"A Title, in Quotes\", arXiv, 2023 (*Lab*). [[Paper](@)]", "A Title, in Quotes"),
        ("- Example, A. “A Title in Quotes.” arXiv (2017). [[pdf]](@)", "A Title in Quotes"),
        ("- A Plain Title: and More <br> NeurIPS 2022 [[Paper]](@) [[Code]](https://github.com/a/b)",
         "A Plain Title: and More"),
        ("- A Plain Title: and More\nNeurIPS 2022 [[Paper]](@)", "A Plain Title: and More"),
        ("- (ICLR 2021) A Title Behind Its Venue [[paper]](@)", "A Title Behind Its Venue"),
        ("- 🔥[**CC**] A Title Behind Its Name(@Lab) [[pdf]](https://arxiv.org/abs/2412.99991)".replace("(@Lab)", ""),
         "A Title Behind Its Name"),
        ("- [arXiv](@) A Title That Follows Its Link, *CVPR 2023*", "A Title That Follows Its Link"),
        ("- **[arXiv 2024](@)** A Title That Follows Its Link. It has a description.", "A Title That Follows Its Link"),
        ("- [CC](@): Counting Caches of Models", "CC: Counting Caches of Models"),
        ("- [CC](@)", "CC"),
        ("- CC [[paper]](@)", "CC"),
        ("- A Survey of Counting in 2022 [pdf](@)", "A Survey of Counting in 2022"),
        ("- The Life of a Cell [pdf](@)", "The Life of a Cell"),
        ("- Counting: What Is Next? CVPR 2021 [paper](@)", "Counting: What Is Next?"),
        ("- Language models are few-shot counters, 2020, [arXiv](@)", "Language models are few-shot counters"),
        ("- A Title with Authors. *Ada Example, Bo Sample*. [[arXiv:2412.99991](@)]", "A Title with Authors"),
        ("- A Title with Initials, A. Example, B. Sample, ICML 2020. [Paper](@)", "A Title with Initials"),
        ("- A Title with $k$-means and \\_escapes\\_ [arXiv](@)", "A Title with k-means and _escapes_"),
        ("- A Title &amp; an Entity [arXiv](@)", "A Title & an Entity"),
        ("- A Title and a Bare Address: @", "A Title and a Bare Address"),
        ("- [A Title on a Project's Page](https://example.org) [[paper](@)]", "A Title on a Project's Page"),
        ("- [ ] [A Title to Read](@)", "A Title to Read"),
        ("**A Title in a Line**\n\n- Paper: @\n- Code: None", "A Title in a Line"),
        ("- A Title above Its Links\n  - [Paper](@)\n  - [Code](https://github.com/a/b)", "A Title above Its Links"),
        ("### [A Title in a Heading](@)", "A Title in a Heading"),
        ("Date | Paper | Link\n---|---|---\n2024 | A Title in a Cell | [pdf](@)", "A Title in a Cell"),
    ],
)  # fmt: skip
def test_the_title_is_found_where_people_write_it(text: str, title: str) -> None:
    """The title is found where people write it."""
    record = entry(text)
    assert (record.title, record.arxiv_id) == (title, "2412.99991")


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["NeurIPS 2022"], Said("NeurIPS", 2022)),
        (["(NeurIPS'23)"], Said("NeurIPS", 2023)),
        (["`KDD'23` 🔥"], Said("KDD", 2023)),
        ([", CVPR, 2021 (*Lab*)."], Said("CVPR", 2021)),
        (["ACL 2021 Findings"], Said("ACL", 2021)),
        (["arXiv 2023"], Said(None, 2023)),
        (["Arxiv 2024.07"], Said(None, 2024, "2024-07")),
        (["2023-05-17", "NeurIPS"], Said("NeurIPS", 2023, "2023-05-17")),
        (["2016", "NIPS 2017"], Said("NIPS", 2017)),
        (["Machine Learning 2011"], Said("Machine Learning", 2011)),
        (["a description of 2011 words"], Said()),
        (["March 2023"], Said()),
    ],
)
def test_venue_and_year_are_read_from_what_stands_beside(pieces: list[str], said: Said) -> None:
    """Venue and year are read from what stands beside."""
    found = said_by(pieces)
    assert (found.venue, found.year) == (said.venue, said.year)
    assert said.published is None or found.published == said.published


@pytest.mark.parametrize(
    ("beside", "authors"),
    [
        ("*Ada Example, Bo Sample.*", ["Ada Example", "Bo Sample"]),
        ("Ada Example, Bo van der Sample and Zoë Müller", ["Ada Example", "Bo van der Sample", "Zoë Müller"]),
        ("*Example, Ada and Sample, Bo*", ["Ada Example", "Bo Sample"]),
        ("A. Example, B. Sample, et al.", ["A. Example", "B. Sample"]),
        ("*University of Counting, Example Lab*", []),
        ("Large Models, Graph Networks", []),
        ("it counts well, and it is fast", []),
        ("*Ada Example*", []),
    ],
)
def test_authors_are_taken_where_they_are_plainly_people(beside: str, authors: list[str]) -> None:
    """Authors are taken where they are plainly people."""
    assert [person.name for person in entry(f"- [A Title of a Paper](@) <br> {beside}").authors] == authors


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/pdf/2412.99991v2.pdf", {"arxiv_id": "2412.99991", "url": None}),
        ("https://browse.arxiv.org/pdf/2412.99991.pdf", {"arxiv_id": "2412.99991"}),
        ("https://huggingface.co/papers/2412.99991", {"arxiv_id": "2412.99991"}),
        ("https://doi.org/10.48550/arXiv.2412.99991", {"arxiv_id": "2412.99991", "doi": None}),
        ("https://dl.acm.org/doi/abs/10.5555/3620666.1", {"doi": "10.5555/3620666.1"}),
        ("https://aclanthology.org/2099.acl-long.7.pdf", {"other_ids": ("acl:2099.acl-long.7",)}),
        ("https://openreview.net/pdf?id=AbCdEfGhIj", {"other_ids": ("openreview:AbCdEfGhIj",)}),
        ("https://example.org/a_(b).pdf", {"url": "https://example.org/a_(b).pdf"}),
    ],
)
def test_an_address_gives_the_ids_that_it_holds(url: str, expected: dict[str, object]) -> None:
    """An address gives the ids that it holds."""
    record = entry(f"- [A Title of a Paper]({url})")
    assert {name: getattr(record, name) for name in expected} == expected


def test_repositories_are_kept_and_other_links_are_counted() -> None:
    """Repositories are kept and other links are counted."""
    parsed = read(
        f"- [A Title of a Paper]({ARXIV}) [code](https://github.com/a/b) [[JAX](https://github.com/c/d/tree/main)]"
        " [blog](https://example.org) [slides](https://example.org/s) [organisation](https://github.com/a)"
        " ![](https://img.shields.io/github/stars/e/f.svg)"
    )
    assert [fact.url for fact in parsed.records[0].repositories] == [
        "https://github.com/a/b",
        "https://github.com/c/d/tree/main",
    ]
    assert [(note.what, note.count) for note in parsed.noted] == [("links to other pages than papers and code", 3)]


def test_an_entry_with_several_titles_is_as_many_papers() -> None:
    """An entry with several titles is as many papers."""
    parsed = read(
        "- [The First of Two](https://arxiv.org/abs/2412.99991) [code](https://github.com/a/b),"
        " [The Second of Two](https://arxiv.org/abs/2412.99992)"
    )
    assert [(r.title, r.arxiv_id, len(r.repositories)) for r in parsed.records] == [
        ("The First of Two", "2412.99991", 1),
        ("The Second of Two", "2412.99992", 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- [A Title of a Paper](@)\n  - [Code](https://github.com/a/b)\n  - *Ada Example, Bo Sample*",
        "- A Title of a Paper\n  - Paper: @\n  - Code: https://github.com/a/b\n  - Authors: Ada Example, Bo Sample",
        "**A Title of a Paper**\n\n- Paper(Oral): @\n- Code: https://github.com/a/b\n- Ada Example, Bo Sample",
    ],
)
def test_bullets_under_an_entry_belong_to_it(text: str) -> None:
    """Bullets under an entry belong to it."""
    record = entry(text)
    assert (record.title, record.arxiv_id) == ("A Title of a Paper", "2412.99991")
    assert [fact.url for fact in record.repositories] == ["https://github.com/a/b"]
    assert [author.name for author in record.authors] == ["Ada Example", "Bo Sample"]


def test_bullets_that_say_more_stand_for_themselves() -> None:
    """Bullets that say more stand for themselves, as do those below running text."""
    parsed = read(f"- [A Title of a Paper]({ARXIV})\n  - [A Tool](https://github.com/a/b) that counts\n")
    assert parsed.records[0].repositories == ()
    assert [note.what for note in parsed.noted] == ["list items that list no paper"]
    parsed = read(f"Some papers follow here:\n\n- [paper]({ARXIV})\n- [A Title of a Paper]({ARXIV})\n")
    assert [(bad.place, bad.reason) for bad in parsed.rejected] == [
        ("list.md:3", "this links a paper and gives no title")
    ]
    assert [record.title for record in parsed.records] == ["A Title of a Paper"]


def test_a_further_paper_without_a_title_is_noted() -> None:
    """A further paper without a title is noted."""
    parsed = read(f"- [A Title of a Paper]({ARXIV}) [[v2](https://arxiv.org/abs/2412.99992)]")
    assert [note.what for note in parsed.noted] == ["a further paper linked by the same entry: 2412.99992"]


@pytest.mark.parametrize(
    "text",
    [
        "- [[paper](@)] [[code](https://github.com/a/b)]",
        "| Paper | Code |\n|---|---|\n| [arXiv](@) | - |",
        "- @",
        "- [CVPR 2024](@)",
    ],
)
def test_an_entry_that_gives_no_title_is_rejected(text: str) -> None:
    """An entry that gives no title is rejected."""
    parsed = read(text.replace("@", ARXIV))
    assert not parsed.records
    assert [bad.reason for bad in parsed.rejected] == ["this links a paper and gives no title"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("# A Topic", "headings: topics are not kept"),
        ("- [A Tool](https://github.com/a/b) - a tool", "list items that list no paper"),
        ("- 2024: our survey is on [arXiv](@)", "list items that list no paper"),
        ("- We thank [LoRA](@) for ideas", "list items that list no paper"),
        ("If you use it, cite [our survey](@).", "text that lists no paper"),
        ("- A title without any link", "list items that list no paper"),
        ("```\n@misc{a}\n```", "lines of code"),
        ("<!-- [A Title of a Paper](@) -->", "comments"),
        ("---", "rules and rulers"),
    ],
)
def test_what_lists_no_paper_is_noted_with_a_count(text: str, what: str) -> None:
    """What lists no paper is noted with a count."""
    parsed = read(text.replace("@", ARXIV))
    assert (parsed.records, parsed.rejected) == ((), ())
    assert [note.what for note in parsed.noted] == [what]


def test_topics_are_noted_once() -> None:
    """Topics are noted once."""
    parsed = read(f"# One\n\n- [A Title of a Paper]({ARXIV})\n\n## Two\n\n### Three\n")
    assert [(note.what, note.place, note.count) for note in parsed.noted] == [
        ("headings: topics are not kept", "list.md:1", 3)
    ]


def test_the_same_entry_under_two_topics_is_one_record() -> None:
    """The same entry under two topics is one record."""
    parsed = read(f"# One\n- [A Title of a Paper]({ARXIV})\n# Two\n- [A Title of a Paper]({ARXIV})\n")
    assert len(parsed.records) == 1
    assert "the same record stands at list.md:2" in [note.what for note in parsed.noted]


def test_a_line_of_other_bytes_is_rejected_alone() -> None:
    """A line of other bytes is rejected alone."""
    data = f"- [A Title of a Paper]({ARXIV})\n- [Caf".encode() + b"\xe9](https://arxiv.org/abs/2412.99992)\n"
    parsed = parse(data, Origin("awesome-list", "list.md"))
    assert [(bad.place, bad.reason) for bad in parsed.rejected] == [("list.md:2", "not UTF-8 text")]
    assert len(parsed.records) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# List\n- [A Title of a Paper](@)\n", "awesome-list"),
        ("| [A Title of a Paper](@) |\n", "awesome-list"),
        ('{"title": "A", "abstract": "- [b](@)"}', "jsonl"),
        ("@misc{a, title={B}}\n", "bibtex"),
        ("% notes\n\n@misc{a, title={B},\n note={\n- [c](https://arxiv.org/abs/2412.99991)}}\n", "bibtex"),
    ],
)
def test_only_markdown_with_papers_is_recognised(text: str, name: str) -> None:
    """Only Markdown with papers is recognised."""
    data = text if text.startswith(("@", "%")) else text.replace("@", ARXIV)
    assert recognise(data.encode(), "-").name == name


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " + "[a](b)" * 20_000, "- <!--" * 20_000, "- " + "**a" * 40_000, "- " + "_a " * 40_000,
     "<" * 100_000, "|" * 100_000, "- " + "[x] " * 20_000 + f"[paper]({ARXIV})", "-" * 100_000 + "x",
     "- " + "A. Bc, " * 10_000 + f"[paper]({ARXIV})", "".join(" " * depth + "- a\n" for depth in range(2_000)),
     "- Topic\n" + f"  - [paper]({ARXIV})\n" * 2_000, "- " + "[" * 900 + "](u)" * 900],
)  # fmt: skip
def test_no_list_takes_long(text: str) -> None:
    """No list takes long: time grows with the text and not with its square."""
    start = time.perf_counter()
    read(text)
    sniff(text.encode())
    assert time.perf_counter() - start < 20
