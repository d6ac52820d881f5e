"""Files that hold an embedded graph, and those that do not: what is told of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermesh.errors import NewerFormat, NotAGraph, StoreError, StoreHeld

MAGIC = b"RGF"
"""First bytes of every file of the engine. Looked at before the engine is: it would leave lock files beside others."""


def refuse_what_is_no_graph(path: Path) -> None:
    """Return if a path is free, or a file that the engine wrote.

    Raises:
        NotAGraph: A folder, a device, an empty file or a file of another kind is there.
        StoreError: It cannot be looked at.
    """
    hint = "name another place with --store; this one was left alone"
    try:
        if path.is_dir():
            raise NotAGraph("this is a folder, not a graph", where=str(path), hint=hint)
        if not path.exists():
            return
        if not path.is_file():
            raise NotAGraph("this is no regular file, so no graph", where=str(path), hint=hint)
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise StoreError(
            f"the graph's file cannot be read: {error.strerror}", where=str(path), hint="check who may read it"
        ) from error
    if start != MAGIC:
        what = "an empty file" if not start else "a file of another kind"
        raise NotAGraph(f"this is {what}, not a graph", where=str(path), hint=hint)


def holder_of(error: Any) -> str:
    """Return who holds the lease, as the end of a sentence, from the engine's error."""
    holder = getattr(error, "holder", None) or {}
    if holder.get("self"):
        return " by this same process"
    return f" by process {holder['pid']}" if holder.get("pid") else " by another process"


def held(error: Any, path: Path) -> StoreHeld:
    """Return the error for a second writer."""
    holder = holder_of(error)
    hint = "wait until it ends, or read the graph meanwhile: reading is always possible"
    if holder == " by this same process":
        hint = "close the store that was opened with write=True first"
    return StoreHeld(f"the graph is already open for writing{holder}", where=str(path), hint=hint)


def unreadable(error: Exception, path: Path) -> NotAGraph | NewerFormat:
    """Return the error for a file that begins like a graph and that the engine refuses."""
    reason = str(error).splitlines()[0]
    if "only supports up to version" in reason:
        return NewerFormat(
            "a newer version of the embedded engine wrote this graph",
            where=str(path),
            hint="upgrade Papermesh, or name another graph with --store",
        )
    return NotAGraph(
        f"this begins like a graph, but cannot be read: {reason.removeprefix(f'File format error ({path}): ')}",
        where=str(path),
        hint="restore it from a copy, or name another place with --store; this one was left alone",
    )
