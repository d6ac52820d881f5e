"""The page in a real Chromium: what a reader does with pointer and keyboard, on a laptop and on a phone."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest

from tests.viz import hostile, sample
from tests.viz.browser import DESKTOP, PHONE, Open, Opened

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["laptop", "phone"])


@BOTH
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_draws_and_stays_silent(open_page: Open, size: tuple[int, int], *, dark: bool) -> None:
    """It is in standards mode, has a picture, no sideways scrolling, and the colours that the reader prefers."""
    opened = open_page(sample.model(), size=size, dark=dark)
    assert opened.run("document.compatMode") == "CSS1Compat"
    assert opened.run("document.title").startswith("Related work: GPTQ")
    assert opened.run("document.documentElement.scrollWidth <= innerWidth")
    assert opened.run("document.documentElement.classList.contains('dark')") is dark
    colours = opened.run(
        """() => {
          const canvas = document.querySelector('#graph canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) seen.add(data.slice(at, at + 3).join());
          return seen.size;
        }"""
    )
    assert colours > 50
    for view in ("year", "list", "map"):
        opened.page.click(f"[data-view={view}]")
        assert opened.run("papermesh.state.view") == view
        assert opened.run("document.documentElement.scrollWidth <= innerWidth")


@BOTH
def test_everything_fits_the_first_view(open_page: Open, size: tuple[int, int]) -> None:
    """All that is visible lies inside the drawing, in both drawings."""
    for view in ("map", "year"):
        opened = open_page(sample.model(), f"#view={view}", size=size)
        outside = opened.run(
            """() => {
              const [wide, tall] = [document.querySelector('#graph').clientWidth, document.querySelector('#graph').clientHeight];
              return papermesh.nodes.filter((node) => papermesh.visible().has(node.id)).filter((node) => {
                const { x, y } = papermesh.net.canvasToDOM(papermesh.net.getPosition(node.id));
                return x < 8 || y < 8 || x > wide - 8 || y > tall - 8;
              }).map((node) => node.label);
            }"""
        )
        assert outside == []


@BOTH
def test_a_click_on_a_paper_opens_it_with_its_reasons(open_page: Open, size: tuple[int, int]) -> None:
    """Title, year, links, abstract, entities, and addends that sum to the score to the digit."""
    opened = open_page(sample.model(), size=size)
    opened.page.mouse.click(*opened.spot("AWQ"))
    opened.settle()
    assert opened.chosen() == "AWQ"
    text = opened.text("#details")
    for part in ("AWQ: Activation-aware", "2023", "Ji Lin", "Why it is related to", "Compares with", "protects"):
        assert part in text
    link = opened.page.locator("#details .links a").first
    assert link.get_attribute("href") == "https://arxiv.org/abs/2306.00978"
    assert link.get_attribute("rel") == "noopener noreferrer"
    score = int(opened.text(".total strong").replace(".", ""))
    addends = [int(one[1:].replace(".", "")) for one in opened.page.locator(".reasons .number").all_inner_texts()]
    assert sum(addends) == score == opened.node("AWQ")["kg"]["score"]
    assert opened.text(".sum").endswith(f"= {opened.text('.total strong')}")
    bars = [
        (float(bar.get_attribute("x") or 0), float(bar.get_attribute("width") or 0))
        for bar in opened.page.locator(".reasons .addend").all()
    ]
    ends = [0.0, *(begin + wide for begin, wide in bars)]
    assert [begin for begin, _ in bars] == pytest.approx(ends[:-1], abs=0.02)
    assert ends[-1] == pytest.approx(1000, abs=0.05)


def test_a_reason_opens_to_its_sentences(open_page: Open) -> None:
    """Both sentences stand there, each with its mention marked; the row points at what it names."""
    opened = open_page(sample.model(), "#node=Paper/arxiv:2306.00978")
    row = opened.page.locator("[data-component=shared_methods]")
    row.click()
    assert row.get_attribute("aria-expanded") == "true"
    inside = opened.page.locator("[data-component=shared_methods] + .inside")
    assert inside.locator("blockquote").all_inner_texts()[-1].startswith("It is compared with GPTQ on")
    assert "GPTQ" in inside.locator("mark").last.inner_text()
    assert opened.node("GPTQ · method")["id"] in opened.run("[...papermesh.state.pointed]")
    row.click()
    assert not inside.is_visible()


def test_a_click_on_an_edge_shows_the_sentence_that_proves_it(open_page: Open) -> None:
    """The verb stands between the two ends, the mention is marked."""
    opened = open_page(sample.model(), "#node=Paper/arxiv:2211.10438")
    opened.page.keyboard.press("Escape")
    where = opened.run(
        """() => {
          const box = document.querySelector('#graph').getBoundingClientRect();
          for (const edge of papermesh.edges) {
            if (edge.rel !== 'RUNS_ON') continue;
            const [a, b] = [edge.from, edge.to].map((id) => papermesh.net.canvasToDOM(papermesh.net.getPosition(id)));
            for (let share = 0.2; share < 0.8; share += 0.02) {
              const at = { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
              if (papermesh.net.getNodeAt(at) === undefined && papermesh.net.getEdgeAt(at) === edge.id)
                return [at.x + box.x, at.y + box.y];
            }
          }
        }"""
    )
    opened.page.mouse.click(*where)
    assert opened.run("papermesh.state.edge.rel") == "RUNS_ON"
    assert " runs on " in opened.text("#details h2").replace("\n", " ")
    assert "NVIDIA" in opened.text("#details mark")


def test_a_click_on_an_entity_shows_its_papers_by_role(open_page: Open) -> None:
    """Each paper's row opens to its own sentence."""
    opened = open_page(sample.model())
    opened.page.mouse.click(*opened.spot("WikiText-2"))
    assert opened.chosen() == "WikiText-2"
    assert "Evaluated on by" in opened.text("#details")
    opened.page.locator("#details .rows .row").first.click()
    assert opened.page.locator("#details mark").first.inner_text() == "WikiText-2"
    opened.page.get_by_role("button", name=re.compile("^Go to")).first.click()
    assert opened.run("papermesh.state.node.kg.t") == "Paper"


def test_a_mark_in_the_abstract_leads_to_the_connection(open_page: Open) -> None:
    """Names that prove an edge are marked in the text."""
    opened = open_page(sample.model())
    opened.page.locator(".abstract mark.hardware").first.click()
    assert opened.run("papermesh.state.edge.rel") == "RUNS_ON"


@BOTH
def test_search_by_keyboard(open_page: Open, size: tuple[int, int]) -> None:
    """A slash opens it, arrows choose, Enter opens; accents and case do not matter."""
    opened = open_page(sample.model(), size=size)
    opened.page.keyboard.press("/")
    assert opened.run("document.activeElement.id") == "query"
    opened.page.keyboard.type("ROTATÍONS")
    hits = opened.page.locator("#hits li").all_inner_texts()
    assert any(hit.startswith("SpinQuant") for hit in hits)
    opened.page.locator("#query").fill("quantization")
    assert opened.page.locator("#hits [role=option]").count() > 5
    opened.page.keyboard.press("ArrowDown")
    second = opened.page.locator("#hits [aria-selected=true]").inner_text()
    assert opened.page.locator("#query").get_attribute("aria-activedescendant") == "hit-1"
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert second.startswith(str(opened.run("papermesh.state.node.kg.name")))
    assert opened.page.locator("#hits").is_hidden()
    opened.page.locator("#query").fill("no such thing")
    assert "Nothing on this page matches" in opened.text("#hits")


def show_filters(opened: Opened, size: tuple[int, int]) -> None:
    """Open the filters where they do not stand beside the drawing."""
    if size == PHONE:
        opened.page.click("#open-filters")


@BOTH
def test_the_legend_filters_and_counts(open_page: Open, size: tuple[int, int]) -> None:
    """A kind goes and comes back with its connections; counts follow; the list is in step."""
    opened = open_page(sample.model(), size=size)
    before = opened.visible()
    show_filters(opened, size)
    hardware = {"NVIDIA A100", "NVIDIA RTX 4090", "NVIDIA Jetson Orin"}
    assert hardware <= before
    opened.page.uncheck('[data-name="Hardware"]')
    assert opened.visible() == before - hardware
    assert opened.text('[data-count="Hardware"]') == "0"
    assert opened.text('[data-count="RUNS_ON"]') == "0"
    opened.page.check('[data-name="Hardware"]')
    opened.page.uncheck('[data-name="RUNS_ON"]')
    assert "NVIDIA A100" not in opened.visible()
    assert "NVIDIA Jetson Orin" in opened.visible()
    opened.page.check('[data-name="RUNS_ON"]')
    assert opened.visible() == before


@BOTH
def test_sliders_limit_papers_and_what_hangs_on_them(open_page: Open, size: tuple[int, int]) -> None:
    """The closest few, or some years; the seed always stays."""
    opened = open_page(sample.model(), size=size)
    before = opened.visible()
    show_filters(opened, size)
    opened.page.locator("#top").fill("3")
    papers = opened.run(
        "papermesh.nodes.filter((n) => n.kg.t === 'Paper' && papermesh.visible().has(n.id)).map((n) => n.kg.rank ?? 0)"
    )
    assert sorted(papers) == [0, 1, 2, 3]
    assert "TriviaQA" in before
    assert "TriviaQA" not in opened.visible()
    assert opened.text("#top-value") == "3 of 22"
    opened.page.locator("#top").fill("22")
    opened.page.locator("#from").fill("2024")
    years = opened.run(
        "papermesh.nodes.filter((n) => n.kg.t === 'Paper' && papermesh.visible().has(n.id)).map((n) => n.kg.year)"
    )
    assert set(years) == {2024, 2022}  # the seed is of 2022
    opened.page.locator("#from").fill("2017")
    assert opened.visible() == before


def test_the_list_is_in_step_and_sorts(open_page: Open) -> None:
    """The same nodes as the drawing, opened from the table, sorted by any column."""
    opened = open_page(sample.model(), "#view=list")
    rows = opened.page.locator("#list tbody tr")
    assert rows.count() == len(opened.visible())
    name = rows.nth(1).locator("td").nth(1).bounding_box()
    assert name
    assert name["width"] > 180
    assert rows.nth(1).locator("td").first.inner_text() == "1"
    assert "one cites the other" in rows.nth(1).inner_text()
    opened.page.uncheck('[data-name="Method"]')
    assert rows.count() == len(opened.visible())
    rows.nth(2).locator("button").click()
    assert opened.run("papermesh.state.node.kg.rank") == 2
    assert "open" in (rows.nth(2).get_attribute("class") or "")
    year = opened.page.get_by_role("columnheader", name="Year")
    year.get_by_role("button").click()
    assert year.get_attribute("aria-sort") == "ascending"
    years = [text for text in opened.page.locator("#list tbody td:nth-child(4)").all_inner_texts() if text]
    assert years == sorted(years)
    year.get_by_role("button").click()
    years = [text for text in opened.page.locator("#list tbody td:nth-child(4)").all_inner_texts() if text]
    assert years == sorted(years, reverse=True)


def test_keys_alone_reach_everything(open_page: Open) -> None:
    """Ranking, neighbours, views, zoom, theme, help, and back."""
    opened = open_page(sample.model())
    press = opened.page.keyboard.press
    press("n")
    press("n")
    assert opened.run("papermesh.state.node.kg.rank") == 2
    press("p")
    assert opened.run("papermesh.state.node.kg.rank") == 1
    press("s")
    assert opened.chosen() == "GPTQ"
    opened.page.focus("#graph")
    x = opened.run("papermesh.state.node.x")
    press("ArrowRight")
    assert opened.run("papermesh.state.node.x") > x
    press("Escape")
    assert opened.chosen() is None
    press("2")
    assert opened.run("papermesh.state.view") == "year"
    press("3")
    assert opened.page.locator("#list").is_visible()
    press("1")
    scale = opened.run("papermesh.net.getScale()")
    press("+")
    opened.settle()
    assert opened.run("papermesh.net.getScale()") > scale
    press("0")
    opened.settle()
    assert opened.run("papermesh.net.getScale()") == pytest.approx(scale, rel=0.01)
    press("d")
    assert opened.run("document.documentElement.classList.contains('dark')")
    press("?")
    assert opened.page.locator("#keys").is_visible()
    press("Escape")
    assert not opened.page.locator("#keys").is_visible()


def test_the_address_brings_the_same_view_back(open_page: Open) -> None:
    """View, node and filters stand in it; nonsense in it changes nothing."""
    opened = open_page(sample.model())
    opened.page.keyboard.press("2")
    opened.page.uncheck('[data-name="Benchmark"]')
    opened.page.locator("#top").fill("9")
    opened.page.keyboard.press("n")
    address = opened.run("location.hash")
    again = open_page(sample.model(), address)
    assert again.run("papermesh.state.view") == "year"
    assert again.chosen() == opened.chosen()
    assert again.visible() == opened.visible()
    odd = open_page(
        sample.model(), "#node=__proto__&hide=__proto__,constructor,toString&top=NaN&from=1e999&view=x&edge=e"
    )
    assert odd.chosen() is None
    assert odd.visible() == open_page(sample.model()).visible()
    odd.run("() => { location.hash = '#node=Paper/arxiv:2306.00978&hide=Method'; }")
    odd.page.wait_for_function("papermesh.state.node !== null")
    assert odd.chosen() == "AWQ"


def test_what_is_visible_can_be_taken_along(open_page: Open, tmp_path: Path) -> None:
    """Every format is well-formed and holds what is visible, not what is filtered out."""
    opened = open_page(sample.model())
    opened.page.uncheck('[data-name="Method"]')
    shown = opened.visible()

    def taken(kind: str) -> Path:
        opened.page.click("#export summary")
        with opened.page.expect_download() as download:
            opened.page.click(f"[data-export={kind}]")
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    assert taken("png").read_bytes().startswith(b"\x89PNG")
    drawing = ET.fromstring(taken("svg").read_text("utf-8"))  # our own bytes
    labels = {text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert labels == shown
    graph = nx.read_graphml(taken("graphml"))
    assert graph.number_of_nodes() == len(shown)
    assert {data["relation"] for _, _, data in graph.edges(data=True)} >= {"CITES", "RUNS_ON"}
    data = json.loads(taken("json").read_text("utf-8"))
    assert {node["label"] for node in data["nodes"]} == shown
    ranked = [node for node in data["nodes"] if "rank" in node]
    assert all(sum(one["millionths"] for one in node["reasons"]) == node["score_millionths"] for node in ranked)
    references = taken("bibtex").read_text("utf-8")
    papers = [node for node in data["nodes"] if node["kind"] == "Paper"]
    assert len(re.findall(r"^@\w+\{", references, re.MULTILINE)) == len(papers)
    assert "@misc{frantar2022gptq," in references
    from bibtexparser.entrypoint import parse_string

    library = parse_string(references)
    assert len(library.entries) == len(papers)
    assert not library.failed_blocks


def test_the_page_says_what_it_was_made_from(open_page: Open) -> None:
    """Graph, day of the last load, what is unknown, and the command, which a button copies."""
    opened = open_page(sample.model())
    text = opened.text("#facts")
    for part in (
        "sample.kgl",
        "26 papers",
        "2026-01-15",
        "no complete list of references",
        "papermesh view arxiv:2210.17323",
    ):
        assert part in text
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.click("#copy-command")
    opened.page.get_by_role("button", name="Copied").wait_for()
    assert opened.run("navigator.clipboard.readText()") == "papermesh view arxiv:2210.17323 --top 60 -o gptq.html"


def test_on_a_phone_the_panel_is_a_sheet(open_page: Open) -> None:
    """It rises with a choice, never hides what was chosen, and goes down again; filters slide in."""
    opened = open_page(sample.model(), size=PHONE)
    assert not opened.page.locator("#details").is_visible()
    opened.page.touchscreen.tap(*opened.spot("SmoothQuant"))
    opened.settle()
    assert opened.chosen() == "SmoothQuant"
    assert opened.page.locator("#details").is_visible()
    sheet = opened.page.locator("#panel").bounding_box()
    assert sheet
    assert opened.spot("SmoothQuant")[1] < sheet["y"]
    opened.page.click("#sheet")
    opened.settle()
    assert not opened.page.locator("#details").is_visible()
    opened.page.click("#open-filters")
    assert opened.page.locator("#filters").is_visible()
    opened.page.click("#close-filters")
    opened.settle()
    assert not opened.page.locator("#filters").is_visible()


@BOTH
def test_hostile_texts_stay_texts(open_page: Open, size: tuple[int, int]) -> None:
    """Each node and edge is opened, searched and listed; nothing runs, nothing is asked for, nothing breaks."""
    model = hostile.model()
    opened = open_page(model, size=size)
    count = opened.run(
        """() => {
          let opened = 0;
          for (const node of papermesh.nodes) {
            papermesh.choose(node);
            for (const row of document.querySelectorAll('#details [aria-expanded]')) row.click();
            opened += 1;
          }
          return opened;
        }"""
    )
    assert count == len(model.nodes)
    assert opened.run(
        "Object.prototype.polluted === undefined && document.querySelectorAll('iframe, img, form[action], base, meta[http-equiv=refresh]').length === 0"
    )
    assert opened.run(
        "[...document.querySelectorAll('#details *')].every((one) => ![...one.attributes].some((a) => a.name.startsWith('on')))"
    )
    opened.page.click("[data-view=list]")
    assert opened.page.locator("#list tbody tr").count() == len(opened.visible()) == len(model.nodes)
    links = opened.run(
        """() => papermesh.nodes.flatMap((node) => {
          papermesh.choose(node);
          return [...document.querySelectorAll('#details a')].map((link) => link.protocol);
        })"""
    )
    assert set(links) == {"https:"}
    opened.page.locator("#query").fill("<script>")
    assert opened.page.locator("#hits li").count() > 0
    opened.page.locator("#query").fill("")
    for view in ("year", "map"):
        opened.page.click(f"[data-view={view}]")
    assert opened.run("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_texts_can_be_exported(open_page: Open, tmp_path: Path) -> None:
    """Drawing and graph are well-formed XML, data and references can be read back."""
    opened = open_page(hostile.model())
    for kind in ("svg", "graphml", "json", "bibtex", "png"):
        opened.page.click("#export summary")
        with opened.page.expect_download() as download:
            opened.page.click(f"[data-export={kind}]")
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        if kind in {"svg", "graphml"}:
            assert len(list(ET.fromstring(path.read_text("utf-8")).iter())) > 50  # our own bytes
        elif kind == "json":
            assert len(json.loads(path.read_text("utf-8"))["nodes"]) == len(hostile.model().nodes)


def test_the_policy_stops_what_is_put_in_afterwards(open_page: Open) -> None:
    """The policy is a second wall: it holds even where something was injected."""
    opened = open_page(sample.model())
    opened.run(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'globalThis.injected = true';
          document.body.append(script);
          const image = new Image();
          image.src = 'https://example.invalid/x.png';
          document.body.append(image);
        }"""
    )
    opened.settle()
    assert opened.run("globalThis.injected === undefined")
    stopped = [note for note in opened.noticed if note.startswith("console: policy:")]
    assert {note.split()[2] for note in stopped} == {"script-src-elem", "img-src"}
    opened.noticed[:] = [
        note for note in opened.noticed if "policy" not in note.lower() and "example.invalid" not in note
    ]
