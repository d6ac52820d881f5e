"""A copied "similar papers" page: lines of the page around papers, then a title and an abstract in turn.

A line is told by its structure: an abstract has sentences and is long, a title has neither. Lines that could be both
are what their place asks for. Where the turn breaks, the line that has no partner is rejected with its number, and
the next title begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papermesh.loaders.identity import title_key
from papermesh.loaders.records import Noted, Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.source import Line, Source, line_number, lines, snippet, told_apart, with_digest

LONGEST_TITLE = 300
"""Characters above which a line is an abstract without looking at its sentences."""
SHORTEST_ABSTRACT = 200
"""Characters from which a line that ends as a sentence is an abstract."""
ID_LENGTH = 80

_INBOX = re.compile(r"get trending papers in your email inbox(?: once a day)?!?", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PAGE_TEXT = (
    # buttons, counts and rules around each paper
    r"subscribe|upvotes?|\+?[0-9][0-9,.]*[km]?|[-–—·•|*.…]+",
    r"(?:· )?[0-9]+ (?:authors?|comments?|upvotes?|likes?)",
    r"(?:view|show|load|see|read) (?:all|more|less|paper|pdf|on arxiv|arxiv page|discussion)(?: [0-9]+)?",
    r"abstract|code|pdf|arxiv(?: page)?|similar papers(?: to.{0,40})?|(?:daily|trending|related) papers",
    # dates
    r"(?:submitted|published|posted|updated) (?:by|on|at)\b.{0,60}",
    rf"{_MONTH} [0-9]{{1,2}}(?:,? [0-9]{{4}})?|[0-9]{{1,2}} {_MONTH}(?: [0-9]{{4}})?",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+ (?:days?|hours?|weeks?|months?) ago",
    # head and foot of the page
    r"[‹«<]? ?previous|next ?[›»>]?|[0-9 .…·|]*previous[0-9 .…·|]*next[0-9 .…·|]*|back to top|search",
    r"(?:log|sign) ?(?:in|up|out)|system theme|hugging face|models|datasets|spaces|buckets|docs|enterprise|pricing",
    r"company|tos|privacy|about|careers|jobs|website|inference providers|community|collections|papers",
    r"(?:©|\(c\)|copyright) ?(?:© ?)?[0-9]{4}.{0,60}",
)
_BOILERPLATE = re.compile("|".join(f"(?:{pattern})" for pattern in _PAGE_TEXT), re.IGNORECASE)
_SENTENCE_END = re.compile(r"[a-z0-9)\]%’\"'][.!?][)\"'’\]]?(?=\s+[\"'(\[“]?[A-Z0-9]|$)")
_ADDRESS_END = re.compile(r"https?://\S+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class _Text:
    line: Line
    kind: str
    """`title`, `abstract`, or `either`."""


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a copied page.

    Every line that is not blank is in a record, a rejection or a note.
    """
    noted: list[Noted] = []
    rejected: list[Rejected] = []

    def place(line: Line) -> str:
        return f"{origin.path}:{line.number}"

    def reject(line: Line, reason: str) -> None:
        rejected.append(Rejected(reason, place(line), snippet(line.text)))

    texts: list[_Text] = []
    after_inbox = False
    for line in lines(data):
        if not line.text:
            continue
        if not line.is_text:
            reject(line, "not UTF-8 text")
        elif _INBOX.fullmatch(line.text) or _BOILERPLATE.fullmatch(line.text):
            noted.append(Noted(f"page text: {snippet(line.text)}", place(line)))
        elif _ADDRESS.fullmatch(line.text):
            reject(line, "an address alone is neither a title nor an abstract")
        else:
            unglued = _unglued(line.text, first=not texts, after_inbox=after_inbox)
            if unglued != line.text:
                noted.append(Noted("page text: Subscribe (glued to the title)", place(line)))
            texts.append(_Text(Line(line.number, unglued), kind(unglued)))
        after_inbox = bool(_INBOX.fullmatch(line.text))

    records = []
    for title, abstract in _paired(texts):
        if title and abstract:
            record = PaperRecord(
                source=origin.source,
                title=title.text,
                abstract=abstract.text,
                place=place(title),
                abstract_place=place(abstract),
            )
            records.append(with_digest(record, title_key(record.title)[:ID_LENGTH].rstrip("-")))
        elif title:
            reject(title, "no abstract follows this title")
        elif abstract:
            reject(abstract, "no title stands before this abstract")
    kept, repeated = told_apart(records)
    return Parsed(kept, tuple(sorted(rejected, key=line_number)), tuple(sorted((*noted, *repeated), key=line_number)))


def sniff(data: bytes) -> bool:
    """Return whether the start of a file looks like a copied page.

    Its first lines say so, or most of its lines are titles with an abstract below: notes, tables and logs have a long
    line below a short one here and there.
    """
    texts = []
    for line in lines(data):
        if _INBOX.fullmatch(line.text):
            return True
        if line.text.startswith(("{", "[", "@", "%", "<")):
            return False
        if line.text and line.is_text and not _BOILERPLATE.fullmatch(line.text):
            texts.append(_Text(line, kind(line.text)))
    start = texts[:40]
    paired = sum(1 for title, abstract in _paired(start) if title and abstract and abstract.is_text)
    return paired > 0 and 4 * paired >= len(start)


def kind(text: str) -> str:
    """Return `title` or `abstract` by the structure of a line, `either` where only its place can tell."""
    sentences = len(_SENTENCE_END.findall(text))
    stops = bool(re.search(r"[.…][)\"'’\]]?$", text) or _ADDRESS_END.search(text))
    long = len(text) >= SHORTEST_ABSTRACT
    if len(text) > LONGEST_TITLE or (long and (stops or sentences > 1)) or (stops and sentences > 1):
        return "abstract"
    # A question or a call may close a title, or stand in its middle ("Is it? A study of …"); a full stop does not.
    return "either" if stops or sentences > (1 if text.endswith(("?", "!")) else 0) else "title"


def _paired(texts: Sequence[_Text]) -> Iterator[tuple[Line | None, Line | None]]:
    """Yield each title with its abstract, and each line that has no partner alone."""
    title: Line | None = None
    for position, text in enumerate(texts):
        following = texts[position + 1].kind if position + 1 < len(texts) else None
        # A line that could be both is the next title, where an abstract follows that would else have none.
        is_title = text.kind == "title" or (text.kind == "either" and (title is None or following == "abstract"))
        if is_title:
            if title:
                yield title, None
            title = text.line
        else:
            yield title, text.line
            title = None
    if title:
        yield title, None


def _unglued(text: str, *, first: bool, after_inbox: bool) -> str:
    """Return a title without the page's "Subscribe" button, which stands before the first one without a space."""
    if not first and not after_inbox:
        return text
    found = re.match(
        r"subscribe\s*(?=\S)" if after_inbox else r"Subscribe(?=[^a-z\s])", text, re.IGNORECASE * after_inbox
    )
    return text[found.end() :] if found else text


SOURCE = Source(
    name="listing",
    summary='A copied "similar papers" page: titles and abstracts, line by line',
    suffixes=(),
    sniff=sniff,
    parse=parse,
)
