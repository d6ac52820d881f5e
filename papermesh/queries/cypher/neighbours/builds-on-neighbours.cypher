// name: builds-on-neighbours
// summary: Papers that a paper builds on, and papers that build on it.
// param paper: paper -- id, title or unambiguous part of it
// param others: list[paper] = [] -- only these; none: all
// column paper_id: str
// column builds: bool -- true: it builds on the paper; false: the paper builds on it
// column via: list[str] -- keys of the entities that connect them
MATCH (p:Paper {paper_id: $paper})-[r:BUILDS_ON]-(q:Paper)
WHERE q.paper_id <> p.paper_id AND (size($others) = 0 OR q.paper_id IN $others)
RETURN q.paper_id AS paper_id, startNode(r).paper_id = q.paper_id AS builds, coalesce(r.via, []) AS via
ORDER BY paper_id, builds
