"""Whether a store holds a graph of ours, in a format that this version reads."""

from __future__ import annotations

from papermesh.errors import NewerFormat, NotAGraph
from papermesh.graph.schema import FORMAT_VERSION, Meta
from papermesh.graph.store import Store

_FORMAT = f"MATCH (n:{Meta.label}) RETURN n.format_version AS format_version ORDER BY format_version DESC LIMIT 1"
_ANY_NODE = "MATCH (n) RETURN 1 AS one LIMIT 1"


def check_format(store: Store) -> None:
    """Return if the store is empty, or holds a graph of ours in a known format.

    Raises:
        NewerFormat: A newer Papermesh wrote it.
        NotAGraph: It holds nodes, but not ours.
    """
    found = store.read(_FORMAT).rows
    if not found:
        if store.read(_ANY_NODE).rows:
            raise NotAGraph(
                "this holds a graph, but not one that Papermesh wrote",
                where=store.address,
                hint="name another place with --store; nothing was changed here",
            )
        return
    version = found[0][0]
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise NewerFormat(
            f"the graph has format {version}; this Papermesh reads up to {FORMAT_VERSION}",
            where=store.address,
            hint="upgrade Papermesh, or name another graph with --store",
        )
