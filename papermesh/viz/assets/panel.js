// The panel: what is known of the chosen paper, entity or connection, with the sentences that prove it.

const details = $("#details");
const sheetName = $("#sheet-name");

const section = (title, ...content) => el("section", {}, el("h3", {}, title), content);

function heading(kind, facts, name) {
  return [
    el("p", { class: "kind" }, icon(kind, 13), facts.filter(Boolean).join(" · ")),
    isolated(name, "h2"),
  ];
}

function linkList(node) {
  const links = (node.kg.links ?? []).map(([text, url]) =>
    el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, isolated(text), svg("svg", { viewBox: "0 0 10 10", width: 9, height: 9, "aria-hidden": "true" }, svg("path", { d: "M3 1h6v6M9 1 1 9", fill: "none", stroke: "currentColor", "stroke-width": 1.4 })), el("span", { class: "unseen" }, " (opens a new tab)")));
  const cite = node.kg.t === "Paper" ? [button("Copy BibTeX", (event) => copy(bibtexOf([node]), event.currentTarget), { class: "quiet" })] : [];
  return links.length || cite.length ? el("p", { class: "links" }, links, cite) : null;
}

function authorLine(node) {
  const authors = node.kg.authors ?? [];
  if (!authors.length) return null;
  const line = el("p", { class: "authors", dir: "auto" });
  const show = (count) => {
    const rest = authors.length - count;
    line.replaceChildren(authors.slice(0, count).join(", "), ...(rest > 0 ? [" ", button(`and ${rest} more`, () => show(authors.length), { class: "inline" })] : []));
  };
  show(authors.length > 7 ? 5 : authors.length);
  return line;
}

