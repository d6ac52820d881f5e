// name: evidence
// summary: The edges between a paper and an entity or its members, each with the sentence that proves it.
// param paper: paper -- id, title or unambiguous part of it
// param entity: entity -- method, device or benchmark: name, alias or id
// param exact: bool = false -- leave out members of a class and devices of a family
// column edge: str
// column entity_type: str
// column entity_id: str
// column name: str
// column evidence: str? -- the sentence; null where a source says it without one
// column field: str? -- title, abstract or the heading of a section
// column start: int? -- first character of the mention in that field
// column end: int? -- character after the mention
// column surface: str? -- the mention as written
// column mentions: int? -- how often the paper mentions it
// column confidence: float? -- 0 to 1
// column rule: str?
// column basis: str -- stated, imported or derived
// column roles_seen: list[str] -- all roles that hold, the strongest first
// column sources: list[str]
MATCH (p:Paper {paper_id: $paper})
      -[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(m)-[:IS_A*0..8]->(e)
WITH DISTINCT r, m, toLower(labels(e)[0]) + ':' + coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS asked,
     coalesce(m.method_id, m.hardware_id, m.benchmark_id) AS entity_id, toLower(labels(m)[0]) AS entity_type
WHERE asked = $entity AND (NOT $exact OR asked = entity_type + ':' + entity_id)
RETURN type(r) AS edge, entity_type, entity_id, m.name AS name, r.evidence AS evidence, r.field AS field,
       r.span_start AS start, r.span_end AS end, r.surface AS surface, r.mentions AS mentions,
       r.confidence AS confidence, r.rule AS rule, r.basis AS basis, coalesce(r.roles_seen, []) AS roles_seen,
       coalesce(r.sources, []) AS sources
ORDER BY entity_type, entity_id, edge
