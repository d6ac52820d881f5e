// name: method-hardware-pairs
// summary: Methods and hardware that occur in the same papers, and how much more often than by chance.
// param least: int = 2 -- fewest papers that a pair must have
// param limit: int = 25 -- most rows to return
// column method_id: str
// column method: str
// column hardware_id: str
// column hardware: str
// column papers: int -- papers that use the method and run on or target the hardware
// column lift: float -- 1: as often as chance would have it among papers that state both
MATCH (p:Paper)-[:INTRODUCES|USES]->(m:Method)
WHERE EXISTS { (p)-[:RUNS_ON|TARGETS]->(:Hardware) }
WITH m, count(DISTINCT p) AS of_method
WITH collect({method: m, papers: of_method}) AS methods
MATCH (p:Paper)-[:RUNS_ON|TARGETS]->(h:Hardware)
WHERE EXISTS { (p)-[:INTRODUCES|USES]->(:Method) }
WITH methods, h, count(DISTINCT p) AS of_hardware
WITH methods, collect({hardware: h, papers: of_hardware}) AS devices
CALL () {
  MATCH (p:Paper)
  WHERE EXISTS { (p)-[:RUNS_ON|TARGETS]->(:Hardware) } AND EXISTS { (p)-[:INTRODUCES|USES]->(:Method) }
  RETURN count(p) AS total
}
UNWIND methods AS x
WITH devices, total, x.method AS m, x.papers AS of_method
MATCH (m)<-[:INTRODUCES|USES]-(p:Paper)-[:RUNS_ON|TARGETS]->(h:Hardware)
WITH devices, total, m, of_method, h, count(DISTINCT p) AS papers
WHERE papers >= $least
WITH total, m, of_method, h, papers, head([d IN devices WHERE d.hardware = h | d.papers]) AS of_hardware
RETURN m.method_id AS method_id, m.name AS method, h.hardware_id AS hardware_id, h.name AS hardware, papers,
       toFloat(papers * total) / (of_method * of_hardware) AS lift
ORDER BY papers DESC, lift DESC, method_id, hardware_id
LIMIT $limit
