// name: show-repository
// summary: All that the graph knows of one repository.
// param repository: repository -- owner/name, URL or id
// column repository_id: str
// column name: str
// column url: str
// column stars: int?
// column license: str?
// column topics: list[str] -- as its owner gave them
// column archived: bool?
// column pushed_at: str?
// column checked_at: str? -- null: never checked
// column state: str? -- alive, missing, moved or blocked
// column moved_to: str? -- owner/name under which it is now
// column papers: json -- papers that link it, with whether it is their own
MATCH (c:Repository {repository_id: $repository})
CALL (c) {
  OPTIONAL MATCH (p:Paper)-[r:HAS_CODE]->(c)
  WITH p, r WHERE p IS NOT NULL
  ORDER BY coalesce(p.year, 0) DESC, p.paper_id
  RETURN collect({paper_id: p.paper_id, title: p.title, year: p.year, official: r.official,
    evidence: r.evidence}) AS papers
}
RETURN c.repository_id AS repository_id, c.name AS name, c.url AS url, c.stars AS stars, c.license AS license,
       coalesce(c.topics, []) AS topics, c.archived AS archived, c.pushed_at AS pushed_at, c.checked_at AS checked_at,
       c.state AS state, c.moved_to AS moved_to, papers
ORDER BY repository_id
