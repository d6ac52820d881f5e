"""What a load did: everything that came in is accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from papermesh.loaders.records import Noted, Rejected


@dataclass(slots=True)
class FileReport:
    """What one input file held."""

    path: str
    source: str
    records: int
    rejected: list[Rejected]
    noted: list[Noted]


@dataclass(slots=True)
class LoadReport:
    """What came in, what was written, and what was rejected and why."""

    run_id: str | None = None
    """None where nothing was written: a dry run, or `--strict` with rejections."""
    store: str = ""
    files: list[FileReport] = field(default_factory=list)
    records: int = 0
    records_new: int = 0
    records_changed: int = 0
    records_unchanged: int = 0
    records_repeated: int = 0
    """Records that say the same as another one of this load, under the same id."""
    papers: int = 0
    papers_cited_only: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    missing_ends: list[tuple[str, str, str]] = field(default_factory=list)
    ignored_decisions: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.counts)

    def summary(self) -> dict[str, Any]:
        """Return the counts alone, as they are kept on the run."""
        whole = self.as_dict()
        kept = {name: whole[name] for name in ("records", "papers", "papers_cited_only", "written")}
        return kept | {
            "files": len(self.files),
            "rejected": len(self.rejected),
            "missing_ends": len(self.missing_ends),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "run_id": self.run_id,
            "store": self.store,
            "records": {
                "read": self.records, "new": self.records_new, "changed": self.records_changed,
                "unchanged": self.records_unchanged, "repeated": self.records_repeated,
            },
            "papers": self.papers,
            "papers_cited_only": self.papers_cited_only,
            "written": self.counts,
            "rejected": [{"reason": r.reason, "place": r.place, "snippet": r.snippet} for r in self.rejected],
            "missing_ends": [{"edge": label, "tail": tail, "head": head} for label, tail, head in self.missing_ends],
            "ignored_decisions": self.ignored_decisions,
            "files": [
                {
                    "path": file.path, "source": file.source, "records": file.records, "rejected": len(file.rejected),
                    "noted": [{"what": n.what, "place": n.place, "count": n.count} for n in file.noted],
                }
                for file in self.files
            ],
        }  # fmt: skip
