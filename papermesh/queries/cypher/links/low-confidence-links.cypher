// name: low-confidence-links
// summary: Links to check by hand, the least certain first.
// param below: float = 0.85 -- confidence below which a link is listed
// param edge: str? = null -- one edge label only, such as RUNS_ON
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column edge: str
// column entity_type: str -- method, hardware or benchmark
// column entity_id: str
// column name: str
// column confidence: float -- 0 to 1
// column rule: str?
// column evidence: str?
MATCH (p:Paper)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
WHERE r.confidence < $below AND ($edge IS NULL OR type(r) = $edge)
WITH p, r, e, coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id
ORDER BY r.confidence, p.paper_id, type(r), labels(e)[0], entity_id
LIMIT $limit
RETURN p.paper_id AS paper_id, p.title AS title, type(r) AS edge, toLower(labels(e)[0]) AS entity_type, entity_id,
       e.name AS name, r.confidence AS confidence, r.rule AS rule, r.evidence AS evidence
ORDER BY confidence, paper_id, edge, entity_type, entity_id
