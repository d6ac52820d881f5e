"""Answers of arXiv's query API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources.arxiv import parse, sniff

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "arxiv-atom"
COUNTS = {
    "arxiv_transformer": (5, 2),
    "id_0000.0000_s0_m100_8b51d9633a68": (0, 1),
    "id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af": (1, 0),
    "id_0808.05394_s0_m100_7b0c7d0a7cdd": (0, 1),
    "id_1605.08386_s0_m100_199195aa31ad": (1, 0),
    "id_1707.08567_s0_m100_6a1afebfc6a3": (1, 0),
    "id_2104.12255v1_s0_m100_6ae69987ffe1": (1, 0),
    "id_astro-ph_0601001_s0_m100_3150dca9dc76": (1, 2),
    "id_quant-ph_0201082v1_s0_m100_86989fe779ef": (1, 0),
    "q_testing_s0_m100_cfe7536492ca": (100, 3),
    "q_testing_s0_m10_bc5a6c384fe9": (10, 1),
    "q_testing_s0_m15_80c242b59d59": (15, 1),
    "q_testing_s10_m10_34e56e15aaac": (10, 1),
    "q_testing_s20_m10_348a237fecab": (10, 2),
    "q_testing_s30_m10_f2e39f0143dc": (10, 1),
    "q_testing_s40_m10_96dd32eb854c": (10, 1),
    "q_testing_s50_m10_7f488ab8598c": (10, 2),
    "q_testing_s5_m10_c0e94a259d4a": (10, 1),
    "q_testing_s5_m15_bbcf6b23085b": (15, 1),
    "q_testing_s9_m15_0b78d4b4d476": (15, 1),
}
"""Records and notes of each recorded answer; of none is anything rejected."""
REFUSED = {"id_abc_s0_m100_b79c8dcf6bc3": "arXiv answers with an error: incorrect id format for abc"}
HEAD = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'


def read(*entries: str, head: str = "") -> Parsed:
    """Return what the source makes of a feed."""
    text = HEAD + head + "".join(f"\n<entry>{entry}</entry>" for entry in entries) + "</feed>"
    return parse(text.encode(), Origin("arxiv", "feed.xml"))


def entry(content: str = "", identifier: str = "http://arxiv.org/abs/2412.99991v1") -> PaperRecord:
    """Return the record of an entry."""
    (record,) = read(f"<id>{identifier}</id><title>A Title</title>{content}").records
    return record


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the recorded answers stand beside the repository; they are not here")
def test_every_entry_of_the_recorded_answers_is_accounted_for() -> None:
    """Every entry of the recorded answers is accounted for, as bytes and in the wrappers of their recorder."""
    seen = set()
    for path in sorted([*REAL.rglob("*.xml"), *REAL.glob("*.json")]):
        data = path.read_bytes()
        if path.suffix == ".json":
            data = json.loads(data)["body"].encode("latin-1")
        name = path.name.removesuffix(".json").removesuffix(".xml").removesuffix(".200").removesuffix(".400")
        seen.add(name)
        assert sniff(data)
        if name in REFUSED:
            with pytest.raises(ParseError, match=REFUSED[name]):
                parse(data, Origin("arxiv", path.name))
            continue
        parsed = parse(data, Origin("arxiv", path.name))
        assert (len(parsed.records), len(parsed.noted), len(parsed.rejected)) == (*COUNTS[name], 0), path.name
        assert len(parsed.records) == data.count(b"<entry>")
        for record in parsed.records:
            assert record.authors
            assert record.abstract
            assert record.published
            assert record.id == record.arxiv_id
            assert "\\" not in record.title + record.abstract
    assert seen == COUNTS.keys() | REFUSED.keys()


@pytest.mark.parametrize(
    ("stated", "identifier"),
    [
        ("http://arxiv.org/abs/2412.99991v12", "2412.99991"),
        ("http://arxiv.org/abs/0704.0001v1", "0704.0001"),
        ("http://arxiv.org/abs/hep-th/9901991v2", "hep-th/9901991"),
        ("http://arxiv.org/abs/math.GT/0309991v1", "math/0309991"),
        ("https://arxiv.org/abs/2412.99991", "2412.99991"),
    ],
)
def test_old_and_new_ids_lose_their_version(stated: str, identifier: str) -> None:
    """Old and new ids lose their version."""
    record = entry(identifier=stated)
    assert (record.id, record.arxiv_id) == (identifier, identifier)
    assert record.url == f"https://arxiv.org/abs/{identifier}"


def test_a_feed_without_entries_is_no_error() -> None:
    """A feed without entries is no error."""
    parsed = read(head="<opensearch:totalResults xmlns:opensearch='o'>0</opensearch:totalResults>")
    assert (parsed.records, parsed.rejected) == ((), ())
    assert [note.what for note in parsed.noted] == ["no entry in this feed"]


def test_an_error_is_refused_and_beside_papers_rejected() -> None:
    """An error is refused and beside papers rejected."""
    error = "<id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format for x</summary>"
    with pytest.raises(ParseError, match="arXiv answers with an error: incorrect id format for x") as caught:
        read(error)
    assert caught.value.where == "feed.xml:2"
    parsed = read("<id>http://arxiv.org/abs/2412.99991v1</id><title>A</title>", error)
    assert len(parsed.records) == 1
    assert [(item.place, item.reason) for item in parsed.rejected] == [
        ("feed.xml:3", "arXiv answers with an error: incorrect id format for x")
    ]


def test_a_paper_titled_error_is_a_paper() -> None:
    """A paper titled Error is a paper."""
    assert read("<id>http://arxiv.org/abs/2412.99991v1</id><title>Error</title>").records[0].title == "Error"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "this is no Atom feed"),
        (b"Rate exceeded.", "this is no Atom feed"),
        (b'{"entries": []}', "this is no Atom feed"),
        (b"<!DOCTYPE html><html><body>arxiv.org</body></html>", "declares a document type"),
        (b"<html><body>arxiv.org</body></html>", "no Atom feed, but <html>"),
        (b"<?xml version='1.0'?><OAI-PMH/>", "no Atom feed, but <OAI-PMH>"),
        (HEAD.encode() + b"<entry><id>tag:blog,2024:1</id><title>A</title></entry></feed>", "none of its entries"),
        (HEAD.encode() + b"<entry><id>oai:arXiv.org:2412.99991v1</id><title>A</title></entry></feed>", "none of its"),
    ],
)
def test_what_is_no_answer_of_the_query_api_is_refused(data: bytes, reason: str) -> None:
    """What is no answer of the query API is refused."""
    with pytest.raises(ParseError, match=reason):
        parse(data, Origin("arxiv", "any.xml"))


def test_the_newest_version_in_a_feed_is_kept_whatever_their_order() -> None:
    """The newest version in a feed is kept whatever their order."""
    one, two = (f"<id>http://arxiv.org/abs/2412.99991v{n}</id><title>Version {n}</title>" for n in (9, 10))
    for parsed in (read(one, two), read(two, one)):
        assert [(record.id, record.title) for record in parsed.records] == [("2412.99991", "Version 10")]
        assert [note.what for note in parsed.noted] == ["version 9 of 2412.99991 left out: version 10 is here"]


@pytest.mark.parametrize(
    ("stated", "doi"),
    [
        ("<arxiv:doi>10.5555/ABC.1</arxiv:doi>", "10.5555/abc.1"),
        ("<arxiv:doi>https://doi.org/10.5555/abc.1, 10.5555/abc.2</arxiv:doi>", "10.5555/abc.1"),
        ('<link title="doi" href="http://dx.doi.org/10.5555/abc.1" rel="related"/>', "10.5555/abc.1"),
        ("<arxiv:doi>10.48550/arXiv.2412.99991</arxiv:doi>", None),
        ("<arxiv:doi>10.48550/arXiv.2412.99991 10.5555/abc.1</arxiv:doi>", "10.5555/abc.1"),
        ("<arxiv:doi>in press</arxiv:doi>", None),
    ],
)
def test_the_publishers_doi_is_kept(stated: str, doi: str | None) -> None:
    """The publisher's DOI is kept."""
    assert entry(stated).doi == doi


