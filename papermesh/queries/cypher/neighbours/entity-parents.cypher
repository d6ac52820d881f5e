// name: entity-parents
// summary: What entities, and all that they come under, directly are and are variants of.
// param methods: list[method] = [] -- names, aliases or ids
// param hardware: list[hardware] = [] -- names, aliases or ids
// param benchmarks: list[benchmark] = [] -- names, aliases or ids
// column entity_type: str
// column entity_id: str
// column parent_id: str
// column name: str -- of the parent
CALL () {
  UNWIND $methods AS key
  MATCH (:Method {method_id: key})-[:IS_A|VARIANT_OF*0..7]->(e:Method)-[:IS_A|VARIANT_OF]->(parent:Method)
  RETURN e.method_id AS entity_id, parent.method_id AS parent_id, parent
  UNION
  UNWIND $hardware AS key
  MATCH (:Hardware {hardware_id: key})-[:IS_A|VARIANT_OF*0..7]->(e:Hardware)-[:IS_A|VARIANT_OF]->(parent:Hardware)
  RETURN e.hardware_id AS entity_id, parent.hardware_id AS parent_id, parent
  UNION
  UNWIND $benchmarks AS key
  MATCH (:Benchmark {benchmark_id: key})-[:IS_A|VARIANT_OF*0..7]->(e:Benchmark)-[:IS_A|VARIANT_OF]->(parent:Benchmark)
  RETURN e.benchmark_id AS entity_id, parent.benchmark_id AS parent_id, parent
}
RETURN DISTINCT toLower(labels(parent)[0]) AS entity_type, entity_id, parent_id, parent.name AS name
ORDER BY entity_type, entity_id, parent_id
