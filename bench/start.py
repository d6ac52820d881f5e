"""How long `papermesh --help` takes, beside `python -c "import click"` in the same run: at most three times as long."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

RUNS = 15
MOST = 3.0
COMMANDS = {
    "import click": [sys.executable, "-c", "import click"],
    "papermesh --help": [sys.executable, "-m", "papermesh.cli.main", "--help"],
}


def seconds(command: list[str]) -> float:
    """Return how long one run takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians and their ratio, and fail when it is above the limit."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    base, ours = (median(times[name]) for name in COMMANDS)
    print(f"import click      {base:.3f} s")
    print(f"papermesh --help  {ours:.3f} s")
    print(f"ratio             {ours / base:.2f} (at most {MOST})")
    if ours / base > MOST:
        sys.exit(f"papermesh --help takes more than {MOST} times as long as importing click")


if __name__ == "__main__":
    main()
