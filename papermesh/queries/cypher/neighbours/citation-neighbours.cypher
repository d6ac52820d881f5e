// name: citation-neighbours
// summary: Papers that a paper cites, and papers that cite it.
// param paper: paper -- id, title or unambiguous part of it
// param others: list[paper] = [] -- only these; none: all
// column paper_id: str
// column cites: bool -- true: it cites the paper; false: the paper cites it
// column contexts: list[str] -- sentences that cite, where a source gives them
MATCH (p:Paper {paper_id: $paper})-[r:CITES]-(q:Paper)
WHERE q.paper_id <> p.paper_id AND (size($others) = 0 OR q.paper_id IN $others)
RETURN q.paper_id AS paper_id, startNode(r).paper_id = q.paper_id AS cites, coalesce(r.contexts, []) AS contexts
ORDER BY paper_id, cites
