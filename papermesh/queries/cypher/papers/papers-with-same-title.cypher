// name: papers-with-same-title
// summary: Groups of papers whose titles compare equal: probably one paper, preprint and published.
// param limit: int = 25 -- most rows to return
// column title_key: str -- the folded title
// column papers: list[str] -- ids
// column titles: list[str]
MATCH (p:Paper)
WHERE p.title_key IS NOT NULL
WITH p.title_key AS title_key, p ORDER BY p.paper_id
WITH title_key, collect(p.paper_id) AS papers, collect(p.title) AS titles
WHERE size(papers) > 1
RETURN title_key, papers, titles
ORDER BY title_key
LIMIT $limit
