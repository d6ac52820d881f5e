"""What names are resolved to: a thing of the graph by its key, with the name to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Ref(Protocol):
    """What a name was resolved to."""

    @property
    def key(self) -> str:
        """The node's key."""
        ...

    def as_dict(self) -> dict[str, Any]:
        """Return `{"id": …, "name": …}`."""
        ...


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper by its key."""

    paper_id: str
    title: str | None
    year: int | None

    @property
    def key(self) -> str:
        """The node's key."""
        return self.paper_id

    def as_dict(self) -> dict[str, Any]:
        """Return id and name as JSON holds them."""
        return {"id": self.paper_id, "name": self.title}


@dataclass(frozen=True, slots=True)
class EntityRef:
    """A method, device, benchmark or repository by its key."""

    entity_type: str
    id: str
    name: str

    @property
    def key(self) -> str:
        """The node's key."""
        return self.id

    @property
    def typed_key(self) -> str:
        """The key with its type, which is unique among all entities: `hardware:nvidia-h100`."""
        return f"{self.entity_type}:{self.id}"

    def as_dict(self) -> dict[str, Any]:
        """Return type, id and name as JSON holds them."""
        return {"entity_type": self.entity_type, "id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class AuthorRef:
    """An author by key."""

    author_id: str
    name: str

    @property
    def key(self) -> str:
        """The node's key."""
        return self.author_id

    def as_dict(self) -> dict[str, Any]:
        """Return id and name as JSON holds them."""
        return {"id": self.author_id, "name": self.name}
