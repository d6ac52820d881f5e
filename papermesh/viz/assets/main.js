// Putting it together: which change redraws what, the buttons of the head, and the start.

function show(view) {
  if (state.view === view) return;
  state.view = view;
  changed("view");
}

function drawView() {
  const list = state.view === "list";
  $("#list").hidden = !list;
  holder.hidden = list;
  $(".zoom").hidden = list;
  $("#count").hidden = list;
  tip.hidden = true;
  for (const item of document.querySelectorAll("[data-view]")) item.setAttribute("aria-pressed", String(item.dataset.view === state.view));
  drawReading();
  if (list) return drawList();
  arrange();
  repaint();
  showAll(false);
}

function drawTheme() {
  document.documentElement.classList.toggle("dark", state.dark);
  $("#theme").setAttribute("aria-pressed", String(state.dark));
  readColours();
  drawLegend();
  drawCounts();
  repaint();
}

function drawFiltered() {
  filter();
  drawCounts();
  drawList();
  repaint();
}

upon("choice", () => { showPanel(); drawList(); repaint(); uncover(); });
upon("hover", repaint);
upon("filter", drawFiltered);
upon("view", drawView);
upon("theme", drawTheme);

for (const item of document.querySelectorAll("[data-view]")) item.addEventListener("click", () => show(item.dataset.view));
$("#fit").addEventListener("click", () => showAll());
$("#zoom-in").addEventListener("click", () => zoomBy(1.35));
$("#zoom-out").addEventListener("click", () => zoomBy(1 / 1.35));
$("#help").addEventListener("click", () => $("#keys").showModal());
$("#theme").addEventListener("click", () => {
  state.dark = !state.dark;
  memory.set("theme", state.dark ? "dark" : "light");
  changed("theme");
});

function openFilters(open) {
  document.body.classList.toggle("filtering", open);
  $("#open-filters").setAttribute("aria-expanded", String(open));
  (open ? $("#close-filters") : $("#open-filters")).focus();
}
$("#open-filters").addEventListener("click", () => openFilters(!document.body.classList.contains("filtering")));
$("#close-filters").addEventListener("click", () => openFilters(false));

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const remembered = memory.get("theme");
state.dark = remembered ? remembered === "dark" : prefersDark.matches;
prefersDark.addEventListener("change", (event) => {
  if (memory.get("theme")) return;
  state.dark = event.matches;
  changed("theme");
});

let lastWidth = holder.clientWidth;
new ResizeObserver(() => {
  if (holder.hidden || Math.abs(holder.clientWidth - lastWidth) < 2) return;
  lastWidth = holder.clientWidth;
  showAll(false);
}).observe(holder);

addEventListener("hashchange", () => {
  recall();
  drawFiltered();
  drawView();
  showPanel();
});

recall();
prepareSliders();
drawFacts();
readColours();
filter();
drawTheme();
showPanel();
raiseSheet(false);
drawView();
if (state.node && state.view !== "list") centre(state.node);

globalThis.papermesh = Object.freeze({ net, state, nodes, edges, visible: () => visible, choose, show, showAll });
