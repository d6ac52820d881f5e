"""A hand-written neighbourhood: well-known papers, with summaries written for these tests.

Citations and links are an illustration for drawing; they are not checked against the papers, and no test treats them
as facts. Larger neighbourhoods for tests of size and layout are made up by `crowd`.
"""

from __future__ import annotations

from dataclasses import replace

from papermesh.viz.model import ViewEdge, ViewFacts, ViewModel, ViewName, ViewNode, ViewReason
from papermesh.viz.naming import short_names
from papermesh.viz.proofs import ViewProof, located

SEED = "arxiv:2210.17323"

# id | title | year | first author | summary
PAPERS = """
2210.17323|GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers|2022|Elias Frantar|GPTQ quantizes the weights of large models to three or four bits in one shot, using approximate second-order information. OPT-175B is compressed in about four hours on a single NVIDIA A100. Perplexity is reported on WikiText-2 and C4. Code is at https://github.com/IST-DASLab/gptq.
2306.00978|AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration|2023|Ji Lin|AWQ protects the few weights that matter most, found by looking at activations, and needs no backpropagation. It is compared with GPTQ on WikiText-2 and MMLU. Kernels run on NVIDIA RTX 4090 and Jetson Orin. Code is at https://github.com/mit-han-lab/llm-awq.
2211.10438|SmoothQuant: Accurate and Efficient Post-Training Quantization for Large Language Models|2022|Guangxuan Xiao|SmoothQuant moves the difficulty of quantization from activations to weights by a per-channel scale. INT8 matrix multiplication is used throughout on NVIDIA A100. Accuracy is kept on LAMBADA and MMLU.
2208.07339|LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale|2022|Tim Dettmers|LLM.int8() keeps outlier features in sixteen bits and all else in INT8. Inference of OPT-175B fits one server with eight NVIDIA A100 devices. C4 perplexity does not degrade.
2305.14314|QLoRA: Efficient Finetuning of Quantized LLMs|2023|Tim Dettmers|QLoRA finetunes through a frozen four-bit model into LoRA adapters. A 65B model trains on a single NVIDIA A100 within a day. MMLU and MT-Bench scores match full precision. Code is at https://github.com/artidoro/qlora.
2106.09685|LoRA: Low-Rank Adaptation of Large Language Models|2021|Edward J. Hu|LoRA freezes a pretrained model and trains low-rank updates to its weights. GPT-3 is adapted with far fewer trainable parameters on NVIDIA V100. Code is at https://github.com/microsoft/LoRA.
2206.01861|ZeroQuant: Efficient and Affordable Post-Training Quantization for Large-Scale Transformers|2022|Zhewei Yao|ZeroQuant quantizes weights by group and activations by token, with layer-by-layer distillation. INT8 inference is measured on NVIDIA A100 and NVIDIA T4. GLUE accuracy is kept.
2306.03078|SpQR: A Sparse-Quantized Representation for Near-Lossless LLM Weight Compression|2023|Tim Dettmers|SpQR stores outlier weights apart in higher precision and quantizes the rest to three bits. It improves on GPTQ in perplexity on WikiText-2 and C4.
2307.13304|QuIP: 2-Bit Quantization of Large Language Models With Guarantees|2023|Jerry Chee|QuIP makes weights incoherent by random orthogonal matrices before rounding, so that two bits suffice. WikiText-2 perplexity beats GPTQ at two bits.
2404.00456|QuaRot: Outlier-Free 4-Bit Inference in Rotated LLMs|2024|Saleh Ashkboos|QuaRot rotates hidden states by Hadamard transforms so that weights, activations and KV cache fit four bits. Weights are rounded with GPTQ. WikiText-2 perplexity rises little, and prefill is faster on NVIDIA RTX 3090.
2405.16406|SpinQuant: LLM quantization with learned rotations|2024|Zechun Liu|SpinQuant learns the rotation matrices that QuaRot draws at random. Llama 2 at four bits stays close to full precision on MMLU and WikiText-2.
2308.13137|OmniQuant: Omnidirectionally Calibrated Quantization for Large Language Models|2023|Wenqi Shao|OmniQuant learns clipping thresholds and equivalent transformations block by block. It is compared with GPTQ, AWQ and SmoothQuant on WikiText-2 and C4 with one NVIDIA A100. Code is at https://github.com/OpenGVLab/OmniQuant.
2306.07629|SqueezeLLM: Dense-and-Sparse Quantization|2023|Sehoon Kim|SqueezeLLM clusters weights by sensitivity and keeps outliers in a sparse matrix. C4 perplexity beats GPTQ and AWQ at three bits, and decoding is faster on NVIDIA A6000.
2401.06118|Extreme Compression of Large Language Models via Additive Quantization|2024|Vage Egiazarian|AQLM codes groups of weights as sums of learned codewords. Llama 2 at two bits is evaluated on WikiText-2 and C4 with NVIDIA A100.
2408.11743|MARLIN: Mixed-Precision Auto-Regressive Parallel Inference on Large Language Models|2024|Elias Frantar|MARLIN is a kernel for four-bit weights that stays near the ideal speed-up up to batches of some dozens. It runs weights made by GPTQ on NVIDIA A10 inside vLLM. Code is at https://github.com/IST-DASLab/marlin.
2405.04532|QServe: W4A8KV4 Quantization and System Co-design for Efficient LLM Serving|2024|Yujun Lin|QServe serves models with four-bit weights, eight-bit activations and a four-bit KV cache. Throughput is measured on NVIDIA A100 and NVIDIA L40S. It is compared with AWQ and SmoothQuant on WikiText-2.
2310.19102|Atom: Low-bit Quantization for Efficient and Accurate LLM Serving|2023|Yilong Zhao|Atom quantizes weights and activations to four bits with reordered outlier channels. Serving throughput on NVIDIA RTX 4090 grows severalfold. It is compared with SmoothQuant on WikiText-2 and PTB.
2309.06180|Efficient Memory Management for Large Language Model Serving with PagedAttention|2023|Woosuk Kwon|PagedAttention keeps the KV cache in pages as an operating system does. vLLM, built on it, serves several times more requests on NVIDIA A100. Code is at https://github.com/vllm-project/vllm.
2205.14135|FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness|2022|Tri Dao|FlashAttention computes exact attention in tiles that stay in on-chip memory. Training is faster on NVIDIA A100. Path-X and Path-256 are solved above chance for the first time.
2301.00774|SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot|2023|Elias Frantar|SparseGPT prunes a model in one shot by solving a regression per layer. Half of the weights of OPT-175B go with little loss on WikiText-2, on a single NVIDIA A100. Pruning joins with GPTQ in the same pass.
2306.11695|A Simple and Effective Pruning Approach for Large Language Models|2023|Mingjie Sun|Wanda prunes weights by magnitude times activation norm, without any update. It comes close to SparseGPT on WikiText-2 at a fraction of the cost. Code is at https://github.com/locuslab/wanda.
1706.03762|Attention Is All You Need|2017|Ashish Vaswani|The Transformer does without recurrence and rests on attention alone. Training takes days on eight NVIDIA P100 devices. Translation quality is measured on WMT 2014.
2005.14165|Language Models are Few-Shot Learners|2020|Tom B. Brown|GPT-3 shows that a large enough language model learns tasks from a few examples in its prompt. Training ran on NVIDIA V100 devices. LAMBADA and TriviaQA are among the tasks.
2205.01068|OPT: Open Pre-trained Transformer Language Models|2022|Susan Zhang|OPT is a family of open decoder models from 125M to 175B parameters. OPT-175B was trained on 992 NVIDIA A100 devices. GPT-3 is the comparison throughout.
2307.09288|Llama 2: Open Foundation and Fine-Tuned Chat Models|2023|Hugo Touvron|Llama 2 is a family of open models up to 70B parameters, with chat versions. Training used NVIDIA A100 devices. MMLU and TriviaQA are reported.
1510.00149|Deep Compression: Compressing Deep Neural Networks with Pruning, Trained Quantization and Huffman Coding|2015|Song Han|Deep Compression prunes, quantizes and codes the weights of convolutional networks. AlexNet and VGG-16 shrink severalfold on ImageNet without loss.
"""

