// The drawing: vis-network pans, zooms, draws edges and finds what is under the pointer; glyphs are drawn here, so that
// a selection repaints them without touching their options.

const BASE = { CITES: 0.3, BUILDS_ON: 0.38, [COMPUTED]: 0.6 };
const stage = $("#stage");
const holder = $("#graph");
const narrow = matchMedia("(max-width: 900px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let lit = null; // ids drawn at full strength; null: all
let visible = new Set(); // ids of visible nodes
let boost = 1; // how much larger glyphs are drawn than the scale says, when far out

const placeOf = (node) => (state.view === "year" ? node.kg.at : [node.x, node.y]);

function paintNode({ ctx, id, x, y }) {
  const node = byId.get(id);
  const radius = node.size * boost;
  return {
    drawNode() {
      const faded = lit && !lit.has(id);
      const open = state.node === node || state.hover === node;
      ctx.globalAlpha = faded ? 0.14 : 1;
      if (node === seed) {
        ctx.beginPath();
        ctx.arc(x, y, radius + 5 * boost, 0, 2 * Math.PI);
        ctx.fillStyle = colours.seed;
        ctx.fill();
      }
      if (open && !faded) {
        trace(ctx, node.kg.t, x, y, radius + (node === seed ? 9 : 5) * boost);
        ctx.lineWidth = 2.2 * boost;
        ctx.strokeStyle = colours.text;
        ctx.stroke();
      }
      trace(ctx, node.kg.t, x, y, radius);
      ctx.fillStyle = nodeColour(node);
      ctx.fill();
      ctx.lineWidth = 1.6 * boost;
      ctx.strokeStyle = colours.stage;
      ctx.stroke();
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: 2 * radius + 4, height: 2 * radius + 4 },
  };
}

const nodeSet = new vis.DataSet(nodes.map((node) => ({
  id: node.id, x: node.x, y: node.y, size: node.size, hidden: true, shape: "custom", ctxRenderer: paintNode,
})));
const edgeSet = new vis.DataSet(edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, ...edgeStyle(edge) })));
const net = new vis.Network(holder, { nodes: nodeSet, edges: edgeSet }, {
  ...data.options,
  interaction: { ...data.options.interaction, dragNodes: false },
});

function edgeVisible(edge) {
  return visible.has(edge.from) && visible.has(edge.to) && !state.hiddenRelations.has(edge.rel);
}

/** How an edge is drawn now. Dashes stand for what is no citation, so that colour is not the only sign. */
function edgeStyle(edge) {
  const ends = state.edge === edge;
  const shown = !state.pointed.size || !lit || (lit.has(edge.from) && lit.has(edge.to));
  const touched = ends || shown && [state.node, state.hover].some((node) => node && (edge.from === node.id || edge.to === node.id));
  const quiet = !touched && (state.node || state.edge);
  // In the chart by year most lines cross it from top to bottom: they stay faint until one is asked for.
  const opacity = touched ? 0.95 : quiet ? 0.05 : (BASE[edge.rel] ?? 0.13) * (state.view === "year" ? 0.5 : 1);
  const paperToPaper = edge.rel === "CITES" || edge.rel === "BUILDS_ON";
  return {
    hidden: !edgeVisible(edge),
    color: { color: edgeColour(edge) || "#888888", opacity, inherit: false },
    width: ends ? 3.4 : touched ? 1.9 : edge.rel === COMPUTED ? 1.5 : 1,
    // Dashes cost the most of all that is drawn: in a large drawing only lines that stand out have them.
    dashes: paperToPaper || (!touched && edges.length > 1200) ? false : edge.rel === COMPUTED ? [7, 5] : [2, 4],
    arrows: { to: { enabled: touched && edge.rel !== COMPUTED } },
  };
}

const styles = new Map();

/** Give vis-network the edges whose style is no longer what it has. */
function restyle() {
  const different = [];
  for (const edge of edges) {
    const style = edgeStyle(edge);
    const key = JSON.stringify(style);
    if (styles.get(edge.id) === key) continue;
    styles.set(edge.id, key);
    different.push({ id: edge.id, ...style });
  }
  if (different.length) edgeSet.update(different);
}

function emphasise() {
  if (state.pointed.size) lit = new Set([...state.pointed, ...(state.node ? [state.node.id] : []), seed.id]);
  else if (state.node) lit = new Set([state.node.id, ...touching.get(state.node.id).filter(({ edge }) => edgeVisible(edge)).map(({ other }) => other.id)]);
  else if (state.edge) lit = new Set([state.edge.from, state.edge.to]);
  else lit = null;
}

/** Draw the present choice: which nodes stand out, which edges. */
function repaint() {
  emphasise();
  restyle();
  orderLabels();
  net.redraw();
}

