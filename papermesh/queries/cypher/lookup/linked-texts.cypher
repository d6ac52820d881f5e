// name: linked-texts
// summary: Title and abstract of every loaded paper, with what it is linked to.
// column paper_id: str
// column title: str?
// column abstract: str?
// column entities: list[str] -- methods, hardware and benchmarks as type:id
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
CALL (p) {
  OPTIONAL MATCH (p)-[:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->
                 (e:Method|Hardware|Benchmark)
  WITH toLower(labels(e)[0]) + ':' + coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity
  ORDER BY entity
  RETURN collect(DISTINCT entity) AS entities
}
RETURN p.paper_id AS paper_id, p.title AS title, p.abstract AS abstract, entities
ORDER BY paper_id
