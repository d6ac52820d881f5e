// name: papers-by-name
// summary: Papers by title, by the name of what they introduce, or by a part of the title, best matches first.
// param name: str -- in lower case
// param title_key: str -- the folded title
// column paper_id: str
// column title: str?
// column year: int?
// column rank: int -- 1 whole title, 2 what it introduces, 3 the title's words before a colon, 4 a part of the title
// column loaded: bool -- false: only cited
MATCH (p:Paper)
WHERE p.title_key = $title_key OR toLower(p.title) CONTAINS $name
WITH p, CASE
    WHEN p.title_key = $title_key OR toLower(p.title) = $name THEN 1
    WHEN toLower(p.title) STARTS WITH ($name + ':') THEN 3
    ELSE 4
  END AS rank
WITH collect({paper: p, rank: rank}) AS by_title
OPTIONAL MATCH (q:Paper)-[:INTRODUCES]->(e:Method|Benchmark)
WHERE toLower(e.name) = $name OR any(alias IN coalesce(e.aliases, []) WHERE toLower(alias) = $name)
WITH by_title, collect({paper: q, rank: 2}) AS by_introduced
UNWIND by_title + by_introduced AS found
WITH found.paper AS p, found.rank AS rank
WHERE p IS NOT NULL
WITH p, min(rank) AS rank
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, rank, p.text_scope <> 'none' AS loaded
ORDER BY rank, paper_id
