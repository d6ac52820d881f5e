// name: view-papers
// summary: What a related-work page shows of papers, and how many papers of the graph cite each.
// param papers: list[str] -- paper ids
// column paper_id: str
// column title: str? -- null for a paper that is only cited by its id
// column abstract: str?
// column year: int?
// column venue: str?
// column arxiv_id: str?
// column doi: str?
// column url: str?
// column references_known: bool -- whether its list of references is complete
// column authors: list[str] -- in order
// column text_scope: str -- fulltext, abstract, title, or none: only cited
// column cited_by: int -- papers of this graph that cite it
UNWIND $papers AS wanted
MATCH (p:Paper {paper_id: wanted})
CALL (p) {
  OPTIONAL MATCH (p)<-[w:WROTE]-(a:Author)
  WITH w, a ORDER BY coalesce(w.position, 9999), a.author_id
  RETURN collect(a.name) AS authors
}
RETURN p.paper_id AS paper_id, p.title AS title, p.abstract AS abstract, p.year AS year, p.venue AS venue,
       p.arxiv_id AS arxiv_id, p.doi AS doi, p.url AS url, coalesce(p.references_known, false) AS references_known,
       authors, p.text_scope AS text_scope, COUNT { (p)<-[:CITES]-(:Paper) } AS cited_by
ORDER BY paper_id
