// name: papers-by-other-id
// summary: Papers that these ids name, though their key is another: former keys, DOIs, ids at other services.
// param keys: list[str] -- each with its scheme, such as doi:10.5555/x
// column paper_id: str
// column title: str?
// column year: int?
// column loaded: bool -- false: only cited
MATCH (p:Paper)
WHERE any(key IN coalesce(p.former_ids, []) + coalesce(p.other_ids, []) WHERE key IN $keys)
   OR (p.doi IS NOT NULL AND 'doi:' + p.doi IN $keys)
   OR (p.arxiv_id IS NOT NULL AND 'arxiv:' + p.arxiv_id IN $keys)
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, p.text_scope <> 'none' AS loaded
ORDER BY paper_id
