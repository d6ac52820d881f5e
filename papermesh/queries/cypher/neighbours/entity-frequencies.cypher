// name: entity-frequencies
// summary: In how many papers entities occur, those of their members and variants included.
// param methods: list[method] = [] -- names, aliases or ids
// param hardware: list[hardware] = [] -- names, aliases or ids
// param benchmarks: list[benchmark] = [] -- names, aliases or ids
// param repositories: list[repository] = [] -- owner/name, URLs or ids
// column entity_type: str
// column entity_id: str
// column links: int -- edges from papers; a paper that names two members counts twice
CALL () {
  UNWIND $methods AS key
  MATCH (m:Method)-[:IS_A|VARIANT_OF*0..8]->(e:Method {method_id: key})
  WITH DISTINCT key, m
  RETURN 'method' AS entity_type, key AS entity_id,
         COUNT { (m)<-[:INTRODUCES|USES|COMPARES_WITH]-(:Paper) } AS links, m.method_id AS member
  UNION
  UNWIND $hardware AS key
  MATCH (m:Hardware)-[:IS_A|VARIANT_OF*0..8]->(e:Hardware {hardware_id: key})
  WITH DISTINCT key, m
  RETURN 'hardware' AS entity_type, key AS entity_id,
         COUNT { (m)<-[:RUNS_ON|TARGETS|MENTIONS]-(:Paper) } AS links, m.hardware_id AS member
  UNION
  UNWIND $benchmarks AS key
  MATCH (m:Benchmark)-[:IS_A|VARIANT_OF*0..8]->(e:Benchmark {benchmark_id: key})
  WITH DISTINCT key, m
  RETURN 'benchmark' AS entity_type, key AS entity_id,
         COUNT { (m)<-[:INTRODUCES|EVALUATES_ON|MENTIONS]-(:Paper) } AS links, m.benchmark_id AS member
  UNION
  UNWIND $repositories AS key
  MATCH (c:Repository {repository_id: key})
  RETURN 'repository' AS entity_type, key AS entity_id, COUNT { (c)<-[:HAS_CODE]-(:Paper) } AS links,
         c.repository_id AS member
}
RETURN entity_type, entity_id, sum(links) AS links
ORDER BY entity_type, entity_id
