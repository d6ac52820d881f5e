"""A model as one HTML file that opens offline: the only place where pyvis is imported.

pyvis keeps nodes, edges and options and renders them; its own template is replaced, since it loads styles from a
server and puts text into the page unescaped. The page asks for nothing: scripts and styles stand in it and are named
by their hashes in its content security policy, data stands in a block that is never executed.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from papermesh.viz.embedded_code import embedded, security_policy, without_comments
from papermesh.viz.layout import Layout, layout
from papermesh.viz.limits import check_size
from papermesh.viz.model import ViewModel
from papermesh.viz.naming import cut, plain
from papermesh.viz.payload import LONGEST_NAME, SHAPES, Payload

SCRIPTS = (
    "dom.js", "data.js", "state.js", "shapes.js", "graph.js", "labels.js", "backdrop.js", "evidence.js", "panel.js",
    "filters.js", "list.js", "search.js", "exports.js", "keys.js", "main.js",
)  # fmt: skip
"""Parts of the page's script, in the order in which they stand in it: each uses only what stands before it."""

DRAWING_LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
"""vis-network as the pyvis wheel has it; a test notices when another version arrives."""

OPTIONS: dict[str, Any] = {
    # Physics would freeze the page for 20 s at 300 nodes; the places are computed here instead.
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "font": {"size": 0}},
    "edges": {
        "smooth": False,
        "chosen": False,
        "arrows": {"to": {"enabled": False, "scaleFactor": 0.5}},
        "width": 1,
        "hoverWidth": 0,
        "selectionWidth": 0,
    },
    "interaction": {
        "hover": True,
        "keyboard": False,
        "navigationButtons": False,
        "selectable": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 1_000_000_000,
        "zoomSpeed": 0.7,
    },
}

LEAN_FROM = 1_000
"""Edges from which on they are not drawn while the page is dragged or zoomed."""


def build_page(model: ViewModel) -> str:
    """Return the page of a model as HTML; the same model gives the same bytes.

    Raises:
        PapermeshError: The model has more nodes than a page can draw.
    """
    from markupsafe import Markup
    from pyvis.network import Network

    check_size(len(model.nodes), command=model.facts.command)
    heading = cut(plain(model.title), LONGEST_NAME)
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line", heading=heading)
    places = layout(model)
    payload = Payload(model, places)
    _fill(net, model, places, payload)
    lean = len(model.edges) >= LEAN_FROM
    net.options = {
        **OPTIONS,
        "interaction": {**OPTIONS["interaction"], "hideEdgesOnDrag": lean, "hideEdgesOnZoom": lean},
    }
    library, script, style = drawing_library(), page_script(), page_style()
    with as_file(files("papermesh.viz") / "assets") as folder:
        net.set_template_dir(str(folder), "related.html.j2")
        environment = net.templateEnv
        environment.autoescape = True  # pyvis leaves it off
        environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "allow_nan": False, "separators": (",", ":")}
        environment.filters["from_json"] = json.loads
        environment.globals.update(
            policy=security_policy(library, script, style=style),
            library=Markup(library),
            script=Markup(script),
            style=Markup(style),
            seed_name=heading.removeprefix("Related work: "),
            rest=payload.rest(),
        )
        return str(net.generate_html())


def _fill(net: Any, model: ViewModel, places: Layout, payload: Payload) -> None:
    """Give pyvis the nodes and edges. No `title`: pyvis turns one that has `href` in it into live HTML."""
    for node in model.nodes:
        x, y = places.map.places[node.ref]
        net.add_node(
            payload.ids[node.ref],
            label=node.short or node.kind,
            shape=SHAPES[node.kind],
            size=round(places.radius[node.ref], 1),
            x=round(x),
            y=round(y),
            kg=payload.node(node),
        )
    for edge in model.edges:
        ends = payload.ids[edge.tail], payload.ids[edge.head]
        net.add_edge(*ends, **payload.edge(edge))
    # What pyvis adds by default and the page sets itself: 40 bytes a node or edge.
    for node_data in net.nodes:
        del node_data["color"]
    for edge_data in net.edges:
        del edge_data["arrows"]


@cache
def drawing_library() -> str:
    """Return vis-network, without the line that makes developer tools ask for its source map."""
    text = files("pyvis").joinpath(DRAWING_LIBRARY).read_text("utf-8")
    return embedded("vis-network", text.replace("//# sourceMappingURL=vis-network.min.js.map", ""))


@cache
def page_script() -> str:
    """Return the page's own script: the parts, one after another, inside one strict function."""
    assets = files("papermesh.viz") / "assets"
    parts = [f"// {name}\n{without_comments(assets.joinpath(name).read_text('utf-8'))}" for name in SCRIPTS]
    return embedded("script", '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n")


@cache
def page_style() -> str:
    """Return the page's style sheet."""
    return embedded("style", without_comments((files("papermesh.viz") / "assets" / "page.css").read_text("utf-8")))
