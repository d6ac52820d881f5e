"""The references of JATS XML: what each citation says of the paper it cites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.records import Reference
from papermesh.loaders.sources.jats_text import HREF, line_of
from papermesh.loaders.sources.stated_facts import service_ids
from papermesh.loaders.sources.written_facts import quoted_title, written_arxiv, written_date, written_doi
from papermesh.loaders.sources.xml_elements import children, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
"""What a reference is given as, the best first: with each of its parts named, or as a line with parts in it."""
_TITLES = ("article-title", "chapter-title", "part-title", "data-title")
_OTHER_ARTICLES = {"sub-article", "response"}


def references_of(article: _Element, contexts: dict[str, list[str]]) -> Iterator[Reference]:
    """Yield the references of an article; one without title and ids names none, which the caller sees.

    Args:
        article: Whose lists of references are read, wherever they stand.
        contexts: Citing sentences by the id of what they cite.
    """
    for entry in article.iter("{*}ref"):
        if any(name_of(one) in _OTHER_ARTICLES for one in entry.iterancestors()):
            continue
        for citation in _citations(entry):
            names = (entry.get("id"), citation.get("id"))
            sentences = [sentence for name in names if name for sentence in contexts.get(name, ())]
            yield _reference(citation, tuple(dict.fromkeys(sentences)))


def _citations(entry: _Element) -> list[_Element]:
    """Return what a reference cites: several works can stand under one number, and one work in several forms."""
    holders = [entry, *children(entry, "citation-alternatives")]
    for name in _CITATIONS:
        for holder in holders:
            if found := list(children(holder, name)):
                return found if holder is entry else found[:1]
    return [entry]


def _reference(citation: _Element, contexts: tuple[str, ...]) -> Reference:
    stated: dict[str, str] = {}
    for one in citation.iter("{*}pub-id"):
        stated.setdefault((one.get("pub-id-type") or "").lower(), text_of(one).strip())
    line = line_of(citation)
    addresses = [one.get(HREF) or text_of(one) for name in ("ext-link", "uri") for one in citation.iter(f"{{*}}{name}")]
    for_ids = " ".join([line, *addresses])
    of_doi = doi(stated.get("doi")) or written_doi(for_ids)
    arxiv = arxiv_id(stated.get("arxiv")) or written_arxiv(stated.get("arxiv", ""))
    year = written_date(_first(citation, "year") or "")
    book = None if _first(citation, "article-title") else _book(citation)
    return Reference(
        title=next((title for name in _TITLES if (title := _first(citation, name))), None)
        or book
        or quoted_title(line),
        year=int(year[:4]) if year else None,
        arxiv_id=arxiv or arxiv_id(of_doi) or written_arxiv(for_ids),
        doi=None if arxiv_id(of_doi) else of_doi,
        other_ids=service_ids([("pmid", stated.get("pmid")), ("pmcid", stated.get("pmcid") or stated.get("pmc"))]),
        contexts=contexts,
    )


def _first(citation: _Element, name: str) -> str:
    return next((words for one in citation.iter(f"{{*}}{name}") if (words := line_of(one))), "").rstrip(" .,;")


def _book(citation: _Element) -> str:
    """Return the title of a work that is no part of another: of a journal `source` is the name, of a book its title."""
    kind = (citation.get("publication-type") or citation.get("citation-type") or "").lower()
    return "" if kind in {"", "journal", "confproc", "preprint"} else _first(citation, "source")
