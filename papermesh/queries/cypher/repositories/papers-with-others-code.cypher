// name: papers-with-others-code
// summary: Papers without code of their own that use a method which another paper's code implements.
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column method: str
// column introduced_by: str -- id of the paper that introduces the method and has code
// column repository: str
MATCH (p:Paper)-[:USES]->(m:Method)<-[:INTRODUCES]-(q:Paper)-[r:HAS_CODE]->(c:Repository)
WHERE coalesce(r.official, true) AND p.paper_id <> q.paper_id
  AND NOT EXISTS { MATCH (p)-[own:HAS_CODE]->(:Repository) WHERE coalesce(own.official, true) }
RETURN p.paper_id AS paper_id, p.title AS title, m.name AS method, q.paper_id AS introduced_by,
       c.name AS repository
ORDER BY paper_id, method, introduced_by, repository
LIMIT $limit
