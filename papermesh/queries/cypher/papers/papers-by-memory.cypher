// name: papers-by-memory
// summary: Papers that run on devices with at most this much memory, newest first.
// param most_gb: float -- memory of one device in GB, as the paper states it, else as the device has it
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column hardware: str
// column memory_gb: float
// column evidence: str?
MATCH (p:Paper)-[r:RUNS_ON]->(h:Hardware)
WITH p, r, h, coalesce(r.memory_gb, h.memory_gb) AS memory_gb
WHERE memory_gb <= $most_gb
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, h.name AS hardware, memory_gb,
       r.evidence AS evidence
ORDER BY coalesce(year, 0) DESC, paper_id, hardware
LIMIT $limit
