"""Scripts and styles as they stand in a page: stripped, sure not to end their element, named by their hashes."""

from __future__ import annotations

import base64
import hashlib

from papermesh.errors import PapermeshError


def security_policy(*scripts: str, style: str) -> str:
    """Return the content security policy: these scripts, this style, images made by the page, and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def without_comments(text: str) -> str:
    """Return a script or style without indentation and without lines that are only a comment: a sixth less.

    Lines stay lines, so that a message of the browser's console still names a place that can be found. No part has a
    text that runs over several lines; a test looks.
    """
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "* ")))


def embedded(name: str, text: str) -> str:
    """Return a script or style as the browser will hash it, sure to hold nothing that ends its element."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(mark in text.lower() for mark in ("</script", "</style", "<!--")):
        raise PapermeshError(
            f"{name} holds a mark that would end its element in the page",
            where="papermesh.viz.assets",
            hint="install Papermesh again: pip install --force-reinstall papermesh",
        )
    return text
