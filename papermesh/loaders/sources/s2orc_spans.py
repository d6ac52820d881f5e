"""Full texts of the bulk data of Semantic Scholar: one text, and spans that say what its parts are.

The dataset `s2orc` has all in `content`; `s2orc_v2` has the paper's text in `body` and its references in
`bibliography`, each with spans of its own. All spans of a kind are a text which is JSON itself: a list of objects with
`start` and `end`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from papermesh.loaders.records import AuthorName, Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.s2orc_body import Body, Citation
from papermesh.loaders.sources.s2orc_ids import ids_of
from papermesh.loaders.sources.stated_facts import venue_of
from papermesh.loaders.sources.tagged_text import one_line

LONGEST_NAME = 100
"""Characters of an author's span without spans of the name's parts: a longer one holds an affiliation, too."""
_YEAR = re.compile(r"(?<![0-9./:-])(?:19|20)[0-9]{2}(?![0-9]|[./:-][0-9])")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    attributes: Mapping[str, Any]


class _Annotated:
    """A text with its spans."""

    def __init__(self, fields: Fields) -> None:
        # As it stands: the spans are counted in it.
        self.text = str(fields.content["text"]) if fields.text("text") else ""
        self.fields = fields
        annotations = fields.part("annotations").content
        # `bibref` in one dataset is `bib_ref` in the other.
        self._kinds = {kind.replace("_", ""): spans for kind, spans in annotations.items()}

    def spans(self, kind: str) -> list[_Span]:
        """Return the spans of a kind in the order of the text."""
        stated = self._kinds.get(kind)
        if isinstance(stated, str):
            try:
                stated = json.loads(stated)
            except (ValueError, RecursionError):
                self.fields.note(f"the spans of {kind} are no JSON: left out")
                return []
        if stated is not None and not isinstance(stated, list):
            self.fields.note(f"the spans of {kind} are no list: left out")
        members = stated if isinstance(stated, list) else []
        sound = [span for member in members if (span := self._span(member))]
        if len(sound) < len(members):
            self.fields.note(f"a span of {kind} lies outside of the text: left out", len(members) - len(sound))
        return sorted(sound, key=lambda span: (span.start, span.end))

    def cut(self, span: _Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]

    def _span(self, member: object) -> _Span | None:
        if not isinstance(member, dict):
            return None
        start, end = _whole(member.get("start")), _whole(member.get("end"))
        if start is None or end is None or not 0 <= start < end <= len(self.text):
            return None
        attributes = member.get("attributes")
        return _Span(start, end, attributes if isinstance(attributes, dict) else {})


def content_of(fields: Fields, account: Account) -> dict[str, Any]:
    """Return what the spans of a line say of its paper, as properties of `PaperRecord`."""
    has_bodies = "body" in fields
    annotated = _Annotated(fields.part("body" if has_bodies else "content"))
    listed = _Annotated(fields.part("bibliography")) if has_bodies else annotated
    body = Body()
    abstract = annotated.spans("abstract")
    _paragraphs(annotated, abstract, body, account)
    references = tuple(_references(listed, body, account))
    return {
        "title": one_line(" ".join(map(annotated.cut, annotated.spans("title")[:1]))),
        "abstract": "\n".join(" ".join(annotated.cut(span).split()) for span in abstract),
        "venue": venue_of(one_line(annotated.cut(span)) for span in annotated.spans("venue")[:1]),
        "authors": tuple(AuthorName(name=name) for name in _names(annotated)),
        "references": references,
        "references_known": True if references else None,
        "sections": body.sections,
    }


def _paragraphs(annotated: _Annotated, abstract: list[_Span], body: Body, account: Account) -> None:
    """Put the paragraphs and headings into the body, and who is cited in them."""
    marks = annotated.spans("bibref")
    starts = [mark.start for mark in marks]

    def citations(span: _Span) -> Iterator[Citation]:
        for mark in marks[bisect_right(starts, span.start - 1) : bisect_right(starts, span.end - 1)]:
            if target := mark.attributes.get("ref_id"):
                yield Citation(mark.start - span.start, str(target))

    for span in abstract:
        body.cite(annotated.cut(span), citations(span))
    paragraphs = annotated.spans("paragraph")
    if not paragraphs and annotated.text:
        annotated.fields.note("a text without spans of its paragraphs left out")
    parts = [(span, True) for span in annotated.spans("sectionheader")] + [(span, False) for span in paragraphs]
    heading: str | None = None
    for span, is_heading in sorted(parts, key=lambda part: (part[0].start, part[0].end)):
        if any(one.start <= span.start and span.end <= one.end for one in abstract):
            continue
        if is_heading:
            number = Fields(span.attributes, annotated.fields.place, account).text("n")
            heading = _heading(annotated.cut(span), number or "")
            body.begin(heading)
        else:
            body.add(heading, annotated.cut(span), citations(span))


def _heading(text: str, number: str) -> str | None:
    words = " ".join(text.split())
    return (words if words.startswith(number) else f"{number} {words}") or None


def _names(annotated: _Annotated) -> Iterator[str]:
    """Yield the authors' names: from the first to the last part that is one, or a short span as it stands."""
    parts = sorted(
        [*annotated.spans("authorfirstname"), *annotated.spans("authorlastname")], key=lambda part: part.start
    )
    for author in annotated.spans("author"):
        inside = [part for part in parts if author.start <= part.start and part.end <= author.end]
        start, end = (inside[0].start, max(part.end for part in inside)) if inside else (author.start, author.end)
        name = one_line(annotated.text[start:end])
        if name and len(name) <= LONGEST_NAME:
            yield name


def _references(annotated: _Annotated, body: Body, account: Account) -> Iterator[Reference]:
    titles = annotated.spans("bibtitle")
    starts = [title.start for title in titles]
    for entry in annotated.spans("bibentry"):
        at = bisect_right(starts, entry.start - 1)
        title = titles[at] if at < len(titles) and titles[at].end <= entry.end else None
        key = str(entry.attributes.get("id") or "")
        # What is left without the title: a year in a title is that of something else.
        rest = annotated.cut(entry)
        if title:
            rest = annotated.text[entry.start : title.start] + " " + annotated.text[title.end : entry.end]
        years = set(_YEAR.findall(rest))
        yield Reference(
            title=one_line(annotated.cut(title)) if title else None,
            year=int(years.pop()) if len(years) == 1 else None,
            contexts=tuple(body.contexts.get(key, ())),
            **ids_of(Fields(entry.attributes, annotated.fields.place, account)),
        )


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
