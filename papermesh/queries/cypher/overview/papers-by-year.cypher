// name: papers-by-year
// summary: How many loaded papers there are of each year, newest first.
// column year: int? -- null when no source gives one
// column papers: int
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
RETURN p.year AS year, count(*) AS papers
ORDER BY coalesce(year, 0) DESC
