"""Papers as Semantic Scholar gives them: answers of its Graph API, and lines of its bulk data (S2AG).

An answer is a paper, a batch, a page of a search, of references or of citations, or recommendations. It holds only
the fields that were asked for. A page of references or citations does not name the paper it was asked for: each paper
on it is a record of its own, and what the page says of the citation itself cannot be attached.
Bulk data are files of papers, of abstracts and of citations: `semantic_scholar_bulk` puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers, told
from papermesh.loaders.sources.semantic_scholar_bulk import BulkLines
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import service_ids, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs

_LISTS = (("data",), ("recommendedPapers",))
_SIGNS = re.compile(
    rb'"(?:paperId|citedPaper|citingPaper|recommendedPapers|influentialCitationCount|corpusid|externalids'
    rb'|retrievalVersion)"\s*:'
)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_PAGE = re.compile(r"https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]{1,300}/)?([0-9a-f]{40})/?")
_KEPT = ("title", "abstract", "authors", "year", "references")
"""Fields without which an answer is a part of what we keep of a paper."""
_OF_A_PAPER = {"paperId", "corpusId", "corpusid", "title", "externalIds", "externalids"}
_OF_A_CITATION = ("contexts", "intents")
_HINT = "give an answer of /paper, /paper/batch, /paper/search or the recommendations"
_SERVICES = {
    "acl": ("ACL",),
    "dblp": ("DBLP",),
    "mag": ("MAG",),
    "pmid": ("PubMed",),
    "pmcid": ("PubMedCentral",),
}


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of an answer, or of lines of the bulk data.

    Raises:
        ParseError: It is no JSON, an error of the service, an answer that is not about papers, or lines of the bulk
            data that have no title.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    bulk = BulkLines(account)
    for answer in answers:
        alone = len(answers) == 1
        if answer.items is not None:
            _page(answer, account, bulk, alone=alone)
        elif "error" in answer.head or ("message" in answer.head and "title" not in answer.head):
            words = answer.head.get("error") or answer.head.get("message")
            message = f"Semantic Scholar answered with an error: {told(words)}"
            account.refuse(message, "ask again, and save the answer that holds papers", answer.place, alone=alone)
        elif set(answer.head) == {"total", "offset"}:
            account.note("the search found no paper", answer.place)
        else:
            _member(Fields(answer.head, answer.place, account), account, bulk, alone=alone)
    bulk.settle()
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with a key that only Semantic Scholar names so."""
    return bool(_START.match(data) and _SIGNS.search(data))


def _page(answer: Answer, account: Account, bulk: BulkLines, *, alone: bool) -> None:
    if (items := account.page(answer, "paper", _HINT, alone=alone, or_null=True)) is None:
        return
    if "next" in answer.head or answer.head.get("token"):
        account.note("this page is not the last of its answer", answer.place)
    for item in items:
        if item.value is None:
            account.note("nothing (null) for an id that Semantic Scholar does not know", item.place)
        elif fields := account.fields(item):
            _member(fields, account, bulk, alone=False)


def _member(fields: Fields, account: Account, bulk: BulkLines, *, alone: bool) -> None:
    """Account for one object: a paper, or what stands around one."""
    for key in ("citedPaper", "citingPaper"):
        if key in fields:
            lost = sum(len(fields.texts(name)) for name in _OF_A_CITATION)
            if lost:
                what = "contexts and intents cannot be attached: the page does not name the paper it was asked for"
                account.note(what, fields.place, lost)
            _paper(fields.part(key), account)
            return
    if "snippet" in fields and "paper" in fields:
        account.note("a passage that a search found is not kept", fields.place)
        _paper(fields.part("paper"), account)
    elif bulk.take(fields, _ids):
        return
    elif ("authorId" in fields or "authorid" in fields) and not {"paperId", "title"} & set(fields.content):
        papers = fields.parts("papers")
        if not papers:
            account.note("an author, not a paper", fields.place)
        for paper in papers:
            _paper(paper, account)
    elif alone and _OF_A_PAPER.isdisjoint(fields.content):
        about = shown(", ".join(fields.content)) or "nothing"
        account.refuse(f"this is no answer about papers; it tells of {about}", _HINT, fields.place, alone=True)
    else:
        if "corpusid" in fields and not {"content", "body"}.isdisjoint(fields.content):
            fields.note("a full text is not kept: the source s2orc reads it")
        _paper(fields, account)
        if title := fields.text("title"):
            bulk.titles.know(fields.identifier("corpusid", "corpusId"), one_line(title))


