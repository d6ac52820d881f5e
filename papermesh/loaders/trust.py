"""Whose word counts where records of one paper differ."""

from __future__ import annotations

TRUST: dict[str, tuple[str, ...]] = {
    # Our own lines are written with care, one paper at a time; arXiv has what the authors themselves say of theirs;
    # publishers give Crossref what they print; what a reference manager exports went through more hands than a
    # bibliography; other services guess where papers differ; a copied page has lost markup and knows little; a program
    # that reads a PDF guesses what its lines are; what people type into a list of links comes last.
    "": (
        "jsonl",
        "arxiv",
        "arxiv-oai",
        "arxiv-snapshot",
        "bibtex",
        "crossref",
        "csl",
        "ris",
        "huggingface",
        "openalex",
        "semantic-scholar",
        "papers-with-code",
        "listing",
        "grobid",
        "awesome-list",
    ),
    # arXiv, what repeats it, a page and a bibliography carry the paper's own abstract, other services one with less of
    # its markup; our own lines may hold a summary in other words.
    "abstract": (
        "arxiv",
        "arxiv-oai",
        "arxiv-snapshot",
        "huggingface",
        "papers-with-code",
        "listing",
        "bibtex",
        "semantic-scholar",
        "crossref",
        "openalex",
        "csl",
        "ris",
        "grobid",
        "jsonl",
        "awesome-list",
    ),
    # A bibliography is where venues are spelled as publishers spell them; arXiv has volume and pages in them.
    "venue": (
        "bibtex",
        "crossref",
        "csl",
        "ris",
        "jsonl",
        "openalex",
        "semantic-scholar",
        "papers-with-code",
        "arxiv",
        "arxiv-oai",
        "arxiv-snapshot",
        "awesome-list",
        "listing",
        "huggingface",
        "grobid",
    ),
}
"""Sources by property, the most trusted first; "" is for every property not named.

A source that is not named comes after those that are. Records of one source are ordered by `record_id`.
"""
