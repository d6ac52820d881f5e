"""What the front matter of JATS XML says of an article: title, abstract, authors, dates, ids and journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from papermesh.loaders.identity import arxiv_id, doi, orcid
from papermesh.loaders.records import AuthorName
from papermesh.loaders.sources.account import Account
from papermesh.loaders.sources.jats_text import JatsText, line_of
from papermesh.loaders.sources.stated_facts import iso_date, service_ids, venue_of
from papermesh.loaders.sources.written_facts import person, with_subtitle, written_arxiv, written_date
from papermesh.loaders.sources.xml_elements import child, children, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_OTHER_ABSTRACTS = re.compile(
    r"(?:web-?|ascii-?)?(?:graphic|teaser|toc|precis|highlight|key-?(?:point|message|finding)|plain|lay-|author-|editor|"
    r"executive|digest|short|impact|video|social|twitter|object|translat|significance|synopsis)",
    re.IGNORECASE,
)
"""Types of abstracts that are none: pictures, and words for other readers."""
_PUBLISHED = {"electronic", "epub", "epub-ppub", "online", "original-publication", "ppub", "preprint", "print", "pub",
              "publication", "published"}  # fmt: skip
_LATER = {"collection", "issue-pub", "epreprint"}
"""Of an issue: it counts where no other date is known."""
_NO_AUTHORS = re.compile(r"editor|review|referee|translator", re.IGNORECASE)


def front_of(article: _Element, place: str, account: Account) -> dict[str, Any]:
    """Return what the front matter states, as properties of `PaperRecord`."""
    front = child(article, "front")
    meta = None if front is None else child(front, "article-meta")
    if front is None or meta is None:
        return {}
    ids = _ids(meta)
    published = _published(meta)
    stated = doi(ids.get("doi"))
    return {
        "title": _title(meta),
        "abstract": _abstract(meta, place, account),
        "year": int(published[:4]) if published else None,
        "published": published,
        "venue": _venue(front, meta),
        "authors": tuple(_authors(meta)),
        "arxiv_id": arxiv_id(ids.get("arxiv")) or written_arxiv(ids.get("arxiv", "")) or arxiv_id(stated),
        "doi": None if arxiv_id(stated) else stated,
        "other_ids": service_ids([("pmid", ids.get("pmid")), ("pmcid", ids.get("pmcid") or ids.get("pmc"))]),
    }


def type_of(article: _Element) -> str:
    """Return what kind of article it is, in small letters: `research-article`, `correction`."""
    return (article.get("article-type") or "").strip().lower()


def _ids(meta: _Element) -> dict[str, str]:
    """Return the ids of an article by their types in small letters, the first of each."""
    ids: dict[str, str] = {}
    for one in children(meta, "article-id"):
        ids.setdefault((one.get("pub-id-type") or "").lower(), text_of(one).strip())
    return ids


def _title(meta: _Element) -> str:
    group = child(meta, "title-group")
    if group is None:
        return ""
    title, subtitle = (line_of(child(group, name)) for name in ("article-title", "subtitle"))
    translated = child(group, "trans-title-group")
    if not title and translated is not None:
        title = line_of(child(translated, "trans-title"))
    return with_subtitle(title, subtitle)


def _abstract(meta: _Element, place: str, account: Account) -> str | None:
    """Return the abstract, the headings of its sections before what stands under them."""
    listed = list(children(meta, "abstract"))
    usual = [one for one in listed if not _OTHER_ABSTRACTS.match(one.get("abstract-type") or "")]
    # One without a type is the abstract; one of an unknown type may be.
    usual.sort(key=lambda one: one.get("abstract-type") is not None)
    chosen = usual[0] if usual else child(meta, "trans-abstract")
    others = len(listed) - (1 if usual else 0)
    if others:
        account.note("graphical and other second abstracts left out", place, others)
    if chosen is None:
        return None
    text = JatsText()
    text.add_section(chosen)
    headings = [section.heading for section in text.sections]
    if line_of(child(chosen, "title")):
        headings[0] = None  # "Abstract"
    lines = [_headed(heading, section.text) for heading, section in zip(headings, text.sections, strict=True)]
    return "\n".join(filter(None, lines)) or None


def _headed(heading: str | None, text: str) -> str:
    if not heading or not text:
        return text
    return f"{heading} {text}" if heading[-1] in "?!" else f"{heading.rstrip('.:')}: {text}"


def _authors(meta: _Element) -> Iterator[AuthorName]:
    """Yield the authors; the people of a group that is one are no authors of their own."""
    for group in children(meta, "contrib-group"):
        for one in children(group, "contrib"):
            kind = one.get("contrib-type") or ""
            is_author = kind.lower().startswith("author") if kind else not _NO_AUTHORS.search(str(group.attrib))
            if is_author and (name := _name(one)):
                yield AuthorName(name=name, orcid=_orcid(one))


def _name(contributor: _Element) -> str:
    for one in contributor:
        match name_of(one) if isinstance(one.tag, str) else "":
            case "name" | "string-name":
                return name_of_person(one)
            case "name-alternatives":
                names = [*children(one, "name"), *children(one, "string-name")]
                western = [name for name in names if name.get("name-style") != "eastern"]
                return name_of_person((western or names)[0]) if names else ""
            case "collab" | "collab-alternatives":
                return _group(one)
    return ""


def name_of_person(element: _Element) -> str:
    """Return a person's name in the order in which it is said."""
    parts = {name_of(one): line_of(one) for one in element if isinstance(one.tag, str)}
    if parts.get("surname"):
        return " ".join(parts[name] for name in ("given-names", "surname", "suffix") if parts.get(name))
    return person(line_of(element))


