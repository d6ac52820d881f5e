"""Zotero's RDF export: items, what they are part of, attachments, notes and collections, side by side in one file.

A journal stands within its article, or on its own behind it, and has the article's DOI: Zotero writes it there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, Parsed, Rejected
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.xml_elements import BAD_BYTES, Part, child, children, elements, name_of, text_of
from papermesh.loaders.sources.zotero_items import take

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CONTAINERS = frozenset({"Journal", "Periodical", "Proceedings", "ConferenceProceedings", "Series", "Newspaper",
                         "Website", "CourtReporter", "Code", "Forum", "Blog", "Encyclopedia", "Dictionary",
                         "Magazine"})  # fmt: skip
_ITEMS = frozenset({"Article", "Book", "BookSection", "Data", "Description", "Document", "Illustration", "Image",
                    "Interview", "Legislation", "Letter", "Manuscript", "Map", "MotionPicture", "Patent", "Recording",
                    "Report", "Software", "Thesis", "UserItem"})  # fmt: skip
_BESIDE = {
    "Attachment": "an attachment, not a paper",
    "Memo": "a note, not a paper",
    "Collection": "a collection, not a paper",
}
_TEXTS = {
    "title": "title", "abstract": "abstractNote", "date": "date", "itemType": "itemType", "description": "extra",
    "libraryCatalog": "libraryCatalog", "archive": "archive", "coverage": "archiveLocation", "repository": "repository",
    "number": "number", "archiveID": "archiveID", "citationKey": "citationKey",
}  # fmt: skip
"""Zotero's fields by the elements that have them."""
_CREATORS = {"authors": "author", "contributors": "contributor", "presenters": "presenter", "programmers": "programmer",
             "inventors": "inventor"}  # fmt: skip
_DOI = re.compile(r"\s*(?:DOI\s+)(\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Container:
    """What an item is part of."""

    title: str = ""
    dois: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """An item as it was read."""

    fields: dict[str, object]
    part_of: list[str]
    """Containers that stand elsewhere in the file."""
    within: list[_Container]
    place: str


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the items of an export.

    Raises:
        ParseError: It is no RDF of Zotero's.
    """
    account = Account(origin)
    rejected: list[Rejected] = []
    found: list[_Found] = []
    containers: dict[str, _Container] = {}
    is_rdf = False
    for part in elements(data, origin, _ITEMS | _CONTAINERS | _BESIDE.keys()):
        if isinstance(part, Rejected):
            rejected.append(part)
        elif not part.name:
            is_rdf = is_rdf or name_of(part.element) == "RDF"
            if name_of(part.element) != "RDF":
                rejected.append(Rejected(f"no RDF, but <{shown(name_of(part.element))}>", part.place))
        elif part.name in _BESIDE:
            account.note(_BESIDE[part.name], part.place)
        elif part.name in _CONTAINERS and child(part.element, "itemType") is None:
            containers[_about(part.element)] = _container(part.element)
        else:
            found.append(_item(part))
    if not is_rdf:
        raise ParseError(
            f"this is no export of Zotero: {rejected[0].reason if rejected else 'it is empty'}",
            where=f"{origin.path}:1",
            hint="export the library as Zotero RDF",
        )
    if not found and not rejected:
        account.note("an empty export: no item", f"{origin.path}:1")
    parts = Counter(name for item in found for name in item.part_of)
    for item in found:
        outside = [containers[name] for name in item.part_of if name in containers]
        # One that several items are part of has the DOIs of all of them.
        own = [containers[name] for name in item.part_of if name in containers and parts[name] == 1]
        stated = [number for one in [*item.within, *own] for number in one.dois]
        content = {"DOI": stated[0] if len(stated) == 1 else None, **item.fields}
        content["publicationTitle"] = next((one.title for one in [*item.within, *outside] if one.title), None)
        fields = Fields(content, item.place, account)
        take(fields, account, fields.text("citationKey"), whole=False)
    return account.parsed(rejected)


def _about(element: _Element) -> str:
    return element.get(f"{_RDF}about") or element.get("about") or ""


def _container(element: _Element) -> _Container:
    return _Container(
        _line(child(element, "title")), [found[1] for text in _identifiers(element) if (found := _DOI.match(text))]
    )


def _item(part: Part) -> _Found:
    element = part.element
    fields: dict[str, object] = {}
    part_of: list[str] = []
    within: list[_Container] = []
    creators: list[dict[str, str]] = []
    for one in element:
        name = name_of(one) if isinstance(one.tag, str) else ""
        if name in _TEXTS:
            fields.setdefault(_TEXTS[name], _text(one))
        elif name in _CREATORS:
            creators += [_creator(person, _CREATORS[name]) for person in one.iter("{*}Person")]
        elif name == "isPartOf":
            if resource := one.get(f"{_RDF}resource"):
                part_of.append(resource)
            within += [_container(inner) for inner in one]
        elif name == "publisher":
            fields.setdefault("publisher", _line(one))
        elif name == "presentedAt":
            fields.setdefault("conferenceName", _line(next(one.iter("{*}title"), None)))
    for text in _identifiers(element):
        if stated := _DOI.match(text):
            fields["DOI"] = stated[1]
        elif re.match(r"\s*https?://", text):
            fields.setdefault("url", text.strip())
    # A web page or preprint is named by its address.
    if _about(element).startswith(("http://", "https://")):
        fields.setdefault("url", _about(element))
    return _Found({**fields, "creators": creators}, part_of, within, part.place)


def _creator(person: _Element, kind: str) -> dict[str, str]:
    parts = {name_of(one).lower(): _line(one) for one in person if isinstance(one.tag, str)}
    first = parts.get("givenname") or parts.get("firstname") or ""
    last = parts.get("surname", "")
    # A group has a surname alone, in which a comma is a comma.
    names = {"firstName": first, "lastName": last} if first else {"name": last or parts.get("name", "")}
    return {"creatorType": kind, **names}


def _identifiers(element: _Element) -> list[str]:
    return [_text(one) for one in children(element, "identifier")]


def _text(element: _Element | None) -> str:
    # As the bytes that are no text stand in JSON and CSV.
    return text_of(element).replace(BAD_BYTES, "\udcff")


def _line(element: _Element | None) -> str:
    return " ".join(_text(element).split())
