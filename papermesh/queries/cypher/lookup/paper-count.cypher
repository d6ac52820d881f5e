// name: paper-count
// summary: How many papers are loaded, and how many are only cited.
// column papers: int -- loaded papers
// column only_cited: int
MATCH (p:Paper)
WITH sum(CASE WHEN p.text_scope = 'none' THEN 1 ELSE 0 END) AS only_cited, count(*) AS all_papers
RETURN all_papers - only_cited AS papers, only_cited
ORDER BY papers
