// name: paper-texts
// summary: Title and abstract of every loaded paper.
// column paper_id: str
// column title: str?
// column abstract: str?
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
RETURN p.paper_id AS paper_id, p.title AS title, p.abstract AS abstract
ORDER BY paper_id
