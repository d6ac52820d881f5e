"""Terms of titles and abstracts, and how alike two texts are by them.

Our own terms and weights, since the scores of the stores' full-text indexes differ from each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RARE = 0.1
"""A term in at most this share of the papers (and any in at most `RARE_AT_LEAST`) leads to candidates."""
RARE_AT_LEAST = 20

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b(?:github|gitlab|huggingface)\.(?:com|co)/)\S*")
_UNITS = re.compile(r".pus")

# Function words of English, and the words that every abstract has.
STOP_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although among an and another any are as at
    be because been before being below between both but by can cannot could did do does doing down due during each
    either enough especially et al etc even every few for from further had has have having he her here him his how
    however i if in indeed into is it its itself just less like made mainly make makes many may might more moreover most
    much must my namely near need needs neither never no nor not now of off often on once one only or other others our
    out over own per quite rather really same several she should since so some such than that the their them then there
    thereby therefore these they this those through thus to together too toward towards two under until up upon us use
    used using various very via was we well were what when where whereas whether which while who whom whose why will
    with within without would yet you your
    abstract approach approaches based code demonstrate demonstrates existing experiments extensive find introduce
    introduces new novel paper papers present presents problem propose proposed proposes recent recently result results
    show shown shows significant significantly state study studies task tasks technique techniques time work works
    available evaluate evaluation improve improved improvement improves achieve achieves achieving high higher low lower
    large performance method methods
    """.split()  # noqa: SIM905
)

Vector = Mapping[str, float]
"""Weights by term, of length 1; empty where a text has no terms."""


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: words in lower case, plural endings, addresses and empty words left out.

    >>> terms("We propose two-bit GPUs for LLMs in 2024: https://github.com/example/bits.")
    ['bit', 'gpu', 'llm']
    """
    found = []
    for word in _WORD.findall(_ADDRESS.sub(" ", text.lower())):
        if len(word) < 2 or word.isdecimal() or word in STOP_WORDS:
            continue
        found.append(word[:-1] if _is_plural(word) else word)
    return found


def _is_plural(word: str) -> bool:
    # GPUs and TPUs are plurals; a corpus is not.
    return (
        len(word) > 3 and word.endswith("s") and (not word.endswith(("ss", "us", "is")) or bool(_UNITS.fullmatch(word)))
    )


def paper_terms(title: str | None, abstract: str | None) -> Counter[str]:
    """Return how often each term occurs in a paper; those of the title count twice."""
    counts = Counter(terms(abstract or ""))
    for term in terms(title or ""):
        counts[term] += 2
    return counts


@dataclass(frozen=True)
class TermIndex:
    """The terms of all papers: TF-IDF vectors, and which papers have a term.

    Weights are (1 + ln tf) · ln(1 + N / df), the logarithmic form of Salton and Buckley (1988, "Term-weighting
    approaches in automatic text retrieval"), each vector divided by its length.
    """

    vectors: Mapping[str, Vector]
    papers_by_term: Mapping[str, tuple[str, ...]]

    def vector(self, title: str | None, abstract: str | None) -> Vector:
        """Return the vector of any text under the weights of these papers."""
        return _vector(paper_terms(title, abstract), self.papers_by_term, len(self.vectors))

    def near(self, vector: Vector, most: int) -> list[str]:
        """Return the papers that share rare terms with a vector, the most alike by these terms first."""
        limit = max(RARE_AT_LEAST, RARE * len(self.vectors))
        scores: defaultdict[str, list[float]] = defaultdict(list)
        for term, weight in vector.items():
            papers = self.papers_by_term.get(term, ())
            if len(papers) <= limit:
                for paper in papers:
                    scores[paper].append(weight * self.vectors[paper][term])
        ranked = sorted(scores, key=lambda paper: (-math.fsum(scores[paper]), paper))
        return ranked[:most]


def index(papers: Iterable[tuple[str, str | None, str | None]]) -> TermIndex:
    """Return the index of papers, each given as (id, title, abstract)."""
    counts = {paper: paper_terms(title, abstract) for paper, title, abstract in papers}
    by_term: defaultdict[str, list[str]] = defaultdict(list)
    for paper in sorted(counts):
        for term in counts[paper]:
            by_term[term].append(paper)
    frozen = {term: tuple(having) for term, having in by_term.items()}
    return TermIndex({paper: _vector(found, frozen, len(counts)) for paper, found in counts.items()}, frozen)


def cosine(a: Vector, b: Vector) -> tuple[float, list[str]]:
    """Return the cosine of two vectors, 0 to 1, and the shared terms, those that add most first."""
    products = {term: a[term] * b[term] for term in a.keys() & b.keys()}
    ranked = sorted(products, key=lambda term: (-products[term], term))
    return min(1.0, math.fsum(products.values())), ranked


def _vector(counts: Mapping[str, int], by_term: Mapping[str, tuple[str, ...]], papers: int) -> Vector:
    weights = {
        term: (1.0 + math.log(count)) * math.log(1.0 + papers / max(1, len(by_term.get(term, ()))))
        for term, count in counts.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}
