"""The data of a page as JSON values: what the scripts in `assets/` read.

Offsets are counted in UTF-16 units, as JavaScript counts them. Nodes are called n0, n1, … : a key of the graph never
becomes the name of a property in the browser, where `__proto__` is no ordinary name.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from papermesh.viz.layout import Layout
from papermesh.viz.model import COMPUTED, NodeRef, ViewEdge, ViewModel, ViewName, ViewNode, ViewReason
from papermesh.viz.naming import cut, plain
from papermesh.viz.proofs import ViewProof

LONGEST_NAME = 400
LONGEST_ABSTRACT = 4_000
LONGEST_SENTENCE = 1_200

SHAPES = {
    "Paper": "dot",
    "Method": "diamond",
    "Hardware": "square",
    "Benchmark": "triangle",
    "Repository": "star",
    "Resource": "hexagon",
}
"""One shape per kind, so that colour is never the only sign; the names are vis-network's."""

VERBS = {
    "CITES": "cites",
    "BUILDS_ON": "builds on",
    "INTRODUCES": "introduces",
    "USES": "uses",
    "COMPARES_WITH": "compares with",
    "RUNS_ON": "runs on",
    "TARGETS": "targets",
    "EVALUATES_ON": "evaluates on",
    "MENTIONS": "mentions",
    "HAS_CODE": "has code in",
    "LINKS_TO": "links to",
    COMPUTED: "is related to",
}
"""Each edge label as the verb between its two ends."""

Json = dict[str, Any]


