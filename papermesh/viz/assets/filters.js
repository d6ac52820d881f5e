// Legend and filters: each line of the legend counts what it stands for and hides or shows it.

const inYears = (node) => node.kg.year === undefined || (node.kg.year >= state.from && node.kg.year <= state.to);

/** Work out what is visible: papers first, then the entities that still touch one of them. */
function filter() {
  const shown = new Set();
  for (const node of papers)
    if (node === seed || (!state.hiddenKinds.has("Paper") && inYears(node) && (node.kg.rank ?? Infinity) <= state.top)) shown.add(node.id);
  for (const node of nodes) {
    if (node.kg.t === "Paper" || state.hiddenKinds.has(node.kg.t)) continue;
    if (touching.get(node.id).some(({ edge, other }) => shown.has(other.id) && other.kg.t === "Paper" && !state.hiddenRelations.has(edge.rel))) shown.add(node.id);
  }
  const turned = nodes.filter((node) => shown.has(node.id) !== visible.has(node.id));
  visible = shown;
  if (turned.length) nodeSet.update(turned.map((node) => ({ id: node.id, hidden: !visible.has(node.id) })));
}

/** A line of the legend with its count. */
function legendLine(set, name, text, sign, count) {
  const box = el("input", {
    type: "checkbox", "data-name": name, checked: !set.has(name),
    onchange: (event) => {
      if (event.currentTarget.checked) set.delete(name);
      else set.add(name);
      changed("filter");
    },
  });
  box.checked = !set.has(name);
  return el("label", { class: "line" }, box, sign, el("span", { class: "grow" }, text), el("span", { class: "amount", "data-count": name }, String(count)));
}

function sample(edge) {
  const dashes = edge.rel === "CITES" || edge.rel === "BUILDS_ON" ? null : edge.rel === COMPUTED ? "5 3" : "2 2.5";
  return svg("svg", { width: 22, height: 10, "aria-hidden": "true", class: "sample" }, svg("line", { x1: 0, x2: 22, y1: 5, y2: 5, stroke: edgeColour(edge), "stroke-width": 2.2, "stroke-dasharray": dashes }));
}

const tally = (things, name) => {
  const counts = new Map();
  for (const thing of things) counts.set(name(thing), (counts.get(name(thing)) ?? 0) + 1);
  return counts;
};

function drawLegend() {
  const kinds = tally(nodes, (node) => node.kg.t);
  $("#kinds").replaceChildren(...Object.keys(KINDS).filter((kind) => kinds.has(kind)).map((kind) => legendLine(state.hiddenKinds, kind, KINDS[kind].many, icon(kind, 15), kinds.get(kind))));
  const relations = tally(edges, (edge) => edge.rel);
  const firstOf = (relation) => edges.find((edge) => edge.rel === relation);
  $("#relations").replaceChildren(...Object.keys(page.verbs).filter((relation) => relations.has(relation)).map((relation) => legendLine(state.hiddenRelations, relation, page.verbs[relation], sample(firstOf(relation)), relations.get(relation))));
  drawReading();
}

/** How to read the present view. */
function drawReading() {
  const steps = Array.from({ length: 24 }, (_, place) => svg("rect", { x: place * 7, width: 7.4, height: 10, fill: yearColour(firstYear + ((lastYear - firstYear) * place) / 23) }));
  const ramp = firstYear < lastYear && Number.isFinite(firstYear)
    ? [svg("svg", { viewBox: "0 0 168 10", class: "ramp", preserveAspectRatio: "none", role: "img", "aria-label": `Papers are shaded from ${firstYear} to ${lastYear}` }, steps), el("p", { class: "ends" }, el("span", {}, String(firstYear)), el("span", {}, String(lastYear)))]
    : [];
  const where = state.view === "year"
    ? "Columns are years, rows say how many papers of this graph cite a paper, lanes below hold what papers share."
    : "The nearer to the middle, the more related. What papers share stands around them, on their side.";
  $("#reading").replaceChildren(...ramp, el("p", { class: "note" }, where, " Larger papers are cited more within this graph."));
}

function drawFacts() {
  const { facts } = page;
  const command = el("code", {}, facts.command);
  $("#facts").replaceChildren(...[
    el("p", { class: "note" }, "Graph ", isolated(facts.store, "strong"), ` with ${plural(facts.papers, "paper")}`, facts.loaded ? `, last loaded ${facts.loaded}.` : ".",
      facts.related === null ? ` The closest ${ranked.length} of its related papers are here.` : ` ${plural(facts.related, "paper is", "papers are")} related to this one.`,
      facts.left_out ? ` ${plural(facts.left_out, "connecting entity", "connecting entities")} did not fit.` : ""),
    facts.unknown.length ? el("ul", { class: "note unknown" }, facts.unknown.map((sentence) => el("li", {}, sentence))) : null,
    el("div", { class: "command" }, command, button("Copy command", (event) => copy(facts.command, event.currentTarget), { class: "quiet", id: "copy-command" })),
  ].filter(Boolean));
}

/** Bring counts, sliders and the line under the drawing up to date. */
function drawCounts() {
  const shown = nodes.filter((node) => visible.has(node.id));
  const lines = edges.filter(edgeVisible);
  const kinds = tally(shown, (node) => node.kg.t);
  const relations = tally(lines, (edge) => edge.rel);
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = String(kinds.get(place.dataset.count) ?? relations.get(place.dataset.count) ?? 0);
  for (const box of document.querySelectorAll("#filters [data-name]")) box.checked = !state.hiddenKinds.has(box.dataset.name) && !state.hiddenRelations.has(box.dataset.name);
  const shownPapers = kinds.get("Paper") ?? 0;
  $("#count").textContent = `${plural(shownPapers, "paper")}, ${plural(shown.length - shownPapers, "entity", "entities")}, ${plural(lines.length, "connection")}`;
  $("#top").value = state.top;
  $("#top-value").textContent = `${state.top} of ${ranked.length}`;
  $("#from").value = state.from;
  $("#to").value = state.to;
  $("#years-value").textContent = state.from === state.to ? String(state.from) : `${state.from}–${state.to}`;
}

function prepareSliders() {
  const slider = (id, least, most, act) => {
    Object.assign($(id), { min: least, max: most });
    $(id).addEventListener("input", (event) => {
      act(Number(event.currentTarget.value));
      changed("filter");
    });
  };
  slider("#top", Math.min(1, ranked.length), ranked.length, (value) => { state.top = value; });
  slider("#from", firstYear, lastYear, (value) => { state.from = Math.min(value, state.to); });
  slider("#to", firstYear, lastYear, (value) => { state.to = Math.max(value, state.from); });
  if (!ranked.length) $("#top").closest(".slider").hidden = true;
  if (!(firstYear < lastYear)) $("#years").hidden = true;
}
