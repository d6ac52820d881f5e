// name: methods-on-one-vendor
// summary: Methods whose papers never ran on hardware of another vendor than this one.
// param vendor: str = "NVIDIA" -- as the ontology writes it
// param least: int = 1 -- fewest papers with hardware of that vendor
// param limit: int = 25 -- most rows to return
// column method_id: str
// column name: str
// column papers: int -- papers that ran on hardware of the vendor
MATCH (m:Method)<-[:INTRODUCES|USES]-(p:Paper)-[:RUNS_ON]->(h:Hardware)
WHERE h.vendor IS NOT NULL
WITH m, count(DISTINCT CASE WHEN h.vendor = $vendor THEN p END) AS papers,
     sum(CASE WHEN h.vendor = $vendor THEN 0 ELSE 1 END) AS others
WHERE others = 0 AND papers >= $least
RETURN m.method_id AS method_id, m.name AS name, papers
ORDER BY papers DESC, method_id
LIMIT $limit
