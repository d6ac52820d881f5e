"""What a load did: everything that came in is accounted for."""

from __future__ import annotations

from collections import Counter
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
    digest: str = ""
    """SHA-256 of its bytes, unpacked."""
    skipped: str | None = None
    """Why a file of a folder or archive was passed over; `None` for one that was read."""


NOT_ASKED = "not asked any more"
"""The reason of a paper that comes after the failure which ended the asking."""


@dataclass(slots=True)
class ModelReport:
    """What a language model was asked, what its answers gave, and what that cost."""

    model: str
    host: str
    asked: int = 0
    """Papers that a request was made for, in this run."""
    cached: int = 0
    """Papers whose answer was there already."""
    kept: int = 0
    """Names in all of these answers that stand in the text and have a role and kind of the contract."""
    links: int = 0
    """Links that rest on such a name alone, since no rule found it."""
    refused: Counter[str] = field(default_factory=Counter)
    """What was not kept of the answers, by the reason."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Papers whose answer could not be had, by their key, with the reason."""
    not_asked: int = 0
    """Papers among `failed` that no request was made for, after the failure that `stopped` tells of."""
    stopped: str | None = None
    """Why no more was asked after a failure, and what to do about it."""
    tokens_in: int = 0
    tokens_out: int = 0
    unmetered: int = 0
    """Answers of this run that came without a count of tokens."""
    price_in: float | None = None
    price_out: float | None = None

    @property
    def cost(self) -> float | None:
        """What the tokens of this run cost in USD; `None` where a price or a count is not known."""
        if self.price_in is None or self.price_out is None or self.unmetered:
            return None
        return (self.tokens_in * self.price_in + self.tokens_out * self.price_out) / 1_000_000

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "model": self.model, "host": self.host, "asked": self.asked, "cached": self.cached, "kept": self.kept,
            "links": self.links, "refused": dict(sorted(self.refused.items())),
            "failed": [{"paper": paper, "reason": reason} for paper, reason in self.failed],
            "not_asked": self.not_asked, "stopped": self.stopped,
            "tokens_in": self.tokens_in, "tokens_out": self.tokens_out, "unmetered": self.unmetered,
            "cost_usd": self.cost,
        }  # fmt: skip


@dataclass(slots=True)
class LoadReport:
    """What came in, what was written, and what was rejected and why."""

    run_id: str | None = None
    """None where nothing was written: a dry run, or `--strict` with rejections."""
    resumed: bool = False
    """Whether the run is an earlier one of the same command that had not ended well."""
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
    links_added: int = 0
    links_changed: int = 0
    """Links whose role or proof is another one now."""
    links_retired: int = 0
    missing_ends: list[tuple[str, str, str]] = field(default_factory=list)
    ignored_decisions: list[str] = field(default_factory=list)
    language_model: ModelReport | None = None
    """None where the settings name none."""

    @property
    def incomplete(self) -> bool:
        """Whether something was rejected, or an answer of the language model is missing: too little for `--strict`."""
        return bool(self.rejected or (self.language_model and self.language_model.failed))

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.counts)

    def summary(self) -> dict[str, Any]:
        """Return the counts alone, as they are kept on the run."""
        whole = self.as_dict()
        kept = {name: whole[name] for name in ("records", "papers", "papers_cited_only", "written", "links")}
        return kept | {
            "files": len(self.files),
            "rejected": len(self.rejected),
            "missing_ends": len(self.missing_ends),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "run_id": self.run_id,
            "resumed": self.resumed,
            "store": self.store,
            "records": {
                "read": self.records, "new": self.records_new, "changed": self.records_changed,
                "unchanged": self.records_unchanged, "repeated": self.records_repeated,
            },
            "papers": self.papers,
            "papers_cited_only": self.papers_cited_only,
            "written": self.counts,
            "links": {
                "added": self.links_added, "changed": self.links_changed, "retired": self.links_retired,
            },
            "rejected": [{"reason": r.reason, "place": r.place, "snippet": r.snippet} for r in self.rejected],
            "missing_ends": [{"edge": label, "tail": tail, "head": head} for label, tail, head in self.missing_ends],
            "ignored_decisions": self.ignored_decisions,
            "language_model": self.language_model.as_dict() if self.language_model else None,
            "files": [
                {
                    "path": file.path, "source": file.source, "records": file.records, "rejected": len(file.rejected),
                    "skipped": file.skipped,
                    "noted": [{"what": n.what, "place": n.place, "count": n.count} for n in file.noted],
                }
                for file in self.files
            ],
        }  # fmt: skip
