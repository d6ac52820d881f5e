"""Finds what a paper's title and abstract link to: methods, hardware, benchmarks and addresses, each with its proof."""

from papermesh.loaders.linking.corpus import Corpus, find_all, link_corpus
from papermesh.loaders.linking.extraction import extraction_row
from papermesh.loaders.linking.links import Discovered, Link, LinkedText, Text, UrlLink, UrlRejected

__all__ = [
    "Corpus",
    "Discovered",
    "Link",
    "LinkedText",
    "Text",
    "UrlLink",
    "UrlRejected",
    "extraction_row",
    "find_all",
    "link_corpus",
]
