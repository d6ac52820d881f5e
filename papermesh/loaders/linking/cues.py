"""Cue phrases: the words around a name that say what a paper does with it.

They are found by the same automaton as the names; a pattern runs only where one of them stands.
"""

from __future__ import annotations

from typing import Literal

Cue = Literal[
    "introduce", "own", "passive", "called", "compare", "baseline", "use", "run", "target", "survey", "negation", "stop", "prior"
]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", ",").split(",") if phrase.strip())


_SUBJECTS = (
    "we",
    "this paper",
    "this work",
    "this article",
    "this report",
    "this study",
    "this thesis",
    "this dissertation",
    "our work",
    "our paper",
    "the paper",
    "the authors",
    "i",
)
_VERBS = (
    "propose", "present", "introduce", "develop", "release", "design", "build", "describe", "devise", "contribute",
    "unveil", "create", "construct", "implement", "offer", "publish", "formulate", "invent", "curate", "establish",
    "open source", "opensource", "provide", "collect", "pioneer", "detail", "deliver", "put forward",
)  # fmt: skip
_ADVERBS = ("", "then", "also", "further", "thus", "therefore", "first", "here", "next", "finally", "now", "hereby")


def _third_person(verb: str) -> str:
    head, *rest = verb.split(" ")
    return " ".join([head + ("es" if head.endswith(("sh", "ch", "s")) else "s"), *rest])


def _introducing() -> tuple[str, ...]:
    """Return "we propose", "we then build", "this paper presents": a subject that is this paper, and a verb."""
    found = [f"{subject} {adverb} {verb}" for subject in ("we", "i") for adverb in _ADVERBS for verb in _VERBS]
    found += [
        f"{subject} {adverb} {_third_person(verb)}" for subject in _SUBJECTS for adverb in _ADVERBS for verb in _VERBS
    ]
    found += [f"and {verb}" for verb in _VERBS[:6]]
    found += [f"to {verb}" for verb in ("create", "build", "develop", "construct", "curate")]
    found += [f"it {adverb} {_third_person(verb)}" for adverb in ("", "then", "also") for verb in _VERBS[:6]]
    found += [f"we have {done}" for done in ("developed", "built", "designed", "constructed", "created", "proposed")]
    found += ["we are releasing", "we call", "we name", "we dub", "we term", "we coin", "we exploratively propose"]
    found += ["introducing", "by introducing", "by proposing", "and call it", "led to", "leads to", "we release"]
    found += ["central to this work is", "central to our approach is", "at the core of our system is"]
    return tuple(" ".join(phrase.split()) for phrase in found)


_OWN_NOUNS = "framework method approach system model benchmark dataset algorithm technique solution architecture".split()

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
            "proposed", "introduced", "presented", "devised", "designed", "developed", "released", "created", "built",
        )
    ),
    "called": _phrases(
        """called, named, dubbed, termed, namely, coined, denoted, denoted as, denoted by, referred to as, known as,
        which we call, that we call, what we call, we call, abbreviated as, i.e., codenamed, code named, christened"""
    ),
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
        builds on, built on, building on, build upon, builds upon, built upon, building upon, on top of, employ, employs,
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
    "run": _phrases(
        """on, experiments on, evaluated on, evaluation on, evaluations on, evaluate on, tested on, running on, run on,
        runs on, executed on, execution on, measured on, measurements on, trained on, training on, implemented on,
        implementation on, implementations on, benchmarked on, speedup on, speedups on, throughput on, latency on,
        performance on, results on, using, across, hours on, hours of, equipped with, prototype, prototyped on,
        synthesized, fabricated, profiling, per, versus, compared to, compared with, than, over, conducted on, with,
        utilizing, leveraging, cluster of, node with"""
    ),
    "target": _phrases(
        """for, designed for, targeting, targets, tailored for, tailored to, optimized for, aimed at, deploy on, deployed
        on, deploying on, deployment on, deployment of, deploy, deploying, deployable on, suitable for, support for,
        supports, supporting, programming, compilation for, compiler for, toward, towards, architecture, accelerator,
        accelerators, mapping to, map onto, offload, offloading, design of, utilization, underutilized, platforms
        including, resource constrained, including mobile, in hardware, such as"""
    ),
    "survey": _phrases(
        "survey, overview, review, taxonomy, roadmap, we discuss, this survey, we review, position paper, tutorial"
    ),
    "negation": _phrases(
        """without, no, not, lack of, lacking, absence of, rather than using, eliminating, eliminates, eliminate, removing
        the need for, removes the need for, without the need for, without requiring, without using, without any, nor,
        instead of using, avoid, avoids, avoiding, obviates, obviating, free of, does not require, do not require,
        not require, not requiring"""
    ),
    "stop": _phrases(
        """while, whereas, but, although, though, because, since, thus, thereby, achieving, demonstrating, showing,
        enabling, making, reducing, resulting in, which, that, in terms of, when, where, we, our, its, it, by, so that,
        however, therefore, yet, despite, to achieve, with only, with less, with fewer, with up, across, without"""
    ),
    "prior": _phrases(
        """existing, prior, previous, previously, traditional, conventional, current, recent, inspired by, similar to,
        akin to, popular benchmarks, widely used, reminiscent of, existing benchmarks, existing datasets, prior
        benchmarks, previous benchmarks, benchmarks such as, benchmarks like, datasets such as, datasets like, derived
        from, built from, drawn from, sourced from, collected from, based on, unlike, compared to, compared with"""
    ),
}
"""Each kind of cue with its phrases, in lower case; one phrase may be of several kinds."""
