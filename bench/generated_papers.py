"""Generated papers: as many as wanted, with names that link and references between them, the same for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

SUBJECTS = (
    "Adapters",
    "Caches",
    "Encoders",
    "Gradients",
    "Kernels",
    "Layers",
    "Routers",
    "Schedules",
    "Tokens",
    "Weights",
)
AIMS = ("Sparse", "Dense", "Shared", "Frozen", "Streaming", "Layered", "Cheap", "Robust", "Sorted", "Paged")
PLACES = ("Small Servers", "Long Contexts", "Mobile Devices", "Shared Clusters", "Cold Starts", "Tight Budgets")
METHODS = ("GPTQ", "LoRA", "FlashAttention", "vLLM", "QLoRA", "BERT", "AWQ", "ResNet", "DeepSpeed", "Mamba")
HARDWARE = ("NVIDIA A100", "NVIDIA H100", "RTX 4090", "TPU v4", "Jetson Orin", "NVIDIA V100", "Raspberry Pi 4")
BENCHMARKS = ("MMLU", "GSM8K", "HumanEval", "ImageNet", "WikiText-2", "HellaSwag")
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fim",
    "gan",
    "hul",
    "kre",
    "lom",
    "mid",
    "nar",
    "pel",
    "qui",
    "ros",
    "sut",
    "tev",
    "zor",
)


def papers(number: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """Yield records of our own JSONL: each has names of methods, hardware and benchmarks; one in ten introduces one."""
    rng = random.Random(seed)
    for index in range(number):
        subject, aim, place = rng.choice(SUBJECTS), rng.choice(AIMS), rng.choice(PLACES)
        own = f"{''.join(rng.sample(SYLLABLES, 3)).capitalize()}{rng.choice(('Net', 'LM', 'Quant', 'Serve'))}"
        used, compared = rng.sample(METHODS, 2)
        first = f"We propose {own}, a method for {subject.lower()}. " if index % 10 == 0 else ""
        title = f"{own}: {aim} {subject} for {place}" if first else f"{aim} {subject} for {place}, Part {index}"
        yield {
            "id": str(index),
            "title": title,
            "year": 2015 + rng.randrange(10),
            "arxiv_id": f"{15 + index // 40_000:02}{1 + index // 4000 % 10:02}.{index % 4000:05}",
            "authors": [f"Ada {rng.choice(SYLLABLES).title()}", f"Bo {rng.choice(SYLLABLES).title()}"],
            "abstract": f"{first}We use {used} and compare with {compared} on one {rng.choice(HARDWARE)}. "
            f"Accuracy on {rng.choice(BENCHMARKS)} is kept. Code: https://github.com/generated/{subject.lower()}-{index}.",
            "references": [
                {"arxiv_id": f"{15 + other // 40_000:02}{1 + other // 4000 % 10:02}.{other % 4000:05}"}
                for other in sorted(rng.sample(range(number), min(5, number)))
            ],
        }


def lines(number: int, seed: int = 0) -> str:
    """Return the records as lines of JSON."""
    return "".join(json.dumps(paper) + "\n" for paper in papers(number, seed))
