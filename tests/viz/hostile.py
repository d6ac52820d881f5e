"""Texts that try to become more than text, put into every field of a page."""

from __future__ import annotations

from dataclasses import replace

from papermesh.viz.model import ViewEdge, ViewFacts, ViewModel, ViewName, ViewNode, ViewReason
from papermesh.viz.naming import short_names
from papermesh.viz.proofs import ViewProof

PAYLOADS: tuple[str, ...] = (
    "</script><script>alert(1)</script>",
    "<script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg/onload=alert(4)>",
    '"><iframe src="javascript:alert(5)"></iframe>',
    "' onmouseover='alert(6)' x='",
    "javascript:alert(7)",
    "data:text/html,<script>alert(8)</script>",
    "//evil.example/script.js",
    "__proto__",
    "constructor",
    "line\u2028separator\u2029inside",
    "<!-- unclosed <style> <title> <textarea>",
    "{{ 7 * 7 }}{% raw %}${alert(9)}`",
    "\u202egnp.exe\u202c \u2066turned\u2069 \u200f",
    "<a href=https://evil.example>How to use href</a>",
    "]]></script><![CDATA[<x>",
    "\x00\x01\x1b[31m\x7f control \ud800 half",
    "&lt;script&gt;alert(10)&lt;/script&gt; &amp; \u0085 next line",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/><link rel=stylesheet href=x>",
    "<form action=https://evil.example><button>x</button></form>",
    "toString" + "\u0301" * 200,
    "W" * 100_000,
    "🧪" * 3_000,
)


def model() -> ViewModel:
    """Return a page's model in which every text is one of the payloads."""
    papers, entities, edges = [], [], []
    kinds = ("Method", "Hardware", "Benchmark", "Repository", "Resource")
    for number, payload in enumerate(PAYLOADS):
        proof = ViewProof(
            paper=payload, label="USES", sentence=f"{payload} and {payload}", field="abstract", start=0,
            mention=(0, len(payload)),
        )  # fmt: skip
        loose = ViewProof(paper="elsewhere", label=payload, sentence=payload, field=payload)
        kind = kinds[number % len(kinds)]
        entity = ViewNode(
            kind=kind, key=payload, name=payload, links=((payload, payload),), details=((payload, payload),)
        )
        paper = ViewNode(
            kind="Paper", key=payload, name=payload, year=2000 + number, venue=payload, authors=(payload, payload),
            abstract=f"{payload} and {payload} and more.",
            links=((payload, payload), ("arXiv", "https://arxiv.org/abs/1706.03762"), ("x", f"https://{payload}")),
            cited_by=number, rank=number or None, millionths=1_000_000 - number if number else None,
            reasons=(
                ViewReason("text", 400_000, payload, (ViewName(entity.ref, payload),), (proof, loose)),
                ViewReason("constructor", 600_000 - number, payload, (ViewName(("Method", "not drawn"), payload),)),
            ) if number else (),
        )  # fmt: skip
        papers.append(paper)
        entities.append(entity)
        edges.append(ViewEdge(paper.ref, entity.ref, "USES", (proof, loose), note=payload))
        edges.append(ViewEdge(paper.ref, papers[0].ref, "CITES", (loose,)))
    nodes = (*papers, *entities)
    shorts = short_names([(node.kind, node.name, node.year) for node in nodes])
    return ViewModel(
        title=f"Related work: {PAYLOADS[0]}",
        seed=papers[0].ref,
        nodes=tuple(replace(node, short=short) for node, short in zip(nodes, shorts, strict=True)),
        edges=tuple(edge for edge in edges if edge.tail != edge.head),
        facts=ViewFacts(
            store=PAYLOADS[0], command=PAYLOADS[2], queries=PAYLOADS[:3], loaded="2026-01-15", papers=3,
            unknown=PAYLOADS[:4],
        ),
    )  # fmt: skip
