"""Names of the rules that make links, and how sure each is.

A confidence is a constant of the rule, so that equal evidence always gives an equal number: the estimated share of its
links that hold. Where the labelled papers have ten links of a rule or more, it is their share with one right and one
wrong link added, optional ones counted as right; the other rules have too few, and their number is a judgement, below
that of their measured neighbour. `bench/calibration.py` prints the shares, and fails where a confidence is off.
"""

from __future__ import annotations

LEXICON = "lexicon"
LEXICON_CASE = "lexicon-case"
LEXICON_CONTEXT = "lexicon-context"
LEXICON_CLASS = "lexicon-class"
INTRODUCED_TITLE = "introduced-title"
INTRODUCED_VERB = "introduced-verb"
INTRODUCED_PASSIVE = "introduced-passive"
INTRODUCED_CALLED = "introduced-called"
INTRODUCED_APPOSITION = "introduced-apposition"
INTRODUCED_ACRONYM = "introduced-acronym"
PROPAGATED = "propagated"
COMPARED = "compared-name"
LISTED = "listed-name"
BENCHMARK_NOUN = "benchmark-noun"
MIXED_CASE = "mixed-case"
COMPLETED = "completed"
LANGUAGE_MODEL = "language-model"
URL_OWN = "url-own"
URL_OTHER = "url-other"

CONFIDENCE = {
    # measured
    LEXICON: 0.94,
    LEXICON_CASE: 0.92,
    LEXICON_CONTEXT: 0.89,
    LEXICON_CLASS: 0.96,
    INTRODUCED_TITLE: 0.98,
    INTRODUCED_VERB: 0.95,
    URL_OWN: 0.98,
    INTRODUCED_ACRONYM: 0.92,
    MIXED_CASE: 0.82,
    LISTED: 0.79,
    # judged
    INTRODUCED_PASSIVE: 0.85,
    INTRODUCED_CALLED: 0.87,
    INTRODUCED_APPOSITION: 0.85,
    PROPAGATED: 0.85,
    COMPARED: 0.78,
    BENCHMARK_NOUN: 0.85,
    COMPLETED: 0.3,
    URL_OTHER: 0.9,
    # judged, and depends on the model that the user names: no labelled paper was ever read by one
    LANGUAGE_MODEL: 0.6,
}
"""Rule to confidence, each in (0, 1]."""
