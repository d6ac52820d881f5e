// name: co-cited-papers
// summary: Papers that are cited together with a paper, with the counts that co-citation needs.
// param paper: paper -- id, title or unambiguous part of it
// param others: list[paper] = [] -- only these; none: all
// column paper_id: str
// column shared: int -- papers that cite both
// column own: int -- papers that cite the paper asked for
// column theirs: int -- papers that cite this paper
MATCH (p:Paper {paper_id: $paper})<-[:CITES]-(c:Paper)-[:CITES]->(q:Paper)
WHERE q.paper_id <> p.paper_id AND (size($others) = 0 OR q.paper_id IN $others)
WITH p, q, count(DISTINCT c) AS shared
RETURN q.paper_id AS paper_id, shared, COUNT { (p)<-[:CITES]-(:Paper) } AS own,
       COUNT { (q)<-[:CITES]-(:Paper) } AS theirs
ORDER BY paper_id
