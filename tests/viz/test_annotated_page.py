"""A marked text: marks hold what they say, and the page stays a page whatever the text is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from papermesh.graph.store import Store, open_graph
from papermesh.loaders.draft import draft_of
from papermesh.loaders.linking import SectionText
from papermesh.viz.annotated_page import build_annotated_page
from papermesh.viz.marked_text import (
    FIELDS,
    Mark,
    MarkedText,
    marked_draft,
    marked_entities,
    marked_paper,
    marked_pieces,
)
from tests.queries.sample import FOURBIT, SQUEEZE, write_sample
from tests.viz.browser import watch
from tests.viz.hostile import PAYLOADS


@pytest.fixture
def sample(store: Store) -> Store:
    """The sample graph, on each store."""
    write_sample(store)
    return store


def hostile(payload: str) -> MarkedText:
    """Return a text that is a payload everywhere, and marked as one."""
    text = payload.encode("utf-8", "replace").decode() or "-"
    fields = (*FIELDS, text)
    marks = tuple(Mark(field, 0, len(text), "USES", "method", text, text, text, 0.5, True) for field in fields)
    return MarkedText(text, text, text, 2024, marks, sections=(SectionText(text, text),))


def test_a_paper_is_marked_by_its_edges(sample: Store) -> None:
    """Each stated link of the graph is marked where its proof stands, and other mentions of the same thing too."""
    marked = marked_paper(sample, SQUEEZE)
    found = {(mark.edge, mark.entity_id, marked.text(mark.field)[mark.start : mark.end]) for mark in marked.marks}
    assert {
        ("INTRODUCES", "squeezenum", "SqueezeNum"),
        ("USES", "gptq", "GPTQ"),
        ("RUNS_ON", "nvidia-h100", "H100"),
    } <= found
    assert {mark.field for mark in marked.marks if mark.entity_id == "squeezenum"} == {"title", "abstract"}


def test_the_pieces_are_the_text(sample: Store) -> None:
    """Nothing of the text is lost or doubled, and each mention has the number of its entity."""
    marked = marked_paper(sample, FOURBIT)
    numbers = {entity.number for entity in marked_entities(marked)}
    assert numbers == set(range(1, len(numbers) + 1))
    for field in FIELDS:
        assert "".join(piece for piece, _ in marked_pieces(marked, field)) == marked.text(field)


def test_a_draft_is_marked_with_what_the_graph_knows(sample: Store) -> None:
    """Names that papers of the graph introduce are found in a draft, every mention of them."""
    marked = marked_draft(
        sample,
        draft_of("On numbers\nSqueezeNum is compared with GPTQ on one H100. SqueezeNum is at https://github.com/a/b."),
    )
    found = [(mark.edge, mark.entity_id, mark.is_best) for mark in marked.marks]
    assert found == [
        ("USES", "squeezenum", True), ("COMPARES_WITH", "gptq", True), ("RUNS_ON", "nvidia-h100", True),
        ("USES", "squeezenum", False), ("HAS_CODE", "github:a/b", True),
    ]  # fmt: skip


def test_the_same_text_gives_the_same_page(tmp_path: Path) -> None:
    """The page holds no time and no path, and is complete."""
    pages = set()
    for name in ("one", "two"):
        with open_graph(str(tmp_path / f"{name}.kgl"), write=True) as store:
            write_sample(store)
            pages.add(build_annotated_page(marked_paper(store, SQUEEZE), "made from the sample"))
    (page,) = pages
    assert page.count("<tr id=") == len({line for line in page.splitlines() if "<tr id=" in line})
    assert "made from the sample" in page
    assert "Confidence" in page


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_hostile_texts_stay_texts(browser: Browser, tmp_path: Path, *, dark: bool) -> None:
    """No request, no message, no element of the text's own, no sideways scrolling on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    noticed: list[str] = []
    watch(page, noticed)
    for number, payload in enumerate(PAYLOADS):
        file = tmp_path / f"{number}.html"
        file.write_text(build_annotated_page(hostile(payload), payload.encode("utf-8", "replace").decode()), "utf-8")
        page.goto(file.as_uri())
        assert page.locator("mark").count() == 3, payload[:40]
        assert page.locator("script, iframe, img, svg, form, base, object, link[rel=stylesheet]").count() == 0, payload[
            :40
        ]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), payload[:40]
        page.click("h1 a")
        assert page.url.endswith("#e1")
    context.close()
    assert noticed == []
