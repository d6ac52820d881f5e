// name: entity-names
// summary: The names of all methods, hardware and benchmarks.
// param entity_type: str? = null -- method, hardware or benchmark; null: any
// column entity_type: str
// column entity_id: str
// column name: str
// column aliases: list[str]
MATCH (e:Method|Hardware|Benchmark)
WHERE $entity_type IS NULL OR toLower(labels(e)[0]) = $entity_type
RETURN toLower(labels(e)[0]) AS entity_type, coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id,
       e.name AS name, coalesce(e.aliases, []) AS aliases
ORDER BY entity_type, entity_id
