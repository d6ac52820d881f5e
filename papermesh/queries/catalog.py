"""All query files of the package, by name."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from papermesh.errors import NotFound
from papermesh.queries.header import QueryFile, parse

_SHOWN = "papermesh/queries/cypher"


def names() -> tuple[str, ...]:
    """Return the names of all queries, sorted."""
    return tuple(sorted(_files()))


def query(name: str) -> QueryFile:
    """Return the query of that name; each file is read once.

    Raises:
        NotFound: There is none; the hint names the nearest.
        HeaderError: Its header is wrong.
    """
    if name not in _files():
        # The nearest name is only looked for when there is something to say.
        from rapidfuzz import process

        near = [hit[0] for hit in process.extract(name, names(), limit=3, score_cutoff=50)]
        raise NotFound(f"no query {name!r}", hint=f"nearest: {', '.join(near)}" if near else "papermesh query --help")
    return _parsed(name)


def queries() -> tuple[QueryFile, ...]:
    """Return all queries, sorted by topic and name."""
    return tuple(sorted(map(query, names()), key=lambda one: (one.topic, one.name)))


@cache
def _files() -> dict[str, tuple[str, Traversable]]:
    """Return (path to show, file) of every query, by the file's stem."""
    found: dict[str, tuple[str, Traversable]] = {}
    for topic in (resources.files("papermesh.queries") / "cypher").iterdir():
        if topic.is_dir():
            for file in topic.iterdir():
                if file.name.endswith(".cypher"):
                    found[file.name.removesuffix(".cypher")] = (f"{_SHOWN}/{topic.name}/{file.name}", file)
    return found


@cache
def _parsed(name: str) -> QueryFile:
    path, file = _files()[name]
    return parse(file.read_text(encoding="utf-8"), path)
