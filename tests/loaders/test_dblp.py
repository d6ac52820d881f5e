"""What DBLP says of publications."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.dblp import parse, sniff

ORIGIN = Origin("dblp", "dblp.xml")
PROLOG = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n'
CHECK = b"<!doctype html><html><head><title>Making sure you are not a bot!</title></head><body>dblp</body></html>"


def read(*records: str) -> Parsed:
    """Return what the source makes of a dump of these records."""
    return parse(f"{PROLOG}<dblp>{''.join(records)}</dblp>".encode("latin-1"), ORIGIN)


def entry(fields: str = "", *, title: str = "A Title.", key: str = "journals/x/Y99", name: str = "article") -> str:
    """Return a record with these fields."""
    return f'<{name} key="{key}"><title>{title}</title>{fields}</{name}>'


def record(fields: str = "", *, title: str = "A Title.") -> PaperRecord:
    """Return what is made of one record."""
    (found,) = read(entry(fields, title=title)).records
    return found


def search(*hits: object, **outer: object) -> Parsed:
    """Return what the source makes of an answer with these hits."""
    result = {"status": {"@code": "200", "text": "OK"}, "hits": {"@total": str(len(hits)), "hit": list(hits)}, **outer}
    return parse(json.dumps({"result": result}).encode(), ORIGIN)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Counting Things.", "Counting Things"),
        ("Who Counts?", "Who Counts?"),
        ("And So On...", "And So On..."),
        ("Made in the U.S.A.", "Made in the U.S.A."),
        ("<i>k</i>-Mers in H<sub>2</sub>O.", "k-Mers in H2O"),
        ("&Uuml;ber &amp; &lt;mask&gt; &eacute;\u00e9.", "Über & <mask> éé"),
        ("a <ref href='x'>b</ref>\n c.", "a b c"),
    ],
)
def test_a_title_has_no_dot_that_is_dblps(markup: str, title: str) -> None:
    """A title is plain text, without the dot that DBLP puts behind each."""
    assert record(title=markup).title == title


def test_authors_have_no_numbers_and_keep_their_orcid_ids() -> None:
    """Authors have no numbers that tell homonyms apart, and keep their ORCID iDs where those are right."""
    fields = (
        '<author orcid="0000-0002-1825-0097">Wei Example 0001</author><author orcid="0000-0002-1825-0098">Bo Sample Jr.'
        "</author><author>Agent 007</author><editor>Ed Editor</editor><author> </author>"
    )
    assert [(one.name, one.orcid) for one in record(fields).authors] == [
        ("Wei Example", "0000-0002-1825-0097"),
        ("Bo Sample Jr.", None),
        ("Agent 007", None),
    ]


@pytest.mark.parametrize(
    ("fields", "arxiv", "doi", "others"),
    [
        ("<ee>https://doi.org/10.5555/A.1</ee>", None, "10.5555/a.1", ()),
        ("<ee>https://doi.org/10.5555/A%281%29</ee>", None, "10.5555/a(1)", ()),
        ("<ee>http://arxiv.org/abs/2412.99991</ee>", "2412.99991", None, ()),
        ("<ee>https://doi.org/10.48550/arXiv.2412.99991</ee>", "2412.99991", None, ()),
        ("<volume>abs/2412.99991</volume><journal>CoRR</journal>", "2412.99991", None, ()),
        ("<volume>cs.AI/0101999</volume><journal>CoRR</journal>", "cs/0101999", None, ()),
        ("<volume>abs/2412.99991</volume><journal>J. Abs</journal>", None, None, ()),
        ("<ee>https://aclanthology.org/2099.acl-long.7</ee><ee>https://doi.org/10.5555/B</ee>", None, "10.5555/b",
         ("acl:2099.acl-long.7",)),
        ("<ee>https://openreview.net/forum?id=AbCdEf123</ee>", None, None, ("openreview:AbCdEf123",)),
        ("<ee>db/journals/x/x1.html</ee><url>db/journals/x/x1.html#Y99</url>", None, None, ()),
    ],
)  # fmt: skip
def test_ids_are_read_from_links_and_from_corr(
    fields: str, arxiv: str | None, doi: str | None, others: tuple[str, ...]
) -> None:
    """Ids are read from links and from the volumes of CoRR, and the key is one."""
    found = record(fields)
    assert (found.arxiv_id, found.doi, found.other_ids) == (arxiv, doi, ("dblp:journals/x/Y99", *others))
    assert found.id == "journals/x/Y99"


@pytest.mark.parametrize(
    ("fields", "venue", "published"),
    [
        ("<journal>J. X</journal><year>1999</year>", "J. X", "1999"),
        ("<booktitle>WSN</booktitle><year>1999</year><month>May</month>", "WSN", "1999-05"),
        ("<journal>CoRR</journal><year>1999</year><month>January/February</month>", None, "1999"),
        ("<year>later</year>", None, None),
        ("", None, None),
    ],
)
def test_venue_and_date(fields: str, venue: str | None, published: str | None) -> None:
    """CoRR is no venue, and a date has a month where one is known."""
    found = record(fields)
    assert (found.venue, found.published) == (venue, published)
    assert found.year == (int(published[:4]) if published else None)


def test_works_that_are_cited_are_references_by_their_keys() -> None:
    """Works that are cited are references by their keys; those that DBLP does not have are none."""
    found = record("<cite>conf/x/A1</cite><cite>...</cite><cite>conf/x/A1</cite>").references
    assert [one.other_ids for one in found] == [("dblp:conf/x/A1",)]


@pytest.mark.parametrize(
    "name", ["article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis"]
)  # fmt: skip
def test_publications_are_papers(name: str) -> None:
    """Publications are papers."""
    assert [one.title for one in read(entry(name=name)).records] == ["A Title"]


def test_pages_proceedings_and_data_are_counted() -> None:
    """Pages, proceedings and data are no papers, and are counted."""
    found = read(
        *(entry(name=name) for name in ("www", "www", "proceedings", "data")), entry(key="dblpnote/x"), entry()
    )
    assert len(found.records) == 1
    assert [(note.what, note.count) for note in found.noted] == [
        ("a page of a person or thing, not a paper", 2),
        ("proceedings, not a paper", 1),
        ("data, not a paper", 1),
        ("a note of DBLP's to itself, not a paper", 1),
    ]


def test_one_record_alone_and_those_of_a_person_are_read() -> None:
    """One record alone and those of a person are read as in the dump."""
    inner = entry("<year>1999</year>")
    for around in ("{}", "<dblp>{}</dblp>", "<dblpperson name='A'><person/><r>{}</r></dblpperson>"):
        found = parse(around.format(inner).encode(), ORIGIN)
        assert [(one.id, one.year) for one in found.records] == [("journals/x/Y99", 1999)]


def test_what_stands_before_a_break_is_kept() -> None:
    """What stands before a break is kept, and the break has its line."""
    text = f"{PROLOG}<dblp>\n{entry()}\n<article key='x'><title>Cut</author></article>\n{entry(key='journals/x/Z')}"
    found = parse(text.encode("latin-1"), ORIGIN)
    assert [(one.id, one.place) for one in found.records] == [("journals/x/Y99", "dblp.xml:4")]
    assert [bad.place for bad in found.rejected] == ["dblp.xml:5"]


def test_nothing_that_a_document_declares_is_expanded() -> None:
    """Nothing that a document declares is expanded and no file is read; a note names what stayed."""
    declared = '<!DOCTYPE dblp [<!ENTITY host SYSTEM "file:///etc/hostname"><!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    found = parse(f"{declared}<dblp>{entry(title='&host; &b;.')}</dblp>".encode(), ORIGIN)
    assert [one.title for one in found.records] == ["&host; &b;"]
    assert [note.what.split(" ")[0] for note in found.noted] == ["&host;", "&b;"]


def test_bytes_that_the_declared_encoding_does_not_have_are_marked() -> None:
    """Bytes that the declared encoding does not have are marked; without a declaration it is UTF-8."""
    found = parse(f"<dblp>{entry(title='Café.')}</dblp>".encode("latin-1"), ORIGIN)
    assert [one.title for one in found.records] == ["Caf\ufffd"]
    assert [note.what for note in found.noted] == ["bytes that are no text are shown as \ufffd"]


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"authors": {"author": {"@pid": "1", "text": "Wei Example 0001"}}}, {"authors": [{"name": "Wei Example"}]}),
        ({"authors": {"author": [{"text": "A"}, {"text": "B"}]}}, {"authors": [{"name": "A"}, {"name": "B"}]}),
        ({"authors": {"author": "A"}}, {"authors": [{"name": "A"}]}),
        ({"authors": {}}, {}),
        ({"year": "1999"}, {"year": 1999, "published": "1999"}),
        ({"venue": ["WSN", "Other"]}, {"venue": "WSN"}),
        ({"venue": "CoRR", "volume": "abs/2412.99991"}, {"arxiv_id": "2412.99991"}),
        ({"doi": "10.5555/A"}, {"doi": "10.5555/a"}),
        ({"doi": "10.48550/ARXIV.2412.99991"}, {"arxiv_id": "2412.99991"}),
        ({"ee": ["https://doi.org/10.5555/A"]}, {"doi": "10.5555/a"}),
        ({"ee": "https://example.org/a"}, {"url": "https://example.org/a"}),
        ({"key": "conf/x/Y"}, {"other_ids": ["dblp:conf/x/Y"]}),
    ],
)
def test_a_hit_of_the_search_is_read_as_a_record(info: dict[str, Any], expected: dict[str, Any]) -> None:
    """A hit of the search is read as a record, with one author or several, or none."""
    (found,) = search({"@id": "1", "info": {"title": "Counting &amp; More.", **info}}).records
    content = found.model_dump(mode="json", exclude_defaults=True, exclude={"id", "place", "source"})
    assert content == {"title": "Counting & More", **expected}


def test_an_answer_of_the_search_does_not_take_the_place_of_the_dumps_record() -> None:
    """An answer knows less than the dump: it does not take the place of that record."""
    (found,) = search({"info": {"title": "A Title.", "key": "journals/x/Y99"}}).records
    assert (found.id or "").startswith("journals/x/Y99~")


def test_answers_without_publications_are_noted_or_refused() -> None:
    """An empty answer is noted; an error, and what is no answer of the search, is refused."""
    assert [note.what for note in search().noted] == ["an empty answer: no publication"]
    assert [note.what for note in search(hits={"@total": "0"}).noted] == ["an empty answer: no publication"]
    with pytest.raises(ParseError, match="DBLP answered with an error: 500 Broken"):
        search(status={"@code": "500", "text": "Broken"})
    with pytest.raises(ParseError, match="no answer of DBLP's search"):
        parse(b'{"title": "A"}', ORIGIN)
    people = search({"info": {"author": "A", "url": "https://dblp.org/pid/1"}})
    assert [note.what for note in people.noted] == ["a person or venue, not a paper"]


def test_the_check_for_robots_is_told_with_a_way_out() -> None:
    """The page with which DBLP keeps programs out is told, with the dump as the way out, also where no source is named."""
    assert recognise(CHECK, "answer.json").name == "dblp"
    with pytest.raises(ParseError, match="a person is there") as caught:
        parse(CHECK, ORIGIN)
    assert "dblp.xml.gz" in (caught.value.hint or "")
    with pytest.raises(ParseError, match=r"a web page \('Busy'\), and no record of DBLP's"):
        parse(b"<html><title>Busy</title></html>", ORIGIN)


@pytest.mark.parametrize(
    ("data", "is_dblp"),
    [
        (PROLOG.encode() + b"<dblp>", True),
        (b"<dblpperson name='A'>", True),
        (entry().encode(), True),
        (b'{"result": {"query": "x", "hits": {"@total": "0"}}}', True),
        (b"<article><front/></article>", False),
        (b"<html><body>not a bot</body></html>", False),
        (b'{"result": {"items": []}}', False),
        (b"<data key='x'/>", False),
    ],
)
def test_what_is_dblps_is_known_by_its_root_or_its_keys(data: bytes, is_dblp: bool) -> None:
    """What is DBLP's is known by its root, the form of its keys, or the frame of its answers."""
    assert sniff(data) is is_dblp


