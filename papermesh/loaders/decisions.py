"""The user's decisions, applied to what linking found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from papermesh.loaders.imported_links import ImportedLink
from papermesh.loaders.linking.links import Discovered, Link
from papermesh.loaders.merge import MergedPaper
from papermesh.loaders.overlay import DEFAULT_ROLE, Overlay
from papermesh.ontology import EntityType, Entry, Ontology

ENTITY_TYPES: dict[str, EntityType] = {"method": "method", "hardware": "hardware", "benchmark": "benchmark"}
RULE = "accepted"
"""The rule of a link that the user accepted, in place of the linker's."""


class Decisions:
    """What the user decided on the links of each paper, by the key that the paper has now."""

    def __init__(self, overlay: Overlay, papers: Iterable[MergedPaper]) -> None:
        self.ignored: list[str] = []
        """Decisions that name a paper or an entity that is not there, each with the reason."""
        self._accepted: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._rejected: dict[str, set[str]] = defaultdict(set)
        if not any((overlay.accepted, overlay.rejected, overlay.same, overlay.different)):
            return
        papers = list(papers)
        present = {key: p.paper.paper_id for p in papers for key in (*p.paper.former_ids, p.paper.paper_id)}
        records = {record_id for p in papers for record_id in p.record_ids}
        for word, pairs in (("same", overlay.same), ("different", overlay.different)):
            for one, other in sorted(pairs):
                if missing := [key for key in (one, other) if key not in present and key not in records]:
                    self.ignored.append(f"{word} {one} {other}: no such paper or record: {', '.join(missing)}")
        for paper, entity in sorted(overlay.rejected):
            if paper in present:
                self._rejected[present[paper]].add(entity)
            else:
                self.ignored.append(f"reject {paper} {entity}: no such paper")
        for (paper, entity), role in sorted(overlay.accepted.items()):
            if paper not in present:
                self.ignored.append(f"accept {paper} {entity}: no such paper")
            elif entity in self._rejected.get(present[paper], ()):
                # Two records that are one paper by now can have been decided on apart.
                self.ignored.append(f"accept {paper} {entity}: rejected, too, as {present[paper]}")
            else:
                self._accepted[present[paper]][entity] = role

    def applied(
        self,
        paper_id: str,
        links: Sequence[Link],
        ontology: Ontology,
        discovered: Mapping[tuple[EntityType, str], Discovered],
        imported: Iterable[ImportedLink] = (),
    ) -> list[Link]:
        """Return a paper's links with the rejected ones gone, and the accepted ones certain and first in role.

        One that is accepted as it was found has the role that records say, where no text states it.
        """
        accepted, rejected = self._accepted.get(paper_id, {}), self._rejected.get(paper_id, set())
        kept: list[Link] = []
        for link in links:
            name = f"{link.entity_type}:{link.entity_id}"
            if name in accepted:
                role = accepted[name] or link.role
                roles = (role, *(seen for seen in link.roles_seen if seen != role))
                kept.append(replace(link, role=role, roles_seen=roles, confidence=1.0, rule=RULE))
            elif name not in rejected:
                kept.append(link)
        found = {f"{link.entity_type}:{link.entity_id}" for link in links}
        said = {link.entity: link.role for link in reversed(list(imported))}
        for name in sorted(accepted.keys() - found):
            kind, _, entity_id = name.partition(":")
            entity_type = ENTITY_TYPES[kind]
            entity = ontology.get(entity_type, entity_id) or discovered.get((entity_type, entity_id))
            if entity is None:
                self.ignored.append(f"accept {paper_id} {name}: no such entity")
            else:
                kept.append(_without_proof(entity_type, entity_id, entity, accepted[name] or said.get(name)))
        return kept

    def kept(self, paper_id: str, imported: Iterable[ImportedLink]) -> list[ImportedLink]:
        """Return what records say of a paper without what the user rejected, or accepted in another role."""
        accepted, rejected = self._accepted.get(paper_id, {}), self._rejected.get(paper_id, set())
        return [
            link for link in imported if link.entity not in rejected and accepted.get(link.entity) in {None, link.role}
        ]


def _without_proof(entity_type: EntityType, entity_id: str, entity: Entry | Discovered, role: str | None) -> Link:
    """Return the link that the user adds: no text states it."""
    chosen = role or DEFAULT_ROLE[entity_type]
    kind = str(getattr(entity, "level", None) or getattr(entity, "kind", ""))
    return Link(
        entity_type=entity_type, entity_id=entity_id, name=entity.name, kind=kind, role=chosen, roles_seen=(chosen,),
        surface="", field="", start=0, end=0, sentence="", confidence=1.0, rule=RULE, mentions=0,
        basis="discovered" if isinstance(entity, Discovered) else "ontology",
    )  # fmt: skip
