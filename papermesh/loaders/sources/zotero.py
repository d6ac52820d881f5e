"""Zotero libraries, in the exports that only Zotero has: Zotero RDF, CSV, BetterBibTeX JSON and the web API's JSON.

What it exports as BibTeX, RIS or CSL-JSON is read by the sources of those names. Attachments and notes are no papers.
"""

from __future__ import annotations

import re

from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.sources import zotero_json, zotero_rdf, zotero_table
from papermesh.loaders.sources.source import Source

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
_NAMESPACE = b"http://www.zotero.org/namespaces/export#"
_COLUMNS = re.compile(rb'(?:\xef\xbb\xbf)?\s*"?Key"?,"?Item Type"?,"?Publication Year"?,')
_LABEL = re.compile(rb'"label"\s*:\s*"Better ?BibTeX JSON"', re.IGNORECASE)
_ITEM = re.compile(rb'"itemType"\s*:\s*"[a-zA-Z-]{1,40}"')
_BESIDE = re.compile(rb'"(?:creators|itemKey|linkMode|parentItem|library|dateModified)"\s*:')


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of an export.

    Raises:
        ParseError: It is none of Zotero's.
    """
    match _sign(data):
        case b"<":
            return zotero_rdf.parse(data, origin)
        case b"{" | b"[":
            return zotero_json.parse(data, origin)
        case _:
            return zotero_table.parse(data, origin)


def sniff(data: bytes) -> bool:
    """Return whether the start of a file names Zotero, or has the columns or keys that only Zotero names so."""
    match _sign(data):
        case b"<":
            return _NAMESPACE in data
        case b"{" | b"[":
            return bool(_LABEL.search(data) or (_ITEM.search(data) and _BESIDE.search(data)))
        case _:
            return _COLUMNS.match(data) is not None


def _sign(data: bytes) -> bytes:
    """Return the first byte that is no white space."""
    found = _START.match(data)
    return data[found.end() :][:1] if found else b""


SOURCE = Source(
    name="zotero",
    summary="Zotero's own exports: Zotero RDF, CSV, BetterBibTeX JSON, and its web API's JSON",
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
