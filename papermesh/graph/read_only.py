"""Whether a Cypher text only reads, judged from its words before any store sees it.

The stores have walls of their own (a read-only session, read access mode), but both count `LOAD CSV` as a read,
and Neo4j lets a reader call procedures that change the server's settings. So the words of the text are judged here:
comments, strings and quoted names are left out, and what is left may not hold a word that writes, loads a file,
changes the database, or calls a procedure that is not known to be harmless.

A word is a name, not a clause, after a dot (`n.set`), after a colon (`:Load`) and as a key of a map (`{set: 1}`);
a variable that is called like a clause has to be quoted with backticks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from papermesh.errors import QueryError, WriteRefused

WRITES = frozenset({
    "CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "DROP", "FOREACH", "INSERT",
})  # fmt: skip
"""Words that begin a clause that writes, on either store, wherever they stand."""

ADMINISTERS = frozenset({
    "ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "START", "STOP", "TERMINATE", "ENABLE", "DISABLE",
    "DEALLOCATE", "REALLOCATE", "DRYRUN", "USE", "CYPHER", "FOR",
})  # fmt: skip
"""Words that, at the beginning of a statement or subquery, leave the graph: users, servers, databases, settings."""

SHOWN = frozenset({"INDEX", "INDEXES", "CONSTRAINT", "CONSTRAINTS"})
"""What `SHOW` may show: the rest tells of users, settings and other people's queries."""

SHOWN_KINDS = frozenset({
    "ALL", "RANGE", "POINT", "TEXT", "LOOKUP", "FULLTEXT", "VECTOR", "UNIQUE", "UNIQUENESS", "NODE",
    "RELATIONSHIP", "REL", "PROPERTY", "KEY", "EXIST", "EXISTENCE", "TYPE",
})  # fmt: skip
"""Words that may stand between `SHOW` and what it shows."""

PROCEDURES = frozenset({
    "db.labels", "db.relationshiptypes", "db.propertykeys",
    "db.schema.visualization", "db.schema.nodetypeproperties", "db.schema.reltypeproperties",
    "db.index.fulltext.querynodes", "db.index.fulltext.queryrelationships",
    "db.index.vector.querynodes", "db.index.vector.queryrelationships",
    "db.info", "db.ping", "dbms.components",
})  # fmt: skip
"""Procedures that read this graph and nothing else, in lower case."""

