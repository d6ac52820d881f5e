"""What an address on the web says by itself: which paper it is of, or which code repository it lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from papermesh.loaders.identity import arxiv_id, doi
from papermesh.loaders.linking.passages import read_passage
from papermesh.loaders.linking.urls import find_urls

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html|format|ps|e-print)|huggingface\.co/papers|hf\.co/papers|alphaxiv\.org/abs|"
    r"ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html))/+([^?#\s]+)",
    re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:doi\.org|/doi(?:/(?:abs|pdf|full|epdf|book))?|link\.springer\.com/(?:article|chapter))/(10\.[^?#\s]+)", re.I
)
_ACL = re.compile(
    r"acl(?:anthology\.org|web\.org/anthology)/(?:papers/(?:[A-Z]/[A-Z0-9]+/)?)?([A-Za-z0-9][\w.-]*)", re.I
)
_ACL_ID = re.compile(r"[A-Z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9_-]+\.[0-9]+", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?(?:[^#\s]*&)?id=([\w-]{6,40})", re.IGNORECASE)
_ENDING = re.compile(r"(?:v[0-9]+)?(?:\.pdf|\.html?)?/*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperIds:
    """The ids of a paper that its address holds."""

    arxiv_id: str | None = None
    doi: str | None = None
    other: str | None = None
    """With its scheme, `acl:…` or `openreview:…`."""


def is_address(text: object) -> bool:
    """Return whether a value is an address on the web and nothing else."""
    return isinstance(text, str) and bool(_WEB.fullmatch(text.strip()))


def paper_at(url: str) -> PaperIds:
    """Return the ids that the address of a paper holds.

    >>> paper_at("http://arxiv.org/pdf/2412.99991v2.pdf")
    PaperIds(arxiv_id='2412.99991', doi=None, other=None)
    >>> paper_at("https://aclanthology.org/2099.acl-long.7.pdf").other
    'acl:2099.acl-long.7'
    """
    if found := _ARXIV.search(url):
        return PaperIds(arxiv_id=arxiv_id(_ENDING.sub("", found[1])))
    if found := _DOI.search(url):
        stated = doi(_ENDING.sub("", unquote(found[1])))
        arxiv = arxiv_id(stated)
        return PaperIds(arxiv_id=arxiv, doi=None if arxiv else stated)
    if found := _ACL.search(url):
        name = _ENDING.sub("", found[1])
        return PaperIds(other=f"acl:{name}" if _ACL_ID.fullmatch(name) else None)
    if found := _OPENREVIEW.search(url):
        return PaperIds(other=f"openreview:{found[1]}")
    return PaperIds()


def is_repository(url: object) -> bool:
    """Return whether a value is an address in a code repository, by the same rules as in a paper's text."""
    if not isinstance(url, str) or not is_address(url):
        return False
    links, _ = find_urls(read_passage("url", url.strip()))
    return any(link.kind == "repository" for link in links)