class Payload:
    """The parts of a page's data, with one id per node and one entry per distinct proof."""

    def __init__(self, model: ViewModel, places: Layout) -> None:
        self.model = model
        self.places = places
        self.ids: dict[NodeRef, str] = {node.ref: f"n{number}" for number, node in enumerate(model.nodes)}
        self.texts = {node.key: node for node in model.nodes if node.kind == "Paper"}
        self.proofs: list[Json | list[int]] = []
        self._proof_ids: dict[ViewProof, int] = {}
        self._numbers = {node.ref: number for number, node in enumerate(model.nodes)}
        self._components: dict[str, int] = {}
        self._relations = {label: number for number, label in enumerate(VERBS)}

    def node(self, node: ViewNode) -> Json:
        """Return what the page knows of a node, without what is not known."""
        x, y = self.places.year.places[node.ref]
        data: Json = {
            "t": node.kind,
            "key": cut(plain(node.key), LONGEST_NAME),
            "name": cut(plain(node.name), LONGEST_NAME),
            "at": [round(x), round(y)],
        }
        optional = {
            "year": node.year,
            "venue": node.venue and cut(plain(node.venue), 120),
            "authors": [cut(plain(author), 80) for author in node.authors[:60]],
            "abs": node.abstract and cut(plain(node.abstract), LONGEST_ABSTRACT),
            "links": [[cut(plain(text), 60), url] for text, url in node.links if is_web_address(url)],
            "details": [[plain(name), cut(plain(value), 120)] for name, value in node.details],
            "cited": node.cited_by if node.kind == "Paper" else None,
            "rank": node.rank,
            "score": node.millionths,
            "why": [self._reason(reason) for reason in node.reasons],
        }
        data.update({name: value for name, value in optional.items() if value not in (None, "", [])})
        return data

    def edge(self, edge: ViewEdge) -> Json:
        """Return what an edge carries beside its two ends."""
        data: Json = {"r": self._relations[edge.label]}
        if edge.proofs:
            data["p"] = [self._proof(proof) for proof in edge.proofs]
        if edge.note:
            data["note"] = cut(plain(edge.note), 200)
        return data

    def rest(self) -> Json:
        """Return what belongs to no single node or edge. Call it after all of those: it lists their proofs."""
        facts, chart = self.model.facts, self.places.year
        return {
            "title": cut(plain(self.model.title), LONGEST_NAME),
            "id": self._identity(),
            "seed": self.ids[self.model.seed],
            "verbs": VERBS,
            "components": list(self._components),
            "proofs": self.proofs,
            "rings": [[rank, round(radius)] for rank, radius in self.places.map.rings],
            "columns": [[column.year, round(column.left), round(column.right)] for column in chart.columns],
            "rows": [[row.low, row.high, round(row.top), round(row.bottom)] for row in chart.rows],
            "lanes": [[lane.kind, round(lane.top), round(lane.bottom)] for lane in chart.lanes],
            "facts": {
                "store": cut(plain(facts.store), 120),
                "command": cut(plain(facts.command), 400),
                "queries": list(facts.queries),
                "loaded": facts.loaded,
                "papers": facts.papers,
                "related": facts.related,
                "left_out": facts.left_out,
                "unknown": [plain(sentence) for sentence in facts.unknown],
            },
        }

    def _reason(self, reason: ViewReason) -> Json:
        component = self._components.setdefault(reason.component, len(self._components))
        data: Json = {"c": component, "m": reason.millionths, "text": cut(plain(reason.text), LONGEST_SENTENCE)}
        if reason.names:
            data["names"] = [self._name(name) for name in reason.names]
        if reason.proofs:
            data["p"] = [self._proof(proof) for proof in reason.proofs]
        return data

    def _name(self, name: ViewName) -> str | list[str]:
        """Return the id of a node on the page, else the name in a list of one."""
        return self.ids.get(name.ref) or [cut(plain(name.name), 120)]

    def _proof(self, proof: ViewProof) -> int:
        """Return the place of a proof in the page's list of proofs."""
        proof = replace(proof, label="")  # one sentence often proves several edges
        if proof not in self._proof_ids:
            self._proof_ids[proof] = len(self.proofs)
            self.proofs.append(self._proof_data(proof))
        return self._proof_ids[proof]

    def _proof_data(self, proof: ViewProof) -> Json | list[int]:
        """Return a proof, where possible as a slice of a text that the page has anyway.

        A slice is a list: number of the paper's node, 0 for its title or 1 for its abstract, begin and end of the
        sentence, begin and end of the mention where it is known. Other proofs carry their own text.
        """
        paper = self.texts.get(proof.paper)
        if paper is not None and proof.start is not None and proof.field in {"title", "abstract"}:
            in_abstract = proof.field == "abstract"
            text = (paper.abstract if in_abstract else paper.name) or ""
            longest = LONGEST_ABSTRACT if in_abstract else LONGEST_NAME
            end = proof.start + len(proof.sentence)
            if end <= len(text) <= longest or end < longest - 1:
                places = [proof.start, end, *(proof.start + place for place in proof.mention or ())]
                return [self._numbers[paper.ref], int(in_abstract), *(units(text, place) for place in places)]
        data: Json = {}
        if paper is not None:
            data["n"] = self._numbers[paper.ref]
        if proof.field is not None:
            data["f"] = cut(plain(proof.field), 80)
        sentence, mention = proof.sentence, proof.mention
        if len(sentence) > LONGEST_SENTENCE and mention:
            # Keep the part around the mention: it is what proves anything.
            begin = max(0, min(mention[0] - LONGEST_SENTENCE // 2, len(sentence) - LONGEST_SENTENCE))
            sentence, mention = sentence[begin:], (mention[0] - begin, mention[1] - begin)
        data["text"] = cut(plain(sentence), LONGEST_SENTENCE)
        if mention and mention[1] < LONGEST_SENTENCE:
            data["m"] = [units(sentence, place) for place in mention]
        return data

    def _identity(self) -> str:
        """Return a short name of this page's content, under which a browser keeps what belongs to it alone."""
        keys = "\n".join(f"{node.kind} {node.key}" for node in self.model.nodes)
        return hashlib.sha256(keys.encode("utf-8", "replace")).hexdigest()[:12]


def units(text: str, place: int) -> int:
    """Return an offset in UTF-16 units.

    >>> units("a𝛼b", 2)
    3
    """
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def is_web_address(url: str) -> bool:
    """Return whether a link may be shown: an http or https address with a host, and nothing odd in it.

    >>> [is_web_address(url) for url in ("https://arxiv.org/abs/1706.03762", "javascript:alert(1)", "//x.example")]
    [True, False, False]
    """
    if len(url) > 2_000 or re.search(r"[\s\x00-\x1f\x7f\\<>\"'`]", url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # `port` raises where what follows a colon is no number, as in https://javascript:alert(1)
        named = bool(re.fullmatch(r"[\w.-]+", host)) and (parts.port or 1) > 0
    except ValueError:
        return False
    return named and parts.scheme in {"http", "https"} and "@" not in parts.netloc
