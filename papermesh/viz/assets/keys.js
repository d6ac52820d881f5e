// The keyboard: everything that the pointer can do with the drawing.

/** Go along the ranking from the open paper. */
function along(step) {
  const shown = ranked.filter((node) => visible.has(node.id));
  if (!shown.length) return;
  const at = shown.indexOf(state.node);
  const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length;
  choose(shown[next]);
  centre(shown[next]);
}

/** Go to the visible neighbour that lies most nearly in a direction. */
function towards(dx, dy) {
  const here = state.node ?? seed;
  const [x, y] = placeOf(here);
  let best = null;
  let least = Infinity;
  for (const { edge, other } of touching.get(here.id)) {
    if (!edgeVisible(edge)) continue;
    const [ox, oy] = placeOf(other);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy - (oy - y) * dx);
    if (ahead > 0 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
  }
  if (best) {
    choose(best);
    centre(best);
  }
}

const KEYS = {
  "/": () => queryField.focus(),
  "?": () => $("#keys").showModal(),
  Escape: () => { $("#export").open = false; choose(null); raiseSheet(false); },
  n: () => along(1),
  p: () => along(-1),
  s: () => { choose(seed); centre(seed); },
  d: () => $("#theme").click(),
  0: () => showAll(),
  "+": () => zoomBy(1.25),
  "=": () => zoomBy(1.25),
  "-": () => zoomBy(0.8),
  1: () => show("map"),
  2: () => show("year"),
  3: () => show("list"),
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  const { activeElement } = document;
  if (event.ctrlKey || event.metaKey || event.altKey || $("#keys").open) return;
  if (activeElement.tagName === "INPUT" && event.key !== "Escape") return;
  if (Object.hasOwn(ARROWS, event.key)) {
    if (activeElement !== holder && activeElement !== document.body) return;
    towards(...ARROWS[event.key]);
  } else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
  else return;
  event.preventDefault();
});
