"""Headers of query files: what is read from them, and what is refused with its place."""
# ruff: noqa: D103 -- the names of the tests are sentences

from __future__ import annotations

import pytest

from papermesh.errors import HeaderError, QueryError
from papermesh.queries.answer import Column
from papermesh.queries.header import Param, parse

PATH = "papermesh/queries/cypher/papers/some-papers.cypher"
GOOD = """\
// name: some-papers
// summary: Some papers, newest first.
// param method: method -- name, alias or id
// param year: int? = null -- of publication
// param words: list[str] = [] -- any of them
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column year: int? -- null when no source gives one
// unknown: possible-papers
MATCH (p:Paper)-[:USES]->(:Method {method_id: $method}) // $not_a_parameter
WHERE p.year = $year AND p.title <> 'CREATE $neither' AND size($words) = 0
RETURN p.paper_id AS paper_id, p.year AS year ORDER BY paper_id LIMIT $limit
"""
# ruff: noqa: D103 -- the names of the tests are sentences


def test_a_header_is_read_whole() -> None:
    query = parse(GOOD, PATH)
    assert (query.name, query.topic, query.unknown) == ("some-papers", "papers", "possible-papers")
    assert query.summary == "Some papers, newest first."
    assert query.text == GOOD
    assert query.params == (
        Param("method", "method", False, True, None, "name, alias or id"),
        Param("year", "int", True, False, None, "of publication"),
        Param("words", "list[str]", False, False, [], "any of them"),
        Param("limit", "int", False, False, 25, "most rows to return"),
    )
    assert query.columns == (
        Column("paper_id", "str"),
        Column("year", "int", True, "null when no source gives one"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("// name: some-papers", "// nmae: some-papers", 1, "unknown header line", "a header takes name, summary"),
        ("// summary", "//", 2, "unknown header line", "a header takes name, summary"),
        ("// name: some-papers", "// name: other-papers", 1, "'other-papers' is not the file's", "name: some-papers"),
        ("// name: some-papers\n", "", 1, "no name", "begin with // name"),
        ("first.\n", "first\n", 1, "period", "sentence"),
        ("// summary: Some papers, newest first.\n", "// summary:\n", 2, "summary has no value", "// summary: …"),
        ("method: method", "method: metod", 3, "unknown type 'metod'", "types: str, int"),
        ("method: method", "method: json", 3, "unknown type 'json'", "types: str, int"),
        ("method: method", "method method", 3, "cannot be read", "some_name: type"),
        (" -- name, alias or id", "", 3, "not explained", "end the line with -- text"),
        ("= 25", "= many", 6, "no JSON value", "write 25"),
        ("int = 25", "int = null", 6, "default null is no int", "`?`"),
        ("int = 25", "int = true", 6, "default true is no int", "`?`"),
        ("// param year", "// param limit", 6, "limit is declared twice", "remove one"),
        ("column year: int?", "column year: integer?", 8, "unknown type 'integer'", "json"),
        ("column year: int?", "column year: int = 3", 8, "has a default", "only parameters"),
        ("column year", "column paper_id", 8, "declared twice", "remove one"),
        ("// param year: int? = null -- of publication\n", "", 9, "$year is used and not declared", "// param year"),
        ("p.year = $year AND ", "", 10, "year is declared and not used", "remove the line"),
        ("LIMIT $limit", "LIMIT $limit SET p.seen = 1", 10, "the query writes: SET", "query files read"),
        ("MATCH (p:Paper)", "load csv FROM 'x' AS row MATCH (p)", 10, "the query writes: load csv", "read"),
    ],
)
def test_a_wrong_header_is_refused_with_its_place(old: str, new: str, line: int, message: str, hint: str) -> None:
    assert old in GOOD
    with pytest.raises(HeaderError) as caught:
        parse(GOOD.replace(old, new, 1), PATH)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.where == f"{PATH}:{line}"


def test_a_header_without_columns_or_text_is_refused() -> None:
    with pytest.raises(HeaderError, match="no column"):
        parse("// name: some-papers\n// summary: None.\nRETURN 1", PATH)
    with pytest.raises(HeaderError, match="no query follows"):
        parse("// name: some-papers\n// summary: None.\n// column paper_id: str\n", PATH)


def test_words_that_write_are_no_matter_in_names_strings_and_properties() -> None:
    text = GOOD.replace("p.year = $year", 'p.set = $year AND p.title <> "MERGE" AND p.`DELETE` IS NULL')
    assert parse(text, PATH).name == "some-papers"


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "'method' is missing"),
        ({"method": "gptq", "metod": "x"}, "no parameter 'metod'"),
        ({"method": 3}, "'method' cannot be 3"),
        ({"method": None}, "'method' cannot be None"),
        ({"method": "gptq", "limit": 2.5}, "'limit' cannot be 2.5"),
        ({"method": "gptq", "limit": True}, "'limit' cannot be True"),
        ({"method": "gptq", "words": "one"}, "'words' cannot be 'one'"),
        ({"method": "gptq", "words": [1]}, r"'words' cannot be \[1\]"),
    ],
)
def test_wrong_parameters_are_refused(params: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(GOOD, PATH).filled(params)


def test_defaults_are_filled_in_in_declared_order() -> None:
    filled = parse(GOOD, PATH).filled({"words": ("a", "b"), "method": "gptq"})
    assert list(filled.items()) == [("method", "gptq"), ("year", None), ("words", ["a", "b"]), ("limit", 25)]
