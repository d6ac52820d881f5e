"""What came of asking a service for papers: beside what a load tells, what was asked and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papermesh.errors import PapermeshError
from papermesh.loaders.report import LoadReport


@dataclass(slots=True)
class HarvestReport(LoadReport):
    """What a service was asked for, what it gave, and what that changed."""

    service: str = ""
    answers: int = 0
    """Answers that were read, in all attempts of the run."""
    requests: int = 0
    """Requests that were sent now; an answer that was kept from before is none."""
    total: int | None = None
    """How many papers the service says there are."""
    stopped: str | None = None
    """Why not all of them were asked for."""
    error: PapermeshError | None = None
    """The failure that ended the asking; what came before it is kept."""

    @property
    def incomplete(self) -> bool:
        """Whether something was rejected, or an answer is missing: too little for `--strict`."""
        return self.error is not None or bool(
            self.rejected or (self.language_model is not None and self.language_model.failed)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        error = self.error and {"message": self.error.message, "where": self.error.where, "hint": self.error.hint}
        return {
            "service": self.service, "answers": self.answers, "requests": self.requests, "total": self.total,
            "stopped": self.stopped, "error": error, **LoadReport.as_dict(self),
        }  # fmt: skip

    def summary(self) -> dict[str, Any]:
        """Return the counts alone, as they are kept on the run."""
        counts = {name: getattr(self, name) for name in ("service", "answers", "requests", "total")}
        return LoadReport.summary(self) | counts
