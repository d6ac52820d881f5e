// name: entities-by-name
// summary: Methods, hardware and benchmarks by name, alias, id or a part of the name, best matches first.
// param folded: str -- the name in lower case, with single spaces for hyphens and slashes
// param entity_type: str? = null -- method, hardware or benchmark; null: any
// column entity_type: str
// column entity_id: str
// column name: str
// column rank: int -- 1 id or name, 2 alias, 3 written together or apart, 4 a part of the name or of an alias
MATCH (e:Method|Hardware|Benchmark)
WHERE $entity_type IS NULL OR toLower(labels(e)[0]) = $entity_type
WITH e, coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id,
     [name IN [e.name] + coalesce(e.aliases, []) |
       trim(reduce(t = toLower(name), s IN ['-', '_', '/', '  '] | replace(t, s, ' ')))] AS names
WITH e, entity_id, CASE
    WHEN names[0] = $folded OR replace(entity_id, '-', ' ') = $folded THEN 1
    WHEN $folded IN names THEN 2
    WHEN any(name IN names WHERE replace(name, ' ', '') = replace($folded, ' ', '')) THEN 3
    WHEN any(name IN names WHERE (' ' + name) CONTAINS (' ' + $folded)) THEN 4
  END AS rank
WHERE rank IS NOT NULL
RETURN toLower(labels(e)[0]) AS entity_type, entity_id, e.name AS name, rank
ORDER BY rank, entity_type, entity_id
