// name: links-of-paper
// summary: Everything a paper's text or its sources link it to, in the order of the text.
// param paper: paper -- id, title or unambiguous part of it
// column edge: str
// column entity_type: str -- method, hardware, benchmark, repository or resource
// column entity_id: str
// column name: str
// column field: str? -- title, abstract or the heading of a section; null where no text states the link
// column start: int? -- first character of the best mention in that field
// column end: int? -- character after that mention
// column surface: str? -- the mention as written
// column evidence: str? -- the sentence
// column confidence: float? -- 0 to 1
// column rule: str?
// column basis: str -- stated, imported or derived
MATCH (p:Paper {paper_id: $paper})
      -[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS|HAS_CODE|LINKS_TO]->(e)
WITH r, e, coalesce(e.method_id, e.hardware_id, e.benchmark_id, e.repository_id, e.resource_id) AS entity_id,
     CASE r.field WHEN 'title' THEN 0 WHEN 'abstract' THEN 1 ELSE 2 END AS place
RETURN type(r) AS edge, toLower(labels(e)[0]) AS entity_type, entity_id, e.name AS name, r.field AS field,
       r.span_start AS start, r.span_end AS end, r.surface AS surface, r.evidence AS evidence,
       r.confidence AS confidence, r.rule AS rule, r.basis AS basis
ORDER BY place, r.field, start, entity_type, entity_id, edge
