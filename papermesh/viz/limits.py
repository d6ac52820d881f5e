"""How many nodes a page can show."""

from __future__ import annotations

from papermesh.errors import PapermeshError

MAX_DRAWN = 3_000
"""Most nodes a page can hold: beyond it a canvas of this kind falls under 30 frames a second."""


def check_size(nodes: int, *, command: str) -> None:
    """Raise where a page of that many nodes cannot be drawn.

    Raises:
        PapermeshError: Fewer than 2 or more than `MAX_DRAWN` nodes.
    """
    if nodes > MAX_DRAWN:
        raise PapermeshError(
            f"a page of {nodes:,} nodes cannot be drawn: {MAX_DRAWN:,} is the most",
            where=command,
            hint="ask for fewer with --top 60 or --max-nodes 150, or write all of it for Gephi: "
            "papermesh export --format graphml -o graph.graphml",
        )
    if nodes < 2:
        raise PapermeshError(
            f"a page of {nodes} nodes has no room for related work",
            where=command,
            hint="give --max-nodes 150, or leave it out",
        )
