"""Answers as JSON, and where they break off."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin
from papermesh.loaders.sources.json_answers import read_answers
from papermesh.loaders.sources.tagged_text import paragraphs

ORIGIN = Origin("test", "file")
LISTS = (("data",), ("message", "items"))


def read(text: str) -> tuple[list[object], list[tuple[str, str]]]:
    """Return the members of all lists, or the whole of an answer without one, and the rejections."""
    answers, rejected = read_answers(text.encode(), ORIGIN, LISTS)
    values: list[object] = []
    for answer in answers:
        values += [answer.head] if answer.items is None else [(item.value, item.place) for item in answer.items]
    return values, [(bad.place, bad.reason) for bad in rejected]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('\ufeff{"a": 1}\r\n', [{"a": 1}]),
        ('{"a": 1}\n\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{\n"a": 1\n}\n{\n"a": 2\n}', [{"a": 1}, {"a": 2}]),
        ("[\n1,\n\n2]", [(1, "file:2"), (2, "file:4")]),
        ('{"total": 2,\n"data": [\n{"a": 1},\n{"a": 2}], "next": 3}', [({"a": 1}, "file:3"), ({"a": 2}, "file:4")]),
        ('{"message": {"items": [], "total": 0}}', []),
        ('{"message":\n{"items":\n[1]}}', [(1, "file:3")]),
        ('{"data": {"a": 1}}', [{"data": {"a": 1}}]),
        ("{}", [{}]),
    ],
)
def test_records_are_found_wherever_they_stand(text: str, values: list[object]) -> None:
    """Records are found wherever they stand."""
    assert read(text) == (values, [])


@pytest.mark.parametrize(
    ("text", "values", "rejected"),
    [
        ('{"a": 1}\n{"a": "cut\n{"a": 3}', [{"a": 1}, {"a": 3}], [("file:2", "the JSON ends in the middle")]),
        ('{"a": \n{"a": 2}\n{"a": 3}', [{"a": 2}, {"a": 3}], [("file:1", "not JSON: a comma is missing")]),
        ('{"a": 1}\nnothing\n{"a": 3}', [{"a": 1}, {"a": 3}], [("file:2", "this is neither a JSON object nor a list")]),
        ('{"a": NaN}\n{"a": 2}', [{"a": 2}], [("file:1", "NaN is not JSON")]),
        ('{"a": ' + "9" * 5000 + '}\n{"a": 2}', [{"a": 2}], [("file:1", "a number is too long")]),
        ('{"data": [\n1,\n2', [(1, "file:2"), (2, "file:3")], [("file:3", "the JSON ends in the middle; nothing behind it is read")]),
        ('[\n{"a": 1},\n{"a": "c', [({"a": 1}, "file:2")], [("file:3", "the JSON ends in the middle; nothing behind it is read")]),
        ('{\n"a": 1,\n"b": ', [], [("file:1", "the JSON ends in the middle; nothing behind it is read")]),
        ('{"a" 1}', [], [("file:1", "not JSON: a colon is missing")]),
        ('{"a": 1} x', [{"a": 1}], [("file:1", "this is neither a JSON object nor a list")]),
    ],
)  # fmt: skip
def test_what_is_broken_is_rejected_and_the_rest_is_read(
    text: str, values: list[object], rejected: list[tuple[str, str]]
) -> None:
    """What is broken is rejected and the rest is read."""
    assert read(text) == (values, rejected)


@pytest.mark.parametrize("text", ["milk", "<html>", "Resource not found.", '"text"', "", "12 {}"])
def test_what_is_no_json_is_refused(text: str) -> None:
    """What is no JSON is refused."""
    with pytest.raises(ParseError, match=r"no JSON|not JSON"):
        read(text)


@settings(deadline=None, max_examples=200)
@given(
    st.text('{}[]",:aNn1\n \\', max_size=60) | st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "replace"))
)
def test_nothing_makes_it_fall_over_and_nothing_is_lost(text: str) -> None:
    """Nothing makes it fall over and nothing is lost."""
    try:
        answers, rejected = read_answers(text.encode(), ORIGIN, LISTS)
    except ParseError:
        return
    assert answers or rejected
    lines = [int(place.rpartition(":")[2]) for place in (*(a.place for a in answers), *(r.place for r in rejected))]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5)), min_size=1), st.booleans())
def test_json_gives_the_same_values(content: list[dict[str, object]], indented: bool) -> None:
    """JSON gives the same values."""
    values, rejected = read(json.dumps({"data": content}, indent=1 if indented else None))
    assert [value[0] for value in values if isinstance(value, tuple)] == content
    assert not rejected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<mask> and <s>, a < b > c", "<mask> and <s>, a < b > c"),
        ("from $5 to $10, ~2x at 50% {a, b}", "from $5 to $10, ~2x at 50% {a, b}"),
        (r"\textbf{Bold} ~5% for $\alpha$ and $k$", "Bold ~5% for α and k"),
        (r"Poincar\'e -- \emph{twice}", "Poincaré -- twice"),
        ("&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "x"),
        ("<tex-math>\\begin{document}$$n^2$$\\end{document}</tex-math> steps", "n^2 steps"),
        ("<math><semantics><mi>n</mi><annotation>n_0</annotation></semantics></math>", "n"),
        ("<![CDATA[a < b]]><!-- not shown -->", "a < b"),
        ("two\nlines", "two\nlines"),
        ("&#1;\x07", ""),
    ],
)
def test_markup_goes_and_signs_stay(text: str, plain: str) -> None:
    """Markup goes and signs stay."""
    assert paragraphs(text) == plain
