"""Venues, years and dates as people write them beside a paper in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAMES = (
    r"NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|ACCV|3DV|MICCAI|ISBI|MIDL|NAACL(?:-HLT)?|EACL|AACL|ACL|EMNLP|CoNLL|"
    r"COLING|LREC(?:-COLING)?|TACL|SemEval|COLM|AAAI|IJCAI|ECAI|UAI|AISTATS|COLT|ALT|ACML|ECML(?:[- ]PKDD)?|PAKDD|KDD|"
    r"SIGKDD|WWW|TheWebConf|SIGIR|CIKM|WSDM|ECIR|RecSys|ICDM|SDM|VLDB|PVLDB|SIGMOD|ICDE|EDBT|ICRA|IROS|CoRL|RSS|"
    r"ICASSP|INTERSPEECH|ISCA|ASRU|SLT|ISMIR|MLSys|SysML|OSDI|SOSP|NSDI|USENIX(?: ATC| Security)?|ATC|FAST|EuroSys|"
    r"SoCC|SIGCOMM|INFOCOM|ASPLOS|HPCA|MICRO|SC|PPoPP|ICS|IPDPS|HPDC|CGO|PLDI|POPL|OOPSLA|DAC|DATE|ICCAD|ASP-DAC|FPGA|"
    r"FCCM|FPL|ISSCC|CCS|NDSS|ICSE|FSE|ASE|ISSTA|SIGGRAPH(?: Asia)?|CHI|UIST|VIS|ACM ?MM|MM|ICMR|ICME|ICIP|ICPR|ICANN|"
    r"IJCNN|TPAMI|PAMI|IJCV|TIP|TMI|MedIA|TOG|TVCG|TNNLS|TKDE|TKDD|TIST|TASLP|JMLR|TMLR|JAIR|MLJ|PNAS|Nature|Science|"
    r"Cell|CoRR|arXiv|bioRxiv|preprint"
)
_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|"
    "November|December|Updated?|Since|Released?"
)
_YEAR = r"(?:19[5-9][0-9]|20[0-9]{2})"
_SUFFIX = r"(?:[ -]?(?:Findings|Workshops?|WS|Oral|Spotlight|Poster|Demo|Industry|Main|Track|W))*"
_VENUE = re.compile(
    rf"(?P<name>(?:Findings of |IEEE |ACM )?(?:{_NAMES})(?:[ -]?(?:Findings|Workshops?|W))?){_SUFFIX}"
    rf"\s*(?:[,:@|/-]\s*|['’`]\s*)?(?P<year>{_YEAR}|(?<=['’`\s])[0-9]{{2}}(?![0-9]))?"
    rf"(?:[./-](?P<month>0[1-9]|1[0-2]))?(?:\s*年(?:\s*[0-9]{{1,2}}\s*月)?)?"
    rf"{_SUFFIX}",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"(?P<year>{_YEAR}|['’`][0-9]{{2}})\s*['’,-]?\s*(?P<name>{_NAMES})", re.IGNORECASE)
_ANY_VENUE = re.compile(
    rf"(?P<name>(?!(?:{_MONTHS})\b)[A-Z][\w&.-]*"
    rf"(?:\s+(?!(?:{_MONTHS})\b)(?:[A-Z][\w&.-]*|of|on|for|and|in the)){{0,6}})"
    rf"\s*[,'’]?\s*(?P<year>{_YEAR})"
)
_DATE = re.compile(
    rf"(?P<year>{_YEAR})(?:\s*[./-]\s*(?P<month>0[1-9]|1[0-2])(?:\s*[./-]\s*(?P<day>0[1-9]|[12][0-9]|3[01]))?)?"
)
_AT_END = re.compile(
    rf"[\s.,;:|(\[*_–—-]+(?:in\s+)?"
    rf"(?:(?:{_NAMES})(?:[ -]?(?:Findings|Workshops?|WS|W))?[\s,'’:@-]*(?:{_YEAR}|[0-9]{{2}})?|{_YEAR})"
    r"(?:[./-](?:0[1-9]|1[0-2]))?(?:\s+(?:Oral|Spotlight|Poster|Workshop))?\s*[.)\],;*_]*\s*$"
)
_PREPRINT = re.compile(r"arxiv|corr|biorxiv|preprint", re.IGNORECASE)
_BETWEEN = re.compile(r"[\n|()\[\]]|\.\s|\s[-–—]\s|,\s(?!(?:19|20)?[0-9])")
_AROUND = re.compile(r"^[^\w'’]+|[^\w]+$")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a paper of its publication."""

    venue: str | None = None
    year: int | None = None
    published: str | None = None
    """A date of a month or a day, in ISO form."""


def is_venue(text: str) -> bool:
    """Return whether a text is a venue, a year or a date and nothing else.

    >>> [is_venue(text) for text in ("NeurIPS'23", "arXiv 2024.07", "2023/05", "ICLR 2021 Oral", "Attention")]
    [True, True, True, True, False]
    """
    bare = text.strip(" .,;:*_`()[]")
    if not bare or len(bare) > _LONGEST:
        return False
    return any(pattern.fullmatch(bare) for pattern in (_VENUE, _YEAR_FIRST, _DATE))


def split_venue(text: str) -> tuple[str, list[str]]:
    """Return a text without the venue or the year at its end, and that end.

    >>> split_venue("Counting Caches. NeurIPS 2022.")
    ('Counting Caches', ['NeurIPS 2022'])
    """
    found = _AT_END.search(text, max(0, len(text) - _LONGEST))
    end = found[0].strip(" .,;:|()[]*_–—-\n") if found else ""
    set_off = found is not None and found[0].strip(" *_")[:1] in {*",.;:([|"}
    whole = bool(re.search(r"[A-Za-z]", end)) and bool(re.search(r"[0-9]", end))
    # What is half of it and not set off belongs to the title: "A Survey of Caches in 2022", "The Life of a Cell".
    if not found or not is_venue(end) or not (whole or set_off):
        return text, []
    return text[: found.start()], [end]


def said_by(pieces: Iterable[str]) -> Said:
    """Return venue, year and date as the pieces around a title give them, the first of each."""
    venue = year = published = None
    for found in (found for piece in pieces for part in _parts(piece) if (found := _stated(part))):
        name, stated, date = found.groupdict().get("name"), _year(found["year"]), _date(found)
        preprint = not name or bool(_PREPRINT.search(name))
        if not preprint and not venue:
            # Where it was published counts, also against the year of its preprint.
            venue, year = " ".join(str(name).split()).strip(" ,.-"), stated or year
        if preprint and date and len(date) > 4:
            published = published or date
        year = year or stated
    return Said(venue, year, published)


def _parts(piece: str) -> list[str]:
    bare = re.sub(r"[*_`]", "", piece)
    return [trimmed for part in (bare, *_BETWEEN.split(bare)) if (trimmed := _AROUND.sub("", part))]


def _stated(part: str) -> re.Match[str] | None:
    if len(part) > _LONGEST:
        return None
    for pattern in (_DATE, _VENUE, _YEAR_FIRST, _ANY_VENUE):
        if found := pattern.fullmatch(part):
            return found
    return None


def _year(text: str | None) -> int | None:
    digits = re.sub(r"\D", "", text or "")
    return int(digits) if len(digits) == 4 else (2000 + int(digits) if len(digits) == 2 else None)


def _date(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if not groups.get("year"):
        return None
    parts = [str(_year(groups["year"])), groups.get("month"), groups.get("day")]
    return "-".join(part for part in parts if part)
