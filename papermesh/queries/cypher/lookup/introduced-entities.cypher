// name: introduced-entities
// summary: The methods and benchmarks that papers of the graph introduce.
// column entity: str -- as type:id
MATCH (:Paper)-[:INTRODUCES]->(e)
WITH DISTINCT toLower(labels(e)[0]) + ':' + coalesce(e.method_id, e.benchmark_id) AS entity
RETURN entity
ORDER BY entity