def _group(collab: _Element) -> str:
    """Return the name of a group, without the people in it."""
    named = collab if name_of(collab) == "collab" else child(collab, "collab")
    if named is None:
        return ""
    institution = child(named, "institution")
    own = line_of(institution) if institution is not None else ""
    words = [named.text or ""]
    for one in named:
        if isinstance(one.tag, str) and name_of(one) in {"italic", "bold", "named-content", "sc", "styled-content"}:
            words.append(line_of(one))
        words.append(one.tail or "")
    return " ".join("".join(words).split()).strip(" ;,") or own


def _orcid(contributor: _Element) -> str | None:
    stated = [one for one in children(contributor, "contrib-id")]
    stated += [*contributor.iter("{*}uri"), *contributor.iter("{*}ext-link")]
    return next((found for one in stated if (found := orcid(text_of(one).strip()))), None)


def _published(meta: _Element) -> str | None:
    """Return the first date on which it appeared, of two that may be one day the more precise."""
    dates: dict[bool, list[str]] = {False: [], True: []}
    for one in children(meta, "pub-date"):
        kind = (one.get("pub-type") or one.get("date-type") or one.get("publication-format") or "pub").lower()
        if (kind in _PUBLISHED or kind in _LATER) and (date := _date(one)):
            dates[kind in _LATER].append(date)
    candidates = dates[False] or dates[True]
    # A year alone is behind its months: 2020-03 is no later than 2020.
    return min(candidates, key=lambda date: date + "-99" * ((10 - len(date)) // 3), default=None)


def _date(element: _Element) -> str | None:
    year, month, day = (line_of(child(element, name)) for name in ("year", "month", "day"))
    stated = iso_date([year, month, day]) if not month or month.isdigit() else written_date(f"{day} {month} {year}")
    iso = iso_date((element.get("iso-8601-date") or "")[:10].split("-"))
    return max((stated or "", iso or ""), key=len) or written_date(line_of(child(element, "string-date")))


def _venue(front: _Element, meta: _Element) -> str | None:
    journal = child(front, "journal-meta")
    named: list[str] = []
    if journal is not None:
        group = child(journal, "journal-title-group")
        for holder in (group, journal):
            named += [line_of(one) for one in (children(holder, "journal-title") if holder is not None else ())]
        named += [line_of(one) for one in journal.iter("{*}abbrev-journal-title")]
    conference = child(meta, "conference")
    named.append(line_of(None if conference is None else child(conference, "conf-name")))
    return venue_of(named)
