// name: coverage
// summary: How complete the graph is: for how many loaded papers each thing is known.
// column known: str -- abstract, year, authors, methods, hardware, benchmarks, code, references
// column papers: int -- loaded papers for which it is known
// column missing: int -- loaded papers for which it is not
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
WITH count(*) AS total, [
  ['abstract', sum(CASE WHEN p.abstract IS NULL THEN 0 ELSE 1 END)],
  ['year', sum(CASE WHEN p.year IS NULL THEN 0 ELSE 1 END)],
  ['authors', sum(CASE WHEN EXISTS { (p)<-[:WROTE]-(:Author) } THEN 1 ELSE 0 END)],
  ['methods', sum(CASE WHEN EXISTS { (p)-[:INTRODUCES|USES|COMPARES_WITH]->(:Method) } THEN 1 ELSE 0 END)],
  ['hardware', sum(CASE WHEN coalesce(p.hardware_stated, false) THEN 1 ELSE 0 END)],
  ['benchmarks', sum(CASE WHEN coalesce(p.benchmark_stated, false) THEN 1 ELSE 0 END)],
  ['code', sum(CASE WHEN coalesce(p.code_stated, false) THEN 1 ELSE 0 END)],
  ['references', sum(CASE WHEN coalesce(p.references_known, false) THEN 1 ELSE 0 END)]
] AS counts
UNWIND counts AS entry
RETURN entry[0] AS known, entry[1] AS papers, total - entry[1] AS missing
ORDER BY known
