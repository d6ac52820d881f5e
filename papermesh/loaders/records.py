"""What a source says of one paper or of one repository, and where it said so."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from papermesh.graph.schema import ROLE_EDGES

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KINDS = {
    "method": ("technique", "model", "system"),
    "hardware": ("class", "family", "model"),
    "benchmark": ("benchmark", "dataset"),
}
_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T.*)?)?)?$"


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


def _storable(text: str) -> str:
    """Return the text without control characters, which no reader needs and not every store keeps."""
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        msg = "holds half a character (a lone surrogate)"
        raise ValueError(msg)
    return _CONTROL.sub(" ", text).strip()


def _one_line(text: str) -> str:
    return " ".join(_storable(text).split())


def _named(text: str) -> str:
    line = _one_line(text)
    if not line:
        msg = "is empty"
        raise ValueError(msg)
    return line


def _line_or_nothing(text: str | None) -> str | None:
    return (_one_line(text) or None) if text is not None else None


def _text_or_nothing(text: str | None) -> str | None:
    return (_storable(text) or None) if text is not None else None


def _utc(text: str) -> str:
    time: datetime | None
    try:
        time = datetime.fromisoformat(text.strip())
        # Without a zone it would be another moment on each machine.
        time = time.astimezone(UTC) if time.tzinfo else None
    except (ValueError, OverflowError):
        time = None
    if time is None:
        msg = "is no time such as 2026-01-31T09:30:00Z"
        raise ValueError(msg)
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")


Name = Annotated[str, AfterValidator(_named)]
"""One line that is not empty."""
Line = Annotated[str | None, AfterValidator(_line_or_nothing)]
"""One line, `None` where it is empty."""
Text = Annotated[str | None, AfterValidator(_text_or_nothing)]
"""Text of several lines, `None` where it is empty."""
Year = Annotated[int | None, Field(ge=1000, le=2999)]
Time = Annotated[str, AfterValidator(_utc)]
"""A moment as `2026-01-31T09:30:00Z`, so that times compare as their texts do."""
RepositoryState = Literal["alive", "missing", "moved", "blocked"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _author(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class AuthorName(_Part):
    """An author as a record names them."""

    name: Name
    orcid: Line = None


class Reference(_Part):
    """A cited paper, by whatever the source knows of it."""

    title: Line = None
    year: Year = None
    arxiv_id: Line = None
    doi: Line = None
    other_ids: tuple[Name, ...] = ()
    contexts: tuple[Name, ...] = ()
    intents: tuple[Name, ...] = ()


class RepositoryFact(_Part):
    """A code repository that a source links to a paper, with what it knows of its health."""

    OF_LINK: ClassVar[tuple[str, ...]] = ("official", "mentioned_in_paper", "mentioned_in_github", "framework")
    """What is said of the link to the paper, and not of the repository itself."""

    url: Name
    official: bool | None = None
    mentioned_in_paper: bool | None = None
    mentioned_in_github: bool | None = None
    """Whether the repository mentions the paper."""
    framework: Line = None
    stars: int | None = None
    license: Line = None
    archived: bool | None = None
    pushed_at: Line = None
    checked_at: Line = None
    state: RepositoryState | None = None


class EntityFact(_Part):
    """A method, device or benchmark that a source links to a paper, by its name, whatever the paper's text states."""

    entity_type: Literal["method", "hardware", "benchmark"]
    name: Annotated[Name, Field(max_length=200)]
    role: str
    """One that this type of entity can have, such as `introduces`, `uses` or `evaluates`."""
    other_names: tuple[Name, ...] = ()
    kind: str | None = None
    """A word of its node in the graph: `technique`, `model` or `system`, `benchmark` or `dataset`; a device's level."""
    year: Year = None
    """In which the entity appeared."""
    results: tuple[Name, ...] = ()
    """What the source says came of an evaluation, each as `metric: value (model)`."""

    @model_validator(mode="after")
    def _has_a_role(self) -> EntityFact:
        kinds = _KINDS[self.entity_type]
        if (self.entity_type, self.role) not in ROLE_EDGES:
            roles = [role for entity_type, role in ROLE_EDGES if entity_type == self.entity_type]
            msg = f"has the role {self.role!r}; the roles of {self.entity_type} are {', '.join(roles)}"
            raise ValueError(msg)
        if self.kind is not None and self.kind not in kinds:
            msg = f"has the kind {self.kind!r}; the kinds of {self.entity_type} are {', '.join(kinds)}"
            raise ValueError(msg)
        if self.results and self.role != "evaluates":
            msg = "has results, which only an evaluation has"
            raise ValueError(msg)
        return self


