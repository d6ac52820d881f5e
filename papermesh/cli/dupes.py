"""`papermesh dupes`: loaded papers that may be one, or two, and the user's word on them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from papermesh.cli.language_model import language_model_for
from papermesh.cli.options import answer_options, open_store, settings_for
from papermesh.cli.query import RowLimit

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.twins import Candidate
    from papermesh.queries.answer import Answer
    from papermesh.queries.lookup import LoadedPaper
    from papermesh.settings import Settings

EPILOG = """\b
Examples:
  papermesh dupes
  papermesh dupes --least 90 --format csv
  papermesh dupes --same arxiv:2205.14135 doi:10.5555/3600270.3601459
  papermesh dupes --different arxiv:2205.14135 bibtex:dao2022flash

\b
Listed are papers of one title or nearly so, with the reasons and a score of 0 to 100; and papers of which one record
has another arXiv id or DOI, named by that record. Your word on a pair is kept in overlay.toml and holds for this and
every later load; the opposite one takes it back. A paper is named as elsewhere, or by the id of one of its records.
"""
PERHAPS_TWO = 50.0
"""Score of a paper that one of its records contradicts in its id: as often as not two ids are right."""

_CONFLICT = re.compile(r"(?P<kind>arxiv_id|doi): (?P<value>.*) \((?P<record>[^()]*:.*)\)$")


@click.command(epilog=EPILOG)
@click.option("--same", nargs=2, metavar="A B", help="Say that two papers are one.")
@click.option("--different", nargs=2, metavar="A B", help="Say that two papers, or a paper and a record, are not one.")
@click.option("--least", type=click.FloatRange(0, 100), default=0.0, help="Least score of a pair.")
@click.option("--top", type=RowLimit(min=1), default=25, show_default=True, help="Most pairs to list.")
@answer_options
def dupes(
    same: tuple[str, str] | None,
    different: tuple[str, str] | None,
    least: float,
    top: int,
    form: str,
    store: str | None,
) -> None:
    """Loaded papers that may be one, with the reasons; or your word that they are, or are not."""
    from papermesh.cli.output import emit

    if same and different:
        raise click.UsageError("Say one thing at a time: --same or --different.")
    settings = settings_for(store)
    if same:
        _decide("same", same, settings)
    elif different:
        _decide("different", different, settings)
    else:
        with open_store(settings) as graph:
            answer = _answer(graph, settings, least, top)
        emit(answer, form, limit_option="--top")


def _decide(word: Literal["same", "different"], pair: Sequence[str], settings: Settings) -> None:
    from papermesh.cli.curate import link_anew
    from papermesh.cli.output import printable
    from papermesh.loaders.overlay import decide

    model = language_model_for(settings)
    with open_store(settings, write=True) as graph:
        names = [_lasting_name(graph, text) for text in pair]
        if names[0] == names[1]:
            # A record is parted from a paper whose id it has.
            names = [text if _record_of(graph, text) else name for text, name in zip(pair, names, strict=True)]
        one, other = sorted(names)
        if one == other:
            raise click.UsageError(f"Both are {one}: name one of the records that is not of this paper.")
        changed = decide(settings.overlay, word, one, other)
        click.echo(printable(f"{word}{'' if changed else ', as before'}: {one} and {other}"))
        link_anew(graph, settings, model)


def _lasting_name(graph: Store, text: str) -> str:
    """Return under which name a paper is kept in a decision: an id that is named or that it has, else a record.

    Its title is no such name: other papers may have it, and the paper's key is another one when an id comes.
    """
    from papermesh.loaders.identity import paper_key
    from papermesh.loaders.records import PaperRecord
    from papermesh.loaders.stored_records import read_record
    from papermesh.queries.names import paper_keys, resolve_paper

    if content := _record_of(graph, text):
        record = read_record({"record": content})
        key = paper_key(record) if isinstance(record, PaperRecord) else None
        return key if key and not key.startswith("title:") else text
    paper_id = resolve_paper(graph, text).paper_id
    former_ids, records = graph.read(
        "MATCH (p:Paper {paper_id: $id}) OPTIONAL MATCH (p)<-[:DESCRIBES]-(s:SourceRecord)"
        " RETURN p.former_ids AS former_ids, collect(s.record_id) AS records",
        {"id": paper_id},
    ).rows[0]
    named = [key for key in paper_keys(text) if key in {paper_id, *(former_ids or ())}]
    lasting = [key for key in (*named, paper_id) if not key.startswith("title:")]
    return str((lasting or sorted(records) or [paper_id])[0])


def _record_of(graph: Store, text: str) -> str | None:
    """Return the content of the record of that id, `None` where there is none."""
    found = graph.read("MATCH (s:SourceRecord {record_id: $id}) RETURN s.record AS record", {"id": text}).rows
    return str(found[0][0]) if found else None


def _answer(graph: Store, settings: Settings, least: float, top: int) -> Answer:
    from papermesh.loaders.overlay import read_overlay
    from papermesh.loaders.twins import possible_twins
    from papermesh.queries.answer import Answer, Column
    from papermesh.queries.ask import last_run
    from papermesh.queries.lookup import loaded_papers

    started = time.perf_counter()
    papers = loaded_papers(graph)
    rows = [
        (pair.score, pair.one.paper_id, pair.other.paper_id, pair.one.title, pair.other.title, list(pair.reasons))
        for pair in possible_twins(map(_candidate, papers), read_overlay(settings.overlay).different)
    ]
    rows += [row for paper in papers for row in _perhaps_two(paper)]
    rows = sorted((row for row in rows if row[0] >= least), key=lambda row: (-row[0], row[1], row[2]))
    columns = (
        Column("score", "float", description="0 to 100: likeness of the titles, less where nothing else agrees"),
        Column("paper_id", "str"),
        Column("other_id", "str", description="another paper, or the record that has another id than its paper"),
        Column("title", "str"),
        Column("other_title", "str"),
        Column("reasons", "list[str]"),
    )
    return Answer(
        query="dupes", columns=columns, rows=list(rows[:top]), truncated=len(rows) > top,
        params={"least": least, "top": top}, store=graph.address, run=last_run(graph),
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip


def _candidate(paper: LoadedPaper) -> Candidate:
    from papermesh.loaders.identity import name_key, title_key
    from papermesh.loaders.twins import Candidate

    return Candidate(
        paper_id=paper.paper_id,
        title=paper.title,
        words=tuple(title_key(paper.title).split("-")),
        year=paper.year,
        surnames=frozenset(name_key(name).split(" ")[-1] for name in paper.authors),
        arxiv_id=paper.arxiv_id,
        doi=paper.doi,
        keys=frozenset((paper.paper_id, *paper.former_ids, *paper.records)),
    )


def _perhaps_two(paper: LoadedPaper) -> list[tuple[float, str, str, str, str, list[str]]]:
    """Return a row for each record of a paper that has another arXiv id or DOI than the paper."""
    found = [_CONFLICT.match(conflict) for conflict in paper.conflicts]
    return [
        (PERHAPS_TWO, paper.paper_id, one["record"], paper.title, paper.title,
         [f"one paper now, and this record has another {one['kind'].replace('_', ' ')}: {one['value']}"])
        for one in found
        if one is not None
    ]  # fmt: skip
