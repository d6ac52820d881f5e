"""What stands before the root of an XML document, and the names of characters that a document type would declare.

Publishers and DBLP begin their files with a document type. It is skipped and never read: no file is opened for it, and
no entity that it declares is expanded, whatever it says. A name of a character (`&uuml;`) is looked up in HTML's table,
which has those of Latin-1 and of the ISO sets that publishers use.
"""

from __future__ import annotations

import re
from html.entities import html5

_NAME = re.compile(r"&([A-Za-z][A-Za-z0-9._-]{0,40});")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
"""Names that XML itself has."""
_BEFORE_ROOT = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_START = re.compile(r"<!DOCTYPE", re.IGNORECASE)
# What is open takes all that is left, so that nothing is read twice.
_STEP = re.compile(r"\"[^\"]*+\"?|'[^']*+'?|<!--(?:.*?-->|.*+)|<\?(?:.*?\?>|.*+)|[\[\]>]", re.DOTALL)
_LINE = re.compile(r"[^\n]")


class DocumentTypeError(ValueError):
    """A document type is none; the message says why."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def without_document_type(text: str) -> str:
    """Return a document with blanks in place of its document type; its line feeds stay.

    >>> without_document_type('<!DOCTYPE a [<!ENTITY b "c]>">]><a>&b;</a>').strip()
    '<a>&b;</a>'

    Raises:
        DocumentTypeError: Its end is missing, or there is a second one.
    """
    start = _root_or_type(text)
    found = _START.match(text, start)
    if found is None:
        return text
    is_inside = False
    for step in _STEP.finditer(text, found.end()):
        sign = step[0]
        if sign == ">" and not is_inside:
            blank = _LINE.sub(" ", text[start : step.end()])
            rest = text[:start] + blank + text[step.end() :]
            # What the parser is given has none at all: it would read what a second one declares.
            if rest.startswith("<!", _root_or_type(rest)):
                raise DocumentTypeError("it has a second document type", _root_or_type(rest))
            return rest
        is_inside = (is_inside or sign == "[") and sign != "]"
    raise DocumentTypeError("its document type has no end", start)


def with_named_characters(text: str) -> str:
    """Return a document in which names of characters are the characters; a name that is not known is plain text.

    >>> with_named_characters("M&uuml;ller &amp; S&oslash;n &lol;")
    'Müller &amp; Søn &amp;lol;'
    """
    return _NAME.sub(_character, text) if "&" in text else text


def unknown_names(text: str) -> list[str]:
    """Return the names in the text of an element that were not known, as they stand in it, each once."""
    return list(dict.fromkeys(found[0] for found in _NAME.finditer(text))) if "&" in text else []


def _root_or_type(text: str) -> int:
    found = _BEFORE_ROOT.match(text)
    return found.end() if found else 0


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _OWN:
        return found[0]
    characters = html5.get(f"{name};")
    if characters is None:
        return f"&amp;{name};"
    # Some names stand for signs that are markup: &LT; is none.
    return "".join(sign if ord(sign) > 0x7F else f"&#{ord(sign)};" for sign in characters)
