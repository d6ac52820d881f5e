// name: paper-titles
// summary: The titles of all papers.
// column paper_id: str
// column title: str
MATCH (p:Paper)
WHERE p.title IS NOT NULL
RETURN p.paper_id AS paper_id, p.title AS title
ORDER BY paper_id
