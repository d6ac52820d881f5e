// name: possible-papers
// summary: Papers that may meet every condition asked, since their text does not state what is missing; newest first.
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
// column not_stated: list[str] -- conditions of which its text says nothing
// column unknown: int -- how many such papers there are in all
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
WITH p,
  all(key IN $method WHERE EXISTS {
    MATCH (p)-[:INTRODUCES|USES]->(m:Method)-[:IS_A*0..8]->(c:Method)
    WHERE c.method_id = key AND (NOT $exact OR m.method_id = key) }) AS by_method,
  all(key IN $compares WHERE EXISTS {
    MATCH (p)-[:COMPARES_WITH]->(m:Method)-[:IS_A*0..8]->(c:Method)
    WHERE c.method_id = key AND (NOT $exact OR m.method_id = key) }) AS by_compares,
  all(key IN $hardware WHERE EXISTS {
    MATCH (p)-[:RUNS_ON|TARGETS]->(h:Hardware)-[:IS_A*0..8]->(c:Hardware)
    WHERE c.hardware_id = key AND (NOT $exact OR h.hardware_id = key) }) AS by_hardware,
  all(key IN $benchmark WHERE EXISTS {
    MATCH (p)-[:INTRODUCES|EVALUATES_ON]->(b:Benchmark)-[:IS_A*0..8]->(c:Benchmark)
    WHERE c.benchmark_id = key AND (NOT $exact OR b.benchmark_id = key) }) AS by_benchmark,
  ($has_code IS NULL OR $has_code = EXISTS {
    MATCH (p)-[r:HAS_CODE]->(:Repository) WHERE coalesce(r.official, true) }) AS by_code,
  (($since IS NULL OR coalesce(p.year >= $since, false))
    AND ($until IS NULL OR coalesce(p.year <= $until, false))) AS by_year
WHERE NOT (by_method AND by_compares AND by_hardware AND by_benchmark AND by_code AND by_year)
  AND (by_year OR p.year IS NULL)
  AND (by_hardware OR NOT coalesce(p.hardware_stated, false))
  AND (by_benchmark OR NOT coalesce(p.benchmark_stated, false))
  AND (by_code OR NOT coalesce(p.code_stated, false))
  AND (by_method OR NOT EXISTS { (p)-[:INTRODUCES|USES]->(:Method) })
  AND (by_compares OR NOT EXISTS { (p)-[:COMPARES_WITH]->(:Method) })
WITH p, [entry IN [
    [by_method, 'method'], [by_hardware, 'hardware'], [by_benchmark, 'benchmark'], [by_compares, 'compares'],
    [by_code, 'code'], [by_year, 'year']
  ] WHERE NOT entry[0] | entry[1]] AS not_stated
WITH collect({paper: p, not_stated: not_stated}) AS found
UNWIND found AS entry
WITH entry.paper AS p, entry.not_stated AS not_stated, size(found) AS unknown
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, not_stated, unknown
ORDER BY coalesce(year, 0) DESC, paper_id
LIMIT $limit
