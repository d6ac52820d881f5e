// name: most-cited-papers
// summary: Papers by how many papers of the graph cite them.
// param only_missing: bool = false -- only those that are cited but not loaded: what to load next
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column cited_by: int -- citing papers in the graph
// column loaded: bool
MATCH (p:Paper)<-[:CITES]-(q:Paper)
WHERE NOT $only_missing OR p.text_scope = 'none'
WITH p, count(q) AS cited_by
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, cited_by, p.text_scope <> 'none' AS loaded
ORDER BY cited_by DESC, paper_id
LIMIT $limit
