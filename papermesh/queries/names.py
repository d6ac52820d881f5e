"""What a user's words name: papers, entities, authors and repositories of a graph.

Exact matches come before parts, papers that were loaded before those that are only cited. A name that fits several
things is a question back, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from papermesh.errors import Ambiguous, NotFound
from papermesh.graph.store import Store
from papermesh.ontology.slug import fold
from papermesh.queries import lookup, overview
from papermesh.queries.refs import AuthorRef, EntityRef, PaperRef

__all__ = [
    "ENTITY_TYPES",
    "AuthorRef",
    "EntityRef",
    "PaperRef",
    "nearest",
    "paper_keys",
    "resolve_author",
    "resolve_entity",
    "resolve_paper",
    "resolve_repository",
    "resolve_run",
    "title_key",
]

ENTITY_TYPES = ("method", "hardware", "benchmark")

LAST = "last"
"""The word for the newest run."""
MOST_RUNS = 1_000_000
LISTED = 8
"""Most candidates that a message lists."""

NEAR = 65
"""Least likeness, 0 to 100, of a name that is offered for one that fits nothing."""
PART_FACTOR = 0.9
"""What likeness to a part of a name counts, against likeness to all of it."""
SHORTEST_PART = 6
"""Fewest letters that are compared with parts of names."""

_ARXIV = re.compile(r"(?:^|[/:\s])(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?$", re.I)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_REPOSITORY_HOST = re.compile(r"^(?:https?://)?(?:www\.)?(?:github\.com/|github:)", re.IGNORECASE)
_TITLE_SIGNS = str.maketrans({"+": "plus", "#": "sharp", "&": " and ", "'": "", "’": ""})

T = TypeVar("T")


def resolve_paper(store: Store, text: str) -> PaperRef:
    """Return the paper that a text names.

    Tried in this order: id (arXiv id with or without version, DOI, their URLs, a former key); whole title; the name
    of what the paper introduces; the words before the title's colon; any part of the title.

    Raises:
        Ambiguous: Several papers fit equally well.
        NotFound: None fits; the hint names the nearest titles.
    """
    keys = paper_keys(text)
    for find in (lookup.papers_by_id, lookup.papers_by_other_id):
        # Only keys are indexed: the search for other ids is left out for words that cannot be one.
        by_id = find(store, keys) if find is lookup.papers_by_id or re.search(r"[:/]|\d\.\d", text) else []
        if by_id:
            return _only([PaperRef(p.paper_id, p.title, p.year) for p in by_id], "paper", text, _paper_line)
    folded = " ".join(text.lower().split())
    found = lookup.papers_by_name(store, folded, title_key(text)) if folded else []
    for rank in sorted({hit.rank for hit in found}):
        ranked = [hit for hit in found if hit.rank == rank]
        ranked = [hit for hit in ranked if hit.loaded] or ranked
        return _only([PaperRef(p.paper_id, p.title, p.year) for p in ranked], "paper", text, _paper_line)
    titles = {one.paper_id: [one.title] for one in lookup.paper_titles(store)}
    near = [f"{key}  {titles[key][0]}" for key in nearest(text, titles)]
    raise NotFound(f"no paper {text!r} in the graph", where=store.address, hint=_hint(near, "papermesh search WORDS"))


def paper_keys(text: str) -> list[str]:
    """Return the keys under which a paper named by this text may stand: the text itself, arXiv id, DOI.

    >>> paper_keys("https://arxiv.org/abs/2412.14590v2")
    ['https://arxiv.org/abs/2412.14590v2', 'arxiv:2412.14590']
    """
    bare = text.strip()
    keys = [bare]
    address = re.split(r"[?#]", bare, maxsplit=1)[0]
    doi = _DOI.search(address)
    if doi and _ARXIV_DOI.match(doi[0]):
        address = "arxiv:" + _ARXIV_DOI.sub("", doi[0])
    elif doi:
        keys.append(f"doi:{doi[0].lower().rstrip('.,;)')}")
        return keys
    if found := _ARXIV.search(address):
        archive, slash, number = found["id"].lower().rpartition("/")
        keys.append(f"arxiv:{archive.partition('.')[0]}{slash}{number}")
    return list(dict.fromkeys(keys))


def title_key(title: str) -> str:
    """Return the key under which a title typed by a user compares with `Paper.title_key`.

    Agrees with the loaders' key for titles without markup; a title with markup is found by its parts.
    """
    marks = unicodedata.normalize("NFKD", title.translate(_TITLE_SIGNS).casefold())
    plain = "".join(sign for sign in marks if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def resolve_entity(store: Store, text: str, entity_type: str | None = None) -> EntityRef:
    """Return the method, device or benchmark that a text names.

    Tried in this order, in the graph: `<type>:<id>`; id or name; alias; the name written together or apart; then an
    entry of the ontology that no paper of the graph has; then a part of a name in the graph.

    Args:
        store: The graph.
        text: A name, an alias, an id, or an id with its type.
        entity_type: method, hardware or benchmark; `None` for any.

    Raises:
        Ambiguous: Several fit equally well.
        NotFound: None fits; the hint names the nearest.
    """
    given_type, colon, given_id = text.partition(":")
    if colon and given_type in ENTITY_TYPES and entity_type in {None, given_type}:
        text, entity_type = given_id, given_type
        exact = [e for e in lookup.entities_by_name(store, fold(text), entity_type) if e.entity_id == text]
        if exact:
            return EntityRef(exact[0].entity_type, exact[0].entity_id, exact[0].name)
    kind = entity_type or "method, device or benchmark"
    folded = fold(text)
    found = lookup.entities_by_name(store, folded, entity_type) if folded else []
    for rank in sorted({hit.rank for hit in found}):
        if rank == _PART and (known := _in_ontology(text, entity_type)):
            found_there = known
        else:
            found_there = [EntityRef(e.entity_type, e.entity_id, e.name) for e in found if e.rank == rank]
        return _only(found_there, kind, text, _entity_line)
    if known := _in_ontology(text, entity_type):
        return _only(known, kind, text, _entity_line)
    other_types = lookup.entities_by_name(store, folded) if entity_type and folded else []
    if other_types and other_types[0].rank < _PART:
        hit = other_types[0]
        raise NotFound(f"no {kind} {text!r} in the graph", hint=f"{hit.name} is of type {hit.entity_type}")
    entities = lookup.entity_names(store, entity_type)
    named = {f"{e.entity_type}:{e.entity_id}": [e.name, *e.aliases] for e in entities}
    raise NotFound(
        f"no {kind} {text!r} in the graph",
        where=store.address,
        hint=_hint(
            [f"{key}  {named[key][0]}" for key in nearest(text, named)],
            f"papermesh query entities --entity-type {entity_type or 'method'}",
        ),
    )


_PART = 4
"""Rank of `entities-by-name` for a part of a name: what the ontology knows exactly comes before it."""


def resolve_author(store: Store, text: str) -> AuthorRef:
    """Return the author that a text names, by id, whole name (`Last, First` too) or part of it.

    Raises:
        Ambiguous: Several fit equally well.
        NotFound: None fits; the hint names the nearest.
    """
    last, comma, first = text.partition(",")
    name = " ".join((f"{first} {last}" if comma else text).lower().split())
    found = lookup.authors_by_name(store, name) if name else []
    if found:
        best = [AuthorRef(a.author_id, a.name) for a in found if a.rank == found[0].rank]
        return _only(best, "author", text, lambda a: f"{a.author_id}  {a.name}")
    named = {a.author_id: [a.name] for a in lookup.author_names(store)}
    near = [f"{key}  {named[key][0]}" for key in nearest(text, named)]
    raise NotFound(f"no author {text!r} in the graph", where=store.address, hint=_hint(near, None))


def resolve_repository(store: Store, text: str) -> EntityRef:
    """Return the repository that a text names, by id, URL, owner/name, name or part of it.

    Raises:
        Ambiguous: Several fit equally well.
        NotFound: None fits; the hint names the nearest.
    """
    name = _REPOSITORY_HOST.sub("", text.strip()).lower().removesuffix("/").removesuffix(".git")
    found = lookup.repositories_by_name(store, name) if name else []
    if found:
        best = [EntityRef("repository", r.repository_id, r.name) for r in found if r.rank == found[0].rank]
        return _only(best, "repository", text, lambda r: r.id)
    named = {r.repository_id: [r.name] for r in lookup.repository_names(store)}
    raise NotFound(f"no repository {text!r} in the graph", where=store.address, hint=_hint(nearest(name, named), None))


def resolve_run(store: Store, text: str) -> str:
    """Return the id of the run that a text names: its id, the number at the id's end, or `last`.

    Raises:
        Ambiguous: Several fit.
        NotFound: None fits; the hint names the nearest.
    """
    known = [one.run_id for one in overview.runs(store, limit=MOST_RUNS)]
    found = [one for one in known if one == text] or [one for one in known if one.endswith(f"-{text}")]
    if text == LAST and known:
        found = known[:1]
    if len(found) > 1:
        raise Ambiguous(
            f"{text!r} fits {len(found)} runs", where=store.address, hint="\n".join(["one of:", *found[:LISTED]])
        )
    if found:
        return found[0]
    near = nearest(text, {one: [one] for one in known}) or known[:3]
    raise NotFound(f"no run {text!r} in the graph", where=store.address, hint=_hint(near, "papermesh runs"))


def nearest(text: str, named: Mapping[str, Sequence[str]], limit: int = 3) -> list[str]:
    """Return the keys whose names are most like a text, the nearest first; equal ones by key."""
    from rapidfuzz import fuzz

    wanted = fold(text)

    def likeness(name: str) -> float:
        whole = fuzz.ratio(wanted, name)
        # A few letters are like a part of anything.
        part = PART_FACTOR * fuzz.partial_ratio(wanted, name) if SHORTEST_PART <= len(wanted) <= len(name) else 0.0
        return max(whole, part)

    scored = [(max(likeness(fold(name)) for name in names), key) for key, names in named.items()]
    return [key for score, key in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= NEAR][:limit]


def _in_ontology(text: str, entity_type: str | None) -> list[EntityRef]:
    """Return what the ontology knows by this name: a question about it has an answer, though it be empty."""
    # Only here: reading the ontology costs more than most questions.
    from papermesh.ontology.load import load_ontology

    entries = load_ontology().resolve(text, entity_type)  # type: ignore[arg-type]
    return [EntityRef(entry.entity_type, entry.id, entry.name) for entry in entries]


def _only(found: Sequence[T], kind: str, text: str, line: Callable[[T], str]) -> T:
    if len(found) == 1:
        return found[0]
    more = [f"… and {len(found) - LISTED} more"] if len(found) > LISTED else []
    raise Ambiguous(
        f"{text!r} fits {len(found)} {_plural(kind)}",
        hint="\n".join(["name one of:", *(line(one) for one in found[:LISTED]), *more]),
    )


def _plural(kind: str) -> str:
    if kind == "hardware":
        return "pieces of hardware"
    if "," in kind:
        return "entities"
    return kind[:-1] + "ies" if kind.endswith("y") else kind + "s"


def _paper_line(paper: PaperRef) -> str:
    return f"{paper.paper_id}  {paper.title or 'no title'} ({paper.year or 'year unknown'})"


def _entity_line(entity: EntityRef) -> str:
    return f"{entity.typed_key}  {entity.name}"


def _hint(near: Iterable[str], command: str | None) -> str | None:
    lines = ["nearest:", *near]
    if len(lines) > 1:
        return "\n".join(lines)
    return command
