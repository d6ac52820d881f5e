// name: coupled-papers
// summary: Papers that share references with a paper, with the counts that bibliographic coupling needs.
// param paper: paper -- id, title or unambiguous part of it
// param others: list[paper] = [] -- only these; none: all
// column paper_id: str
// column shared: int -- references of both
// column own: int -- references of the paper asked for
// column theirs: int -- references of this paper
MATCH (p:Paper {paper_id: $paper})-[:CITES]->(r:Paper)<-[:CITES]-(q:Paper)
WHERE q.paper_id <> p.paper_id AND (size($others) = 0 OR q.paper_id IN $others)
WITH p, q, count(DISTINCT r) AS shared
RETURN q.paper_id AS paper_id, shared, COUNT { (p)-[:CITES]->(:Paper) } AS own,
       COUNT { (q)-[:CITES]->(:Paper) } AS theirs
ORDER BY paper_id
