"""What a source says of one paper, and where it said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from: the source's name, and the file as the user named it."""

    source: str
    path: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """One bad record of a good input: a value, not an exception, so that it never stops a load."""

    reason: str
    place: str
    """File and line, `page.txt:17`."""
    snippet: str = ""
    """The start of what was rejected, at most 80 characters."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something in an input that is known not to be a record: boilerplate, unknown keys."""

    what: str
    place: str
    count: int = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _author(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class AuthorName(_Part):
    """An author as a record names them."""

    name: Annotated[str, Field(min_length=1)]
    orcid: str | None = None


class Reference(_Part):
    """A cited paper, by whatever the source knows of it."""

    title: str | None = None
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    contexts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()


class RepositoryFact(_Part):
    """A code repository that a source links to a paper, with what it knows of its health."""

    url: str
    official: bool | None = None
    stars: int | None = None
    license: str | None = None
    archived: bool | None = None
    pushed_at: str | None = None
    checked_at: str | None = None
    state: Literal["alive", "missing", "moved", "blocked"] | None = None


class PaperRecord(_Part):
    """What one source says of one paper: one line of our own JSONL, and what every loader makes.

    A title is all that is needed. `id` names the record within its source; where a source has none, the loader gives
    one that does not depend on the order of the records, so that loading twice changes nothing.
    """

    source: str = "jsonl"
    id: str | None = None
    title: Annotated[str, Field(min_length=1)]
    abstract: str | None = None
    year: Annotated[int | None, Field(ge=1000, le=2999)] = None
    published: str | None = None
    venue: str | None = None
    authors: tuple[Annotated[AuthorName, BeforeValidator(_author)], ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    other_ids: tuple[str, ...] = ()
    url: str | None = None
    references: tuple[Reference, ...] = ()
    references_known: bool | None = None
    repositories: tuple[RepositoryFact, ...] = ()
    place: Annotated[str | None, Field(exclude=True)] = None
    """File and line; not part of the record's content."""

    @property
    def record_id(self) -> str:
        """The key of its SourceRecord: `<source>:<id>`."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a loader made of one file: nothing of the file is in none of the three."""

    records: tuple[PaperRecord, ...]
    rejected: tuple[Rejected, ...] = ()
    noted: tuple[Noted, ...] = ()
