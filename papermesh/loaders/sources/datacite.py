"""Records of DataCite as its API gives them (JSON:API): arXiv registers its DOIs there, Crossref has none of them."""

from __future__ import annotations

import re
from typing import Any

from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName, Origin, Parsed, Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers, told
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.stated_facts import venue_of
from papermesh.loaders.sources.tagged_text import one_line, paragraphs

_LISTS = (("data",),)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_SIGNS = re.compile(rb'"type"\s*:\s*"dois"|"(?:relatedIdentifiers|publicationYear|nameIdentifiers)"\s*:')
_HINT = "ask again, and save the answer that holds records (/dois, /dois/DOI)"
_PAPERS = {
    "text", "preprint", "journalarticle", "conferencepaper", "conferenceproceeding", "book", "bookchapter",
    "dissertation", "report", "datapaper", "",
}  # fmt: skip
"""General types of what is a paper, in lower case; data, software, images and the like are none."""
_DATES = ("Submitted", "Issued", "Available", "Created", "Accepted")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_VERSIONS = {"IsVersionOf", "HasVersion", "IsPreviousVersionOf", "IsNewVersionOf", "IsIdenticalTo", "IsVariantFormOf"}
_CITES = {"References", "Cites"}


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of an answer, or of one answer a line.

    Raises:
        ParseError: It is no JSON, an error of the service, or no answer about DOIs.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        _answer(answer, account, alone=len(answers) == 1)
    return account.parsed(broken)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is JSON with names that only DataCite gives."""
    return bool(_START.match(data)) and len(set(_SIGNS.findall(data))) > 0


def _answer(answer: Answer, account: Account, *, alone: bool) -> None:
    if answer.items is not None:
        for item in account.page(answer, "record", _HINT, alone=alone) or ():
            if fields := account.fields(item):
                _record(fields, account)
    elif "errors" in answer.head:
        errors = answer.head["errors"]
        one = errors[0] if isinstance(errors, list) and errors else errors
        words = one.get("title") if isinstance(one, dict) else one
        account.refuse(f"DataCite answered with an error: {told(words)}", _HINT, answer.place, alone=alone)
    elif isinstance(answer.head.get("data"), dict):
        _record(Fields(answer.head["data"], answer.place, account), account)
    elif {"attributes", "titles"} & set(answer.head):
        _record(Fields(answer.head, answer.place, account), account)
    else:
        about = shown(", ".join(answer.head)) or "nothing"
        account.refuse(f"this is no answer about DOIs; it tells of {about}", _HINT, answer.place, alone=alone)


def _record(fields: Fields, account: Account) -> None:
    stated = fields.part("attributes") if "attributes" in fields else fields
    identifier = doi(stated.text("doi") or fields.text("id"))
    title = next((text for one in stated.parts("titles") if (text := one.text("title"))), None)
    kind = stated.part("types").text("resourceTypeGeneral") or ""
    if kind.lower() not in _PAPERS:
        account.note(f"{kind}, not a paper: {shown(title or identifier or '')}", fields.place)
        return
    account.record(identifier, _content(stated, title, identifier), fields.place, whole="titles" in stated)


def _content(stated: Fields, title: str | None, identifier: str | None) -> dict[str, Any]:
    named = [one.text("identifier") for one in stated.parts("identifiers")]
    related = [(one.text("relationType"), one.text("relatedIdentifier")) for one in stated.parts("relatedIdentifiers")]
    versions = [text for relation, text in related if relation in _VERSIONS]
    arxiv = arxiv_id(identifier) or next((found for text in named if (found := arxiv_id(text))), None)
    published = next((found for text in versions if (found := doi(text)) and not arxiv_id(found)), None)
    abstract = next(
        (one.text("description") for one in stated.parts("descriptions") if one.text("descriptionType") == "Abstract"),
        None,
    )
    day = _date(stated)
    return {
        "title": one_line(title) if title else None,
        "abstract": paragraphs(abstract) if abstract else None,
        "year": int(day[:4]) if day else stated.year("publicationYear"),
        "published": day,
        "venue": venue_of([stated.part("container").text("title")]),
        "authors": _authors(stated),
        "arxiv_id": arxiv,
        # arXiv's own DOI says no more than its id; the DOI of the published version is one of the paper's ids.
        "doi": published if arxiv_id(identifier) else identifier,
        "url": stated.text("url"),
        "references": [one for relation, text in related if relation in _CITES and (one := _reference(text))],
    }


def _date(stated: Fields) -> str | None:
    """Return the first date on which it was to be had; of years and times, the day."""
    dates = {one.text("dateType"): one.text("date") for one in stated.parts("dates")}
    for kind in _DATES:
        if found := _ISO.match(dates.get(kind) or ""):
            return found[0]
    return None


def _authors(stated: Fields) -> list[AuthorName]:
    authors = []
    for one in stated.parts("creators"):
        given, family = one.text("givenName"), one.text("familyName")
        name = f"{given} {family}" if given and family else _in_order(one.text("name") or family or "")
        ids = (orcid(each.text("nameIdentifier")) for each in one.parts("nameIdentifiers"))
        if plain := one_line(name):
            authors.append(AuthorName(name=plain, orcid=next(filter(None, ids), None)))
    return authors


def _in_order(name: str) -> str:
    """Return a name that may stand as "family, given" in the order in which it is said."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def _reference(text: str | None) -> Reference | None:
    number, named = arxiv_id(text), doi(text)
    if number:
        return Reference(arxiv_id=number)
    return Reference(doi=named) if named else None


SOURCE = Source(
    name="datacite",
    summary="Records of DataCite: an answer of its API",
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
