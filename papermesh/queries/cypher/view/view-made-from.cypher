// name: view-made-from
// summary: What a page says of the graph that it was made from.
// column papers: int -- papers with a text
// column loaded: str? -- ISO time at which the last load began, UTC
CALL () {
  MATCH (p:Paper)
  WHERE p.text_scope <> 'none'
  RETURN count(p) AS papers
}
CALL () {
  OPTIONAL MATCH (r:Run)
  WHERE r.state = 'done'
  RETURN max(r.started) AS loaded
}
RETURN papers, loaded
ORDER BY papers
