"""What linking takes and what it gives: plain values, each with the place in the text that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from papermesh.ontology import EntityType

Basis = Literal["ontology", "discovered"]


class SectionText(NamedTuple):
    """A section of a full text; `field` is its heading, made unique within the paper."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """What there is to link of one merged paper: title, abstract and sections; `key` is its paper_id."""

    key: str
    title: str
    abstract: str | None
    year: int | None = None
    sections: tuple[SectionText, ...] = ()
    """Those that are linked, as `experiment_sections` chooses them."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """An entity that no ontology file has: a name that a paper introduces; `introduced_by` is that paper's key."""

    entity_type: EntityType
    entity_id: str
    name: str
    kind: str
    introduced_by: str


@dataclass(frozen=True, slots=True)
class Link:
    """One paper's link to one entity: the strongest role, and the best mention as its proof.

    `text[start:end] == surface` in the field named; `sentence` is the sentence of that field that holds the mention.
    `role` and `roles_seen` use the words of the extraction contract; `mentions` counts all fields together.
    """

    entity_type: EntityType
    entity_id: str
    name: str
    kind: str
    role: str
    roles_seen: tuple[str, ...]
    surface: str
    field: str
    start: int
    end: int
    sentence: str
    confidence: float
    rule: str
    mentions: int
    basis: Basis = "ontology"
    device_count: int | None = None
    memory_gb: float | None = None
    form_factor: str | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True)
class UrlLink:
    """An address in the text, repaired: https, host in lower case, none of the page's residue.

    `key` is `github:owner/name` (lower case) for a repository, else the address itself; `repo` is `owner/name` as first
    written, and None for anything that is not a repository.
    """

    url: str
    kind: str
    key: str
    repo: str | None
    role: Literal["official", "mentions"]
    surface: str
    field: str
    start: int
    end: int
    sentence: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class UrlRejected:
    """An address that cannot be repaired, and why."""

    reason: str
    surface: str
    field: str
    start: int


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Everything found in one paper, in the order of the text."""

    links: tuple[Link, ...] = ()
    urls: tuple[UrlLink, ...] = ()
    rejected_urls: tuple[UrlRejected, ...] = ()
