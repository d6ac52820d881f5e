// name: search-papers
// summary: Papers whose title, abstract or entities hold these words, those that hold most of them first.
// param text: str -- words, or beginnings of words; letter case does not count
// param limit: int = 25 -- most rows to return
// column paper_id: str
// column title: str?
// column year: int? -- null when no source gives one
// column words: list[str] -- words that were found
// column score: int -- per word: 4 in the title, 2 in the name of an entity, 1 in the abstract
WITH [',', ';', ':', '.', '(', ')', '[', ']', '/', '-', '"', '\n', '\t'] AS signs
WITH signs, split(reduce(t = toLower($text), s IN signs | replace(t, s, ' ')), ' ') AS parts
UNWIND parts AS part
WITH DISTINCT signs, trim(part) AS word
WHERE word <> ''
CALL (signs, word) {
  MATCH (p:Paper)
  WHERE p.text_scope <> 'none' AND toLower(p.title) CONTAINS word
  WITH p, signs, word
  WHERE reduce(t = ' ' + toLower(p.title), s IN signs | replace(t, s, ' ')) CONTAINS (' ' + word)
  RETURN p, 4 AS points
  UNION ALL
  MATCH (p:Paper)
  WHERE p.text_scope <> 'none' AND toLower(p.abstract) CONTAINS word
  WITH p, signs, word
  WHERE reduce(t = ' ' + toLower(p.abstract), s IN signs | replace(t, s, ' ')) CONTAINS (' ' + word)
  RETURN p, 1 AS points
  UNION ALL
  MATCH (e:Method|Hardware|Benchmark)
  WITH e, signs, word, reduce(t = ' ' + toLower(e.name), a IN coalesce(e.aliases, []) | t + ' ' + toLower(a)) AS names
  WHERE names CONTAINS word
  WITH e, signs, word, names
  WHERE reduce(t = names, s IN signs | replace(t, s, ' ')) CONTAINS (' ' + word)
  MATCH (p:Paper)-[:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
  WITH DISTINCT p
  RETURN p, 2 AS points
}
WITH p, word, sum(points) AS points ORDER BY word
WITH p, collect(word) AS words, sum(points) AS score
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, words, score
ORDER BY size(words) DESC, score DESC, coalesce(year, 0) DESC, paper_id
LIMIT $limit
