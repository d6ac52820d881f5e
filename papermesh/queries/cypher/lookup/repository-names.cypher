// name: repository-names
// summary: The names of all repositories.
// column repository_id: str
// column name: str
MATCH (c:Repository)
RETURN c.repository_id AS repository_id, c.name AS name
ORDER BY repository_id
