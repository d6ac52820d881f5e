"""The words of JATS XML as a reader sees them: titles, paragraphs and sections, and the sentences that cite something.

Marks of footnotes and affiliations go, and so do citations that are raised, which would run into the word before
(`ResNet-50` and not `ResNet-5012`). Formulas in a line stay, from their TeX where they have one; those on lines of
their own, figures and tables are left out and counted, and their captions stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.loaders.records import Section
from papermesh.loaders.sources.addresses import is_repository
from papermesh.loaders.sources.citing_sentences import Paragraph
from papermesh.loaders.sources.jats_formulas import FORMULAS, formula_of
from papermesh.loaders.sources.xml_elements import BAD_BYTES, child, children, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

HREF = "{http://www.w3.org/1999/xlink}href"
_NOT_SHOWN = {"fn", "index-term", "index-term-range-end", "inline-graphic", "inline-media", "milestone-end",
              "milestone-start", "object-id", "processing-meta", "private-char"}  # fmt: skip
_MARKS = {"aff", "author-notes", "contrib", "corresp", "fn", "table-fn"}
"""Types of cross-references whose words are a sign for a note."""
_GROUPS = {
    "app-group", "boxed-text", "def", "def-item", "def-list", "disp-quote", "fig-group", "list", "list-item", "speech",
    "statement", "table-wrap-group", "verse-group",
}  # fmt: skip
"""Elements that hold paragraphs and nothing else that is shown."""
_LEFT_OUT = {
    "fig": "figures but for their captions",
    "table-wrap": "tables but for their captions",
    "supplementary-material": "supplementary files but for their captions",
    "media": "supplementary files but for their captions",
    "disp-formula": "formulas on lines of their own",
    "disp-formula-group": "formulas on lines of their own",
    "chem-struct-wrap": "formulas on lines of their own",
    "array": "tables but for their captions",
    "graphic": "figures but for their captions",
    "bio": "lives of authors",
    "fn": "footnotes",
    "fn-group": "footnotes",
    "glossary": "glossaries",
}
_SECTIONS = {"sec", "app", "notes"}
_HEADED = {"sec", "app", "notes", "ack", "abstract", "trans-abstract", "body"}
"""Elements whose title is a heading; that of a list or a box is a paragraph."""
_BLOCKS = _GROUPS | _SECTIONS | _LEFT_OUT.keys() | {"p", "code", "preformat"}
_SEPARATOR = re.compile(r"[\s,;\u2010-\u2014-]*")
"""What stands between raised citations."""
_PASSED = {"label", "object-id", "sec-meta", "ref-list", "attrib", "permissions"}


def line_of(element: _Element | None) -> str:
    """Return the words of an element on one line, "" where there is none."""
    paragraph = Paragraph()
    if element is not None:
        _Words(paragraph, None).read(element)
    return paragraph.text


@dataclass(slots=True)
class JatsText:
    """What was read of a text so far."""

    sections: list[Section] = field(default_factory=list)
    contexts: dict[str, list[str]] = field(default_factory=dict)
    """Citing sentences by the id of what they cite."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What is not in the text, by its name in the plural."""

    def add_section(self, element: _Element) -> None:
        """Add an element as a section, and each section in it as another, behind it."""
        number, words = line_of(child(element, "label")), line_of(child(element, "title"))
        heading = words if words.startswith(number) else f"{number} {words}"
        inner: list[_Element] = []
        text = "\n".join(self._paragraphs_in(element, inner))
        if text or words:
            self.sections.append(Section(heading=heading.strip() or None, text=text))
        for section in inner:
            self.add_section(section)

    def add_behind(self, element: _Element) -> None:
        """Add what stands behind the text: thanks, where code and data are, appendices."""
        name = name_of(element)
        if name == "app-group":
            for one in children(element, "app"):
                self.add_section(one)
        elif name in _LEFT_OUT:
            self.left_out[_LEFT_OUT[name]] += 1
        elif name not in _PASSED | {"title"}:
            self.add_section(element)

    def _paragraphs_in(self, element: _Element, sections: list[_Element]) -> Iterator[str]:
        """Yield the paragraphs in an element, and put aside the sections in it, to whichever depth they stand."""
        for one in element:
            name = name_of(one) if isinstance(one.tag, str) else ""
            if name in _SECTIONS:
                sections.append(one)
            elif name == "title":
                if name_of(element) not in _HEADED:
                    yield from self._paragraphs(one, sections)
            elif name and name not in _PASSED:
                yield from self._block(one, sections)

    def _block(self, element: _Element, sections: list[_Element]) -> Iterator[str]:
        name = name_of(element)
        if name in _SECTIONS:
            sections.append(element)
        elif name in _LEFT_OUT:
            yield from self._captions(element)
        elif name in _GROUPS:
            yield from self._paragraphs_in(element, sections)
        else:
            yield from self._paragraphs(element, sections)

    def _captions(self, element: _Element) -> Iterator[str]:
        self.left_out[_LEFT_OUT[name_of(element)]] += 1
        caption = child(element, "caption")
        parts = [] if caption is None else [line_of(one) for one in caption if isinstance(one.tag, str)]
        if any(parts):
            yield " ".join(filter(None, [line_of(child(element, "label")), *parts]))

    def _paragraphs(self, element: _Element, sections: list[_Element]) -> Iterator[str]:
        """Yield a paragraph, with what stands on lines of its own in it: captions behind it, all else in its order."""
        words = _Words(Paragraph(), self.left_out)
        behind: list[str] = []

        def done() -> Iterator[str]:
            words.paragraph.collect(self.contexts)
            if words.paragraph.text:
                yield words.paragraph.text
            words.paragraph = Paragraph()

        words.add(element.text)
        for inner in element:
            name = name_of(inner) if isinstance(inner.tag, str) else ""
            if name in _LEFT_OUT and name != "fn":
                behind += self._captions(inner)
                words.add(" ")
            elif name in _BLOCKS and name != "fn":
                yield from done()
                yield from self._block(inner, sections)
            elif name:
                words.read_inner(inner)
            words.add(inner.tail)
        yield from done()
        yield from behind