/** The abstract, with every mention that proves an edge marked in the colour of its kind. */
function abstractView(node) {
  const text = node.kg.abs;
  if (!text) return el("p", { class: "note" }, "This graph holds no abstract of it.");
  const parts = [];
  let at = 0;
  for (const { start, end, edge } of mentions(node)) {
    const target = byId.get(edge.to);
    parts.push(text.slice(at, start), el("mark", {
      class: target.kg.t.toLowerCase(), title: `${verb(edge)} ${target.label}`,
      onpointerenter: () => point([target]), onpointerleave: () => point([]), onclick: () => chooseEdge(edge),
    }, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return el("p", { class: "abstract", dir: "auto" }, parts);
}

/** A row for one edge, seen from one of its ends: opens to the sentence. */
function edgeRow(edge, other, within) {
  const head = [icon(other.kg.t, 13), isolated(other.label, "span", { class: "grow" }), edge.note ? el("small", {}, edge.note) : null, other.kg.t === "Paper" && other.kg.year ? el("small", {}, String(other.kg.year)) : null];
  const body = () => [
    ...(edge.p ?? []).map((number) => proofView(number, { within })),
    edge.p?.length ? null : el("p", { class: "note" }, WITHOUT_PROOF[edge.rel] ?? "A source states this; no sentence is stored."),
    el("p", { class: "links" }, button(`Go to ${other.label}`, () => { choose(other); centre(other); }, { class: "quiet" })),
  ].filter(Boolean);
  return disclosure(head, body, { onpointerenter: () => point([other, within]), onpointerleave: () => point([]) });
}

const WITHOUT_PROOF = {
  CITES: "From the list of references.",
  BUILDS_ON: "It uses, or compares with, what the other paper introduces.",
};

/** Neighbours grouped by relation and direction, the papers among them by rank. */
function connections(node, wanted) {
  const groups = new Map();
  for (const touch of touching.get(node.id)) {
    if (!wanted(touch) || touch.edge.rel === COMPUTED) continue;
    const name = touch.out ? verb(touch.edge) : passive(touch.edge);
    groups.set(name, [...(groups.get(name) ?? []), touch]);
  }
  const byRank = (a, b) => (a.other.kg.rank ?? 0) - (b.other.kg.rank ?? 0) || a.other.label.localeCompare(b.other.label, "en");
  return [...groups].map(([name, touches]) => {
    touches.sort(byRank);
    const title = [name[0].toUpperCase() + name.slice(1), el("span", { class: "amount" }, String(touches.length))];
    const papersOnly = touches.every(({ other }) => other.kg.t === "Paper");
    if (papersOnly && node.kg.t === "Paper") return section(title, el("p", { class: "chips" }, touches.map(({ other }) => chip(other))));
    return section(title, el("ul", { class: "rows" }, touches.map(({ edge, other }) => edgeRow(edge, other, node))));
  });
}

function paperView(node) {
  const { kg } = node;
  const cited = kg.cited ? `cited by ${kg.cited} here` : null;
  const out = [
    ...heading("Paper", [node === seed ? "Seed paper" : "Paper", kg.year, kg.venue, cited], kg.name),
    authorLine(node),
    linkList(node),
  ];
  if (node === seed) out.push(closest());
  else if (kg.rank) out.push(scoreView(node));
  out.push(section("Abstract", abstractView(node)));
  out.push(...connections(node, ({ other }) => other.kg.t !== "Paper"), ...connections(node, ({ other }) => other.kg.t === "Paper"));
  return out;
}

/** The best of the ranking, under the seed. */
function closest() {
  if (!ranked.length) return section("Closest papers", el("p", { class: "note" }, "Nothing in this graph is related to it by citations, shared names or wording."));
  const best = ranked[0].kg.score;
  const row = (node) => el("li", {}, el("button", {
    type: "button", class: "row", onclick: () => { choose(node); centre(node); },
    onpointerenter: () => point([node]), onpointerleave: () => point([]),
  }, el("span", { class: "rank" }, String(node.kg.rank)), isolated(node.label, "span", { class: "grow" }), el("span", { class: "number" }, rounded(node.kg.score)), bar(0, node.kg.score, best, 0)));
  return section("Closest papers", el("ol", { class: "rows closest" }, ranked.slice(0, 8).map(row)));
}

function entityView(node) {
  const { kg } = node;
  return [
    ...heading(kg.t, [KINDS[kg.t].word], kg.name),
    linkList(node),
    kg.details ? el("dl", { class: "facts" }, kg.details.flatMap(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)])) : null,
    ...connections(node, ({ other }) => other.kg.t === "Paper"),
    ...connections(node, ({ other }) => other.kg.t !== "Paper"),
  ];
}

function edgeView(edge) {
  const [tail, head] = [byId.get(edge.from), byId.get(edge.to)];
  const proofs = edge.p ?? [];
  const out = [
    el("p", { class: "kind" }, "Connection"),
    el("h2", { class: "triple" }, chip(tail), el("span", {}, ` ${verb(edge)} `), chip(head)),
    edge.note ? el("p", { class: "note" }, edge.note) : null,
    ...proofs.map((number) => proofView(number)),
  ];
  if (!proofs.length && edge.rel !== COMPUTED) out.push(el("p", { class: "note" }, WITHOUT_PROOF[edge.rel] ?? "A source states this; no sentence is stored."));
  const other = [tail, head].find((node) => node !== seed && node.kg.rank);
  if (other && (tail === seed || head === seed)) out.push(scoreView(other));
  const more = between(tail, head).filter((one) => one !== edge);
  if (more.length) out.push(section("Also", el("ul", { class: "rows" }, more.map((one) => el("li", {}, el("button", { type: "button", class: "row", onclick: () => chooseEdge(one) }, `${byId.get(one.from).label} ${verb(one)} ${byId.get(one.to).label}`))))));
  return out;
}

function showPanel() {
  const open = state.node ?? (state.edge ? null : seed);
  const view = open ? (open.kg.t === "Paper" ? paperView(open) : entityView(open)) : edgeView(state.edge);
  details.replaceChildren(...view.flat().filter(Boolean));
  details.scrollTop = 0;
  sheetName.textContent = open ? open.label : `${byId.get(state.edge.from).label} ${verb(state.edge)} ${byId.get(state.edge.to).label}`;
  if (state.node || state.edge) raiseSheet(true);
}

/** On a narrow screen the panel is a sheet at the bottom: a line, or half of the screen. */
function raiseSheet(up) {
  document.body.classList.toggle("raised", up);
  $("#sheet").setAttribute("aria-expanded", String(up));
}

$("#sheet").addEventListener("click", () => raiseSheet(!document.body.classList.contains("raised")));
