"""Puts addends into words, with the things they name and the sentences that prove them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from papermesh.queries.neighbours import LinkedEntity, SharedPaper
from papermesh.queries.refs import EntityRef
from papermesh.queries.relatedness.addends import Addend
from papermesh.queries.relatedness.components import EntityKey, Shared
from papermesh.queries.relatedness.facts import Facts, Profile
from papermesh.queries.relatedness.reasons import Proof, Reason

NAMED = 3
"""Most papers or entities that a sentence names where there may be many."""
TERMS_NAMED = 5
CONTEXTS = 2
"""Most sentences that prove one citation."""
SHORT = 60
"""Longest title that a sentence quotes whole, in characters."""
SHORT_HEAD = 30
"""Longest part before a title's colon that stands for the whole, in characters: most often a name."""

_VERBS: Mapping[str, tuple[str, str]] = {
    "INTRODUCES": ("introduces", "introduce"),
    "USES": ("uses", "use"),
    "COMPARES_WITH": ("compares with", "compare with"),
    "RUNS_ON": ("runs on", "run on"),
    "TARGETS": ("targets", "target"),
    "EVALUATES_ON": ("evaluates on", "evaluate on"),
    "MENTIONS": ("mentions", "mention"),
    "HAS_CODE": ("links", "link"),
}
"""Each edge label as a verb, for one paper and for both."""

_SHARED_THINGS = {
    "shared_methods": "methods",
    "shared_hardware": "pieces of hardware",
    "shared_benchmarks": "benchmarks",
    "shared_repositories": "repositories",
}


