// name: papers-of-entities
// summary: Papers that have one of these entities, or a member or variant of one, those with most of them first.
// param methods: list[method] = [] -- names, aliases or ids
// param hardware: list[hardware] = [] -- names, aliases or ids
// param benchmarks: list[benchmark] = [] -- names, aliases or ids
// param repositories: list[repository] = [] -- owner/name, URLs or ids
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column entities: int -- how many of them
CALL () {
  UNWIND $methods AS key
  MATCH (p:Paper)-[:INTRODUCES|USES|COMPARES_WITH]->(:Method)-[:IS_A|VARIANT_OF*0..8]->(:Method {method_id: key})
  RETURN p, 'method:' + key AS entity
  UNION
  UNWIND $hardware AS key
  MATCH (p:Paper)-[:RUNS_ON|TARGETS|MENTIONS]->(:Hardware)-[:IS_A|VARIANT_OF*0..8]->(:Hardware {hardware_id: key})
  RETURN p, 'hardware:' + key AS entity
  UNION
  UNWIND $benchmarks AS key
  MATCH (p:Paper)-[:INTRODUCES|EVALUATES_ON|MENTIONS]->(:Benchmark)
        -[:IS_A|VARIANT_OF*0..8]->(:Benchmark {benchmark_id: key})
  RETURN p, 'benchmark:' + key AS entity
  UNION
  UNWIND $repositories AS key
  MATCH (p:Paper)-[:HAS_CODE]->(:Repository {repository_id: key})
  RETURN p, 'repository:' + key AS entity
}
WITH p, count(DISTINCT entity) AS entities
RETURN p.paper_id AS paper_id, entities
ORDER BY entities DESC, paper_id
LIMIT $limit
