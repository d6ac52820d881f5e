"""`papermesh check`: a bibliography held against the graph and services, for a person and for a paper's CI."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from papermesh.cli.fetching import Limits, fetching_options
from papermesh.cli.options import answer_options, opener, settings_for
from papermesh.errors import EXIT_CHECK, EXIT_DONE, PapermeshError, StoreMissing

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.answers_walk import Ask
    from papermesh.loaders.exchange import Access
    from papermesh.loaders.records import Noted, PaperRecord, Rejected
    from papermesh.loaders.reference_check import Checked
    from papermesh.queries.answer import Answer
    from papermesh.settings import Settings

WORDS = ("duplicate", "mismatch", "unresolved", "rejected", "unknown")

EPILOG = """\b
Examples:
  papermesh check refs.bib
  papermesh check refs.bib --online
  papermesh check refs.bib --online --ignore mismatch --format json
  papermesh check library.ris --require-known

\b
Verdicts: found; cited (only cited by loaded papers); preprint (it was published since: `better` says where);
duplicate (two references are one paper); mismatch (its id is another paper's, or first author or year are wrong);
unknown (not in the graph, and no service was asked); unresolved (nobody knows it: likely wrong); rejected (no entry).
With --online, arXiv, Crossref and DataCite are asked about what the graph does not have. Nothing is written.

\b
Exit codes: 0 nothing to mend; 5 a duplicate, a mismatch, an unresolved or a rejected entry; with --require-known also
an unknown one. In a paper's CI: papermesh check refs.bib --online --store none.kgl
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--source", help="What the files are, such as bibtex (default: recognised from each file).")
@click.option("--online", is_flag=True, help="Ask services about what the graph does not have.")
@click.option("--ignore", multiple=True, type=click.Choice(WORDS), help="A verdict that is no problem; repeatable.")
@click.option("--require-known", is_flag=True, help="Every reference must be known.")
@fetching_options
@answer_options
def check(
    files: tuple[str, ...], source: str | None, online: bool, ignore: tuple[str, ...], require_known: bool, form: str,
    store: str | None, limits: Limits,
) -> int:  # fmt: skip
    """Check a bibliography: which references exist, have code or twins, and which are likely wrong."""
    from papermesh.cli.output import emit
    from papermesh.loaders.inputs import read_files
    from papermesh.loaders.records import papers_among
    from papermesh.loaders.reference_check import PROBLEMS

    started = time.perf_counter()
    if limits != Limits() and not online:
        raise click.UsageError("--max-requests, --max-cost, --offline and --refresh are for --online.")
    reports, records = read_files(files, source)
    rejected = [bad for file in reports for bad in file.rejected]
    settings = settings_for(store)
    rows, code, address, failed = _checked(papers_among(records), rejected, settings, limits, online=online)
    rows += [row for file in reports for row in _repeated(file.noted)]
    emit(_answer(rows, code, address, started), form)
    for failure in failed:
        click.echo(f"not all was asked: {failure}", err=True)
    problems = {*PROBLEMS, *(("unknown",) if require_known else ())} - set(ignore)
    count = sum(row.verdict in problems for row in rows)
    click.echo(f"{len(rows)} references, {count or 'none'} to mend", err=True)
    return EXIT_CHECK if count else EXIT_DONE


def _checked(
    references: Sequence[PaperRecord], rejected: Sequence[Rejected], settings: Settings, limits: Limits, *, online: bool
) -> tuple[list[Checked], dict[str, str], str, list[PapermeshError]]:
    """Return the rows, the code of their papers, the store's address, and failures of services."""
    from papermesh.loaders.known_references import code_of, known_at_services, known_in_graph
    from papermesh.loaders.reference_check import check as checked

    known: list[PaperRecord] = []
    address = ""
    opened: Store | None = None
    try:
        opened = opener(settings)(False)
    except StoreMissing:
        if not online:
            raise
    failed: list[PapermeshError] = []
    found_by: dict[str, str] = {}
    try:
        if opened is not None:
            known, address = known_in_graph(opened), opened.address
        rows = checked(references, rejected, known, found_by, asked=False)
        if online:
            places = {row.place for row in rows if row.verdict == "unknown"}
            unknown = [one for one in references if (one.place or "") in places]

            from papermesh.loaders.fetching.budget import Budget

            budget = Budget(limits.max_requests, limits.max_cost)

            @contextmanager
            def asking(access: Access) -> Iterator[Ask]:
                from papermesh.cli import fetching

                with fetching.asking(settings, access, limits, budget) as (ask, _):
                    yield ask

            for name, record in known_at_services(unknown, asking, failed):
                known.append(record)
                found_by[record.record_id] = name
            # What was not asked for to the end is not known to be wrong.
            rows = checked(references, rejected, known, found_by, asked=not failed)
        code = code_of(opened, [row.paper_id for row in rows if row.paper_id]) if opened is not None else {}
    finally:
        if opened is not None:
            opened.close()
    return rows, code, address, failed


def _repeated(noted: Sequence[Noted]) -> list[Checked]:
    """Return what stands in a bibliography twice, word for word: such an entry is no record of its own."""
    from papermesh.loaders.reference_check import Checked

    said = "the same record stands at "
    return [
        Checked(note.place, "", "", "duplicate", details=(f"the same entry stands at {note.what.removeprefix(said)}",))
        for note in noted
        if note.what.startswith(said)
    ]


def _answer(rows: Sequence[Checked], code: dict[str, str], address: str, started: float) -> Answer:
    from papermesh.queries.answer import Answer, Column

    columns = (
        Column("place", "str", description="file and line"),
        Column("key", "str", description="its name in the bibliography"),
        Column("verdict", "str", description="what is said of it"),
        Column("title", "str", description="as the bibliography has it"),
        Column("paper_id", "str", nullable=True, description="the paper that it is"),
        Column("known_at", "list[str]", description="the graph, or services"),
        Column("better", "str", nullable=True, description="the published version of a preprint"),
        Column("code", "str", nullable=True, description="repositories of the paper"),
        Column("detail", "str", nullable=True, description="what is wrong"),
    )
    return Answer(
        query="check",
        columns=columns,
        rows=[
            (row.place, row.key, row.verdict, row.title, row.paper_id, list(row.known_at), row.better,
             code.get(row.paper_id or ""), "; ".join(row.details) or None)
            for row in rows
        ],
        store=address,
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )  # fmt: skip
