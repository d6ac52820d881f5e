// name: papers-on-benchmark-without
// summary: Papers that evaluate on one benchmark but not on another, newest first.
// param benchmark: benchmark -- the one they evaluate on
// param without: benchmark -- the one they do not
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column evidence: str?
MATCH (p:Paper)-[r:EVALUATES_ON]->(:Benchmark {benchmark_id: $benchmark})
WHERE NOT EXISTS {
  MATCH (p)-[:EVALUATES_ON|INTRODUCES]->(:Benchmark)-[:IS_A*0..8]->(:Benchmark {benchmark_id: $without}) }
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, r.evidence AS evidence
ORDER BY coalesce(year, 0) DESC, paper_id
LIMIT $limit
