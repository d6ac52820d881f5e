// Search over titles, names, authors and abstracts, as a list under the field.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const SEARCH_MOST = 12;
const searched = nodes.map((node) => ({
  node,
  name: fold(`${node.label} ${node.kg.name}`),
  text: fold([node.label, node.kg.name, KINDS[node.kg.t].word, node.kg.year, node.kg.venue, ...(node.kg.authors ?? []), node.kg.abs].filter(Boolean).join(" ")),
}));
const queryField = $("#query");
const hitList = $("#hits");
let hits = [];
let current = 0;

/** Nodes that hold every word, those that hold them in their name first. */
function find(query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const value = ({ node, name }) => (name.startsWith(words[0]) ? 0 : words.every((word) => name.includes(word)) ? 1 : 2) * 10_000 + (node.kg.rank ?? (node === seed ? 0 : 5_000 - touching.get(node.id).length));
  return searched.filter(({ text }) => words.every((word) => text.includes(word))).sort((a, b) => value(a) - value(b)).map(({ node }) => node);
}

function drawHits() {
  const open = Boolean(queryField.value.trim()) && document.activeElement === queryField;
  hitList.hidden = !open;
  queryField.setAttribute("aria-expanded", String(open));
  if (open && hits.length) queryField.setAttribute("aria-activedescendant", `hit-${current}`);
  else queryField.removeAttribute("aria-activedescendant");
  const rows = hits.slice(0, SEARCH_MOST).map((node, place) => el("li", {
    role: "option", id: `hit-${place}`, "aria-selected": String(place === current),
    onpointerdown: (event) => { event.preventDefault(); pick(node); },
  }, icon(node.kg.t, 13), isolated(node.kg.t === "Paper" ? node.kg.name : node.label, "span", { class: "grow" }), el("small", {}, [KINDS[node.kg.t].word, node.kg.year, visible.has(node.id) ? null : "filtered out"].filter(Boolean).join(" · "))));
  if (!rows.length) rows.push(el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "none" }, "Nothing on this page matches."));
  if (hits.length > SEARCH_MOST) rows.push(el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "none" }, `and ${hits.length - SEARCH_MOST} more`));
  hitList.replaceChildren(...rows);
}

function pick(node) {
  if (!node) return;
  queryField.value = "";
  queryField.blur();
  drawHits();
  if (!visible.has(node.id)) reveal(node);
  choose(node);
  centre(node);
  (state.view === "list" ? $("#list") : holder).focus({ preventScroll: true });
}

/** Loosen the filters that hide a node. */
function reveal(node) {
  state.hiddenKinds.delete(node.kg.t);
  if (node.kg.t === "Paper") {
    state.top = Math.max(state.top, node.kg.rank ?? 0);
    state.from = Math.min(state.from, node.kg.year ?? state.from);
    state.to = Math.max(state.to, node.kg.year ?? state.to);
  } else {
    state.hiddenRelations.clear();
    state.top = ranked.length;
    state.from = firstYear;
    state.to = lastYear;
  }
  changed("filter");
}

queryField.addEventListener("input", () => { hits = find(queryField.value); current = 0; drawHits(); });
queryField.addEventListener("focus", () => { hits = find(queryField.value); drawHits(); });
queryField.addEventListener("blur", drawHits);
queryField.addEventListener("keydown", (event) => {
  const count = Math.min(hits.length, SEARCH_MOST);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    current = (current + (event.key === "ArrowDown" ? 1 : count - 1)) % Math.max(count, 1);
    drawHits();
    event.preventDefault();
  } else if (event.key === "Enter") pick(hits[current]);
  else if (event.key === "Escape") {
    queryField.value = "";
    queryField.blur();
  }
  event.stopPropagation();
});
