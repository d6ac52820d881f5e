// name: papers-of-method-without-hardware
// summary: Papers that use a method and do not state on what hardware, newest first.
// param method: method -- name, alias or id; its members count
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column unknown: int -- how many such papers there are in all
MATCH (p:Paper)-[:INTRODUCES|USES]->(:Method)-[:IS_A*0..8]->(:Method {method_id: $method})
WHERE NOT coalesce(p.hardware_stated, false)
WITH collect(DISTINCT p) AS found
UNWIND found AS p
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, size(found) AS unknown
ORDER BY coalesce(year, 0) DESC, paper_id
LIMIT $limit
