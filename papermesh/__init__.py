"""A knowledge graph of machine-learning papers, with a proof for every link."""

from papermesh.__about__ import __version__

__all__ = ["__version__"]
