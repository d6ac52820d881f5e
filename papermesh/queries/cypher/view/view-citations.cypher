// name: view-citations
// summary: Which of these papers cite or build on which.
// param papers: list[str] -- paper ids
// column tail: str
// column edge: str -- CITES or BUILDS_ON
// column head: str
// column contexts: list[str] -- sentences that cite, where a source gives them
// column via: list[str] -- what joins two papers of which one builds on the other, each as label and key
UNWIND $papers AS wanted
MATCH (p:Paper {paper_id: wanted})-[r:CITES|BUILDS_ON]->(q:Paper)
WHERE q.paper_id IN $papers
RETURN p.paper_id AS tail, type(r) AS edge, q.paper_id AS head, coalesce(r.contexts, []) AS contexts,
       coalesce(r.via, []) AS via
ORDER BY tail, edge, head
