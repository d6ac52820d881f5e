"""Answers of arXiv's OAI-PMH service."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources.arxiv_oai import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "arxiv-oai-pmh"
COUNTS = {
    "arxiv-physics-hep-ex.xml": (3, 0),
    "arxiv-physics-hep-th.xml": (3, 0),
    "arxiv-single.xml": (1, 0),
    "sample_arxiv_record.xml": (12, 2),
    "sample_arxiv_record10.xml": (1, 0),
    "sample_arxiv_record4.xml": (1, 1),
}
"""Records and notes of each recorded answer; of none is anything rejected."""


def read(*records: str, behind: str = "") -> Parsed:
    """Return what the source makes of an answer."""
    text = (
        "<OAI-PMH><ListRecords>"
        + "".join(f"\n<record>{one}</record>" for one in records)
        + f"{behind}</ListRecords></OAI-PMH>"
    )
    return parse(text.encode(), Origin("arxiv-oai", "oai.xml"))


def record(metadata: str, identifier: str = "oai:arXiv.org:2412.99991") -> PaperRecord:
    """Return the record of these metadata."""
    (one,) = read(f"<header><identifier>{identifier}</identifier></header><metadata>{metadata}</metadata>").records
    return one


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_record_of_the_recorded_answers_is_accounted_for() -> None:
    """Every record of the recorded answers is accounted for."""
    assert {path.name for path in REAL.glob("*.xml")} == COUNTS.keys()
    for name, (records, noted) in COUNTS.items():
        data = (REAL / name).read_bytes()
        assert sniff(data)
        parsed = parse(data, Origin("arxiv-oai", name))
        assert (len(parsed.records), len(parsed.noted), len(parsed.rejected)) == (records, noted, 0), name
        assert records == data.count(b"<record>")
        for one in parsed.records:
            assert one.authors
            assert one.abstract
            assert one.published
            assert "\\" not in one.title + one.abstract


@pytest.mark.parametrize(
    ("identifier", "created", "published"),
    [
        ("2412.99991", "2024-12-19", "2024-12-19"),
        ("2412.99991", "2024-11-30", "2024-11-30"),
        ("2412.99991", "2026-08-30", "2024-12"),
        ("hep-th/9901991", "1999-01-03", "1999-01-03"),
        ("hep-th/9901991", "2009-10-31", "1999-01"),
        ("2412.99991", "", None),
        ("2412.99991", "soon", None),
    ],
)
def test_a_date_behind_the_month_of_the_id_is_one_of_a_revision(
    identifier: str, created: str, published: str | None
) -> None:
    """A date behind the month of the id is one of a revision."""
    metadata = f"<arXiv><id>{identifier}</id><created>{created}</created><title>A</title></arXiv>"
    one = record(metadata, f"oai:arXiv.org:{identifier}")
    assert one.published == published
    assert one.year == (int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ada Example, B. Sample and C.-P. Trial", ["Ada Example", "B. Sample", "C.-P. Trial"]),
        ("Ada Example (1), Bo Sample (1 and 2) ((1) Here, Town, (2) There)", ["Ada Example", "Bo Sample"]),
        ("R. W. Example, IV, B. Sample, Jr. & C. Test", ["R. W. Example IV", "B. Sample Jr.", "C. Test"]),
        ("The Group: Ada Example, for the Others", ["The Group", "Ada Example", "for the Others"]),
        (r"Jos\'e M\"uller; {\L}ukasz Test et al.", ["José Müller", "Łukasz Test"]),
        ("Ada\n  Example, and Bo Sample, et al", ["Ada Example", "Bo Sample"]),
        ("Andy Anderson and Sandy Land", ["Andy Anderson", "Sandy Land"]),
        ("Ada Example (unclosed, Bo Sample", ["Ada Example (unclosed", "Bo Sample"]),
        ("", []),
    ],
)
def test_authors_on_one_line_are_told_apart(authors: str, names: list[str]) -> None:
    """Authors on one line are told apart."""
    metadata = (
        f"<arXivRaw><id>2412.99991</id><title>A</title><authors>{authors.replace('&', '&amp;')}</authors></arXivRaw>"
    )
    assert [author.name for author in record(metadata).authors] == names


def test_the_date_of_the_first_version_counts() -> None:
    """The date of the first version counts."""
    versions = "".join(
        f'<version version="{number}"><date>{date}</date></version>'
        for number, date in [("v2", "Sat, 30 Jan 2021 23:57:29 GMT"), ("v1", "Mon, 11 Jan 2021 20:31:27 GMT")]
    )
    one = record(f"<arXivRaw><id>2101.99991</id>{versions}<title>A</title></arXivRaw>", "oai:arXiv.org:2101.99991")
    assert one.published == "2021-01-11T20:31:27Z"


def test_dublin_core_has_its_comment_behind_the_abstract() -> None:
    """Dublin Core has its comment behind the abstract, with or without the word."""
    for word in ("Comment: ", ""):
        metadata = (
            "<dc><title>A</title><description>The abstract.</description>"
            f"<description>{word}code at https://github.com/a/b</description></dc>"
        )
        one = record(metadata)
        assert (one.arxiv_id, one.abstract, len(one.repositories)) == ("2412.99991", "The abstract.", 1)


def test_deleted_records_and_a_next_page_are_noted() -> None:
    """Deleted records and a next page are noted, and an empty token says that this was the last page."""
    deleted = '<header status="deleted"><identifier>oai:arXiv.org:2412.99991</identifier></header>'
    parsed = read(deleted, behind="<resumptionToken>abc|1001</resumptionToken>")
    assert [note.what for note in parsed.noted] == [
        "deleted at arXiv: oai:arXiv.org:2412.99991",
        "this is not the last answer: ask on with resumptionToken=abc|1001",
    ]
    assert len(read(deleted, behind="<resumptionToken/>").noted) == 1


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<error code="noRecordsMatch">nothing</error>', "arXiv answers with an error: noRecordsMatch: nothing"),
        ('<error code="badArgument"/>', "arXiv answers with an error: badArgument"),
        (
            "<ListIdentifiers><header><identifier>x</identifier></header></ListIdentifiers>",
            "a header without its record",
        ),
        ("<Identify><repositoryName>arXiv</repositoryName></Identify>", "an answer to Identify"),
        ("<ListSets><set/></ListSets>", "an answer to ListSets"),
        (
            "<ListRecords><record><header><identifier>oai:example.org:1</identifier></header></record></ListRecords>",
            "not of arXiv's",
        ),
    ],
)
def test_an_answer_without_papers_is_refused(inside: str, reason: str) -> None:
    """An answer without papers is refused."""
    with pytest.raises(ParseError, match=reason):
        parse(f"<OAI-PMH>{inside}</OAI-PMH>".encode(), Origin("arxiv-oai", "oai.xml"))


@pytest.mark.parametrize("data", [b"", b"Retry after 10 seconds", b"<html/>", b"<feed/>", b"<!DOCTYPE html><html/>"])
def test_what_is_no_oai_pmh_is_refused(data: bytes) -> None:
    """What is no OAI-PMH is refused."""
    with pytest.raises(ParseError, match="no answer of an OAI-PMH service"):
        parse(data, Origin("arxiv-oai", "oai.xml"))


def test_records_without_their_envelope_are_read() -> None:
    """Records without their envelope are read, as harvesters write them."""
    one = "<record><metadata><arXiv><id>2412.99991</id><title>A</title></arXiv></metadata></record>"
    for text in (one, f"<ListRecords>{one}</ListRecords>", f"<?xml version='1.0'?>{one}<?xml version='1.0'?><x/>"):
        assert len(parse(text.encode(), Origin("arxiv-oai", "oai.xml")).records) == 1


def test_an_error_behind_a_page_is_rejected_alone() -> None:
    """An error behind a page is rejected alone."""
    page = "<OAI-PMH><record><metadata><arXiv><id>2412.99991</id><title>A</title></arXiv></metadata></record></OAI-PMH>"
    error = '<OAI-PMH><error code="badResumptionToken">too old</error></OAI-PMH>'
    text = f"<?xml version='1.0'?>{page}\n<?xml version='1.0'?>{error}"
    parsed = parse(text.encode(), Origin("arxiv-oai", "oai.xml"))
    assert len(parsed.records) == 1
    assert [(item.place, item.reason) for item in parsed.rejected] == [
        ("oai.xml:2", "arXiv answers with an error: badResumptionToken: too old")
    ]
