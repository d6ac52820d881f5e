// name: authors-by-name
// summary: Authors by id, name or a part of the name, best matches first.
// param name: str -- in lower case, first name first
// column author_id: str
// column name: str
// column papers: int
// column rank: int -- 1 id or name, 2 a part of the name
MATCH (a:Author)
WHERE a.author_id = $name OR a.author_id = 'name:' + $name OR toLower(a.name) CONTAINS $name
RETURN a.author_id AS author_id, a.name AS name, COUNT { (a)-[:WROTE]->(:Paper) } AS papers,
       CASE WHEN a.author_id IN [$name, 'name:' + $name] OR toLower(a.name) = $name THEN 1 ELSE 2 END AS rank
ORDER BY rank, author_id
