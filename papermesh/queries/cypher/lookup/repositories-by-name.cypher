// name: repositories-by-name
// summary: Repositories by id, owner/name or a part of it, best matches first.
// param name: str -- in lower case, without host: owner/name or a part of it
// column repository_id: str
// column name: str
// column rank: int -- 1 id or owner/name, 2 the name without its owner, 3 a part of it
MATCH (c:Repository)
WITH c, toLower(c.name) AS name
WHERE name CONTAINS $name OR c.repository_id = $name
RETURN c.repository_id AS repository_id, c.name AS name, CASE
    WHEN c.repository_id = $name OR name = $name THEN 1
    WHEN name ENDS WITH ('/' + $name) THEN 2
    ELSE 3
  END AS rank
ORDER BY rank, repository_id
