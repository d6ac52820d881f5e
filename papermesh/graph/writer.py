"""Which process writes a run, and whether it still lives: how a killed run is told from one that goes on."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from pathlib import Path


def this_writer() -> str:
    """Return the name of this process: a digest of the machine's name, the process id and when it started."""
    return ":".join((_machine(), str(os.getpid()), _start_of(os.getpid()) or ""))


def may_live(writer: str | None) -> bool:
    """Return whether the process of that name may still run; `None` names none.

    One of another machine may: it cannot be seen from here. A process id that was given again to another process is
    told apart by its start, where the system says it (Linux).
    """
    if not writer:
        return False
    machine, _, rest = writer.partition(":")
    number, _, start = rest.partition(":")
    if machine != _machine() or not number.isdecimal():
        return True
    return _exists(int(number)) and (not start or _start_of(int(number)) in {None, start})


def _machine() -> str:
    # The name itself is nobody's business who is given the graph.
    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _start_of(process: int) -> str | None:
    """Return when a process started, in clock ticks since the machine did, beside the machine's own start."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    # The second field is the program's name between brackets, and may hold anything.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else f"{fields[19]}@{boot[:8]}"


def _exists(process: int) -> bool:
    if sys.platform == "win32":
        return _exists_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Return whether a process was killed and its parent has not asked for it yet."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "Z"


def _exists_on_windows(process: int) -> bool:
    """Return whether a process runs; `os.kill` would end it there."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 -- known on Windows alone
    handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE
