// name: show-paper
// summary: All that the graph knows of one paper.
// param paper: paper -- id, title or unambiguous part of it
// param most: int = 100 -- most references, and most citing papers, to list
// column paper_id: str
// column title: str?
// column abstract: str?
// column year: int?
// column published: str? -- ISO date in the precision known
// column venue: str?
// column arxiv_id: str?
// column doi: str?
// column url: str?
// column text_scope: str -- fulltext, abstract, title, or none: only cited
// column references_known: bool? -- whether its list of references is complete; null: nobody said
// column former_ids: list[str]
// column conflicts: list[str] -- where sources differ
// column property_sources: list[str] -- which record gave each property
// column authors: list[str] -- in order
// column entities: json -- methods, hardware and benchmarks, each with role and proof
// column code: json -- repositories with what is known of their health
// column links: json -- other pages
// column references_out: int -- how many papers it cites
// column references_in: int -- how many papers cite it
// column cites: json
// column cited_by: json
// column builds_on: json -- papers that introduce what it uses or compares with
// column built_on_by: json
// column records: json -- the records that it was merged from
MATCH (p:Paper {paper_id: $paper})
CALL (p) {
  OPTIONAL MATCH (p)<-[w:WROTE]-(a:Author)
  WITH w, a ORDER BY coalesce(w.position, 9999), a.author_id
  RETURN collect(a.name) AS authors
}
CALL (p) {
  OPTIONAL MATCH (p)-[r:INTRODUCES|USES|COMPARES_WITH|RUNS_ON|TARGETS|EVALUATES_ON|MENTIONS]->(e)
  WITH r, e, coalesce(e.method_id, e.hardware_id, e.benchmark_id) AS entity_id
  WHERE entity_id IS NOT NULL
  WITH r, e, entity_id ORDER BY labels(e)[0], type(r), entity_id
  RETURN collect({entity_type: toLower(labels(e)[0]), id: entity_id, name: e.name, edge: type(r),
    confidence: r.confidence, evidence: r.evidence, field: r.field, start: r.span_start, end: r.span_end,
    surface: r.surface, mentions: r.mentions, rule: r.rule, basis: r.basis, device_count: r.device_count,
    memory_gb: r.memory_gb, form_factor: r.form_factor, size: r.size}) AS entities
}
CALL (p) {
  OPTIONAL MATCH (p)-[r:HAS_CODE]->(c:Repository)
  WITH r, c WHERE c IS NOT NULL
  WITH r, c ORDER BY c.repository_id
  RETURN collect({id: c.repository_id, name: c.name, url: c.url, official: r.official, stars: c.stars,
    license: c.license, archived: c.archived, pushed_at: c.pushed_at, checked_at: c.checked_at, state: c.state,
    evidence: r.evidence}) AS code
}
CALL (p) {
  OPTIONAL MATCH (p)-[r:LINKS_TO]->(x:Resource)
  WITH r, x WHERE x IS NOT NULL
  WITH r, x ORDER BY x.resource_id
  RETURN collect({id: x.resource_id, name: x.name, kind: x.kind, official: r.official}) AS links
}
CALL (p) {
  OPTIONAL MATCH (p)-[:CITES]->(q:Paper)
  WITH q WHERE q IS NOT NULL
  WITH q ORDER BY q.paper_id LIMIT $most
  RETURN collect({paper_id: q.paper_id, title: q.title, year: q.year, loaded: q.text_scope <> 'none'}) AS cites
}
CALL (p) {
  OPTIONAL MATCH (p)<-[:CITES]-(q:Paper)
  WITH q WHERE q IS NOT NULL
  WITH q ORDER BY q.paper_id LIMIT $most
  RETURN collect({paper_id: q.paper_id, title: q.title, year: q.year}) AS cited_by
}
CALL (p) {
  OPTIONAL MATCH (p)-[r:BUILDS_ON]->(q:Paper)
  WITH r, q WHERE q IS NOT NULL
  WITH r, q ORDER BY q.paper_id LIMIT $most
  RETURN collect({paper_id: q.paper_id, title: q.title, year: q.year, via: r.via}) AS builds_on
}
CALL (p) {
  OPTIONAL MATCH (p)<-[r:BUILDS_ON]-(q:Paper)
  WITH r, q WHERE q IS NOT NULL
  WITH r, q ORDER BY q.paper_id LIMIT $most
  RETURN collect({paper_id: q.paper_id, title: q.title, year: q.year, via: r.via}) AS built_on_by
}
CALL (p) {
  OPTIONAL MATCH (p)<-[:DESCRIBES]-(s:SourceRecord)
  WITH s WHERE s IS NOT NULL
  WITH s ORDER BY s.record_id
  RETURN collect({record_id: s.record_id, source: s.source, place: s.place}) AS records
}
RETURN p.paper_id AS paper_id, p.title AS title, p.abstract AS abstract, p.year AS year, p.published AS published,
       p.venue AS venue, p.arxiv_id AS arxiv_id, p.doi AS doi, p.url AS url, p.text_scope AS text_scope,
       p.references_known AS references_known, coalesce(p.former_ids, []) AS former_ids,
       coalesce(p.conflicts, []) AS conflicts,
       coalesce(p.property_sources, []) AS property_sources, authors, entities, code, links,
       COUNT { (p)-[:CITES]->(:Paper) } AS references_out, COUNT { (p)<-[:CITES]-(:Paper) } AS references_in,
       cites, cited_by, builds_on, built_on_by, records
ORDER BY paper_id
