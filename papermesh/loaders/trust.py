"""Whose word counts where records of one paper differ."""

from __future__ import annotations

TRUST: dict[str, tuple[str, ...]] = {
    # Our own lines are written with care, one paper at a time; arXiv has what the authors themselves say of theirs, and
    # DataCite what arXiv gives it; publishers give Crossref and JATS what they print; DBLP is kept by hand; what a
    # reference manager exports went through more hands than a bibliography; other services guess where papers differ,
    # and who reads a PDF guesses what its lines are; a copied page has lost markup and knows little; what people type
    # into a list of links comes last.
    "": (
        "jsonl",
        "arxiv",
        "arxiv-oai",
        "arxiv-snapshot",
        "datacite",
        "bibtex",
        "crossref",
        "jats",
        "dblp",
        "zotero",
        "csl",
        "ris",
        "huggingface",
        "openalex",
        "semantic-scholar",
        "papers-with-code",
        "s2orc",
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
        "datacite",
        "huggingface",
        "papers-with-code",
        "jats",
        "listing",
        "bibtex",
        "semantic-scholar",
        "crossref",
        "openalex",
        "zotero",
        "csl",
        "ris",
        "s2orc",
        "grobid",
        "jsonl",
        "awesome-list",
        "dblp",
    ),
    # A bibliography is where venues are spelled as publishers spell them; arXiv has volume and pages in them.
    "venue": (
        "bibtex",
        "crossref",
        "jats",
        "dblp",
        "zotero",
        "csl",
        "ris",
        "jsonl",
        "openalex",
        "semantic-scholar",
        "papers-with-code",
        "s2orc",
        "arxiv",
        "arxiv-oai",
        "arxiv-snapshot",
        "datacite",
        "awesome-list",
        "listing",
        "huggingface",
        "grobid",
    ),
}
"""Sources by property, the most trusted first; "" is for every property not named.

A source that is not named comes after those that are. Records of one source are ordered by `record_id`.
"""
