// name: method-hardware-pairs
// summary: Methods and hardware that occur in the same papers, most papers first, and how much oftener than by chance.
// param least: int = 2 -- fewest papers that a pair must have
// param limit: int = 25 -- most rows to return
// column method_id: str
// column method: str
// column hardware_id: str
// column hardware: str
// column papers: int -- papers that use the method and run on or target the hardware
// column lift: float -- 1: as often as chance would have it among papers that state both
MATCH (p:Paper)-[:INTRODUCES|USES]->(m:Method)
MATCH (p)-[:RUNS_ON|TARGETS]->(h:Hardware)
WITH m, h, count(DISTINCT p) AS papers
WHERE papers >= $least
WITH m, h, papers ORDER BY papers DESC, m.method_id, h.hardware_id LIMIT $limit
CALL () {
  MATCH (p:Paper)
  WHERE EXISTS { (p)-[:RUNS_ON|TARGETS]->(:Hardware) } AND EXISTS { (p)-[:INTRODUCES|USES]->(:Method) }
  RETURN count(p) AS total
}
CALL (m) {
  MATCH (m)<-[:INTRODUCES|USES]-(p:Paper)
  WHERE EXISTS { (p)-[:RUNS_ON|TARGETS]->(:Hardware) }
  RETURN count(DISTINCT p) AS of_method
}
CALL (h) {
  MATCH (h)<-[:RUNS_ON|TARGETS]-(p:Paper)
  WHERE EXISTS { (p)-[:INTRODUCES|USES]->(:Method) }
  RETURN count(DISTINCT p) AS of_hardware
}
RETURN m.method_id AS method_id, m.name AS method, h.hardware_id AS hardware_id, h.name AS hardware, papers,
       toFloat(papers * total) / (of_method * of_hardware) AS lift
ORDER BY papers DESC, method_id, hardware_id
