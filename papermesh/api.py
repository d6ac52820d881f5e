"""The public Python API: what the commands do, as functions that return values.

Every error is a `papermesh.errors.PapermeshError` with `message`, `where` and `hint`. A paper is named as on the
command line: by id, title, the name of what it introduces, or a part of the title that fits no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papermesh.graph import store as stores
from papermesh.settings import Settings, load_settings

if TYPE_CHECKING:
    from papermesh.graph.store import Store
    from papermesh.loaders.extract import Extraction
    from papermesh.loaders.linking.links import Text
    from papermesh.loaders.report import LoadReport
    from papermesh.queries.answer import Answer
    from papermesh.queries.relatedness.reasons import Related

Place = str | PathLike[str]
"""A file, or the address of a server."""


def open_graph(
    store: Place | None = None, *, write: bool = False, user: str | None = None, password: str | None = None
) -> Store:
    """Return a graph, opened for reading unless `write`; use it in a `with` block.

    Args:
        store: A file, or a `bolt://…` or `neo4j://…` address; `None` takes the one of the settings.
        write: Open for writing; a missing file is made.
        user: For a server; `None` takes the one of the settings.
        password: For a server; `None` takes the one of the settings.

    Raises:
        StoreMissing: No file is there, and `write` is false.
        StoreError: It cannot be opened.
    """
    settings = _settings(store)
    return stores.open_graph(
        settings.store,
        write=write,
        user=user or settings.neo4j_user,
        password=settings.neo4j_password if password is None else password,
    )


def load(
    store: Place | None,
    files: Place | Iterable[Place],
    *,
    source: str | None = None,
    overlay: Place | None = None,
    dry_run: bool = False,
    strict: bool = False,
    language_model: bool = False,
) -> LoadReport:
    """Load files into a graph, and return what came in, what was written, and what was rejected and why.

    Loading the same files again changes nothing.

    Args:
        store: A file, which is made where it is missing, or a server's address; `None` takes that of the settings.
        files: One file or several; `-` is standard input.
        source: `listing`, `jsonl`, `bibtex`, `semantic-scholar`, `openalex` or `crossref`; `None` recognises it from
            each file.
        overlay: The file of accepted and rejected links; `None` takes that of the settings.
        dry_run: Compute everything, write nothing.
        strict: Write nothing when anything is rejected, or an answer of the language model is missing.
        language_model: Ask the language model of the settings, too; its answers that are kept count in any case.

    Raises:
        ConfigError: The settings name no language model, and it is to be asked.
        SourceError: A file cannot be read, or holds no paper; nothing was written.
        StoreError: The store cannot be opened or written.
    """
    from papermesh.loaders.ingest import load as load_files
    from papermesh.loaders.language_model import language_model_of

    settings = _settings(store)
    return load_files(
        lambda writing: open_graph(settings.store, write=writing),
        _paths(files),
        source=source,
        overlay=settings.overlay if overlay is None else Path(overlay),
        command="papermesh.load",
        dry_run=dry_run,
        strict=strict,
        model=language_model_of(settings, asks=language_model),
    )


def extract(files: Place | Iterable[Place], *, source: str | None = None, language_model: bool = False) -> Extraction:
    """Return what the texts in files link to, without any store: one row a paper, and what was rejected.

    Args:
        files: One file or several; `-` is standard input.
        source: `listing`, `jsonl`, `bibtex`, `semantic-scholar`, `openalex` or `crossref`; `None` recognises it from
            each file.
        language_model: Ask the language model of the settings, too; its answers that are kept count in any case.

    Raises:
        ConfigError: The settings name no language model, and it is to be asked.
        SourceError: A file cannot be read, or holds no paper.
    """
    from papermesh.loaders.extract import extract as extract_files
    from papermesh.loaders.language_model import language_model_of

    return extract_files(_paths(files), source, model=language_model_of(_settings(None), asks=language_model))


def related(graph: Store, paper: str | None = None, *, text: str | None = None, top: int = 20) -> list[Related]:
    """Return the papers most related to a paper or a draft, best first, each with the reasons that add up to its score.

    Args:
        graph: An open graph.
        paper: A paper of the graph.
        text: Instead of `paper`, a draft that is not in the graph: its first line is the title.
        top: Most papers to return.

    Raises:
        TypeError: Neither or both of `paper` and `text` are given.
        NotFound: The graph has no such paper; the hint names the nearest.
        Ambiguous: The name fits several; the hint lists them.
        SourceError: The draft is blank.
    """
    from papermesh.queries import related as relatedness
    from papermesh.queries.names import resolve_paper

    if (paper is None) == (text is None):
        msg = "related() takes a paper or a text"
        raise TypeError(msg)
    if paper is not None:
        return relatedness.related(graph, resolve_paper(graph, paper).paper_id, top=top)
    from papermesh.loaders.draft import draft_of

    return related_to_draft(graph, draft_of(text or ""), top=top)


def related_to_draft(graph: Store, draft: Text, *, top: int = 20) -> list[Related]:
    """Return the papers most related to a draft, which is linked with what the graph knows; best first."""
    from papermesh.loaders.draft import link_draft
    from papermesh.queries import related as relatedness

    linked = link_draft(graph, draft)
    repositories = [url.key for url in linked.urls if url.kind == "repository"]
    return relatedness.related_to_draft(
        graph, draft.title, draft.abstract, linked.links, repositories=repositories, top=top
    )


def why(graph: Store, a: str, b: str) -> Related:
    """Return paper `b` with the reasons why it is related to paper `a`; none, and a score of 0, where it is not.

    Raises:
        NotFound: The graph has no such paper.
        Ambiguous: A name fits several.
        QueryError: Both are the same paper.
    """
    from papermesh.queries import related as relatedness
    from papermesh.queries.names import resolve_paper

    return relatedness.why(graph, resolve_paper(graph, a).paper_id, resolve_paper(graph, b).paper_id)


def view(graph: Store, paper: str, *, top: int = 60, max_nodes: int = 150) -> str:
    """Return a page of a paper's related work: one HTML text that needs no network.

    Args:
        graph: An open graph.
        paper: A paper of the graph.
        top: Most related papers to draw.
        max_nodes: Most nodes to draw; papers come before entities.

    Raises:
        NotFound: The graph has no such paper.
        Ambiguous: The name fits several.
    """
    from papermesh.queries.names import resolve_paper
    from papermesh.viz.neighbourhood import view_neighbourhood
    from papermesh.viz.page import build_page

    seed = resolve_paper(graph, paper).paper_id
    return build_page(view_neighbourhood(graph, seed, top=top, max_nodes=max_nodes))


def query(graph: Store, name: str, /, **params: Any) -> Answer:
    """Return the answer to a named query; `papermesh query --help` lists them.

    Args:
        graph: An open graph.
        name: The query's name, such as `find-papers`.
        params: Its parameters, names of papers and entities as a user writes them.

    Raises:
        NotFound: There is no such query, or a parameter names nothing.
        QueryError: A parameter is missing, unknown or of another type.
    """
    from papermesh.queries import catalog

    return catalog.query(name).run(graph, **params)


def _settings(store: Place | None) -> Settings:
    return load_settings(store=None if store is None else fspath(store))


def _paths(files: Place | Iterable[Place]) -> list[str]:
    return [fspath(files)] if isinstance(files, str | PathLike) else [fspath(file) for file in files]
