"""Finds what a paper's text links to: methods, hardware, benchmarks and addresses, each with its proof."""

from papermesh.loaders.linking.corpus import Corpus, find_all, link_corpus
from papermesh.loaders.linking.extraction import extraction_row
from papermesh.loaders.linking.links import Discovered, Link, LinkedText, SectionText, Text, UrlLink, UrlRejected
from papermesh.loaders.linking.sections import experiment_sections

__all__ = [
    "Corpus",
    "Discovered",
    "Link",
    "LinkedText",
    "SectionText",
    "Text",
    "UrlLink",
    "UrlRejected",
    "experiment_sections",
    "extraction_row",
    "find_all",
    "link_corpus",
]