class PairInWords:
    """Words for the addends of one pair; they are the same whichever paper is the seed.

    Args:
        facts: What lies between the seed and the other paper.
        other: Key of the other paper.
        references: The references of both.
        citers: The papers that cite both.
    """

    def __init__(
        self, facts: Facts, other: str, references: Sequence[SharedPaper], citers: Sequence[SharedPaper]
    ) -> None:
        self._facts = facts
        self._other = other
        self._references = references
        self._citers = citers
        pair = (facts.seed, facts.others[other])
        self._pair = pair if not facts.seed.in_graph else tuple(sorted(pair, key=lambda one: one.paper_id))

    def reason(self, addend: Addend) -> Reason:
        """Return an addend as a reason."""
        text, entities, evidence = {
            "direct_citation": self._citation,
            "bibliographic_coupling": self._coupling,
            "co_citation": self._co_citation,
            "builds_on": self._builds_on,
        }.get(addend.component, lambda: self._shared(addend))()
        return Reason(addend.component, addend.millionths, text, tuple(entities), tuple(evidence))

    def _shared(self, addend: Addend) -> tuple[str, list[EntityRef], list[Proof]]:
        if addend.component == "text":
            return f"titles and abstracts share the terms {', '.join(addend.terms[:TERMS_NAMED])}", [], []
        if len(addend.shared) > 1:
            refs = [self._ref(shared.entity) for shared in addend.shared]
            named = ", ".join(ref.name for ref in refs[:NAMED]) + (", …" if len(refs) > NAMED else "")
            return f"{len(refs)} more shared {_SHARED_THINGS[addend.component]}: {named}", refs, []
        return self._one_shared(addend.shared[0])

    def _one_shared(self, shared: Shared) -> tuple[str, list[EntityRef], list[Proof]]:
        key = shared.entity
        refs = [self._ref(one) for one in (key, *shared.implied)]
        links = [self._link_under(profile, key) for profile in self._pair]
        proofs = [_proof(link) for link in links]
        papers = min(self._facts.papers_with.get(key, 1), self._facts.papers)
        frequency = f" ({papers} of {self._facts.papers} papers)"
        name = refs[0].name
        first, second = links
        if first.entity_id == second.entity_id == key[1]:
            if first.edge == second.edge:
                return f"both {_VERBS[first.edge][1]} {name}{frequency}", refs, proofs
            verbs = [f"{_quoted(one)} {_VERBS[link.edge][0]}" for one, link in zip(self._pair, links, strict=True)]
            return f"{verbs[0]} {name}, {verbs[1]} it{frequency}", refs, proofs
        clauses = [
            f"{_quoted(one)} {_VERBS[link.edge][0]} {link.name}" for one, link in zip(self._pair, links, strict=True)
        ]
        refs += [
            EntityRef(link.entity_type, link.entity_id, link.name)
            for link in links
            if link.entity_id not in {ref.id for ref in refs}
        ]
        below = [link.name for link in links if link.entity_id != key[1]]
        under = "both come" if len(below) > 1 else f"{below[0]} comes"
        return f"{clauses[0]}, {clauses[1]}: {under} under {name}{frequency}", refs, proofs

    def _citation(self) -> tuple[str, list[EntityRef], list[Proof]]:
        rows = self._facts.citations[self._other]
        proofs = []
        arrows = set()
        for row in rows:
            citing, cited = (
                (self._facts.others[self._other], self._facts.seed)
                if row.cites
                else (self._facts.seed, self._facts.others[self._other])
            )
            arrows.add((citing.paper_id, f"{_quoted(citing)} cites {_quoted(cited)}"))
            proofs += [
                Proof(citing.paper_id, cited.paper_id, "CITES", sentence, None, None, None)
                for sentence in row.contexts[:CONTEXTS]
            ]
        proofs.sort(key=lambda proof: proof.paper_id)
        if len(arrows) > 1:
            return f"{_quoted(self._pair[0])} and {_quoted(self._pair[1])} cite each other", [], proofs
        return next(iter(arrows))[1], [], proofs

    def _coupling(self) -> tuple[str, list[EntityRef], list[Proof]]:
        return f"both cite {_listed(self._references)}", _paper_refs(self._references), []

    def _co_citation(self) -> tuple[str, list[EntityRef], list[Proof]]:
        verb = "cites" if len(self._citers) == 1 else "cite"
        return f"{_listed(self._citers)} {verb} both", _paper_refs(self._citers), []

    def _builds_on(self) -> tuple[str, list[EntityRef], list[Proof]]:
        clauses, refs, proofs = [], [], []
        for row in sorted(self._facts.builds_on[self._other], key=lambda row: row.builds == self._other_is_first()):
            other, seed = self._facts.others[self._other], self._facts.seed
            builder, base = (other, seed) if row.builds else (seed, other)
            keys = [_entity_key(via) for via in sorted(row.via)]
            named = [self._ref(key) for key in keys]
            names = ", ".join(ref.name for ref in named[:NAMED]) + (", …" if len(named) > NAMED else "")
            what = f": {names}" if names else ""
            clauses.append((builder.paper_id, f"{_quoted(builder)} builds on what {_quoted(base)} introduces{what}"))
            refs += [ref for ref in named if ref not in refs]
            for key in keys[:NAMED]:
                proofs += [_proof(link) for one in (builder, base) if (link := one.best_link(key))]
        return "; ".join(text for _, text in sorted(clauses)), refs, proofs

    def _other_is_first(self) -> bool:
        return self._pair[0].paper_id == self._other

    def _link_under(self, profile: Profile, key: EntityKey) -> LinkedEntity:
        """Return the link through which a paper comes to have an entity."""
        link = profile.best_link(self._facts.ties(profile)[key].through)
        assert link is not None  # a tie leads through an entity that the paper is linked to
        return link

    def _ref(self, key: EntityKey) -> EntityRef:
        return EntityRef(key[0], key[1], self._facts.names.get(key, key[1]))


def _entity_key(via: str) -> EntityKey:
    entity_type, _, entity_id = via.partition(":")
    return entity_type, entity_id


def _proof(link: LinkedEntity) -> Proof:
    return Proof(
        link.paper_id, link.entity_id, link.edge, link.evidence or None, link.surface or None, link.field, link.start
    )


def _paper_refs(papers: Sequence[SharedPaper]) -> list[EntityRef]:
    return [EntityRef("paper", one.paper_id, one.title or one.paper_id) for one in papers]


def _listed(papers: Sequence[SharedPaper]) -> str:
    """Return papers as a sentence names them: all of a few, else their number and the first ones."""
    named = ", ".join(f"“{short_title(one.title or one.paper_id)}”" for one in papers[:NAMED])
    return named if len(papers) <= NAMED else f"{len(papers)} papers ({named} and others)"


def _quoted(profile: Profile) -> str:
    return f"“{short_title(profile.title or profile.paper_id)}”" if profile.in_graph else "the draft"


def short_title(title: str) -> str:
    """Return a title as a sentence can quote it: the name before its colon, or all of it where it is short.

    >>> short_title("FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness")
    'FlashAttention'
    """
    head, colon, _ = title.partition(": ")
    if colon and len(head) <= SHORT_HEAD:
        return head
    if len(title) <= SHORT:
        return title
    return title[:SHORT].rsplit(" ", 1)[0] + " …"