# Entity: kind | key | name | surfaces (label:surface; the first paper sentence that has it is the proof)
ENTITIES = """
Method|gptq|GPTQ|INTRODUCES:GPTQ quantizes;USES:rounded with GPTQ;USES:made by GPTQ;COMPARES_WITH:GPTQ
Method|awq|AWQ|INTRODUCES:AWQ protects;COMPARES_WITH:AWQ
Method|smoothquant|SmoothQuant|INTRODUCES:SmoothQuant moves;COMPARES_WITH:SmoothQuant
Method|int8|INT8 quantization|USES:INT8
Method|lora|LoRA|INTRODUCES:LoRA freezes;USES:LoRA
Method|kv-cache-quantization|KV cache|USES:KV cache
Method|quarot|QuaRot|INTRODUCES:QuaRot rotates;COMPARES_WITH:QuaRot
Method|sparsegpt|SparseGPT|INTRODUCES:SparseGPT prunes;COMPARES_WITH:SparseGPT
Method|opt-175b|OPT-175B|USES:OPT-175B
Method|llama-2|Llama 2|INTRODUCES:Llama 2 is;USES:Llama 2
Method|gpt-3|GPT-3|INTRODUCES:GPT-3 shows;COMPARES_WITH:GPT-3
Method|vllm|vLLM|INTRODUCES:vLLM, built;USES:vLLM
Hardware|nvidia-a100|NVIDIA A100|RUNS_ON:NVIDIA A100
Hardware|nvidia-rtx-4090|NVIDIA RTX 4090|RUNS_ON:NVIDIA RTX 4090
Hardware|nvidia-v100|NVIDIA V100|RUNS_ON:NVIDIA V100
Hardware|jetson-orin|NVIDIA Jetson Orin|TARGETS:Jetson Orin
Benchmark|wikitext-2|WikiText-2|EVALUATES_ON:WikiText-2
Benchmark|c4|C4|EVALUATES_ON:C4
Benchmark|mmlu|MMLU|EVALUATES_ON:MMLU
Benchmark|lambada|LAMBADA|EVALUATES_ON:LAMBADA
Benchmark|triviaqa|TriviaQA|EVALUATES_ON:TriviaQA
Repository|github:ist-daslab/gptq|IST-DASLab/gptq|HAS_CODE:https://github.com/IST-DASLab/gptq
"""

