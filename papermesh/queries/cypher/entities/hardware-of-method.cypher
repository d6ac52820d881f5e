// name: hardware-of-method
// summary: The hardware on which papers that use a method ran, by how many papers.
// param method: method -- name, alias or id; its members count
// param limit: int = 25 -- most rows to return
// column hardware_id: str
// column name: str
// column vendor: str?
// column papers: int
// column paper_ids: list[str]
// unknown: papers-of-method-without-hardware
MATCH (p:Paper)-[:INTRODUCES|USES]->(:Method)-[:IS_A*0..8]->(:Method {method_id: $method})
WITH DISTINCT p
MATCH (p)-[:RUNS_ON]->(h:Hardware)
WITH DISTINCT h, p ORDER BY p.paper_id
WITH h, collect(p.paper_id) AS paper_ids
RETURN h.hardware_id AS hardware_id, h.name AS name, h.vendor AS vendor, size(paper_ids) AS papers, paper_ids
ORDER BY papers DESC, hardware_id
LIMIT $limit
