// name: edge-counts
// summary: How many edges of each label there are, by the labels of their ends.
// column label: str
// column tail: str -- label of the node where it starts
// column head: str -- label of the node where it ends
// column edges: int
MATCH (a)-[r]->(b)
RETURN type(r) AS label, labels(a)[0] AS tail, labels(b)[0] AS head, count(*) AS edges
ORDER BY label, tail, head
