"""The file: self-contained, within its size, the same bytes for the same model, and nothing in it that runs but ours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from papermesh.errors import PapermeshError
from papermesh.viz.limits import MAX_DRAWN
from papermesh.viz.page import DRAWING_LIBRARY, SCRIPTS, build_page, drawing_library, page_script
from tests.viz import hostile, sample

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: str) -> dict[str, Any]:
    """Return the data block of a page."""
    found = DATA.search(page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture(scope="module")
def page() -> str:
    """Give the page of the sample."""
    return build_page(sample.model())


def test_equal_models_give_equal_bytes(page: str) -> None:
    """A page can be compared with an earlier one."""
    assert build_page(sample.model()) == page


def test_hashes_of_the_policy_are_those_of_the_page() -> None:
    """The policy lets run what stands in the page, and nothing else."""
    for text in (build_page(sample.model()), build_page(hostile.model())):
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert policy
        named = set(re.findall(r"&#39;(sha256-[^&]+)&#39;", policy[1]))
        inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        inline += re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        assert len(inline) == 3
        assert named == {"sha256-" + base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline}
        assert "default-src &#39;none&#39;" in policy[1]
        assert "unsafe" not in policy[1]


def test_nothing_outside_the_data_points_anywhere() -> None:
    """No address, no handler and no style attribute stands in the markup."""
    for text in (build_page(sample.model()), build_page(hostile.model())):
        outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
        assert re.findall(r'(?:src|href|action|data-src)\s*=\s*"(?!data:|#)[^"]*"', outside) == []
        assert "style=" not in outside
        assert not re.search(r"\son\w+\s*=", outside)


def test_our_own_scripts_ask_for_nothing_and_write_no_markup() -> None:
    """The words for it do not occur."""
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "fetch(",
                 "XMLHttpRequest", "WebSocket", "importScripts", "setAttribute(\"style"):  # fmt: skip
        assert word not in page_script()


def test_size_at_100_nodes() -> None:
    """A page of 100 nodes with abstracts fits into a mail."""
    assert len(build_page(sample.crowd(60, 40)).encode()) < 700_000


def test_hostile_text_stays_in_the_data() -> None:
    """Whatever a field holds, the page has its three scripts and no more, and links lead to the web."""
    model = hostile.model()
    text = build_page(model)
    assert text.replace(drawing_library(), "").count("<script") == 3
    assert text.count("</script") == 3
    found = DATA.search(text)
    assert found
    assert not re.search(r"[<>\u2028\u2029\u0085]", found[1].replace("\\u", ""))
    data = data_of(text)
    assert [node["id"] for node in data["nodes"]] == [f"n{number}" for number in range(len(model.nodes))]
    links = [url for node in data["nodes"] for _, url in node["kg"].get("links", [])]
    assert links
    assert all(url.startswith(("http://", "https://")) for url in links)
    assert not any(re.search(r"[\s<>\"'`]", url) for url in links)
    assert max(len(node["kg"]["name"]) for node in data["nodes"]) <= 400


def test_the_heading_is_escaped() -> None:
    """The title of the seed is text in both places outside the data."""
    text = build_page(hostile.model())
    assert "<title>Related work: &lt;/script&gt;&lt;script&gt;alert(1)" in text
    assert '<h1 dir="auto">&lt;/script&gt;' in text


def test_addends_in_the_page_sum_to_the_score(page: str) -> None:
    """The bars fill the score exactly, and ranks follow it."""
    ranked = [node["kg"] for node in data_of(page)["nodes"] if "rank" in node["kg"]]
    assert ranked
    assert [sum(reason["m"] for reason in kg["why"]) for kg in ranked] == [kg["score"] for kg in ranked]
    assert [kg["rank"] for kg in ranked] == list(range(1, len(ranked) + 1))
    assert [kg["score"] for kg in ranked] == sorted((kg["score"] for kg in ranked), reverse=True)


def utf16(text: str, begin: int = 0, end: int = 0) -> str:
    """Return a slice as JavaScript counts it."""
    return text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")


def test_every_marked_mention_is_where_the_proof_says() -> None:
    """Offsets are those of JavaScript, also after signs beyond the basic plane."""
    model = sample.model()
    abstract = "𝛼-models 🧪 use NVIDIA A100 here. And so on."
    nodes = tuple(replace(node, abstract=abstract) if node.ref == model.seed else node for node in model.nodes)
    from papermesh.viz.proofs import located

    proof = located(
        paper=model.seed[1], label="RUNS_ON", sentence="𝛼-models 🧪 use NVIDIA A100 here.", surface="NVIDIA A100",
        field="abstract", start=abstract.find("NVIDIA"), text=abstract,
    )  # fmt: skip
    edges = tuple(
        replace(edge, proofs=(proof,)) if edge.tail == model.seed and edge.proofs else edge for edge in model.edges
    )
    data = data_of(build_page(replace(model, nodes=nodes, edges=edges)))
    slices = [one for one in data["page"]["proofs"] if isinstance(one, list)]
    shown = []
    for number, in_abstract, begin, end, *mention in slices:
        text = data["nodes"][number]["kg"]["abs" if in_abstract else "name"]
        shown.append((utf16(text, *mention), utf16(text, begin, end)))
    assert ("NVIDIA A100", "𝛼-models 🧪 use NVIDIA A100 here.") in shown
    assert all(mention in sentence for mention, sentence in shown)


def test_a_long_sentence_keeps_the_part_with_its_mention() -> None:
    """A sentence is cut around what it proves."""
    from papermesh.viz.layout import layout
    from papermesh.viz.payload import LONGEST_SENTENCE, Payload
    from papermesh.viz.proofs import ViewProof

    model = sample.model()
    sentence = "x" * 5_000 + "GPTQ" + "y" * 5_000
    proof = ViewProof(paper="elsewhere", label="USES", sentence=sentence, mention=(5_000, 5_004))
    payload = Payload(model, layout(model))
    payload.edge(replace(model.edges[0], proofs=(proof,)))
    shown = payload.proofs[-1]
    assert isinstance(shown, dict)
    assert len(shown["text"]) <= LONGEST_SENTENCE
    assert shown["text"][slice(*shown["m"])] == "GPTQ"


def test_more_nodes_than_can_be_drawn_are_refused() -> None:
    """The message names the limit, the command, and two ways out."""
    model = sample.crowd(3, 0)
    nodes = tuple(replace(model.nodes[0], key=f"title:{number}") for number in range(MAX_DRAWN + 1))
    with pytest.raises(PapermeshError) as caught:
        build_page(replace(model, seed=nodes[0].ref, nodes=nodes, edges=()))
    assert caught.value.message == "a page of 3,001 nodes cannot be drawn: 3,000 is the most"
    assert caught.value.where == "papermesh view crowd"
    assert "--top 60" in (caught.value.hint or "")
    assert "export" in (caught.value.hint or "")


def test_no_text_of_a_script_runs_over_lines() -> None:
    """Lines lose their indentation on the way into the page, so none may be inside a text."""
    from importlib.resources import files

    for name in SCRIPTS:
        for line in (files("papermesh.viz") / "assets" / name).read_text("utf-8").splitlines():
            assert line.count("`") % 2 == 0, (name, line)
            assert not line.endswith("\\"), (name, line)


def test_scripts_have_one_job_each() -> None:
    """Each part is listed once, present, and short enough to read."""
    from importlib.resources import files

    assets = files("papermesh.viz") / "assets"
    assert len(set(SCRIPTS)) == len(SCRIPTS)
    assert {file.name for file in assets.iterdir() if file.name.endswith(".js")} == set(SCRIPTS)
    assert max(len(assets.joinpath(name).read_text("utf-8").splitlines()) for name in SCRIPTS) <= 300


def test_the_drawing_library_is_the_one_that_was_tried() -> None:
    """Another vis-network in another pyvis needs the browser tests looked at again."""
    assert "vis-9.1.2" in DRAWING_LIBRARY
    text = drawing_library()
    assert "@version 9.1.2" in text
    assert "sourceMappingURL" not in text
    assert "\r" not in text
    assert 400_000 < len(text) < 500_000
