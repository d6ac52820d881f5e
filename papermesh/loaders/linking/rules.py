"""Names of the rules that make links, and how sure each is.

A confidence is the share of links of that rule that hold, as estimated from labelled papers and rounded; it is a
constant of the rule, so that equal evidence always gives an equal number.
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
PROPAGATED_AMBIGUOUS = "propagated-ambiguous"
COMPARED = "compared-name"
LISTED = "listed-name"
BENCHMARK_NOUN = "benchmark-noun"
MIXED_CASE = "mixed-case"
COMPLETED = "completed"
URL_OWN = "url-own"
URL_OTHER = "url-other"

CONFIDENCE = {
    LEXICON: 0.95,
    LEXICON_CASE: 0.88,
    LEXICON_CONTEXT: 0.9,
    LEXICON_CLASS: 0.85,
    INTRODUCED_TITLE: 0.96,
    INTRODUCED_VERB: 0.93,
    INTRODUCED_PASSIVE: 0.85,
    INTRODUCED_CALLED: 0.85,
    INTRODUCED_ACRONYM: 0.85,
    INTRODUCED_APPOSITION: 0.8,
    PROPAGATED: 0.85,
    PROPAGATED_AMBIGUOUS: 0.5,
    COMPARED: 0.75,
    LISTED: 0.65,
    BENCHMARK_NOUN: 0.7,
    MIXED_CASE: 0.6,
    COMPLETED: 0.3,
    URL_OWN: 0.98,
    URL_OTHER: 0.9,
}
"""Rule to confidence, each in (0, 1]."""
