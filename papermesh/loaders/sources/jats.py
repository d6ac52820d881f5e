"""Articles in JATS XML, as PubMed Central, publishers and preprint servers give them: full texts with their references.

A file holds one article, or many: a set (`pmc-articleset`), or answers of an OAI-PMH service. Where one breaks off, the
articles before it are kept. Notices on other papers (corrections, retractions) and reviews are counted, and are no
papers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.records import Origin, Parsed, Rejected
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.jats_front import front_of, type_of
from papermesh.loaders.sources.jats_references import references_of
from papermesh.loaders.sources.jats_text import JatsText
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.xml_elements import Part, child, children, elements, name_of, notes_on, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = frozenset({"article", "header", "error", "resumptionToken", "Reply"})
_WRAPPERS = {"article", "articles", "pmc-articleset", "pmc", "OAI-PMH", "ListRecords", "GetRecord", "record"}
_START = re.compile(
    rb"<(?:[A-Za-z]+:)?(?:article|articles|pmc-articleset|pmc|OAI-PMH|ListRecords|GetRecord|record)[\s>]"
)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z]")
_FRONT = re.compile(rb"<(?:[A-Za-z]+:)?(?:article-meta|journal-meta|front)[\s>/]|\bdtd-version\s*=|-//NLM//DTD J")
_ARTICLE = re.compile(rb"<(?:[A-Za-z]+:)?article[\s>]")
_NOTICES = re.compile(
    r"(?:partial-)?(?:correction|corrigendum|erratum|retraction|withdrawal|addendum|expression-of-concern)\b"
    r"|.*(?:peer-review|review-report|reviewer|referee)|decision-letter|editor-report|reply$|author-comment"
)
_HINT = (
    "give the XML of an article: PubMed Central has it (OAI-PMH with metadataPrefix=pmc, bulk files), and publishers"
)


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a file.

    Raises:
        ParseError: It is no JATS, or a service's answer without an article.
    """
    account = Account(origin)
    rejected: list[Rejected] = []
    errors: list[Rejected] = []
    roots: list[tuple[Part, str]] = []
    seen = 0
    for part in elements(data, origin, _NAMES, skip_document_type=True):
        if isinstance(part, Rejected):
            rejected.append(part)
        elif not part.name:
            roots.append((part, name_of(part.element)))
        elif part.name == "article":
            seen += 1
            _article(part, account)
        else:
            errors += _around(part, account)
    rejected += errors
    known = [name for _, name in roots if name in _WRAPPERS]
    if not seen:
        # A wrapper of another name may hold articles, too.
        rejected += [Rejected(f"<{shown(name)}>", root.place) for root, name in roots if name not in _WRAPPERS]
    if not seen and (errors or not known):
        first = (errors or rejected)[0]
        raise ParseError(f"this is no article in JATS XML: {first.reason}", where=first.place, hint=_HINT)
    if not seen and not rejected:
        account.note("no article in it", f"{origin.path}:1")
    return account.parsed(rejected)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is an article or a set of articles, with the front matter that JATS has."""
    first = _FIRST_ELEMENT.search(data)
    if first is None or not _START.match(data, first.start()):
        return False
    article = _ARTICLE.search(data, first.start())
    return data.startswith(b"<pmc-articleset", first.start()) or bool(article and _FRONT.search(data))


def _around(part: Part, account: Account) -> list[Rejected]:
    """Note or reject what a service says beside the articles."""
    element, place = part.element, part.place
    if part.name == "header":
        if element.get("status") == "deleted":
            account.note(f"deleted at the service: {shown(text_of(child(element, 'identifier')).strip())}", place)
    elif part.name == "resumptionToken":
        if token := text_of(element).strip():
            account.note(f"this is not the last answer: ask on with resumptionToken={shown(token)}", place)
    else:
        said = " ".join(filter(None, [element.get("code"), element.get("error"), " ".join(text_of(element).split())]))
        about = element.get("id") or element.get("Id")
        return [Rejected(f"the service answers with an error: {shown(said)}", place, shown(about or ""))]
    return []


def _article(part: Part, account: Account) -> None:
    article, place = part.element, part.place
    words = text_of(article)
    content = front_of(article, place, account)
    kind = type_of(article)
    if _NOTICES.match(kind):
        account.note(f"{shown(kind)}, not a paper", place)
        return
    if not content:
        account.reject("has no front matter", place, words[:1000])
        return
    for note in notes_on(words):
        account.note(note, place)
    text = _text_of(article)
    for what, count in text.left_out.items():
        account.note(f"{what} left out", place, count)
    others = sum(1 for name in ("sub-article", "response") for _ in children(article, name))
    if others:
        account.note("reviews, answers and translations within an article left out", place, others)
    references = tuple(references_of(article, text.contexts))
    content |= {
        "references": references,
        "references_known": True if references else None,
        "sections": tuple(text.sections),
    }
    account.record(_identifier(content), content, place, whole=child(article, "body") is not None)


def _identifier(content: Mapping[str, Any]) -> str | None:
    """Return what names the record: that of PubMed Central first, whose text of a paper is not its publisher's."""
    of_service = {scheme: bare for scheme, _, bare in (one.partition(":") for one in content["other_ids"])}
    of_arxiv = content["arxiv_id"]
    pmid = of_service.get("pmid")
    named = of_service.get("pmcid") or content["doi"] or (of_arxiv and f"arxiv-{of_arxiv}") or (pmid and f"pmid-{pmid}")
    return str(named) if named else None


def _text_of(article: _Element) -> JatsText:
    """Return the text of an article, with what stands behind it: thanks, where code and data are, appendices."""
    text = JatsText()
    for name in ("body", "back", "floats-group"):
        part = child(article, name)
        if part is None:
            continue
        if name != "back":
            text.add_section(part)
            continue
        for one in part:
            if isinstance(one.tag, str):
                text.add_behind(one)
    return text


SOURCE = Source(
    name="jats",
    summary="Articles in JATS XML: PubMed Central, publishers, preprint servers",
    suffixes=(".nxml", ".jats"),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_xml_records("article"),
)
