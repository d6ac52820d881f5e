// The data of the page and the look-ups into it. Nodes are called n0, n1, …, so these names are safe as keys.

const data = JSON.parse($("#data").textContent);
const { nodes, edges, page } = data;
const relations = Object.keys(page.verbs);
edges.forEach((edge, number) => Object.assign(edge, { id: `e${number}`, rel: relations[edge.r] }));
const byId = new Map(nodes.map((node) => [node.id, node]));
const edgeById = new Map(edges.map((edge) => [edge.id, edge]));
const seed = byId.get(page.seed);
const papers = nodes.filter((node) => node.kg.t === "Paper");
const ranked = papers.filter((node) => node.kg.rank).sort((a, b) => a.kg.rank - b.kg.rank);
const years = papers.map((node) => node.kg.year).filter((year) => year !== undefined);
const firstYear = Math.min(...years);
const lastYear = Math.max(...years);

const KINDS = {
  Paper: { many: "Papers", word: "paper" },
  Method: { many: "Methods", word: "method" },
  Hardware: { many: "Hardware", word: "hardware" },
  Benchmark: { many: "Benchmarks", word: "benchmark" },
  Repository: { many: "Code", word: "code repository" },
  Resource: { many: "Pages", word: "linked page" },
};

const COMPUTED = "RELATED";

/** Verb of an edge seen from its head: "is used by". */
const PASSIVE = {
  CITES: "cited by", BUILDS_ON: "built on by", INTRODUCES: "introduced by", USES: "used by",
  COMPARES_WITH: "compared with by", RUNS_ON: "run on by", TARGETS: "targeted by", EVALUATES_ON: "evaluated on by",
  MENTIONS: "mentioned by", HAS_CODE: "code of", LINKS_TO: "linked by", RELATED: "related to",
};

const COMPONENTS = {
  direct_citation: "Direct citation", bibliographic_coupling: "Shared references", co_citation: "Cited together",
  shared_methods: "Shared methods", shared_hardware: "Shared hardware", shared_benchmarks: "Shared benchmarks",
  shared_repositories: "Shared code", builds_on: "Builds on", text: "Similar wording",
};

const componentName = (component) =>
  Object.hasOwn(COMPONENTS, component) ? COMPONENTS[component] : component.replaceAll("_", " ");
const verb = (edge) => (Object.hasOwn(page.verbs, edge.rel) ? page.verbs[edge.rel] : edge.rel);
const passive = (edge) => (Object.hasOwn(PASSIVE, edge.rel) ? PASSIVE[edge.rel] : verb(edge));

/** Edges at each node: {edge, other, out}. */
const touching = new Map(nodes.map((node) => [node.id, []]));
for (const edge of edges) {
  touching.get(edge.from).push({ edge, other: byId.get(edge.to), out: true });
  touching.get(edge.to).push({ edge, other: byId.get(edge.from), out: false });
}

/** Edges between two nodes, in either direction. */
const between = (a, b) => touching.get(a.id).filter((touch) => touch.other === b).map((touch) => touch.edge);

/** A proof, opened: paper (or null), field, source text, sentence and mention as places in it. */
function proofOf(number) {
  const proof = page.proofs[number];
  if (!Array.isArray(proof)) {
    const paper = proof.n === undefined ? null : nodes[proof.n];
    return { paper, field: proof.f, source: proof.text, start: 0, end: proof.text.length, mention: proof.m ?? null };
  }
  const [place, inAbstract, start, end, ...mention] = proof;
  const paper = nodes[place];
  const source = inAbstract ? paper.kg.abs : paper.kg.name;
  return { paper, field: inAbstract ? "abstract" : "title", source, start, end, mention: mention.length ? mention : null, inAbstract };
}

/** A proof as the text before its mention, the mention, and the text after it. */
function proofParts(number) {
  const { source, start, end, mention } = proofOf(number);
  if (!mention) return [source.slice(start, end), "", ""];
  return [source.slice(start, mention[0]), source.slice(...mention), source.slice(mention[1], end)];
}

/** Mentions inside a paper's abstract, in order and without overlap: {start, end, edge}. */
function mentions(node) {
  const found = [];
  for (const { edge, out } of touching.get(node.id)) {
    if (!out) continue;
    for (const { paper, inAbstract, mention } of (edge.p ?? []).map(proofOf))
      if (inAbstract && paper === node && mention) found.push({ start: mention[0], end: mention[1], edge });
  }
  // The name that stands there is a method or device; the paper that builds on it comes second.
  const indirect = (mark) => byId.get(mark.edge.to).kg.t === "Paper";
  found.sort((a, b) => a.start - b.start || b.end - a.end || indirect(a) - indirect(b));
  return found.filter((mark, place) => found.slice(0, place).every((before) => before.end <= mark.start));
}
