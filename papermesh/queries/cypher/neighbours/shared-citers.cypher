// name: shared-citers
// summary: The papers that cite a paper and each of others.
// param paper: paper -- id, title or unambiguous part of it
// param others: list[paper] -- the other papers
// column other: str -- id of the other paper
// column paper_id: str -- id of the citing paper
// column title: str?
MATCH (p:Paper {paper_id: $paper})<-[:CITES]-(c:Paper)-[:CITES]->(q:Paper)
WHERE q.paper_id IN $others AND q.paper_id <> p.paper_id
RETURN DISTINCT q.paper_id AS other, c.paper_id AS paper_id, c.title AS title
ORDER BY other, paper_id
