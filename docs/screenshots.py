"""Draw the pictures of docs/images/ from the example corpus, in a real Chromium: `python -m docs.screenshots`.

Needs Debian's `chromium`, or another whose path is in `PAPERMESH_CHROMIUM`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent
PAPER = "QLoRA"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Load the corpus into a folder of its own, draw one paper, and take its picture in light and dark."""
    chromium = os.environ.get("PAPERMESH_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium: apt-get install chromium, or name one in PAPERMESH_CHROMIUM")
    (HERE / "images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PAPERMESH_STORE": "graph.kgl", "PAPERMESH_CONFIG": "config.toml"}
        examples = [str(ROOT / "examples" / name) for name in ("papers-2017-2022.jsonl", "papers-2023-2025.jsonl")]
        for words in (["load", *examples], ["view", PAPER, "-o", "related.html", "--top", "30"]):
            command = [sys.executable, "-m", "papermesh.cli.main", *words]
            subprocess.run(command, cwd=folder, env=environment, check=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for scheme, name in (("light", "related.png"), ("dark", "related-dark.png")):
                page = browser.new_page(viewport={"width": 1360, "height": 820}, color_scheme=scheme)  # type: ignore[arg-type]
                page.goto((Path(folder) / "related.html").as_uri())
                page.wait_for_timeout(800)
                page.keyboard.press("n")
                page.wait_for_timeout(400)
                page.screenshot(path=HERE / "images" / name)
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
