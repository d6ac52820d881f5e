// The list: the same nodes as the drawing, as a table that can be sorted.

const COLUMNS = [
  ["Rank", (node) => node.kg.rank ?? (node === seed ? 0 : Infinity), "number"],
  ["Name", (node) => node.kg.name, ""],
  ["Kind", (node) => KINDS[node.kg.t].word, ""],
  ["Year", (node) => node.kg.year ?? Infinity, "number"],
  ["Cited here", (node) => -(node.kg.cited ?? -1), "number"],
  ["Score", (node) => -(node.kg.score ?? -1), "number"],
  ["Why", null, ""],
];
const listing = { column: 0, down: false };

function sorted(shown) {
  const value = COLUMNS[listing.column][1];
  const order = (a, b) => {
    const [one, two] = [value(a), value(b)];
    const difference = typeof one === "string" ? one.localeCompare(two, "en") : one === two ? 0 : one - two;
    const ties = (a.kg.rank ?? Infinity) === (b.kg.rank ?? Infinity) ? a.label.localeCompare(b.label, "en") : (a.kg.rank ?? Infinity) - (b.kg.rank ?? Infinity);
    return (listing.down ? -difference : difference) || ties;
  };
  return shown.sort(order);
}

/** What a node has to do with the seed, in a few words. */
function summary(node) {
  if (node === seed) return "the paper this page is about";
  if (node.kg.why) return [...node.kg.why].sort((a, b) => b.m - a.m).slice(0, 2).map((reason) => reason.text).join("; ");
  const count = touching.get(node.id).filter(({ other }) => visible.has(other.id)).length;
  return `connects ${plural(count, "paper")}`;
}

function drawList() {
  if (state.view !== "list") return;
  const head = COLUMNS.map(([name, value, kind], place) => {
    const order = place === listing.column ? (listing.down ? "descending" : "ascending") : null;
    const turn = () => {
      listing.down = place === listing.column ? !listing.down : false;
      listing.column = place;
      drawList();
      $("#list").querySelectorAll("th button")[place]?.focus();
    };
    return el("th", { scope: "col", class: kind, "aria-sort": order }, value ? button(name, turn) : name);
  });
  const rows = sorted(nodes.filter((node) => visible.has(node.id))).map((node) => el("tr", { class: node === state.node ? "open" : null, "data-id": node.id },
    el("td", { class: "number" }, node.kg.rank ? String(node.kg.rank) : node === seed ? "★" : ""),
    el("td", {}, button(isolated(node.kg.name), () => choose(node), { class: "title" })),
    el("td", { class: "kind-cell", title: KINDS[node.kg.t].word }, icon(node.kg.t, 13), el("span", { class: "unseen" }, KINDS[node.kg.t].word)),
    el("td", { class: "number" }, node.kg.year ?? ""),
    el("td", { class: "number" }, node.kg.cited ?? ""),
    el("td", { class: "number" }, node.kg.score === undefined ? "" : rounded(node.kg.score)),
    isolated(summary(node), "td")));
  $("#list").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}
