// name: papers-with-dead-code
// summary: Papers whose repository is missing, blocked or archived.
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int?
// column repository: str
// column state: str?
// column archived: bool?
// column checked_at: str?
MATCH (p:Paper)-[:HAS_CODE]->(c:Repository)
WHERE c.archived = true OR c.state IN ['missing', 'blocked']
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, c.name AS repository, c.state AS state,
       c.archived AS archived, c.checked_at AS checked_at
ORDER BY paper_id, repository
LIMIT $limit
