"""What an entry of a list says of a paper: its title, and what stands around it.

The title is, in this order: the text of a link to the paper, words in quotes, words in bold, the text of a link to
elsewhere, the text before the first link. A link whose text only says what it leads to ("paper", "arXiv", "CVPR 2024")
gives no title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from papermesh.loaders.sources.addresses import is_address, is_repository, paper_at
from papermesh.loaders.sources.listed_links import is_generic, label_of, leads_to_paper, names_paper
from papermesh.loaders.sources.listed_people import FEWEST_WORDS, LONGEST_TITLE, people_in, without_people
from papermesh.loaders.sources.listed_venue import Said, is_venue, said_by, split_venue
from papermesh.loaders.sources.markdown import Link, cleaned, words_of

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1", re.DOTALL)
_SLANTED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,600}?)(?<=\S)\1(?![\w*_])")
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»\n]{3,300})[\"“”»]")
_ALIAS = re.compile(
    r"\s*(?:\*\*|__|\*|_)?[^\s:*_]{1,40}(?:\s[^\s:*_]{1,20}){0,2}(?:\*\*|__|\*|_)?\s*(?::|\s-|\s–|\s—)\s*"
)
_MARKS = re.compile(r"^(?:[^\w\"“”'(\[*_$\\{<`]|\*(?!\*|\w))+")
_BRACKETED = re.compile(
    r"^\s*(?:\*\*|__|`)?\s*(?:\[([^\[\]]{1,60})\]|【([^【】]{1,60})】|\(([^()]{1,40})\))\s*(?:\*\*|__|`)?\s*[:\-–]?\s*"
)
_CLOSED = re.compile(r"\s*(?:\(([^()]{0,120})\)|\[([^\[\]]{0,120})\])\s*[.,;]?\s*$")
_PROSE = re.compile(
    r"(?:we|our|this|these|that|you|your|please|thanks?|if|see|check|updated?|add(?:ed)?|i|it|he|they|there|here|"
    r"congrat\w*|welcome|for (?:more|details)|news|released?|feel|contact|star|note|todo|refer|read more)\b"
    r"|.*\b(?:our|the) (?:survey|paper|code|work|repo\w*|list) (?:is|are|has|was|can)\b"
    r"|.*\b(?:is|are|has been|was|were|be) (?:accepted|released|available|online|updated|added|published)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class ListedPaper:
    """A paper of a list."""

    title: str
    papers: list[str] = field(default_factory=list)
    """Addresses of the paper."""
    repositories: list[str] = field(default_factory=list)
    elsewhere: int = 0
    """Links to other pages."""
    said: Said = field(default_factory=Said)
    authors: list[str] = field(default_factory=list)

    def take(self, link: Link) -> None:
        """Add a link to what it is of the paper."""
        if link.is_picture or not is_address(link.url):
            return
        known = paper_at(link.url)
        if leads_to_paper(link) or known.arxiv_id or known.doi:
            self.papers.append(link.url)
        elif is_repository(link.url):
            self.repositories.append(link.url)
        else:
            self.elsewhere += 1


def papers_in(parts: Sequence[str | Link], *, in_text: bool = False) -> list[ListedPaper] | None:
    """Return the papers of an entry; none where it links none, `None` where it links one and gives no title.

    Args:
        parts: The entry's text and links, in their order.
        in_text: The entry is running text, in which a link begins an entry only where it stands first.
    """
    links = [part for part in parts if isinstance(part, Link)]
    if not any(leads_to_paper(link) for link in links):
        return []
    named = [index for index, part in enumerate(parts) if isinstance(part, Link) and names_paper(part)]
    before = _before(parts, named[0]) if named else ""
    if named and _PROSE.match(before):
        return []
    if (
        named
        and (in_text or len(words_of(label_of(parts[named[0]]))) < FEWEST_WORDS)
        and len(words_of(before)) > FEWEST_WORDS
    ):
        named = []  # "we follow [LoRA](…) and …" speaks of a paper and lists none
        if in_text:
            return []
    if len(named) > 1:
        cuts = [0, *named[1:], len(parts)]
        return [paper for start, end in pairwise(cuts) for paper in papers_in(parts[start:end]) or []]
    title, rest = (_named(parts, named[0])) if named else _found(parts, in_text=in_text)
    if title is None:
        return [] if in_text or _PROSE.match(cleaned(_text(parts)).strip()) else None
    paper = ListedPaper(title)
    for link in links:
        paper.take(link)
    paper.said = said_by([*rest, *(label_of(link) for link in links if is_venue(label_of(link))), *_badges(links)])
    paper.authors = _authors(rest)
    return [paper]


def _named(parts: Sequence[str | Link], index: int) -> tuple[str | None, list[str]]:
    """Return the text of a link as the title, with what stands around it in pieces."""
    label = label_of(parts[index])
    before, behind = _text(parts[:index]), _text(parts[index + 1 :])
    alias = re.match(r"\s*[*_]*\s*:\s*(\S.*)", behind)
    if len(words_of(label)) < FEWEST_WORDS and alias and (rest := _titled(alias[1])):
        # [LoRA](…): Low-Rank Adaptation of …
        title, said = rest
        return _finished(f"{label}: {title}"), [before, *said]
    core, said = split_venue(label)
    return _finished(core), [*_segments(before), *said, *_segments(behind)]


def _found(parts: Sequence[str | Link], *, in_text: bool) -> tuple[str | None, list[str]]:
    """Return the title of an entry whose links to the paper do not name it."""
    text = _text(parts, mark="\x00")
    if marked := _marked(text):
        start, end, title, said = marked
        return _finished(title), [*said, *_segments(text[:start]), *_segments(text[end:])]
    for index, part in enumerate(parts):
        if isinstance(part, Link) and not part.is_picture and "![" not in part.label:
            label = label_of(part)
            if len(words_of(label)) >= FEWEST_WORDS and not is_generic(label):
                return _named(parts, index)
            if leads_to_paper(part):
                break
    if in_text:
        return None, []
    first, mark, behind = text.partition("\x00")
    if titled := _titled(first):
        return _finished(titled[0]), [*titled[1], *_segments(behind)]
    if mark and (titled := _titled(behind.replace("\x00", "\n"))) and _in_title_case(titled[0]):
        return _finished(re.split(r"(?<=[a-z0-9)])\.\s", titled[0])[0]), [first, *titled[1]]
    short = cleaned(_peeled(first)[0]).strip(" :-–—.,")
    if short and len(short) <= 60 and not is_generic(short) and not _PROSE.match(short):
        return _finished(short), _segments(behind)
    return None, []


def _marked(text: str) -> tuple[int, int, str, list[str]] | None:
    """Return where the title stands that quotes, bold or slanted letters mark, the title, and what else is in it."""
    quoted = _QUOTED.search(text)
    for bold in _EMPHASIS.finditer(text):
        if quoted and quoted.start() < bold.end() + 4:
            break  # **GPTQ**: "Accurate …"
        core, said = _peeled(bold[2])
        short = len(words_of(core)) < FEWEST_WORDS and (
            len(words_of(core)) < 2 or re.match(r"\s*:", text[bold.end() :])
        )
        if not short and not is_generic(core) and not people_in(core):
            return bold.start(), bold.end(), core, said
    if quoted and len(words_of(quoted[1])) >= 2:
        return quoted.start(), quoted.end(), quoted[1], []
    slanted = _SLANTED.search(text.partition("\x00")[0])
    if (
        slanted
        and len(words_of(slanted[2])) >= FEWEST_WORDS
        and not is_generic(slanted[2])
        and not people_in(slanted[2])
    ):
        before = _MARKS.sub("", text[: slanted.start()]).strip()
        if not before or re.search(r"\b[A-Z]\.", before):  # Example, A.: *The Title*
            return slanted.start(), slanted.end(), slanted[2], []
    return None


def _titled(text: str) -> tuple[str, list[str]] | None:
    """Return the title that a text begins with, and the rest in pieces; `None` where it begins with none."""
    lines = [line for line in text.split("\n") if cleaned(line).strip()]
    for index, line in enumerate(lines):
        core, said = _peeled(line)
        if index + 1 < len(lines) and re.match(r"\s*[a-z]", lines[index + 1]) and not people_in(lines[index + 1]):
            core, more = _peeled(f"{line} {lines.pop(index + 1)}")
            said += more
        core, names = without_people(core)
        plain = cleaned(core).strip()
        if (
            len(words_of(plain)) >= FEWEST_WORDS
            and len(plain) <= LONGEST_TITLE
            and not is_generic(plain)
            and not _PROSE.match(plain)
            and not people_in(plain)
        ):
            return core, [*lines[:index], *said, *names, *lines[index + 1 :]]
        if len(words_of(plain)) > FEWEST_WORDS:
            return None
    return None


def _peeled(text: str) -> tuple[str, list[str]]:
    """Return a text without the marks, tags and short names around it, and what was in them."""
    said: list[str] = []
    core = text
    for _ in range(8):
        before = core
        core = re.sub(r"[\s\[(]+$", "", _MARKS.sub("", core.strip()))
        if tag := _BRACKETED.match(core):
            said.append(next(group for group in tag.groups() if group is not None))
            core = core[tag.end() :]
        elif end := _CLOSED.search(core):
            said.append(end[1] if end[1] is not None else end[2])
            core = core[: end.start()]
        core, more = split_venue(core)
        said += more
        if core == before:
            break
    alias = _ALIAS.match(core)
    if alias and alias[0].lstrip().startswith(("**", "__")) and len(words_of(core[alias.end() :])) >= FEWEST_WORDS:
        core = core[alias.end() :]  # **GPTQ**: Accurate …
    return core, said


def _authors(pieces: Iterable[str]) -> list[str]:
    """Return the first list of names among the pieces around a title."""
    return next((names for piece in pieces if (names := people_in(piece))), [])


def _in_title_case(text: str) -> bool:
    long = [word for word in words_of(text) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() or not word[0].isalpha() for word in long) >= 0.6 * len(long)


def _badges(links: Iterable[Link]) -> list[str]:
    """Return what the badges of an entry say: shields.io has it in the address."""
    found = []
    for link in links:
        for address in (link.url, link.label):
            if badge := re.search(r"img\.shields\.io/badge/([^?)\s]{1,200})", address):
                found += re.split(r"[-_]+", badge[1].replace("%20", " ").replace("_", " "))[:2]
    return found


def _before(parts: Sequence[str | Link], index: int) -> str:
    return _peeled(_text(parts[:index]))[0].strip()


def _text(parts: Iterable[str | Link], mark: str = " ") -> str:
    """Return the plain parts, with a mark in the place of each link."""
    return "".join(part if isinstance(part, str) else ("" if part.is_picture else mark) for part in parts)


def _segments(text: str) -> list[str]:
    return [piece for piece in re.split(r"[\n\x00]", text) if piece.strip(" *_()[]|.,;:-")]


def _finished(title: str) -> str | None:
    """Return a title on one line, without what only ends it."""
    line = " ".join(cleaned(title).split()).strip('"“”«» ,;:|-–—')
    line = re.sub(r"(?<!\.)\.$", "", line).strip()
    return line if re.search(r"\w", line) else None
