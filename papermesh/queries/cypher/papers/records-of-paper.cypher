// name: records-of-paper
// summary: What each source said of a paper, as it was loaded.
// param paper: paper -- id, title or unambiguous part of it
// column record_id: str
// column source: str
// column place: str? -- file and line it was read from
// column record: str -- the record as JSON, with the full text where the source has it
MATCH (r:SourceRecord)-[:DESCRIBES]->(p:Paper {paper_id: $paper})
RETURN r.record_id AS record_id, r.source AS source, r.place AS place, r.record AS record
ORDER BY record_id
