"""S2ORC: full texts of open-access papers with their references and citing sentences, as Semantic Scholar gives them.

Read are the releases of 2019 (`grobid_parse`), 2020 (texts and metadata in files of their own) and 2021 (also CORD-19,
and what s2orc-doc2json makes of a PDF), and lines of the bulk data `s2orc` and `s2orc_v2`. A text whose title stands
in another file needs that file in the same input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources import s2orc_paragraphs, s2orc_spans
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers
from papermesh.loaders.sources.s2orc_ids import ids_of
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import service_id, venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.titled_elsewhere import TitlesElsewhere
from papermesh.loaders.sources.written_facts import written_date

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[?\s*\{")
_SIGNS = re.compile(
    rb'"(?:grobid_parse|latex_parse|pdf_parse|_pdf_hash|s2_pdf_hash|body_text|bib_entries|has_pdf_parse'
    rb'|has_outbound_citations)"\s*:'
)
_BULK = re.compile(rb'"corpusid"\s*:')
_BULK_TEXT = re.compile(rb'"(?:content|body)"\s*:\s*\{')
_OF_A_PAPER = {"paper_id", "corpusid", "title", "metadata", "body_text", *s2orc_paragraphs.PARSES}
_HINT = "give the full texts (JSON) of S2ORC, or lines of the dataset s2orc, unpacked"
_JOIN = (
    "give the file with the titles (metadata, or papers of the bulk data) in the same input:\n"
    "cat metadata.jsonl pdf_parses.jsonl | papermesh load s2orc -"
)
LONGEST_NUMBER = 18
"""Digits of a corpus id."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of one document, or of several one behind the other (JSON Lines).

    Raises:
        ParseError: It is no JSON, or holds no paper of S2ORC, or texts whose titles are in another file.
    """
    answers, broken = read_answers(data, origin, ())
    account = Account(origin)
    titles = TitlesElsewhere()
    for answer in answers:
        for fields in _members(answer, account, alone=len(answers) == 1):
            _paper(fields, account, titles)
    titles.settle(account, "these are full texts of S2ORC", _JOIN)
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with a key that only S2ORC names so."""
    if not _START.match(data):
        return False
    return bool(_SIGNS.search(data) or (_BULK.search(data) and _BULK_TEXT.search(data)))


def _members(answer: Answer, account: Account, *, alone: bool) -> Iterator[Fields]:
    if answer.items is not None:
        for item in account.page(answer, "paper", _HINT, alone=alone) or ():
            if fields := account.fields(item):
                yield fields
    elif _OF_A_PAPER.isdisjoint(answer.head):
        about = shown(", ".join(answer.head)) or "nothing"
        account.refuse(f"this is no paper of S2ORC; it tells of {about}", _HINT, answer.place, alone=alone)
    else:
        yield Fields(answer.head, answer.place, account)


def _paper(fields: Fields, account: Account, titles: TitlesElsewhere) -> None:
    """Keep a paper: what is said of it, its text, or both."""
    stated = fields.part("metadata") if "metadata" in fields else fields
    is_bulk = bool(fields.content.get("content") or fields.content.get("body"))
    text = (s2orc_spans if is_bulk else s2orc_paragraphs).content_of(fields, account)
    content = _said(fields, stated, account)
    for name, value in (text or {}).items():
        content[name] = content.get(name) or value
    number = next((one.partition(":")[2] for one in content["other_ids"] if one.startswith("corpusid:")), None)
    identifier = number or fields.identifier("paper_id")
    title = content.pop("title")
    if title:
        titles.know(number, title)
        account.record(identifier, {"title": title, **content}, fields.place, whole=text is not None)
    elif number and text is not None:
        titles.hold(number, f"{number}/text", content, fields.place, whole=True)
    else:
        account.reject("has no title", fields.place, identifier or "")


def _said(fields: Fields, stated: Fields, account: Account) -> dict[str, Any]:
    """Return what is said of the paper outside of its text."""
    title = stated.text("title")
    abstract = stated.text("abstract") if isinstance(stated.content.get("abstract"), str) else None
    date = fields.date("publicationdate") or written_date(stated.identifier("year") or "")
    journal = stated.part("journal").text("name") if isinstance(stated.content.get("journal"), dict) else None
    venues = (stated.text("venue"), journal or (None if "publicationdate" in fields else stated.text("journal")))
    outbound = stated.texts("outbound_citations")
    if inbound := stated.texts("inbound_citations"):
        fields.note("papers that cite this one are known by number alone: not kept", len(inbound))
    named = Fields(_numbers(fields), fields.place, account)
    return {
        "title": one_line(title) if title else None,
        "abstract": paragraphs(abstract) if abstract else None,
        "year": int(date[:4]) if date else None,
        "published": date,
        "venue": venue_of(one_line(venue) for venue in venues if venue),
        "authors": tuple(_authors(stated)),
        **ids_of(named, fields, stated, fields.part("identifiers"), fields.part("externalids")),
        "references": tuple(
            Reference(other_ids=(found,)) for one in outbound if (found := service_id("corpusid", one))
        ),
    }


def _numbers(fields: Fields) -> dict[str, str]:
    """Return the id of the document as the id that it is: until 2020 the corpus id, later the hash of the PDF.

    CORD-19 has PubMed Central's for what comes from there.
    """
    stated = fields.identifier("paper_id") or ""
    if stated.isascii() and stated.isdigit() and len(stated) <= LONGEST_NUMBER:
        return {"corpusid": stated}
    return {"pmcid": stated} if stated.startswith("PMC") else {}


def _authors(stated: Fields) -> Iterator[AuthorName]:
    for author in stated.parts("authors"):
        middle = author.texts("middle") if isinstance(author.content.get("middle"), list) else []
        parts = [author.text("first"), *middle, author.text("last"), author.text("suffix")]
        name = one_line(author.text("name") or " ".join(filter(None, parts)))
        # What was a sign of the PDF and no name has one letter at most.
        if any(len(word) > 1 for word in name.split()):
            yield AuthorName(name=name)
        elif name:
            stated.note("a sign that is no name among the authors left out")


SOURCE = Source(
    name="s2orc",
    summary="Full texts of S2ORC (JSON of 2019 to 2021, CORD-19), or lines of the bulk data s2orc and s2orc_v2",
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
