"""What stands beside a name and says how many, how large or in which form: kept on the link, never part of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from papermesh.loaders.linking.shapes import is_strong

_WORDS = {
    "a single": 1, "single": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "thirty-two": 32, "sixty-four": 64,
}  # fmt: skip
_VENDORS = r"(?:(?:NVIDIA|Nvidia|nvidia|AMD|Intel|Google|Huawei|Xilinx|Apple|Tesla|GeForce|Instinct|Ascend)[ -])*"
_COUNT = re.compile(
    r"(?:(?<![\w.,%$-])(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,6})(?P<thousands>[kK](?=[ -]))?"
    r"(?P<times> ?(?:[x×*]|times|\\times|\$\\times\$)[ -]?)?"
    r"|\b(?P<word>" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r"))"
    r"[ -]?" + _VENDORS + r"\Z",
    re.IGNORECASE,
)
_MEMORY_AFTER = re.compile(r"[ -]?\(?(?P<gb>\d{1,4})[ -]?(?:GB|GiB|G)\b")
_MEMORY_BEFORE = re.compile(r"(?<![\w.])(?P<gb>\d{1,4})[ -]?GB[ -]" + _VENDORS + r"\Z")
_FORM = re.compile(r"[ -]?(?P<form>SXM\d?|PCIe|NVL\d{0,3}|OAM)\b")
_SIZE = re.compile(r"[ -]?\(?(?P<size>\d{1,4}(?:\.\d{1,2})?[BMT]|\d{1,3}x\d{1,3}B)\b(?![ -]?(?:token|image|param|row))")
_SERIES = re.compile(r"(?P<word>[A-Za-z][\w+-]*) \Z")
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a text says beside one mention; None for what it does not say."""

    device_count: int | None = None
    memory_gb: float | None = None
    form_factor: str | None = None
    size: str | None = None


NO_QUANTITY = Quantity()


def device_quantity(text: str, start: int, end: int) -> Quantity:
    """Return the count, memory and form factor that stand beside the device at `start` to `end`.

    >>> device_quantity("on 8xA100-80GB", 5, 9)
    Quantity(device_count=8, memory_gb=80.0, form_factor=None, size=None)
    """
    before = text[max(0, start - _WINDOW) : start]
    form = _FORM.match(text, end)
    memory = _MEMORY_AFTER.match(text, form.end() if form else end)
    if memory and not form:
        form = _FORM.match(text, memory.end())
    if memory is None and (memory := _MEMORY_BEFORE.search(before)):
        before = before[: memory.start()]
    return Quantity(
        device_count=_count(before),
        memory_gb=float(memory["gb"]) if memory else None,
        form_factor=form["form"] if form else None,
    )


def model_size(text: str, end: int) -> str | None:
    """Return the number of parameters written directly after a model's name: `70B`, `8x7B`, or None.

    >>> model_size("Llama-3.1-70B", 9)
    '70B'
    """
    found = _SIZE.match(text, end)
    return found["size"] if found else None


def _count(before: str) -> int | None:
    found = _COUNT.search(before)
    if not found:
        return None
    if found["word"]:
        return _WORDS[found["word"].lower()]
    count = int(found["digits"].replace(",", ""))
    if found["thousands"]:
        return count * 1000
    if not found["times"] and (1900 <= count <= 2100 or count == 0):
        return None  # a year
    if not found["times"] and (series := _SERIES.search(before, 0, found.start())) and is_strong(series["word"]):
        return None  # "RTX 6000 GPUs", "MI 300 GPUs": the number belongs to the name before it
    return count
