"""Words that are no names: what a capital letter, or a place in a title, does not turn into a method."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(text.split())


ENGLISH = word_set(
    """
    a about above accelerating access across acting action active adapting adaptive adding advances advancing affordable
    after again against agent agentic agents ai algorithm algorithmic algorithms aligning alignment all almost alone
    also always am an analysis analyzing and another answer answering any application applications applied approach
    approaches approximate are article as ask assessing at attention audio augmented automated automatic autonomous
    autoregressive balancing base based be because been before behavior behind being believe benchmark benchmarking
    benchmarks benefit best better between beyond big billion bit bits boosting both breaking bridging bring bringing
    building but by cache can capable carbon case cases cause center central challenge challenges characterizing cheap
    choose class classical cloud code coding collaborative combining come comes common communication compact comparative
    compare comparing comparison compiler complete complex complexity comprehensive compressed compressing compression
    compute computer computing conclusion concurrent conditional consider considerations context continual continuous
    contrastive control controllable cost could counting cross current data dataset datasets debugging decentralized
    decision decoding deep deeper delta democratizing demo denoising dense deploying deployment depth design designing
    detecting detection device devices did diffusion digital dimensional direct discovering discovery discrete
    disentangling distilling distributed diverse do does doing domain down driven dual during dynamic each early easy
    edge effective effectively efficiency efficient efficiently effort elastic embedding embeddings emergent empirical
    empowering enabling encoder end energy engine engineering enhanced enhancing environment error estimating estimation
    ethical evaluating evaluation even ever every evidence evolution evolving exact example exascale experiment
    experimental experiments explainable explaining exploiting exploring extending extensive extreme extremely fair
    fairness fast faster feature federated few field finally finding fine first fixed flexible flow footprint for
    forecasting foundation framework frameworks free from frontier full fully function functional further fusion future
    gap general generalist generalization generalized generally generating generation generative generic geometric get
    getting given global go going good gradient graph graphs greater green greener group growing guide guided hard
    hardware harnessing has have having heavy here hidden hierarchical hierarchy high higher highly holistic how however
    human hybrid i if image images impact implementing implicit improve improved improving in incremental industrial
    inference information inside insights instead instruction integrated integrating intelligence intelligent
    interactive interpretable into introducing invariant investigating is issues it its joint just keep kernel kernels
    knowledge lack language large larger last latent layer layers lazy learn learned learning less lessons let
    leveraging library light lightweight like limits linear list local long longer look lossless low lower machine make
    making manual many mapping massive matter matters maximizing may mean measurement measuring mechanism memory meta
    method methods metric micro mind mining mixed mobile modal model modeling modelling models modern modular more most
    motion moving much multi multilingual multimodal multiple must name national natural near need needs network
    networks neural new next no node non not note novel now nuclear object observation of off offline old on once one
    online only open optimal optimistic optimization optimized optimizing or order orchestrating other our out output
    over overcoming overview own paper parallel parallelism parameter parameters part particular partial past path
    pattern patterns people per performance personalized perspective physical physics pipeline pixel planning platform
    policy position post potential power powerful practical practice pre precise precision predicting prediction
    predictive preliminary present pretrained pretraining principled principles prior privacy private probabilistic
    problem problems process processing product production profiling program programming programs progress progressive
    project prompt prompting proposal protein proving pruning pushing quality quantifying quantitative quantization
    quantized quantum query question questions random rapid rapidly rationale ready real realistic reality really
    reasoning recent recently reconciling recurrent redefining reducing reduced regularized reinforcement reinforcing
    relational release reliable removing representation representations request research resilient resource resources
    responsible result results rethinking retrieval revealing revisiting rigorous road robot robotic robust robustness
    role rule run safe same sampling scalable scale scaling scene scheduling science scientific search second secure
    seed see selecting selection selective self semantic semi sequence sequential serving several shallow shape shared
    sharing short should sim simple simulating simulation simulator single sky small smart smarter social software
    solving some soon sota source space sparse sparsity spatial special specialized spectral speculative speech speed
    stable standard state static statistical step stochastic stop storage strategy stream streaming strong stronger
    structure structured structures study studying such supervised survey sustainable sweet symbolic synergistic
    synthesis synthesizing synthetic system systematic systems tackling task tasks taxonomy technical technique
    techniques technology temporal tensor test testing text than that the their them then theoretical theory there these
    they thing things think thinking this those though thought three through throughput thus time to today together
    token tokens too tool toolkit tools topology total toward towards tracking trade tradeoffs traditional trained
    training transfer transformer transformers tree trends triggering trillion tuning turning two ultra under
    understanding unified unifying universal unleashing unlocking unsupervised unveiled unveiling update up upon us use
    useful using utility vector verification versatile very via video view virtual vision visual voice vs want was waste
    watch way we web weight weights well were what when where which while white who whole why wide will window winning
    wise with within without word words work workflow workload workloads world would yet you your zero review reviews
    literature investigation assessment comparison overview perspective roadmap report guideline guidelines workshop
    proceedings tutorial based additionally although among consequently besides despite due especially existing extended
    furthermore hence here importantly indeed instead interestingly inspired meanwhile moreover motivated namely
    nevertheless notably overall previous previously remarkably similarly since specifically subsequently surprisingly
    therefore together ultimately unfortunately unlike whereas whether yes abstract appendix figure section table
    chapter supplementary
    """
)
"""English and field words, in lower case, that begin titles and sentences or stand capitalised in them."""

ACRONYMS = word_set(
    """
    ai ml dl nlp nlg nlu cv ir hci hpc iot llm llms lm lms slm slms plm plms vlm vlms mllm mllms lvlm lvlms lmm lmms dnn
    dnns nn nns ann anns dl agi genai aigc asr tts ocr vqa qa ner mt nmt sql api apis cli gui guis sdk os ui ux vr ar xr
    url urls http https html css json xml yaml csv pdf ascii utf id ids kb mb gb tb pb kib mib gib khz mhz ghz hz ms ns
    us kw mw gw kwh mwh twh wh co2 co2e flop flops gflop gflops tflop tflops pflops mac macs gmacs tops top iops qps tps
    rps ttft tbt tpot itl slo slos sla slas e2e p50 p90 p95 p99 mfu hfu psnr ssim fid lpips clip-score map auc auroc
    auprc roc f1 bleu rouge meteor cider wer cer ppl perplexity mse mae rmse mape r2 iou miou dice mrr ndcg acc sota ood
    iid id gt tp fp fn tn hp hps lr sgd rq rqs rl kv io i/o 1d 2d 3d 4d 5d 6d 2.5d vram sram dram ram rom ssd ssds hdd
    nvme nic nics cots dag dags pde pdes ode odes pdf svd pca ica usa uk eu un nist ieee acm neurips icml iclr acl emnlp
    cvpr iccv eccv aaai osdi sosp mlsys asplos isca micro hpca fda who ceo cto phd stem ehr ehrs icu mri ct eeg ecg dna
    rna snp cfd md dft hep cern nasa iso w3c gdpr ip ipr roi kpi kpis mvp faq poc b2b 3gpp lte 4g 5g 6g wifi mimo ofdm
    csi snr ber uav uavs dof slam lidar rgb rgbd rgb-d imu gps gnss hdr usd am pm vs etc cs se nas rest saas paas iaas
    mlaas faas ci cd devops mlops llmops aiops cpu cpus gpu gpus tpu tpus npu npus dpu dpus fpga fpgas asic asics soc
    socs mcu mcus pim cim nvm sxm sxm2 sxm3 sxm4 sxm5 pcie nvl oam dgx hgx foss oss eula gpl mit bsd mcq mcqs
    """
)
"""Abbreviations of fields, metrics, units, venues and devices, in lower case: never names of methods or benchmarks."""

NOT_METHODS = word_set(
    """
    openai deepmind nvidia amd intel google microsoft meta apple amazon alibaba tencent baidu bytedance huawei samsung
    qualcomm ibm facebook anthropic xai mistralai deepseek-ai github gitlab bitbucket huggingface arxiv youtube twitter
    linkedin reddit stackoverflow wikipedia leetcode codeforces atcoder kaggle aws gcp azure macos ios ipados ubuntu
    devops javascript typescript html5 mathml latex bibtex postgresql mysql nosql graphql powerpoint wechat tiktok
    covid-19 covid sars-cov-2 pubmed medline iphone ipad macbook co-design codesign ebay paypal wordpress photoshop
    matmul petaflop petaflops teraflop teraflops exaflop exaflops gflops tflops openreview techcrunch deepmindlab
    english chinese japanese korean french german spanish hindi arabic russian portuguese italian european american
    chatbots iclr neurips icml pass@k phd ph.d vs.
    """
)
"""Companies, sites and other mixed-case names that are neither methods nor benchmarks, in lower case."""

LEFT_PIECES = word_set(
    """
    multi cross single inter intra non pre post sub super semi on off in low high mid mixed many all per dual tri triple
    quad hybrid full half large small mini ultra hyper meta auto self co re un de anti pro by end real near next long
    short sparse dense deep early late open closed cloud edge mobile consumer commodity server desktop data datacenter
    modern general standard vanilla original naive heterogeneous homogeneous distributed parallel pure fully state top
    best so-called non- multi-
    """
)
"""What may stand before a name with a hyphen and leave it that name: multi-GPU, non-Transformer."""

RIGHT_PIECES = word_set(
    """
    based aware free efficient centric driven level scale scaled style like guided enhanced powered assisted accelerated
    optimized friendly only class side bound intensive oriented specific native agnostic compatible equipped generated
    to and or vs related inspired augmented compliant hosted resident rich poor starved limited constrained hungry heavy
    accurate capable ready trained pretrained finetuned tuned ported mapped backed integrated invariant equivariant
    accelerator cluster clusters host memory server servers day days hour hours node nodes core cores way device devices
    """
)
"""What may follow a name with a hyphen and leave it that name: GPU-based, ImageNet-scale."""

ADJECTIVE_ENDINGS = word_set(
    """
    based aware free efficient centric driven level scale scaled style like guided enhanced powered assisted accelerated
    optimized friendly only bound intensive oriented specific native agnostic compatible equipped generated related
    inspired augmented compliant rich constrained invariant equivariant trained tuned integrated enabled supported
    optimal augmented conditioned assisted controlled informed grounded wise sized
    """
)
"""What ends a hyphenated adjective, which is never a name itself: MatMul-free, CXL-aware."""
