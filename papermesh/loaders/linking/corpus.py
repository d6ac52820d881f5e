"""Links all papers of a corpus: first the names that papers introduce, then every name in every paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from papermesh.loaders.linking.abbreviations import abbreviations
from papermesh.loaders.linking.lexicon import (
    Lexicon,
    Name,
    OntologyLexicon,
    Target,
    build_lexicon,
    case_key,
    ontology_lexicon,
)
from papermesh.loaders.linking.links import Discovered, Link, LinkedText, Text, UrlLink, UrlRejected
from papermesh.loaders.linking.mentions import Mention, Passage, longest, read_passage, scan
from papermesh.loaders.linking.names import Introduced, introduced_names
from papermesh.loaders.linking.resolve import Finding, findings, links_of
from papermesh.loaders.linking.shapes import is_strong
from papermesh.loaders.linking.urls import find_urls
from papermesh.ontology import Ontology, slug


@dataclass(frozen=True, slots=True)
class Corpus:
    """The links of every paper by its key, and the names that the papers introduce."""

    linked: Mapping[str, LinkedText]
    discovered: tuple[Discovered, ...]


@dataclass(slots=True)
class _Paper:
    text: Text
    passages: list[Passage]
    introduced: list[Introduced]
    urls: list[UrlLink]
    rejected: list[UrlRejected]
    own: dict[int, str] = field(default_factory=dict)


def link_corpus(
    texts: Iterable[Text],
    ontology: Ontology,
    *,
    extra: Iterable[Discovered] = (),
    progress: Callable[[int], None] | None = None,
) -> Corpus:
    """Return the links of all papers; the result does not depend on their order.

    Pass one reads each paper with the ontology's names and the cue words, in one automaton, and finds the names that it
    introduces. Pass two searches these names, and those of `extra` (found in papers that are not among `texts`), in
    every paper. `progress` is told how many papers are linked.
    """
    known = ontology_lexicon(ontology)
    papers = [_read(text, known.lexicon) for text in sorted(texts, key=lambda text: text.key)]
    names, discovered = _discover(papers, known, extra)
    lexicon = build_lexicon(names)
    linked: dict[str, LinkedText] = {}
    for paper in papers:
        linked[paper.text.key] = _link(paper, lexicon, known)
        if progress is not None:
            progress(len(linked))
    return Corpus(linked, discovered)


def _read(text: Text, lexicon: Lexicon) -> _Paper:
    passages = [read_passage("title", text.title)]
    if text.abstract:
        passages.append(read_passage("abstract", text.abstract))
    urls: list[UrlLink] = []
    rejected: list[UrlRejected] = []
    for passage in passages:
        passage.mentions, passage.cues = scan(passage, lexicon)
        found, refused = find_urls(passage)
        urls += found
        rejected += refused
    introduced = introduced_names(passages[0], passages[1] if len(passages) > 1 else None)
    return _Paper(text, passages, introduced, urls, rejected)


def _discover(
    papers: Sequence[_Paper], known: OntologyLexicon, extra: Iterable[Discovered]
) -> tuple[list[Name], tuple[Discovered, ...]]:
    """Return the names to search in pass two, and the entities that they lead to."""
    claims: list[tuple[_Paper, Introduced, Target | None]] = []
    for paper in papers:
        for one in paper.introduced:
            claims.append((paper, one, _known_target(one, paper.text, known)))
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for paper, one, target in claims:
        if target is None:
            claim = (paper.text.year or 9999, paper.text.key)
            place = (one.typing.entity_type, slug(one.name))
            first[place] = min(first.get(place, claim), claim)
    names: list[Name] = []
    discovered: list[Discovered] = []
    seen: set[tuple[str, str, str]] = set()
    for paper, one, target in claims:
        rule = one.rule
        if target is not None:
            paper.own[id(target)] = rule
            names += [_name(target, other, paper.text.key) for other in (one.name, *one.others)]
            continue
        base = slug(one.name)
        if not base:
            continue
        is_first = first[one.typing.entity_type, base] == (paper.text.year or 9999, paper.text.key)
        is_free = (one.typing.entity_type, base) not in known.targets
        entity_id = base if is_first and is_free else f"{base}--{slug(paper.text.key)}"
        entity = Discovered(one.typing.entity_type, entity_id, one.name, one.typing.kind, paper.text.key)
        discovered.append(entity)
        seen.add((one.typing.entity_type, entity_id, paper.text.key))
        target = _target(entity, only_in=None if is_first and is_free and _travels(one.name) else paper.text.key)
        paper.own[id(target)] = rule
        names.append(_name(target, one.name, None))
        local = _target(entity, only_in=paper.text.key)
        paper.own[id(local)] = rule
        names += [_name(local, other, paper.text.key) for other in one.others]
        if not is_first or not is_free:
            continue
    for entity in sorted(extra, key=lambda one: (one.typing.entity_type, one.entity_id)):
        if (entity.entity_type, entity.entity_id, entity.introduced_by) not in seen and _travels(entity.name):
            names.append(_name(_target(entity), entity.name, None))
    ordered = sorted(discovered, key=lambda one: (one.typing.entity_type, one.entity_id))
    return names, tuple(ordered)


def _known_target(one: Introduced, text: Text, known: OntologyLexicon) -> Target | None:
    """Return the ontology's entity that an introduced name is, None where it is another thing of that name."""
    for name in (one.name, *one.others):
        for target in known.lookup(name):
            if target.entity_type == one.typing.entity_type or one.typing.strength < 2:
                return target
    return None


