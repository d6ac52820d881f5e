"""Reasons: the addends of a score, with the things they name and the sentences that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papermesh.queries.refs import EntityRef


@dataclass(frozen=True, slots=True)
class Proof:
    """One edge of one paper: what it states, and where."""

    paper_id: str
    entity_id: str | None
    """What the edge leads to; null for a citation."""
    label: str
    """Label of the edge."""
    sentence: str | None
    surface: str | None
    """The mention as written; null for a citation."""
    field: str | None
    """`title`, `abstract` or a section."""
    start: int | None
    """First character of the mention in that field."""

    def as_dict(self) -> dict[str, Any]:
        """Return the proof as JSON holds it."""
        return {
            "paper_id": self.paper_id,
            "entity_id": self.entity_id,
            "label": self.label,
            "sentence": self.sentence,
            "surface": self.surface,
            "field": self.field,
            "start": self.start,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One addend of a score."""

    component: str
    millionths: int
    text: str
    """A plain sentence for readers, the same whichever of the two papers was asked for."""
    entities: tuple[EntityRef, ...] = ()
    """What the reason names; papers among them have the type `paper`."""
    evidence: tuple[Proof, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the reason as JSON holds it."""
        return {
            "component": self.component,
            "millionths": self.millionths,
            "text": self.text,
            "entities": [entity.as_dict() for entity in self.entities],
            "evidence": [proof.as_dict() for proof in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Related:
    """A paper with its score, which is the sum of its reasons."""

    paper_id: str
    title: str
    """The title; the key of a paper that has none."""
    year: int | None
    millionths: int
    """0 to 1,000,000."""
    reasons: tuple[Reason, ...]
    """The strongest first."""

    def as_dict(self) -> dict[str, Any]:
        """Return the paper and its reasons as JSON holds them."""
        return {
            "paper_id": self.paper_id,
            "title": self.title,
            "year": self.year,
            "millionths": self.millionths,
            "reasons": [reason.as_dict() for reason in self.reasons],
        }
