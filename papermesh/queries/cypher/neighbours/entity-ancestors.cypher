// name: entity-ancestors
// summary: What entities are, and what they are variants of, up to four steps up.
// param methods: list[method] = [] -- names, aliases or ids
// param hardware: list[hardware] = [] -- names, aliases or ids
// param benchmarks: list[benchmark] = [] -- names, aliases or ids
// column entity_type: str
// column entity_id: str
// column ancestor_id: str
// column name: str -- of the ancestor
// column steps: int -- 1: direct
CALL () {
  UNWIND $methods AS key
  MATCH path = (e:Method {method_id: key})-[:IS_A|VARIANT_OF*1..4]->(a:Method)
  RETURN e.method_id AS entity_id, a.method_id AS ancestor_id, a, length(path) AS steps
  UNION
  UNWIND $hardware AS key
  MATCH path = (e:Hardware {hardware_id: key})-[:IS_A|VARIANT_OF*1..4]->(a:Hardware)
  RETURN e.hardware_id AS entity_id, a.hardware_id AS ancestor_id, a, length(path) AS steps
  UNION
  UNWIND $benchmarks AS key
  MATCH path = (e:Benchmark {benchmark_id: key})-[:IS_A|VARIANT_OF*1..4]->(a:Benchmark)
  RETURN e.benchmark_id AS entity_id, a.benchmark_id AS ancestor_id, a, length(path) AS steps
}
WITH toLower(labels(a)[0]) AS entity_type, entity_id, ancestor_id, a.name AS name, min(steps) AS steps
WHERE entity_id <> ancestor_id
RETURN entity_type, entity_id, ancestor_id, name, steps
ORDER BY entity_type, entity_id, steps, ancestor_id
