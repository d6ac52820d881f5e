"""Which links of papers differ between two runs, from the logs of all runs and what the store holds now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from papermesh.errors import NotFound
from papermesh.loaders.change_log import PROOF, LinkKey, LinkState, Log, by_present_key


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link that is another one than before."""

    change: Literal["added", "retired", "changed"]
    paper_id: str
    """The key that the paper has now."""
    entity: str
    """What it is linked to, as `label:key`."""
    edge: str
    """The edge's label; of a retired link the one that it had."""
    evidence: str | None
    was: tuple[str, ...] = ()
    """Of a changed link: each property that is another one now, with its earlier value."""


def changes_of(logs: Sequence[Log], now: Mapping[LinkKey, LinkState], run_id: str) -> list[LinkChange]:
    """Return what one run did to the links, sorted by paper and entity.

    Args:
        logs: All logs of the store, in their order.
        now: All links as the store holds them.
        run_id: The run.

    Raises:
        NotFound: It kept no log.
    """
    _numbers(logs, run_id)
    return _changes(logs, now, lambda log: log.run_id == run_id)


def changes_between(logs: Sequence[Log], now: Mapping[LinkKey, LinkState], one: str, other: str) -> list[LinkChange]:
    """Return how the links after one run differ from those after another; what came and went between is no change.

    Where the second is the earlier run, the way back is told: what was added meanwhile is retired.
    """
    first, last = max(_numbers(logs, one)), max(_numbers(logs, other))
    if first <= last:
        return _changes(logs, now, lambda log: first < log.number <= last)
    return _changes(logs, now, lambda log: last < log.number <= first, back=True)


def _numbers(logs: Sequence[Log], run_id: str) -> list[int]:
    numbers = [log.number for log in logs if log.run_id == run_id]
    if not numbers:
        raise NotFound(
            f"{run_id} kept no log of what it changed",
            hint="it was killed before it wrote, or an earlier version of Papermesh wrote it",
        )
    return numbers


def _changes(
    logs: Sequence[Log], now: Mapping[LinkKey, LinkState], chosen: Callable[[Log], bool], *, back: bool = False
) -> list[LinkChange]:
    found = []
    for key, entries in sorted(by_present_key(logs).items()):
        places = [place for place, (log, _) in enumerate(entries) if chosen(log)]
        if not places:
            continue
        before = entries[places[0]][1]
        after = entries[places[-1] + 1][1] if places[-1] + 1 < len(entries) else now.get(key)
        change = _change(key, after, before) if back else _change(key, before, after)
        if change is not None:
            found.append(change)
    return found


def _change(key: LinkKey, before: LinkState | None, after: LinkState | None) -> LinkChange | None:
    if before == after:
        return None
    known = after or before or {}
    paper, entity = key
    edge, evidence = str(known["edge"]), known.get("evidence")
    if before is None:
        return LinkChange("added", paper, entity, edge, evidence)
    if after is None:
        return LinkChange("retired", paper, entity, edge, evidence)
    was = [f"{name}: {_text(before.get(name))}" for name in ("edge", *PROOF) if before.get(name) != after.get(name)]
    return LinkChange("changed", paper, entity, edge, evidence, tuple(was))


def _text(value: object) -> str:
    if value is None:
        return "not known"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
