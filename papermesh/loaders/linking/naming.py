"""Where a name begins and ends, and what the words around it say that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papermesh.loaders.linking.shapes import Token, is_capitalised, is_ordinary, is_strong, is_version
from papermesh.ontology import EntityType

_KINDS: dict[str, tuple[EntityType, str]] = {}
for _words, _kind in (
    ("benchmark benchmarks suite leaderboard testbed challenge competition testset", ("benchmark", "benchmark")),
    ("dataset datasets corpus corpora database collection treebank", ("benchmark", "dataset")),
    (
        "framework system engine library compiler accelerator toolkit platform simulator runtime tool package software "
        "infrastructure middleware architecture-simulator stack agent agents scheduler os pipeline environment "
        "application app service assistant gym toolbox interface workflow language dsl chatbot generator tooling",
        ("method", "system"),
    ),
    ("model models llm lm llms network networks transformer architecture backbone family vlm mllm slm cnn", ("method", "model")),
    (
        "method algorithm approach technique strategy mechanism scheme optimizer procedure paradigm attention format "
        "quantization solution recipe methodology module loss variant extension",
        ("method", "technique"),
    ),
):
    for _word in _words.split():
        _KINDS[_word] = _kind  # type: ignore[assignment]
_NOT_A_METHOD = frozenset(
    "metric metrics score index measure theorem lemma taxonomy survey problem task tasks hypothesis phenomenon law "
    "concept notion term definition bound issue effect challenge-problem setting dilemma gap score".split()
)
_ARTICLES = frozenset("a an the our this its one".split())
_STOP = frozenset("that which to by with using where when while whose who for of in on from via based designed".split())
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[,;:.()]|[-–—]{1,3}")


def name_at(words: Sequence[Token], place: int, title: str, *, sure: bool) -> int | None:
    """Return the index of the last token of the name that begins at `place`, or None where none does.

    `sure`: the place itself says that a name stands here, so that a plain capitalised word may be one.
    """
    first = words[place]
    if not first.is_word or not first.is_capital:
        return None
    last = place
    while last + 1 < len(words) and _continues(words, last):
        last += 1
    run = words[place : last + 1]
    if len(run) == 1:
        word = first.text
        if is_strong(word):
            return place
        if is_capitalised(word):
            return place
        titled = re.match(re.escape(word) + r"\s*[:\-–—]", title) is not None
        return place if sure and word[0].isupper() and (titled or _is_defined(words, place)) and len(word) > 2 else None
    if any(is_strong(token.text) or is_version(token.text) for token in run):
        # "Pangu Ultra MoE", "Open-Sora 2.0"; but of "LLM SwiftServe" only the name.
        while is_ordinary(words[place].text) and place < last:
            return None
        return last
    if sure and len(run) <= 5 and sum(not is_ordinary(token.text) for token in run) >= 1:
        return last
    if sure and _has_abbreviation(words, last):
        return last
    return None


def _continues(words: Sequence[Token], last: int) -> bool:
    following = words[last + 1]
    if not following.is_word or following.start != words[last].end + 1:
        return False
    if is_version(following.text):
        return True
    if following.text in {"of", "and", "for"} and last + 2 < len(words):
        return False
    return following.text[0].isupper() and following.text.lower() not in {"we", "the", "our", "this", "it"}


def _is_defined(words: Sequence[Token], place: int) -> bool:
    """Tell whether ", a ..." or "(" follows, as after a name."""
    following = [token.text for token in words[place + 1 : place + 3]]
    return following[:1] == ["("] or (following[:1] == [","] and following[1:] != [] and following[1] in _ARTICLES)


def _has_abbreviation(words: Sequence[Token], last: int) -> bool:
    following = [token.text for token in words[last + 1 : last + 4]]
    return len(following) == 3 and following[0] == "(" and following[2] == ")" and following[1][0].isupper()


def kind_near(
    text: str, place: int, end: int, *, before: bool, left: Sequence[Token] = (), phrase: str = ""
) -> tuple[EntityType, str, bool]:
    """Return entity type, kind and whether a word said so, from the words after `place` (and those in `left`).

    The kind is "none" where the words say that it is no method at all, but a metric or a law.
    """
    # In the name's own noun phrase: "the SSDTrain offloading framework", "IndexTTS system".
    after = [match.group() for match in _WORD.finditer(text, place, min(end, place + 160))]
    if before and (found := _last_noun([token.text for token in left])):
        return found
    head = _head_noun(after)
    if head:
        return head
    if found := _last_noun([token.text for token in left]):
        return found
    if phrase and (found := _last_noun(re.findall(r"[^\W_]+", phrase))):
        return found
    return "method", "technique", False


def _known(word: str) -> tuple[EntityType, str, bool] | None:
    lower = word.lower()
    if lower in _NOT_A_METHOD:
        return "method", "none", True
    found = _KINDS.get(lower) or _KINDS.get(lower.rsplit("-", 1)[-1])
    return (*found, True) if found else None


def _last_noun(words: Sequence[str]) -> tuple[EntityType, str, bool] | None:
    for word in reversed(words):
        if word in {".", ";", ":"}:
            return None
        if found := _known(word):
            return found
    return None


def _head_noun(words: Sequence[str]) -> tuple[EntityType, str, bool] | None:
    """Return what the noun phrase after a name says: directly, or after ", a", "(a", "is a", a colon or a dash."""
    found: tuple[EntityType, str, bool] | None = None
    start = 0
    inside = True
    if words[:1] == ["("] and ")" in words[:14] and words[1:2] and words[1].lower() not in _ARTICLES:
        start = words.index(")") + 1  # an abbreviation or its long form stands between
    for count, word in enumerate(words[start:]):
        lower = word.lower()
        if lower in _STOP or word in {".", ";", ")"}:
            break
        if word in {",", "(", ":", "-", "–", "—", "--", "---"} or lower in {"is", "are", "and"}:
            if found:
                break
            following = words[start + count + 1 : start + count + 2]
            inside = bool(following) and (following[0].lower() in _ARTICLES or lower == ":")
            if not inside:
                break
            continue
        if inside and (seen := _known(word)):
            found = seen
    return found
