// name: show-entity
// summary: All that the graph knows of one method, device or benchmark.
// param entity: entity -- name, alias or id
// param most: int = 100 -- most papers to list
// column entity_type: str
// column entity_id: str
// column name: str
// column aliases: list[str]
// column kind: str -- technique, model or system; class, family or model; benchmark or dataset
// column basis: str -- ontology, or discovered in a text
// column description: str?
// column vendor: str?
// column memory_gb: float?
// column year: int? -- in which it appeared
// column ancestors: json -- what it is or is a variant of, the nearest first
// column members: json -- what belongs to it or is a variant of it, directly, with how many papers
// column roles: json -- how many papers by edge
// column papers: json -- papers with an edge to it, newest first, with the proof
// column papers_in_all: int -- papers with an edge to it or to a member of it
CALL () {
  MATCH (e:Method {method_id: substring($entity, size(split($entity, ':')[0]) + 1)})
  WHERE split($entity, ':')[0] = 'method'
  RETURN e
  UNION
  MATCH (e:Hardware {hardware_id: substring($entity, size(split($entity, ':')[0]) + 1)})
  WHERE split($entity, ':')[0] = 'hardware'
  RETURN e
  UNION
  MATCH (e:Benchmark {benchmark_id: substring($entity, size(split($entity, ':')[0]) + 1)})
  WHERE split($entity, ':')[0] = 'benchmark'
  RETURN e
}
CALL (e) {
  OPTIONAL MATCH path = (e)-[:IS_A|VARIANT_OF*1..8]->(a)
  WITH a, min(length(path)) AS steps WHERE a IS NOT NULL
  WITH a, steps, coalesce(a.method_id, a.hardware_id, a.benchmark_id) AS id
  ORDER BY steps, id
  RETURN collect({id: id, name: a.name, steps: steps}) AS ancestors
}
CALL (e) {
  OPTIONAL MATCH (e)<-[h:IS_A|VARIANT_OF]-(m)
  WITH h, m, coalesce(m.method_id, m.hardware_id, m.benchmark_id) AS id WHERE id IS NOT NULL
  OPTIONAL MATCH (p:Paper)-[:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(m)
  WITH h, m, id, count(DISTINCT p) AS papers
  ORDER BY papers DESC, id, type(h)
  RETURN collect({id: id, name: m.name, edge: type(h), papers: papers}) AS members
}
CALL (e) {
  OPTIONAL MATCH (p:Paper)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
  WITH type(r) AS edge, count(p) AS papers WHERE edge IS NOT NULL
  ORDER BY edge
  RETURN collect({edge: edge, papers: papers}) AS roles
}
CALL (e) {
  OPTIONAL MATCH (p:Paper)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
  WITH p, r WHERE p IS NOT NULL
  ORDER BY type(r), coalesce(p.year, 0) DESC, p.paper_id LIMIT $most
  RETURN collect({paper_id: p.paper_id, title: p.title, year: p.year, edge: type(r), evidence: r.evidence,
    confidence: r.confidence, device_count: r.device_count, memory_gb: r.memory_gb, size: r.size}) AS papers
}
CALL (e) {
  OPTIONAL MATCH (p:Paper)-[:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(m)-[:IS_A*0..8]->(e)
  RETURN count(DISTINCT p) AS papers_in_all
}
RETURN toLower(labels(e)[0]) AS entity_type, coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id,
       e.name AS name, coalesce(e.aliases, []) AS aliases, coalesce(e.level, e.kind) AS kind, e.basis AS basis,
       e.description AS description, e.vendor AS vendor, e.memory_gb AS memory_gb,
       coalesce(e.release_year, e.year) AS year, ancestors, members, roles, papers, papers_in_all
ORDER BY entity_type, entity_id
