"""A marked text as one HTML file that opens offline: no script, no request, every byte of the text escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from papermesh.viz.embedded_code import embedded, security_policy, without_comments
from papermesh.viz.marked_text import FIELDS, MarkedText
from papermesh.viz.naming import cut, plain

LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class MarkedEntity:
    """One entity of a marked text, with the number that its mentions carry."""

    number: int
    edge: str
    entity_type: str
    entity_id: str
    name: str
    confidence: float
    rules: str
    """The rules of its mentions, that of the proof first; how many where one found several."""
    mentions: int


def marked_entities(text: MarkedText) -> list[MarkedEntity]:
    """Return the entities of a marked text, numbered from 1 in the order in which it first mentions them."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, mark in enumerate(text.marks):
        found.setdefault((mark.entity_type, mark.entity_id), []).append(number)
    entities = []
    for number, places in enumerate(found.values(), 1):
        marks = sorted((text.marks[place] for place in places), key=lambda one: not one.is_best)
        best = marks[0]
        counted = Counter(mark.rule for mark in marks)
        rules = ", ".join(f"{rule} ×{count}" if count > 1 else rule for rule, count in counted.items())
        entities.append(
            MarkedEntity(
                number, best.edge, best.entity_type, best.entity_id, best.name, best.confidence, rules, len(marks)
            )
        )
    return entities


def marked_pieces(text: MarkedText, field: str) -> Iterator[tuple[str, MarkedEntity | None]]:
    """Yield a field's text in pieces: each a mention, with its entity, or what is between."""
    by_key = {(one.entity_type, one.entity_id): one for one in marked_entities(text)}
    for piece, number in text.pieces(field):
        mark = None if number is None else text.marks[number]
        yield piece, None if mark is None else by_key[mark.entity_type, mark.entity_id]


def build_annotated_page(text: MarkedText, made_from: str) -> str:
    """Return the page of a marked text as HTML; the same text gives the same bytes.

    Args:
        text: What to show.
        made_from: The line at the foot: store, paper, command.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    assets = files("papermesh.viz") / "assets"
    style = embedded("style", without_comments(assets.joinpath("annotated.css").read_text("utf-8")))
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(assets.joinpath("annotated.html.j2").read_text("utf-8"))
    shown = [field for field in FIELDS if text.text(field)]
    pieces = {field: [(plain(piece), entity) for piece, entity in marked_pieces(text, field)] for field in shown}
    return template.render(
        policy=security_policy(style=style),
        style=Markup(style),
        heading=cut(plain(f"Annotated: {text.title}"), LONGEST_HEADING),
        fields=shown,
        pieces=pieces,
        entities=marked_entities(text),
        unstated=text.unstated,
        made_from=made_from,
    )
