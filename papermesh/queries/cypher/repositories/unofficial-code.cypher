// name: unofficial-code
// summary: Papers with code that is not known to be their own.
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column repository: str
// column url: str
// column official: bool? -- null: not said
MATCH (p:Paper)-[r:HAS_CODE]->(c:Repository)
WHERE NOT coalesce(r.official, false)
  AND NOT EXISTS { MATCH (p)-[own:HAS_CODE]->(:Repository) WHERE own.official = true }
RETURN p.paper_id AS paper_id, p.title AS title, c.name AS repository, c.url AS url, r.official AS official
ORDER BY paper_id, repository
LIMIT $limit
