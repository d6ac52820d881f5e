"""DBLP: its dump (dblp.xml), the XML of single records and of people, and answers of its search as JSON.

The dump is Latin-1 with the names of characters (`&uuml;`). Records of proceedings, people and data are no papers, and
are counted. Of a paper's preprint and its publication DBLP has two records, each with a key of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.records import Origin, Parsed, Rejected
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.dblp_answers import read_search
from papermesh.loaders.sources.dblp_record import Stated, content_of, plain_title
from papermesh.loaders.sources.source import Source, shown
from papermesh.loaders.sources.xml_elements import BAD_BYTES, Part, elements, name_of, notes_on, text_of, web_page

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAPERS = frozenset({"article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis"})
_OTHERS = {"proceedings": "proceedings", "www": "a page of a person or thing", "person": "a person", "data": "data"}
_ROOTS = {"dblp", "dblpperson", "bht", *_PAPERS, *_OTHERS}
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z]")
_START = re.compile(
    rb"<(?:dblp|dblpperson)[\s>/]|<(?:article|inproceedings|incollection|book|phdthesis|mastersthesis|proceedings|www|data)"
    rb"\s[^<>]{0,300}\bkey\s*=\s*[\"'](?:conf|journals|books|phd|series|reference|homepages|data|tr|ms|persons)/"
)
_SEARCH = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"result\"\s*:\s*\{")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_CHECK = re.compile(
    rb"not a (?:ro)?bot|are (?:you )?(?:a )?human|anubis|captcha|cf-challenge|security check", re.IGNORECASE
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_NOT_PUBLISHED = {"noshow", "withdrawn"}
_HINT = "DBLP answers programs with a check for robots: take its dump instead, https://dblp.org/xml/dblp.xml.gz"


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a file.

    Raises:
        ParseError: It is nothing of DBLP's, or the page with which it keeps programs out.
    """
    if _JSON.match(data):
        return read_search(data, origin)
    if page := web_page(data[:4096].decode("utf-8", "replace")) if _PAGE.match(data) else None:
        what = f"{page} that asks whether a person is there" if _CHECK.search(data) else page
        raise ParseError(f"this is {what}, and no record of DBLP's", where=f"{origin.path}:1", hint=_HINT)
    account = Account(origin)
    rejected: list[Rejected] = []
    known = seen = 0
    for part in elements(data, origin, _PAPERS | _OTHERS.keys(), skip_document_type=True):
        if isinstance(part, Rejected):
            rejected.append(part)
        elif not part.name:
            name = name_of(part.element)
            known += name in _ROOTS
            if name not in _ROOTS:
                rejected.append(Rejected(f"nothing of DBLP's, but <{shown(name)}>", part.place))
        else:
            seen += 1
            _record(part, account)
    if not known:
        reason = rejected[0].reason if rejected else "it is empty"
        raise ParseError(f"this is no XML of DBLP's: {reason}", where=f"{origin.path}:1", hint=_HINT)
    if not seen and not rejected:
        account.note("no record in it", f"{origin.path}:1")
    return account.parsed(rejected)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is DBLP's XML, an answer of its search, or its check for robots."""
    if _SEARCH.match(data):
        return b'"hits"' in data
    if _PAGE.match(data):
        return b"dblp" in data.lower() and bool(_CHECK.search(data))
    first = _FIRST_ELEMENT.search(data)
    return first is not None and _START.match(data, first.start()) is not None


def _record(part: Part, account: Account) -> None:
    element, place = part.element, part.place
    key = (element.get("key") or "").strip() or None
    kind = element.get("publtype") or ""
    if part.name in _OTHERS:
        account.note(f"{_OTHERS[part.name]}, not a paper", place)
        return
    title = plain_title(_words(element, "title"))
    if key and key.startswith("dblpnote/"):
        account.note("a note of DBLP's to itself, not a paper", place)
        return
    if kind in _NOT_PUBLISHED:
        account.note(f"withdrawn: {shown(title)}", place)
    for note in notes_on(text_of(element)):
        account.note(note, place)
    stated = Stated(
        key=key,
        title=title,
        authors=tuple((_line(one), one.get("orcid")) for one in element.iterchildren("{*}author")),
        year=_words(element, "year"),
        month=_words(element, "month"),
        venues=(_words(element, "journal"), _words(element, "booktitle")),
        volume=_words(element, "volume"),
        addresses=tuple(_line(one) for one in element.iterchildren("{*}ee")),
        cited=tuple(_line(one) for one in element.iterchildren("{*}cite")),
    )
    account.record(key, content_of(stated, account, place), place, whole=True)


def _words(element: _Element, name: str) -> str:
    return next((_line(one) for one in element.iterchildren(f"{{*}}{name}")), "")


def _line(element: _Element) -> str:
    return " ".join(text_of(element).replace(BAD_BYTES, "\ufffd").split())


SOURCE = Source(
    name="dblp",
    summary="DBLP: its dump or single records (XML), or answers of its search (JSON)",
    suffixes=(),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_xml_records(*_PAPERS, *_OTHERS),
)
