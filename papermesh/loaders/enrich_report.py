"""What came of asking a service about what is in the graph: beside what a load tells, what was asked and answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from papermesh.loaders.records import Noted
from papermesh.loaders.report import LoadReport
from papermesh.loaders.services.enrichment import Unresolved


@dataclass(slots=True)
class EnrichReport(LoadReport):
    """What a service was asked about, what it said, and what that changed."""

    service: str = ""
    what: str = ""
    """What it is asked about, in the plural."""
    waiting: int = 0
    """How many there were to be asked about."""
    asked: int = 0
    """How many of them were answered on, whatever the answer."""
    last: str | None = None
    """The key of the one that was asked about last."""
    requests: int = 0
    """Requests that were sent; an answer that was kept from before is none."""
    unresolved: list[Unresolved] = field(default_factory=list)
    """What could not be asked about, or is not known to the service."""
    failed: list[Unresolved] = field(default_factory=list)
    """What was asked about without an answer."""
    noted: list[Noted] = field(default_factory=list)
    stopped: str | None = None
    """Why no more was asked, where something is left."""

    @property
    def left(self) -> int:
        """How many were not asked about in this run."""
        return self.waiting - self.asked - len(self.failed)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        whole = LoadReport.as_dict(self)
        del whole["files"]
        return {
            "service": self.service, "what": self.what, "waiting": self.waiting, "asked": self.asked,
            "requests": self.requests, "left": self.left, "stopped": self.stopped,
            "unresolved": [{"key": one.key, "reason": one.reason} for one in self.unresolved],
            "failed": [{"key": one.key, "reason": one.reason} for one in self.failed],
            "noted": [{"what": note.what, "place": note.place, "count": note.count} for note in self.noted],
            **whole,
        }  # fmt: skip

    def summary(self) -> dict[str, Any]:
        """Return the counts alone, as they are kept on the run."""
        counts = {name: getattr(self, name) for name in ("service", "waiting", "asked", "last", "requests")}
        return LoadReport.summary(self) | counts | {"unresolved": len(self.unresolved), "failed": len(self.failed)}
