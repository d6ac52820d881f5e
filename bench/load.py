"""What loading costs, step by step: reading, linking, writing to each store, drawing.

Linking is set beside a regular expression that looks for the same names (one alternation of all of them), in the same
run: the automaton must not be slower, though it finds roles, sentences and new names as well.

    python -m bench.load [PAGE]      default: the example corpus
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(str(path) for path in (ROOT / "examples").glob("papers-*.jsonl"))


@contextmanager
def timed(name: str, times: dict[str, float]) -> Iterator[None]:
    """Take the time of a step and print it."""
    started = time.perf_counter()
    yield
    times[name] = time.perf_counter() - started
    print(f"{name:<28}{times[name]:8.3f} s")


def main(paths: list[str]) -> None:
    """Print the time of each step and the ratio to the rival."""
    from papermesh.graph.store import open_graph
    from papermesh.loaders.ingest import load
    from papermesh.loaders.inputs import read_files
    from papermesh.loaders.linking.corpus import link_corpus
    from papermesh.loaders.linking.links import Text
    from papermesh.loaders.merge import merge_papers
    from papermesh.loaders.records import papers_among
    from papermesh.ontology import load_ontology
    from papermesh.viz.neighbourhood import view_neighbourhood
    from papermesh.viz.page import build_page

    times: dict[str, float] = {}
    with timed("read and parse", times):
        _, records = read_files(paths, None)
    with timed("merge", times):
        papers = [merged.paper for merged in merge_papers(papers_among(records))]
    with timed("load the ontology", times):
        ontology = load_ontology()
    texts = [Text(paper.paper_id, paper.title or "", paper.abstract, paper.year) for paper in papers]
    with timed("link", times):
        link_corpus(texts, ontology)
    with timed("rival: one alternation", times):
        names = sorted({re.escape(form.text) for form in ontology.forms()}, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)
        sum(len(pattern.findall(f"{text.title}\n{text.abstract or ''}")) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "graph.kgl")
        overlay = Path(folder) / "overlay.toml"
        with timed("load into a file, in all", times):
            load(lambda write: open_graph(store, write=write), paths, overlay=overlay, command="bench")
        with timed("load again", times):
            load(lambda write: open_graph(store, write=write), paths, overlay=overlay, command="bench")
        with timed("draw one paper", times), open_graph(store) as graph:
            page = build_page(view_neighbourhood(graph, papers[0].paper_id))
    print(f"{len(papers)} papers, {len(papers) / times['link']:.0f} linked a second, page of {len(page) / 1000:.0f} kB")
    print(f"link / one alternation      {times['link'] / times['rival: one alternation']:8.2f}")
    print(f"load and draw               {times['load into a file, in all'] + times['draw one paper']:8.3f} s")


if __name__ == "__main__":
    main(sys.argv[1:] or EXAMPLES)
