// What is visible, as a file made in the browser: image, drawing, references, graph, data.

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
}

const saveText = (text, type, name) => save(new Blob([text], { type: `${type};charset=utf-8` }), name);

const xml = (value) => String(value ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const shownNodes = () => nodes.filter((node) => visible.has(node.id));
const shownEdges = () => edges.filter(edgeVisible);

function exportPng() {
  const canvas = $("#graph canvas");
  const image = document.createElement("canvas");
  Object.assign(image, { width: canvas.width, height: canvas.height });
  const context = image.getContext("2d");
  context.fillStyle = colours.stage;
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(canvas, 0, 0);
  image.toBlob((blob) => save(blob, "related-work.png"));
}

function exportSvg() {
  const shown = shownNodes();
  const margin = 110;
  const xs = shown.map((node) => placeOf(node)[0]);
  const ys = shown.map((node) => placeOf(node)[1]);
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const [wide, tall] = [Math.max(...xs) + margin - left, Math.max(...ys) + margin - top];
  const lines = shownEdges().map((edge) => {
    const [[x1, y1], [x2, y2]] = [placeOf(byId.get(edge.from)), placeOf(byId.get(edge.to))];
    const { color, dashes, width } = edgeStyle(edge);
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${xml(color.color)}" stroke-opacity="${color.opacity}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes.join(" ")}"` : ""}/>`;
  });
  const glyphs = shown.map((node) => {
    const [x, y] = placeOf(node);
    const [tag, shape] = outline(node.kg.t, node.size);
    const attributes = Object.entries(shape).map(([name, value]) => `${name}="${value}"`).join(" ");
    const ring = node === seed ? `<circle r="${node.size + 5}" fill="${xml(colours.seed)}"/>` : "";
    return `<g transform="translate(${x} ${y})"><title>${xml(node.kg.name)}</title>${ring}<${tag} ${attributes} fill="${xml(nodeColour(node))}" stroke="${xml(colours.stage)}"/>` +
      `<text y="${node.size + 14}" font-size="${labelSize(node)}" text-anchor="middle" fill="${xml(colours.text)}" stroke="${xml(colours.stage)}" stroke-width="3" paint-order="stroke">${xml(node.label)}</text></g>`;
  });
  saveText(`<svg xmlns="${SVG}" viewBox="${left} ${top} ${wide} ${tall}" font-family="sans-serif"><rect x="${left}" y="${top}" width="${wide}" height="${tall}" fill="${xml(colours.stage)}"/>${lines.join("")}${glyphs.join("")}</svg>\n`, "image/svg+xml", "related-work.svg");
}

function exportGraphml() {
  const fields = { kind: "t", key: "key", name: "name", year: "year", cited_here: "cited", rank: "rank", score_millionths: "score" };
  const whole = new Set(["year", "cited_here", "rank", "score_millionths"]);
  const keys = Object.keys(fields).map((name) => `<key id="${name}" for="node" attr.name="${name}" attr.type="${whole.has(name) ? "int" : "string"}"/>`);
  const ofEdges = ["relation", "evidence"].map((name) => `<key id="${name}" for="edge" attr.name="${name}" attr.type="string"/>`);
  const value = (name, content) => (content === undefined ? "" : `<data key="${name}">${xml(content)}</data>`);
  const ns = shownNodes().map((node) => `<node id="${node.id}">${Object.entries(fields).map(([name, field]) => value(name, node.kg[field])).join("")}</node>`);
  const es = shownEdges().map((edge) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}">${value("relation", edge.rel)}${value("evidence", edge.p ? proofParts(edge.p[0]).join("") : undefined)}</edge>`);
  saveText(`<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${[...keys, ...ofEdges].join("")}\n<graph edgedefault="directed">\n${[...ns, ...es].join("\n")}\n</graph>\n</graphml>\n`, "application/xml", "related-work.graphml");
}

function exportJson() {
  const node = ({ label, kg }) => ({
    kind: kg.t, key: kg.key, name: kg.name, label, year: kg.year, authors: kg.authors, venue: kg.venue, cited_here: kg.cited, rank: kg.rank, score_millionths: kg.score,
    reasons: kg.why?.map((reason) => ({ component: page.components[reason.c], millionths: reason.m, text: reason.text })),
  });
  const edge = (one) => ({ from: byId.get(one.from).kg.key, to: byId.get(one.to).kg.key, relation: one.rel, evidence: one.p?.map((number) => proofParts(number).join("")) });
  saveText(`${JSON.stringify({ title: page.title, made_from: page.facts, nodes: shownNodes().map(node), edges: shownEdges().map(edge) }, null, 1)}\n`, "application/json", "related-work.json");
}

/** BibTeX of papers, with unlike keys; signs that mean something to TeX are escaped. */
function bibtexOf(chosen) {
  const used = new Map();
  const tex = (text) => String(text).replace(/[\\{}$&#%_^~]/g, (sign) => ({ "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[sign] ?? `\\${sign}`);
  return chosen.map((node) => {
    const { kg } = node;
    const last = fold((kg.authors?.[0] ?? "anonymous").split(" ").at(-1)).replace(/[^a-z]/g, "") || "anonymous";
    const word = fold(kg.name).split(/[^a-z0-9]+/).find((one) => one.length > 3) ?? "paper";
    const stem = `${last}${kg.year ?? ""}${word}`;
    used.set(stem, (used.get(stem) ?? 0) + 1);
    const key = used.get(stem) > 1 ? `${stem}${used.get(stem)}` : stem;
    const [scheme, id] = [kg.key.slice(0, kg.key.indexOf(":")), kg.key.slice(kg.key.indexOf(":") + 1)];
    const entries = [
      ["title", `{${tex(kg.name)}}`], ["author", kg.authors && tex(kg.authors.join(" and "))], ["year", kg.year],
      [kg.venue ? "booktitle" : "howpublished", kg.venue ? tex(kg.venue) : scheme === "arxiv" ? `arXiv:${tex(id)}` : null],
      ["eprint", scheme === "arxiv" ? tex(id) : null], ["archiveprefix", scheme === "arxiv" ? "arXiv" : null],
      ["doi", scheme === "doi" ? id.replace(/[{}\\]/g, "") : null], ["url", kg.links?.[0]?.[1].replace(/[{}\\]/g, "")],
    ];
    return `@${kg.venue ? "inproceedings" : "misc"}{${key},\n${entries.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`).join("\n")}\n}\n`;
  }).join("\n");
}

const EXPORTS = {
  png: exportPng, svg: exportSvg, graphml: exportGraphml, json: exportJson,
  bibtex: () => saveText(bibtexOf(shownNodes().filter((node) => node.kg.t === "Paper")), "application/x-bibtex", "related-work.bib"),
};

for (const item of document.querySelectorAll("[data-export]"))
  item.addEventListener("click", () => {
    EXPORTS[item.dataset.export]();
    $("#export").open = false;
  });
document.addEventListener("pointerdown", (event) => { if (!$("#export").contains(event.target)) $("#export").open = false; });
