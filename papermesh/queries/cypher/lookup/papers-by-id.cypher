// name: papers-by-id
// summary: Papers with these keys.
// param keys: list[str] -- such as arxiv:2412.14590
// column paper_id: str
// column title: str?
// column year: int?
// column loaded: bool -- false: only cited
UNWIND $keys AS key
MATCH (p:Paper {paper_id: key})
RETURN DISTINCT p.paper_id AS paper_id, p.title AS title, p.year AS year, p.text_scope <> 'none' AS loaded
ORDER BY paper_id
