"""What `papermesh export` writes makes the same graph again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Papermesh

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_an_export_makes_the_same_graph(papermesh: Papermesh, home: Path) -> None:
    """Papers, links, references, repositories and sources are the same; a second export is the same file."""
    assert (
        papermesh("load", str(EXAMPLES / "papers-2017-2022.jsonl"), str(EXAMPLES / "similar-papers-page.txt")).code == 0
    )
    outcome = papermesh("export", "-o", "records.jsonl")
    assert outcome.code == 0, outcome
    assert papermesh("load", "records.jsonl", "--store", "copy.kgl").code == 0
    assert papermesh("export", "-o", "again.jsonl", "--store", "copy.kgl").code == 0
    assert (home / "again.jsonl").read_bytes() == (home / "records.jsonl").read_bytes()
    for text in ("MATCH (p)-[r]->(e) RETURN labels(p)[0], type(r), labels(e)[0], count(*) ORDER BY 1, 2, 3",
                 "MATCH (p:Paper)-[r]->(e) RETURN p.paper_id, type(r), e.name, r.evidence, r.confidence ORDER BY 1, 2, 3"):  # fmt: skip
        one, other = (papermesh("cypher", text, "--format", "csv", "--max-rows", "100000", "--store", store).out
                      for store in (str(home / "graph.kgl"), "copy.kgl"))  # fmt: skip
        assert one == other
        assert len(one) > 500


def test_standard_output_has_the_lines_alone(loaded: Papermesh) -> None:
    """Each line is one record, with its source; the remark goes to standard error."""
    outcome = loaded("export")
    records = [json.loads(line) for line in outcome.out.splitlines()]
    assert {record["source"] for record in records} == {"listing"}
    assert "2 records" in outcome.err


def test_what_cannot_be_written_is_explained(loaded: Papermesh) -> None:
    """A folder is refused with what to do."""
    assert loaded("export", "-o", ".").code == 2
