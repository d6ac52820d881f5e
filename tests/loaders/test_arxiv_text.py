"""Titles and abstracts as arXiv stores them."""

from __future__ import annotations

import pytest

from papermesh.loaders.sources.arxiv_text import LONGEST_TEX, abstract_of, readable, title_of


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("On the\n  Counting of Things", "On the Counting of Things"),
        (r"$k$-Means at $10^{-3}$, for $O(n \log n)$ and $ x $", "k-Means at 10^-3, for O(n log n) and x"),
        (r"\[ a \leq b \] and \(c\)", "a ≤ b and c"),
        (r"Erd\H{o}s--R\'enyi, Fran\c cois and M\"{u}ller", "Erdős–Rényi, François and Müller"),
        (r"We \emph{count all} the {\em things}~\cite{a,b}", "We count all the things"),
        ("Costs $5 and more", "Costs $5 and more"),
        ("from $5-$10 a day", "from $5-$10 a day"),
        (r"50% and 50\% of Q&A, AT\&T", "50% and 50% of Q&A, AT&T"),
        ("about ~3x, ~ 8 and (~50%) of 5~GB of~$X$", "about ~3x, ~ 8 and (~50%) of 5 GB of X"),
        (r"sets {0, 1} and V_{max} and \'etude", "sets {0, 1} and V_max and étude"),
        ("``quoted'' -- and --- so", "“quoted” – and — so"),
        (r"see \url{https://example.org/~ada/a\_b} now", "see https://example.org/~ada/a_b now"),
        (r"see \href{https://example.org/a}{our page}", "see our page (https://example.org/a)"),
        (r"the norm $\|x\|$ of $\mathbfθ$ by \LaTeX", "the norm ‖x‖ of θ by LaTeX"),
        (r"$\alpha without end", "$α without end"),
        (r"S\o ren on \beta decay", "Søren on β decay"),
    ],
)
def test_a_title_is_read_as_a_reader_sees_it(raw: str, plain: str) -> None:
    """A title is read as a reader sees it."""
    assert title_of(raw) == plain


def test_an_indented_line_begins_a_paragraph() -> None:
    """An indented line begins a paragraph."""
    raw = "  First line\nand its end.\n  Second one\nhere.\n\nThird.\n"
    assert abstract_of(raw) == "First line and its end.\nSecond one here.\nThird."


@pytest.mark.parametrize(
    "piece", ["$", "\\(", "{", "\\", "\\href{", "~ ", "\\cite[", "$a\\^", "\\a{ ", "http://", "_{"]
)
def test_hostile_tex_is_read_in_bounded_time(piece: str) -> None:
    """Hostile TeX is read in bounded time, and a text that is too long for one stays as it is."""
    text = (piece * (LONGEST_TEX + 1))[: LONGEST_TEX + 1]
    assert readable(text) == text
    readable(text[:20_000])
