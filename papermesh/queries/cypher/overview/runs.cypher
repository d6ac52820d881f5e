// name: runs
// summary: The commands that wrote to the graph, newest first.
// param limit: int = 25 -- most rows to return
// column run_id: str
// column command: str
// column started: str -- ISO time, UTC
// column ended: str? -- null while it runs, or when it was killed
// column state: str -- running, done, failed or interrupted
MATCH (r:Run)
RETURN r.run_id AS run_id, r.command AS command, r.started AS started, r.ended AS ended, r.state AS state
ORDER BY run_id DESC
LIMIT $limit
