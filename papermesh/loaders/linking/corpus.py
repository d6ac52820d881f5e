"""Links all papers of a corpus: first the names that papers introduce, then every name in every paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from papermesh.loaders.linking.discover import Paper, discovered_names
from papermesh.loaders.linking.lexicon import (
    Lexicon,
    OntologyLexicon,
    Target,
    build_lexicon,
    names_by_key,
    ontology_lexicon,
)
from papermesh.loaders.linking.links import Discovered, LinkedText, Text, UrlLink, UrlRejected
from papermesh.loaders.linking.listed import Listed, listed_machines, listed_names
from papermesh.loaders.linking.mentions import longest, scan
from papermesh.loaders.linking.names import introduced_names
from papermesh.loaders.linking.passages import FIRST_SECTION, Mention, Passage, Spans, read_passage
from papermesh.loaders.linking.proposals import Proposal, proposed
from papermesh.loaders.linking.resolve import Finding, findings, links_of, placed
from papermesh.loaders.linking.shared_heads import with_shared_heads
from papermesh.loaders.linking.urls import find_urls
from papermesh.ontology import EntityType, Ontology, slug


@dataclass(frozen=True, slots=True)
class Corpus:
    """The links of every paper by its key, and the names that the papers introduce."""

    linked: Mapping[str, LinkedText]
    discovered: tuple[Discovered, ...]


def link_corpus(
    texts: Iterable[Text],
    ontology: Ontology,
    *,
    extra: Iterable[Discovered] = (),
    aliases: Mapping[tuple[EntityType, str], Sequence[str]] | None = None,
    proposals: Mapping[str, Sequence[Proposal]] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Corpus:
    """Return the links of all papers; the result does not depend on their order.

    Pass one reads each paper with the ontology's names and the cue words, in one automaton, and finds the names that it
    introduces. Pass two searches these names, and those of `extra` (found in papers that are not among `texts`), in
    every paper. `aliases` has further names of entities that the ontology lacks. `proposals` are names that somebody
    else found, by the paper's key: each adds a link where the text bears it out and no rule found the same. `progress`
    is told how many papers are linked.
    """
    known = ontology_lexicon(ontology)
    papers = [_read(text, known.lexicon) for text in sorted(texts, key=lambda text: text.key)]
    names, discovered = discovered_names(papers, known, extra, aliases)
    lexicon = build_lexicon(names_by_key(names))
    introduced = {(one.entity_type, one.entity_id): one for one in discovered}
    linked: dict[str, LinkedText] = {}
    for paper in papers:
        found = _found(paper, lexicon, known)
        if proposals and (names_for := proposals.get(paper.text.key)):
            # They were found in title and abstract, whose words are all that the proposer was shown.
            read = [passage for passage in paper.passages if not passage.is_section]
            found += proposed(read, paper.urls, found, names_for, known, introduced)
        linked[paper.text.key] = LinkedText(links_of(found), _urls(paper), tuple(paper.rejected))
        if progress is not None:
            progress(len(linked))
    return Corpus(linked, discovered)


def _read(text: Text, lexicon: Lexicon) -> Paper:
    title = read_passage("title", text.title)
    topic = title.folded.text
    abstract = read_passage("abstract", text.abstract, topic, 1) if text.abstract else None
    passages = [title] if abstract is None else [title, abstract]
    for position, section in enumerate(text.sections, FIRST_SECTION):
        passages.append(read_passage(section.field, section.text, topic, position))
    urls: list[UrlLink] = []
    rejected: list[UrlRejected] = []
    for passage in passages:
        passage.mentions, passage.cues = scan(passage, lexicon)
        found, refused = find_urls(passage)
        urls += found
        rejected += refused
        if found:
            addresses = Spans((url.start, url.end) for url in found)
            passage.mentions = [one for one in passage.mentions if not addresses.touch(one.start, one.end)]
            passage.cues = [one for one in passage.cues if not addresses.touch(one.start, one.end)]
    return Paper(text, passages, introduced_names(title, abstract), urls, rejected)


def find_all(text: Text, ontology: Ontology, *, extra: Iterable[Discovered] = ()) -> list[Finding]:
    """Return every mention in one text, where `link_corpus` keeps the best of each entity; `extra` as there."""
    known = ontology_lexicon(ontology)
    paper = _read(text, known.lexicon)
    names, _ = discovered_names([paper], known, extra)
    return _found(paper, build_lexicon(names_by_key(names)), known)


def _found(paper: Paper, lexicon: Lexicon, known: OntologyLexicon) -> list[Finding]:
    found: list[Finding] = []
    listed: list[tuple[Passage, Listed]] = []
    vetoes = _vetoes(paper)
    for passage in paper.passages:
        urls = [(url.start, url.end) for url in paper.urls if url.field == passage.field]
        addresses = Spans(urls)
        later, _ = scan(passage, lexicon, paper.text.key)
        own = [one for one in later if (one.target.entity_type, one.target.entity_id) in paper.own]
        others = [one for one in (*passage.mentions, *later) if not _is_anachronism(one, paper.text)]
        candidates: dict[tuple[int, int], Mention] = {}
        for mention in (*own, *others):
            if (
                not addresses.touch(mention.start, mention.end)
                and (mention.target.entity_id, mention.surface.rstrip("s")) not in vetoes
            ):
                candidates.setdefault((mention.start, mention.end), mention)
        mentions = with_shared_heads(passage, longest(candidates.values()), known)
        specific = [(one.start, one.end) for one in mentions if one.target.kind != "class"]
        machines = listed_machines(passage, Spans([*urls, *specific]))
        named = [(one.start, one.end) for one in machines]
        machine_names = Spans(named)
        mentions = [one for one in mentions if not machine_names.touch(one.start, one.end)]
        found += findings(passage, mentions, paper.own, known)
        listed += [(passage, one) for one in (*machines, *_listed(paper, passage, mentions, [*urls, *named]))]
    return found + _placed(listed, found)


def _listed(
    paper: Paper, passage: Passage, mentions: Sequence[Mention], spans: Sequence[tuple[int, int]]
) -> list[Listed]:
    """Return the names that stand in no list, found by their place; an abbreviation that the paper defines is none."""
    skipped = {one.short.lower().rstrip("s") for text in paper.passages for one in text.abbreviations}
    named = longest([*mentions, *passage.mentions])
    taken = Spans([*spans, *((one.start, one.end) for one in named)])
    return listed_names(passage, taken, mentions, frozenset(skipped))


def _placed(listed: Sequence[tuple[Passage, Listed]], found: Sequence[Finding]) -> list[Finding]:
    """Return the findings for names found by their place: one entity for one name, typed by its plainest place."""
    best: dict[str, Listed] = {}
    for _, one in listed:
        key = slug(one.name)
        if key not in best or one.typing.strength > best[key].typing.strength:
            best[key] = one
    known = {finding.mention.target.entity_id for finding in found}
    placings = []
    for passage, one in listed:
        key = slug(one.name)
        if key.endswith("s") and (key[:-1] in best or key[:-1] in known):
            key = key[:-1]
        if not key or key in known:
            continue
        chosen = best[key]
        typing = chosen.typing
        target = Target(typing.entity_type, key, chosen.name, typing.kind, "discovered")
        mention = Mention(target, one.start, one.end, one.name, passage.sentence_at(one.start), True)
        placings.append(placed(passage, mention, one.rule))
    return placings


def _is_anachronism(mention: Mention, text: Text) -> bool:
    """Tell whether a paper is older than the one that introduced the name: it means another thing by it."""
    introduced = mention.target.year if mention.target.basis == "discovered" else None
    return introduced is not None and text.year is not None and text.year < introduced - 1


def _vetoes(paper: Paper) -> set[tuple[str, str]]:
    """Return (entity id, short form) where this paper defines the short form as something else."""
    vetoes: set[tuple[str, str]] = set()
    for passage in paper.passages:
        for one in passage.abbreviations:
            longs = {
                mention.target.entity_id for mention in passage.mentions_between(one.long_start, one.long_end)
                if mention.end <= one.long_end
            }  # fmt: skip
            vetoes |= {
                (mention.target.entity_id, one.short.rstrip("s"))
                for mention in passage.mentions_between(one.short_start, one.short_start)
                if mention.end <= one.short_end and mention.target.entity_id not in longs
            }  # fmt: skip
    own = {entity_id for _, entity_id in paper.own}
    return {veto for veto in vetoes if veto[0] not in own}


def _urls(paper: Paper) -> tuple[UrlLink, ...]:
    """Return one link per address: an official one before a mere mention, then the first."""
    positions = {passage.field: passage.position for passage in paper.passages}
    kept: dict[str, UrlLink] = {}
    for url in sorted(paper.urls, key=lambda one: (one.role != "official", positions[one.field], one.start)):
        kept.setdefault(url.key, url)
    return tuple(sorted(kept.values(), key=lambda one: (positions[one.field], one.start)))
