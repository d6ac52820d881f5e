// name: view-connections
// summary: What papers are joined to besides papers, each edge with the sentence that proves it.
// param papers: list[str] -- paper ids
// column paper_id: str
// column edge: str
// column entity_label: str -- Method, Hardware, Benchmark, Repository or Resource
// column entity_id: str
// column name: str
// column evidence: str? -- the sentence; null where a source says it without one
// column field: str? -- title, abstract or a section
// column start: int? -- first character of the mention in that field
// column surface: str? -- the mention as written
// column device_count: int?
// column memory_gb: float? -- per device, as the text states it
// column form_factor: str?
// column size: str? -- of a model, as the text states it
// column official: bool? -- whether a repository or page is the paper's own; null: not said
// column about: json -- what else is known of the entity
UNWIND $papers AS wanted
MATCH (p:Paper {paper_id: wanted})
      -[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS|HAS_CODE|LINKS_TO]->(e)
WITH p, r, e,
     coalesce(e.method_id, e.hardware_id, e.benchmark_id, e.repository_id, e.resource_id) AS entity_id
RETURN p.paper_id AS paper_id, type(r) AS edge, labels(e)[0] AS entity_label, entity_id, e.name AS name,
       r.evidence AS evidence, r.field AS field, r.span_start AS start, r.surface AS surface,
       r.device_count AS device_count, r.memory_gb AS memory_gb, r.form_factor AS form_factor, r.size AS size,
       r.official AS official,
       {kind: e.kind, level: e.level, vendor: e.vendor, memory_gb: e.memory_gb, release_year: e.release_year,
        description: e.description, url: e.url, stars: e.stars, license: e.license, archived: e.archived,
        state: e.state, checked_at: e.checked_at} AS about
ORDER BY paper_id, entity_label, entity_id, edge
