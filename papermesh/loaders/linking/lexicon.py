"""The automaton that finds every name and every cue word in one pass over a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import ahocorasick

from papermesh.loaders.linking.cues import PHRASES, Cue
from papermesh.loaders.linking.folding import Folded, fold_name
from papermesh.loaders.linking.links import Basis
from papermesh.ontology import BenchmarkEntry, EntityType, Entry, HardwareEntry, MethodEntry, Ontology

_LETTER_THEN_DIGIT = re.compile(r"(?<= [a-z]{2})(?=\d)|(?<=[a-z]{3})(?=\d)")
_LOST_SIGN = re.compile(r"[^\w\s.+#*/&'’()\[\]:,!?@%\u2010-\u2015\u2212-]")
_NOT_IN_KEY = re.compile(r"[^\w.+#*]|_")


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """An entity that names lead to; compared by identity."""

    entity_type: EntityType
    entity_id: str
    name: str
    kind: str
    basis: Basis = "ontology"
    context: tuple[str, ...] = ()
    """Folded phrases of which one must stand in the sentence, each with a space in front; none: always a match."""
    unless: tuple[str, ...] = ()
    introduced_by: str | None = None
    year: int | None = None
    ancestors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A form of a target; `exact` is what the surface must equal, separators aside, or None where case is free."""

    target: Target
    text: str
    exact: str | None
    is_proper: bool
    """Written with a capital, so that an ordinary word in lower case is not it."""
    only_in: str | None = None
    """The one paper in which this name holds; None: in all."""


@dataclass(frozen=True, slots=True)
class Key:
    """What stands in the automaton under one folded text."""

    length: int
    names: tuple[Name, ...]
    """The names that hold in every paper."""
    cues: tuple[Cue, ...]
    own: Mapping[str, tuple[Name, ...]]
    """The names that hold in one paper only, by that paper: a hundred papers may give their work one name."""

    def names_in(self, paper: str | None) -> tuple[Name, ...]:
        """Return the names that hold in a paper, its own before those of others."""
        own = self.own.get(paper) if paper is not None and self.own else None
        return (*own, *self.names) if own else self.names


@dataclass(frozen=True, slots=True)
class Lexicon:
    """An automaton with its keys."""

    automaton: ahocorasick.Automaton
    size: int

    def hits(self, folded: Folded) -> Iterator[tuple[int, int, Key]]:
        """Yield (start, end, key) of everything found, as places in the folded text, from the word's first letter.

        Only the beginning of a word is certain: whether the hit also ends a word is for the caller to see.
        """
        if self.size:
            for last, key in self.automaton.iter(folded.text):
                yield last - key.length + 2, last + 1, key


@lru_cache(maxsize=65536)
def case_key(text: str) -> str:
    """Return what two writings of a name must share to be equal with letter case: letters, digits and `.+#*`."""
    return _NOT_IN_KEY.sub("", text)


def name_keys(text: str) -> list[str]:
    """Return the folded texts under which a name is found: with, without and partly without its separators.

    >>> name_keys("Llama-3.1")
    [' llama 3.1', ' llama3.1']
    """
    folded = fold_name(text)
    words = folded.split()
    if not words or _LOST_SIGN.search(text):
        return []  # without its sign, "∞Bench" would be an ordinary word
    keys = [folded]
    if len(words) == 1:
        keys.append(_LETTER_THEN_DIGIT.sub(" ", folded, count=1))
    elif any(len(word) == 1 and word.isalpha() for word in words):
        pass  # "Shap-E" is never "shape"
    elif len(words) <= 3:
        for signs in product((" ", ""), repeat=len(words) - 1):
            keys.append(" " + words[0] + "".join(sign + word for sign, word in zip(signs, words[1:], strict=True)))
    else:
        for joined in range(1, len(words)):
            keys.append(" " + " ".join(words[:joined]) + " ".join(words[joined:]))
    last = words[-1]
    if len(words) > 1 and len(last) > 4 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        keys.append(folded[:-1])
    return list(dict.fromkeys(key for key in keys if len(key) > 1))


def names_by_key(named: Iterable[Name]) -> dict[str, list[Name]]:
    """Return the names under each folded text that leads to them, in the order given."""
    names: dict[str, list[Name]] = {}
    for name in named:
        for key in name_keys(name.text):
            names.setdefault(key, []).append(name)
    return names


