// name: compare-papers
// summary: Papers side by side: what each introduces, uses, compares with, runs on and evaluates on, and its code.
// param papers: list[paper] -- ids, titles or unambiguous parts of them
// column paper_id: str
// column title: str?
// column year: int?
// column introduces: list[str]
// column uses: list[str]
// column compares_with: list[str]
// column hardware: list[str] -- what it runs on or targets
// column benchmarks: list[str] -- what it evaluates on
// column code: list[str]
MATCH (p:Paper)
WHERE p.paper_id IN $papers
OPTIONAL MATCH (p)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|HAS_CODE]->(e)
WITH p, r, e ORDER BY e.name, type(r)
WITH p, collect([type(r), e.name]) AS found
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year,
       [x IN found WHERE x[0] = 'INTRODUCES' | x[1]] AS introduces,
       [x IN found WHERE x[0] = 'USES' | x[1]] AS uses,
       [x IN found WHERE x[0] = 'COMPARES_WITH' | x[1]] AS compares_with,
       [x IN found WHERE x[0] IN ['RUNS_ON', 'TARGETS'] | x[1]] AS hardware,
       [x IN found WHERE x[0] = 'EVALUATES_ON' | x[1]] AS benchmarks,
       [x IN found WHERE x[0] = 'HAS_CODE' | x[1]] AS code
ORDER BY paper_id
