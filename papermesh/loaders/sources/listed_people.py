"""The people whom an entry of a list names beside a title."""

from __future__ import annotations

import re

from papermesh.loaders.sources.listed_venue import split_venue
from papermesh.loaders.sources.markdown import cleaned, words_of

FEWEST_WORDS = 3
"""Of a title before its authors."""
LONGEST_TITLE = 300

_ORGANISATION = re.compile(
    r"\b(?:univ\w*|institut\w*|labs?|laborator\w*|google|microsoft|facebook|meta|openai|deepmind|nvidia|research|inc|"
    r"academy|college|school|amazon|apple|ibm|learning|networks?|models?|attention|transformers?|vision|language|"
    r"data|code|oral|spotlight|poster|award|paper|workshop|conference|journal|proceedings|arxiv)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+(?:\([^()]{1,20}\)\s?)?[\w.'’-]+){1,4}")


def people_in(text: str) -> list[str]:
    """Return the people whom a text lists, and nothing where it is anything else; one name alone is too little."""
    bare = cleaned(text).replace("&", ",").strip(" .,;:-–—|")
    bare = split_venue(bare)[0].strip(" .,;:-–—|")
    bare = re.sub(r"^(?:authors?|by)\s*:?\s+", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r",?\s+(?:et\.?\s+al\.?|and others)$", "", bare)
    if len(bare) > 3000 or _ORGANISATION.search(bare):
        return []
    if re.search(r"[^,]+,[^,]+ and [^,]+,", bare):  # Last, First and Last, First
        pairs = [re.split(r"\s*,\s*", name) for name in bare.split(" and ")]
        if not all(len(pair) == 2 for pair in pairs):
            return []
        names = [f"{first} {last}" for last, first in pairs]
    else:
        names = [name.strip() for name in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", bare) if name.strip()]
    people = all(_PERSON.fullmatch(name) and not re.search(r"\b[a-z]{4,}\b", name) for name in names)
    return names if len(names) > 1 and people and sum(name[0].isupper() for name in names) == len(names) else []


def without_people(text: str) -> tuple[str, list[str]]:
    """Return a text without the list of people at its end, and that list."""
    for end in re.finditer(
        r"[.?!]\s+|[.,]\s*(?=[*_])|\s[-–—]\s|,\s+(?=[^,.]{0,40}\b[A-Z]\.)", text[: 2 * LONGEST_TITLE]
    ):
        if len(words_of(text[: end.start()])) >= FEWEST_WORDS and people_in(text[end.end() :]):
            return text[: end.start() + (end[0][0] in "?!")], [text[end.end() :]]
    return text, []