CITES = """
2306.00978 2210.17323 2211.10438 2208.07339 2206.01861
2211.10438 2208.07339 2206.01861 2205.01068 2005.14165
2305.14314 2106.09685 2210.17323 2208.07339
2306.03078 2210.17323 2208.07339 2206.01861 2211.10438
2307.13304 2210.17323 2211.10438 2205.01068
2404.00456 2210.17323 2211.10438 2307.13304 2308.13137
2405.16406 2404.00456 2210.17323 2306.00978 2307.09288
2308.13137 2210.17323 2306.00978 2211.10438
2306.07629 2210.17323 2306.00978 2208.07339
2401.06118 2210.17323 2306.03078 2307.13304 2307.09288
2408.11743 2210.17323 2309.06180 2306.00978
2405.04532 2306.00978 2211.10438 2404.00456 2309.06180
2310.19102 2211.10438 2210.17323 2306.00978
2309.06180 2205.14135 2205.01068 1706.03762
2301.00774 2210.17323 2205.01068
2306.11695 2301.00774 2307.09288
2210.17323 2205.01068 2208.07339 2206.01861 1706.03762
2205.01068 2005.14165 1706.03762
2307.09288 2005.14165 1706.03762
2106.09685 2005.14165 1706.03762
"""


def _papers() -> dict[str, ViewNode]:
    cited: dict[str, int] = {}
    known = set()
    for line in CITES.split("\n"):
        if line:
            tail, *heads = line.split()
            known.add(tail)
            for head in heads:
                cited[head] = cited.get(head, 0) + 1
    papers = {}
    for line in PAPERS.strip().split("\n"):
        number, title, year, author, summary = line.split("|")
        papers[f"arxiv:{number}"] = ViewNode(
            kind="Paper", key=f"arxiv:{number}", name=title, year=int(year), authors=(author, "and others"),
            abstract=summary, links=(("arXiv", f"https://arxiv.org/abs/{number}"),), cited_by=cited.get(number, 0),
            references_known=number in known,
        )  # fmt: skip
    return papers


