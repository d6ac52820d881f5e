// name: runs
// summary: The commands that wrote to the graph, newest first.
// param limit: int = 25 -- most rows to return
// column run_id: str
// column started: str -- ISO time, UTC
// column ended: str? -- null while it runs, or when it was killed
// column state: str -- running (also when it was killed), paused, done, failed or interrupted
// column records: int? -- records that it read
// column papers: int? -- loaded papers in the graph when it ended
// column links_added: int? -- links of papers that it added
// column links_changed: int? -- links whose role or proof it changed
// column links_retired: int? -- links that it removed
// column writer: str? -- the machine and process that write, or wrote last
// column command: str
MATCH (r:Run)
RETURN r.run_id AS run_id, r.started AS started, r.ended AS ended, r.state AS state,
  r.records AS records, r.papers AS papers, r.links_added AS links_added, r.links_changed AS links_changed,
  r.links_retired AS links_retired, r.writer AS writer, r.command AS command
ORDER BY run_id DESC
LIMIT $limit