def _target(entity: Discovered, only_in: str | None = None) -> Target:
    return Target(
        entity.entity_type, entity.entity_id, entity.name, entity.kind, "discovered",
        introduced_by=entity.introduced_by, only_in=only_in,
    )  # fmt: skip


def _name(target: Target, text: str, paper: str | None) -> Name:
    many = len(re.findall(r"\w+", text)) > 2
    free = many or (is_strong(text) and any(map(str.islower, text)) and len(text) > 4)
    return Name(target, text, None if free else case_key(text), not text.islower())


def _travels(name: str) -> bool:
    """Tell whether a name is distinctive enough to be searched in other papers."""
    words = name.split()
    return is_strong(name.replace(" ", "")) and len(name) > 3 or len(words) > 2


def _link(paper: _Paper, lexicon: Lexicon, known: OntologyLexicon) -> LinkedText:
    found: list[Finding] = []
    vetoes = _vetoes(paper)
    for passage in paper.passages:
        masked = [(url.start, url.end) for url in paper.urls if url.field == passage.field]
        mentions, _ = scan(passage, lexicon, paper.text.key)
        own = [mention for mention in mentions if id(mention.target) in paper.own]
        taken = {(mention.start, mention.end) for mention in own}
        candidates = [
            mention
            for mention in (*own, *mentions, *passage.mentions)
            if ((mention.start, mention.end) not in taken or id(mention.target) in paper.own)
            and not any(start < mention.end and mention.start < end for start, end in masked)
            and not (mention.target.basis == "ontology" and mention.surface.rstrip("s") in vetoes.get(id(mention.target), ()))
        ]
        found += findings(passage, longest(_unique(candidates)), paper.own, known.memory_variants)
    return LinkedText(links_of(found), _urls(paper.urls), tuple(paper.rejected))


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions with one per span: own names before others, in the order given."""
    spans: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        spans.setdefault((mention.start, mention.end), mention)
    return list(spans.values())


def _vetoes(paper: _Paper) -> dict[int, set[str]]:
    """Return, per target, the short forms that this paper defines as something else."""
    vetoes: dict[int, set[str]] = {}
    for passage in paper.passages:
        for one in abbreviations(passage.text):
            longs = [
                mention for mention in passage.mentions
                if one.long_start <= mention.start and mention.end <= one.long_end
            ]  # fmt: skip
            for mention in passage.mentions:
                if (mention.start, mention.end) == (one.short_start, one.short_end) and not any(
                    long.target is mention.target for long in longs
                ):
                    vetoes.setdefault(id(mention.target), set()).add(one.short.rstrip("s"))
    return vetoes


def _urls(found: Sequence[UrlLink]) -> tuple[UrlLink, ...]:
    """Return one link per address: an official one before a mere mention, then the first."""
    kept: dict[str, UrlLink] = {}
    for url in sorted(found, key=lambda one: (one.role != "official", one.field != "title", one.start)):
        kept.setdefault(url.key, url)
    return tuple(sorted(kept.values(), key=lambda one: (one.field != "title", one.start)))


__all__ = ["Corpus", "Link", "link_corpus"]
