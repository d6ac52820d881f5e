// name: papers-by-id
// summary: Papers with these keys.
// param keys: list[str] -- such as arxiv:2412.14590
// column paper_id: str
// column title: str?
// column year: int?
MATCH (p:Paper)
WHERE p.paper_id IN $keys
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year
ORDER BY paper_id
