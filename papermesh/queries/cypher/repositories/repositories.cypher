// name: repositories
// summary: Repositories of papers with what is known of their health, most stars first.
// param paper: paper? = null -- of one paper only
// param license: list[str] = [] -- SPDX ids, any of them
// param pushed_since: str? = null -- ISO date of the oldest last push
// param archived: bool? = null -- whether its owner archived it
// param state: str? = null -- alive, missing, moved or blocked
// param limit: int = 25 -- most rows to return
// column repository_id: str
// column name: str
// column url: str
// column stars: int? -- when last checked
// column license: str?
// column archived: bool?
// column pushed_at: str?
// column checked_at: str? -- null: never checked
// column state: str?
// column papers: list[str] -- ids
MATCH (p:Paper)-[:HAS_CODE]->(c:Repository)
WHERE ($paper IS NULL OR p.paper_id = $paper)
  AND (size($license) = 0 OR c.license IN $license)
  AND ($pushed_since IS NULL OR c.pushed_at >= $pushed_since)
  AND ($archived IS NULL OR c.archived = $archived)
  AND ($state IS NULL OR c.state = $state)
WITH c, p ORDER BY p.paper_id
WITH c, collect(p.paper_id) AS papers
RETURN c.repository_id AS repository_id, c.name AS name, c.url AS url, c.stars AS stars, c.license AS license,
       c.archived AS archived, c.pushed_at AS pushed_at, c.checked_at AS checked_at, c.state AS state, papers
ORDER BY coalesce(stars, -1) DESC, repository_id
LIMIT $limit
