"""Lists of papers in Markdown ("awesome lists"): bullets and table rows under topics, each with links.

An entry that links a paper is one; what it says besides is read by `listed_paper`. Bullets that hang under an entry,
or stand below a line in bold, belong to it where they give no title of their own. Topics are noted and not kept: what
a list calls a topic is no claim of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from papermesh.loaders.identity import paper_key
from papermesh.loaders.records import AuthorName, Noted, Origin, PaperRecord, Parsed, Rejected, RepositoryFact
from papermesh.loaders.sources.addresses import paper_at
from papermesh.loaders.sources.checked import Unusable, checked
from papermesh.loaders.sources.listed_links import is_generic, label_of, leads_to_paper
from papermesh.loaders.sources.listed_paper import ListedPaper, papers_in
from papermesh.loaders.sources.listed_people import people_in
from papermesh.loaders.sources.listed_venue import Said, said_by
from papermesh.loaders.sources.markdown import Block, Link, blocks, definitions, pieces, words_of
from papermesh.loaders.sources.plain_text import plain
from papermesh.loaders.sources.source import Line, Source, line_number, lines, shown, told_apart, with_digest

ID_LENGTH = 80
MOST_WORDS = 3
"""Beside the links of a bullet that belongs to the entry above it: "Paper (Oral)", "Code"."""

_NOT_CONTENT = {
    "code": "lines of code",
    "comment": "comments",
    "rule": "rules and rulers",
    "head": "heads of tables",
    "definition": "definitions of links",
}
_NO_PAPER = {
    "heading": "headings: topics are not kept",
    "item": "list items that list no paper",
    "row": "table rows that list no paper",
    "text": "text that lists no paper",
}
_TITLE_COLUMN = re.compile(r"title|paper|papers|name|work|publication|article|论文|标题")
_SAID_COLUMN = re.compile(r"venue|conf|publi|journal|proceed|year|date|time|会议")
_AUTHORS_COLUMN = re.compile(r"author")
_ENTRY = re.compile(rb"^[ \t]*(?:[-*+][ \t]|[0-9]{1,4}[.)][ \t]|\||\*\*|#{1,6}[ \t]|\[)", re.MULTILINE)
_PAPER_LINK = re.compile(
    rb"\]\(\s*<?https?://[^\s()]{0,200}?(?:arxiv\.org/|openreview\.net/|aclanthology\.org/|doi\.org/10\.|"
    rb"proceedings\.mlr\.press|openaccess\.thecvf\.com|papers\.n(?:eur)?ips\.cc|proceedings\.neurips\.cc)[^\s()]{1,200}\)"
)


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of a list.

    Every line that is not blank is in a record, a rejection or a note.
    """
    found = blocks(_with_indent(data))
    reader = _Reader(origin, definitions(found))
    position = 0
    while position < len(found):
        block = found[position]
        position += 1
        if block.kind == "text" and not block.children:
            # Bullets below a line ("**Title**", then "- Paper: …") hang under it as if they were indented.
            while position < len(found) and found[position].kind == "item":
                block.children.append(found[position])
                position += 1
        reader.read_all(block)
    kept, repeated = told_apart(reader.records)
    rejected = tuple(sorted(reader.rejected, key=line_number))
    return Parsed(kept, rejected, tuple(sorted((*reader.noted, *reader.counted(), *repeated), key=line_number)))


