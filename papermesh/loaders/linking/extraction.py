"""The line of the extraction contract for one paper: plain JSON values, no store needed."""

from __future__ import annotations

from papermesh.loaders.linking.links import Link, LinkedText, UrlLink

_KEYS = {"method": "methods", "hardware": "hardware", "benchmark": "benchmarks"}
_OPTIONAL = ("device_count", "memory_gb", "form_factor", "size")


def extraction_row(paper_id: str, title: str, linked: LinkedText) -> dict[str, object]:
    """Return one paper's links as the contract of `papermesh extract` has them, in the order of the text."""
    row: dict[str, list[dict[str, object]]] = {"methods": [], "hardware": [], "benchmarks": []}
    for link in linked.links:
        row[_KEYS[link.entity_type]].append(_entry(link))
    return {"title": title, "paper_id": paper_id, **row, "links": [_address(url) for url in linked.urls]}


def _entry(link: Link) -> dict[str, object]:
    entry: dict[str, object] = {
        "name": link.name,
        "role": link.role,
        "kind": link.kind,
        "entity_id": link.entity_id,
        "surface": link.surface,
        "field": link.field,
        "start": link.start,
        "end": link.end,
        "sentence": link.sentence,
        "confidence": link.confidence,
        "rule": link.rule,
        "mentions": link.mentions,
        "basis": link.basis,
    }
    if len(link.roles_seen) > 1:
        entry["roles_seen"] = list(link.roles_seen)
    entry.update({key: value for key in _OPTIONAL if (value := getattr(link, key)) is not None})
    return entry


def _address(url: UrlLink) -> dict[str, object]:
    return {
        "name": url.url,
        "role": url.role,
        "kind": url.kind,
        "key": url.key,
        "repo": url.repo,
        "surface": url.surface,
        "field": url.field,
        "start": url.start,
        "end": url.end,
        "sentence": url.sentence,
        "confidence": url.confidence,
        "rule": url.rule,
    }
