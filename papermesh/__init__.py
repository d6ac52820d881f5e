"""A knowledge graph of machine-learning papers, with a proof for every link.

```python
import papermesh

papermesh.load("graph.kgl", ["papers.jsonl"])
with papermesh.open_graph("graph.kgl") as graph:
    for paper in papermesh.related(graph, "FlashAttention", top=5):
        print(paper.title, [reason.text for reason in paper.reasons])
```

Importing the package imports nothing else: each name is fetched when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.__about__ import __version__

if TYPE_CHECKING:
    from papermesh.api import extract, load, open_graph, query, related, view, why

__all__ = ["__version__", "extract", "load", "open_graph", "query", "related", "view", "why"]


if not TYPE_CHECKING:  # hidden from type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Return a name of `__all__` from `papermesh.api`, and keep it here."""
        if name not in __all__:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from papermesh import api

        value: object = getattr(api, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