@pytest.mark.parametrize(
    ("stated", "venue"),
    [
        ("Proc. of Small Numbers &amp; Co, pp. 1--2", "Proc. of Small Numbers & Co, pp. 1–2"),
        ("arXiv preprint arXiv:2412.99991", None),
        ("CoRR abs/2412.99991", None),
        (" ", None),
    ],
)
def test_the_journal_reference_is_the_venue(stated: str, venue: str | None) -> None:
    """The journal reference is the venue, and a preprint has none."""
    assert entry(f"<arxiv:journal_ref>{stated}</arxiv:journal_ref>").venue == venue


@pytest.mark.parametrize(
    ("comment", "repositories"),
    [
        ("Code: https://github.com/a/b", [("https://github.com/a/b", True)]),
        ("code at \\url{https://github.com/a/b_c}.", [("https://github.com/a/b_c", True)]),
        ("Our code: https://github.com/a/b/tree/main and https://github.com/a/b", [("https://github.com/a/b", True)]),
        ("12 pages, based on https://gitlab.com/a/b", [("https://gitlab.com/a/b", None)]),
        ("12 pages, https://example.org/page", []),
        ("12 pages", []),
    ],
)
def test_a_comment_can_name_repositories(comment: str, repositories: list[tuple[str, bool | None]]) -> None:
    """A comment can name repositories."""
    record = entry(f"<arxiv:comment>{comment}</arxiv:comment>")
    assert [(fact.url, fact.official) for fact in record.repositories] == repositories


def test_affiliations_are_noted_once() -> None:
    """Affiliations are noted once."""
    author = "<author><name>Ada Example</name><arxiv:affiliation>Somewhere</arxiv:affiliation></author>"
    papers = [f"<id>http://arxiv.org/abs/2412.9999{n}v1</id><title>A</title>{author * 2}" for n in (1, 2)]
    parsed = read(*papers)
    assert [(note.what, note.place, note.count) for note in parsed.noted] == [
        ("affiliations of authors are not kept", "feed.xml:2", 4)
    ]
    assert [author.name for author in parsed.records[0].authors] == ["Ada Example", "Ada Example"]