@pytest.mark.parametrize("data", [b"", b"milk", b"<feed/>", b"<dblpx/>", b"{}", b"[1]", b"{", b"<!DOCTYPE dblp ["])
def test_what_is_not_dblps_is_refused(data: bytes) -> None:
    """What is not DBLP's is refused or rejected as a whole."""
    try:
        found = parse(data, ORIGIN)
    except ParseError:
        return
    assert found.rejected
    assert not found.records


LATIN = st.text(st.characters(max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=12)
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["author", "year", "journal", "booktitle", "volume", "ee", "cite", "month", "title", "note"]),
        LATIN | st.sampled_from(["1999", "CoRR", "abs/2412.99991", "https://doi.org/10.5555/A", "0001", "\x85"]),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=200)
@given(FIELDS)
def test_whatever_the_fields_a_titled_record_is_kept(fields: list[tuple[str, str]]) -> None:
    """Whatever its fields, a record with a title is kept."""
    markup = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields)
    found = read(entry(markup), entry(key="journals/x/Next"))
    assert [one.title for one in found.records] == ["A Title", "A Title"]
    assert not found.rejected


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(["\ud800", "CoRR", "1999"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["author", "text", "x"]), inner, max_size=2)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(["authors", "venue", "volume", "year", "type", "key", "doi", "ee", "url"])


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_whatever_the_types_of_a_hit_its_title_makes_a_record(info: dict[str, Any]) -> None:
    """Whatever the types of its fields, a hit with a title is a record."""
    found = search({"info": {**info, "title": "A Title."}}, {"info": info}, None)
    assert [one.title for one in found.records] == ["A Title"]


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 300))
def test_any_bytes_in_the_middle_are_read_or_refused(data: bytes, at: int) -> None:
    """Any bytes in the middle of a dump are read, rejected or refused."""
    whole = f"{PROLOG}<dblp>{entry('<author>A</author>')}</dblp>".encode()
    try:
        found = parse(whole[:at] + data + whole[at:], ORIGIN)
    except ParseError:
        return
    assert found.records or found.rejected or found.noted
