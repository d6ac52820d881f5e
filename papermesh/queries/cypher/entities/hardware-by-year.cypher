// name: hardware-by-year
// summary: How many papers of each year run on or target a piece of hardware, newest year first.
// param least: int = 1 -- fewest papers that a row must have
// param limit: int = 50 -- most rows to return
// column year: int
// column hardware_id: str
// column name: str
// column papers: int
MATCH (p:Paper)-[:RUNS_ON|TARGETS]->(h:Hardware)
WHERE p.year IS NOT NULL
WITH p.year AS year, h, count(DISTINCT p) AS papers
WHERE papers >= $least
RETURN year, h.hardware_id AS hardware_id, h.name AS name, papers
ORDER BY year DESC, papers DESC, hardware_id
LIMIT $limit
