"""Ids, dates and venues in the forms in which services state them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable

_FORMS = {
    "acl": re.compile(r"(?P<id>[A-Za-z0-9][A-Za-z0-9.-]{2,60})"),
    "corpusid": re.compile(r"(?:CorpusId:)?(?P<id>[0-9]{1,18})", re.IGNORECASE),
    "dblp": re.compile(r"(?P<id>[A-Za-z0-9]{1,40}/\S{1,200})"),
    "mag": re.compile(r"(?P<id>[0-9]{1,18})"),
    "openalex": re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(?P<id>[Ww][0-9]{1,18})"),
    "pmcid": re.compile(
        r"(?:https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)?"
        r"(?:PMC)?(?P<id>[0-9]{1,12})/?",
        re.IGNORECASE,
    ),
    "pmid": re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(?P<id>[0-9]{1,12})/?"),
    "s2": re.compile(r"(?P<id>[0-9a-fA-F]{40})"),
}
_PREPRINT_VENUE = re.compile(r"\s*(?:arxiv|corr\b(?!\w)|computing research repository)", re.IGNORECASE)
_SERIES = re.compile(r"(?:lecture notes in|communications in computer and|advances in intelligent systems)", re.I)


def service_id(scheme: str, text: str | None) -> str | None:
    """Return an id at a service with its scheme, in one form each; `None` where the text holds no such id.

    >>> service_id("openalex", "https://openalex.org/W2741809807")
    'openalex:W2741809807'
    >>> service_id("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/5815332")
    'pmcid:PMC5815332'
    """
    found = _FORMS[scheme].fullmatch(text.strip()) if text else None
    if found is None:
        return None
    bare = found["id"]
    match scheme:
        case "openalex":
            bare = bare.upper()
        case "s2":
            bare = bare.lower()
        case "pmcid":
            bare = f"PMC{bare}"
    return f"{scheme}:{bare}"


def service_ids(stated: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Return the ids at services among those stated, each once.

    Args:
        stated: Scheme and text of each.
    """
    return tuple(dict.fromkeys(found for scheme, text in stated if (found := service_id(scheme, text))))


def venue_of(candidates: Iterable[str | None]) -> str | None:
    """Return the first journal or conference: arXiv is neither, and a series gives way to the volume beside it.

    >>> venue_of(["arXiv.org", "Lecture Notes in Computer Science", "Workshop on Small Numbers"])
    'Workshop on Small Numbers'
    """
    named = [name for name in candidates if name and not _PREPRINT_VENUE.match(name)]
    return next((name for name in named if not _SERIES.match(name)), named[0] if named else None)


def iso_date(parts: object) -> str | None:
    """Return a date of year, month and day as ISO text, as far as they are sound; `None` where the year is not.

    >>> iso_date([2018, 1]), iso_date([2018, 2, 30]), iso_date([None])
    ('2018-01', '2018-02', None)
    """
    numbers = [_whole(part) for part in parts] if isinstance(parts, list) else []
    year, month, day = (*numbers, None, None, None)[:3]
    if year is None or not 1000 <= year <= 2999:
        return None
    if month is None or not 1 <= month <= 12:
        return str(year)
    if day is None or not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def _whole(part: object) -> int | None:
    if isinstance(part, str) and part.isascii() and part.isdigit() and len(part) <= 4:
        return int(part)
    return part if isinstance(part, int) and not isinstance(part, bool) else None
