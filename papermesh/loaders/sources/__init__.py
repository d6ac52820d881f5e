"""The sources, each in a file of its name."""

from __future__ import annotations

from pathlib import PurePath

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.sources import (
    arxiv,
    arxiv_oai,
    arxiv_snapshot,
    awesome_list,
    bibtex,
    crossref,
    csl,
    datacite,
    dblp,
    grobid,
    huggingface,
    jats,
    jsonl,
    listing,
    openalex,
    papers_with_code,
    ris,
    s2orc,
    semantic_scholar,
    zotero,
)
from papermesh.loaders.sources.source import Source

__all__ = ["SOURCES", "Source", "recognise", "source_named"]

SOURCES: tuple[Source, ...] = (
    arxiv.SOURCE,
    jats.SOURCE,
    arxiv_oai.SOURCE,
    arxiv_snapshot.SOURCE,
    grobid.SOURCE,
    dblp.SOURCE,
    huggingface.SOURCE,
    papers_with_code.SOURCE,
    zotero.SOURCE,
    s2orc.SOURCE,
    csl.SOURCE,
    crossref.SOURCE,
    datacite.SOURCE,
    openalex.SOURCE,
    semantic_scholar.SOURCE,
    awesome_list.SOURCE,
    bibtex.SOURCE,
    ris.SOURCE,
    jsonl.SOURCE,
    listing.SOURCE,
)
"""Every source, in the order in which they are tried: what is told by more stands first; our own lines and copied
pages, which look like much, last. A new one is added here."""
START_BYTES = 65_536
"""How much of a file tells what it is."""


def source_named(name: str) -> Source:
    """Return the source of that name.

    Raises:
        SourceError: There is none.
    """
    for source in SOURCES:
        if source.name == name:
            return source
    known = ", ".join(source.name for source in SOURCES)
    raise SourceError(f"no source {name!r}", where="--source", hint=f"known sources: {known}")


def recognise(data: bytes, path: str) -> Source:
    """Return the source that a file is of, by its content, or by the ending of its name where content is not enough.

    Raises:
        ParseError: Neither tells.
    """
    suffix = PurePath(path).suffix.lower()
    named = next((source for source in SOURCES if suffix in source.suffixes), None)
    fitting = [source for source in SOURCES if source.sniff(data[:START_BYTES])]
    if fitting:
        return fitting[0]
    if named:
        return named
    known = "\n".join(f"  {source.name}: {source.summary}" for source in SOURCES)
    raise ParseError(
        "nothing recognised: this looks like none of the sources",
        where=path,
        hint=f"name the source if it is one of them (papermesh load SOURCE {path}):\n{known}",
    )