/** Move every node to its place in the present view. */
function arrange() {
  nodeSet.update(nodes.map((node) => ({ id: node.id, x: placeOf(node)[0], y: placeOf(node)[1] })));
}

/** Show all that is visible, with room for labels and axes at the edges. */
function showAll(moving = true) {
  const shown = nodes.filter((node) => visible.has(node.id));
  if (!shown.length || state.view === "list") return;
  const wide = holder.clientWidth;
  const tall = holder.clientHeight;
  const small = wide < 600;
  const room = state.view === "year"
    ? { left: small ? 56 : 60, right: small ? 14 : 34, top: 64, bottom: small ? 66 : 58 }
    : { left: small ? 26 : 78, right: small ? 26 : 78, top: small ? 22 : 34, bottom: small ? 78 : 46 };
  const edgesOf = (at) => shown.map((node) => placeOf(node)[at]);
  const [left, right] = [Math.min(...edgesOf(0)), Math.max(...edgesOf(0))];
  const [top, bottom] = [Math.min(...edgesOf(1)), Math.max(...edgesOf(1))];
  const scale = Math.min(1.5, (wide - room.left - room.right) / Math.max(right - left, 60), (tall - room.top - room.bottom) / Math.max(bottom - top, 60));
  net.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    offset: { x: (room.left - room.right) / 2, y: (room.top - room.bottom) / 2 },
    scale: Math.max(scale, 0.05),
    animation: moving && !calm.matches && { duration: 350, easingFunction: "easeInOutQuad" },
  });
}

/** On a narrow screen, move the drawing so that the sheet does not cover what is chosen. */
function uncover() {
  const node = state.node ?? (state.edge && byId.get(state.edge.from));
  if (!node || !narrow.matches || state.view === "list") return;
  centre(node);
}

/** Bring a node into view; where it is in view already, nothing moves unless it is asked to come closer. */
function centre(node, closer = false) {
  if (state.view === "list") return;
  const [x, y] = placeOf(node);
  const at = net.canvasToDOM({ x, y });
  const low = holder.clientHeight * (narrow.matches ? 0.36 : 1) - 40;
  if (!closer && at.x > 50 && at.x < holder.clientWidth - 50 && at.y > 45 && at.y < low) return;
  const sheet = narrow.matches ? holder.clientHeight * 0.29 : 0;
  net.moveTo({
    position: { x, y },
    offset: { x: 0, y: -sheet },
    scale: closer ? Math.max(net.getScale(), 1) : Math.max(net.getScale(), narrow.matches ? 0.7 : 0.2),
    animation: !calm.matches && { duration: 350, easingFunction: "easeInOutQuad" },
  });
}

const zoomBy = (factor) => net.moveTo({ scale: Math.min(5, Math.max(0.05, net.getScale() * factor)), animation: !calm.matches && { duration: 150, easingFunction: "easeOutQuad" } });

net.on("beforeDrawing", (context) => {
  boost = Math.min(1.7, Math.max(1, (0.6 / net.getScale()) ** 0.75));
  drawBackdrop(context);
});
net.on("afterDrawing", (context) => {
  drawAxes(context);
  drawLabels(context);
});

net.on("click", ({ pointer }) => {
  const id = net.getNodeAt(pointer.DOM);
  if (id !== undefined) return choose(byId.get(id));
  const edge = net.getEdgeAt(pointer.DOM);
  if (edge !== undefined && edgeVisible(edgeById.get(edge))) return chooseEdge(edgeById.get(edge));
  choose(null);
});
net.on("doubleClick", ({ pointer }) => {
  const id = net.getNodeAt(pointer.DOM);
  if (id !== undefined) centre(byId.get(id), true);
});

const tip = $("#tip");

function hover(node) {
  if (state.hover === node) return;
  state.hover = node;
  tip.hidden = !node;
  holder.classList.toggle("pointing", Boolean(node));
  if (node) {
    const { x, y } = net.canvasToDOM({ x: placeOf(node)[0], y: placeOf(node)[1] });
    const facts = [KINDS[node.kg.t].word, node.kg.year, node.kg.rank ? `rank ${node.kg.rank}, score ${rounded(node.kg.score)}` : null];
    tip.replaceChildren(isolated(node.kg.name, "strong"), el("span", {}, facts.filter(Boolean).join(" · ")));
    const below = y + 18 + tip.offsetHeight < stage.clientHeight;
    tip.style.left = `${Math.max(6, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? y + 16 : Math.max(6, y - tip.offsetHeight - 14)}px`;
  }
  changed("hover");
}

net.on("hoverNode", ({ node }) => hover(byId.get(node)));
net.on("blurNode", () => hover(null));
net.on("dragStart", () => hover(null));
net.on("zoom", () => hover(null));
holder.addEventListener("pointerleave", () => hover(null));
