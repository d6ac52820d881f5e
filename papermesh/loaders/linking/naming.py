"""Where a name begins and ends, and what the words around it say that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papermesh.loaders.linking.shapes import Token, is_capitalised, is_ordinary, is_size, is_strong, is_version
from papermesh.loaders.linking.words import ADJECTIVE_ENDINGS, word_set
from papermesh.ontology import EntityType


@dataclass(frozen=True, slots=True)
class Typing:
    """What a name is, and how plainly the text says so: 3 in apposition, 2 in its noun phrase, 1 by its own letters."""

    entity_type: EntityType = "method"
    kind: str = "technique"
    strength: int = 0

    @property
    def is_no_entity(self) -> bool:
        """The words say that the name belongs to a metric, a law or a task."""
        return self.kind == "none"


_NOUNS: dict[str, tuple[EntityType, str]] = {}
_NOUN_LISTS: tuple[tuple[str, EntityType, str], ...] = (
    ("benchmark benchmarks suite leaderboard testbed challenge competition testset arena", "benchmark", "benchmark"),
    ("dataset datasets corpus corpora database collection treebank datastore", "benchmark", "dataset"),
    (
        "framework frameworks system systems engine library compiler accelerator toolkit platform simulator runtime "
        "tool package software infrastructure middleware stack agent agents scheduler pipeline environment "
        "application app service assistant gym gymnasium toolbox interface workflow language dsl chatbot "
        "generator tooling prototype",
        "method", "system",
    ),
    (
        "model models llm lm llms vlm mllm slm network networks architecture architectures backbone transformer cnn "
        "autoencoder encoder tokenizer policy family",
        "method", "model",
    ),
    (
        "method methods algorithm algorithms approach technique techniques strategy mechanism scheme optimizer "
        "procedure paradigm attention format quantization solution recipe methodology module loss variant extension "
        "protocol law laws representation",
        "method", "technique",
    ),
    (
        "metric metrics score scores index measure theorem lemma taxonomy survey problem task tasks hypothesis "
        "phenomenon concept notion definition bound issue effect dilemma gap implementation center committee "
        "university project initiative consortium",
        "method", "none",
    ),
)  # fmt: skip
for _words, _type, _kind in _NOUN_LISTS:
    _NOUNS.update(dict.fromkeys(_words.split(), (_type, _kind)))

_ENDINGS: tuple[tuple[re.Pattern[str], EntityType, str, int], ...] = (
    (re.compile(r"(?:Bench(?:mark)?s?|Eval|GLUE|Arena)(?:[-+]?\d*|\+)$|(?i:\bbenchmarks?$)"),
     "benchmark", "benchmark", 3),
    (re.compile(r"(?:[a-z](?:Set|Data|DB|Corpus|Pile)|Dataset|(?i:\bdataset|\bcorpus))$"), "benchmark", "dataset", 3),
    (re.compile(r"(?:Serve|Engine|OS|Kit|Hub|Lab|Gym|Sim|SQL|Agent|Agents)$"), "method", "system", 1),
    (re.compile(r"(?:[^L]LM|Net|[Ff]ormer|BERT|GPT|ViT|[Ll]lama|VLM|Coder|CLIP|GAN|VAE|RNN|CNN|Mamba|LLaVA)(?:[-v]?\d[\d.]*)?$"),
     "method", "model", 1),
)  # fmt: skip
_SHORT_NAME = re.compile(r"[A-Z][A-Za-z]?\d[A-Za-z]?")
_ARTICLES = word_set("a an the our this its one")
_STOP = word_set(
    "that which to by with using where when while whose who for in on from via based designed under without at as "
    "capable such including is are was were can has have has"
)
_GROUPS = word_set("series set collection suite family class group variant version pair range")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[,;:.()]|[-–—]{1,3}")
_CALLED = word_set("called named dubbed termed namely coined denoted as , ( \" ' “ ‘ : we call")


def name_at(
    words: Sequence[Token], place: int, title: str, *, sure: bool, named: bool = False
) -> tuple[int, int] | None:
    """Return the indices of the first and last token of the name that begins at `place`, or None.

    `sure`: the place itself says that a name stands here, so that plain capitalised words may be one.
    `named`: the text says outright that it is a name ("called X"), so that any capitalised words are one.
    """
    first = words[place]
    if not first.is_word or not first.is_capital or _is_adjective(first.text):
        return None
    last = place
    while last + 1 < len(words):
        if _continues(words, last):
            last += 1
        elif _is_joined(words, last):
            last += 2
        else:
            break
    while last > place and is_size(words[last].text):
        last -= 1
    if is_size(first.text):
        return name_at(words, place + 1, title, sure=sure, named=named) if last > place else None
    run = words[place : last + 1]
    if len(run) == 1:
        is_name = _is_single_name(words, place, title, sure=sure) or (
            named and len(first.text) > 2 and first.text[0].isupper()
        )
        return (place, place) if is_name else None
    if is_strong(first.text):
        # Of "PhoneLM SLM" only the name, of "Pangu Ultra MoE" all of it.
        while last > place and is_ordinary(words[last].text) and not is_version(words[last].text):
            last -= 1
        return place, last
    if any(is_strong(token.text) or is_version(token.text) for token in run) and not is_ordinary(first.text):
        return place, last
    if not sure:
        return None
    ordinary = sum(is_ordinary(token.text) for token in run)
    if len(run) <= 5 and (named or ordinary < len(run) or _is_defined(words, last)) and run[0].text[0].isupper():
        return place, last
    return None


def _is_single_name(words: Sequence[Token], place: int, title: str, *, sure: bool) -> bool:
    word = words[place].text
    if is_strong(word) or is_capitalised(word):
        return True
    if not sure or not word[0].isupper() or is_size(word):
        return False
    if _SHORT_NAME.fullmatch(word):
        return True
    if len(word) < 3:
        return False
    return _is_defined(words, place) or re.match(re.escape(word) + r"\s*[:\-–—]", title) is not None


def _is_adjective(word: str) -> bool:
    """Tell whether a hyphenated word ends like an adjective: MatMul-free, CXL-aware."""
    last = word.rsplit("-", 1)[1] if "-" in word else ""
    return last.lower() in ADJECTIVE_ENDINGS or (len(last) > 4 and last.islower() and last.endswith(("ed", "ing")))


def _continues(words: Sequence[Token], last: int) -> bool:
    following = words[last + 1]
    if not following.is_word or following.start != words[last].end + 1:
        return False
    if is_version(following.text):
        return True
    return following.text[0].isupper() and following.text.lower() not in {"we", "the", "our", "this", "it"}


def _is_joined(words: Sequence[Token], last: int) -> bool:
    """Tell whether "&" and a capital follow, as in the name "Sort & Search"."""
    following = words[last + 1 : last + 3]
    return (
        len(following) == 2
        and following[0].text == "&"
        and following[1].is_word
        and following[1].text[0].isupper()
        and following[1].start == words[last].end + 3
    )


def _is_defined(words: Sequence[Token], place: int) -> bool:
    """Tell whether ", a ..." or "(" or ": a" follows, as after a name."""
    following = [token.text for token in words[place + 1 : place + 3]]
    return following[:1] == ["("] or (len(following) == 2 and following[0] in ",:" and following[1] in _ARTICLES)


def typing_of(
    name: str, text: str, place: int, end: int, *, left: Sequence[Token] = (), in_title: bool = False
) -> Typing:
    """Return what a name is: by the words after it up to `end`, those before it, and its own letters.

    `left` are the tokens before the name, `place` is where the name ends.
    """
    after = [match.group() for match in _WORD.finditer(text, place, min(end, place + 170))]
    own = _by_letters(name)
    if own and own.strength == 3:
        return own
    found = _after_colon(after) if in_title else _after_name(after)
    if found:
        return found
    return _before_name([token.text for token in left]) or own or Typing()


def _by_letters(name: str) -> Typing | None:
    for pattern, entity_type, kind, strength in _ENDINGS:
        if pattern.search(name):
            return Typing(entity_type, kind, strength)
    last = name.replace("-", " ").split(" ")[-1].lower()
    if " " in name and last in _NOUNS:
        return Typing(*_NOUNS[last], 2)
    return None


def _noun(word: str, strength: int) -> Typing | None:
    lower = word.lower()
    found = _NOUNS.get(lower) or _NOUNS.get(lower.rsplit("-", 1)[-1])
    return Typing(*found, strength) if found else None


def _after_colon(words: Sequence[str]) -> Typing | None:
    """Return what the rest of a title says: "A Benchmark for", "An Efficient Serving Engine"."""
    if not words:
        return None
    head = words[0].lower()
    if head == "benchmarking":
        return Typing("benchmark", "benchmark", 1)
    return None if head.endswith("ing") else _phrase_head(words, 2)


def _after_name(words: Sequence[str]) -> Typing | None:
    """Return what stands after a name: its own noun, or ", a framework", "(a dataset)", "is a library", ": a"."""
    start = 0
    if words[:1] == ["("] and words[1:2] and words[1].lower() not in _ARTICLES and ")" in words[:16]:
        start = words.index(")") + 1  # an abbreviation or a long form stands between
    rest = words[start:]
    while rest and is_size(rest[0]):
        rest = rest[1:]
    if not rest:
        return None
    if rest[0] in {",", "(", ":", "-", "–", "—", "--", "---"} or rest[0].lower() in {"is", "are"}:
        following = rest[1].lower() if len(rest) > 1 else ""
        return _phrase_head(rest[1:], 3) if following in _ARTICLES or rest[0] == ":" else None
    phrase = []
    for word in rest[:4]:
        if word.lower() in _STOP or not word[0].isalnum():
            break
        phrase.append(word)
    else:
        phrase = phrase[:3]
    return _phrase_head(phrase, 2) if phrase else None


def _phrase_head(words: Sequence[str], strength: int) -> Typing | None:
    """Return the kind of the noun that heads a phrase: its last noun before a preposition, verb or sign."""
    found: Typing | None = None
    previous = ""
    for count, word in enumerate(words):
        lower = word.lower()
        if count == 0 and lower in _ARTICLES:
            continue
        if not word[0].isalnum() or lower in _STOP:
            break
        if lower == "of":
            if previous in _GROUPS:
                continue
            break
        if lower == "and":
            if found:
                break
            continue
        if found and word.islower() and lower.endswith(("ing", "ed")):
            # "a benchmark modeling the ..." ends the phrase, "an LLM serving system" does not.
            following = words[count + 1].lower() if count + 1 < len(words) else "."
            if not following[0].isalnum() or following in _STOP or following in _ARTICLES or following == "of":
                break
        if found and word.islower() and lower.endswith("ly"):
            break  # "a representation carefully built from"
        found = _noun(word, strength)
        previous = lower
    return found


def _before_name(words: Sequence[str]) -> Typing | None:
    """Return what stands before a name: "a new framework, X", "a framework for pruning called X"."""
    rest = list(words)
    while rest and rest[-1].lower() in _CALLED:
        rest.pop()
    if not rest:
        return None
    if found := _noun(rest[-1], 3):
        return found
    for place in range(len(rest) - 1, -1, -1):
        if rest[place].lower() in _ARTICLES:
            return _phrase_head(rest[place:], 3)
    return None