def _paper(fields: Fields, account: Account, cites: Sequence[Reference] = ()) -> None:
    """Keep a paper, and each of those that it names as citing it, which cites it."""
    ids = _ids(fields)
    listed = fields.parts("references")
    references = [_reference(one) for one in listed]
    stated = fields.number("referenceCount")
    bulk = "corpusid" in fields and "paperId" not in fields
    abstract, title = fields.text("abstract"), fields.text("title")
    content: dict[str, Any] = {
        **ids,
        **_texts(title, abstract),
        "year": fields.year("year"),
        "published": fields.date("publicationDate") or fields.date("publicationdate"),
        "venue": _venue(fields),
        "authors": _authors(fields),
        "url": fields.text("url"),
        "references": (*references, *cites),
        # No reference at all means that none was found, and not that the paper has none.
        "references_known": len(listed) >= stated if "references" in fields and stated else None,
    }
    whole = bulk or all(key in fields for key in _KEPT)
    account.record(_identifier(fields), content, fields.place, whole=whole)
    citing = fields.parts("citations")
    if citing and cites:
        fields.note("papers that cite a citing paper are not kept", len(citing))
    elif citing:
        cited = Reference(title=content["title"], year=content["year"], **ids)
        for one in citing:
            _paper(one, account, cites=[cited])


def _texts(title: str | None, abstract: str | None) -> dict[str, str | None]:
    return {"title": one_line(title) if title else None, "abstract": paragraphs(abstract) if abstract else None}


def _identifier(fields: Fields) -> str | None:
    number = fields.identifier("corpusid", "corpusId")
    return fields.text("paperId") or (f"corpusid:{number}" if number else None)


def _ids(fields: Fields) -> dict[str, Any]:
    """Return the ids that a paper has, as properties of a record or of a reference."""
    access = fields.part("openaccessinfo")
    named = next((key for key in ("externalIds", "externalids") if fields.content.get(key) is not None), None)
    outside = fields.part(named) if named else access.part("externalids")
    # `arxivId` and `doi` are from answers of the API's first version, which is no more.
    stated_doi, stated_arxiv = (
        outside.text("DOI") or fields.text("doi"),
        outside.text("ArXiv") or fields.text("arxivId"),
    )
    pdf = fields.part("openAccessPdf")
    found = {"arxiv_id": arxiv_id(stated_arxiv) or arxiv_id(pdf.text("url")), "doi": doi(stated_doi)}
    if stated_doi and not found["doi"]:
        fields.note(f"no DOI: {shown(stated_doi)!r}")
    if stated_arxiv and not arxiv_id(stated_arxiv):
        fields.note(f"no arXiv id: {shown(stated_arxiv)!r}")
    if not found["arxiv_id"]:
        found["arxiv_id"] = arxiv_id(found["doi"])
    if arxiv_id(found["doi"]):
        found["doi"] = None
    number = fields.identifier("corpusId", "corpusid") or outside.identifier("CorpusId")
    services = [(scheme, outside.identifier(*names)) for scheme, names in _SERVICES.items()]
    # Lines of the bulk data have it in the address alone.
    page = _PAGE.fullmatch(fields.text("url") or "") if "corpusid" in fields else None
    own = fields.text("paperId") or (page[1] if page else None)
    others = service_ids([("s2", own), ("corpusid", number), *services])
    return {**found, "other_ids": others}


def _venue(fields: Fields) -> str | None:
    venues = (
        fields.text("venue"),
        fields.part("publicationVenue").text("name"),
        fields.part("journal").text("name"),
    )
    return venue_of(one_line(venue) for venue in venues if venue)


def _authors(fields: Fields) -> list[AuthorName]:
    people = fields.content.get("authors")
    if isinstance(people, list) and people and all(isinstance(one, str) for one in people):
        return [AuthorName(name=name) for name in fields.texts("authors")]
    named = ((one.text("name"), one.part("externalIds").text("ORCID")) for one in fields.parts("authors"))
    return [AuthorName(name=plain, orcid=orcid(stated)) for name, stated in named if name and (plain := one_line(name))]


def _reference(fields: Fields) -> Reference:
    title = fields.text("title")
    return Reference(
        title=one_line(title) if title else None,
        year=fields.year("year"),
        contexts=tuple(fields.texts("contexts")),
        intents=tuple(fields.texts("intents") or fields.texts("intent")),
        **_ids(fields),
    )


SOURCE = Source(
    name="semantic-scholar",
    summary="Answers of Semantic Scholar's API, or lines of its bulk data",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_titled_lines,
)
