// name: papers-by-text-scope
// summary: How many papers there are by how much of their text was read.
// column text_scope: str -- fulltext, abstract, title, or none: only cited
// column papers: int
MATCH (p:Paper)
RETURN p.text_scope AS text_scope, count(*) AS papers
ORDER BY text_scope
