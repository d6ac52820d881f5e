// The data of the page and the look-ups into it. Nodes are called n0, n1, …, so these names are safe as keys.

const data = JSON.parse($("#data").textContent);
const { nodes, edges, page } = data;
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

/** A proof as the text before its mention, the mention, and the text after it. */
function proofParts(proof) {
  const source = proof.in ? byId.get(proof.p).kg[proof.in] : proof.text;
  const [start, end] = proof.s ?? [0, source.length];
  if (!proof.m) return [source.slice(start, end), "", ""];
  return [source.slice(start, proof.m[0]), source.slice(proof.m[0], proof.m[1]), source.slice(proof.m[1], end)];
}

/** Mentions inside a paper's abstract, in order and without overlap: {start, end, edge}. */
function mentions(node) {
  const found = [];
  for (const { edge, out } of touching.get(node.id)) {
    if (!out) continue;
    for (const number of edge.proofs ?? []) {
      const proof = page.proofs[number];
      if (proof.in === "abs" && proof.p === node.id && proof.m) found.push({ start: proof.m[0], end: proof.m[1], edge });
    }
  }
  // The name that stands there is a method or device; the paper that builds on it comes second.
  const indirect = (mark) => byId.get(mark.edge.to).kg.t === "Paper";
  found.sort((a, b) => a.start - b.start || b.end - a.end || indirect(a) - indirect(b));
  return found.filter((mark, place) => found.slice(0, place).every((before) => before.end <= mark.start));
}
