"""A marked text as one HTML file that opens offline: no script, no request, every byte of the text escaped."""

from __future__ import annotations

from importlib.resources import files

from papermesh.viz.embedded_code import embedded, security_policy, without_comments
from papermesh.viz.marked_text import FIELDS, MarkedText, marked_entities, marked_pieces
from papermesh.viz.naming import cut, plain

LONGEST_HEADING = 120


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
    pieces = {field: [(plain(piece), entity) for piece, entity in marked_pieces(text, field)] for field in text.fields}
    headings = {field: "" if field in FIELDS else plain(field) for field in text.fields}
    return template.render(
        policy=security_policy(style=style),
        style=Markup(style),
        heading=cut(plain(f"Annotated: {text.title}"), LONGEST_HEADING),
        headings=headings,
        pieces=pieces,
        entities=marked_entities(text),
        unstated=text.unstated,
        made_from=made_from,
    )