def build_lexicon(names: Mapping[str, Sequence[Name]], cues: Mapping[Cue, tuple[str, ...]] | None = None) -> Lexicon:
    """Return the automaton over these names, by their folded texts, and over cue phrases."""
    kinds: dict[str, list[Cue]] = {}
    for kind, phrases in (cues or {}).items():
        for phrase in phrases:
            kinds.setdefault(fold_name(phrase), []).append(kind)
    automaton = ahocorasick.Automaton()
    for text in dict.fromkeys((*names, *kinds)):
        automaton.add_word(text, _key(text, names.get(text, ()), kinds.get(text, ())))
    automaton.make_automaton()
    return Lexicon(automaton, len(automaton))


def _key(text: str, names: Sequence[Name], cues: Sequence[Cue]) -> Key:
    own: dict[str, list[Name]] = {}
    for name in names:
        if name.only_in is not None:
            own.setdefault(name.only_in, []).append(name)
    shared = tuple(name for name in names if name.only_in is None)
    return Key(len(text), shared, tuple(cues), {paper: tuple(found) for paper, found in own.items()})


def entry_kind(entry: Entry) -> str:
    """Return the word of the extraction contract: a method's or benchmark's kind, a device's level."""
    if isinstance(entry, HardwareEntry):
        return entry.level
    return entry.kind if isinstance(entry, MethodEntry | BenchmarkEntry) else ""


@lru_cache(maxsize=4096)
def _phrase(text: str) -> str:
    return fold_name(text)


@dataclass(frozen=True, slots=True)
class OntologyLexicon:
    """The ontology's entries as targets, and the automaton over their names and all cue words."""

    lexicon: Lexicon
    targets: dict[tuple[EntityType, str], Target]
    by_key: Mapping[str, Sequence[Name]]
    """The names under each folded text, for looking up a name that was found by its place."""
    memory_variants: dict[tuple[str, float], Target]
    """(id of a device, gigabytes) to the entry of that memory size."""

    def lookup(self, text: str) -> list[Target]:
        """Return the targets that have this name, exact forms only as written."""
        written = case_key(text)
        found = [
            name.target for name in self.by_key.get(fold_name(text), ()) if name.exact is None or name.exact == written
        ]
        return list({id(target): target for target in found}.values())


def ontology_lexicon(ontology: Ontology) -> OntologyLexicon:
    """Return the automaton over an ontology; built once for each ontology object that is in use."""
    cached = _CACHE.get(id(ontology))
    if cached is None or cached[0] is not ontology:
        if len(_CACHE) >= _CACHE_SIZE:
            _CACHE.clear()
        cached = _CACHE[id(ontology)] = (ontology, _build(ontology))
    return cached[1]


_CACHE: dict[int, tuple[Ontology, OntologyLexicon]] = {}
_CACHE_SIZE = 4


def _build(ontology: Ontology) -> OntologyLexicon:
    targets: dict[tuple[EntityType, str], Target] = {}
    memory_variants: dict[tuple[str, float], Target] = {}
    for entry in ontology.entries():
        target = Target(
            entity_type=entry.entity_type,
            entity_id=entry.id,
            name=entry.name,
            kind=entry_kind(entry),
            context=tuple(_phrase(phrase) for phrase in entry.context),
            unless=tuple(_phrase(phrase) for phrase in entry.unless),
            year=entry.year if isinstance(entry, MethodEntry | BenchmarkEntry) else None,
            ancestors=frozenset(ontology.ancestors(entry.entity_type, entry.id)),
        )
        targets[entry.entity_type, entry.id] = target
        if isinstance(entry, HardwareEntry) and entry.memory_gb is not None:
            for parent in entry.is_a:
                if entry.id.startswith(parent + "-"):
                    memory_variants[parent, float(entry.memory_gb)] = target
    named = [
        Name(
            target=targets[form.entity_type, form.entry_id],
            text=form.text,
            exact=case_key(form.text) if form.exact else None,
            is_proper=not form.text.islower(),
        )
        for form in ontology.forms()
    ]
    by_key = names_by_key(named)
    return OntologyLexicon(build_lexicon(by_key, PHRASES), targets, by_key, memory_variants)
