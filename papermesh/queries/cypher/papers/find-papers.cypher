// name: find-papers
// summary: Papers that meet every condition asked, newest first.
// param method: list[method] = [] -- methods that the paper introduces or uses, each of them
// param hardware: list[hardware] = [] -- hardware that it runs on or targets, each; a class finds its members
// param benchmark: list[benchmark] = [] -- benchmarks that it introduces or evaluates on, each
// param compares: list[method] = [] -- methods that it compares with, each
// param has_code: bool? = null -- whether it has code that is not known to be someone else's
// param since: int? = null -- first year
// param until: int? = null -- last year
// param exact: bool = false -- leave out members of a class and devices of a family
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int? -- null when no source gives one
// column methods: list[str] -- names of what it introduces or uses
// column hardware: list[str] -- names of what it runs on or targets
// column benchmarks: list[str] -- names of what it introduces or evaluates on
// column code: list[str] -- repositories, those known to be someone else's left out
// unknown: possible-papers
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
  AND ($since IS NULL OR p.year >= $since)
  AND ($until IS NULL OR p.year <= $until)
  AND all(key IN $method WHERE EXISTS {
    MATCH (p)-[:INTRODUCES|USES]->(m:Method)-[:IS_A*0..8]->(c:Method)
    WHERE c.method_id = key AND (NOT $exact OR m.method_id = key) })
  AND all(key IN $compares WHERE EXISTS {
    MATCH (p)-[:COMPARES_WITH]->(m:Method)-[:IS_A*0..8]->(c:Method)
    WHERE c.method_id = key AND (NOT $exact OR m.method_id = key) })
  AND all(key IN $hardware WHERE EXISTS {
    MATCH (p)-[:RUNS_ON|TARGETS]->(h:Hardware)-[:IS_A*0..8]->(c:Hardware)
    WHERE c.hardware_id = key AND (NOT $exact OR h.hardware_id = key) })
  AND all(key IN $benchmark WHERE EXISTS {
    MATCH (p)-[:INTRODUCES|EVALUATES_ON]->(b:Benchmark)-[:IS_A*0..8]->(c:Benchmark)
    WHERE c.benchmark_id = key AND (NOT $exact OR b.benchmark_id = key) })
  AND ($has_code IS NULL OR $has_code = EXISTS {
    MATCH (p)-[r:HAS_CODE]->(:Repository) WHERE coalesce(r.official, true) })
WITH p ORDER BY coalesce(p.year, 0) DESC, p.paper_id LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:INTRODUCES|USES]->(m:Method)
  WITH DISTINCT m.name AS name ORDER BY name
  RETURN collect(name) AS methods
}
CALL (p) {
  OPTIONAL MATCH (p)-[:RUNS_ON|TARGETS]->(h:Hardware)
  WITH DISTINCT h.name AS name ORDER BY name
  RETURN collect(name) AS hardware
}
CALL (p) {
  OPTIONAL MATCH (p)-[:INTRODUCES|EVALUATES_ON]->(b:Benchmark)
  WITH DISTINCT b.name AS name ORDER BY name
  RETURN collect(name) AS benchmarks
}
CALL (p) {
  OPTIONAL MATCH (p)-[r:HAS_CODE]->(c:Repository)
  WHERE coalesce(r.official, true)
  WITH c.name AS name, c.repository_id AS key ORDER BY key
  RETURN collect(name) AS code
}
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, methods, hardware, benchmarks, code
ORDER BY coalesce(year, 0) DESC, paper_id
