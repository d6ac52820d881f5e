// name: entities-of-papers
// summary: Methods, hardware, benchmarks and repositories of papers, with role and proof.
// param papers: list[paper] -- ids, titles or unambiguous parts of them
// column paper_id: str
// column entity_type: str -- method, hardware, benchmark or repository
// column entity_id: str
// column name: str
// column edge: str
// column confidence: float? -- 0 to 1
// column evidence: str?
// column surface: str?
// column field: str?
// column start: int?
UNWIND $papers AS key
MATCH (p:Paper {paper_id: key})
      -[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS|HAS_CODE]->(e)
RETURN DISTINCT p.paper_id AS paper_id, toLower(labels(e)[0]) AS entity_type,
       coalesce(e.method_id, e.hardware_id, e.benchmark_id, e.repository_id) AS entity_id, e.name AS name,
       type(r) AS edge, r.confidence AS confidence, r.evidence AS evidence, r.surface AS surface, r.field AS field,
       r.span_start AS start
ORDER BY paper_id, entity_type, entity_id, edge
