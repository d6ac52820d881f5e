// Why: sentences with their mention marked, and the addends of a score with bars that lie end to end.

/** A node as a chip that opens it. */
function chip(node) {
  return el("button", {
    type: "button", class: "chip", onclick: () => { choose(node); centre(node); },
    onpointerenter: () => point([node]), onpointerleave: () => point([]),
    onfocus: () => point([node]), onblur: () => point([]),
  }, icon(node.kg.t, 12), isolated(node.label));
}

/** A sentence that proves something, its mention marked, and where it stands. */
function proofView(number, { within = null } = {}) {
  const { paper, field } = proofOf(number);
  const [before, mention, after] = proofParts(number);
  const place = field === "title" || field === "abstract" ? `in the ${field}` : field ? `in “${field}”` : "";
  const source = paper && paper !== within ? [" of ", chip(paper)] : [];
  return el("figure", { class: "proof" },
    el("blockquote", { dir: "auto" }, before, mention ? el("mark", {}, mention) : null, after),
    place || source.length ? el("figcaption", {}, place || "from the text", source) : null);
}

/** A row that opens on a click to show what is behind it. */
function disclosure(head, body, properties = {}) {
  const inside = el("div", { class: "inside", hidden: true });
  const row = el("button", {
    type: "button", class: "row", "aria-expanded": "false", ...properties,
    onclick: () => {
      const open = row.getAttribute("aria-expanded") !== "true";
      row.setAttribute("aria-expanded", String(open));
      if (open && !inside.childNodes.length) inside.append(...body());
      inside.hidden = !open;
    },
  }, head);
  return el("li", {}, row, inside);
}

/** A bar from where the addends before it end: all of them together fill the whole width. */
function bar(before, size, total, place) {
  const share = (value) => ((value / Math.max(1, total)) * 1000).toFixed(2);
  return svg("svg", { class: "bar", viewBox: "0 0 1000 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: 1000, height: 8, class: "track" }),
    svg("rect", { x: share(before), width: share(size), height: 8, class: `addend a${place % 6}` }));
}

/** The nodes of a reason that are on the page, and the names of those that are not. */
function named(reason) {
  const inside = [];
  const outside = [];
  for (const name of reason.names ?? []) {
    if (typeof name === "string") inside.push(byId.get(name));
    else outside.push(name[0]);
  }
  return { inside, outside };
}

function reasonRow(reason, before, node, place) {
  const { inside, outside } = named(reason);
  const component = page.components[reason.c];
  const target = inside.length ? [...inside, node] : [node];
  const head = [
    el("span", { class: "what" }, el("strong", {}, componentName(component)), el("span", { class: "number" }, `+${exact(reason.m)}`)),
    bar(before, reason.m, node.kg.score, place),
    isolated(reason.text, "span", { class: "text" }),
  ];
  const body = () => [
    inside.length || outside.length ? el("p", { class: "chips" }, inside.map(chip), outside.map((name) => isolated(name, "span", { class: "chip plain" }))) : null,
    ...(reason.p ?? []).map((number) => proofView(number)),
    reason.p?.length ? null : el("p", { class: "note" }, WITHOUT_SENTENCE[component] ?? "This addend is computed, so no single sentence states it."),
  ].filter(Boolean);
  return disclosure(head, body, {
    "data-component": component,
    onpointerenter: () => point(target), onpointerleave: () => point([]),
  });
}

const WITHOUT_SENTENCE = {
  direct_citation: "It stands in the list of references.",
  bibliographic_coupling: "Counted from the two lists of references.",
  co_citation: "Counted from the papers of this graph that cite both.",
  text: "Compared by the words of title and abstract, rare words counting more.",
};

/** The score of a paper against the seed, with its addends. */
function scoreView(node) {
  const { score, rank, why = [] } = node.kg;
  let before = 0;
  const rows = why.map((reason, place) => {
    const row = reasonRow(reason, before, node, place);
    before += reason.m;
    return row;
  });
  return el("section", { class: "score", "aria-label": "Why it is related" },
    el("h3", {}, "Why it is related to ", isolated(seed.label)),
    el("p", { class: "total" }, el("strong", {}, exact(score)), el("span", {}, `rank ${rank} of ${ranked.length}`)),
    el("ol", { class: "rows reasons" }, rows),
    el("p", { class: "sum" }, why.map((reason) => exact(reason.m)).join(" + "), " = ", el("strong", {}, exact(before))));
}
