// name: author-names
// summary: The names of all authors.
// column author_id: str
// column name: str
MATCH (a:Author)
RETURN a.author_id AS author_id, a.name AS name
ORDER BY author_id
