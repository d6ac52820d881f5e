"""Finds names that share their last word with the next: "data and model parallelism", "mobile and edge devices"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papermesh.loaders.linking.lexicon import OntologyLexicon
from papermesh.loaders.linking.passages import Mention, Passage, Spans

_FIRST_PARTS = re.compile(r"(?P<words>[\w-]+(?:, [\w-]+){0,3}),? (?:and|or|and/or) \Z")
_BEFORE_HEAD = ("and ", "or ")
"""What the pattern above ends with: asked first, since it seldom stands before a name."""
_WORD = re.compile(r"\w+(?:-\w+)*")
_WINDOW = 60


def with_shared_heads(passage: Passage, mentions: Sequence[Mention], known: OntologyLexicon) -> list[Mention]:
    """Return the mentions and those whose last word stands with a later one, in the order of the text.

    The surface of such a mention is its own part only: `data` of "data and model parallelism".
    """
    found = list(mentions)
    taken = Spans((one.start, one.end) for one in mentions)
    for mention in mentions:
        first = max(passage.sentences[mention.sentence][0], mention.start - _WINDOW)
        if mention.target.basis != "ontology" or not passage.text.endswith(_BEFORE_HEAD, first, mention.start):
            continue
        pieces = re.split(r"[\s-]+", mention.surface)
        if len(pieces) != 2:
            continue
        parts = _FIRST_PARTS.search(passage.text[first : mention.start])
        if parts is None:
            continue
        for word in _WORD.finditer(parts["words"]):
            start = first + parts.start("words") + word.start()
            end = start + len(word.group())
            if taken.touch(start, end):
                continue
            for head in (pieces[1], pieces[1].removesuffix("s")):
                targets = [
                    target for target in known.lookup(f"{word.group()} {head}")
                    if target.entity_type == mention.target.entity_type and not target.context
                ]  # fmt: skip
                if targets:
                    surface = passage.text[start:end]
                    found.append(Mention(targets[0], start, end, surface, mention.sentence, False))
                    break
    return sorted(found, key=lambda one: (one.start, one.end))
