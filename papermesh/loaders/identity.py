"""When two records name one paper: ids in one form each, and the key under which a title or a name compares."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from papermesh.loaders.records import AuthorName, PaperRecord, Reference

MAX_FOLDED = 448
"""Longest folded title or name, in characters: with its scheme it stays below the 512 that a key may have."""
MAX_DOI = 500
MAX_OTHER_ID = 500

# The archives of arXiv's old ids (hep-th/9901001): without the list, any word before seven digits would do.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_ARXIV = re.compile(
    r"""(?: arxiv [:\s] \s*
          | (?:https?://)? (?:[a-z]+\.)? arxiv\.org / (?:abs|pdf|html|format|ps|src|e-print|list) /
          | (?:https?://)? huggingface\.co/papers/
          | (?:https?://)? (?:dx\.)? doi\.org/10\.48550/arxiv\.
          | (?:doi:\s*)? 10\.48550/arxiv\.
        )?
        (?P<id> (?:0[7-9]|[1-9][0-9]) (?:0[1-9]|1[0-2]) \. [0-9]{4,5}
              | (?:"""
    + _ARCHIVES
    + r""") (?:\.[a-z]{2})? / [0-9]{2} (?:0[1-9]|1[0-2]) [0-9]{3}
        )
        (?:v[0-9]+)? (?:\.pdf)? (?:[?\#]\S*)? /? (?:\s*\[[^\]]*\])? [.,;]*
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi\s*:?\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", re.ASCII)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{"}
_ORCID = re.compile(r"(?:https?://orcid\.org/|orcid:\s*)?([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])/?", re.I)

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#x[0-9a-fA-F]+);")
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|scp|tt|span|br|p|jats:[a-z]+|mml:[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_LATEX_SCRIPT = re.compile(r"\$?\s*[\^_]\s*(?=\{)|\$\s*[\^_]")
_LATEX_WRAP = re.compile(r"\\[a-zA-Z]+\s*(?=\{)")
_LATEX_ACCENT = re.compile(r"\\[`'^\"~=.]\s*")
_SPELLED = str.maketrans({"+": "plus", "#": "sharp", "&": " and ", "'": "", "’": ""})
_ASCII_SIGNS = re.compile(r"[^a-z0-9]+")
_DIACRITICS = re.compile("[\u0300-\u036f]")


def arxiv_id(text: str | None) -> str | None:
    """Return the arXiv id in a text of any usual form, without its version; `None` where it holds no such id.

    >>> arxiv_id("https://arxiv.org/pdf/2412.14590v2.pdf")
    '2412.14590'
    >>> arxiv_id("math.GT/0309136")
    'math/0309136'
    >>> arxiv_id("10.48550/arXiv.2412.14590")
    '2412.14590'
    """
    found = _ARXIV.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    archive, slash, number = found["id"].lower().rpartition("/")
    # The subject class of an old id (math.GT) is no part of it: arXiv takes both.
    return archive.partition(".")[0] + slash + number


def doi(text: str | None) -> str | None:
    """Return the DOI in a text of any usual form, lower case and without resolver; `None` where it holds none.

    >>> doi("https://doi.org/10.1145/3620666.3651335).")
    '10.1145/3620666.3651335'
    """
    if not text:
        return None
    bare = text.strip().lstrip("<([")
    prefix = _DOI_PREFIX.match(bare)
    if prefix:
        bare = bare[prefix.end() :]
        if "doi.org" in prefix[0].lower():
            bare = unquote(re.split(r"[?#]", bare, maxsplit=1)[0])
    bare = bare.lower()
    if not _DOI.fullmatch(bare):
        return None
    while bare[-1] in ".,;:'\"" or (bare[-1] in _PAIRS and bare.count(_PAIRS[bare[-1]]) < bare.count(bare[-1])):
        bare = bare[:-1]
    return bare if _DOI.fullmatch(bare) and len(bare) <= MAX_DOI else None


def orcid(text: str | None) -> str | None:
    """Return the ORCID iD in a text, `None` where it holds none or its check digit is wrong.

    >>> orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    found = _ORCID.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11  # ISO 7064 11,2, as ORCID documents it
    return "-".join(part.upper() for part in found.groups()) if digits[-1] == "0123456789X"[check] else None


@lru_cache(maxsize=65_536)  # merging asks for each title several times
def title_key(title: str) -> str:
    r"""Return the key under which titles compare: case, accents, LaTeX, markup and signs do not count.

    Never empty, at most `MAX_FOLDED` characters, and its own key.

    >>> title_key(r"{MixLLM}: $k$-means for Poincar\'e {\&} <i>more</i>")
    'mixllm-k-means-for-poincare-and-more'
    """
    return _fitting(_folded(_without_markup(title)), title)


def author_key(author: AuthorName) -> str:
    """Return `orcid:…` where the author has one, else `name:<folded name>`, with `Last, First` put in order."""
    identifier = orcid(author.orcid)
    return f"orcid:{identifier}" if identifier else f"name:{name_key(author.name)}"


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return the key under which people's names compare: `Lovelace, Ada` is `ada lovelace`."""
    last, comma, first = name.partition(",")
    ordered = f"{first} {last}" if comma and "," not in first and first.strip() else name
    return _fitting(_folded(_without_markup(ordered)), name).replace("-", " ")


def paper_ids(record: PaperRecord | Reference) -> tuple[str | None, str | None]:
    """Return the arXiv id and the DOI that a record states, also as a DOI of arXiv's or as the URL of the paper.

    An arXiv DOI is no DOI here: it says the same as the arXiv id, and would contradict the publisher's.
    """
    url = getattr(record, "url", None)
    stated = doi(record.doi) or (doi(url) if url and "doi.org" in url else None)
    arxiv = arxiv_id(record.arxiv_id) or arxiv_id(stated) or arxiv_id(url)
    return arxiv, None if stated and _ARXIV_DOI.match(stated) else stated


def paper_key(record: PaperRecord | Reference) -> str | None:
    """Return the key of the paper by this record alone: arXiv id, else DOI, else title; `None` for a bare reference.

    A reference that has only ids at other services (`openalex:…`) goes by the first of them.
    """
    arxiv, stated = paper_ids(record)
    if arxiv:
        return f"arxiv:{arxiv}"
    if stated:
        return f"doi:{stated}"
    if record.title:
        return f"title:{title_key(record.title)}"
    return min((other for other in record.other_ids if _is_key(other)), default=None)


def identity_keys(record: PaperRecord | Reference) -> set[str]:
    """Return every key that the record has: by arXiv id, DOI, ids at other services, and title."""
    keys = hard_keys(record)
    return keys | {f"title:{title_key(record.title)}"} if record.title else keys


def hard_keys(record: PaperRecord | Reference) -> set[str]:
    """Return the keys that identify a paper whatever its title: two records that share one are one paper."""
    arxiv, stated = paper_ids(record)
    keys = {f"arxiv:{arxiv}"} if arxiv else set()
    if stated:
        keys.add(f"doi:{stated}")
    # An id at another service has its scheme before a colon (`s2:…`); without one it could be anything.
    keys.update(other for other in record.other_ids if ":" in other)
    return keys


def year_of_arxiv_id(identifier: str) -> int:
    """Return the year in which the paper was submitted, which its id begins with.

    >>> year_of_arxiv_id("2412.14590"), year_of_arxiv_id("hep-th/9901001")
    (2024, 1999)
    """
    two_digits = int(identifier.rpartition("/")[2][:2])
    # Old ids began in 1991, and new ones in 2007 count on from there.
    return two_digits + (1900 if "/" in identifier and two_digits > 90 else 2000)


def _is_key(other: str) -> bool:
    """Return whether an id at another service can stand for a paper: not where it is too long for a key."""
    return ":" in other and len(other) <= MAX_OTHER_ID


def _without_markup(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text or "$" in text or "{" in text:
        text = _LATEX_SCRIPT.sub("", text)
        text = _LATEX_WRAP.sub("", text)
        text = _LATEX_ACCENT.sub("", text)
        text = re.sub(r"[{}$\\]", "", text)
    return text


def _folded(text: str) -> str:
    """Return the letters and digits of a text in lower case, without accents, joined by single hyphens."""
    text = text.translate(_SPELLED)
    if text.isascii():
        return _ASCII_SIGNS.sub("-", text.lower()).strip("-")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Only Latin, Greek and Cyrillic accents go: marks of other scripts tell words apart.
    folded = unicodedata.normalize("NFKC", _DIACRITICS.sub("", folded)).translate(_SPELLED)
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else "-" for c in folded)
    return re.sub("-+", "-", kept).strip("-")


def _fitting(folded: str, text: str) -> str:
    """Return a key that is neither empty nor too long: what does not fit ends in a hash of the whole."""
    if folded and len(folded) <= MAX_FOLDED:
        return folded
    whole = folded or unicodedata.normalize("NFKC", text).strip()
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{folded[:384].rstrip('-')}-{digest}".lstrip("-")
