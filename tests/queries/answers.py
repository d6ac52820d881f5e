"""What every query is asked of the sample graph, and the answers that both stores must give.

`python -m tests.queries.answers` writes `snapshots/answers.json` anew; look at the difference before it is kept.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from papermesh.graph.store import Store, open_graph
from papermesh.queries.answer import plain
from papermesh.queries.catalog import queries
from tests.queries.sample import FOURBIT, NAMELESS, OLD, SERVE, SQUEEZE, SURVEY, write_sample

SNAPSHOT = Path(__file__).parent / "snapshots" / "answers.json"

ASKED: dict[str, list[dict[str, Any]]] = {
    "authors-by-name": [{"name": "ada example"}, {"name": "o"}],
    "benchmarks-of-method": [{"method": "quantization"}],
    "builds-on-neighbours": [{"paper": SQUEEZE}, {"paper": OLD, "others": [SQUEEZE]}],
    "citation-neighbours": [{"paper": SQUEEZE}, {"paper": OLD, "others": [SQUEEZE]}],
    "co-cited-papers": [{"paper": OLD}, {"paper": SQUEEZE, "others": [FOURBIT]}],
    "compare-papers": [{"papers": [SQUEEZE, FOURBIT, NAMELESS]}],
    "coupled-papers": [{"paper": SQUEEZE}, {"paper": SQUEEZE, "others": [FOURBIT]}],
    "entities": [{}, {"entity_type": "hardware"}, {"entity_type": "benchmark", "limit": 1}],
    "entities-by-name": [{"folded": "h100"}, {"folded": "nvidia"}, {"folded": "llama2", "entity_type": "method"}],
    "entities-of-papers": [{"papers": [SQUEEZE, SERVE, SQUEEZE]}],
    "entity-frequencies": [
        {"methods": ["quantization", "vllm"], "hardware": ["gpu"], "benchmarks": ["mmlu"],
         "repositories": ["github:invented/squeezenum"]},
    ],
    "entity-names": [{}, {"entity_type": "hardware"}],
    "entity-parents": [{"methods": ["gptq"], "hardware": ["nvidia-a100-80gb"], "benchmarks": ["mmlu-pro"]}],
    "evidence": [
        {"paper": SQUEEZE, "entity": "method:gptq"},
        {"paper": FOURBIT, "entity": "hardware:gpu"},
        {"paper": FOURBIT, "entity": "hardware:gpu", "exact": True},
    ],
    "find-papers": [
        {},
        {"hardware": ["gpu"]},
        {"hardware": ["gpu"], "exact": True},
        {"method": ["quantization", "llama-2"]},
        {"has_code": True, "since": 2023, "until": 2024},
        {"has_code": False, "limit": 1},
        {"compares": ["vllm"], "benchmark": ["humaneval"]},
    ],
    "hardware-by-year": [{}, {"least": 2}],
    "hardware-of-method": [{"method": "quantization"}],
    "loaded-papers": [{}],
    "links-of-paper": [{"paper": SQUEEZE}, {"paper": NAMELESS}],
    "low-confidence-links": [{}, {"below": 0.9, "edge": "COMPARES_WITH"}],
    "method-hardware-pairs": [{"least": 1}, {"least": 1, "limit": 3}],
    "method-lineage": [{"method": "gptq"}],
    "most-cited-papers": [{}, {"only_missing": True}],
    "papers-building-on": [{"method": "gptq"}],
    "papers-by-author": [{"author": "name:ada example"}],
    "papers-by-id": [{"keys": [SQUEEZE, "none", NAMELESS]}],
    "papers-by-memory": [{"most_gb": 24.0}, {"most_gb": 80.0}],
    "papers-by-name": [
        {"name": "squeezenum", "title_key": "squeezenum"},
        {"name": "four", "title_key": "four"},
        {"name": "rounding, revisited", "title_key": "rounding,-revisited"},
    ],
    "papers-by-other-id": [{"keys": ["title:squeezenum-packing-weights-into-four-bits", "doi:10.5555/nameless"]}],
    "papers-naming-both-hardware": [{"left": "fpga", "right": "gpu"}],
    "papers-of-entities": [
        {"methods": ["gptq"], "hardware": ["gpu"], "benchmarks": ["mmlu"],
         "repositories": ["github:invented/squeezenum"]},
    ],
    "papers-of-method-without-hardware": [{"method": "quantization"}],
    "papers-on-benchmark-without": [{"benchmark": "humaneval", "without": "mmlu-pro"}],
    "possible-papers": [
        {},
        {"hardware": ["gpu"], "method": ["gptq"]},
        {"since": 2024},
        {"has_code": True, "limit": 1},
        {"compares": ["vllm"], "benchmark": ["humaneval"]},
    ],
    "records-of-paper": [{"paper": SQUEEZE}, {"paper": NAMELESS}],
    "repositories": [
        {},
        {"license": ["MIT", "Apache-2.0"], "archived": False, "pushed_since": "2025-01-01"},
        {"paper": SQUEEZE},
        {"state": "missing"},
    ],
    "repositories-by-name": [{"name": "fourbit"}, {"name": "invented"}],
    "search-papers": [{"text": "four-bit GPTQ"}, {"text": "hum"}, {"text": "(FPGA)"}, {"text": " "}],
    "shared-citers": [{"paper": FOURBIT, "others": [SQUEEZE, OLD]}],
    "shared-references": [{"paper": SQUEEZE, "others": [FOURBIT, SURVEY]}],
    "show-entity": [{"entity": "hardware:gpu"}, {"entity": "benchmark:mmlu", "most": 1}, {"entity": "method:none"}],
    "show-paper": [{"paper": SQUEEZE}, {"paper": NAMELESS}, {"paper": OLD, "most": 2}],
    "show-repository": [{"repository": "github:invented/squeezenum"}],
    "view-citations": [{"papers": [SQUEEZE, OLD, SURVEY]}],
    "view-connections": [{"papers": [SQUEEZE]}],
    "view-papers": [{"papers": [SQUEEZE, NAMELESS]}],
}  # fmt: skip
"""Parameters of each asking; a query that is not listed is asked once without any."""


def answers(store: Store) -> dict[str, list[Any]]:
    """Return for every query the rows of every asking, as JSON holds them."""
    return {
        file.name: [plain(store.read(file.text, file.filled(params)).rows) for params in ASKED.get(file.name, [{}])]
        for file in queries()
    }


def main() -> None:
    """Write the snapshot from the embedded store."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_graph(str(Path(folder) / "sample.kgl"), write=True) as store,
    ):
        write_sample(store)
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(json.dumps(answers(store), indent=1, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
