"""What the links of a list lead to, and whether their text names a paper or only says what it leads to."""

from __future__ import annotations

import re

from papermesh.loaders.sources.addresses import is_address, is_repository
from papermesh.loaders.sources.listed_venue import is_venue
from papermesh.loaders.sources.markdown import Link, cleaned

_PAPER_HOSTS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|alphaxiv\.org/abs|openreview\.net/(?:forum|pdf)|doi\.org|aclanthology\.org|"
    r"aclweb\.org/anthology|papers\.n(?:eur)?ips\.cc|(?:proceedings|datasets-benchmarks-proceedings)\.neurips\.cc|"
    r"proceedings\.(?:mlr\.press|iclr\.cc|mlsys\.org)|openaccess\.thecvf\.com|ecva\.net/papers|dl\.acm\.org/doi|"
    r"ieeexplore\.ieee\.org|link\.springer\.com|jmlr\.(?:org|csail\.mit\.edu)/papers|usenix\.org/(?:conference|system)|"
    r"semanticscholar\.org/paper|ojs\.aaai\.org|aaai\.org/(?:ocs|papers)|ijcai\.org/proceedings|vldb\.org/pvldb|"
    r"huggingface\.co/papers|hf\.co/papers|biorxiv\.org/content|medrxiv\.org/content|isca-(?:speech|archive)\.org|"
    r"sciencedirect\.com/science|nature\.com/articles|science\.org/doi|papers\.ssrn\.com|hal\.science|"
    r"bmva-archive\.org\.uk|roboticsproceedings\.org|direct\.mit\.edu/[a-z]+/article)",
    re.IGNORECASE,
)
_PDF = re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE)
_PAPER_WORDS = re.compile(
    r"(?:full |long |short |official )?(?:papers?|preprints?|pdfs?|arxiv|abs(?:tract)?|openreview|article|manuscript|"
    r"publication|proceedings|doi|ieee|acm|acl|cvf|springer|elsevier|论文|論文)(?: (?:link|page|version|pdf))?",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:the |our |my |official |unofficial |original |project |source |full |live |online |video |interactive |more )*"
    r"(?:here|this|link|url|codes?|code base|codebase|repo(?:sitory)?|git ?hub|git ?lab|implementation|project|"
    r"(?:home|web)?[ -]?page|web ?site|site|web|blog(?: ?post)?|post|news|demos?|videos?|youtube|talk|slides?|ppt|"
    r"posters?|data(?: ?sets?)?|benchmarks?|models?|weights|checkpoints?|hf|hugging ?face|spaces?|colab|notebook|docs?|"
    r"documentation|html|supp(?:l(?:ementary)?)?\.?(?: materials?)?|appendix|bib(?:tex)?|cite|citation|reviews?|"
    r"v[0-9]{1,2}|versions?|tweet|twitter|x|thread|discussion|medium|zhihu|reading|notes?|summary|explanation|stars?|badge|"
    r"(?:py)?torch|tensor ?flow|tf ?[12]?|keras|jax|flax|mxnet|paddle(?:paddle)?|mindspore|caffe2?|chainer|julia|"
    r"matlab|c\+\+|python|lua|theano|official|unofficial|代码|主页|项目|back to top|top|awesome|license|pwc)"
    r"(?:[ -]?(?:v?[0-9]+|link|page|pdf|version|repo))*",
    re.IGNORECASE,
)
_ID_ALONE = re.compile(r"(?:arxiv[:\s]*)?(?:[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+/[0-9]{7})|[\d\s.,:/#-]*", re.I)


def leads_to_paper(link: Link) -> bool:
    """Return whether a link leads to a paper, by its address or by what it says."""
    if link.is_picture or not is_address(link.url):
        return False
    if _PAPER_HOSTS.match(link.url):
        return True
    label = label_of(link)
    told = bool(_PAPER_WORDS.fullmatch(label)) or bool(_PDF.search(link.url))
    return told and (bool(_PDF.search(link.url)) or not is_repository(link.url))


def label_of(part: str | Link) -> str:
    """Return the text of a link without pictures, brackets and emphasis around it."""
    label = part.label if isinstance(part, Link) else part
    if "![" in label:
        label = re.sub(
            r"!\[([^\[\]]{0,200})\]\([^()]{0,1000}\)", r"\1" if label.lstrip().startswith("![") else "", label
        )
    return cleaned(label).strip(" []():|,;")


def names_paper(link: Link) -> bool:
    """Return whether a link leads to a paper and its text is the paper's name."""
    return leads_to_paper(link) and "![" not in link.label and not is_generic(label_of(link))


def is_generic(label: str) -> bool:
    """Return whether a link's text only says what it leads to."""
    bare = re.sub(r"\([^()]*\)", "", label).strip(" -–—:.*_`'\"!?/|")
    parts = re.split(r"\s*[/|,&+]\s*", bare)
    return (
        not re.search(r"[^\W\d_]", bare)
        or is_address(label)
        or bool(_ID_ALONE.fullmatch(bare))
        or is_venue(bare)
        or all(_GENERIC.fullmatch(part) or _PAPER_WORDS.fullmatch(part) or is_venue(part) for part in parts)
    )
