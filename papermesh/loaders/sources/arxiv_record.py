"""A record from what arXiv says of a paper, in whichever of its formats it says so.

Kept are title, abstract, authors, first submission, DOI, journal reference, and the repositories that the comment
names. Not kept are categories, license, report number, submitter, later versions, and the rest of the comment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import ValidationError

from papermesh.loaders.identity import arxiv_id, doi, paper_key, year_of_arxiv_id
from papermesh.loaders.linking.passages import read_passage
from papermesh.loaders.linking.urls import find_urls
from papermesh.loaders.records import AuthorName, Noted, Origin, PaperRecord, Parsed, Rejected, RepositoryFact
from papermesh.loaders.sources.arxiv_text import abstract_of, title_of
from papermesh.loaders.sources.checked import Unusable, checked
from papermesh.loaders.sources.source import line_number, snippet, told_apart, with_digest
from papermesh.loaders.sources.xml_elements import BAD_BYTES

AFFILIATIONS = "affiliations of authors are not kept"
ADDRESSES = "addresses in comments that name no repository are not kept"
NAMELESS = "an author without a name left out"
LATER_DATE = "created after the month in which its id was given, so on a revision: the month of the id is kept"
ID_LENGTH = 80
_ARXIV_DOI = "10.48550/arxiv."

_PREPRINT_VENUE = re.compile(r"\s*(?:arxiv|corr\b|computing research repository)", re.IGNORECASE)
_ISO_DATE = re.compile(
    r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?)?)?", re.ASCII
)
_BRACKETS = re.compile(r"\([^()]*\)")
_NEST = 5
"""Brackets within each other that are taken for affiliations."""
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+|:\s+")
_GENERATION = re.compile(r"(?:Jr|Sr|Junior|Senior|II|III|IV)\.?", re.IGNORECASE)
_OTHERS = re.compile(r"(?:(?:^|\s)et\.?\s+al|^others)\.?$", re.IGNORECASE)
_NO_TEXT = re.compile(f"[\ud800-\udfff{BAD_BYTES}]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Notes:
    """What is not kept of a file: what happens in many records is one note with a count."""

    single: list[Noted] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    first_seen: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, place: str) -> None:
        """Note something of one record."""
        self.single.append(Noted(what, place))

    def count(self, what: str, place: str, number: int = 1) -> None:
        """Note something that is noted once for the whole file, at its first place."""
        if number:
            self.counted[what] += number
            self.first_seen.setdefault(what, place)

    def all(self) -> list[Noted]:
        """Return the notes, in no order."""
        return [*self.single, *(Noted(what, self.first_seen[what], number) for what, number in self.counted.items())]


@dataclass(frozen=True, slots=True)
class Stated:
    """What one record states, as arXiv writes it: with its TeX, and ids in whatever form."""

    title: str | None
    identifier: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    submitted: str | None = None
    """Date of the first version: ISO, or as mails write it."""
    journal: str | None = None
    doi: str | None = None
    comment: str | None = None


def record_of(stated: Stated, origin: Origin, place: str, notes: Notes) -> PaperRecord:
    """Return the record; what is wrong in one field is noted and left out.

    Raises:
        Unusable: There is no title.
    """
    if stated.title is None or not stated.title.strip():
        raise Unusable("has no title")
    arxiv = arxiv_id(stated.identifier)
    if stated.identifier and not arxiv:
        notes.add(f"no arXiv id: {shown(stated.identifier)!r} left out", place)
    published = _published(stated.submitted, arxiv, place, notes)
    venue = title_of(stated.journal or "")
    content: dict[str, Any] = {
        "source": origin.source,
        "id": arxiv,
        "title": title_of(stated.title) or stated.title,
        "abstract": abstract_of(stated.abstract or ""),
        "year": int(published[:4]) if published else None,
        "published": published,
        "venue": None if _PREPRINT_VENUE.match(venue) else venue,
        "authors": _authors(stated.authors, place, notes),
        "arxiv_id": arxiv,
        "doi": _doi(stated.doi, place, notes),
        "url": f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
        "repositories": _repositories(stated.comment, place, notes),
        "place": place,
    }
    left_out: list[Noted] = []
    record = checked(content, left_out)
    for note in left_out:
        notes.add(note.what, note.place)
    return record if record.id else with_digest(record, (paper_key(record) or "")[:ID_LENGTH].rstrip("-"))


def names_in(text: str, place: str, notes: Notes) -> tuple[str, ...]:
    """Return the names of a list of authors on one line; what stands in brackets behind them is noted as not kept."""
    for _ in range(_NEST):
        text, number = _BRACKETS.subn(" ", text)
        notes.count(AFFILIATIONS, place, number)
        if not number:
            break
    names: list[str] = []
    for piece in _BETWEEN_NAMES.split(" ".join(text.split())):
        name = _OTHERS.sub("", piece)
        if _GENERATION.fullmatch(name) and names:
            names[-1] = f"{names[-1]} {name}"
        elif name:
            names.append(name)
    return tuple(names)


def parsed_of(records: Iterable[PaperRecord], rejected: Iterable[Rejected], notes: Notes) -> Parsed:
    """Return what was made of a file, each record once, what was not kept in the order of its lines."""
    kept, repeated = told_apart(records)
    noted = sorted((*notes.all(), *repeated), key=line_number)
    return Parsed(kept, tuple(sorted(rejected, key=line_number)), tuple(noted))


def shown(text: str) -> str:
    """Return the start of a text, with a mark for each byte and half character in it that is no text."""
    return snippet(_NO_TEXT.sub("\ufffd", text))


def _authors(names: Iterable[str], place: str, notes: Notes) -> list[AuthorName]:
    # Behind a collaboration arXiv's own parser leaves an author whose name is a colon.
    plain = [title_of(name) for name in names]
    named = [name for name in plain if _LETTER.search(name)]
    notes.count(NAMELESS, place, len(plain) - len(named))
    kept = []
    for name in named:
        try:
            kept.append(AuthorName(name=name))
        except ValidationError:
            notes.add(f"an author's name that is no text left out: {shown(name)}", place)
    return kept


def _published(submitted: str | None, arxiv: str | None, place: str, notes: Notes) -> str | None:
    """Return when the first version came, in ISO form.

    An id is given in the month of the first version. Since 2025 arXiv's OAI-PMH gives the date of the newest version
    as `created`, so that a date behind that month is one of a revision.
    """
    if not submitted or not submitted.strip():
        return None
    date = _iso(submitted.strip())
    if date is None:
        notes.add(f"no date: {shown(submitted)!r} left out", place)
        return None
    if arxiv:
        month = f"{year_of_arxiv_id(arxiv)}-{arxiv.rpartition('/')[2][2:4]}"
        if date[:7] > month:
            notes.count(LATER_DATE, place)
            return month
    return date


def _iso(text: str) -> str | None:
    if _ISO_DATE.fullmatch(text):
        return text
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if 1900 <= moment.year <= 2999 else None


def _doi(text: str | None, place: str, notes: Notes) -> str | None:
    """Return the publisher's DOI, the first where several are stated: arXiv's own says the same as the id."""
    found: list[str] = []
    wrong: list[str] = []
    for piece in re.split(r"[\s;]+|,(?=10\.)", (text or "").strip()):
        clean = None if _NO_TEXT.search(piece) else doi(piece)
        if clean and clean not in found:
            found.append(clean)
        elif piece and not clean and piece.lower() not in {"doi", "doi:", "and", ","}:
            wrong.append(piece)
    if wrong:
        notes.add(f"no DOI: {shown(' '.join(wrong))!r} left out", place)
    own = [clean for clean in found if not clean.startswith(_ARXIV_DOI)]
    for other in own[1:]:
        notes.add(f"another DOI of the same paper left out: {other}", place)
    return own[0] if own else None


def _repositories(comment: str | None, place: str, notes: Notes) -> list[RepositoryFact]:
    """Return the repositories that a comment names; it is the authors' own word on their paper."""
    if not comment:
        return []
    links, broken = find_urls(read_passage("comment", " ".join(_NO_TEXT.sub("\ufffd", comment).split())))
    found: dict[str, RepositoryFact] = {}
    for link in links:
        if link.kind == "repository":
            official = True if link.role == "official" else None
            if link.key not in found or official:
                found[link.key] = RepositoryFact(url=link.url, official=official)
    other = sum(link.kind != "repository" for link in links) + len(broken)
    notes.count(ADDRESSES, place, other)
    return list(found.values())