def _entities(papers: dict[str, ViewNode]) -> tuple[list[ViewNode], list[ViewEdge]]:
    nodes, edges = [], []
    for line in ENTITIES.strip().split("\n"):
        kind, key, name, surfaces = line.split("|")
        for paper in papers.values():
            for rule in surfaces.split(";"):
                label, surface = rule.split(":", 1)
                proof = _proof(paper, label, surface)
                if proof:
                    edges.append(ViewEdge(tail=paper.ref, head=(kind, key), label=label, proofs=(proof,)))
                    break
        links = ((name, f"https://github.com/{name}"),) if kind == "Repository" else ()
        nodes.append(ViewNode(kind=kind, key=key, name=name, links=links))
    return nodes, edges


def _proof(paper: ViewNode, label: str, surface: str) -> ViewProof | None:
    text = paper.abstract or ""
    at = text.find(surface)
    if at < 0:
        return None
    begin = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    stop = text.find(". ", at)
    sentence = text[begin : stop + 1 if stop >= 0 else len(text)]
    return located(
        paper=paper.key, label=label, sentence=sentence, surface=surface, field="abstract", start=at, text=text
    )


def model() -> ViewModel:
    """Return the neighbourhood of GPTQ."""
    papers = _papers()
    entities, edges = _entities(papers)
    edges += [
        ViewEdge(tail=("Paper", f"arxiv:{tail}"), head=("Paper", f"arxiv:{head}"), label="CITES")
        for tail, *heads in (line.split() for line in CITES.strip().split("\n"))
        for head in heads
    ]
    seed = ("Paper", SEED)
    scored = {}
    for key, paper in papers.items():
        if key != SEED:
            reasons = _reasons(paper, seed, entities, edges)
            scored[key] = (sum(reason.millionths for reason in reasons), reasons)
    order = sorted((key for key in scored if scored[key][0]), key=lambda key: (-scored[key][0], key))
    ranked = [
        replace(papers[key], rank=rank, millionths=scored[key][0], reasons=scored[key][1])
        for rank, key in enumerate(order, start=1)
    ]
    nodes = [papers[SEED], *ranked, *entities]
    shorts = short_names([(node.kind, node.name, node.year) for node in nodes])
    drawn = {node.ref for node in nodes}
    return ViewModel(
        title=f"Related work: {papers[SEED].name}",
        seed=seed,
        nodes=tuple(replace(node, short=short) for node, short in zip(nodes, shorts, strict=True)),
        edges=tuple(edge for edge in edges if edge.tail in drawn and edge.head in drawn),
        facts=ViewFacts(
            store="sample.kgl", command=f"papermesh view {SEED} --top 60 -o gptq.html", queries=("view-papers",),
            loaded="2026-01-15", papers=len(papers), related=len(ranked),
            unknown=("1 of the 26 papers has no complete list of references here, so citations may be missing.",),
        ),
    )  # fmt: skip


