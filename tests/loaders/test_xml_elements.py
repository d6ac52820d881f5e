"""XML that is read element by element."""

from __future__ import annotations

from pathlib import Path

import pytest

from papermesh.loaders.records import Origin, Rejected
from papermesh.loaders.sources.xml_elements import BAD_BYTES, Part, elements, name_of, text_of

ORIGIN = Origin("arxiv", "any.xml")


def read(data: bytes) -> list[tuple[str, str, str]]:
    """Return name, text and place of each record, and `rejected` with its reason."""
    found = []
    for part in elements(data, ORIGIN, frozenset({"record"})):
        if isinstance(part, Rejected):
            found.append(("rejected", part.reason, part.place))
        elif part.name:
            found.append((part.name, text_of(part.element), part.place))
    return found


def test_an_element_is_read_with_its_line_whatever_its_namespace() -> None:
    """An element is read with its line whatever its namespace."""
    data = b"<?xml version='1.0'?>\n<r>\n<record>a</record>\n<x:record xmlns:x='u'>b<record>c</record></x:record></r>"
    assert read(data) == [("record", "a", "any.xml:3"), ("record", "bc", "any.xml:4")]


def test_what_stands_before_a_break_is_kept_and_the_break_has_its_place() -> None:
    """What stands before a break is kept and the break has its place."""
    cut = b"<r>\n<record>a</record>\n<record>b</rec"
    assert read(cut) == [
        ("record", "a", "any.xml:2"),
        ("rejected", "the file ends in the middle of its XML; nothing behind it is read", "any.xml:3"),
    ]
    wrong = read(b"<r>\n<record>a</record>\n<record>b</x>\n</r>\n<record>c</record>\n")
    assert [(name, place) for name, _, place in wrong] == [("record", "any.xml:2"), ("rejected", "any.xml:3")]


def test_documents_one_behind_the_other_are_read_like_one() -> None:
    """Documents one behind the other are read like one, also behind one that is broken."""
    one = b"<?xml version='1.0'?>\n<r><record>a</record>\n"
    assert read(one + b"</r>\n" + one + b"</r>\n") == [("record", "a", "any.xml:2"), ("record", "a", "any.xml:5")]
    assert [name for name, _, _ in read(one + one + b"</r>")] == ["record", "rejected", "record"]


def test_the_line_is_known_far_down_a_file() -> None:
    """The line is known far down a file, where the parser's own count has ended, at most one line off."""
    data = b"<r>" + b"\n" * 70_000 + b"<record>\n<a>deep</a></record>\n<record>deeper</record></r>"
    assert [place for _, _, place in read(data)] == ["any.xml:70002", "any.xml:70003"]


@pytest.mark.parametrize(
    "document",
    [
        b"<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>\n<r><record t='&b;'>&b;</record></r>",
        b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/r.dtd'>\n<r><record>x</record></r>",
        b"<!doctype html>\n<html><body><record>x</record></body></html>",
    ],
)
def test_a_document_type_is_refused(document: bytes) -> None:
    """A document type is refused, so that nothing can be expanded or fetched."""
    ((name, reason, place),) = read(b"<?xml version='1.0'?>\n" + document)
    assert (name, place) == ("rejected", "any.xml:2")
    assert reason.startswith("declares a document type")


def test_no_file_is_read_for_a_document(tmp_path: Path) -> None:
    """No file is read for a document."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    data = (
        f"<r xmlns:xi='http://www.w3.org/2001/XInclude'><record><xi:include href='{secret}' parse='text'/></record></r>"
    )
    assert read(data.encode()) == [("record", "", "any.xml:1")]


def test_signs_that_xml_has_no_place_for_become_spaces_and_bad_bytes_are_marked() -> None:
    """Signs that XML has no place for become spaces and bad bytes are marked."""
    data = b"<r><record>a\x0bb&#11;c&#x0;d&#xD800;e&amp;&#233;</record>\n<record>caf\xe9</record></r>"
    assert [text for _, text, _ in read(data)] == ["a b c d e&é", f"caf{BAD_BYTES}"]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-8", "no-such-thing"])
def test_the_declared_encoding_counts(encoding: str) -> None:
    """The declared encoding counts, and one that is unknown is read as UTF-8."""
    used = encoding if encoding != "no-such-thing" else "utf-8"
    data = f"<?xml version='1.0' encoding='{encoding}'?><r><record>café</record></r>".encode(used)
    assert read(data) == [("record", "café", "any.xml:1")]


def test_a_byte_order_mark_and_blank_lines_before_a_document_do_no_harm() -> None:
    """A byte order mark and blank lines before a document do no harm."""
    assert read(b"\xef\xbb\xbf\n \n<r><record>a</record></r>") == [("record", "a", "any.xml:3")]


def test_comments_and_instructions_between_elements_do_no_harm() -> None:
    """Comments and instructions between elements do no harm."""
    data = b"<!-- a --><?b c?><r><!-- d --><record>e<!-- f --><?g h?></record><?i j?></r><!-- k -->"
    assert read(data) == [("record", "e", "any.xml:1")]


def test_depth_is_bounded() -> None:
    """Depth is bounded."""
    (found,) = read(b"<a>" * 100_000)
    assert found[0] == "rejected"


def test_the_root_comes_first() -> None:
    """The root comes first."""
    first = next(iter(elements(b"<x:feed xmlns:x='u'><record/></x:feed>", ORIGIN, frozenset({"record"}))))
    assert isinstance(first, Part)
    assert (first.name, name_of(first.element)) == ("", "feed")
