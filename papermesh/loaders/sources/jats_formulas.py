"""Formulas in a line of JATS XML as a reader would type them: from TeX where it is given, else from MathML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.loaders.sources.tagged_text import formula
from papermesh.loaders.sources.xml_elements import child, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMULAS = {"alternatives", "chem-struct", "disp-formula", "inline-formula", "math", "tex-math"}
"""Elements that are a formula; `alternatives` gives one thing in several forms."""
_NOT_SHOWN = {"annotation", "annotation-xml", "maction", "mphantom", "graphic", "inline-graphic", "label"}
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_SCRIPTS = {"msup": "^", "msub": "_", "msubsup": "_^", "mover": "", "munder": "_", "munderover": "_^", "mfrac": "/"}
"""Elements with several parts, and what stands between them."""


def formula_of(element: _Element) -> str:
    """Return a formula on one line."""
    tex = element if name_of(element) == "tex-math" else next(element.iter("{*}tex-math"), None)
    if tex is not None and (typed := formula(text_of(tex))):
        return typed
    math = element if name_of(element) == "math" else next(element.iter("{*}math"), None)
    if math is not None:
        return _mathml(math).strip()
    textual = child(element, "textual-form")
    return _mathml(textual if textual is not None else element).strip()


def _mathml(element: _Element) -> str:
    name = name_of(element)
    parts = [one for one in element if isinstance(one.tag, str) and name_of(one) not in _NOT_SHOWN]
    if name in _SCRIPTS:
        texts = [_mathml(one) for one in parts]
        joined = texts[0] if texts else ""
        signs = _SCRIPTS[name].ljust(len(texts))
        for sign, text in zip(signs, texts[1:], strict=False):
            joined += f"{sign.strip()}{text}" if text else ""
        return joined
    if name == "msqrt":
        return f"√({''.join(map(_mathml, parts))})"
    if name in {"mspace", "mtd", "mtr"}:
        return f" {''.join(map(_mathml, parts))}"
    if name == "mfenced":
        opening, closing = element.get("open", "("), element.get("close", ")")
        return opening + ", ".join(map(_mathml, parts)) + closing
    words = " ".join((element.text or "").translate(_INVISIBLE).split())
    for one in parts:
        text = _mathml(one)
        # A word beside a letter or number: n log n.
        apart = words[-1:].isalnum() and text[:1].isalnum() and max(len(words), len(text)) > 1 and name_of(one) == "mi"
        words += f" {text}" if apart else text
        words += " ".join((one.tail or "").split())
    return words