def _reasons(
    paper: ViewNode, seed: tuple[str, str], entities: list[ViewNode], edges: list[ViewEdge]
) -> tuple[ViewReason, ...]:
    """Return made-up addends: whole millionths, so that they sum exactly."""
    reasons = []
    pair = {paper.ref, seed}
    if any({edge.tail, edge.head} == pair and edge.label == "CITES" for edge in edges):
        reasons.append(ViewReason("direct_citation", 250_000, "one cites the other"))
    for kind, component, each in (
        ("Method", "shared_methods", 61_803), ("Hardware", "shared_hardware", 12_345),
        ("Benchmark", "shared_benchmarks", 33_333),
    ):  # fmt: skip
        shared = []
        for entity in entities:
            ends = [edge for edge in edges if edge.head == entity.ref and edge.tail in pair]
            if entity.kind == kind and len({edge.tail for edge in ends}) == 2:
                shared.append((entity, ends))
        if shared:
            reasons.append(
                ViewReason(
                    component, each * len(shared), f"both name {', '.join(entity.name for entity, _ in shared)}",
                    names=tuple(ViewName(entity.ref, entity.name) for entity, _ in shared),
                    proofs=tuple(proof for _, ends in shared for edge in ends for proof in edge.proofs),
                )
            )  # fmt: skip
    return tuple(reasons)


def crowd(papers: int, entities: int) -> ViewModel:
    """Return a made-up neighbourhood of the given size, the same on every call."""
    nodes, edges = [], []
    state = 12345

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1_103_515_245 + 12_345) % 2**31
        return (state >> 8) % below

    kinds = ("Method", "Hardware", "Benchmark", "Repository", "Resource")
    things = [(kinds[number % 5], f"thing-{number}") for number in range(entities)]
    for number in range(papers):
        sentence = f"Paper {number} is compared with thing {number % 7} on some device, and it is fast."
        text = " ".join([sentence, *(f"Sentence {line} of summary {number} says little more." for line in range(16))])
        node = ViewNode(
            kind="Paper", key=f"title:crowd-{number}", name=f"Crowd {number}: A Paper of a Neighbourhood Made for a Test",
            year=2015 + draw(11), authors=("Ada Example", "Ben Sample", "Cleo Instance"), abstract=text,
            links=(("arXiv", f"https://arxiv.org/abs/{1000 + number}.00001"),), cited_by=draw(30) // (1 + draw(12)),
            rank=number or None, millionths=900_000 - 700 * number if number else None,
            reasons=(
                ViewReason("direct_citation", 250_000, "one cites the other"),
                ViewReason("shared_methods", 650_000 - 700 * number, "both use a thing"),
            ) if number else (),
        )  # fmt: skip
        nodes.append(node)
        for _ in range(3):
            if number:
                other = draw(number)
                edges.append(ViewEdge(node.ref, ("Paper", f"title:crowd-{other}"), "CITES"))
            if entities:
                thing = things[draw(entities)]
                proof = located(
                    paper=node.key, label="USES", sentence=sentence, surface="some device", field="abstract",
                    start=text.find("some device"), text=text,
                )  # fmt: skip
                edges.append(ViewEdge(node.ref, thing, "USES", (proof,)))
    nodes += [ViewNode(kind=kind, key=key, name=f"Thing {key[6:]}") for kind, key in things]
    distinct = {(edge.tail, edge.head, edge.label): edge for edge in edges}
    shorts = short_names([(node.kind, node.name, node.year) for node in nodes])
    return ViewModel(
        title=f"Related work: {nodes[0].name}",
        seed=nodes[0].ref,
        nodes=tuple(replace(node, short=short) for node, short in zip(nodes, shorts, strict=True)),
        edges=tuple(distinct.values()),
        facts=ViewFacts(store="crowd.kgl", command="papermesh view crowd", papers=papers, related=papers - 1),
    )