def sniff(data: bytes) -> bool:
    """Return whether the start of a file is Markdown in which a list, a table or a heading links a paper."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[{", b"[\n", b"@", b"%")) or re.match(rb"\[\s*\{|<\?xml|<!doctype|<html", start, re.I):
        return False
    return any(_ENTRY.match(line) and _PAPER_LINK.search(line) for line in re.split(rb"[\r\n]+", data))


def _with_indent(data: bytes) -> Iterator[tuple[Line, str]]:
    raw = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for line, whole in zip(lines(data), raw, strict=True):
        yield line, whole.decode("utf-8", "replace")


class _Reader:
    def __init__(self, origin: Origin, defined: dict[str, str]) -> None:
        self.origin = origin
        self.defined = defined
        self.records: list[PaperRecord] = []
        self.rejected: list[Rejected] = []
        self.noted: list[Noted] = []
        self.counts: dict[str, tuple[int, int]] = {}
        """What is noted with a count: how often, and the line of the first."""

    def read_all(self, block: Block) -> None:
        """Take what a block and those under it say."""
        todo = [block]
        while todo:
            following = todo.pop()
            self._read(following)
            todo += reversed(following.children)

    def counted(self) -> Iterator[Noted]:
        """Yield the notes on what was counted."""
        for what, (count, line) in self.counts.items():
            yield Noted(what, f"{self.origin.path}:{line}", count)

    def _read(self, block: Block) -> None:
        if not block.is_text:
            self._reject(block, "not UTF-8 text")
            return
        if block.kind in _NOT_CONTENT:
            self._count(_NOT_CONTENT[block.kind], block.line)
            return
        parts = self._parts(block)
        papers = self._papers(block, parts)
        loose = self._loose(block)
        if papers:
            self._add_loose(papers, loose)
        elif any(leads_to_paper(link) for under in loose for link in _links(self._parts(under))):
            # The links stand in bullets of their own: the entry is all of them together.
            for under in loose:
                parts += ["\n", *self._parts(under)]
            marked = block.kind != "text" or re.match(r"\s*(?:\*\*|__|\")", block.text)
            papers = papers_in(parts, in_text=not marked) or papers
        if papers and len(papers) == 1:
            block.children = [child for child in block.children if not any(child is under for under in loose)]
        if papers is None:
            self._reject(block, "this links a paper and gives no title")
        elif not papers:
            self._count(_NO_PAPER[block.kind], block.line)
        for paper in papers or ():
            self._add(paper, f"{self.origin.path}:{block.line}")

    def _parts(self, block: Block) -> list[str | Link]:
        if block.kind != "row":
            return pieces(block.text, self.defined)
        return [part for cell in block.cells for part in (*pieces(cell, self.defined), "\n")]

    def _papers(self, block: Block, parts: list[str | Link]) -> list[ListedPaper] | None:
        if block.kind == "row" and block.heads:
            return self._of_row(block, parts)
        return papers_in(parts, in_text=block.kind in {"text", "heading"})

    def _of_row(self, block: Block, parts: list[str | Link]) -> list[ListedPaper] | None:
        """Return the papers of a table row by the heads of its columns."""
        cells = [pieces(cell, self.defined) for cell in block.cells]
        columns = list(zip(block.heads, cells, strict=False))
        titles = [cell for head, cell in columns if _TITLE_COLUMN.search(head) and _has_words(cell)]
        titles.sort(key=lambda cell: not any(isinstance(part, Link) and leads_to_paper(part) for part in cell))
        papers: list[ListedPaper] | None = None
        for cell in [*titles, None]:
            others = [part for other in cells if other is not cell for part in (*other, "\n")]
            papers = papers_in([*cell, "\n", *others] if cell else parts)
            if papers:
                break
        said = said_by(_text(cell) for head, cell in columns if _SAID_COLUMN.search(head) and cell not in titles)
        authors = [_text(cell) for head, cell in columns if _AUTHORS_COLUMN.search(head) and cell not in titles]
        for paper in papers or ():
            paper.said = Said(
                said.venue or paper.said.venue, said.year or paper.said.year, said.published or paper.said.published
            )
            if authors and not paper.authors:
                paper.authors = [name.strip() for name in re.split(r"\s*[,;\n]\s*", authors[0]) if name.strip(" .")]
        return papers

    def _loose(self, block: Block) -> list[Block]:
        """Return the bullets right under a block that only say where something is, or whose it is."""
        found = []
        for child in block.children:
            parts = self._parts(child)
            beside = "".join(part for part in parts if isinstance(part, str))
            plain_links = all(is_generic(label_of(link)) for link in _links(parts))
            says_little = len(words_of(beside)) <= MOST_WORDS or (not _links(parts) and people_in(beside))
            if child.is_text and not child.children and plain_links and says_little and not papers_in(parts):
                found.append(child)
        return found

    def _add_loose(self, papers: list[ListedPaper], loose: list[Block]) -> None:
        """Give what the bullets under an entry say to its paper."""
        for child in loose if len(papers) == 1 else ():
            papers[0].authors = papers[0].authors or people_in(child.text)
            for link in _links(self._parts(child)):
                papers[0].take(link)

    def _add(self, paper: ListedPaper, place: str) -> None:
        addresses = list(dict.fromkeys(paper.papers))
        ids = [paper_at(url) for url in addresses]
        arxiv = next((one.arxiv_id for one in ids if one.arxiv_id), None)
        doi = next((one.doi for one in ids if one.doi), None)
        further = {one.arxiv_id for one in ids if one.arxiv_id and one.arxiv_id != arxiv}
        further |= {one.doi for one in ids if one.doi and one.doi != doi}
        for identifier in sorted(further):
            self.noted.append(Noted(f"a further paper linked by the same entry: {shown(identifier)}", place))
        if paper.elsewhere:
            self._count("links to other pages than papers and code", int(place.rpartition(":")[2]), paper.elsewhere)
        elsewhere = [url for url, one in zip(addresses, ids, strict=True) if not one.arxiv_id and not one.doi]
        fields = {
            "source": self.origin.source,
            "title": plain(paper.title),
            "year": paper.said.year,
            "published": paper.said.published,
            "venue": paper.said.venue,
            "authors": [AuthorName(name=name) for name in paper.authors],
            "arxiv_id": arxiv,
            "doi": doi,
            "other_ids": sorted({one.other for one in ids if one.other}),
            "url": elsewhere[0] if elsewhere else None,
            "repositories": [RepositoryFact(url=url) for url in dict.fromkeys(paper.repositories)],
            "place": place,
        }
        try:
            record = checked(fields, self.noted)
        except Unusable as error:
            self.rejected.append(Rejected(f"the title {error}", place, shown(paper.title)))
            return
        self.records.append(with_digest(record, (paper_key(record) or "")[:ID_LENGTH].rstrip("-")))

    def _reject(self, block: Block, reason: str) -> None:
        self.rejected.append(Rejected(reason, f"{self.origin.path}:{block.line}", shown(block.text)))

    def _count(self, what: str, line: int, times: int = 1) -> None:
        count, first = self.counts.get(what, (0, line))
        self.counts[what] = (count + times, first)


def _links(parts: Iterable[str | Link]) -> list[Link]:
    return [part for part in parts if isinstance(part, Link)]


def _text(parts: Iterable[str | Link]) -> str:
    return " ".join(part if isinstance(part, str) else part.label for part in parts).strip()


def _has_words(parts: Iterable[str | Link]) -> bool:
    return bool(re.search(r"[^\W\d_]", _text(part for part in parts if isinstance(part, str) or not part.is_picture)))


SOURCE = Source(
    name="awesome-list",
    summary="Lists of papers in Markdown: bullets or table rows with links to papers and code",
    suffixes=(".md", ".markdown"),
    sniff=sniff,
    parse=parse,
)
