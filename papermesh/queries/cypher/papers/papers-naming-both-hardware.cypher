// name: papers-naming-both-hardware
// summary: Papers on one kind of hardware with the other kind that they name beside it, newest first.
// param left: hardware -- what they run on or target, such as FPGA
// param right: hardware -- what they also name, such as GPU
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column left: list[str]
// column right: list[str]
// column evidence: str? -- the sentence that names the other kind
MATCH (p:Paper)-[:RUNS_ON|TARGETS]->(a:Hardware)-[:IS_A*0..8]->(:Hardware {hardware_id: $left})
WITH DISTINCT p, a ORDER BY a.hardware_id
WITH p, collect(a.name) AS left
MATCH (p)-[r:RUNS_ON|TARGETS|MENTIONS]->(b:Hardware)-[:IS_A*0..8]->(:Hardware {hardware_id: $right})
WITH DISTINCT p, left, b, r ORDER BY b.hardware_id
WITH p, left, collect(b.name) AS right, collect(r.evidence) AS sentences
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, left, right, head(sentences) AS evidence
ORDER BY coalesce(year, 0) DESC, paper_id
LIMIT $limit
