// name: method-lineage
// summary: Where a method comes from: what it is, what it is a variant of, and the papers that introduced each.
// param method: method -- name, alias or id
// column steps: int -- 0 is the method itself
// column method_id: str
// column name: str
// column year: int? -- in which it appeared
// column introduced_by: list[str] -- ids of papers in the graph that introduce it
MATCH path = (:Method {method_id: $method})-[:IS_A|VARIANT_OF*0..8]->(a:Method)
WITH a, min(length(path)) AS steps
OPTIONAL MATCH (p:Paper)-[:INTRODUCES]->(a)
WITH a, steps, p ORDER BY p.paper_id
WITH a, steps, collect(p.paper_id) AS introduced_by
RETURN steps, a.method_id AS method_id, a.name AS name, a.year AS year, introduced_by
ORDER BY steps, method_id