class Section(_Part):
    """A section of a paper's full text, in the order of the paper; a subsection is a section of its own."""

    heading: Line = None
    """As it stands in the paper, with its number; None where it has none."""
    text: Annotated[str, AfterValidator(_storable)] = ""
    """Paragraphs, one a line; empty where only subsections stand under the heading."""


class PaperRecord(_Part):
    """What one source says of one paper: one line of our own JSONL, and what every loader makes.

    A title is all that is needed. `id` names the record within its source; where a source has none, the loader gives
    one that does not depend on the order of the records, so that loading twice changes nothing.
    """

    source: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = "jsonl"
    id: Line = None
    title: Name
    abstract: Text = None
    year: Year = None
    published: Annotated[str | None, Field(pattern=_DATE)] = None
    venue: Line = None
    authors: tuple[Annotated[AuthorName, BeforeValidator(_author)], ...] = ()
    arxiv_id: Line = None
    doi: Line = None
    other_ids: tuple[Name, ...] = ()
    url: Line = None
    references: tuple[Reference, ...] = ()
    references_known: bool | None = None
    repositories: tuple[RepositoryFact, ...] = ()
    entities: tuple[EntityFact, ...] = ()
    """What the source links the paper to; the graph has it beside what the text states."""
    sections: tuple[Section, ...] = ()
    """The full text, where the source has it, without title, abstract and references."""
    place: Annotated[str | None, Field(exclude=True)] = None
    """File and line of the title; not part of the record's content."""
    abstract_place: Annotated[str | None, Field(exclude=True)] = None
    """File and line of the abstract, where it stands on a line of its own."""

    @property
    def record_id(self) -> str:
        """The key of its SourceRecord: `<source>:<id>`."""
        return f"{self.source}:{self.id}"

    @property
    def content(self) -> dict[str, Any]:
        """What it says, as JSON can hold it, always with its source."""
        return {"source": self.source, **self.model_dump(mode="json", exclude_defaults=True)}

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of what it says, whatever its source, its id and the order of its keys.

        Properties at their default are left out, so that a new one does not change the digest of older records.
        """
        content = self.model_dump(mode="json", exclude_defaults=True, exclude={"source", "id"})
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


class RepositoryRecord(_Part):
    """What a host of repositories said of one, when it was checked: stored beside the records of papers.

    There is one for each name that was asked; a later check takes the place of an earlier one.
    """

    kind: Literal["repository"] = "repository"
    source: Literal["github"] = "github"
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*/[a-z0-9._-]+$", max_length=200)]
    """`owner/name` in lower case, as it was asked."""
    state: RepositoryState
    checked_at: Time
    url: Line = None
    """Where it is now."""
    name: Line = None
    """`owner/name` as the host spells it; of a repository that moved, its new one."""
    description: Line = None
    stars: Annotated[int | None, Field(ge=0)] = None
    license: Line = None
    """SPDX id."""
    topics: tuple[Name, ...] = ()
    archived: bool | None = None
    pushed_at: Line = None
    reason: Line = None
    """Why it is blocked, in the host's words."""
    place: Annotated[str | None, Field(exclude=True)] = None
    """Where it was read; not part of the record's content."""

    @model_validator(mode="after")
    def _named_anew(self) -> RepositoryRecord:
        if self.state == "moved" and (self.name is None or self.name.lower() == self.id):
            msg = "moved, but not under another name"
            raise ValueError(msg)
        return self

    @property
    def record_id(self) -> str:
        """The key of its SourceRecord, which is also that of the repository it describes."""
        return f"{self.source}:{self.id}"

    @property
    def content(self) -> dict[str, Any]:
        """What it says, as JSON can hold it, always with its kind and source."""
        return {"kind": self.kind, "source": self.source, **self.model_dump(mode="json", exclude_defaults=True)}

    def order(self) -> tuple[str, str]:
        """Return what checks of one repository are ordered by: the time, then the content, so that no two are equal."""
        return self.checked_at, json.dumps(self.content, sort_keys=True)


Record = PaperRecord | RepositoryRecord


def papers_among(records: Iterable[Record]) -> list[PaperRecord]:
    """Return the records of papers, in their order."""
    return [record for record in records if isinstance(record, PaperRecord)]


def repositories_among(records: Iterable[Record]) -> list[RepositoryRecord]:
    """Return the records of repositories, in their order."""
    return [record for record in records if isinstance(record, RepositoryRecord)]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a loader made of one file: nothing of the file is in none of these."""

    records: tuple[PaperRecord, ...]
    rejected: tuple[Rejected, ...] = ()
    noted: tuple[Noted, ...] = ()
    repositories: tuple[RepositoryRecord, ...] = ()
