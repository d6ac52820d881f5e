"""Pages of services that answer in JSON: what is around their list of papers, their records, and what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from papermesh.errors import ParseError
from papermesh.loaders.exchange import Answer
from papermesh.loaders.records import Origin, Parsed, Rejected
from papermesh.loaders.sources.source import BOM, Source, shown

_ONE_PAGE = ("this page has ", "this page is not the last ")
"""Begin the notes of sources that more pages follow: those are asked for."""


def whole(answer: Answer) -> Any:
    """Return the JSON of an answer.

    Bytes that are no UTF-8 stand as lone surrogates, so that they cost no more than their record.

    Raises:
        ParseError: It is no JSON or breaks off: what follows such a page cannot be known.
    """
    text = answer.data.decode("utf-8", "surrogateescape").removeprefix(BOM)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ParseError(
            f"the answer is no JSON, or breaks off; it begins {shown(text) or 'nowhere'!r}",
            where=answer.url,
            hint="ask again",
        ) from None


def listed(source: Source, answer: Answer, *path: str) -> tuple[dict[str, Any], list[Any]]:
    """Return the object of an answer in which its list stands, and the list.

    Args:
        source: Reads the service's answers, and knows its errors.
        answer: One that holds a list.
        path: Keys from the outside in, that of the list last.

    Raises:
        ParseError: It holds none.
    """
    content = whole(answer)
    for key in path[:-1]:
        content = content.get(key) if isinstance(content, dict) else None
    items = content.get(path[-1]) if isinstance(content, dict) else None
    if isinstance(content, dict) and isinstance(items, list):
        return content, items
    parsed_page(source, answer)  # an error of the service says more
    raise ParseError(f"the answer holds no list {'.'.join(path)!r}", where=answer.url)


def parsed_page(source: Source, answer: Answer, content: object = None) -> Parsed:
    """Return what the source makes of an answer, without its notes that this is one page of several.

    Args:
        source: Reads the service's answers.
        answer: What came.
        content: Read in place of its data, where the source would not know what the answer belongs to.

    Raises:
        ParseError: It is none of the service's, or an error.
    """
    data = answer.data if content is None else json.dumps(content).encode()
    try:
        parsed = source.parse(data, Origin(source.name, answer.url))
    except ParseError as error:
        error.where = answer.url
        raise
    return replace(parsed, noted=tuple(note for note in parsed.noted if not note.what.startswith(_ONE_PAGE)))


def not_known(service: str, names: Iterable[str], answer: Answer) -> tuple[Rejected, ...]:
    """Return a rejection for each id that a service does not know."""
    return tuple(Rejected(f"{service} does not know {name}", f"{answer.url}:1") for name in names)
