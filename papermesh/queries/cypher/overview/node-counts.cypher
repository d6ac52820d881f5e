// name: node-counts
// summary: How many nodes of each label there are; papers that are only cited are counted apart.
// column label: str
// column nodes: int -- papers: those that were loaded
// column only_cited: int? -- papers known only as a reference; null for other labels
MATCH (n)
WITH labels(n)[0] AS label, CASE WHEN n.text_scope = 'none' THEN 1 ELSE 0 END AS stub
WITH label, count(*) AS all_nodes, sum(stub) AS stubs
RETURN label, all_nodes - stubs AS nodes, CASE WHEN label = 'Paper' THEN stubs END AS only_cited
ORDER BY label
