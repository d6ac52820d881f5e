"""Dates, names, titles and ids as people write them: into a reference manager, or a list of references."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papermesh.loaders.identity import arxiv_id, doi, title_key
from papermesh.loaders.sources.stated_facts import iso_date

_ORDERED_DATE = re.compile(r"\[?([0-9]{4})(?:[-/.]([0-9]{1,2})(?![0-9]))?(?:[-/.]([0-9]{1,2})(?![0-9]))?(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?(?![\w/])", re.IGNORECASE)
_MONTH = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STATED_ARXIV = re.compile(
    r"(?:arxiv(?:\s+(?:preprint|id))?[:\s/]{0,3}(?:arxiv:\s?)?|\babs/)([a-z.-]{0,20}/?[0-9][0-9.v]{3,14})",
    re.IGNORECASE,
)
_STATED_DOI = re.compile(r"(?:doi\s?:\s?|doi\.org/|\b)(10\.[0-9]{4,9}/[^\s\"<>]{1,200})", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"]([^“”\"]{12,300}?)[,.]?[”\"]")
_EPRINT = re.compile(r"(?:_|tex\.)?eprint\s*:\s*(\S{4,40})", re.IGNORECASE)
_LABELLED = re.compile(r"\s*(?:_|tex\.)?(arxiv|eprint|doi|pmid|pmcid)\b", re.IGNORECASE)
_HOMONYM_NUMBER = re.compile(r" [0-9]{4}(?=,|$)")
"""DBLP tells people of one name apart by a number behind it."""
_MANY = {"others", "et al", "et al.", "and others", "..."}


def written_date(text: str) -> str | None:
    """Return a date as ISO text in the precision that it has; of a span of days or months what both ends share.

    >>> [written_date(text) for text in ("2019/05/12/", "2014//", "June 2021", "24-27 Sept. 2019", "Jan.-Feb. 2019")]
    ['2019-05-12', '2014', '2021-06', '2019-09', '2019']
    >>> written_date("in press")
    """
    text = text.strip()
    if ordered := _ORDERED_DATE.match(text):
        start = list(ordered.groups())
        if start[1] or not _MONTH.search(text):
            return iso_date(start)
    year = _YEAR.search(text)
    if year is None:
        return None
    months = {_MONTHS.index(name[:3].lower()) + 1 for name in _MONTH.findall(text)}
    days = _DAY.findall(text)
    if len(months) != 1:
        return year[0]
    return iso_date([year[0], months.pop(), *([days[0]] if len(days) == 1 else [])])


def written_arxiv(text: str) -> str | None:
    """Return the arXiv id that a text names as such.

    >>> written_arxiv("arXiv preprint arXiv:2412.99991 [cs.LG]"), written_arxiv("abs/2412.99991")
    ('2412.99991', '2412.99991')
    >>> written_arxiv("Journal of Counting 2412.99991")
    """
    found = _STATED_ARXIV.search(text)
    return arxiv_id(found[1].rstrip(".")) if found else None


def written_doi(text: str) -> str | None:
    """Return the first DOI in a text.

    >>> written_doi("Journal of Counting 7, 1-9 (2099). doi:10.5555/Count.7.")
    '10.5555/count.7'
    """
    return next((found for one in _STATED_DOI.finditer(text) if (found := doi(one[1]))), None)


def quoted_title(text: str) -> str | None:
    """Return what stands in quotes in a reference.

    >>> quoted_title('A. Example, "Numbers and What They Count," Letters, 2099.')
    'Numbers and What They Count'
    """
    found = _QUOTED.search(text)
    return found[1] if found else None


def with_subtitle(title: str, subtitle: str) -> str:
    """Return a title with its subtitle, where that does not stand in it already; both on one line, or empty.

    >>> with_subtitle("Numbers", "What They Count"), with_subtitle("Numbers: What They Count", "What they count")
    ('Numbers: What They Count', 'Numbers: What They Count')
    """
    if not title or not subtitle or title_key(subtitle) in title_key(title):
        return title
    return f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"


def labelled(notes: Iterable[str]) -> dict[str, str]:
    """Return the ids that stand in notes on a line of their own behind a label: `arXiv: …`, `DOI: …`, `PMID: …`.

    An id in the middle of a note may be that of another paper.

    >>> labelled(["Read it.", "arXiv:2412.99991 [cs]" + chr(10) + "PMID: 123"])
    {'arxiv': '2412.99991', 'pmid': '123'}
    """
    found: dict[str, str] = {}
    for line in (line for note in notes for line in note.split("\n")):
        if label := _LABELLED.match(line):
            name, value = label[1].lower(), line[label.end() :].strip(" \t:")
            if name in {"arxiv", "eprint"}:
                eprint = _EPRINT.match(line.strip())
                name, value = "arxiv", written_arxiv(line) or arxiv_id(eprint[1] if eprint else None) or ""
            if value:
                found.setdefault(name, value.split()[0])
    return found


def person(name: str) -> str:
    """Return a name in the order in which it is said; empty where it only says that there are more.

    >>> person("van der Sample, Bo"), person("Sample, Bo, Jr."), person("Example, Wei 0001"), person("et al.")
    ('Bo van der Sample', 'Bo Sample Jr.', 'Wei Example', '')
    """
    plain = " ".join(name.replace("\u00a0", " ").split()).strip(" ,;")
    if plain.lower() in _MANY:
        return ""
    plain = _HOMONYM_NUMBER.sub("", plain)
    parts = [part.strip() for part in plain.split(",")]
    if len(parts) == 2:
        plain = f"{parts[1]} {parts[0]}"
    elif len(parts) == 3:
        plain = f"{parts[1]} {parts[0]} {parts[2]}"
    return plain.strip()
