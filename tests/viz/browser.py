"""A real Chromium that notices all a page does which it should not: requests, messages, violations, dialogs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from papermesh.viz.model import ViewModel
from papermesh.viz.page import build_page

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--hide-scrollbars",
)  # fmt: skip

WATCH = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""

DESKTOP = (1440, 900)
PHONE = (390, 844)


@dataclass
class Opened:
    """A page that is open, and what was noticed."""

    page: Page
    noticed: list[str] = field(default_factory=list)

    def run(self, script: str, argument: object = None) -> Any:
        """Return what an expression gives in the page."""
        return self.page.evaluate(script, argument)

    def node(self, label: str) -> dict[str, Any]:
        """Return the data of the node with that label."""
        found: dict[str, Any] = self.run("(label) => papermesh.nodes.find((node) => node.label === label)", label)
        assert found, label
        return found

    def chosen(self) -> str | None:
        """Return the label of the chosen node."""
        label: str | None = self.run("papermesh.state.node?.label ?? null")
        return label

    def visible(self) -> set[str]:
        """Return the labels of the visible nodes."""
        return set(self.run("papermesh.nodes.filter((n) => papermesh.visible().has(n.id)).map((n) => n.label)"))

    def spot(self, label: str) -> tuple[float, float]:
        """Return where a node is on the screen."""
        x, y = self.run(
            """(label) => {
              const node = papermesh.nodes.find((one) => one.label === label);
              const at = papermesh.net.canvasToDOM(papermesh.net.getPosition(node.id));
              const box = document.querySelector('#graph').getBoundingClientRect();
              return [at.x + box.x, at.y + box.y];
            }""",
            label,
        )
        return x, y

    def settle(self) -> None:
        """Wait until movements of the drawing are over."""
        self.page.wait_for_timeout(450)

    def text(self, selector: str) -> str:
        """Return the visible text of an element."""
        return self.page.inner_text(selector)


Open = Callable[..., Opened]


def chromium() -> str:
    """Return where Chromium is, or skip; under CI its absence is a failure."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "no Chromium here: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a running Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Give a function that opens the page of a model; at the end nothing must have been noticed on any."""
    opened: list[Opened] = []

    def start(model: ViewModel, address: str = "", *, size: tuple[int, int] = DESKTOP, dark: bool = False) -> Opened:
        file = tmp_path / f"page-{len(opened)}.html"
        file.write_text(build_page(model), encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            has_touch=size[0] < 500,
            reduced_motion="reduce",
        )
        context.set_default_timeout(5_000)
        page = context.new_page()
        one = Opened(page)
        watch(page, one.noticed)
        page.goto(file.as_uri() + address)
        page.wait_for_function("globalThis.papermesh !== undefined")
        page.wait_for_timeout(150)
        opened.append(one)
        return one

    yield start
    for one in opened:
        one.page.context.close()
    noticed = [note for one in opened for note in one.noticed]
    if noticed:
        pytest.fail("the page was not silent:\n" + "\n".join(noticed))


def watch(page: Page, noticed: list[str]) -> None:
    """Note from now on all that a page does which it should not."""
    page.add_init_script(WATCH)
    page.on("request", lambda request: _note(noticed, request.url))
    page.on("console", lambda message: noticed.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noticed.append(f"error: {error}"))
    page.on("popup", lambda popup: noticed.append(f"window: {popup.url}"))
    page.on("dialog", lambda dialog: _dismiss(noticed, dialog))


def _dismiss(noticed: list[str], dialog: Dialog) -> None:
    noticed.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _note(noticed: list[str], url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        noticed.append(f"request: {url}")
