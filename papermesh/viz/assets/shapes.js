// Colours and glyphs: one hue and one shape per kind. Papers are shaded by year.

let colours = {};

/** Read the colours of the style sheet, which holds both themes. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["stage", "text", "faint", "line", "band", "accent", "seed", "paper-old", "paper-new", "edge"];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  for (const kind of Object.keys(KINDS)) colours[kind] = style.getPropertyValue(`--${kind.toLowerCase()}`).trim();
}

const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** Colour of a year between the oldest and the newest of the page. */
function yearColour(year) {
  if (year === undefined) return colours.faint;
  const share = lastYear > firstYear ? (year - firstYear) / (lastYear - firstYear) : 1;
  const [old, recent] = [channels(colours["paper-old"]), channels(colours["paper-new"])];
  return `rgb(${old.map((value, at) => Math.round(value + (recent[at] - value) * share)).join(" ")})`;
}

const nodeColour = (node) => (node.kg.t === "Paper" ? yearColour(node.kg.year) : colours[node.kg.t]);

const RELATION_KIND = {
  HAS_CODE: "Repository", LINKS_TO: "Resource", RUNS_ON: "Hardware", TARGETS: "Hardware", EVALUATES_ON: "Benchmark",
  USES: "Method", COMPARES_WITH: "Method", INTRODUCES: "Method",
};

function edgeColour(edge) {
  if (edge.rel === COMPUTED) return colours.seed;
  if (edge.rel === "BUILDS_ON") return colours.accent;
  const kind = byId.get(edge.to).kg.t;
  return kind === "Paper" ? colours.edge : colours[kind];
}

/** Points of a star with five rays. */
function star(radius) {
  return Array.from({ length: 10 }, (_, place) => {
    const reach = place % 2 ? radius * 0.58 : radius * 1.32;
    const angle = -Math.PI / 2 + (place * Math.PI) / 5;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

const regular = (radius, corners, turn) => Array.from({ length: corners }, (_, place) => {
  const angle = turn + (place * 2 * Math.PI) / corners;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});

/** Corners of a glyph around its middle; null for a circle. */
function corners(kind, radius) {
  if (kind === "Method") return regular(radius * 1.12, 4, 0);
  if (kind === "Hardware") return regular(radius * 1.2, 4, Math.PI / 4);
  if (kind === "Benchmark") return regular(radius * 1.18, 3, -Math.PI / 2);
  if (kind === "Repository") return star(radius);
  if (kind === "Resource") return regular(radius * 1.05, 6, 0);
  return null;
}

/** Trace a glyph on a canvas. */
function trace(context, kind, x, y, radius) {
  const points = corners(kind, radius);
  context.beginPath();
  if (points) {
    points.forEach(([dx, dy], place) => (place ? context.lineTo(x + dx, y + dy) : context.moveTo(x + dx, y + dy)));
    context.closePath();
  } else context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** The outline of a glyph for an SVG path or circle. */
function outline(kind, radius) {
  const points = corners(kind, radius);
  if (!points) return ["circle", { r: radius }];
  return ["path", { d: `M${points.map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L")}Z` }];
}

/** Icon of a kind, for legend, rows and panel; coloured by the style sheet. */
function icon(kind, size = 14) {
  const [tag, properties] = outline(kind, 5.6);
  return svg("svg", { viewBox: "-8 -8 16 16", width: size, height: size, "aria-hidden": "true", class: `icon ${kind.toLowerCase()}` },
    svg(tag, properties));
}
