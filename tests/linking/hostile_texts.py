"""Texts that nobody writes: units repeated for ever, and mixtures of names, cues, signs and Unicode's corners."""

from __future__ import annotations

import random
from collections.abc import Iterator

REPEATED: dict[str, str] = {
    "letters": "abcdefgh",
    "capitals": "aB",
    "digits": "0123456789",
    "letters and digits": "A1",
    "open brackets": "(",
    "closed and open": ")(",
    "nested kinds": "[({",
    "an open remark": "X (Y ",
    "hyphens": "-",
    "letters on hyphens": "a-",
    "capitals on hyphens": "A-B-",
    "slashes": "a/b/",
    "full stops": ". ",
    "dots": ".",
    "initials": "A. ",
    "commas": ",",
    "line breaks": "\n",
    "paragraphs": "a.\n\n",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "quotation marks": ".\"'",
    "questions": "!?",
    "NUL": "\0",
    "combining marks": "\u0301",
    "letters with marks": "e\u0301\u0323",
    "right to left": "\u05e9\u05dc\u05d5\u05dd ",
    "direction marks": "\u202eA\u202c",
    "zero width": "a\u200b",
    "Chinese": "\u5927\u6a21\u578b",
    "fullwidth": "\uff21\uff15",
    "ligatures": "\ufb01",
    "powers": "GPT-\u00b2 ",
    "Greek": "\u03b1",
    "TeX": "$\\alpha$",
    "TeX braces": "{\\tau}-Bench ",
    "schemes": "http://",
    "addresses": "https://a.b/c",
    "addresses with brackets": "http://x.y/(",
    "projects": "github.com/a/b ",
    "hosts": "www.a.github.io",
    "a proposal": "we propose ",
    "proposals": "We propose Foo%d Bar (FB%d). ",
    "names called so": "a system called Xyz%d, ",
    "passives": "X%dY is proposed. ",
    "appositions": "Xyz, a novel ",
    "comparisons": "compared with ",
    "devices": "NVIDIA A100 ",
    "counted devices": "8xA100-80GB GPUs ",
    "devices on hyphens": "GPU-",
    "times": "8x",
    "a model's versions": "Llama-3.1-70B-",
    "methods in a list": "LoRA, ",
    "names in a list": "Ab%dC, ",
    "names on slashes": "A1/",
    "numbered names on slashes": "A%d/",
    "unknown benchmarks": "Ab%dC dataset ",
    "names in need of context": "C4 ",
    "and of a fold": "\u00e9 C4 ",
    "abbreviations": "Low-Rank Adaptation (LoRA) ",
    "open abbreviations": "LoRA (Low-Rank Adaptation",
    "shared heads": "data and model parallelism, ",
    "machines": "Aa Supercomputer ",
}
"""What one line repeats; `%d` counts."""

PREFIXES: dict[str, tuple[str, str]] = {
    "times and letters": ("8x", "a"),
    "a host without end": ("https://", "a."),
    "a path without end": ("https://a.b/", "(a"),
    "a version without end": ("GPT-", "1"),
    "a name without end": ("We propose X", "a-"),
    "a capital and spaces": ("LoRA", " "),
    "a dash and spaces": ("Aa - Bbbbbbbbbbb", " "),
    "machines without end": ("Supercomput ", "Aa "),
}
"""What stands before what is repeated."""

_WORDS = (
    "LoRA", "QLoRA", "Llama 3.1", "Llama-3.1-70B", "GPT-4o", "gpt-\u00b2", "BERT", "8xA100", "8\u00d7A100-80GB", "A100s", "GPUs",
    "H100 (SXM5)", "GPU-based", "CPU/GPU", "Frontier", "C4", "MMLU-Pro", "HumanEval+", "\u03c4-bench", "{\\tau}-Bench", "ImageNet",
    "we propose", "We present", "this paper introduces", "called", "namely", "is proposed", "a novel", "our framework",
    "outperforms", "compared with", "without", "based on", "using", "on 8", "baselines such as", "datasets:", "supercomputer",
    "Zentrix", "Zentrix-2", "(ZTX)", "FooBench", "X-Y-Z", "mixture of experts (MoE)", "Low-Rank Adaptation (LoRA)", "(a system)",
    "https://github.com/a/b", "http://", "https://gitlab.example.org", "gitlab.com/-/x", "github.com/", "\\url{http://x.org/y}",
    "{this url}", "www.x.y", "huggingface.co/a", "a.github.io", "https://a.b:99/c?d#e", "hf.co/x", "ftp://x.y", "//", "@", "%zz",
    "$\\alpha$", "\\mathbf{x}_{i}", "{", "}", "[", "]", "(", ")", "([{", ")]}", ":", ";", ",", ".", "...", "?!", "\u2026", "-", "--",
    "\u2014", "'s", "\u2019", "\"", "and", "or", "the", "of", "e.g.", "i.e.,", "et al.", "Fig. 2", "\n\n", "\n", "\t", "  ", "\u00a0",
    "\0", "\x1b", "\u202e", "\u202c", "\u200b", "\ufeff", "\u0301", "e\u0301", "\u0130", "\u00df", "\ufb01", "\u0132", "\u01c4", "\u00bd", "\u2167",
    "\uff15", "\u0665", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u5927\u6a21\u578b", "\ud55c", "\U0001d49c", "\U0001f469\u200d\U0001f4bb", "\ud800",
)  # fmt: skip


def repeated(name: str, length: int) -> str:
    """Return the text of this name, of about `length` characters on one line where its unit has no line break."""
    prefix, unit = PREFIXES[name] if name in PREFIXES else ("", REPEATED[name])
    if "%d" not in unit:
        return prefix + unit * (length // len(unit))
    pieces = [unit.replace("%d", str(count)) for count in range(length // len(unit))]
    return prefix + "".join(pieces)


def mixed(names: list[str], count: int, seed: int) -> Iterator[str]:
    """Yield texts that mix these names with cues, signs, addresses and Unicode's corners; equal seeds give equal ones."""
    chance = random.Random(seed)
    for _ in range(count):
        words = [*_WORDS, *chance.sample(names, min(len(names), 20))]
        glue = chance.choice((" ", " ", " ", "", "-", ", ", "/", "\n"))
        pieces = [_piece(chance, words) for _ in range(chance.randint(1, 40))]
        yield glue.join(pieces)


def _piece(chance: random.Random, words: list[str]) -> str:
    word = chance.choice(words)
    kind = chance.random()
    if kind < 0.05:
        return word * chance.randint(2, 30)
    if kind < 0.1:
        return chance.choice((word.upper(), word.lower(), word[::-1], word.title()))
    if kind < 0.15:
        return chr(
            chance.choice((chance.randrange(0x250), chance.randrange(0x2000, 0x2100), chance.randrange(0x110000)))
        )
    return word
