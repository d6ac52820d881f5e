// name: benchmarks-of-method
// summary: The benchmarks on which papers that use a method evaluate, by how many papers.
// param method: method -- name, alias or id; its members count
// param limit: int = 25 -- most rows to return
// column benchmark_id: str
// column name: str
// column papers: int
// column paper_ids: list[str]
MATCH (p:Paper)-[:INTRODUCES|USES]->(:Method)-[:IS_A*0..8]->(:Method {method_id: $method})
WITH DISTINCT p
MATCH (p)-[:EVALUATES_ON]->(b:Benchmark)
WITH DISTINCT b, p ORDER BY p.paper_id
WITH b, collect(p.paper_id) AS paper_ids
RETURN b.benchmark_id AS benchmark_id, b.name AS name, size(paper_ids) AS papers, paper_ids
ORDER BY papers DESC, benchmark_id
LIMIT $limit
