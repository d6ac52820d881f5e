// name: entities
// summary: Methods, hardware or benchmarks by how many papers are linked to them.
// param entity_type: str = "method" -- method, hardware or benchmark
// param limit: int = 25 -- most rows to return
// column entity_id: str
// column name: str
// column kind: str -- technique, model or system; class, family or model; benchmark or dataset
// column papers: int -- papers with an edge to it, members not counted
// column introduced_by: int -- papers that introduce it
// column basis: str -- ontology, or discovered in a text
MATCH (e:Method|Hardware|Benchmark)
WHERE toLower(labels(e)[0]) = $entity_type
OPTIONAL MATCH (p:Paper)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
WITH e, count(DISTINCT p) AS papers, sum(CASE WHEN type(r) = 'INTRODUCES' THEN 1 ELSE 0 END) AS introduced_by
RETURN coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id, e.name AS name,
       coalesce(e.level, e.kind) AS kind, papers, introduced_by, e.basis AS basis
ORDER BY papers DESC, entity_id
LIMIT $limit
