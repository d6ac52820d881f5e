// name: loaded-papers
// summary: What tells loaded papers from each other: ids, title, year, authors and records.
// column paper_id: str
// column title: str
// column year: int?
// column arxiv_id: str?
// column doi: str?
// column former_ids: list[str]
// column conflicts: list[str] -- where sources differ
// column authors: list[str]
// column records: list[str] -- ids of the records that it was merged from
MATCH (p:Paper)
WHERE p.text_scope <> 'none'
CALL (p) {
  OPTIONAL MATCH (p)<-[w:WROTE]-(a:Author)
  WITH w, a ORDER BY coalesce(w.position, 9999), a.author_id
  RETURN collect(a.name) AS authors
}
CALL (p) {
  OPTIONAL MATCH (p)<-[:DESCRIBES]-(s:SourceRecord)
  WITH s ORDER BY s.record_id
  RETURN collect(s.record_id) AS records
}
RETURN p.paper_id AS paper_id, p.title AS title, p.year AS year, p.arxiv_id AS arxiv_id, p.doi AS doi,
       coalesce(p.former_ids, []) AS former_ids, coalesce(p.conflicts, []) AS conflicts, authors, records
ORDER BY paper_id
