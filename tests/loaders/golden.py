"""The goldens of the samples: `python -m tests.loaders.golden [SOURCE] [--force]` writes them.

A golden stands beside its sample and holds all that the source makes of it. One that would change is not overwritten
without `--force`; the difference is printed either way.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.sources import SOURCES, source_named

SAMPLES = Path(__file__).parent / "samples"


def samples(source: str) -> list[Path]:
    """Return the samples of a source, in the order of their names."""
    return sorted(path for path in (SAMPLES / source).iterdir() if path.suffix != ".json")


def golden_path(sample: Path) -> Path:
    """Return where the golden of a sample stands."""
    return sample.with_name(f"{sample.name}.json")


def parsed(sample: Path) -> Parsed:
    """Return what its source makes of a sample."""
    source = source_named(sample.parent.name)
    return source.parse(sample.read_bytes(), Origin(source.name, sample.name))


def as_json(result: Parsed) -> str:
    """Return a result as the text of a golden."""
    content: dict[str, list[dict[str, Any]]] = {
        "records": [
            {"place": r.place, "abstract_place": r.abstract_place, "source": r.source}
            | r.model_dump(mode="json", exclude_defaults=True)
            for r in result.records
        ],
        "rejected": [asdict(item) for item in result.rejected],
        "noted": [asdict(item) for item in result.noted],
    }
    if result.repositories:
        content["repositories"] = [{"place": r.place} | r.content for r in result.repositories]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the goldens; return 1 where one would change and may not."""
    parser = argparse.ArgumentParser(prog="python -m tests.loaders.golden", description="Write the samples' goldens.")
    parser.add_argument("source", nargs="?", choices=[source.name for source in SOURCES], help="all without it")
    parser.add_argument("--force", action="store_true", help="overwrite goldens that change")
    options = parser.parse_args(arguments)
    refused = 0
    for name in [options.source] if options.source else [source.name for source in SOURCES]:
        for sample in samples(name):
            path = golden_path(sample)
            new = as_json(parsed(sample))
            old = path.read_text("utf-8") if path.exists() else None
            if new == old:
                continue
            difference = difflib.unified_diff(
                (old or "").splitlines(keepends=True), new.splitlines(keepends=True), "golden", "now"
            )
            sys.stdout.writelines(difference)
            if old is None or options.force:
                path.write_text(new, "utf-8")
                print(f"wrote {path.name}")
            else:
                refused += 1
                print(f"{path.name} differs; --force overwrites it")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
