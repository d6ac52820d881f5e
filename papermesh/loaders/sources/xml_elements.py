"""XML read element by element, with the line of each: a file that breaks off keeps what stands before the break.

Nothing is looked up for a document: one that declares a document type, and with it entities, is refused as a whole,
or read without it where the source's documents have one.
Several documents one behind the other, as `cat page-*.xml` leaves them, are read like one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from papermesh.loaders.records import Origin, Rejected
from papermesh.loaders.sources.source import BOM, shown, snippet
from papermesh.loaders.sources.xml_document_type import (
    DocumentTypeError,
    unknown_names,
    with_named_characters,
    without_document_type,
)

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

BAD_BYTES = "\ufdd0"
"""Stands where bytes are no text: a noncharacter, which no text holds."""
_CHUNK = 65_536
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"<title[^<>]{0,200}>([^<>]{1,200})<", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a document; its content is gone once the next one is asked for."""

    name: str
    """Without its namespace; "" for the root of a document, which has no content yet."""
    element: _Element
    place: str


def elements(
    data: bytes, origin: Origin, names: frozenset[str], *, skip_document_type: bool = False
) -> Iterator[Part | Rejected]:
    """Yield the root of each document and the elements of these names, and a rejection where a document breaks.

    Of elements within each other the outermost is yielded.

    Args:
        data: One document, or several one behind the other.
        origin: Where it came from.
        names: Of the elements, without their namespace.
        skip_document_type: Whether a document with a document type is read without that, its named characters
            (`&uuml;`) from HTML's table; else it is refused.
    """
    text = _text(data)
    starts = [found.start() for found in _DECLARATION.finditer(text)]
    if not starts or text[: starts[0]].strip():
        starts.insert(0, 0)
    line = 1 + text.count("\n", 0, starts[0])
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        document = text[start:end]
        yield from _of_document(document, _Reader(origin, names, line), skip_document_type=skip_document_type)
        line += document.count("\n")


def name_of(element: _Element) -> str:
    """Return the name of an element without its namespace: some files have lost the declaration of theirs."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: _Element | None) -> str:
    """Return the text in an element and in all within it, "" where there is none."""
    return "" if element is None else "".join(str(text) for text in element.itertext())


def child(element: _Element, name: str) -> _Element | None:
    """Return the first child of that name, in whatever namespace."""
    return next(children(element, name), None)


def children(element: _Element, name: str) -> Iterator[_Element]:
    """Yield the children of that name, in whatever namespace."""
    return (one for one in element if isinstance(one.tag, str) and name_of(one) == name)


def notes_on(text: str) -> list[str]:
    """Return what is to be noted of a text that came out of a document: what of it is not as it was meant.

    >>> notes_on("Of &host;")
    ['&host; is not expanded: no name of a character that is known']
    """
    notes = ["bytes that are no text are shown as \ufffd"] if BAD_BYTES in text else []
    return notes + [f"{name} is not expanded: no name of a character that is known" for name in unknown_names(text)]


def web_page(start: str) -> str | None:
    """Return what to call an input that is a page for readers, with its title; None where it is none.

    >>> web_page("<!doctype html><html><title>Busy</title>")
    "a web page ('Busy')"
    """
    if not _WEB_PAGE.search(start):
        return None
    title = _PAGE_TITLE.search(start)
    return f"a web page ({shown(title[1])!r})" if title else "a web page"


def _text(data: bytes) -> str:
    """Return the text of a file, with `BAD_BYTES` for each byte that is none and a space for what XML has no place for.

    Control characters are refused by every XML parser, and services send them all the same.
    """
    declared = _ENCODING.search(data[:_CHUNK])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # Encodings with a sign for each byte; everything else that a declaration names is read as UTF-8.
        single = codecs.lookup(encoding).name in {"iso8859-1", "iso8859-15", "cp1252", "ascii"}
    except LookupError:
        single = False
    text = data.decode(encoding if single else "utf-8", "surrogateescape").removeprefix(BOM)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _SURROGATE.sub(BAD_BYTES, text)
    text = _NO_CHARACTER.sub(" ", text)
    return _REFERENCE.sub(_character, text) if "&#" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    allowed = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return found[0] if allowed and code != 0x7F else " "


def _of_document(text: str, reader: _Reader, *, skip_document_type: bool) -> Iterator[Part | Rejected]:
    """Yield the parts of one document, which begins on the line of the file that the reader begins with."""
    from lxml.etree import XMLPullParser, XMLSyntaxError

    origin, first = reader.origin, reader.first
    if skip_document_type:
        try:
            text = with_named_characters(without_document_type(text))
        except DocumentTypeError as error:
            place = f"{origin.path}:{first + text.count(chr(10), 0, error.position)}"
            yield Rejected(f"not XML: {error}", place, snippet(text[error.position :][:200]))
            return
    elif refused := _DOCUMENT_TYPE.search(text):
        line = first + text.count("\n", 0, refused.start())
        reason = "declares a document type; what it declares could be anything, so nothing of it is read"
        yield Rejected(reason, f"{origin.path}:{line}", snippet(text[refused.start() :][:200]))
        return
    # The text is fed as UTF-8, whatever its declaration says; the line ends in it stay.
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    parser: Any = XMLPullParser(events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False)
    lead = len(body) - len(body.lstrip())  # nothing may stand before a document, not even the line ends of another
    reader.first += body.count("\n", 0, lead)
    data = body[lead:].encode("utf-8")
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            yield from reader.read(parser)
        parser.close()
    except XMLSyntaxError as error:
        yield from reader.read(parser)
        yield _break(error, text, first, reader)
    else:
        yield from reader.read(parser)


class _Reader:
    """What was seen of a document so far."""

    def __init__(self, origin: Origin, names: frozenset[str], first: int) -> None:
        self.origin = origin
        self.names = names
        self.first = first
        self.depth = 0
        self.within: int | None = None

    def read(self, parser: Any) -> Iterator[Part]:
        """Yield what the parser has come to the end of, and forget it."""
        for event, element in parser.read_events():
            name = name_of(element)
            if event == "start":
                if not self.depth:
                    yield Part("", element, self._place(element))
                self.depth += 1
                if self.within is None and name in self.names:
                    self.within = self.depth
                continue
            if self.within == self.depth:
                yield Part(name, element, self._place(element))
                self.within = None
            if self.within is None:
                element.clear(keep_tail=True)
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
            self.depth -= 1

    def _place(self, element: _Element) -> str:
        # Behind line 65,535 the parser says on which line the first text of an element ends, which can be one later.
        line: Any = element.sourceline
        return f"{self.origin.path}:{self.first + (line or 1) - 1}"


def _break(error: XMLSyntaxError, text: str, first: int, reader: _Reader) -> Rejected:
    """Return the rejection of all that stands behind the place at which a document is no XML any more."""
    lines = text.split("\n")
    number = min(reader.first - first + max(error.position[0], 1), len(lines))
    at_end = error.position[1] >= len(lines[number - 1]) and not "".join(lines[number:]).strip()
    cut = at_end and "mismatch" not in str(error.msg)
    # The parser's own line numbers count from the start of one document, and not of the file.
    message = re.sub(r"(?:, line [0-9]+, column [0-9]+| line [0-9]+)", "", str(error.msg))
    reason = "the file ends in the middle of its XML" if cut else f"not XML: {message}"
    shown = snippet(lines[number - 1].replace(BAD_BYTES, "\ufffd")[:200])
    return Rejected(f"{reason}; nothing behind it is read", f"{reader.origin.path}:{first + number - 1}", shown)