class _Words:
    """Reads what stands in a line."""

    def __init__(self, paragraph: Paragraph, left_out: Counter[str] | None) -> None:
        self.paragraph = paragraph
        self._left_out: Counter[str] = Counter() if left_out is None else left_out

    def add(self, text: str | None) -> None:
        self.paragraph.add(text.replace(BAD_BYTES, "\ufffd") if text else text)

    def read(self, element: _Element) -> None:
        """Read what is in an element."""
        self.add(element.text)
        for inner in element:
            if isinstance(inner.tag, str):
                self.read_inner(inner)
            self.add(inner.tail)

    def read_inner(self, element: _Element) -> None:
        """Read an element of a line."""
        name = name_of(element)
        if name == "xref":
            self._reference(element)
        elif name in FORMULAS:
            self.add(formula_of(element))
        elif name == "sup" and ((cited := _citations_in(element)) or _SEPARATOR.fullmatch(text_of(element))):
            for target in cited:
                self.paragraph.cite(target, behind=True)
        elif name in _NOT_SHOWN:
            if name == "fn":
                self._left_out["footnotes"] += 1
        elif name in _BLOCKS or name == "break":
            self.add(" ")
            self.read(element)
            self.add(" ")
        else:
            self.read(element)
            if name in {"ext-link", "uri"}:
                self._address(element)

    def _reference(self, element: _Element) -> None:
        kind = element.get("ref-type") or ""
        if kind == "bibr":
            is_raised = not _is_in_line(element)
            for target in (element.get("rid") or "").split():
                self.paragraph.cite(target, behind=is_raised)
            if not is_raised:
                self.read(element)
        elif kind not in _MARKS:
            self.read(element)

    def _address(self, element: _Element) -> None:
        """Add the address of a repository that the words of its link do not show."""
        address = (element.get(HREF) or "").strip()
        shown = re.sub(r"\s+", "", text_of(element))
        if address and re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/") not in shown and is_repository(address):
            self.add(f" ({address})")


def _citations_in(element: _Element) -> list[str]:
    """Return what the citations in an element cite, none where it holds no citation."""
    found = [one for one in element.iter("{*}xref") if one.get("ref-type") == "bibr"]
    return [target for one in found for target in (one.get("rid") or "").split()]


def _is_in_line(element: _Element) -> bool:
    """Tell whether the words of an element are not all raised."""
    raised = "".join(text_of(one) for one in children(element, "sup"))
    return "".join(raised.split()) != "".join(text_of(element).split()) or not raised
