// name: papers-by-author
// summary: Papers of an author, newest first.
// param author: author -- name or id
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int? -- null when no source gives one
// column position: int? -- 1 for the first author
// column authors: list[str] -- in order
MATCH (:Author {author_id: $author})-[w:WROTE]->(p:Paper)
WITH p, w ORDER BY coalesce(p.year, 0) DESC, p.paper_id LIMIT $limit
CALL (p) {
  MATCH (p)<-[x:WROTE]-(a:Author)
  WITH x, a ORDER BY coalesce(x.position, 9999), a.author_id
  RETURN collect(a.name) AS authors
}
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, w.position AS position, authors
ORDER BY coalesce(year, 0) DESC, paper_id
