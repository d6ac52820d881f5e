"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace a file in one step, and make its folder: a crash leaves the old or the new one, and nothing beside.

    A link keeps pointing where it does, a file that is there keeps its rights, and what is no regular file
    (/dev/stdout, a pipe) is written into and stays what it is.

    Args:
        path: The file.
        content: All of it.
        mode: Rights of a file that is new.

    Raises:
        OSError: It cannot be written.
    """
    place = path.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        made.chmod(place.stat().st_mode & 0o777 if place.exists() else mode)
        made.replace(place)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
