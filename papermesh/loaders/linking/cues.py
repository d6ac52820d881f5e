"""Cue phrases: the words around a name that say what a paper does with it.

They are found by the same automaton as the names; a pattern runs only where one of them stands.
"""

from __future__ import annotations

from typing import Literal

Cue = Literal["introduce", "own", "passive", "called", "novel", "compare", "use"]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase for part in text.split(",") if (phrase := " ".join(part.split())))


_VERBS = (
    "propose", "present", "introduce", "develop", "release", "design", "build", "describe", "devise", "contribute",
    "unveil", "create", "construct", "implement", "offer", "publish", "formulate", "invent", "curate", "establish",
    "open source", "provide", "collect", "pioneer", "detail", "deliver", "put forward",
)  # fmt: skip


def _introducing() -> tuple[str, ...]:
    """Return each verb as "we" and as "this paper" have it; `names` looks at what stands before it."""
    found: list[str] = []
    for verb in _VERBS:
        head, *rest = verb.split(" ")
        third = head + ("es" if head.endswith(("sh", "ch")) else "s")
        found += [verb, " ".join([third, *rest])]
    found += ["developed", "built", "designed", "constructed", "created", "proposed", "introduced", "releasing"]
    return (*found, "introducing", "proposing", "led to", "leads to", "central to this work is")


_OWN_NOUNS = (
    "framework",
    "method",
    "approach",
    "system",
    "model",
    "benchmark",
    "dataset",
    "algorithm",
    "technique",
    "solution",
    "architecture",
)

PHRASES: dict[Cue, tuple[str, ...]] = {
    "introduce": _introducing(),
    "own": tuple(
        f"our {new} {noun}".replace("  ", " ") for new in ("", "new", "novel", "proposed") for noun in _OWN_NOUNS
    ),
    "passive": tuple(
        f"{be} {adverb} {done}".replace("  ", " ")
        for be in ("is", "are", "was", "were")
        for adverb in ("", "then", "also", "further", "thus", "therefore", "first", "here")
        for done in (
            "proposed",
            "introduced",
            "presented",
            "devised",
            "designed",
            "developed",
            "released",
            "created",
            "built",
        )
    ),
    "called": _phrases(
        """called, named, dubbed, termed, namely, coined, denoted, denoted as, denoted by, referred to as, known as,
        we call, we name, we dub, we term, we coin, abbreviated as, i.e., codenamed, code named, christened"""
    ),
    "novel": ("a novel", "a new", "the first", "an open source", "a simple", "a unified", "a general"),
    "compare": _phrases(
        """outperform, outperforms, outperformed, outperforming, surpass, surpasses, surpassed, surpassing, exceed,
        exceeds, exceeding, beat, beats, beating, compared with, compared to, comparing with, comparing to, comparing,
        in comparison with, in comparison to, comparison with, comparison to, comparisons with, comparisons to,
        comparison against, compare with, compare to, compare against, compared against, compares favorably with, we
        compare, than, versus, vs, vs., against, unlike, in contrast to, as opposed to, contrary to, on par with,
        comparable to, comparable with, competitive with, competitive against, superior to, inferior to, superiority
        over, advantage over, advantages over, relative to, rather than, instead of, alternative to, alternatives to,
        an alternative to, improvement over, improvements over, improving over, improves over, improve over, improved
        over, improves upon, improve upon, improving upon, improvement on, gain over, gains over, speedup over, speedups
        over, speed up over, speed ups over, acceleration over, reduction over, reductions over, savings over, faster
        over, increase over, boost over, baseline, baselines, baselines such as, baselines including, baselines like,
        baseline methods, strong baselines, state of the art methods such as, state of the art systems such as, prior
        methods such as, existing methods such as, existing systems such as, previous methods such as, prior work such
        as, existing approaches such as, existing solutions such as, previous approaches such as, rivals, rivaling,
        rivalling, matches the performance of, match the performance of, matching the performance of, performance of
        existing, over prior, over existing, over previous, over the state of the art, over state of the art, replace,
        replaces, replacing, differs from, different from, drop in replacement for, outpaces, outpacing, dominates,
        limitations of, lags behind, lag behind, falls short of, surpasses that of, similar to that of, comparable to
        that of, over vanilla, over standard, over full, over highly optimized, x over, times over, over"""
    ),
    "use": _phrases(
        """based on, using, use, uses, used, utilize, utilizes, utilizing, leverage, leverages, leveraging, build on,
        builds on, built on, building on, build upon, builds upon, built upon, building upon, on top of, employ,
        employs,
        employing, adopt, adopts, adopting, apply, applies, applying, application of, integrate, integrates,
        integrating, integrated with, integrated into, combine, combines, combining, combination of, extend, extends,
        extending, extension of, extension to, powered by, incorporate, incorporates, incorporating, implemented in,
        implemented with, implementation of, implementation in, variant of, via, through, fine tune, finetune,
        fine tuning, finetuning, pretrain, pre train, train, training, distill, distilling, distilled from, quantize,
        quantizing, analyze, analyse, analyzing, study, investigate, examine, explore, evaluate, evaluating, including
        quantization, focus on, focuses on, optimize, optimizing, accelerate, accelerating, speed up, with support for,
        initialized from, derived from, inspired by, equipped with, applied to, adapt, adapting, when applied to, tested
        on, experiments with, evaluation on, experiments on"""
    ),
}
"""Each kind of cue with its phrases, in lower case; one phrase may be of several kinds."""
