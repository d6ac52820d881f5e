"""What JATS XML says of an article, and its full text."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, PaperRecord, Parsed, Reference
from papermesh.loaders.sources import recognise
from papermesh.loaders.sources.jats import parse, sniff

ORIGIN = Origin("jats", "article.xml")
NAMESPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def article(meta: str = "", body: str = "", back: str = "", *, title: str = "A Title", kind: str = "") -> str:
    """Return an article with these parts."""
    return (
        f'<article {NAMESPACES} article-type="{kind}"><front><article-meta><title-group><article-title>{title}'
        f"</article-title></title-group>{meta}</article-meta></front><body>{body}</body><back>{back}</back></article>"
    )


def read(*articles: str) -> Parsed:
    """Return what the source makes of these articles in one set."""
    return parse(f"<pmc-articleset>{''.join(articles)}</pmc-articleset>".encode(), ORIGIN)


def record(meta: str = "", body: str = "", back: str = "", *, title: str = "A Title") -> PaperRecord:
    """Return the record of an article with these parts."""
    (found,) = read(article(meta, body, back, title=title)).records
    return found


def text(body: str) -> str:
    """Return the text of a body without sections."""
    (section,) = record(body=body).sections
    return section.text


def reference(content: str) -> Reference:
    """Return the one reference of a list."""
    (found,) = record(back=f"<ref-list><ref>{content}</ref></ref-list>").references
    return found


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Of <italic>k</italic>-Mers<xref ref-type='fn' rid='f'><sup>*</sup></xref>", "Of k-Mers"),
        ("Of Marks<fn><p>A note.</p></fn> Below", "Of Marks Below"),
        ("One<break/>Two", "One Two"),
        ("CO<sub>2</sub> and 10<sup>3</sup>", "CO2 and 103"),
        ("In <inline-formula><tex-math>$\\alpha^{2}$</tex-math></inline-formula>", "In α^2"),
        ("In <mml:math><mml:mi>n</mml:mi><mml:mi>log</mml:mi><mml:mi>n</mml:mi></mml:math> Time", "In n log n Time"),
        ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math> Full", "1/2 Full"),
        ("<mml:math><mml:msubsup><mml:mi>x</mml:mi><mml:mi>i</mml:mi><mml:mn>2</mml:mn></mml:msubsup></mml:math>!", "x_i^2!"),
        ("<inline-formula><mml:math><mml:semantics><mml:mi>z</mml:mi><mml:annotation>skip</mml:annotation>"
         "</mml:semantics></mml:math></inline-formula> Sets", "z Sets"),
        ("<![CDATA[A <b> & C]]>", "A <b> & C"),
        ("M&uuml;nster &mdash; &lt;mask&gt;", "Münster — <mask>"),
    ],
)  # fmt: skip
def test_a_title_is_what_a_reader_sees(markup: str, words: str) -> None:
    """A title is what a reader sees: without marks of notes, with its formulas."""
    assert record(title=markup).title == words


@pytest.mark.parametrize(
    ("abstracts", "expected"),
    [
        ("<abstract><p>One.</p><p>Two.</p></abstract>", "One.\nTwo."),
        ("<abstract><title>Summary</title><p>One.</p></abstract>", "One."),
        ("<abstract><sec><title>Why?</title><p>So.</p></sec><sec><title>How.</title><p>Thus.</p></sec></abstract>",
         "Why? So.\nHow: Thus."),
        ('<abstract abstract-type="graphical"><p>G.</p></abstract><abstract><p>A.</p></abstract>', "A."),
        ('<abstract abstract-type="section"><p>S.</p></abstract><abstract abstract-type="toc"><p>T.</p></abstract>', "S."),
        ('<abstract abstract-type="key-points"><p>K.</p></abstract>', None),
        ('<trans-abstract xml:lang="en"><p>T.</p></trans-abstract>', "T."),
        ("<abstract/>", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_abstract_is_the_one_for_readers_of_the_field(abstracts: str, expected: str | None) -> None:
    """The abstract is the one for readers of the field, with the headings of its sections."""
    assert record(abstracts).abstract == expected


@pytest.mark.parametrize(
    ("people", "names"),
    [
        ('<contrib contrib-type="author"><name><surname>B</surname><given-names>A.</given-names></name></contrib>', ["A. B"]),
        ("<contrib><name><surname>B</surname></name></contrib>", ["B"]),
        ("<contrib><string-name><given-names>A</given-names> <surname>B</surname></string-name></contrib>", ["A B"]),
        ("<contrib><string-name>B, A</string-name></contrib>", ["A B"]),
        ("<contrib><collab>Group, of <italic>All</italic> <xref>1</xref></collab></contrib>", ["Group, of All"]),
        ("<contrib><collab-alternatives><collab>One</collab><collab>Other</collab></collab-alternatives></contrib>", ["One"]),
        ('<contrib contrib-type="editor"><name><surname>E</surname></name></contrib>', []),
        ('<contrib contrib-type="author"><anonymous/></contrib>', []),
        ("<contrib/>", []),
    ],
)  # fmt: skip
def test_authors_are_people_and_groups(people: str, names: list[str]) -> None:
    """Authors are people and groups whose work it is."""
    found = record(f"<contrib-group>{people}</contrib-group>").authors
    assert [author.name for author in found] == names


@pytest.mark.parametrize(("group", "count"), [("", 1), ('content-type="authors"', 1), ('content-type="editors"', 0)])
def test_whose_kind_is_not_said_is_of_the_kind_of_the_group(group: str, count: int) -> None:
    """Whose kind is not said is of the kind of the group."""
    people = f"<contrib-group {group}><contrib><name><surname>B</surname></name></contrib></contrib-group>"
    assert len(record(people).authors) == count


def test_an_orcid_id_counts_where_its_digits_are_right() -> None:
    """An ORCID iD counts where its digits are right, also as an address of the older form."""
    person = "<contrib><name><surname>B</surname></name>{}</contrib>"
    stated = (
        '<contrib-id contrib-id-type="orcid">http://orcid.org/0000-0002-1825-0097</contrib-id>',
        '<uri content-type="orcid">https://orcid.org/0000-0002-1825-0097</uri>',
        '<contrib-id contrib-id-type="orcid">0000-0002-1825-0098</contrib-id>',
    )
    found = record(f"<contrib-group>{''.join(person.format(one) for one in stated)}</contrib-group>").authors
    assert [author.orcid for author in found] == ["0000-0002-1825-0097", "0000-0002-1825-0097", None]


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ('<pub-date pub-type="epub"><day>03</day><month>04</month><year>2020</year></pub-date>', "2020-04-03"),
        ('<pub-date pub-type="ppub"><year>2020</year></pub-date><pub-date pub-type="epub"><month>5</month>'
         "<year>2020</year></pub-date>", "2020-05"),
        ('<pub-date pub-type="ppub"><month>Jan</month><year>2021</year></pub-date><pub-date pub-type="epub"><day>9</day>'
         "<month>12</month><year>2020</year></pub-date>", "2020-12-09"),
        ('<pub-date pub-type="pmc-release"><year>2019</year></pub-date><pub-date pub-type="collection"><year>2020</year>'
         "</pub-date>", "2020"),
        ('<pub-date date-type="pub" iso-8601-date="2020-02-03"><year>2020</year></pub-date>', "2020-02-03"),
        ("<pub-date><string-date>3 March 2020</string-date></pub-date>", "2020-03-03"),
        ('<pub-date publication-format="electronic"><year>2020</year></pub-date>', "2020"),
        ("<pub-date><season>Spring</season><year>2020</year></pub-date>", "2020"),
        ("<pub-date><day>31</day><month>2</month><year>2020</year></pub-date>", "2020-02"),
        ("<pub-date><year>soon</year></pub-date>", None),
    ],
)  # fmt: skip
def test_the_first_date_counts_as_precise_as_it_is_known(dates: str, published: str | None) -> None:
    """The first date of publication counts, in the precision that is known of it."""
    found = record(dates)
    assert found.published == published
    assert found.year == (int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("ids", "arxiv", "doi", "others", "name"),
    [
        ('<article-id pub-id-type="pmcid">PMC1</article-id><article-id pub-id-type="doi">10.5555/A</article-id>',
         None, "10.5555/a", ("pmcid:PMC1",), "PMC1"),
        ('<article-id pub-id-type="doi">10.5555/A</article-id><article-id pub-id-type="publisher-id">7</article-id>',
         None, "10.5555/a", (), "10.5555/a"),
        ('<article-id pub-id-type="pmid">22</article-id>', None, None, ("pmid:22",), "pmid-22"),
        ('<article-id pub-id-type="arxiv">arXiv:2412.99991v2</article-id>', "2412.99991", None, (), "arxiv-2412.99991"),
        ('<article-id pub-id-type="doi">10.48550/arXiv.2412.99991</article-id>', "2412.99991", None, (),
         "arxiv-2412.99991"),
        ('<article-id pub-id-type="doi">none</article-id>', None, None, (), None),
    ],
)  # fmt: skip
def test_ids_are_spelled_as_elsewhere(
    ids: str, arxiv: str | None, doi: str | None, others: tuple[str, ...], name: str | None
) -> None:
    """Ids are spelled as elsewhere, and one of them names the record."""
    found = record(ids)
    assert (found.arxiv_id, found.doi, found.other_ids) == (arxiv, doi, others)
    assert found.id == name if name else (found.id or "").startswith("title:")


def test_an_article_without_a_body_does_not_take_the_place_of_one_with_it() -> None:
    """An article of which only the front matter was given does not take the place of its full text."""
    ids = '<article-id pub-id-type="doi">10.5555/A</article-id>'
    (short,) = read(article(ids).replace("<body></body>", "")).records
    assert (record(ids).id, (short.id or "").partition("~")[0]) == ("10.5555/a", "10.5555/a")
    assert short.id != record(ids).id


def test_sections_stand_in_their_order_with_their_numbers() -> None:
    """Each section is one of its own, in the order of the text, with its number."""
    inner = "<sec><label>1.1</label><title>In</title><p>b</p><sec><title>Deeper</title><p>c</p></sec></sec>"
    body = (
        f"<p>0</p><sec><label>1</label><title>Out</title><p>a</p>{inner}<p>d</p></sec><sec><title>2 Two</title></sec>"
    )
    found = [(section.heading, section.text) for section in record(body=body).sections]
    assert found == [(None, "0"), ("1 Out", "a\nd"), ("1.1 In", "b"), ("Deeper", "c"), ("2 Two", "")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>A <bold>b</bold>\n c.</p><p/><p>D.</p>", "A b c.\nD."),
        ("<p>See <list><title>All</title><list-item><label>1</label><p>a</p></list-item></list> so.</p>", "See\nAll\na\nso."),
        ("<p>By <disp-formula>x</disp-formula> it is.</p>", "By it is."),
        ("<p>A<fig><label>F1</label><caption><title>T.</title><p>C.</p></caption></fig> b.</p>", "A b.\nF1 T. C."),
        ("<p>A<table-wrap><table><tr><td>1</td></tr></table></table-wrap> b.</p>", "A b."),
        ("<boxed-text><caption><title>Box</title></caption><p>In it.</p></boxed-text>", "Box\nIn it."),
        ("<p>ResNet-50<sup><xref ref-type='bibr' rid='b'>12</xref></sup> runs.</p>", "ResNet-50 runs."),
        ("<p>10<sup>6</sup> of<xref ref-type='table-fn' rid='t'>a</xref> <xref ref-type='fig'>Fig. 1</xref></p>",
         "106 of Fig. 1"),
        ('<p>The <ext-link xlink:href="https://github.com/a-lab/b/">code</ext-link>.</p>',
         "The code (https://github.com/a-lab/b/)."),
        ('<p><ext-link xlink:href="https://github.com/a-lab/b/">github.com/a-lab/b</ext-link></p>', "github.com/a-lab/b"),
        ('<p>A <ext-link xlink:href="https://example.org/">page</ext-link>.</p>', "A page."),
        ("<disp-quote><p>Said.</p><attrib>Someone</attrib></disp-quote><code>a = 1\n  b</code>", "Said.\na = 1 b"),
    ],
)  # fmt: skip
def test_a_text_is_its_paragraphs_and_captions(body: str, expected: str) -> None:
    """A text is its paragraphs, one a line, with the captions of what is left out."""
    assert text(body) == expected


def test_what_is_left_out_is_counted() -> None:
    """What is left out of a text is counted."""
    body = "<p>A<fn><p>n</p></fn> <disp-formula>x</disp-formula></p><fig/><fig/><table-wrap/><supplementary-material/>"
    answers = "<sub-article><body><p>x</p></body></sub-article><response/>"
    found = read(article(body=body).replace("</article>", f"{answers}</article>"))
    assert {note.what.removesuffix(" left out"): note.count for note in found.noted} == {
        "footnotes": 1,
        "formulas on lines of their own": 1,
        "figures but for their captions": 2,
        "tables but for their captions": 1,
        "supplementary files but for their captions": 1,
        "reviews, answers and translations within an article": 2,
    }


def test_a_reference_has_the_sentences_of_the_body_that_cite_it() -> None:
    """A reference has the sentences that cite it, in brackets or raised, before or behind the end of the sentence."""
    body = (
        '<p>One [<xref ref-type="bibr" rid="b1">1</xref>]. Two<sup><xref ref-type="bibr" rid="b1">1</xref></sup>. '
        'Three.<sup><xref ref-type="bibr" rid="b2">2</xref></sup> Four.<xref ref-type="bibr" rid="b1"><sup>1</sup></xref>'
        ' Five (<xref ref-type="bibr" rid="b1 b2">1, 2</xref>). Six <xref ref-type="fig" rid="b1">b1</xref>.</p>'
    )
    entry = "<ref id='{}'><element-citation><article-title>{}</article-title></element-citation></ref>"
    back = f"<ref-list>{entry.format('b1', 'A')}</ref-list><ref-list>{entry.format('b2', 'B')}</ref-list>"
    found = record("<abstract><p>Not <xref ref-type='bibr' rid='b1'>1</xref>.</p></abstract>", body, back)
    assert {one.title: one.contexts for one in found.references} == {
        "A": ("One [1].", "Two.", "Four.", "Five (1, 2)."),
        "B": ("Three.", "Five (1, 2)."),
    }
    assert found.references_known is True


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<element-citation><article-title>A B.</article-title><source>J</source><year>2001b</year></element-citation>",
         {"title": "A B", "year": 2001}),
        ('<element-citation publication-type="book"><source>A Book</source></element-citation>', {"title": "A Book"}),
        ('<element-citation publication-type="book"><chapter-title>C</chapter-title><source>A Book</source>'
         "</element-citation>", {"title": "C"}),
        ('<element-citation publication-type="journal"><source>J</source><pub-id pub-id-type="pmid">7</pub-id>'
         "</element-citation>", {"other_ids": ("pmid:7",)}),
        ('<mixed-citation>X. <article-title>Y</article-title>. <pub-id pub-id-type="doi">10.5555/Y</pub-id></mixed-citation>',
         {"title": "Y", "doi": "10.5555/y"}),
        ("<mixed-citation>X, arXiv preprint arXiv:2412.99991.</mixed-citation>", {"arxiv_id": "2412.99991"}),
        ('<mixed-citation><pub-id pub-id-type="arxiv">2412.99991v1</pub-id></mixed-citation>', {"arxiv_id": "2412.99991"}),
        ('<element-citation><pub-id pub-id-type="doi">10.48550/arXiv.2412.99991</pub-id></element-citation>',
         {"arxiv_id": "2412.99991"}),
        ('<mixed-citation>X, <ext-link xlink:href="https://doi.org/10.5555/Z">link</ext-link></mixed-citation>',
         {"doi": "10.5555/z"}),
        ("<mixed-citation>X, “A Title in Quotes Only,” 2001.</mixed-citation>", {"title": "A Title in Quotes Only"}),
    ],
)  # fmt: skip
def test_a_reference_is_what_its_citation_states(content: str, expected: dict[str, object]) -> None:
    """A reference is what its citation states, in parts or as a line."""
    assert reference(content).model_dump(exclude_defaults=True) == expected


def test_several_works_under_one_number_are_several_references_and_two_forms_of_one_are_one() -> None:
    """Several works under one number are several references, and two forms of one are one."""
    several = "<mixed-citation><article-title>A</article-title></mixed-citation>" * 2
    forms = (
        "<citation-alternatives><mixed-citation>A</mixed-citation><element-citation><article-title>B</article-title>"
        "</element-citation></citation-alternatives>"
    )
    found = record(back=f"<ref-list><ref>{several}</ref><ref>{forms}</ref></ref-list>").references
    assert [one.title for one in found] == ["A", "A", "B"]


@pytest.mark.parametrize(
    "kind", ["correction", "retraction", "reviewer-report", "expression-of-concern", "addendum", "partial-retraction"]
)
def test_notices_on_papers_are_no_papers(kind: str) -> None:
    """Notices on papers and reviews are no papers, and are counted."""
    papers = [article(kind=one, title=one) for one in ("research-article", "corrected-article", "review-article")]
    found = read(article(kind=kind), article(kind=kind), *papers)
    assert len(found.records) == 3
    assert [(note.what, note.count) for note in found.noted] == [(f"{kind}, not a paper", 2)]


def test_what_is_whole_before_a_break_is_kept() -> None:
    """What is whole before a break is kept, and the break has its line."""
    good = article(title="Whole") + "\n"
    found = parse(f"<pmc-articleset>\n{good}{article(body='<p>cut</sec>')}\n{good}".encode(), ORIGIN)
    assert [one.title for one in found.records] == ["Whole"]
    assert [bad.place for bad in found.rejected] == ["article.xml:3"]


def test_bytes_that_are_no_text_are_marked() -> None:
    """Bytes that are no text are marked, and cost nothing else."""
    found = parse(article(body="<p>A SIGN b.</p>").encode().replace(b"SIGN", b"\xff"), ORIGIN)
    assert found.records[0].sections[0].text == "A \ufffd b."
    assert [note.what for note in found.noted] == ["bytes that are no text are shown as \ufffd"]


def test_nothing_that_a_document_declares_is_expanded() -> None:
    """Nothing that a document declares is expanded, and no file is read; a note names what stayed."""
    declared = '<!DOCTYPE article [<!ENTITY host SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    found = parse(f"{declared}{article(title='Of &host; and &b;')}".encode(), ORIGIN)
    assert [one.title for one in found.records] == ["Of &host; and &b;"]
    assert [note.what.split(" ")[0] for note in found.noted] == ["&host;", "&b;"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "this is no article in JATS XML"),
        (b"<html><body>busy</body></html>", "<html>"),
        (b"<TEI><text/></TEI>", "<TEI>"),
        (b"<PubmedArticleSet/>", "<PubmedArticleSet>"),
        (b"milk and eggs", "not XML"),
        (b'<OAI-PMH><error code="noRecordsMatch">none</error></OAI-PMH>', "answers with an error: noRecordsMatch none"),
        (b'<pmc-articleset><Reply Id="1" error="not available"/></pmc-articleset>', "not available"),
    ],
)
def test_what_is_no_jats_is_refused(data: bytes, reason: str) -> None:
    """What is no JATS is refused, and it is said why."""
    with pytest.raises(ParseError, match=reason):
        parse(data, ORIGIN)


def test_an_article_in_a_wrapper_of_another_name_is_read() -> None:
    """An article in a wrapper of another name is read, and an empty set is noted."""
    found = parse(f"<collection>{article()}</collection>".encode(), ORIGIN)
    assert (len(found.records), found.rejected) == (1, ())
    assert [note.what for note in parse(b"<pmc-articleset/>", ORIGIN).noted] == ["no article in it"]


@pytest.mark.parametrize(
    ("data", "is_jats"),
    [
        (article().encode(), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE article>\n<!-- x --><article><front/></article>", True),
        (b"<OAI-PMH><ListRecords><record><metadata><article><front><article-meta/>", True),
        (b"<OAI-PMH><ListRecords><record><metadata><arXiv><id>2412.99991</id>", False),
        (b'<article key="journals/x/Y99"><author>A</author><title>B.</title></article>', False),
        (b"<article><title>A</title></article>", False),
        (b"<html><article><front>", False),
    ],
)
def test_an_article_is_known_by_its_front_matter(data: bytes, is_jats: bool) -> None:
    """An article is known by its front matter."""
    assert sniff(data) is is_jats


def test_an_answer_of_oai_pmh_goes_to_the_source_of_its_format() -> None:
    """An answer of OAI-PMH goes to the source of its format, also where an article speaks of arXiv."""
    start = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>'
    assert recognise(start + article(title="On arXiv").encode(), "-").name == "jats"
    assert recognise(start + b"<arXiv><id>2412.99991</id></arXiv>", "-").name == "arxiv-oai"


NAMES = st.sampled_from(
    ["abstract", "ack", "alternatives", "app", "app-group", "article-title", "back", "bold", "body", "boxed-text", "break",
     "caption", "collab", "contrib", "contrib-group", "disp-formula", "disp-quote", "ext-link", "fig", "fn", "front",
     "inline-formula", "label", "list", "list-item", "mml:math", "mml:mfrac", "mml:mi", "mml:msup", "mixed-citation",
     "name", "name-alternatives", "notes", "p", "pub-date", "pub-id", "ref", "ref-list", "sec", "source", "string-name",
     "sub-article", "sup", "surname", "table-wrap", "tex-math", "title", "title-group", "xref", "year"]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(escape) | st.sampled_from(
    [
        "1999",
        "10.5555/A",
        "arXiv:2412.99991",
        " ",
        "A, B",
        "\\alpha_",
        "$x",
        "&uuml;",
        "&foo;",
        "&#127;",
        "It is. So it is.",
    ]
)
ATTRIBUTES = st.sampled_from(["", " id='b1'", " rid='b1 b2' ref-type='bibr'", " ref-type='fn'", " pub-id-type='doi'"])
TREES: st.SearchStrategy[str] = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, attribute, parts: f"<{name}{attribute}>{''.join(parts)}</{name}>",
        NAMES,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(TREES, TREES, TREES)
def test_whatever_the_markup_a_titled_article_is_a_record(meta: str, body: str, back: str) -> None:
    """Whatever the markup, an article with a title is a record."""
    found = read(article(meta, body, back, title="Known"), article(title="Next"))
    assert [one.title for one in found.records] == ["Known", "Next"]
    assert not found.rejected


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_any_bytes_in_the_middle_are_read_or_refused(data: bytes, at: int) -> None:
    """Any bytes in the middle of an article are read, rejected or refused."""
    whole = article("<abstract><p>A.</p></abstract>", "<p>B.</p>").encode()
    try:
        found = parse(whole[:at] + data + whole[at:], ORIGIN)
    except ParseError:
        return
    assert found.records or found.rejected or found.noted
