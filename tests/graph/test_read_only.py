"""How a text is taken apart before it is judged. What is refused is tested on both stores, in tests/contract."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papermesh.errors import PapermeshError, WriteRefused
from papermesh.graph.read_only import PROCEDURES, refuse_outside, refuse_writes, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n)", ["MATCH", "(", "n", ")"]),
        ("a//b\nc/* d\n*/e", ["a", "c", "e"]),
        ("'it\\'s // no' x", ["'it\\'s // no'", "x"]),
        ("\"a'b\" 'c\"d'", ['"a\'b"', "'c\"d'"]),
        ("`a``b c`.d", ["`a``b c`", ".", "d"]),
        ("1.5 1. x 1..3 0x1F 1e5 .5", ["1.5", "1.", "x", "1", ".", ".", "3", "0x1F", "1e5", ".", "5"]),
        ("'open", ["'open"]),
        ("/* open", []),
        ("größe é_1", ["größe", "é_1"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    """Comments and white space go, strings and quoted names stay whole, signs stand alone."""
    assert [token.text for token in tokens(text)] == expected


def test_offsets_point_into_the_text() -> None:
    """Each token is where it says."""
    text = "MATCH (n) // x\nRETURN `a b`"
    assert all(text[token.offset :].startswith(token.text) for token in tokens(text))


@given(st.text(max_size=200))
@example("'" * 7)
@example("/*/")
@example("\\u")
def test_any_text_is_judged(text: str) -> None:
    """Whatever is typed, the guard ends, and says yes or raises an error of ours; what may be read may be written."""
    refused = []
    for judge in (refuse_writes, refuse_outside):
        try:
            judge(text)
        except PapermeshError:
            refused.append(judge)
    assert refused in ([], [refuse_writes], [refuse_writes, refuse_outside])


@given(st.text(alphabet="ab'\"`/*\\\n {}.:", max_size=12), st.sampled_from(["CREATE", "delete", "Set", "LOAD CSV"]))
def test_a_write_outside_of_quotes_is_found(before: str, word: str) -> None:
    """A line of its own after closed quotes and comments is judged, whatever stands before it."""
    closed = "RETURN 1 AS `x` // " + before.replace("\n", " ") + "\n"
    with pytest.raises(WriteRefused):
        refuse_writes(f"{closed} {word} (n)")


@pytest.mark.parametrize("word", ["create", "merge", "set", "delete", "remove", "call", "load", "use", "show"])
def test_names_are_no_clauses(word: str) -> None:
    """Any word may be a property, a label, a parameter, a key of a map or a quoted name."""
    refuse_writes(f"MATCH (n:{word} {{{word}: ${word}}}) RETURN n.{word} AS `{word}`, n {{.{word}}} AS m")


def test_an_escaped_quote_hides_nothing() -> None:
    """Both readings of a quote's unicode escape are judged: one store takes it for a quote, the other does not."""
    with pytest.raises(WriteRefused):
        refuse_writes("RETURN '\\u0027 CREATE (n) //'")
    with pytest.raises(WriteRefused):
        refuse_writes("RETURN '\\\\' CREATE (n) //'")


def test_allowed_procedures_are_named_in_the_hint() -> None:
    """Who calls another one is told which there are."""
    with pytest.raises(WriteRefused, match=r"db\.index\.fulltext\.drop") as caught:
        refuse_writes("CALL db.index.fulltext.drop('x')")
    assert all(name in (caught.value.hint or "") for name in PROCEDURES)
    refuse_writes("CALL DB . `labels` () YIELD label RETURN label")


def test_where_is_handed_on() -> None:
    """The error says which store or file the text was for."""
    with pytest.raises(WriteRefused) as caught:
        refuse_writes("CREATE (n)", where="a.cypher")
    assert caught.value.where == "a.cypher"
