"""Document types, which are skipped, and the names of characters, which come from a table and from nowhere else."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.loaders.records import Origin, Rejected
from papermesh.loaders.sources.xml_document_type import unknown_names, with_named_characters, without_document_type
from papermesh.loaders.sources.xml_elements import elements, text_of

ORIGIN = Origin("jats", "any.xml")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def read(text: str) -> list[tuple[str, str, str]]:
    """Return what is read of a document without its document type: text, attribute and place of each record."""
    found = []
    for part in elements(text.encode(), ORIGIN, frozenset({"record"}), skip_document_type=True):
        if isinstance(part, Rejected):
            found.append(("rejected", part.reason, part.place))
        elif part.name:
            found.append((text_of(part.element), part.element.get("a") or "", part.place))
    return found


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE r>",
        "<!DOCTYPEr [<!ENTITY b 'c'>]>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/r.dtd'>",
        '<!doctype r PUBLIC "-//a//b > c" "r.dtd">',
        "<!DOCTYPE r [\n<!ENTITY b ']>'>\n<!-- ]> ' -->\n<?x ]>?>\n<!ELEMENT r (#PCDATA)>\n]\n>",
        "<!-- <!DOCTYPE x [ --><!DOCTYPE r>",
        "<?style a?>\n<!DOCTYPE r>",
    ],
)
def test_a_document_type_is_skipped_and_lines_stay(declared: str) -> None:
    """A document type is skipped, whatever is in it, and lines stay what they are."""
    line = 3 + declared.count("\n")
    assert read(f"<?xml version='1.0'?>\n{declared}\n<r><record>x</record></r>") == [("x", "", f"any.xml:{line}")]


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE r [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY l9 "evil">]>',
        '<!DOCTYPE r [<!ENTITY uuml "evil"><!ENTITY l9 "evil">]>',
        "<!DOCTYPE r>",
    ],
)
def test_no_entity_is_expanded(declared: str) -> None:
    """No entity that a document declares is expanded, in text or attributes, and none gets another meaning."""
    document = f"{declared}<r><record a='&l9;'>&l9; &uuml; &lt;</record></r>"
    assert read(document) == [("&l9; ü <", "&l9;", "any.xml:1")]


def test_no_file_is_read_for_an_entity(tmp_path: Path) -> None:
    """No file is read for an entity, a parameter entity or an external document type."""
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "secret">', "utf-8")
    for declared in (
        f'<!DOCTYPE r SYSTEM "{secret}">',
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret}">]>',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{secret}">%p;]>',
        f'<!DOCTYPE r SYSTEM "{secret}" [<!ENTITY % p SYSTEM "{secret.as_uri()}">%p;]>',
    ):
        assert read(f"{declared}<r><record a='&x;'>&x;</record></r>") == [("&x;", "&x;", "any.xml:1")]


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE r [<!ENTITY x 'evil'>]><!DOCTYPE r [<!ENTITY y 'evil'>]><r><record>&x;&y;</record></r>",
        "<r><record>a</record><!DOCTYPE r [<!ENTITY y 'evil'>]><record>&y;</record></r>",
        "<!DOCTYPE r []><!-- --><!ENTITY y 'evil'><r><record>&y;</record></r>",
    ],
)
def test_a_second_document_type_is_no_xml(document: str) -> None:
    """A second document type, or one in the middle, is no XML: what stands behind it is not read."""
    found = read(document)
    assert [one for one in found if one[0] == "rejected"]
    assert "evil" not in "".join(text for text, _, _ in found if text != "rejected")


@pytest.mark.parametrize("end", ["", " [", " [<!-- ", ' "', " [<?x "])
def test_a_document_type_without_an_end_is_rejected_with_its_line(end: str) -> None:
    """A document type without an end is rejected with its line, however often it begins anew."""
    document = f"<?xml version='1.0'?>\n<!DOCTYPE r{end}{end * 50_000}"
    assert read(document) == [("rejected", "not XML: its document type has no end", "any.xml:2")]


def test_names_of_characters_are_read_and_others_stay() -> None:
    """Names of characters are read, those that mean markup do not become any, and others stay as they are."""
    text = "&Aacute;&nbsp;&LT;i&GT; &amp;uuml; &#252; &hellip; &foo; & &;"
    assert with_named_characters(text) == "Á\u00a0&#60;i&#62; &amp;uuml; &#252; … &amp;foo; & &;"
    assert unknown_names("a &foo; b &bar; &foo;") == ["&foo;", "&bar;"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="<>&\r\f\v", exclude_categories=["Cs", "Cc"]), max_size=30))
def test_text_is_read_as_it_stands_with_and_without_a_document_type(text: str) -> None:
    """Text is read as it stands, with and without a document type."""
    body = f"<r><record>{escape(text)}</record></r>"
    assert read(f"<!DOCTYPE r>{body}") == read(body)


@settings(deadline=None)
@given(st.text("<!DOCTYPE[]>\"'-?& x;\n", max_size=40))
def test_whatever_begins_like_a_document_type_is_blanked_or_refused(text: str) -> None:
    """Whatever begins like a document type is blanked or refused, and nothing gets shorter."""
    document = f"<!DOCTYPE {text}"
    try:
        rest = without_document_type(document)
    except ValueError:
        return
    assert len(rest) == len(document)
    assert rest.count("\n") == document.count("\n")
    assert rest.strip() == document[len(document) - len(rest.lstrip()) :].strip()
