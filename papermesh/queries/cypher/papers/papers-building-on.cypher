// name: papers-building-on
// summary: Papers that build on those which introduce a method, up to two steps out.
// param method: method -- name, alias or id
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column steps: int -- 1: uses or compares with the method itself
// column via: list[str] -- keys of the entities of the last step
MATCH (:Method {method_id: $method})<-[:INTRODUCES]-(origin:Paper)
MATCH path = (q:Paper)-[:BUILDS_ON*1..2]->(origin)
WITH origin, q, length(path) AS steps, relationships(path)[0] AS last_step
WHERE q.paper_id <> origin.paper_id
WITH q, steps, coalesce(last_step.via, []) AS via ORDER BY steps, via
WITH q, collect({steps: steps, via: via})[0] AS nearest
RETURN q.paper_id AS paper_id, q.title AS title, q.year AS year, nearest.steps AS steps, nearest.via AS via
ORDER BY steps, coalesce(year, 0) DESC, paper_id
LIMIT $limit