_TOKEN = re.compile(
    r"""
      (?P<space>   \s+ | //[^\n\r]* | /\*.*?(?:\*/|\Z) )
    | (?P<string>  '(?:\\.|[^'\\])*(?:'|\Z) | "(?:\\.|[^"\\])*(?:"|\Z) )
    | (?P<quoted>  `(?:``|[^`])*(?:`|\Z) )
    | (?P<number>  \d[\w]*(?:\.(?!\.)\w*)? )
    | (?P<word>    \w+ )
    | (?P<sign>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")

Kind = Literal["string", "quoted", "number", "word", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign, number, string or quoted name, with its offset in the text."""

    kind: Kind
    text: str
    offset: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of a Cypher text, without white space and comments."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in {"string", "quoted", "number", "word", "sign"}:
            found.append(Token(kind, match.group(), match.start()))  # type: ignore[arg-type]
    return found


def refuse_writes(text: str, *, where: str | None = None) -> None:
    """Return if a text can only read this graph.

    Raises:
        WriteRefused: It would write, load a file, call a procedure that is not allowed, or leave the graph.
        QueryError: It holds more than one statement.
    """
    _check(text, writes_allowed=False, where=where)


def refuse_outside(text: str, *, where: str | None = None) -> None:
    """Return if a text stays within this graph; it may write.

    Raises:
        WriteRefused: It would load a file, call a procedure that is not allowed, or leave the graph.
        QueryError: It holds more than one statement.
    """
    _check(text, writes_allowed=True, where=where)


def _check(text: str, *, writes_allowed: bool, where: str | None) -> None:
    # Neo4j replaces \\uXXXX anywhere in a text before it looks for words, kglite does not: both readings must pass.
    decoded = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    for reading in dict.fromkeys((text, decoded)):
        _check_reading(tokens(reading), writes_allowed=writes_allowed, where=where)


def _check_reading(found: Sequence[Token], *, writes_allowed: bool, where: str | None) -> None:
    for index, token in enumerate(found):
        if token.text == ";" and token.kind == "sign" and index + 1 < len(found):
            raise QueryError(
                "the text holds more than one statement", where=where, hint="send one statement at a time, without `;`"
            )
        if token.kind != "word" or _is_name(found, index):
            continue
        word = token.text.upper()
        if word in WRITES and not writes_allowed:
            raise WriteRefused(
                f"this query would write ({word})",
                where=where,
                hint="the graph is open for reading; if it is a variable's name, write it as "
                f"`{token.text}` in backticks",
            )
        if word == "LOAD" and _word(found, index + 1) == "CSV":
            raise WriteRefused(
                "this query would load a file (LOAD CSV)", where=where, hint="use `papermesh load` to bring in data"
            )
        if word == "CALL":
            _check_call(found, index + 1, where=where)
        if word == "SHOW" and _begins(found, index):
            _check_show(found, index + 1, where=where)
        if word in ADMINISTERS and _begins(found, index):
            raise WriteRefused(
                f"this query would leave the graph ({word})",
                where=where,
                hint="queries here read the graph; use the server's own tools to administer it",
            )


def _is_name(found: Sequence[Token], index: int) -> bool:
    """Whether a word is a property, a label, a parameter or a map's key."""
    before = found[index - 1] if index else None
    after = found[index + 1] if index + 1 < len(found) else None
    if before is None:
        return False
    if before.text in {":", "$"}:
        return True
    if before.text == ".":
        # `1.` is a number in front of a clause, never an owner of properties; `..` ends a range.
        return index >= 2 and (found[index - 2].kind in {"word", "quoted"} or found[index - 2].text in ")]}{,")
    return before.text in {"{", ","} and after is not None and after.text == ":"


def _word(found: Sequence[Token], index: int) -> str:
    return found[index].text.upper() if index < len(found) and found[index].kind == "word" else ""


def _begins(found: Sequence[Token], index: int) -> bool:
    """Whether a word begins a statement or a subquery."""
    if index == 0 or found[index - 1].text in {"{", ";"}:
        return True
    before = _word(found, index - 1)
    if before in {"ALL", "DISTINCT"} and index >= 2:
        return _word(found, index - 2) == "UNION"
    return before in {"EXPLAIN", "PROFILE", "UNION"}


def _check_call(found: Sequence[Token], index: int, *, where: str | None) -> None:
    if index < len(found) and found[index].text in {"{", "("}:
        return  # a subquery: its words are judged like all others
    parts = []
    while index < len(found) and found[index].kind in {"word", "quoted"}:
        parts.append(found[index].text.strip("`").strip())
        if index + 1 < len(found) and found[index + 1].text == ".":
            index += 2
        else:
            break
    name = ".".join(parts)
    if name.lower() not in PROCEDURES:
        raise WriteRefused(
            f"this query would call the procedure {name or '?'}, which is not known to only read the graph",
            where=where,
            hint=f"allowed are {', '.join(sorted(PROCEDURES))}",
        )


def _check_show(found: Sequence[Token], index: int, *, where: str | None) -> None:
    shown = index
    while _word(found, shown) in SHOWN_KINDS:
        shown += 1
    if _word(found, shown) not in SHOWN:
        raise WriteRefused(
            f"this query would show more than the graph (SHOW {_word(found, index)})",
            where=where,
            hint="allowed are SHOW INDEXES and SHOW CONSTRAINTS",
        )
