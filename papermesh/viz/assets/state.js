// What the reader has chosen, kept in the address so that a link shows the same, and who wants to know of a change.

const state = {
  view: "map",
  dark: false,
  node: null, // the node that is open in the panel
  edge: null, // or the edge
  hover: null,
  pointed: new Set(), // nodes that a row of the panel points at
  hiddenKinds: new Set(),
  hiddenRelations: new Set(),
  top: ranked.length,
  from: firstYear,
  to: lastYear,
};

const listeners = new Map();

/** Call `action` whenever one of the things named in `when` changes: choice, filter, view, theme, hover. */
function upon(when, action) {
  for (const name of when.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), action]);
}

function changed(name) {
  for (const action of listeners.get(name) ?? []) action();
  if (name !== "hover") remember();
}

const nodeName = (node) => `${node.kg.t}/${node.kg.key}`;
const byName = new Map(nodes.map((node) => [nodeName(node), node]));

/** Write the state into the address. */
function remember() {
  const words = new URLSearchParams();
  if (state.view !== "map") words.set("view", state.view);
  if (state.node) words.set("node", nodeName(state.node));
  if (state.edge) words.set("edge", state.edge.id);
  const hidden = [...state.hiddenKinds, ...state.hiddenRelations];
  if (hidden.length) words.set("hide", hidden.join(","));
  if (state.top < ranked.length) words.set("top", state.top);
  if (state.from > firstYear) words.set("from", state.from);
  if (state.to < lastYear) words.set("to", state.to);
  const hash = words.toString();
  if (hash === location.hash.slice(1)) return;
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    // Inside a frame without an address there is nothing to write to.
  }
}

/** Take the state from the address; what does not fit this page is passed over. */
function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  const whole = (name, least, most, otherwise) => {
    const value = words.has(name) ? Number(words.get(name)) : Number.NaN;
    return Number.isInteger(value) ? Math.min(most, Math.max(least, value)) : otherwise;
  };
  const hidden = (words.get("hide") ?? "").split(",");
  state.view = ["map", "year", "list"].includes(words.get("view")) ? words.get("view") : "map";
  state.node = byName.get(words.get("node")) ?? null;
  state.edge = state.node ? null : edgeById.get(words.get("edge")) ?? null;
  state.hiddenKinds = new Set(hidden.filter((name) => Object.hasOwn(KINDS, name)));
  state.hiddenRelations = new Set(hidden.filter((name) => Object.hasOwn(page.verbs, name)));
  state.top = whole("top", 1, ranked.length, ranked.length);
  state.from = whole("from", firstYear, lastYear, firstYear);
  state.to = whole("to", state.from, lastYear, lastYear);
}

function choose(node) {
  if (state.node === node && !state.edge) return;
  state.node = node;
  state.edge = null;
  state.pointed = new Set();
  changed("choice");
}

function chooseEdge(edge) {
  state.edge = edge;
  state.node = null;
  state.pointed = new Set();
  changed("choice");
}

/** Let a row of the panel point at nodes of the drawing. */
function point(targets) {
  state.pointed = new Set(targets.map((node) => node.id));
  changed("hover");
}
